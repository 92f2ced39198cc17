"""Money received for an invoice: told by a tap or a line, recorded once."""

from bot.context import Context
from bot.conversation import Handler
from bot.payments import Received
from bot.quickline.answers import UnclearError
from bot.quickline.payments import Typed, parse_payment
from bot.turn import Turn
from handlers.routing import OnTap, OnText, Tap
from handlers.taps.payments import AskPayment, ChoosePayment, ConfirmPayment, PayAll, PayBy
from handlers.till import STEP, Till, kept, told_before
from handlers.views import payments as views
from models.payment import Method


async def payment_asked(tap: Tap[AskPayment], turn: Turn, context: Context) -> None:
    """What was paid? The live card stays where it is."""
    till = await Till.at(turn, context, tap.data.invoice_id)
    if not till.balance.is_open:
        _tell_settled(till)
        return
    till.ask()
    turn.say(views.payment_question(turn.t, till.invoice, till.balance))


async def all_tapped(tap: Tap[PayAll], turn: Turn, context: Context) -> None:
    """All that is open; a second tap finds nothing open any more."""
    till = await Till.at(turn, context, tap.data.invoice_id, tap.message_id)
    if not till.balance.is_open:
        _tell_settled(till)
    elif f"{till.balance.open:f}" != tap.data.open:
        till.ask()
        turn.answer(turn.t.plain("What is open has changed meanwhile. Please look again."))
        turn.show_at(tap.message_id, views.payment_question(turn.t, till.invoice, till.balance))
    else:
        await till.take(Typed(till.balance.open, Method(tap.data.method)))


async def payment_typed(text: str, turn: Turn, context: Context) -> None:
    """Amount, method, day, note; what was said before stays unless it is said anew."""
    till = await Till.at(turn, context, int(turn.draft.scratch["invoice_id"]))
    await read(text, till, told_before(turn))


async def reading_tapped(tap: Tap[ChoosePayment], turn: Turn, context: Context) -> None:
    """One of the readings of an unclear line."""
    await choose_reading(await Till.at(turn, context, tap.data.invoice_id, tap.message_id), tap.data.index)


async def method_tapped(tap: Tap[PayBy], turn: Turn, context: Context) -> None:
    """How the typed amount was paid."""
    await choose_method(await Till.at(turn, context, tap.data.invoice_id, tap.message_id), tap.data.method)


async def excess_confirmed(tap: Tap[ConfirmPayment], turn: Turn, context: Context) -> None:
    """Yes, more than was open."""
    till = await Till.at(turn, context, tap.data.invoice_id, tap.message_id)
    told = told_before(turn) if till.is_asked else None
    if told is None or told.amount is None or told.method is None or f"{told.amount:f}" != tap.data.amount:
        _tell_answered(turn)
    elif f"{till.balance.open:f}" != tap.data.open:
        await till.take(told)
    else:
        await till.record(Received(told.amount, told.method, told.paid_on or till.today, told.note))


async def read(text: str, till: Till, before: Typed | None = None) -> None:
    """Record what the line says, or ask for what it leaves open; `before` is what was said already."""
    before = before or Typed()
    if before.method is not None:  # it was the amount that was doubted
        before = before._replace(amount=None)
    turn, currency = till.turn, till.balance.currency
    try:
        said = parse_payment(text, today=till.today, currency=currency, language=turn.language)
    except UnclearError as unclear:
        if not unclear.choices:
            raise
        till.ask(readings=list(unclear.choices), told=kept(before))
        turn.show_at(till.message_id, till.readings(unclear))
        return
    merged = {name: value for name, value in said._asdict().items() if value is not None}
    await till.take(before._replace(**merged))


async def choose_reading(till: Till, index: int) -> None:
    """The line meant this."""
    readings = till.turn.draft.scratch.get("readings", []) if till.is_asked else []
    if index < len(readings):
        await read(readings[index], till, told_before(till.turn))
    else:
        _tell_answered(till.turn)


async def choose_method(till: Till, method: str) -> None:
    """The amount typed before went this way."""
    told = told_before(till.turn) if till.is_asked else None
    if told is None:
        _tell_answered(till.turn)
    else:
        await till.take(told._replace(method=Method(method)))


def _tell_answered(turn: Turn) -> None:
    """The tapped question is not open any more."""
    turn.answer(turn.t.plain("This question has been answered."))


def _tell_settled(till: Till) -> None:
    till.turn.answer(till.turn.t.plain("Nothing is open on {number} any more.", number=till.invoice.number))


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(AskPayment, lambda tap, turn: payment_asked(tap, turn, context)),
        OnTap(PayAll, lambda tap, turn: all_tapped(tap, turn, context)),
        OnTap(ChoosePayment, lambda tap, turn: reading_tapped(tap, turn, context)),
        OnTap(PayBy, lambda tap, turn: method_tapped(tap, turn, context)),
        OnTap(ConfirmPayment, lambda tap, turn: excess_confirmed(tap, turn, context)),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {STEP: [OnText(lambda text, turn: payment_typed(text, turn, context))]}
