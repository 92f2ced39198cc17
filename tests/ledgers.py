"""A shop's invoices, its payments and its credit notes, as far as balances care."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.issuing import issue_invoice
from bot.payments import Received, record_payment
from models.document import CREDIT_NOTE
from models.invoice import Invoice
from models.merchant import Merchant
from models.payment import Method, Payment
from tests.builders import NOON, a_line, at_home, compose

TODAY = date(2026, 11, 22)
_series = count(1)


def cash(amount: str, **wanted: Any) -> Received:
    return Received(Decimal(amount), **{"method": Method.CASH, "paid_on": TODAY, **wanted})


async def invoiced(session: AsyncSession, *prices: str, **wanted: Any) -> tuple[Merchant, list[Invoice]]:
    """A shop and an invoice for each price, without tax."""
    merchant, customer, draft = await at_home(session, tax_registered=False, **wanted)
    issued = []
    for price in prices:
        compose(draft, customer, a_line(price=price))
        issued.append((await issue_invoice(session, draft, merchant, "Mona", NOON))[0])
    return merchant, issued


async def credit(session: AsyncSession, invoice: Invoice, amount: str, at: datetime = NOON) -> None:
    """A credit note as far as balances care."""
    number = next(_series)
    values = invoice.model_dump(exclude={"id"}) | {
        "type_code": CREDIT_NOTE, "credits_id": invoice.key, "sequence": 1000 + number,
        "number": f"CN-{number}", "draft_number": 1000 + number, "payable_amount": Decimal(amount),
        "token": f"credit{number}", "previous_hash": f"{number:064x}", "issued_at": at,
    }  # fmt: skip
    session.add(Invoice(**values))
    await session.flush()


async def pay(session: AsyncSession, invoice: Invoice, amount: str, at: datetime = NOON) -> Payment:
    payment, _ = await record_payment(session, invoice, cash(amount), "Mona", at)
    return payment
