"""A document's place: its number in its series, without gaps, and its link in the merchant's chain."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.document import CREDIT_NOTE, TypeCode
from models.invoice import Series
from models.merchant import Merchant
from models.numbering import number_of, period_of
from models.schema import table_of

_series = table_of(Series)


class Place(NamedTuple):
    """Where a document comes to stand: in its series, and in its merchant's chain."""

    series_id: int
    sequence: int
    previous_hash: str


def _counting(dialect: type[sqlite.Insert] | type[postgresql.Insert]) -> Any:
    """Take a series' next number, opening the series with its first, and read the end of the merchant's chain.

    One statement, locked until the commit. The merchant's row is locked first, since all its series share one chain;
    NO KEY, so that rows which merely refer to the merchant need not wait.
    """
    mine = col(Merchant.id) == bindparam("merchant")
    end = select(Merchant.id, Merchant.last_hash).where(mine).with_for_update(key_share=True).cte("chain_end")
    # Without its WHERE, SQLite would take the ON of ON CONFLICT for a join's.
    first: Any = select(end.c.id, bindparam("type_key"), bindparam("period_key"), literal(2)).where(
        end.c.id == bindparam("merchant")
    )
    taken = dialect(_series).from_select(["merchant_id", "type_code", "period", "next"], first)
    return taken.on_conflict_do_update(
        index_elements=["merchant_id", "type_code", "period"], set_={"next": _series.c.next + 1}
    ).returning(_series.c.id, _series.c.next - 1, select(end.c.last_hash).scalar_subquery())


_TAKE = {"sqlite": _counting(sqlite.Insert), "postgresql": _counting(postgresql.Insert)}


async def next_place(
    session: AsyncSession, merchant: Merchant, type_code: TypeCode, issue_date: date
) -> tuple[Place, str]:
    """The place, and the number by the merchant's pattern; both are free again if the transaction rolls back."""
    pattern = merchant.credit_note_pattern if type_code == CREDIT_NOTE else merchant.number_pattern
    wanted = {"merchant": merchant.key, "type_key": type_code, "period_key": period_of(pattern, issue_date)}
    connection = await session.connection()
    taken = await connection.execute(_TAKE[connection.dialect.name], wanted)
    place = Place(*taken.one())
    return place, number_of(pattern, issue_date, place.sequence)
