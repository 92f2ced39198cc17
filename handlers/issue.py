"""Issuing, and what follows: the live card's buttons."""

from bot.context import Context
from bot.conversation import Handler
from bot.crediting import is_open
from bot.customers import customer
from bot.delivery.queue import queue_delivery, retry
from bot.invoices import deliveries_of, delivery_of, invoice, timeline_of
from bot.issuing import issue_invoice
from bot.quickline.contacts import parse_contact
from bot.turn import Turn
from handlers.aside import STEPS, ask_aside, close_aside
from handlers.desk import Desk, on_draft
from handlers.routing import OnTap, OnText, Tap, merchant_of
from handlers.share import share_button
from handlers.taps.drafts import IssueInvoice
from handlers.taps.issued import (
    FixAddress,
    OpenMore,
    RetryDelivery,
    SendBy,
    SendPdf,
    ShowInvoice,
    ShowTimeline,
)
from handlers.views import deliveries as views
from handlers.views.more import more_view
from handlers.views.parts import NOT_HERE
from handlers.views.timeline import timeline_view
from models.delivery import Channel
from models.errors import UserError
from models.invoice import Invoice
from models.receipt import Card


async def issue_tapped(tap: Tap[IssueInvoice], desk: Desk) -> None:
    """One transaction: number, invoice, deliveries, and the live card that is owed for them."""
    turn = desk.turn
    if await desk.is_lacking():  # the button of an older screen
        await desk.lay()
        return
    invoice, recipients = await issue_invoice(
        turn.session, turn.draft, desk.merchant, turn.arrival.person, turn.now
    )
    for channel, recipient in recipients:
        await queue_document(turn, desk.context, invoice, Channel(channel), recipient)
    turn.answer(turn.t.plain("Issued: {number}", number=invoice.number))
    if tap.message_id is not None:  # kept now: news of a delivery may be told before this card is drawn
        turn.session.add(Card(chat_id=invoice.chat_id, invoice_id=invoice.key, message_id=tap.message_id))
    turn.owe("invoice_card", invoice_id=invoice.key, message_id=tap.message_id)
    if invoice.credits_id is not None:
        turn.owe("invoice_card", invoice_id=invoice.credits_id, if_shown=True)


async def show_invoice_tapped(tap: Tap[ShowInvoice], turn: Turn) -> None:
    """An issued invoice in place of the list (or of a question about it)."""
    found = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    _close_question(turn)
    place = {"fresh": True} if tap.data.below else {"message_id": tap.message_id}
    turn.owe("invoice_card", invoice_id=found.key, **place)


async def more_tapped(tap: Tap[OpenMore], turn: Turn, context: Context) -> None:
    """What else can be done with it."""
    found = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    share = await share_button(turn, found, context)
    can_credit = await is_open(turn.session, found)
    turn.show_at(tap.message_id, more_view(turn.t, found, is_open=can_credit, share=share))


async def fix_address_tapped(tap: Tap[FixAddress], turn: Turn) -> None:
    """Ask for a better address."""
    delivery = await delivery_of(turn.session, merchant_of(turn).key, tap.data.delivery_id)
    ask_aside(turn, "fix_address", invoice_id=delivery.invoice_id, payment_id=delivery.payment_id)
    turn.say(views.fix_address_question(turn.t, delivery))


async def address_given(text: str, turn: Turn, context: Context) -> None:
    """The better address: kept with the customer, and used at once."""
    merchant = merchant_of(turn)
    found = await invoice(turn.session, merchant.key, int(turn.draft.scratch["invoice_id"]))
    reach = parse_contact(text, country=merchant.country)
    buyer = await customer(turn.session, merchant.key, found.customer_id)
    buyer.email, buyer.phone = reach.email or buyer.email, reach.phone or buyer.phone
    for channel, recipient in ((Channel.EMAIL, reach.email), (Channel.SMS, reach.phone)):
        if recipient:
            _check_set_up(channel, context)
            payment_id = turn.draft.scratch.get("payment_id")
            await queue_document(turn, context, found, channel, recipient, payment_id=payment_id)
    _close_question(turn)
    turn.owe("invoice_card", invoice_id=found.key, fresh=True)


async def retry_tapped(tap: Tap[RetryDelivery], turn: Turn) -> None:
    """Try now."""
    delivery = await retry(turn.session, merchant_of(turn).key, tap.data.delivery_id, turn.now)
    turn.answer(turn.t.plain("Trying again now."))
    turn.kicks.append(delivery.key)
    turn.owe("invoice_card", invoice_id=delivery.invoice_id)


async def send_by_tapped(tap: Tap[SendBy], turn: Turn, context: Context) -> None:
    """Send it (again) by this channel; ask for the address if there is none."""
    merchant = merchant_of(turn)
    found = await invoice(turn.session, merchant.key, tap.data.invoice_id)
    buyer = await customer(turn.session, merchant.key, found.customer_id)
    channel = Channel(tap.data.channel)
    recipient = buyer.address_for(channel)
    if recipient is None:
        ask_aside(turn, "fix_address", invoice_id=found.key)
        turn.say(views.missing_address_question(turn.t, found, channel))
        return
    await queue_document(turn, context, found, channel, recipient)
    turn.owe("invoice_card", invoice_id=found.key)


async def pdf_tapped(tap: Tap[SendPdf], turn: Turn) -> None:
    """The stored PDF into the chat."""
    found = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    turn.send_on("invoice_pdf", invoice_id=found.key)


async def timeline_tapped(tap: Tap[ShowTimeline], turn: Turn) -> None:
    """What happened, and by whom."""
    merchant = merchant_of(turn)
    found = await invoice(turn.session, merchant.key, tap.data.invoice_id)
    turn.show_at(
        tap.message_id, timeline_view(turn.t, merchant, found, await timeline_of(turn.session, found))
    )


async def queue_document(
    turn: Turn,
    context: Context,
    issued: Invoice,
    channel: Channel,
    recipient: str,
    *,
    payment_id: int | None = None,
) -> None:
    """A delivery in this transaction, looked at once it is committed; the same one twice at a time is one.

    With `payment_id` it is the receipt for that payment.
    """
    if channel not in context.channels:
        return
    for known in await deliveries_of(turn.session, issued.key, issued.merchant_id):
        same = (known.channel, known.recipient, known.payment_id) == (channel, recipient, payment_id)
        if known.is_under_way and same:
            return
    person, domain = turn.arrival.person, context.mail_domain
    queued = await queue_delivery(
        turn.session, issued, channel, recipient, person, turn.now, domain, payment_id=payment_id
    )
    turn.kicks.append(queued.key)


def _check_set_up(channel: Channel, context: Context) -> None:
    if channel not in context.channels:
        raise UserError(NOT_HERE[channel])


def _close_question(turn: Turn) -> None:
    if turn.draft.step in STEPS:
        close_aside(turn)
    else:
        turn.draft.step, turn.draft.scratch = ("card" if turn.draft.composition else None), {}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        on_draft(IssueInvoice, context, issue_tapped),
        OnTap(ShowInvoice, show_invoice_tapped),
        OnTap(FixAddress, fix_address_tapped),
        OnTap(RetryDelivery, retry_tapped),
        OnTap(SendBy, lambda tap, turn: send_by_tapped(tap, turn, context)),
        OnTap(SendPdf, pdf_tapped),
        OnTap(OpenMore, lambda tap, turn: more_tapped(tap, turn, context)),
        OnTap(ShowTimeline, timeline_tapped),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {"fix_address": [OnText(lambda text, turn: address_given(text, turn, context))]}
