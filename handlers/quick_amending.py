"""The open draft whose message was edited: read anew, with what was changed meanwhile by buttons and replies."""

from bot.edits import forgotten, merged
from bot.quick import composition_of_line
from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context as Reading
from bot.quickline.line.values import Line
from bot.turn import Turn
from handlers.desk import Desk
from handlers.lines import said_in
from handlers.quick_opening import check, customer_said, show_line
from models.draft import Composition
from models.errors import UserError
from models.text import folded


def is_amended(turn: Turn) -> bool:
    """Whether the words are from the message that the open draft was typed in."""
    typed = (turn.draft.composition or {}).get("typed")
    return typed is not None and typed["message_id"] == turn.words_from


async def amend_line(line: Line, text: str, reading: Reading, desk: Desk) -> None:
    """The draft as its message says it now. UserError where that cannot be: then it stays as it was."""
    turn, merchant, current = desk.turn, desk.merchant, desk.composition
    message = said_in(turn, text)
    old = _read_before(current, reading)
    before = await _composed(old, desk) or forgotten(current)
    amended = merged(before, await composition_of_line(turn.session, line, merchant), current)
    check(amended, merchant)
    if current.customer_id is None or _whom(old) != _whom(line):
        await _choose(line, amended, desk)
    elif line.customer and line.customer.id is not None:
        await customer_said(line, turn, merchant)  # where they are reached
    amended.typed, desk.composition = message, amended
    turn.draft.scratch = {}
    if turn.words_from == turn.draft.heard_message_id:  # what else was said still waits to be understood
        turn.draft.heard_message_id = None
    await show_line(line, desk)


async def _choose(line: Line, amended: Composition, desk: Desk) -> None:
    chosen = await customer_said(line, desk.turn, desk.merchant)
    amended.customer_id, amended.channels = chosen.key if chosen else None, None


def _read_before(current: Composition, reading: Reading) -> Line | None:
    """What the message said so far; read with today's names, so that only the edit makes a difference."""
    try:
        return parse_line(current.typed.text if current.typed else "", context=reading)
    except UserError:
        return None


async def _composed(old: Line | None, desk: Desk) -> Composition | None:
    try:
        return await composition_of_line(desk.turn.session, old, desk.merchant) if old else None
    except UserError:
        return None


def _whom(line: Line | None) -> int | str | None:
    named = line.customer if line else None
    return (named.id or folded(named.name)) if named else None
