"""What many screens share: the way out of a question, addresses with their sign, long names cut."""

from bot.language import Texts
from bot.screens import Button
from handlers.taps.drafts import CancelDraft, GoTo, ShowCard
from models.customer import Customer
from models.errors import N_

SHOWN_NAME = 60  # characters of a name on a card

ICONS = {"email": "✉️", "sms": "💬"}
NOT_HERE = {
    "email": N_("E-mail is not set up here, so it cannot go by e-mail."),
    "sms": N_("SMS is not set up here, so it cannot go by SMS."),
}


def way_out(t: Texts, draft: int, back: str | None = None) -> tuple[Button, ...]:
    """Back (to a question, or to the card) and cancel: at every question."""
    step = GoTo(draft, back) if back else ShowCard()
    return (
        Button(t.plain("‹ Back"), step),
        Button(t.plain("✕ Cancel"), CancelDraft(draft)),
    )


def addressed(t: Texts, customer: Customer, channel: str) -> str:
    """The channel's sign and the customer's address."""
    return t.plain("{icon} {to}", icon=ICONS[channel], to=shortened(customer.address_for(channel) or "", 60))


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis above `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
