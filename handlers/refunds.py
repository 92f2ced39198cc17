"""Money given back to a customer: told by a tap or a line, recorded once, never more than is owed back."""

from typing import ClassVar

from bot.context import Context
from bot.conversation import Handler
from bot.payments import Received, check_refund, record_refund
from bot.quickline.answers import UnclearError
from bot.quickline.card_words import Kind, wish_of
from bot.quickline.payments import Typed
from bot.screens import Screen
from bot.turn import Turn
from handlers.aside import close_aside
from handlers.payments import choose_method, choose_reading, read
from handlers.routing import OnTap, OnText, Tap
from handlers.taps.payments import AskRefund, ChooseRefund, RefundAll, RefundBy
from handlers.till import Till, kept, redraw, told_before
from handlers.views import refunds as views
from handlers.views.payments import Recorded, readings_question, recorded_view
from models.payment import Method

STEP = "refund"


class Refunding(Till):
    """The turn in which money goes back: as a payment's, the other way round; the customer gets no receipt for it."""

    step: ClassVar[str] = STEP

    def readings(self, unclear: UnclearError) -> Screen:
        """Which of these?"""
        return readings_question(self.turn.t, self.invoice, unclear, ChooseRefund)

    async def take(self, typed: Typed) -> None:
        """Record it, or ask how it was given back. UserError for more than is owed back."""
        wanted = self.balance.owed_back if typed.amount is None else typed.amount
        amount = check_refund(wanted, self.invoice, self.balance)
        if typed.method in {None, Method.WITHHELD}:  # who gives money back withholds none
            self.ask(told=kept(typed._replace(amount=amount, method=None)))
            self.turn.show_at(self.message_id, views.method_question(self.turn.t, self.invoice, amount))
        else:
            method = Method(typed.method or Method.OTHER)
            await self.record(Received(amount, method, typed.paid_on or self.today, typed.note))

    async def record(self, received: Received) -> None:
        """One row of its own."""
        turn, issued = self.turn, self.invoice
        row, balance = await record_refund(turn.session, issued, received, turn.arrival.person, turn.now)
        if self.is_asked:
            close_aside(turn)
        turn.answer(turn.t.plain("Recorded."))
        turn.show_at(self.message_id, recorded_view(turn.t, Recorded(issued, row, balance)))
        redraw(turn, issued)


async def refund_asked(tap: Tap[AskRefund], turn: Turn, context: Context) -> None:
    """What was given back? The live card stays where it is."""
    till = await Refunding.at(turn, context, tap.data.invoice_id)
    if not till.balance.owed_back:
        _tell_settled(till)
        return
    till.ask()
    turn.say(views.refund_question(turn.t, till.invoice, till.balance))


async def all_tapped(tap: Tap[RefundAll], turn: Turn, context: Context) -> None:
    """All that is owed back; a second tap finds nothing owed any more."""
    till = await Refunding.at(turn, context, tap.data.invoice_id, tap.message_id)
    owed = till.balance.owed_back
    if not owed:
        _tell_settled(till)
    elif f"{owed:f}" != tap.data.owed:
        till.ask()
        turn.answer(turn.t.plain("What is to be given back has changed meanwhile. Please look again."))
        turn.show_at(tap.message_id, views.refund_question(turn.t, till.invoice, till.balance))
    else:
        await till.take(Typed(owed, Method(tap.data.method)))


async def refund_typed(text: str, turn: Turn, context: Context) -> None:
    """Amount, method, day, note; with or without the word that it was given back."""
    till = await Refunding.at(turn, context, int(turn.draft.scratch["invoice_id"]))
    wish = wish_of(text)
    said = wish.text or "all" if wish is not None and wish.kind is Kind.REFUND else text
    await read(said, till, told_before(turn))


async def reading_tapped(tap: Tap[ChooseRefund], turn: Turn, context: Context) -> None:
    """One of the readings of an unclear line."""
    await choose_reading(
        await Refunding.at(turn, context, tap.data.invoice_id, tap.message_id), tap.data.index
    )


async def method_tapped(tap: Tap[RefundBy], turn: Turn, context: Context) -> None:
    """How the typed amount was given back."""
    await choose_method(
        await Refunding.at(turn, context, tap.data.invoice_id, tap.message_id), tap.data.method
    )


def _tell_settled(till: Till) -> None:
    t, number = till.turn.t, till.invoice.number
    till.turn.answer(t.plain("Nothing is to be given back on {number} any more.", number=number))


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(AskRefund, lambda tap, turn: refund_asked(tap, turn, context)),
        OnTap(RefundAll, lambda tap, turn: all_tapped(tap, turn, context)),
        OnTap(ChooseRefund, lambda tap, turn: reading_tapped(tap, turn, context)),
        OnTap(RefundBy, lambda tap, turn: method_tapped(tap, turn, context)),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {STEP: [OnText(lambda text, turn: refund_typed(text, turn, context))]}
