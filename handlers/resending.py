"""Sending an issued document again: by a channel, or to another address, which is kept with the customer."""

from collections.abc import Sequence

from bot.context import Context
from bot.conversation import Handler
from bot.customers import customer
from bot.invoices import deliveries_of, delivery_of, invoice
from bot.quickline.answers import UnclearError
from bot.quickline.contacts import parse_contact
from bot.turn import Turn
from handlers.aside import ask_aside, close_aside
from handlers.issue import queue_document
from handlers.routing import OnTap, OnText, Tap, merchant_of
from handlers.taps.issued import ChooseAddress, FixAddress, SendBy
from handlers.views import deliveries as views
from handlers.views.parts import NOT_HERE
from models.customer import Customer
from models.delivery import Channel
from models.errors import UserError
from models.invoice import Invoice

STEP = "fix_address"


async def fix_address_tapped(tap: Tap[FixAddress], turn: Turn) -> None:
    """Ask for a better address."""
    delivery = await delivery_of(turn.session, merchant_of(turn).key, tap.data.delivery_id)
    ask_aside(turn, STEP, invoice_id=delivery.invoice_id, payment_id=delivery.payment_id)
    turn.say(views.fix_address_question(turn.t, delivery))


async def address_given(text: str, turn: Turn, context: Context, message_id: int | None = None) -> None:
    """The better address: kept with the customer, and used at once. The card follows, below or in `message_id`."""
    asked = turn.draft.scratch
    found = await invoice(turn.session, merchant_of(turn).key, int(asked["invoice_id"]))
    if await send_to(text, found, turn, context, payment_id=asked.get("payment_id")):
        close_aside(turn)
        place = {"fresh": True} if message_id is None else {"message_id": message_id}
        turn.owe("invoice_card", invoice_id=found.key, **place)


async def address_chosen(tap: Tap[ChooseAddress], turn: Turn, context: Context) -> None:
    """One of the readings of an address."""
    draft, at = turn.draft, tap.data.index
    is_asked = draft.step == STEP and draft.scratch.get("invoice_id") == tap.data.invoice_id
    readings = draft.scratch.get("readings", []) if is_asked else []
    if 0 <= at < len(readings):
        await address_given(str(readings[at]), turn, context, tap.message_id)
    else:
        turn.answer(turn.t.plain("This question has been answered."))


async def send_by_tapped(tap: Tap[SendBy], turn: Turn, context: Context) -> None:
    """Send it (again) by this channel; ask for the address if there is none."""
    found = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    if await send_by([Channel(tap.data.channel)], found, turn, context):
        turn.owe("invoice_card", invoice_id=found.key)


async def send_to(
    text: str, issued: Invoice, turn: Turn, context: Context, *, payment_id: int | None = None
) -> list[str]:
    """Queue it to the addresses of `text`, which become the customer's; none where it is unclear, which is asked.

    With `payment_id` it is the receipt for that payment. UserError for no address, or a channel that is not set up.
    """
    merchant = merchant_of(turn)
    try:
        reach = parse_contact(text, country=merchant.country)
    except UnclearError as unclear:
        if not unclear.choices:
            raise
        readings = list(unclear.choices)
        ask_aside(turn, STEP, invoice_id=issued.key, payment_id=payment_id, readings=readings)
        turn.say(views.address_readings_question(turn.t, issued, unclear))
        return []
    buyer = await customer(turn.session, merchant.key, issued.customer_id)
    buyer.email, buyer.phone = reach.email or buyer.email, reach.phone or buyer.phone
    wanted = [channel for channel in Channel if (reach.email if channel == Channel.EMAIL else reach.phone)]
    return await _queue(wanted, buyer, issued, turn, context, payment_id=payment_id)


async def send_by(channels: Sequence[Channel], issued: Invoice, turn: Turn, context: Context) -> list[str]:
    """Queue it by these channels to where they reach the customer; none where no address is known, which is asked."""
    buyer = await customer(turn.session, merchant_of(turn).key, issued.customer_id)
    known = [channel for channel in channels if buyer.address_for(channel)]
    if known:
        return await _queue(known, buyer, issued, turn, context)
    ask_aside(turn, STEP, invoice_id=issued.key)
    turn.say(views.missing_address_question(turn.t, issued, channels[0]))
    return []


async def send_again(issued: Invoice, turn: Turn, context: Context) -> list[str]:
    """Queue it the ways it went before; where it never went, the way the customer likes. UserError without one here."""
    merchant = merchant_of(turn)
    went = await deliveries_of(turn.session, issued.key, merchant.key)
    ways = [Channel(delivery.channel) for delivery in went if delivery.payment_id is None]
    if not ways:
        buyer = await customer(turn.session, merchant.key, issued.customer_id)
        ways = [Channel(channel) for channel in buyer.usual_channels()] or [Channel.EMAIL]
    here = [channel for channel in dict.fromkeys(ways) if channel in context.channels]
    if not here:
        raise UserError(NOT_HERE[ways[0]])
    return await send_by(here, issued, turn, context)


async def _queue(
    channels: Sequence[Channel], buyer: Customer, issued: Invoice, turn: Turn, context: Context,
    *, payment_id: int | None = None,
) -> list[str]:  # fmt: skip
    for channel in channels:
        if channel not in context.channels:
            raise UserError(NOT_HERE[channel])
    places = [(channel, buyer.address_for(channel) or "") for channel in channels]
    for channel, recipient in places:
        await queue_document(turn, context, issued, channel, recipient, payment_id=payment_id)
    return [recipient for _, recipient in places]


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(FixAddress, fix_address_tapped),
        OnTap(ChooseAddress, lambda tap, turn: address_chosen(tap, turn, context)),
        OnTap(SendBy, lambda tap, turn: send_by_tapped(tap, turn, context)),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {STEP: [OnText(lambda text, turn: address_given(text, turn, context))]}
