"""The door every channel goes through: a message in; silence, or a reason why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.errors import N_


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message; the name is ASCII."""

    filename: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Message:
    """What a transport carries, ready to send. An SMS has `text` alone."""

    delivery_id: int
    recipient: str
    text: str
    subject: str = ""
    html: str | None = None
    sender_name: str = ""
    reply_to: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None  # Message-ID of the e-mail this one belongs to
    language: str = "en"
    attachment: Attachment | None = None


class DeliveryError(Exception):
    """The provider did not take the message, for certain.

    `reason` is a key of REASONS; `permanent`: trying again is useless; `retry_after`: seconds the provider asked for;
    `detail`: the provider's own words, short and free of addresses.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, detail: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.detail = detail
        self.retry_after = retry_after


class OutcomeUnknownError(Exception):
    """The provider may or may not have taken the message: its answer was lost."""


class Transport(Protocol):
    """One channel."""

    async def send(self, message: Message) -> str | None:
        """Send it; return the provider's reference, if it gives one.

        Raises DeliveryError when it was certainly not taken, OutcomeUnknownError when nobody can say.
        """

    async def find(self, message: Message, since: datetime) -> str | None:
        """After an unknown outcome: the reference of the message if the provider has it, None if it has not.

        A provider that cannot be asked (SMTP) answers None: the same Message-ID is sent again.
        """

    async def check(self) -> str:
        """Log in without sending; return one line for doctor. Raises DeliveryError."""


REASONS = {
    "mailbox_unknown": N_("The mail server says this address does not exist."),
    "mailbox_full": N_("The mailbox is full."),
    "refused": N_("The customer's mail server refuses the message."),
    "message_too_big": N_("The message is too big for the customer's mail server."),
    "greylisted": N_("The mail server asks us to come back later."),
    "unreachable": N_("The mail server cannot be reached."),
    "certificate": N_("The mail server's certificate cannot be trusted."),
    "no_encryption": N_("The mail server offers no encryption; the admins have to fix it."),
    "address_letters": N_("Our mail server cannot write to an address with these letters."),
    "login": N_("Our login at the provider is refused; the admins have to fix it."),
    "timeout": N_("The provider took too long to answer."),
    "number_invalid": N_("This is not a valid mobile number."),
    "number_not_mobile": N_("This number cannot receive SMS."),
    "number_unreachable": N_("The phone is off or out of reach."),
    "opted_out": N_("The customer has asked not to get SMS."),
    "region": N_("SMS to this country is not switched on."),
    "carrier": N_("The phone network has blocked the message."),
    "rate": N_("The provider asks us to slow down."),
    "provider": N_("The provider has a problem."),
    "render": N_("The PDF could not be made; the admins have to look at it."),
    "no_channel": N_("This way of sending is not set up here."),
    "gave_up": N_("We tried for many hours without success."),
    "undone": N_("The invoice was taken back before it was sent."),
    "reversed": N_("The payment was taken back, so there is no receipt for it."),
}
