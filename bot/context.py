"""What handlers may ask the application for, beside their turn."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.settings import Settings


@dataclass(frozen=True)
class Context:
    """Set once at start; the same for every turn."""

    settings: Settings
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    has_inline_mode: bool = False  # whether @BotFather lets the bot be asked in any chat

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways of sending that are set up here."""
        return tuple(
            channel
            for channel, ready in (
                ("email", self.settings.smtp_host),
                ("sms", self.settings.twilio_account_sid),
            )
            if ready
        )

    @property
    def mail_domain(self) -> str:
        """The domain of our sender address; Message-IDs end in it."""
        return self.settings.mail_from.rpartition("@")[2]

    @property
    def is_public(self) -> bool:
        """Whether Telegram may fetch from us: it takes https alone."""
        return self.settings.public_url.startswith("https://")

    def link_to(self, token: str) -> str:
        """The customer's page of an invoice."""
        return f"{self.settings.public_url}/i/{token}"
