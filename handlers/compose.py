"""Opening an invoice, going back to it, putting it aside."""

from bot.callbacks import Callback
from bot.context import Context
from bot.conversation import Handler
from bot.drafts import bring_back, open_new, set_aside
from bot.turn import Turn
from handlers.aside import STEPS, close_aside
from handlers.desk import Desk, desk_of, on_draft
from handlers.routing import OnCommand, OnTap, Tap, merchant_of
from handlers.taps.drafts import BringBack, CancelDraft, NewInvoice, ShowCard, StartOver
from handlers.views import compose as views


async def new_wanted(turn: Turn, context: Context) -> None:
    """/new: go on with what is open, else start."""
    merchant_of(turn)
    if turn.draft.composition is not None:
        desk = desk_of(turn, context)
        if desk.composition.lines or desk.composition.customer_id:
            await ask_still_open(desk, StartOver(desk.number))
            return
    open_new(turn.draft)
    await desk_of(turn, context).lay()


async def ask_still_open(desk: Desk, anew: Callback, **scratch: str) -> None:
    """Go on with what is open, or start `anew`?"""
    is_credit, customer = desk.composition.credits_id is not None, await desk.customer()
    screen = views.still_open_view(desk.turn.t, customer, anew, is_credit=is_credit)
    desk.turn.ask("card", screen, **scratch)


async def start_over_tapped(tap: Tap[StartOver], desk: Desk) -> None:
    """A fresh draft; the open one is put aside for good."""
    open_new(desk.turn.draft)
    await desk_of(desk.turn, desk.context).lay()


async def show_card_tapped(turn: Turn, context: Context) -> None:
    """Back to the invoice, wherever it stands."""
    await desk_of(turn, context).lay()


async def cancel_said(turn: Turn) -> None:
    """/cancel: of a question beside what is composed, that alone is closed."""
    if turn.draft.step in STEPS:
        close_aside(turn)
        turn.say(views.closed_view(turn.t, is_composing=turn.draft.composition is not None))
    else:
        await cancel_wanted(turn)


async def cancel_wanted(turn: Turn) -> None:
    """The draft is put aside, whatever question was open is closed."""
    number = turn.draft.number if turn.draft.composition is not None else None
    is_credit = bool((turn.draft.composition or {}).get("credits_id"))
    set_aside(turn.draft)
    scratch = turn.draft.scratch
    turn.ask(None, views.cancelled_view(turn.t, number, is_credit=is_credit))
    turn.draft.scratch = scratch


async def bring_back_tapped(tap: Tap[BringBack], turn: Turn, context: Context) -> None:
    """Undo a cancel."""
    if tap.data.draft == turn.draft.number:
        bring_back(turn.draft)
    await desk_of(turn, context).lay()


def entry(context: Context) -> list[Handler]:
    """Commands and taps, always there."""
    return [
        OnCommand("new", lambda _rest, turn: new_wanted(turn, context)),
        OnTap(NewInvoice, lambda _tap, turn: new_wanted(turn, context)),
        OnCommand("cancel", lambda _rest, turn: cancel_said(turn)),
        OnTap(ShowCard, lambda _tap, turn: show_card_tapped(turn, context)),
        OnTap(BringBack, lambda tap, turn: bring_back_tapped(tap, turn, context)),
        on_draft(CancelDraft, context, lambda _tap, desk: cancel_wanted(desk.turn)),
        on_draft(StartOver, context, start_over_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Its screens ask nothing that is typed."""
    return {}
