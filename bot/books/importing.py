"""A file's rows on their way into the book: kept with their preview, imported whole in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.books.book import Book
from bot.books.fields import Columns
from bot.books.matching import Change, Known, Plan
from models.batch import DONE, DROPPED, SHOWN, WANTED, Batch
from models.errors import N_, UserError
from models.merchant import Merchant
from models.schema import table_of

KEPT = timedelta(days=2)
"""How long a preview can be said yes to."""

_AT_ONCE: Final = 500  # rows a statement
_EXACT: Final = {"unit_price", "base_quantity", "tax_rate"}
_EMPTY: Final = {"aliases": "", "search_aliases": ""}
_NEW_PRODUCT: Final = {
    "unit_code": "C62", "base_quantity": Decimal(1), "tax_rate": None, "tax_category": None,
}  # fmt: skip
_NEW_CUSTOMER: Final = {
    "email": None, "phone": None, "channels": "", "tax_number": None, "address": None, "country": None,
    "language": None,
}  # fmt: skip
_OVER = N_("This preview is no longer open. Send the file again.")


async def known_in(session: AsyncSession, book: Book, merchant_id: int) -> list[Known]:
    """Every entry of the book, archived or not."""
    table = table_of(book.table)
    names = [*_columns_of(book), "aliases", "search_aliases"]
    wanted = [table.c.id, table.c.archived_at, *(table.c[name] for name in names)]
    connection = await session.connection()
    found = await connection.execute(
        table.select().with_only_columns(*wanted).where(table.c.merchant_id == merchant_id)
    )
    return [Known(row[0], dict(zip(names, row[2:], strict=True)), row[1] is not None) for row in found.all()]


async def keep_batch(session: AsyncSession, batch: Batch, rows: Mapping[int, Columns]) -> bool:
    """Keep what was read beside its preview; False if the same file's message was kept before a crash."""
    here = col(Batch.chat_id) == batch.chat_id
    if (await session.exec(select(Batch.id).where(here, Batch.message_id == batch.message_id))).first():
        return False
    await session.exec(delete(Batch).where(here, col(Batch.created_at) < batch.created_at - KEPT))
    batch.rows = [[number, _packed(columns)] for number, columns in rows.items()]
    session.add(batch)
    await session.flush()
    return True


async def decide(session: AsyncSession, merchant_id: int, batch_id: int, state: str, now: datetime) -> None:
    """Say yes (WANTED) or no (DROPPED) to a preview, once. UserError where that has been done or it is too old."""
    said = update(Batch).where(
        col(Batch.id) == batch_id, col(Batch.merchant_id) == merchant_id, col(Batch.state) == SHOWN,
        col(Batch.created_at) >= now - KEPT,
    )  # fmt: skip
    said = said.values(state=state, rows=[]) if state == DROPPED else said.values(state=state)
    if (await session.exec(said)).rowcount != 1:
        raise UserError(_OVER)


async def wanted_batch(session: AsyncSession, chat_id: int, batch_id: int) -> tuple[Batch, Merchant] | None:
    """The batch somebody said yes to, and its merchant locked; None if it has been imported meanwhile."""
    batch = (
        await session.exec(select(Batch).where(Batch.id == batch_id, Batch.chat_id == chat_id))
    ).one_or_none()
    if batch is None:
        return None
    owner = select(Merchant).where(Merchant.id == batch.merchant_id).with_for_update()
    merchant = (await session.exec(owner)).one()
    await session.refresh(batch)  # another process may have had the lock
    return (batch, merchant) if batch.state == WANTED else None


def rows_of(batch: Batch) -> dict[int, Columns]:
    """The rows as they were read."""
    return {number: _unpacked(columns) for number, columns in batch.rows}


async def import_plan(session: AsyncSession, book: Book, merchant: Merchant, plan: Plan) -> None:
    """All of it, in the caller's transaction. What is new was never used, so it stands behind all that was."""
    await _add(session, book, merchant, plan.new)
    await _mend(session, book, merchant, plan.changes)


def close(batch: Batch, *, imported: bool) -> None:
    """It is over; the rows are not needed any more."""
    batch.state, batch.rows = DONE if imported else DROPPED, []


async def _add(session: AsyncSession, book: Book, merchant: Merchant, new: Sequence[Columns]) -> None:
    blank: dict[str, Any] = _EMPTY | (_NEW_PRODUCT if "unit_price" in _columns_of(book) else _NEW_CUSTOMER)
    blank |= {"merchant_id": merchant.key, "last_used_at": merchant.created_at, "archived_at": None}
    connection = await session.connection()
    for start in range(0, len(new), _AT_ONCE):
        rows = [blank | columns for columns in new[start : start + _AT_ONCE]]
        await connection.execute(insert(table_of(book.table)), rows)


async def _mend(session: AsyncSession, book: Book, merchant: Merchant, changes: Sequence[Change]) -> None:
    """One statement for all changes of the same columns; what is named in a list is offered again."""
    alike: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        alike.setdefault(tuple(sorted(change.columns)), []).append(change)
    table, connection = table_of(book.table), await session.connection()
    for names, group in alike.items():
        mend = update(table).where(table.c.merchant_id == merchant.key, table.c.id == bindparam("entry"))
        mend = mend.values(archived_at=None, **{name: bindparam(f"new_{name}") for name in names})
        values = [
            {"entry": one.known.id, **{f"new_{name}": one.columns[name] for name in names}} for one in group
        ]
        for start in range(0, len(values), _AT_ONCE):
            await connection.execute(mend, values[start : start + _AT_ONCE])


def _columns_of(book: Book) -> list[str]:
    blank = _NEW_PRODUCT if book.key == "products" else _NEW_CUSTOMER
    return ["name", "search_name", *blank, *(["unit_price"] if book.key == "products" else [])]


def _packed(columns: Columns) -> dict[str, Any]:
    """As JSON has it: decimals as text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in columns.items()}


def _unpacked(columns: Mapping[str, Any]) -> Columns:
    return {
        name: Decimal(value) if name in _EXACT and value is not None else value
        for name, value in columns.items()
    }
