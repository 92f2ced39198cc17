"""Questions about money received, and the confirmation of what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.language import Texts
from bot.quickline.answers import UnclearError
from bot.rendering.formats import day, money
from bot.screens import Button, Screen, columns
from handlers.taps.issued import ShowInvoice
from handlers.taps.payments import (
    AskReversal,
    ChoosePayment,
    ChooseRefund,
    ConfirmPayment,
    PayAll,
    PayBy,
    SendReceipt,
)
from handlers.views.parts import shortened
from handlers.views.standing import payment_text, standing_text
from models.balance import Balance
from models.errors import N_
from models.invoice import Invoice
from models.payment import Method, Payment

ALL_BY = {
    Method.CASH: N_("💵 All in cash"),
    Method.TRANSFER: N_("🏦 All by transfer"),
    Method.CARD: N_("💳 All by card"),
    Method.WALLET: N_("📱 All by wallet"),
}
BY = {
    Method.CASH: N_("💵 Cash"),
    Method.TRANSFER: N_("🏦 Transfer"),
    Method.CARD: N_("💳 Card"),
    Method.WALLET: N_("📱 Wallet"),
    Method.CHEQUE: N_("🖋 Cheque"),
    Method.WITHHELD: N_("✂️ Withheld tax"),
    Method.OTHER: N_("Another way"),
}
_LONG_BEFORE = timedelta(days=31)  # a deposit is rarely older; another year typed is


def payment_question(t: Texts, issued: Invoice, balance: Balance) -> Screen:
    """All of it in one tap, or a line with what was paid."""
    text = t(
        "💰 <b>{number}</b> for {name}\nOpen: <b>{open}</b>\n\nHow was it paid? Tap if all of it was paid today, or "
        "type what was paid, like: {first}, {second} or {third}",
        number=issued.number,
        name=shortened(issued.buyer_name, 60),
        open=money(balance.open, balance.currency, t.language, t.digits),
        first=t.code(t.plain("200 cash")),
        second=t.code(t.plain("transfer yesterday")),
        third=t.code(t.plain("200 on 15/11 note: first half")),
    )
    buttons = [
        Button(t.plain(label), PayAll(issued.key, method, f"{balance.open:f}"))
        for method, label in ALL_BY.items()
    ]
    return Screen(text, (*columns(buttons, 2), back_row(t, issued)))


def method_question(t: Texts, issued: Invoice, amount: Decimal) -> Screen:
    """How an amount was paid."""
    text = t(
        "{amount} for <b>{number}</b>. How was it paid?",
        amount=money(amount, issued.currency, t.language, t.digits),
        number=issued.number,
    )
    buttons = [Button(t.plain(label), PayBy(issued.key, method)) for method, label in BY.items()]
    return Screen(text, (*columns(buttons, 2), back_row(t, issued)))


def excess_question(t: Texts, issued: Invoice, balance: Balance, amount: Decimal) -> Screen:
    """More than is open: a slip, or a customer who pays ahead?"""
    excess = amount - max(balance.open, Decimal(0))
    text = t(
        "{amount} for <b>{number}</b>: that is {excess} more than is open. Record it all, or type another amount.",
        amount=money(amount, issued.currency, t.language, t.digits),
        number=issued.number,
        excess=money(excess, issued.currency, t.language, t.digits),
    )
    yes = Button(
        t.plain("Yes, record it all"), ConfirmPayment(issued.key, f"{amount:f}", f"{balance.open:f}")
    )
    return Screen(text, ((yes,), back_row(t, issued)))


def readings_question(
    t: Texts,
    issued: Invoice,
    unclear: UnclearError,
    choose: type[ChoosePayment | ChooseRefund] = ChoosePayment,
) -> Screen:
    """An unclear line and its readings."""
    readings = [
        Button(shortened(choice, 40), choose(issued.key, index))
        for index, choice in enumerate(unclear.choices)
    ]
    return Screen(t(unclear.message, **unclear.values), (*columns(readings, 2), back_row(t, issued)))


@dataclass(frozen=True)
class Recorded:
    """A payment, or money given back, recorded just now, with what is open after it."""

    invoice: Invoice
    payment: Payment
    balance: Balance
    receipts: Sequence[str] = ()  # the addresses a receipt is on its way to


def recorded_view(t: Texts, recorded: Recorded) -> Screen:
    """The confirmation, with the way to take it back."""
    issued, payment = recorded.invoice, recorded.payment
    lines = [
        t(
            "✅ Recorded for <b>{number}</b>: {payment}",
            number=issued.number,
            payment=payment_text(t, issued, payment),
        ),
        standing_text(t, recorded.balance),
    ]
    if payment.paid_on < issued.issue_date - _LONG_BEFORE:
        lines.append(
            t(
                "🤔 That is before the invoice itself, of {date}. If it is a slip, take it back and record it anew.",
                date=day(issued.issue_date, t.language, t.digits),
            )
        )
    if recorded.receipts:
        lines.append(t("🧾 The receipt goes to {to}.", to=t.beside(*recorded.receipts)))
    is_told = bool(recorded.receipts) or payment.is_refund
    send = () if is_told else (Button(t.plain("🧾 Send receipt"), SendReceipt(payment.key)),)
    label = N_("↩ Take the entry back") if payment.is_refund else N_("↩ Take it back")
    back = Button(t.plain(label), AskReversal(payment.key))
    return Screen("\n".join(lines), (send, (back, Button(t.plain("🧾 Invoice"), ShowInvoice(issued.key)))))


def back_row(t: Texts, issued: Invoice) -> tuple[Button, ...]:
    """Back to the invoice's card."""
    return (Button(t.plain("‹ Back"), ShowInvoice(issued.key)),)
