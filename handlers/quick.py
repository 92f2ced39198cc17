"""An invoice typed as one message: what it says is kept, what it leaves open is asked, then its card is shown."""

from typing import Any

from bot.context import Context
from bot.conversation import Handler
from bot.quick import knows_any
from bot.quickline.answers import UnreadableError
from bot.quickline.line.frames import unmarked
from bot.quickline.line.values import UnclearLineError
from bot.screens import Screen
from bot.turn import Turn
from handlers.card_words import SURE, act_on_draft, wish_typed
from handlers.compose import ask_still_open
from handlers.desk import Desk, desk_of, on_draft, take_answer
from handlers.lines import item_answered, said_in
from handlers.quick_amending import amend_line, is_amended
from handlers.quick_opening import doubtful_guess, open_line
from handlers.quick_reading import Typed, is_another, just_invoiced, typed_in
from handlers.routing import OnTap, OnText, Tap, merchant_of
from handlers.taps.drafts import ChooseLine, DropLine, StartQuick
from handlers.views import compose as compose_views
from handlers.views import fallback as fallback_views
from handlers.views import quick as views
from handlers.which_card import which_card
from models.text import cleaned

STEP = "quick"


async def line_typed(text: str, turn: Turn, context: Context) -> None:
    """Words while no question is open: an invoice, or nothing we understand."""
    if turn.merchant is None:
        turn.not_understood()
        turn.say(fallback_views.unclear_view(turn.t, stranger=True))
        return
    typed = await typed_in(text, turn, context)
    if turn.draft.composition is None and (question := await which_card(typed)):
        _ask_about(typed, question, (text,))
        return
    try:
        typed.line()
    except (UnclearLineError, UnreadableError):
        if not (any(map(str.isdigit, text)) or knows_any(typed.reading.products, text)):
            turn.not_understood()
            turn.say(fallback_views.unclear_view(turn.t, stranger=False))
            return
    if _is_busy(turn):
        await _ask_still_open(text, desk_of(turn, context))
    elif again := await just_invoiced(typed):
        turn.not_understood()
        turn.say(again)
    else:
        await _take(typed)


async def line_edited(text: str, turn: Turn, context: Context) -> None:
    """The message that the open draft was typed in, edited."""
    await _take(await typed_in(text, turn, context))


async def card_answered(text: str, turn: Turn, context: Context) -> None:
    """Words while the card is open: what they say of it, or one more line, or an invoice of their own."""
    desk = desk_of(turn, context)
    wish = await wish_typed(text, desk)
    if wish is not None and wish.kind in SURE:
        await act_on_draft(wish, desk)
    elif _is_busy(turn) and is_another(await typed_in(text, turn, context)):
        await _ask_still_open(text, desk)
    elif wish is not None:
        await act_on_draft(wish, desk)
    else:
        await take_answer(unmarked(cleaned(text)), desk, item_answered)


async def start_quick_tapped(_tap: Tap[StartQuick], desk: Desk) -> None:
    """The open draft is put aside for the invoice that was typed over it."""
    text = desk.turn.draft.scratch.get("line")
    if text is None:
        await desk.lay()
    else:
        await _take(await typed_in(str(text), desk.turn, desk.context))


async def choice_tapped(tap: Tap[ChooseLine], turn: Turn, context: Context) -> None:
    """One of the ways to read the message."""
    merchant_of(turn)
    scratch, at = turn.draft.scratch, tap.data.index
    choices = scratch.get("choices", []) if _is_asked(tap.data.question, turn) else []
    if 0 <= at < len(choices):
        turn.tapped_card = True
        await _take(await typed_in(str(choices[at]), turn, context))
    else:
        await _closed(turn, context)


async def drop_tapped(tap: Tap[DropLine], turn: Turn, context: Context) -> None:
    """Nothing of the message is kept; a draft that was open before it still is."""
    merchant_of(turn)
    if not _is_asked(tap.data.question, turn):
        await _closed(turn, context)
        return
    turn.tapped_card = True
    if turn.draft.composition is not None:
        await desk_of(turn, context).lay()
    else:
        _ask(turn, None, compose_views.cancelled_view(turn.t, None, is_credit=False))


def _is_busy(turn: Turn) -> bool:
    """Whether something is being composed that a new invoice would replace."""
    opened = turn.draft.composition or {}
    return bool(opened.get("lines") or opened.get("customer_id") or opened.get("credits_id"))


async def _ask_still_open(text: str, desk: Desk) -> None:
    desk.turn.not_understood()
    await ask_still_open(desk, StartQuick(desk.number), line=text)


async def _take(typed: Typed) -> None:
    """Ask what is unclear, one thing at a time; open the invoice when nothing is, or amend the one it is already."""
    turn, question = typed.turn, typed.turn.arrival.update_id
    try:
        line = typed.line()
    except UnclearLineError as unclear:
        _ask_about(typed, views.unclear_view(turn.t, question, unclear), unclear.choices)
        return
    notices = {notice.code: notice for notice in line.notices}
    if doubt := notices.get("A_CUSTOMER_OR_ITEM"):
        _ask_about(typed, views.customer_or_item_view(turn.t, question, doubt), doubt.choices)
    elif guess := await doubtful_guess(line, turn):
        _ask_about(typed, views.which_customer_view(turn.t, question, guess), guess.choices)
    elif is_amended(turn):
        await amend_line(line, typed.text, typed.reading, desk_of(turn, typed.context))
    else:
        await open_line(line, said_in(turn, typed.text), turn, typed.context)


def _ask_about(typed: Typed, screen: Screen, choices: tuple[str, ...]) -> None:
    """A question about the message."""
    turn, message = typed.turn, said_in(typed.turn, typed.text)
    said = (message.said if message else None) or typed.text
    turn.not_understood()
    _ask(turn, STEP, screen, question=turn.arrival.update_id, choices=list(choices), said=said)


def _ask(turn: Turn, step: str | None, screen: Screen, **asked: Any) -> None:
    """A question, or its end; a draft that was cancelled can be brought back after it still."""
    kept = {key: turn.draft.scratch[key] for key in ("set_aside",) if key in turn.draft.scratch}
    turn.ask(step, screen, **kept, **asked)


def _is_asked(question: int, turn: Turn) -> bool:
    return turn.draft.step == STEP and turn.draft.scratch.get("question") == question


async def _closed(turn: Turn, context: Context) -> None:
    """A button of a question that was answered, or given up."""
    turn.answer(turn.t.plain("This button belongs to an earlier draft."))
    if turn.draft.composition is not None:
        await desk_of(turn, context).lay()


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(ChooseLine, lambda tap, turn: choice_tapped(tap, turn, context)),
        OnTap(DropLine, lambda tap, turn: drop_tapped(tap, turn, context)),
        on_draft(StartQuick, context, start_quick_tapped),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """While its own question is open another message takes its place; the card is shared with typed lines."""
    return {
        STEP: [OnText(lambda text, turn: line_typed(text, turn, context), lines=True)],
        "card": [OnText(lambda text, turn: card_answered(text, turn, context), lines=True)],
    }
