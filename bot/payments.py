"""Payments, and money given back: recorded once, never changed; a mistake is taken back by a row of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import balance_of
from models.balance import Balance
from models.errors import N_, UserError
from models.invoice import Invoice
from models.money import minor_units, rounded
from models.payment import Method, Payment

LONGEST_NOTE = 200

_UNKNOWN = N_("This invoice is not one of yours.")
_NO_PAYMENT = N_("This payment is not one of yours.")
_CREDIT_NOTE = N_("{number} is a credit note: nobody pays it. Record payments on the invoice it corrects.")
_NOTHING = N_("A payment is more than 0. Type the amount that was paid, like: 200")
_DECIMALS = N_("{currency} has {decimals} decimals at most. Type the amount like: {example}")
_LONG_NOTE = N_("A note may have at most {most} characters; this one has {length}.")
_NOTHING_BACK = N_("Type how much was given back, like: 200")
_NONE_OWED = N_(
    "Nothing is to be given back on {number}. If a sale is to be taken back, credit it first, by “⋯ More” on its card."
)
_TOO_MUCH = N_("Only {owed} {currency} is to be given back on {number}. Type that much or less.")
_IS_REVERSAL = N_("This entry takes a payment back. Record the payment again instead.")


class Received(NamedTuple):
    """A payment as somebody tells of it."""

    amount: Decimal
    method: Method
    paid_on: date  # in the merchant's time zone
    note: str | None = None


async def open_account(session: AsyncSession, merchant_id: int, invoice_id: int) -> tuple[Invoice, Balance]:
    """The invoice, held until the transaction ends so that nobody else records on it, and its balance.

    UserError if it is not this merchant's, or a credit note.
    """
    held = select(Invoice).where(Invoice.id == invoice_id, Invoice.merchant_id == merchant_id)
    issued = (await session.exec(held.with_for_update(key_share=True))).one_or_none()
    if issued is None:
        raise UserError(_UNKNOWN)
    if issued.is_credit_note:
        raise UserError(_CREDIT_NOTE, number=issued.number)
    return issued, await balance_of(session, issued)


async def record_refund(
    session: AsyncSession, issued: Invoice, given: Received, recorded_by: str, now: datetime
) -> tuple[Payment, Balance]:
    """The row of money given back, its amount below 0, and the balance it leaves; the invoice as for a payment.

    UserError for more than is owed back.
    """
    amount = check_refund(given.amount, issued, await balance_of(session, issued))
    return await _record(session, issued, given._replace(amount=-amount), recorded_by, now)


async def record_payment(
    session: AsyncSession, issued: Invoice, received: Received, recorded_by: str, now: datetime
) -> tuple[Payment, Balance]:
    """The payment's row and the balance it leaves; the invoice comes from `open_account`.

    More than is open is taken: whether it is meant, the caller has asked. UserError for an amount that is none.
    """
    exact = check_amount(received.amount, issued.currency)
    return await _record(session, issued, received._replace(amount=exact), recorded_by, now)


async def _record(
    session: AsyncSession, issued: Invoice, received: Received, recorded_by: str, now: datetime
) -> tuple[Payment, Balance]:
    payment = Payment(
        merchant_id=issued.merchant_id,
        invoice_id=issued.key,
        amount=received.amount,
        paid_on=received.paid_on,
        method=received.method,
        note=_note(received.note),
        recorded_by=recorded_by,
        recorded_at=now,
    )
    session.add(payment)
    await session.flush()
    return payment, await balance_of(session, issued)


async def reverse_payment(
    session: AsyncSession, merchant_id: int, payment_id: int, reversed_by: str, now: datetime
) -> tuple[Payment, bool]:
    """The row that takes this payment back, and whether it was written just now (it is written once)."""
    payment = await payment_of(session, merchant_id, payment_id)
    if payment.reverses_id is not None:
        raise UserError(_IS_REVERSAL)
    await open_account(session, merchant_id, payment.invoice_id)
    known = await session.exec(select(Payment).where(Payment.reverses_id == payment.key))
    if (reversal := known.one_or_none()) is not None:
        return reversal, False
    reversal = Payment(
        merchant_id=merchant_id, invoice_id=payment.invoice_id, amount=-payment.amount,
        paid_on=payment.paid_on, method=payment.method, reverses_id=payment.key,
        recorded_by=reversed_by, recorded_at=now,
    )  # fmt: skip
    session.add(reversal)
    await session.flush()
    return reversal, True


async def payment_of(session: AsyncSession, merchant_id: int, payment_id: int) -> Payment:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Payment).where(Payment.id == payment_id, Payment.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_NO_PAYMENT)
    return found


async def payments_of(session: AsyncSession, merchant_id: int, invoice_id: int) -> Sequence[Payment]:
    """Every payment and reversal of the invoice, in the order of their recording."""
    wanted = select(Payment).where(Payment.invoice_id == invoice_id, Payment.merchant_id == merchant_id)
    return (await session.exec(wanted.order_by(col(Payment.id)))).all()


def check_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount with the currency's decimals; UserError if it has more, or is not above 0."""
    if amount <= 0:
        raise UserError(_NOTHING)
    decimals = minor_units(currency)
    exact = rounded(amount, decimals)
    if exact != amount:
        raise UserError(_DECIMALS, currency=currency, decimals=decimals, example=f"{exact:f}")
    return exact


def check_refund(amount: Decimal, issued: Invoice, balance: Balance) -> Decimal:
    """The amount with the currency's decimals; UserError if that is not above 0, or more than is owed back."""
    if not (owed := balance.owed_back):
        raise UserError(_NONE_OWED, number=issued.number)
    if amount <= 0:
        raise UserError(_NOTHING_BACK)
    exact = check_amount(amount, issued.currency)
    if exact > owed:
        raise UserError(_TOO_MUCH, owed=f"{owed:f}", currency=issued.currency, number=issued.number)
    return exact


def _note(text: str | None) -> str | None:
    if text and len(text) > LONGEST_NOTE:
        raise UserError(_LONG_NOTE, most=LONGEST_NOTE, length=len(text))
    return text or None
