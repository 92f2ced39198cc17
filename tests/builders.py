"""Rows to start a test from."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import keep, open_new
from models.customer import Customer
from models.draft import Composition, Draft, DraftLine
from models.member import Member
from models.merchant import Merchant
from models.text import folded

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_merchant(**wanted: Any) -> Merchant:
    """A coffee shop in Cairo, registered for tax, that charges 14 %."""
    values: dict[str, Any] = {
        "name": "Coffee Shop", "country": "EG", "currency": "EGP", "time_zone": "Africa/Cairo",
        "tax_registered": True, "tax_number": "100531385", "tax_rate": Decimal(14), "created_at": NOON,
    }  # fmt: skip
    return Merchant(**values | wanted)


def a_customer(merchant_id: int, name: str = "Acme", **wanted: Any) -> Customer:
    """Acme, who can be mailed."""
    values: dict[str, Any] = {"email": "pay@acme.example", "last_used_at": NOON}
    return Customer(merchant_id=merchant_id, name=name, search_name=folded(name), **values | wanted)


def a_line(name: str = "Logo", price: str = "150", **wanted: Any) -> DraftLine:
    """A logo for 150 at 14 %."""
    return DraftLine(item_name=name, unit_price=Decimal(price), **{"tax_rate": Decimal(14)} | wanted)


async def at_home(session: AsyncSession, chat_id: int = 7, **wanted: Any) -> tuple[Merchant, Customer, Draft]:
    """A merchant with a member, one customer, and a draft ready to be issued."""
    merchant = a_merchant(**wanted)
    session.add(merchant)
    await session.flush()
    session.add(Member(user_id=chat_id, merchant_id=merchant.key, name="Mona", created_at=NOON))
    customer = a_customer(merchant.key)
    draft = Draft(chat_id=chat_id)
    session.add_all((customer, draft))
    await session.flush()
    compose(draft, customer)
    await session.flush()
    return merchant, customer, draft


def compose(draft: Draft, customer: Customer, *lines: DraftLine, **wanted: Any) -> Composition:
    """The chat's next draft, for this customer."""
    open_new(draft)
    return keep(draft, Composition(customer_id=customer.key, lines=list(lines or (a_line(),)), **wanted))
