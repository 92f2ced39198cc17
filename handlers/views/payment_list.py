"""The payments of an invoice, and the question whether one shall be taken back."""

from collections.abc import Collection, Sequence

from bot.language import Texts
from bot.rendering.formats import money, short_day
from bot.screens import Button, Screen, columns
from handlers.taps.issued import ShowInvoice
from handlers.taps.payments import AskReversal, ListPayments, ReversePayment
from handlers.views.deliveries import STILL_TOLD
from handlers.views.parts import shortened
from handlers.views.standing import payment_text, record_buttons, standing_text
from models.balance import Balance
from models.errors import N_
from models.invoice import Invoice
from models.payment import Payment

_SHOWN = 12  # payments of a list
_NOTE = 60  # characters of a note in it

TAKE_BACK = N_("Take back {payment}, for <b>{number}</b>? Both stay in the list of payments.")
NOT_GIVEN_BACK = N_(
    "Was this not given back after all: {payment}, for <b>{number}</b>? Both entries stay in the list of payments."
)
NOT_MOVED = N_(
    "Does this not stand there after all: {payment}, for <b>{number}</b>? Both entries stay in the list of payments."
)


def payments_view(
    t: Texts, issued: Invoice, balance: Balance, payments: Sequence[Payment], told: Collection[int] = ()
) -> Screen:
    """Every payment, oldest first, and what took back which; each that stands can be taken back.

    `told`: the payments the customer has a receipt for.
    """
    name = shortened(issued.buyer_name, 60)
    lines = [
        t("🧮 <b>{number}</b> for {name}", number=issued.number, name=name),
        standing_text(t, balance),
        "",
    ]
    reversals = {payment.reverses_id: payment for payment in payments if payment.reverses_id is not None}
    received = [payment for payment in payments if payment.reverses_id is None]
    hidden = len(received) - _SHOWN
    if hidden > 0:
        lines.append(t.plural("… {n} earlier payment", "… {n} earlier payments", hidden))
    for payment in received[-_SHOWN:]:
        lines += _entry(t, issued, payment, reversals.get(payment.key))
        if payment.key in told and payment.key in reversals:
            lines.append(f"  {t(STILL_TOLD)}")
    standing = [payment for payment in received[-_SHOWN:] if payment.key not in reversals]
    buttons = [Button(_take_back(t, issued, payment), AskReversal(payment.key)) for payment in standing]
    back = (Button(t.plain("‹ Back"), ShowInvoice(issued.key)),)
    return Screen("\n".join(lines), (*columns(buttons, 1), record_buttons(t, issued, balance), back))


def _entry(t: Texts, issued: Invoice, payment: Payment, reversal: Payment | None) -> list[str]:
    lines = [
        t("• {payment}, recorded by {by}", payment=payment_text(t, issued, payment), by=payment.recorded_by)
    ]
    if payment.note:
        lines.append(t("  Note: {note}", note=shortened(payment.note, _NOTE)))
    if reversal is not None:
        lines.append(t("  ↩ Taken back by {by}", by=reversal.recorded_by))
    return lines


def _take_back(t: Texts, issued: Invoice, payment: Payment) -> str:
    amount = money(abs(payment.amount), issued.currency, t.language, t.digits)
    date = short_day(payment.paid_on, t.language, t.digits)
    if payment.is_moved:
        return t.plain("↩ Not elsewhere: {amount}, {date}", amount=amount, date=date)
    if payment.is_refund:
        return t.plain("↩ Not given back: {amount}, {date}", amount=amount, date=date)
    return t.plain("↩ Take back {amount}, {date}", amount=amount, date=date)


def reversal_question(t: Texts, issued: Invoice, payment: Payment, *, was_told: bool) -> Screen:
    """Shall it be taken back? `was_told`: the customer has a receipt for it."""
    text = t(
        NOT_MOVED if payment.is_moved else NOT_GIVEN_BACK if payment.is_refund else TAKE_BACK,
        payment=payment_text(t, issued, payment),
        number=issued.number,
    )
    if was_told:
        text += "\n" + t("The customer has had a receipt for it, so please tell them.")
    yes = Button(t.plain("Yes, take it back"), ReversePayment(payment.key))
    return Screen(text, ((yes,), (Button(t.plain("‹ Back"), ListPayments(issued.key)),)))
