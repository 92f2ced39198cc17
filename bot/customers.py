"""The address book: finding, adding and mending customers."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.aliases import as_searched
from models.customer import Customer
from models.errors import N_, UserError
from models.text import folded

LONGEST_NAME = 100
_UNNAMED = N_("Please type the customer's name, like: Acme Trading")
_LONG_NAME = N_("A name may have at most {most} characters; this one has {length}.")
_UNKNOWN = N_("This customer is no longer in your address book.")

# Asked in almost every turn, so these are built once.
_mine = col(Customer.merchant_id) == bindparam("merchant")
_ONE = select(Customer).where(_mine, col(Customer.id) == bindparam("customer"))
_RECENT = (
    select(Customer)
    .where(_mine, col(Customer.archived_at).is_(None))
    .order_by(col(Customer.last_used_at).desc(), col(Customer.id).desc())
    .limit(bindparam("most"))
)


async def recent_customers(session: AsyncSession, merchant_id: int, limit: int = 6) -> list[Customer]:
    """The ones used last."""
    return list((await session.exec(_RECENT, params={"merchant": merchant_id, "most": limit})).all())


async def find_customers(
    session: AsyncSession, merchant_id: int, text: str, limit: int = 6
) -> list[Customer]:
    """Those whose name, other name, e-mail or phone holds `text`; an exact name comes first and alone."""
    wanted = folded(text)
    mine = select(Customer).where(Customer.merchant_id == merchant_id, col(Customer.archived_at).is_(None))
    is_alias = col(Customer.search_aliases).contains(as_searched(text), autoescape=True)
    for is_exact in (col(Customer.search_name) == wanted, is_alias):
        exact = (await session.exec(mine.where(is_exact).limit(2))).all()
        if len(exact) == 1:
            return list(exact)
    holds = (
        col(Customer.search_name).contains(wanted, autoescape=True)
        | col(Customer.search_aliases).contains(wanted, autoescape=True)
        | col(Customer.email).contains(wanted, autoescape=True)
        | col(Customer.phone).contains(wanted, autoescape=True)
    )
    found = (
        mine.where(holds).order_by(col(Customer.last_used_at).desc(), col(Customer.id).desc()).limit(limit)
    )
    return list((await session.exec(found)).all())


async def customer(session: AsyncSession, merchant_id: int, customer_id: int) -> Customer:
    """One of this merchant's; UserError for any other id."""
    found = await customer_if_any(session, merchant_id, customer_id)
    if found is None:
        raise UserError(_UNKNOWN)
    return found


async def customer_if_any(
    session: AsyncSession, merchant_id: int, customer_id: int | None
) -> Customer | None:
    """The same, None for any other id, and for none."""
    if customer_id is None:
        return None
    rows = await session.exec(_ONE, params={"merchant": merchant_id, "customer": customer_id})
    return rows.one_or_none()


def checked_name(text: str) -> str:
    """A name fit to print; UserError otherwise."""
    if not text:
        raise UserError(_UNNAMED)
    if len(text) > LONGEST_NAME:
        raise UserError(_LONG_NAME, most=LONGEST_NAME, length=len(text))
    return text


async def add_customer(
    session: AsyncSession, merchant_id: int, name: str, now: datetime,
    *, email: str | None = None, phone: str | None = None,
) -> Customer:  # fmt: skip
    """A new entry; the same name with the same address is the one that is there already, or comes back."""
    name = checked_name(name)
    same = select(Customer).where(Customer.merchant_id == merchant_id, Customer.search_name == folded(name))
    for known in (await session.exec(same)).all():
        if (not email or known.email in {None, email}) and (not phone or known.phone in {None, phone}):
            known.email, known.phone = known.email or email, known.phone or phone
            known.archived_at = None
            return known
    added = Customer(
        merchant_id=merchant_id,
        name=name,
        search_name=folded(name),
        email=email,
        phone=phone,
        last_used_at=now,
    )
    session.add(added)
    await session.flush()
    return added
