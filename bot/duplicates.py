"""Customers who may be in the address book twice: all of them, or the one another may be."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select as columns_of
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.likeness import Entry, likely, pairs_among
from models.customer import Customer
from models.invoice import Invoice

MOST: Final = 99  # pairs that are offered


class Duplicates:
    """The pairs of each merchant's address book, compared again only where it has changed; `most` books are kept."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._kept: OrderedDict[int, tuple[Sequence[Any], list[tuple[int, int]]]] = OrderedDict()

    async def pairs(self, session: AsyncSession, merchant_id: int) -> list[tuple[int, int]]:
        """Who may be the same as whom, `MOST` pairs at most; nobody who is archived."""
        rows = await _rows(session, merchant_id)
        known = self._kept.get(merchant_id)
        if known is None or known[0] != rows:
            known = (rows, (await asyncio.to_thread(_compared, rows))[:MOST])
        self._kept[merchant_id] = known
        self._kept.move_to_end(merchant_id)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return known[1]


DUPLICATES: Final = Duplicates()


async def alike(session: AsyncSession, merchant_id: int, customer_id: int) -> Customer | None:
    """Somebody else in the address book who may be the same, the one who is there longest; nobody who is archived."""
    rows = await _rows(session, merchant_id)
    found = await asyncio.to_thread(_alike, rows, customer_id)
    if not found:
        return None
    wanted = select(Customer).where(Customer.merchant_id == merchant_id, Customer.id == found[0])
    return (await session.exec(wanted)).one_or_none()


async def alike_to_newcomer(session: AsyncSession, merchant_id: int, customer_id: int) -> Customer | None:
    """The same, for somebody who has no invoice yet."""
    invoiced = select(Invoice.id).where(
        Invoice.merchant_id == merchant_id, Invoice.customer_id == customer_id
    )
    if (await session.exec(invoiced.limit(1))).first() is not None:
        return None
    return await alike(session, merchant_id, customer_id)


async def _rows(session: AsyncSession, merchant_id: int) -> Sequence[Any]:
    columns = (Customer.id, Customer.name, Customer.aliases, Customer.email, Customer.phone)
    mine: Any = columns_of(
        *map(col, columns), col(Customer.distinct_from)
    )  # more than SQLModel's select has types for
    mine = mine.where(Customer.merchant_id == merchant_id, col(Customer.archived_at).is_(None))
    rows: Sequence[Any] = (await session.exec(mine.order_by(col(Customer.id)))).all()
    return rows


def _compared(rows: Sequence[Any]) -> list[tuple[int, int]]:
    return pairs_among([Entry(*row) for row in rows])


def _alike(rows: Sequence[Any], customer_id: int) -> list[int]:
    entries = [Entry(*row) for row in rows]
    one = next((entry for entry in entries if entry.id == customer_id), None)
    return likely(entries, one) if one else []
