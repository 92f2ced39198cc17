"""Issuing, and what follows: the live card's buttons."""

from datetime import timedelta

from bot.context import Context
from bot.conversation import Handler
from bot.delivery.queue import NOT_AT_ALL, is_under_way, queue_delivery, retry
from bot.invoices import invoice as invoice_by_id
from bot.invoices import timeline_of
from bot.issuing import issue_invoice
from bot.turn import Turn
from handlers.aside import STEPS, close_aside
from handlers.desk import Desk, on_draft
from handlers.guards import asks_again
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.drafts import IssueAgain, IssueInvoice
from handlers.taps.issued import (
    RetryDelivery,
    SendPdf,
    ShowInvoice,
    ShowTimeline,
)
from handlers.till import redraw
from handlers.views.timeline import timeline_view
from models.delivery import Channel
from models.invoice import Invoice
from models.receipt import Card


async def issue_tapped(tap: Tap[IssueInvoice], desk: Desk) -> None:
    """It is issued, unless it may have been a moment ago already."""
    if await desk.is_lacking():  # the button of an older screen
        await desk.lay()
    elif not await asks_again(desk):
        await issue(desk, tap.message_id)


async def issue_again_tapped(tap: Tap[IssueAgain], desk: Desk) -> None:
    """Yes, another one like it."""
    if await desk.is_lacking():
        await desk.lay()
    else:
        await issue(desk, tap.message_id)


async def issue(desk: Desk, message_id: int | None = None, wait: timedelta = NOT_AT_ALL) -> None:
    """One transaction: number, invoice, deliveries to go after `wait`, and the live card that is owed for them."""
    turn = desk.turn
    invoice, recipients = await issue_invoice(
        turn.session, turn.draft, desk.merchant, turn.arrival.person, turn.now
    )
    for channel, recipient in recipients:
        await queue_document(turn, desk.context, invoice, Channel(channel), recipient, wait=wait)
    turn.answer(turn.t.plain("Issued: {number}", number=invoice.number))
    if message_id is not None:  # kept now: news of a delivery may be told before this card is drawn
        turn.session.add(Card(chat_id=invoice.chat_id, invoice_id=invoice.key, message_id=message_id))
    turn.owe("invoice_card", invoice_id=invoice.key, message_id=message_id)
    if invoice.credits_id is not None:
        redraw(turn, await invoice_by_id(turn.session, desk.merchant.key, invoice.credits_id))


async def show_invoice_tapped(tap: Tap[ShowInvoice], turn: Turn) -> None:
    """An issued invoice in place of the list (or of a question about it)."""
    found = await invoice_by_id(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    _close_question(turn)
    place = {"fresh": True} if tap.data.below else {"message_id": tap.message_id}
    turn.owe("invoice_card", invoice_id=found.key, **place)


async def retry_tapped(tap: Tap[RetryDelivery], turn: Turn) -> None:
    """Try now."""
    delivery = await retry(turn.session, merchant_of(turn).key, tap.data.delivery_id, turn.now)
    turn.answer(turn.t.plain("Trying again now."))
    turn.kicks.append(delivery.key)
    turn.owe("invoice_card", invoice_id=delivery.invoice_id)


async def pdf_tapped(tap: Tap[SendPdf], turn: Turn) -> None:
    """The stored PDF into the chat."""
    found = await invoice_by_id(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    turn.send_on("invoice_pdf", invoice_id=found.key)


async def timeline_tapped(tap: Tap[ShowTimeline], turn: Turn) -> None:
    """What happened, and by whom."""
    merchant = merchant_of(turn)
    found = await invoice_by_id(turn.session, merchant.key, tap.data.invoice_id)
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
    wait: timedelta = NOT_AT_ALL,
) -> None:
    """A delivery in this transaction, looked at once it is committed; the same one twice at a time is one.

    With `payment_id` it is the receipt for that payment. It goes out after `wait`.
    """
    if channel not in context.channels:
        return
    if await is_under_way(turn.session, issued, channel, recipient, payment_id):
        return
    person, domain = turn.arrival.person, context.mail_domain
    queued = await queue_delivery(
        turn.session, issued, channel, recipient, person, turn.now, domain, payment_id=payment_id, wait=wait
    )
    turn.kicks.append(queued.key)


def _close_question(turn: Turn) -> None:
    if turn.draft.step in STEPS:
        close_aside(turn)
    else:
        turn.draft.step, turn.draft.scratch = ("card" if turn.draft.composition else None), {}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        on_draft(IssueInvoice, context, issue_tapped),
        on_draft(IssueAgain, context, issue_again_tapped),
        OnTap(ShowInvoice, show_invoice_tapped),
        OnTap(RetryDelivery, retry_tapped),
        OnTap(SendPdf, pdf_tapped),
        OnTap(ShowTimeline, timeline_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing that is typed."""
    return {}
