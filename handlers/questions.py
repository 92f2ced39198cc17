"""Every question of an invoice in the making: how it is asked, and what an answer to it means."""

from collections.abc import Awaitable, Callable

from bot.context import Context
from bot.conversation import Handler
from handlers import charges, credit, customers, extras, fields, lines, taxes
from handlers.desk import Answer, Desk, on_answer, on_draft, take_answer
from handlers.routing import Tap
from handlers.taps.drafts import Choose, ChooseReading, GoTo

QUESTIONS: dict[str, Callable[[Desk], Awaitable[None]]] = {
    "customer": Desk.ask_customer,
    "new_name": customers.ask_new_name,
    "language": customers.ask_language,
    "item": Desk.ask_item,
    "lines": lines.ask_lines,
    "discount": fields.ask_discount,
    "more": extras.ask_more,
    "charges": charges.ask_charges,
    "charge": charges.ask_charge,
    "prepaid": extras.ask_prepaid,
    "supply_date": extras.ask_supply_date,
    "order_reference": extras.ask_order_reference,
    "tax": taxes.ask_tax,
    "buyer_number": taxes.ask_buyer_number,
    "buyer_country": taxes.ask_buyer_country,
    "exchange_rate": taxes.ask_exchange_rate,
    "due": fields.ask_due,
    "note": fields.ask_note,
    "channels": fields.ask_channels,
    "address": fields.ask_address,
    "why": credit.ask_reason,
}
PARTS = (customers, lines, fields, charges, extras, taxes, credit)
ANSWERS: dict[str, Answer] = {step: answer for part in PARTS for step, answer in part.ANSWERS.items()}


async def go_to_tapped(tap: Tap[GoTo], desk: Desk) -> None:
    """Open the question, or step back to it."""
    question = QUESTIONS.get(tap.data.step)
    await (question(desk) if question else desk.lay())


async def choice_tapped(tap: Tap[Choose], desk: Desk) -> None:
    """A ready answer: the same as typing it. A second tap on the same button finds its question closed."""
    is_open = tap.data.step in {"", desk.turn.draft.step}
    await _answer(tap.data.answer if is_open else None, desk)


async def reading_tapped(tap: Tap[ChooseReading], desk: Desk) -> None:
    """One of the readings of an unclear answer."""
    readings = desk.turn.draft.scratch.get("readings", [])
    await _answer(readings[tap.data.index] if tap.data.index < len(readings) else None, desk)
    if "readings" not in desk.turn.draft.scratch:  # understood by now
        desk.turn.draft.heard_message_id = None


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
    return [*own, *(handler for part in PARTS for handler in part.entry(context))]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {step: [on_answer(context, answer, lines=step == "note")] for step, answer in ANSWERS.items()}
