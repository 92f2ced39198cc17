"""The card's fields: each opened by a button, answered by typing or by a ready answer."""

from decimal import Decimal

from bot.context import Context
from bot.conversation import Handler
from bot.drafts import channels_of
from bot.quickline.contacts import parse_contact
from bot.quickline.dates import parse_date
from bot.quickline.numbers import parse_percent
from bot.quickline.prices import parse_price
from bot.quickline.words import plain
from handlers.desk import Answer, Desk, on_draft
from handlers.routing import Tap
from handlers.taps.drafts import SetChannels
from handlers.views import fields as views
from models.errors import N_, UserError

LONGEST_NOTE = 2000
_LONG = N_("This is too long: {length} characters, {most} fit.")
_PAST = N_("A due date cannot be before today.")
_SURCHARGE = N_(
    "A surcharge on everything is a charge of its own: tap Back, then “⚙️ More” and “🚚 Delivery or other charge”."
)
_WORDS = ("خصم", "discount")  # said with a number, they say nothing new


async def ask_discount(desk: Desk) -> None:
    """Discount on everything."""
    desk.turn.ask("discount", views.discount_question(desk.turn.t, desk.number))


async def ask_due(desk: Desk) -> None:
    """When it is to be paid."""
    desk.turn.ask("due", views.due_question(desk.turn.t, desk.number, desk.today))


async def ask_note(desk: Desk) -> None:
    """A note to the customer."""
    desk.turn.ask("note", views.note_question(desk.turn.t, desk.number, desk.composition))


async def ask_channels(desk: Desk) -> None:
    """How it shall go; without an address, where to."""
    customer = await desk.customer()
    if customer is None:
        await desk.ask_customer()
    elif not customer.reachable_by():
        await ask_address(desk)
    else:
        chosen = channels_of(desk.composition, customer)
        screen = views.channels_question(desk.turn.t, desk.number, customer, chosen, desk.context.channels)
        desk.turn.ask("address", screen)


async def ask_address(desk: Desk) -> None:
    """Another e-mail address or mobile number of the customer."""
    customer = await desk.customer()
    if customer is None:
        await desk.ask_customer()
    else:
        desk.turn.ask("address", views.address_question(desk.turn.t, desk.number, customer))


async def discount_answered(text: str, desk: Desk) -> None:
    """10% or an amount; "0" for none."""
    if "+" in text:
        raise UserError(_SURCHARGE)
    desk.composition.discount_percent, desk.composition.discount_amount = discount_of(text, desk)
    await desk.lay()


async def due_answered(text: str, desk: Desk) -> None:
    """A date or a number of days; "default" for the merchant's usual terms."""
    if text == "default":
        desk.composition.due_date = None
    else:
        due = parse_date(text, today=desk.today, language=desk.turn.language)
        if due < desk.today:
            raise UserError(_PAST)
        desk.composition.due_date = due
    await desk.lay()


async def note_answered(text: str, desk: Desk) -> None:
    """A note; "-" takes it off."""
    desk.composition.note = None if text == "-" else within(text, LONGEST_NOTE)
    await desk.lay()


async def address_answered(text: str, desk: Desk) -> None:
    """The customer's address, for this invoice and the next ones."""
    customer = await desk.customer()
    reach = parse_contact(text, country=desk.merchant.country)
    if customer is not None:
        customer.email, customer.phone = reach.email or customer.email, reach.phone or customer.phone
        given = (("email", reach.email), ("sms", reach.phone))
        desk.composition.channels = [channel for channel, address in given if address]
    await desk.lay()


async def channels_tapped(tap: Tap[SetChannels], desk: Desk) -> None:
    """By e-mail, by SMS, both or not at all."""
    desk.composition.channels = [channel for channel in tap.data.channels.split(",") if channel]
    await desk.lay()


def discount_of(text: str, desk: Desk) -> tuple[Decimal | None, Decimal | None]:
    """Percent and amount: one of them, or neither for "0"."""
    for word in _WORDS:
        text = text.removeprefix(word).strip()
    text = plain(text).removeprefix("-").strip()  # as on a typed line: Cake 30 -10%
    if "%" in text or "٪" in text:
        return parse_percent(text) or None, None
    return None, parse_price(text, currency=desk.merchant.currency, language=desk.turn.language) or None


def within(text: str, most: int) -> str:
    """The text, if it is not too long; UserError otherwise."""
    if len(text) > most:
        raise UserError(_LONG, length=len(text), most=most)
    return text


ANSWERS: dict[str, Answer] = {
    "discount": discount_answered,
    "due": due_answered,
    "note": note_answered,
    "address": address_answered,
}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [on_draft(SetChannels, context, channels_tapped)]
