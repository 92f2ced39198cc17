"""An invoice typed as one message: what it says is kept, what it leaves open is asked, then its card is shown."""

from datetime import timedelta
from typing import NamedTuple

from bot.context import Context
from bot.conversation import Handler
from bot.drafts import today
from bot.invoices import last_issued
from bot.quick import Indexes, knows_any
from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.items import parse_item
from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context as Reading
from bot.quickline.line.values import Line, UnclearLineError
from bot.screens import Screen
from bot.turn import Turn
from handlers.compose import ask_still_open
from handlers.desk import Desk, desk_of, on_draft, take_answer
from handlers.lines import item_answered
from handlers.quick_opening import doubtful_guess, open_line
from handlers.routing import OnTap, OnText, Tap, merchant_of
from handlers.taps.drafts import ChooseLine, DropLine, StartQuick
from handlers.views import compose as compose_views
from handlers.views import fallback as fallback_views
from handlers.views import quick as views
from models.text import cleaned, folded

STEP = "quick"
_A_MOMENT = timedelta(minutes=5)
_INDEXES = Indexes()


class _Typed(NamedTuple):
    """A message, and what it takes to read it."""

    text: str
    turn: Turn
    context: Context
    reading: Reading

    def line(self) -> Line:
        """What it says. Raises what `parse_line` raises."""
        return parse_line(self.text, context=self.reading)


async def line_typed(text: str, turn: Turn, context: Context) -> None:
    """Words while no question is open: an invoice, or nothing we understand."""
    if turn.merchant is None:
        turn.say(fallback_views.unclear_view(turn.t, stranger=True))
        return
    typed = await _typed(text, turn, context)
    try:
        typed.line()
    except (UnclearLineError, UnreadableError):
        if not (any(map(str.isdigit, text)) or knows_any(typed.reading.products, text)):
            turn.say(fallback_views.unclear_view(turn.t, stranger=False))
            return
    if _is_busy(turn):
        await _ask_still_open(text, desk_of(turn, context))
    elif again := await _just_invoiced(typed):
        turn.say(again)
    else:
        await _take(typed)


async def card_answered(text: str, turn: Turn, context: Context) -> None:
    """Words while the card is open: one more line, unless they are an invoice of their own."""
    desk = desk_of(turn, context)
    if _is_busy(turn) and _is_another(await _typed(text, turn, context)):
        await _ask_still_open(text, desk)
    else:
        await take_answer(cleaned(text), desk, item_answered)


async def start_quick_tapped(_tap: Tap[StartQuick], desk: Desk) -> None:
    """The open draft is put aside for the invoice that was typed over it."""
    text = desk.turn.draft.scratch.get("line")
    if text is None:
        await desk.lay()
    else:
        await _take(await _typed(str(text), desk.turn, desk.context))


async def choice_tapped(tap: Tap[ChooseLine], turn: Turn, context: Context) -> None:
    """One of the ways to read the message."""
    merchant_of(turn)
    scratch, at = turn.draft.scratch, tap.data.index
    choices = scratch.get("choices", []) if _is_asked(tap.data.question, turn) else []
    if 0 <= at < len(choices):
        turn.tapped_card = True
        await _take(await _typed(str(choices[at]), turn, context))
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


async def _typed(text: str, turn: Turn, context: Context) -> _Typed:
    merchant = merchant_of(turn)
    reading = Reading(
        today(merchant, turn.now), merchant.currency, turn.language, merchant.country,
        customers=await _INDEXES.customers(turn.session, merchant.key),
        products=await _INDEXES.products(turn.session, merchant.key),
    )  # fmt: skip
    return _Typed(text, turn, context, reading)


def _is_busy(turn: Turn) -> bool:
    """Whether something is being composed that a new invoice would replace."""
    opened = turn.draft.composition or {}
    return bool(opened.get("lines") or opened.get("customer_id") or opened.get("credits_id"))


def _is_another(typed: _Typed) -> bool:
    """Whether it names a customer or several items; what can be one item is one."""
    try:
        line = typed.line()
    except UnclearLineError:
        return not _is_item(typed)
    except UnreadableError:
        return False
    return line.customer is not None or len(line.items) > 1


def _is_item(typed: _Typed) -> bool:
    try:
        parse_item(typed.text, currency=typed.reading.currency, language=typed.reading.language)
    except UnreadableError:
        return False
    except UnclearError:
        return True
    return True


async def _just_invoiced(typed: _Typed) -> Screen | None:
    """Said where the message is one item and that is on the invoice this chat issued a moment ago.

    Who typed it again saw nothing come of it, as when an answer got lost; a second invoice would be a mistake.
    """
    try:
        item = parse_item(typed.text, currency=typed.reading.currency, language=typed.reading.language)
    except (UnreadableError, UnclearError):
        return None
    turn = typed.turn
    last = await last_issued(turn.session, merchant_of(turn).key, turn.draft.chat_id)
    if last is None or turn.now - last.issued_at > _A_MOMENT:
        return None
    names = {folded(line.item_name) for line in last.read_document().lines}
    return views.invoiced_view(turn.t, item.item_name, last) if folded(item.item_name) in names else None


async def _ask_still_open(text: str, desk: Desk) -> None:
    await ask_still_open(desk, StartQuick(desk.number), line=text)


async def _take(typed: _Typed) -> None:
    """Ask what is unclear, one thing at a time; open the invoice when nothing is."""
    question = typed.turn.arrival.update_id
    try:
        line = typed.line()
    except UnclearLineError as unclear:
        _ask(typed.turn, STEP, views.unclear_view(typed.turn.t, question, unclear), unclear.choices)
        return
    notices = {notice.code: notice for notice in line.notices}
    if doubt := notices.get("A_CUSTOMER_OR_ITEM"):
        screen = views.customer_or_item_view(typed.turn.t, question, doubt)
        _ask(typed.turn, STEP, screen, doubt.choices)
    elif guess := await doubtful_guess(line, typed.turn):
        _ask(typed.turn, STEP, views.which_customer_view(typed.turn.t, question, guess), guess.choices)
    else:
        await open_line(line, typed.turn, typed.context)


def _ask(turn: Turn, step: str | None, screen: Screen, choices: tuple[str, ...] = ()) -> None:
    """A question about the message, or its end; a draft that was cancelled can be brought back after it still."""
    kept = {key: turn.draft.scratch[key] for key in ("set_aside",) if key in turn.draft.scratch}
    asked = {"question": turn.arrival.update_id, "choices": list(choices)} if choices else {}
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
