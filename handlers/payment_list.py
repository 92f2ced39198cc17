"""Payments that are recorded: looked at, acknowledged to the customer, taken back."""

from bot.context import Context
from bot.conversation import Handler
from bot.customers import customer
from bot.delivery.receipts import (
    Order,
    Route,
    has_gone_out,
    hold_receipts,
    queue_receipts,
    receipts_of,
    routes_of,
)
from bot.invoices import deliveries_of, invoice
from bot.payments import open_account, payment_of, payments_of, reverse_payment
from bot.turn import Turn
from handlers.aside import close_aside
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.payments import AskReversal, ListPayments, ReversePayment, SendReceipt
from handlers.till import redraw
from handlers.views.payment_list import payments_view, reversal_question
from handlers.views.payments import Recorded, recorded_view
from models.delivery import Channel, State
from models.errors import N_, UserError
from models.invoice import Invoice

_NO_ADDRESS = N_("{name} has no address yet. Send the invoice first: the receipt follows it.")
_STILL_TOLD = N_("It has been taken back. The customer still has the receipt for it, so please tell them.")
_TAKEN_BACK = N_("This payment was taken back, so there is no receipt for it.")


async def list_tapped(tap: Tap[ListPayments], turn: Turn) -> None:
    """The payments in place of the card."""
    close_aside(turn)
    await _show(turn, tap.data.invoice_id, tap.message_id)


async def reversal_asked(tap: Tap[AskReversal], turn: Turn) -> None:
    """Really? A payment that is taken back already shows the list as it is."""
    merchant_id = merchant_of(turn).key
    payment = await payment_of(turn.session, merchant_id, tap.data.payment_id)
    found = await invoice(turn.session, merchant_id, payment.invoice_id)
    if any(p.reverses_id == payment.key for p in await payments_of(turn.session, merchant_id, found.key)):
        turn.answer(turn.t.plain("It has been taken back."))
        await _show(turn, found.key, tap.message_id)
        return
    was_told = any(map(has_gone_out, await receipts_of(turn.session, payment)))
    turn.show_at(tap.message_id, reversal_question(turn.t, found, payment, was_told=was_told))


async def reversal_confirmed(tap: Tap[ReversePayment], turn: Turn) -> None:
    """A row that takes it back; a receipt that still waits is not sent."""
    merchant_id, person = merchant_of(turn).key, turn.arrival.person
    reversal, _ = await reverse_payment(turn.session, merchant_id, tap.data.payment_id, person, turn.now)
    payment = await payment_of(turn.session, merchant_id, tap.data.payment_id)
    if await hold_receipts(turn.session, payment, turn.now):
        turn.answer(turn.t.plain(_STILL_TOLD), alert=True)
    else:
        turn.answer(turn.t.plain("It has been taken back."))
    redraw(turn, await _show(turn, reversal.invoice_id, tap.message_id))


async def receipt_tapped(tap: Tap[SendReceipt], turn: Turn, context: Context) -> None:
    """The customer gets it the way the invoice went, or the usual way if it went nowhere; once."""
    merchant_id = merchant_of(turn).key
    payment = await payment_of(turn.session, merchant_id, tap.data.payment_id)
    issued, balance = await open_account(turn.session, merchant_id, payment.invoice_id)
    if any(p.reverses_id == payment.key for p in await payments_of(turn.session, merchant_id, issued.key)):
        raise UserError(_TAKEN_BACK)
    routes = await routes_of(turn.session, issued, context.channels) or await _usual(turn, issued, context)
    if not routes:
        raise UserError(_NO_ADDRESS, name=issued.buyer_name)
    order = Order(turn.arrival.person, turn.now, context.mail_domain)
    queued = await queue_receipts(turn.session, issued, payment, routes, order)
    turn.kicks += [delivery.key for delivery in queued]
    receipts = await receipts_of(turn.session, payment)
    going = [delivery.recipient for delivery in receipts if delivery.state != State.FAILED]
    recorded = Recorded(issued, payment, balance, list(dict.fromkeys(going)))
    turn.show_at(tap.message_id, recorded_view(turn.t, recorded))
    redraw(turn, issued)


async def _usual(turn: Turn, issued: Invoice, context: Context) -> list[Route]:
    buyer = await customer(turn.session, issued.merchant_id, issued.customer_id)
    usual = [Channel(name) for name in buyer.usual_channels() if name in context.channels]
    return [Route(channel, address) for channel in usual if (address := buyer.address_for(channel))]


async def _show(turn: Turn, invoice_id: int, message_id: int | None) -> Invoice:
    merchant_id = merchant_of(turn).key
    issued, balance = await open_account(turn.session, merchant_id, invoice_id)
    payments = await payments_of(turn.session, merchant_id, invoice_id)
    gone = [each for each in await deliveries_of(turn.session, invoice_id, merchant_id) if has_gone_out(each)]
    told = {each.payment_id for each in gone if each.payment_id is not None}
    turn.show_at(message_id, payments_view(turn.t, issued, balance, payments, told))
    return issued


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(ListPayments, list_tapped),
        OnTap(AskReversal, reversal_asked),
        OnTap(ReversePayment, reversal_confirmed),
        OnTap(SendReceipt, lambda tap, turn: receipt_tapped(tap, turn, context)),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing that is typed."""
    return {}
