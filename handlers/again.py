"""The same again: one tap on an issued invoice opens the draft of another one like it."""

from bot.again import ArchivedError, open_again
from bot.context import Context
from bot.conversation import Handler
from bot.drafts import composition_of
from bot.invoices import invoice
from bot.turn import Turn
from handlers.compose import ask_still_open
from handlers.desk import Desk, desk_of, on_draft
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.issued import RepeatAnyway, RepeatInvoice
from handlers.views.again import archived_view
from models.draft import Composition


async def again_tapped(tap: Tap[RepeatInvoice], turn: Turn, context: Context) -> None:
    """A draft like it, below the issued card, which stays. A second tap finds that draft and shows it again."""
    merchant, wanted = merchant_of(turn), tap.data.invoice_id
    issued = await invoice(turn.session, merchant.key, wanted)
    composing = composition_of(turn.draft, merchant) if turn.draft.composition is not None else Composition()
    if composing.repeats_id == issued.key:
        await desk_of(turn, context).lay()
    elif composing.lines or composing.customer_id or composing.credits_id:
        await ask_still_open(desk_of(turn, context), RepeatAnyway(turn.draft.number, wanted))
    else:
        await _open(turn, context, wanted)


async def anyway_tapped(tap: Tap[RepeatAnyway], desk: Desk) -> None:
    """In place of the open draft."""
    await _open(desk.turn, desk.context, tap.data.invoice_id)


async def _open(turn: Turn, context: Context, invoice_id: int) -> None:
    try:
        await open_again(turn.session, turn.draft, merchant_of(turn), invoice_id)
    except ArchivedError as refusal:
        turn.say(archived_view(turn.t, refusal, refusal.customer_id))
    else:
        await desk_of(turn, context).lay()


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(RepeatInvoice, lambda tap, turn: again_tapped(tap, turn, context)),
        on_draft(RepeatAnyway, context, anyway_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing that is typed."""
    return {}
