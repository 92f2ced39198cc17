"""Every question of an invoice in the making: how it is asked, and what an answer to it means."""

from collections.abc import Awaitable, Callable

from bot.context import Context
from bot.conversation import Handler
from handlers import customers, fields, lines
from handlers.desk import Answer, Desk, on_answer, on_draft, take_answer
from handlers.routing import Tap
from handlers.taps import Choose, ChooseReading, GoTo

QUESTIONS: dict[str, Callable[[Desk], Awaitable[None]]] = {
    "customer": Desk.ask_customer,
    "new_name": customers.ask_new_name,
    "item": Desk.ask_item,
    "lines": lines.ask_lines,
    "discount": fields.ask_discount,
    "tax": fields.ask_tax,
    "buyer_number": fields.ask_buyer_number,
    "due": fields.ask_due,
    "note": fields.ask_note,
    "channels": fields.ask_channels,
    "address": fields.ask_address,
}
ANSWERS: dict[str, Answer] = customers.ANSWERS | lines.ANSWERS | fields.ANSWERS


async def go_to_tapped(tap: Tap[GoTo], desk: Desk) -> None:
    """Open the question, or step back to it."""
    question = QUESTIONS.get(tap.data.step)
    await (question(desk) if question else desk.lay())


async def choice_tapped(tap: Tap[Choose], desk: Desk) -> None:
    """A ready answer: the same as typing it."""
    await _answer(tap.data.answer, desk)


async def reading_tapped(tap: Tap[ChooseReading], desk: Desk) -> None:
    """One of the readings of an unclear answer."""
    readings = desk.turn.draft.scratch.get("readings", [])
    await _answer(readings[tap.data.index] if tap.data.index < len(readings) else None, desk)


async def _answer(text: str | None, desk: Desk) -> None:
    answer = ANSWERS.get(desk.turn.draft.step or "")
    if answer is None or text is None:  # the question was closed meanwhile
        await desk.lay()
    else:
        await take_answer(text, desk, answer)


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    own = [
        on_draft(GoTo, context, go_to_tapped),
        on_draft(Choose, context, choice_tapped),
        on_draft(ChooseReading, context, reading_tapped),
    ]
    return [*own, *(handler for part in (customers, lines, fields) for handler in part.entry(context))]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {step: [on_answer(context, answer, lines=step == "note")] for step, answer in ANSWERS.items()}
