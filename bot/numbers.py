"""The numbers a merchant's documents get next, and that none of them was given before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import today
from models.document import CREDIT_NOTE, INVOICE, TypeCode
from models.errors import N_, UserError
from models.invoice import Invoice, Series
from models.merchant import Merchant
from models.numbering import number_of, period_of, place_of

PATTERNS: Final[Mapping[str, TypeCode]] = {"number_pattern": INVOICE, "credit_note_pattern": CREDIT_NOTE}
"""The settings that hold a pattern, and what they number."""

_TAKEN = N_("This would make the number {number} again, which has been issued already. Begin differently.")


async def next_number(session: AsyncSession, merchant: Merchant, setting: str, now: datetime) -> str:
    """The number a document issued now would get by the pattern of `setting`; taking it is `bot.issuing`'s."""
    pattern, issue_date = getattr(merchant, setting), today(merchant, now)
    period = period_of(pattern, issue_date)
    counter = select(Series.next).where(
        Series.merchant_id == merchant.key, Series.type_code == PATTERNS[setting], Series.period == period
    )
    sequence = (await session.exec(counter)).one_or_none()
    return number_of(pattern, issue_date, sequence or 1)


async def check_unused(session: AsyncSession, merchant: Merchant, setting: str, pattern: str) -> None:
    """UserError where a number the pattern is still to make was issued already, under whatever pattern."""
    counters = select(Series.period, Series.next).where(
        Series.merchant_id == merchant.key, Series.type_code == PATTERNS[setting]
    )
    following = dict((await session.exec(counters)).all())
    beginning = pattern.partition("{")[0]
    issued = select(Invoice.number).where(Invoice.merchant_id == merchant.key)
    issued = issued.where(col(Invoice.number).istartswith(beginning, autoescape=True))
    for number in (await session.exec(issued)).all():
        place = place_of(pattern, number)
        if place is not None and place.sequence >= following.get(place.period, 1):
            raise UserError(_TAKEN, number=number)
