"""Express: one message issues the invoice, and for some seconds one tap takes it back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.context import Context
from bot.conversation import Handler
from bot.crediting import is_open
from bot.drafts import keep
from bot.express import Obstacle, can_be_undone, is_sent, obstacle_in, obstacle_to
from bot.invoices import deliveries_of
from bot.quickline.line.values import Line
from bot.turn import Turn
from bot.undoing import undo
from handlers.desk import Desk
from handlers.issue import issue
from handlers.routing import OnTap, Tap, merchant_of
from handlers.shelves import LIST
from handlers.taps.issued import UndoInvoice
from handlers.till import redraw_at_issuer
from handlers.views.card_replies import unchanging_view
from handlers.views.express import too_late_text, undone_text
from models.draft import Remark
from models.invoice import Invoice

Laying = Callable[[Desk], Awaitable[None]]

_NO_QUESTION = frozenset({None, "invoices", LIST, "customer"})  # what is typed there may be a whole invoice
_HINT = "express"  # in `Merchant.warned`: that there is such a setting


async def laying_of(line: Line, turn: Turn) -> Laying:
    """What becomes of a typed invoice once its draft is open: its card, or with "!" perhaps the invoice itself.

    To be asked before the draft is opened, while the chat's open question is known.
    """
    if not line.is_express:
        return Desk.lay
    was_asked = turn.draft.step not in _NO_QUESTION
    obstacle = await obstacle_in(turn.session, line, merchant_of(turn), was_asked=was_asked)
    return partial(_lay_express, obstacle=obstacle)


async def _lay_express(desk: Desk, obstacle: Obstacle | None) -> None:
    """Issue it, or say why not on its card."""
    obstacle = obstacle or await _obstacle(desk)
    if obstacle is None:
        await _issue(desk)
        return
    if obstacle != Obstacle.OFF or desk.merchant.tell_once(_HINT):
        desk.composition.remarks.append(Remark(code=obstacle, text=""))
    await desk.lay()


async def _obstacle(desk: Desk) -> Obstacle | None:
    buyer = await desk.customer()
    if buyer is None:
        return Obstacle.CUSTOMER
    if not is_sent(desk.composition, buyer, desk.context.channels):
        return Obstacle.UNSENT
    return await obstacle_to(desk.turn.session, desk.merchant, buyer, desk.composition, desk.turn.now)


async def _issue(desk: Desk) -> None:
    """In the turn of the message; an empty draft's screen makes room for the invoice's card."""
    turn, shown = desk.turn, desk.turn.draft.card_message_id
    keep(turn.draft, desk.composition)
    await issue(desk, wait=timedelta(seconds=desk.context.settings.undo_seconds))
    if shown is not None:
        turn.owe("delete_message", chat_id=turn.arrival.chat_id, message_id=shown)


async def undo_tapped(tap: Tap[UndoInvoice], turn: Turn) -> None:
    """One credit note however often it is tapped, or none at all."""
    invoice_id, merchant = tap.data.invoice_id, merchant_of(turn)
    note = await undo(turn.session, merchant, invoice_id, turn.arrival.person, turn.now)
    if note is None:
        turn.answer(too_late_text(turn.t), alert=True)
    else:
        turn.answer(undone_text(turn.t, note))
        redraw_at_issuer(turn, note.chat_id, invoice_id)  # the note is where its invoice was issued
    turn.owe("invoice_card", invoice_id=invoice_id, message_id=tap.message_id)


async def say_unchanging(turn: Turn, issued: Invoice) -> None:
    """That it is issued and says for ever what it says; and the way on, which is shorter while nothing has gone out."""
    went = await deliveries_of(turn.session, issued.key, issued.merchant_id)
    sendings = [delivery for delivery in went if delivery.payment_id is None]
    screen = unchanging_view(
        turn.t,
        issued,
        is_open=await is_open(turn.session, issued),
        can_be_undone=can_be_undone(sendings, turn.now),
    )
    turn.say(screen)


def entry(_context: Context) -> list[Handler]:
    """Taps, always there."""
    return [OnTap(UndoInvoice, undo_tapped)]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
