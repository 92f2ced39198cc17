"""Merchants as admins see them: finding one, what it does here, stopping it and letting it go on."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.paging import Page, Window, page_of
from models.customer import Customer
from models.errors import N_, UserError
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant

_UNKNOWN = N_("There is no merchant {id}. /merchants lists them.")
LONGEST_ID = 9  # digits


@dataclass(frozen=True)
class Account:
    """A merchant and its use of the bot."""

    merchant: Merchant
    members: int
    invoices: int
    last_active: datetime  # the latest invoice issued or customer used, else the day it joined


async def merchants_page(session: AsyncSession, window: Window) -> Page[Merchant]:
    """The merchants, newest first."""
    return await page_of(session, select(Merchant), col(Merchant.id), window, lambda merchant: merchant.key)


async def find_merchants(session: AsyncSession, text: str, limit: int) -> list[Merchant]:
    """Those whose name holds `text`, or whose id it is, newest first."""
    holds = col(Merchant.name).icontains(text, autoescape=True)
    if text.isdecimal() and len(text) <= LONGEST_ID:
        holds |= col(Merchant.id) == int(text)
    found = select(Merchant).where(holds).order_by(col(Merchant.id).desc()).limit(limit)
    return list((await session.exec(found)).all())


async def account(session: AsyncSession, merchant_id: int) -> Account:
    """One of them; UserError for an unknown id."""
    found = await _merchant(session, merchant_id)
    members = select(func.count()).select_from(Member).where(Member.merchant_id == merchant_id)
    invoices = select(func.count(), func.max(Invoice.issued_at)).where(Invoice.merchant_id == merchant_id)
    used = select(func.max(Customer.last_used_at)).where(Customer.merchant_id == merchant_id)
    number, issued_at = (await session.exec(invoices)).one()
    seen = (issued_at, (await session.exec(used)).one(), found.created_at)
    return Account(found, (await session.exec(members)).one(), number, max(at for at in seen if at))


async def suspend(session: AsyncSession, merchant_id: int, now: datetime) -> None:
    """From now on it can neither compose nor send; what is queued already still goes out. UserError."""
    found = await _merchant(session, merchant_id)
    found.suspended_at = found.suspended_at or now


async def restore(session: AsyncSession, merchant_id: int) -> None:
    """It goes on where it stopped. UserError."""
    (await _merchant(session, merchant_id)).suspended_at = None


async def _merchant(session: AsyncSession, merchant_id: int) -> Merchant:
    found = await session.get(Merchant, merchant_id)
    if found is None:
        raise UserError(_UNKNOWN, id=merchant_id)
    return found
