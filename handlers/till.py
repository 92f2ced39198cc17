"""Where a payment is taken: the invoice held, what is open of it, and what has been said so far."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from bot.context import Context
from bot.delivery.receipts import Order, queue_receipts, routes_of
from bot.drafts import today
from bot.payments import Received, check_amount, open_account, record_payment
from bot.quickline.answers import UnclearError
from bot.quickline.payments import Typed
from bot.receipts import notice
from bot.screens import Screen
from bot.turn import Turn
from handlers.aside import ask_aside, close_aside
from handlers.routing import merchant_of
from handlers.views import payments as views
from models.balance import Balance
from models.errors import N_, UserError
from models.invoice import Invoice
from models.payment import Method

STEP = "payment"
_NOTHING_OPEN = N_("Nothing is open on {number}. Type the amount that was paid, like: 200 cash")


@dataclass
class Till:
    """The turn of a payment: whose invoice it is, what is open, and the message to show the next screen in."""

    turn: Turn
    context: Context
    invoice: Invoice
    balance: Balance
    message_id: int | None  # of the tapped message; None: something was typed
    step: ClassVar[str] = STEP

    @classmethod
    async def at(cls, turn: Turn, context: Context, invoice_id: int, message_id: int | None = None) -> Self:
        """With the invoice held until the turn ends."""
        issued, balance = await open_account(turn.session, merchant_of(turn).key, invoice_id)
        return cls(turn, context, issued, balance, message_id)

    @property
    def today(self) -> date:
        """The day it is where the merchant is."""
        return today(merchant_of(self.turn), self.turn.now)

    @property
    def is_asked(self) -> bool:
        """Whether the open question is this invoice's."""
        draft = self.turn.draft
        return draft.step == self.step and draft.scratch.get("invoice_id") == self.invoice.key

    def ask(self, **scratch: Any) -> None:
        """The question is open, with what was answered so far."""
        ask_aside(self.turn, self.step, invoice_id=self.invoice.key, **scratch)

    def readings(self, unclear: UnclearError) -> Screen:
        """Which of these?"""
        return views.readings_question(self.turn.t, self.invoice, unclear)

    async def take(self, typed: Typed) -> None:
        """Record it, or ask for what is missing or doubtful."""
        if typed.amount is None and not self.balance.is_open:
            raise UserError(_NOTHING_OPEN, number=self.invoice.number)
        wanted = self.balance.open if typed.amount is None else typed.amount
        amount = check_amount(wanted, self.balance.currency)
        told, t = typed._replace(amount=amount), self.turn.t
        if told.method is None:
            self.ask(told=kept(told))
            self.turn.show_at(self.message_id, views.method_question(t, self.invoice, amount))
        elif amount > self.balance.open:
            self.ask(told=kept(told))
            self.turn.show_at(self.message_id, views.excess_question(t, self.invoice, self.balance, amount))
        else:
            await self.record(Received(amount, told.method, told.paid_on or self.today, told.note))

    async def record(self, received: Received) -> None:
        """One row; the receipt is queued with it where the merchant wants one each time."""
        turn, issued = self.turn, self.invoice
        payment, balance = await record_payment(turn.session, issued, received, turn.arrival.person, turn.now)
        if self.is_asked:
            close_aside(turn)
        queued = []
        if merchant_of(turn).sends_receipts:
            routes = await routes_of(turn.session, issued, self.context.channels)
            order = Order(turn.arrival.person, turn.now, self.context.mail_domain)
            queued = await queue_receipts(turn.session, issued, payment, routes, order)
            turn.kicks += [delivery.key for delivery in queued]
        recorded = views.Recorded(issued, payment, balance, [delivery.recipient for delivery in queued])
        turn.answer(turn.t.plain("Recorded."))
        turn.show_at(self.message_id, views.recorded_view(turn.t, recorded))
        redraw(turn, issued)


def redraw(turn: Turn, issued: Invoice) -> None:
    """The invoice's card, in this chat and in the one it was issued in, wherever it is shown."""
    turn.owe("invoice_card", invoice_id=issued.key, if_shown=True)
    redraw_at_issuer(turn, issued.chat_id, issued.key)


def redraw_at_issuer(turn: Turn, chat_id: int, invoice_id: int) -> None:
    """The card where it was issued, if that is another chat: it tells what somebody has done to it here."""
    if chat_id != turn.arrival.chat_id:
        wanted = {"invoice_id": invoice_id, "if_shown": True}
        notice(turn.session, chat_id, turn.now, [{"do": "invoice_card", "with": wanted}])


def kept(told: Typed) -> dict[str, str]:
    """As the draft's row holds it."""
    return {name: str(value) for name, value in told._asdict().items() if value is not None}


def told_before(turn: Turn) -> Typed | None:
    """What was said so far; None: nothing."""
    told = turn.draft.scratch.get("told")
    if not told:
        return None
    return Typed(
        Decimal(told["amount"]) if "amount" in told else None,
        Method(told["method"]) if "method" in told else None,
        date.fromisoformat(told["paid_on"]) if "paid_on" in told else None,
        told.get("note"),
    )
