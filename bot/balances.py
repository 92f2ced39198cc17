"""Balances as the database derives them: of one invoice, of many, and of all that are open.

A balance is never stored. Lists that keep only the open ones derive it for every invoice of the merchant, by index:
tens of milliseconds for 10,000 invoices, and no row that could contradict the payments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.exact_sums import exact_sign, exact_sum
from models.balance import Balance
from models.document import CREDIT_NOTE, INVOICE
from models.invoice import Invoice
from models.money import EXACT, minor_units, rounded
from models.payment import Method, Payment

_note = aliased(Invoice)


def _of_payments(value: Any, until: datetime | None = None, *which: Any) -> Any:
    """`value` over the payments and reversals of the invoice in the statement around it, which names the merchant.

    Were he named here too, SQLite would look through all his payments for each invoice.
    """
    mine = select(value).where(col(Payment.invoice_id) == col(Invoice.id), *which)
    if until is not None:
        mine = mine.where(col(Payment.recorded_at) <= until)
    return mine.correlate(Invoice).scalar_subquery()


def _credited(until: datetime | None = None) -> Any:
    """What its credit notes take back."""
    mine = select(exact_sum(_note.payable_amount)).where(
        col(_note.credits_id) == col(Invoice.id), col(_note.type_code) == CREDIT_NOTE
    )
    if until is not None:
        mine = mine.where(col(_note.issued_at) <= until)
    return mine.correlate(Invoice).scalar_subquery()


# As `Payment.is_refund` and `is_moved` have it.
_GIVEN_BACK = and_(
    (exact_sign(Payment.amount) < 0) == col(Payment.reverses_id).is_(None),
    col(Payment.method) != Method.MOVED,
)
_PAID, _CREDITED = _of_payments(exact_sum(Payment.amount)), _credited()
_SIGN = exact_sign(Invoice.payable_amount, _PAID, _CREDITED)  # of what is open

_OWES_BACK = and_(col(Invoice.type_code) == INVOICE, _SIGN < 0)

MONEY_FILTERS = ("unpaid", "overdue", "paid")
OWED_BACK = "owed_back"
"""The filter for those whose customers have money to come; the list names it where there are any."""


def kept_by(kept: str, today: date) -> ColumnElement[bool]:
    """The condition for one of MONEY_FILTERS or OWED_BACK; credit notes are none of them. `today` is the merchant's."""
    is_invoice, is_credited = col(Invoice.type_code) == INVOICE, _CREDITED.is_not(None)
    if kept == OWED_BACK:
        return _OWES_BACK
    if kept == "paid":  # or more than paid; not: settled by credit notes alone, or credited after it was paid
        is_settled = and_(_SIGN == 0, or_(exact_sign(_PAID) > 0, ~is_credited))
        return and_(is_invoice, or_(is_settled, and_(_SIGN < 0, ~is_credited)))
    is_open = and_(is_invoice, _SIGN > 0)
    return and_(col(Invoice.due_date) < today, is_open) if kept == "overdue" else is_open


async def balance_of(session: AsyncSession, issued: Invoice, until: datetime | None = None) -> Balance:
    """The invoice's balance now, or by what was recorded up to and with `until`."""
    balances = await _balances(session, issued.merchant_id, [issued.key], until)
    return balances[issued.key]


async def balances_of(
    session: AsyncSession, merchant_id: int, invoices: Sequence[Invoice]
) -> dict[int, Balance]:
    """The balance of each invoice by its id; credit notes have none."""
    keys = [issued.key for issued in invoices if not issued.is_credit_note]
    return await _balances(session, merchant_id, keys) if keys else {}


async def _balances(
    session: AsyncSession, merchant_id: int, keys: Sequence[int], until: datetime | None = None
) -> dict[int, Balance]:
    paid = _of_payments(exact_sum(Payment.amount), until)
    entries = _of_payments(func.count(col(Payment.id)), until)
    refunds = _of_payments(exact_sum(Payment.amount), until, _GIVEN_BACK)
    columns: Any = Invoice, paid, _credited(until), entries, refunds
    mine: Any = select(*columns).where(Invoice.merchant_id == merchant_id, col(Invoice.id).in_(keys))
    return {row[0].key: _balance(*row) for row in (await session.exec(mine)).all()}


def _balance(issued: Invoice, paid: Decimal, credited: Decimal, entries: int, refunds: Decimal) -> Balance:
    amounts = (issued.payable_amount, paid, credited, -refunds)
    payable, paid, credited, given_back = (_exact(amount, issued.currency) for amount in amounts)
    return Balance(issued.currency, issued.due_date, payable, paid, credited, entries, given_back)


async def owes_back(session: AsyncSession, merchant_id: int, customer_id: int | None = None) -> bool:
    """Whether there is money to give back, to this customer or to any: paid since, or before the invoice."""
    wanted = select(Invoice.id).where(Invoice.merchant_id == merchant_id, _OWES_BACK)
    if customer_id is not None:
        wanted = wanted.where(Invoice.customer_id == customer_id)
    return (await session.exec(wanted.limit(1))).first() is not None


@dataclass(frozen=True)
class OpenSum:
    """What is open of all invoices in one currency, and how much of it is overdue."""

    currency: str
    open: Decimal
    overdue: Decimal


async def open_sums(
    session: AsyncSession, merchant_id: int, today: date, customer_id: int | None = None
) -> list[OpenSum]:
    """By currency; those with nothing open are left out. `today` is the merchant's."""
    columns: Any = Invoice.currency, Invoice.due_date, Invoice.payable_amount, _PAID, _CREDITED
    wanted: Any = select(*columns).where(Invoice.merchant_id == merchant_id, kept_by("unpaid", today))
    if customer_id is not None:
        wanted = wanted.where(Invoice.customer_id == customer_id)
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for currency, due_date, payable, paid, credited in (await session.exec(wanted)).all():
        left = EXACT.subtract(EXACT.subtract(payable, paid), credited)
        total, late = sums.get(currency, (Decimal(0), Decimal(0)))
        sums[currency] = EXACT.add(total, left), EXACT.add(late, left) if due_date < today else late
    return [
        OpenSum(currency, *(_exact(amount, currency) for amount in pair))
        for currency, pair in sorted(sums.items())
    ]


def _exact(amount: Decimal, currency: str) -> Decimal:
    """The amount with its currency's decimals; it has no others but zeros."""
    return rounded(amount, minor_units(currency))
