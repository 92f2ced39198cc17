"""What the bot does: use cases and the outside world."""

import os

# python-telegram-bot gives flood control's pause as a timedelta only to those who ask; without it, it warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")
