"""Questions about money given back to a customer."""

from decimal import Decimal

from bot.language import Texts
from bot.rendering.formats import money
from bot.screens import Button, Screen, columns
from handlers.taps.payments import RefundAll, RefundBy
from handlers.views.parts import shortened
from handlers.views.payments import ALL_BY, BY, back_row
from models.balance import Balance
from models.invoice import Invoice
from models.payment import Method


def refund_question(t: Texts, issued: Invoice, balance: Balance) -> Screen:
    """All of it in one tap, or a line with what was given back."""
    text = t(
        "💸 <b>{number}</b> for {name}\nTo give back: <b>{owed}</b>\n\nHow was it given back? Tap if it was all of it "
        "today, or type what was given back, like: {first} or {second}",
        number=issued.number,
        name=shortened(issued.buyer_name, 60),
        owed=money(balance.owed_back, balance.currency, t.language, t.digits),
        first=t.code(t.plain("200 cash yesterday")),
        second=t.code(t.plain("transfer yesterday")),
    )
    buttons = [
        Button(t.plain(label), RefundAll(issued.key, method, f"{balance.owed_back:f}"))
        for method, label in ALL_BY.items()
    ]
    moved = RefundAll(issued.key, Method.MOVED, f"{balance.owed_back:f}")
    elsewhere = Button(t.plain("📄 It stands on another invoice"), moved)
    return Screen(text, (*columns(buttons, 2), (elsewhere,), back_row(t, issued)))


def method_question(t: Texts, issued: Invoice, amount: Decimal) -> Screen:
    """How an amount was given back."""
    text = t(
        "{amount} for <b>{number}</b>. How was it given back?",
        amount=money(amount, issued.currency, t.language, t.digits),
        number=issued.number,
    )
    ways = [(method, label) for method, label in BY.items() if method != Method.WITHHELD]
    buttons = [Button(t.plain(label), RefundBy(issued.key, method)) for method, label in ways]
    return Screen(text, (*columns(buttons, 2), back_row(t, issued)))
