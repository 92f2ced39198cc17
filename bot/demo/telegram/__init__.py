"""The Telegram stand-in: the Bot API over HTTP on one side, people with phones on the other.

    server = TelegramServer()
    mona = server.user(7, first_name="Mona", language_code="ar")
    async with server.serving() as address:      # the bot's base_url is f"{address}/bot"
        mona.say("/start")
        welcome = await mona.wait_for("Sanad")
        mona.tap(welcome.buttons[0][0].text)

What differs from Telegram, on purpose: private chats only; parse_mode HTML only; link buttons may and
webhooks must name this machine, which Telegram refuses; nothing is fetched from URLs. Inline answers are documents,
not cached, and what is chosen between two people is seen by `chat_with` alone (feedback is off).
"""

from bot.demo.telegram.bubbles import Bubble, Button
from bot.demo.telegram.faults import Faults
from bot.demo.telegram.people import Person
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import Alert, Call

__all__ = ["Alert", "Bubble", "Button", "Call", "Faults", "Person", "TelegramServer"]
