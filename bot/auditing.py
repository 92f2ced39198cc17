"""`sanad verify`: is everything that was issued still as it was? Every chain, every PDF, every number.

Whoever can write into the database can also compute new hashes: against that helps a `last_hash` noted elsewhere.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from pydantic import ValidationError
from sqlalchemy import exists, func, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.database import Database
from bot.migration import current_revision, newest_revision
from models.delivery import Delivery
from models.freeze import GENESIS
from models.invoice import Invoice, Pdf, Series
from models.merchant import Merchant

_AT_A_TIME = 50  # rows in memory, with their PDFs
_ORPHANED = (
    select(Invoice.merchant_id, func.count())
    .where(col(Invoice.merchant_id).not_in(select(Merchant.id)))
    .group_by(col(Invoice.merchant_id))
    .order_by(col(Invoice.merchant_id))
)


@dataclass
class Chain:
    """A merchant's invoices, walked in order of issue. `trouble`: the first break and where it is; None: whole."""

    merchant_id: int
    name: str
    invoices: int = 0
    last_hash: str = GENESIS
    trouble: str | None = None
    _last_number: str | None = None
    _counts: dict[int, int] = field(default_factory=dict)  # of each series

    @property
    def line(self) -> str:
        """For whoever runs this."""
        what = f"{self.name} (merchant {self.merchant_id}), invoices: {self.invoices}"
        return f"✗ {what}, {self.trouble}" if self.trouble else f"✓ {what}, ok, last hash {self.last_hash}"

    def walk_on(
        self, issued: Invoice, credits_number: str | None, pdf: Pdf | None, *, was_sent: bool
    ) -> None:
        """The next invoice; nothing is looked for behind the first break. `credits_number`: of the one it corrects."""
        self.invoices += 1
        if self.trouble is None:
            trouble = self._place(issued) or _content(issued, credits_number) or _file(pdf, was_sent=was_sent)
            self.trouble = trouble and f"{issued.number}: {trouble}"
        self.last_hash, self._last_number = issued.hash, issued.number
        self._counts[issued.series_id] = issued.sequence

    def stumble(self) -> None:
        """Something cannot be read at all, among the few rows behind the last one seen."""
        behind = self._last_number or "the beginning"
        self.trouble = self.trouble or f"soon after {behind} there is an invoice that cannot be read"

    def arrive(self, last_hash: str, series: dict[int, int]) -> None:
        """At the end: is it the end that was reached at issue? `series` maps each one to its next number."""
        if self.trouble is not None:
            return
        if any(count != self._counts.get(key, 0) + 1 for key, count in series.items()):
            self.trouble = (
                f"{self._last_number or 'empty'}: later numbers were given, but their invoices are gone"
            )
        elif self.last_hash != last_hash:
            self.trouble = (
                f"{self._last_number or 'empty'}: this is not how the chain ended when it was issued"
            )

    def _place(self, issued: Invoice) -> str | None:
        due = self._counts.get(issued.series_id, 0) + 1
        if issued.sequence > due:
            return f"number {due} of its series is missing before it"
        if issued.sequence < due:
            return "it stands behind a later number of its series"
        if issued.previous_hash != self.last_hash:
            return f"it does not follow from {self._last_number or 'the beginning'}: one of them was changed"
        return None


class UnreadableError(Exception):
    """There is no database that could be looked at; the words say why."""


async def audit(database_url: str, say: Callable[[str], None]) -> bool:
    """Tell of every merchant in a line; whether all is whole. Raises UnreadableError."""
    database, is_whole = _opened(database_url), True
    try:
        async for chain in chains(database):
            say(chain.line)
            is_whole = is_whole and chain.trouble is None
    except SQLAlchemyError as failure:
        raise UnreadableError(
            f"The database cannot be read ({type(failure).__name__}): see sanad doctor"
        ) from None
    finally:
        await database.close()
    return is_whole


def _opened(url: str) -> Database:
    """The database, not made where there is none."""
    file = make_url(url)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").is_file():
        raise UnreadableError(f"There is no database at {file.database}.")
    return Database(url)


async def chains(database: Database) -> AsyncIterator[Chain]:
    """Every merchant's chain, all of one moment; a few invoices are in memory at a time. Last, chains of nobody."""
    async with database.reading() as session:
        if not database.is_sqlite:  # whose reading transactions see one moment anyway
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        connection = await session.connection()
        if await connection.run_sync(current_revision) != await connection.run_sync(newest_revision):
            raise UnreadableError("The database is of another version: bring it up to date by sanad migrate")
        merchants = await session.exec(
            select(Merchant.id, Merchant.name, Merchant.last_hash).order_by(col(Merchant.id))
        )
        for merchant_id, name, last_hash in merchants.all():
            yield await _walked(session, Chain(merchant_id or 0, name), last_hash)
        for merchant_id, count in (await session.exec(_ORPHANED)).all():
            yield Chain(merchant_id, "unknown", count, trouble="the account that issued them is gone")


async def _walked(session: AsyncSession, chain: Chain, last_hash: str) -> Chain:
    was_sent = exists().where(
        col(Delivery.invoice_id) == col(Invoice.id),
        col(Delivery.payment_id).is_(None),  # a receipt for a payment carries no PDF
        col(Delivery.sent_at).is_not(None),
    )
    corrected = aliased(Invoice)
    issued = (
        select(Invoice, col(corrected.number), Pdf, was_sent)
        .outerjoin(corrected, col(corrected.id) == col(Invoice.credits_id))
        .outerjoin(Pdf, col(Pdf.invoice_id) == col(Invoice.id))
        .where(Invoice.merchant_id == chain.merchant_id)
        .order_by(col(Invoice.id))
    )
    rows = await session.stream(issued.execution_options(yield_per=_AT_A_TIME))
    try:
        async for invoice, credits_number, pdf, sent in rows:
            chain.walk_on(invoice, credits_number, pdf, was_sent=sent)
    except (ValueError, ArithmeticError):  # no date, no number: SQLite keeps any text
        chain.stumble()
        return chain
    counters = await session.exec(
        select(Series.id, Series.next).where(Series.merchant_id == chain.merchant_id)
    )
    chain.arrive(last_hash, {key or 0: count for key, count in counters.all()})
    return chain


def _content(issued: Invoice, credits_number: str | None) -> str | None:
    """What is wrong with what it says."""
    if not issued.is_intact:
        return "what it says was changed after it was issued"
    try:
        document = issued.read_document()
    except ValidationError:
        return "what it says cannot be read"
    said = (
        document.type_code, document.preceding.number if document.preceding else None, document.number,
        document.issue_date, document.due_date, document.currency, document.buyer.name,
    )  # fmt: skip
    listed = (
        issued.type_code, credits_number, issued.number, issued.issue_date, issued.due_date, issued.currency,
        normalize("NFC", issued.buyer_name),
    )  # fmt: skip
    if said != listed or document.totals.payable_amount != issued.payable_amount:
        return "what lists show of it is not what it says"
    return None


def _file(pdf: Pdf | None, *, was_sent: bool) -> str | None:
    """What is wrong with its PDF."""
    if pdf is None:
        return "its PDF was sent but is gone" if was_sent else None
    return None if sha256(pdf.content).hexdigest() == pdf.sha256 else "its PDF was changed after it was made"
