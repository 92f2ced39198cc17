"""Documents to send into any chat: what a few typed words find, and the file by which Telegram knows each PDF."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import balances_of
from models.balance import Balance
from models.customer import Customer
from models.invoice import Invoice, Pdf
from models.text import cleaned, folded

MOST = 20
LONGEST = 140  # characters of what is typed: a long name and a long number
_WORDS = 8
_BETWEEN = re.compile(r"[\s/#_.,:;()-]+")
_DIGITS = 9  # of a number that may be a place in the series


@dataclass(frozen=True)
class Found:
    """An issued document, as it stands now."""

    invoice: Invoice
    file_id: str | None  # Telegram's, if it knows the PDF
    balance: Balance | None  # a credit note has none


async def find_documents(session: AsyncSession, merchant_id: int, typed: str) -> list[Found]:
    """This merchant's documents that have every word in number or buyer, newest first; all of them for no word.

    At most `MOST`. A place in the series comes before numbers that only hold its digits: 12, then 120 and 112.
    """
    words = _words(typed)
    wanted: Any = (
        select(Invoice, Pdf.file_id)
        .join(Customer, col(Customer.id) == col(Invoice.customer_id))
        .outerjoin(Pdf, col(Pdf.invoice_id) == col(Invoice.id))
        .where(Invoice.merchant_id == merchant_id, *(_has(word) for word in words))
        .order_by(*_nearest(words), col(Invoice.id).desc())
        .limit(MOST)
    )
    rows = (await session.exec(wanted)).all()
    balances = await balances_of(session, merchant_id, [issued for issued, _ in rows])
    return [Found(issued, file_id, balances.get(issued.key)) for issued, file_id in rows]


def _words(typed: str) -> list[str]:
    return [word for word in _BETWEEN.split(cleaned(typed[:LONGEST])) if word][:_WORDS]


def _latin(word: str) -> str:
    """With the digits that numbers are written in."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)


def _has(word: str) -> ColumnElement[bool]:
    """In the number, in the buyer as printed, or in the customer's name however it is spelled."""
    return or_(
        col(Invoice.number).icontains(_latin(word), autoescape=True),
        col(Invoice.buyer_name).icontains(word, autoescape=True),
        col(Customer.search_name).contains(folded(word), autoescape=True),
    )


def _nearest(words: Sequence[str]) -> tuple[ColumnElement[int], ...]:
    places = [int(word) for word in words if word.isdecimal() and len(word) <= _DIGITS]
    return (case((col(Invoice.sequence).in_(places), 0), else_=1),) if places else ()


async def is_known_to_telegram(session: AsyncSession, issued: Invoice) -> bool:
    """Whether its PDF has been sent into a chat."""
    wanted = (
        select(Pdf.invoice_id)
        .join(Invoice)
        .where(
            Pdf.invoice_id == issued.id,
            Invoice.merchant_id == issued.merchant_id,
            col(Pdf.file_id).is_not(None),
        )
    )
    return (await session.exec(wanted)).first() is not None


async def keep_file(session: AsyncSession, issued: Invoice, file_id: str) -> None:
    """Telegram's id of the PDF's file, sent by us just now."""
    await session.exec(update(Pdf).where(col(Pdf.invoice_id) == issued.key).values(file_id=file_id))


async def forget_files(session: AsyncSession, merchant_id: int, file_ids: Collection[str]) -> None:
    """Telegram does not know (one of) them any more: the bot has another token, perhaps."""
    theirs = select(Invoice.id).where(Invoice.merchant_id == merchant_id)
    gone = col(Pdf.file_id).in_(file_ids), col(Pdf.invoice_id).in_(theirs)
    await session.exec(update(Pdf).where(*gone).values(file_id=None))
