"""How an invoice stands: what is paid, open and overdue, in words and on its card."""

from datetime import date

from markupsafe import Markup

from bot.language import Texts
from bot.rendering.formats import day, money
from bot.screens import Button
from handlers.taps.payments import AskPayment, AskRefund, ListPayments
from models.balance import Balance, Standing
from models.errors import N_
from models.invoice import Invoice
from models.money import EXACT
from models.payment import Method, Payment

METHODS = {
    Method.CASH: N_("in cash"),
    Method.TRANSFER: N_("by transfer"),
    Method.CARD: N_("by card"),
    Method.WALLET: N_("by mobile wallet"),
    Method.CHEQUE: N_("by cheque"),
    Method.WITHHELD: N_("withheld as tax"),
    Method.OTHER: N_("in another way"),
}
STANDINGS = {
    Standing.UNPAID: N_("Open: {open}"),
    Standing.PARTIALLY_PAID: N_("💰 Paid {paid} of {payable}, {open} open"),
    Standing.PAID: N_("💰 Paid in full"),
    Standing.OVERPAID: N_("💰 Paid in full, and {excess} more than is asked for"),
    Standing.CREDITED: N_("Nothing is open: credit notes have taken it back."),
}
TO_GIVE_BACK = N_(
    "💰 {excess} more was paid than is still asked for. Give it back, unless it stands on another invoice as already "
    "paid."
)

TAKEN = N_("{amount} {method}, {date}")
GIVEN_BACK = N_("{amount} given back {method}, {date}")
MOVED = N_("{amount} on another invoice as already paid, {date}")


def standing_text(t: Texts, balance: Balance) -> str:
    """How far the invoice is settled."""
    sentence, values = standing_words(t, balance)
    return t(sentence, **values)


def standing_words(t: Texts, balance: Balance) -> tuple[str, dict[str, str]]:
    """The sentence that says it, and the amounts for its gaps; what credit notes took back is asked for no more."""
    amounts = {
        "paid": balance.paid,
        "payable": EXACT.subtract(balance.payable, balance.credited),
        "open": balance.open,
        "excess": -balance.open,
    }
    values = {name: money(value, balance.currency, t.language, t.digits) for name, value in amounts.items()}
    if balance.standing == Standing.OVERPAID and balance.credited:
        return TO_GIVE_BACK, values
    return STANDINGS[balance.standing], values


def card_lines(t: Texts, balance: Balance, today: date) -> list[str]:
    """What an invoice's card says of it: nothing as long as nothing is paid, credited or late."""
    tells = balance.standing != Standing.UNPAID or balance.credited
    lines = [standing_text(t, balance)] if tells else []
    if balance.given_back:
        given_back = money(balance.given_back, balance.currency, t.language, t.digits)
        lines.append(t("💸 Given back: {given_back}", given_back=given_back))
    if balance.is_overdue(today):
        lines.append(t("⚠️ Overdue since {date}", date=day(balance.due_date, t.language, t.digits)))
    return lines


def card_buttons(t: Texts, issued: Invoice, balance: Balance) -> tuple[Button, ...]:
    """Record a payment, or money given back, as long as there is any to come; look at those there are."""
    known = (Button(t.plain("🧮 Payments"), ListPayments(issued.key)),) if balance.entries else ()
    return record_buttons(t, issued, balance) + known


def record_buttons(t: Texts, issued: Invoice, balance: Balance) -> tuple[Button, ...]:
    """What may have happened: it was paid, or what is owed back was given back."""
    if balance.is_open:
        return (Button(t.plain("💰 Paid"), AskPayment(issued.key)),)
    if balance.owed_back:
        return (Button(t.plain("💸 Given back"), AskRefund(issued.key)),)
    return ()


def payment_text(t: Texts, issued: Invoice, payment: Payment) -> Markup:
    """EGP 200.00 in cash, Sun 22 Nov 2026: as a value of a sentence."""
    amount = money(abs(payment.amount), issued.currency, t.language, t.digits)
    said = t(
        MOVED if payment.is_moved else GIVEN_BACK if payment.is_refund else TAKEN,
        amount=amount,
        method=t.plain(METHODS[Method(payment.method)]) if not payment.is_moved else "",
        date=day(payment.paid_on, t.language, t.digits),
    )
    return Markup(said)  # noqa: S704 - made of escaped values
