"""Pages of a book by key, what was used last first; and what a typed word finds in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.books.book import CUSTOMERS, Book, Entry
from bot.quickline.words import latin
from models.customer import Customer
from models.text import folded

PAGE = 8
_NO_FIGURE: Final = re.compile(r"\D")
_FEWEST_FIGURES: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where an entry stands in the order: microseconds since 1970, then its id. (0, 0): no bound."""

    at: int = 0
    key: int = 0

    @property
    def moment(self) -> datetime:
        """When the entry was used last."""
        return _EPOCH + timedelta(microseconds=self.at)


def place_of(entry: Entry) -> Place:
    """Where it stands."""
    return Place((entry.last_used_at - _EPOCH) // timedelta(microseconds=1), entry.key)


START: Final = Place()


@dataclass(frozen=True)
class Window:
    """The page below `before`, or the one just above `after`; of the archived entries, or of the others."""

    before: Place = START
    after: Place = START
    archived: bool = False


@dataclass(frozen=True)
class Page:
    """Some entries; `older` and `newer` are where to go on from, None at the ends."""

    entries: Sequence[Entry]
    older: Place | None = None
    newer: Place | None = None


async def page_of(session: AsyncSession, book: Book, merchant_id: int, window: Window) -> Page:
    """A page as the book is now."""
    wanted, (at, key) = _mine(book, merchant_id, archived=window.archived), _order(book)
    if window.after.key:
        bound = window.after
        wanted = wanted.where((at > bound.moment) | ((at == bound.moment) & (key > bound.key)))
        rows = list((await session.exec(wanted.order_by(at, key).limit(PAGE + 1))).all())
        shown = rows[:PAGE][::-1]
        return Page(shown, _end(shown, -1), _end(shown, 0) if len(rows) > PAGE else None)
    if window.before.key:
        bound = window.before
        wanted = wanted.where((at < bound.moment) | ((at == bound.moment) & (key < bound.key)))
    rows = list((await session.exec(wanted.order_by(at.desc(), key.desc()).limit(PAGE + 1))).all())
    shown = rows[:PAGE]
    return Page(
        shown,
        _end(shown, -1) if len(rows) > PAGE else None,
        _end(shown, 0) if window.before.key else None,
    )


async def count_of(session: AsyncSession, book: Book, merchant_id: int, *, archived: bool) -> int:
    """How many there are."""
    rows = _mine(book, merchant_id, archived=archived).subquery()
    return (await session.exec(select(func.count()).select_from(rows))).one()


async def found_in(session: AsyncSession, book: Book, merchant_id: int, text: str) -> Sequence[Entry]:
    """At most a page of those whose name, other name, e-mail or phone holds `text`; the archived ones last."""
    table, word = book.table, folded(text)
    holds: Any = col(table.search_name).contains(word, autoescape=True)
    holds |= col(table.search_aliases).contains(word, autoescape=True)
    if book is CUSTOMERS:
        figures = _NO_FIGURE.sub("", latin(text)).lstrip("0")
        holds |= col(Customer.email).contains(word, autoescape=True)
        if len(figures) >= _FEWEST_FIGURES:  # as typed at home, 0100 123 for +20100123...
            holds |= col(Customer.phone).contains(figures, autoescape=True)
    at, key = _order(book)
    wanted: Any = select(table).where(table.merchant_id == merchant_id, holds)
    wanted = wanted.order_by(col(table.archived_at).is_not(None), at.desc(), key.desc()).limit(PAGE)
    return list((await session.exec(wanted)).all())


def _mine(book: Book, merchant_id: int, *, archived: bool) -> Any:
    put_away = col(book.table.archived_at)
    wanted = select(book.table).where(book.table.merchant_id == merchant_id)
    return wanted.where(put_away.is_not(None) if archived else put_away.is_(None))


def _order(book: Book) -> tuple[Any, Any]:
    return col(book.table.last_used_at), col(book.table.id)


def _end(shown: Sequence[Entry], index: int) -> Place | None:
    return place_of(shown[index]) if shown else None
