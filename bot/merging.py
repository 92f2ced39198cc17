"""Two customers who are one: what of both stays, and the merging of everything that names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.books.fields import MOST_ALIASES
from models.aliases import as_searched, kept, searched
from models.customer import Customer
from models.draft import Draft
from models.errors import N_, UserError
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.text import folded

FILLED: Final = ("email", "phone", "tax_number", "address", "country", "language")
"""What is taken over where the one who stays has nothing."""

_UNKNOWN = N_("This customer is no longer in your address book.")


@dataclass(frozen=True)
class Merging:
    """What would become of two customers."""

    stays: Customer
    goes: Customer
    invoices: int  # of the one who goes, credit notes among them
    is_alias: bool  # whether that one's name becomes another name

    @property
    def filled(self) -> dict[str, str]:
        """Columns the one who stays gets from the other."""
        return {name: theirs for name, mine, theirs in self._columns() if theirs and not mine}

    @property
    def lost(self) -> dict[str, str]:
        """Columns of the one who goes that are kept nowhere."""
        return {name: theirs for name, mine, theirs in self._columns() if theirs and mine and theirs != mine}

    @property
    def aliases(self) -> list[str]:
        """Other names of both, as many as a customer can have; the name of the one who goes before all."""
        return self._names()[:MOST_ALIASES]

    @property
    def lost_aliases(self) -> list[str]:
        """Those there is no room for."""
        return self._names()[MOST_ALIASES:]

    def _names(self) -> list[str]:
        name = [self.goes.name] if self.is_alias else []
        names = [*name, *self.stays.aliases.splitlines(), *self.goes.aliases.splitlines()]
        return kept(name for name in names if folded(name) != self.stays.search_name).splitlines()

    def _columns(self) -> list[tuple[str, str | None, str | None]]:
        return [(name, getattr(self.stays, name), getattr(self.goes, name)) for name in FILLED]


async def merging_of(session: AsyncSession, merchant_id: int, stays: int, goes: int) -> Merging:
    """What merging these two would do. UserError where one of them is none of this merchant's customers any more."""
    both = await _both(session, merchant_id, stays, goes)
    return Merging(*both, await _invoices(session, merchant_id, goes), await _is_free(session, *both))


async def merge(session: AsyncSession, merchant_id: int, stays: int, goes: int) -> Merging:
    """Make them one: invoices and drafts name the one who stays, the other one's row is deleted.

    In the caller's transaction. Every turn of a chat holds its draft's row, so with all drafts of the merchant locked
    nobody is issuing anything for the one who goes; the merchant's row keeps out an import of a list, which holds it.
    The customers are locked after them, in the order turns lock, too.
    UserError where one of them has gone meanwhile.
    """
    drafts = await _drafts(session, merchant_id)
    await session.exec(select(Merchant.id).where(Merchant.id == merchant_id).with_for_update(key_share=True))
    done = await merging_of(session, merchant_id, stays, goes)
    for column, value in done.filled.items():
        setattr(done.stays, column, value)
    _join(done)
    for draft in drafts:
        draft.composition = _renamed(draft.composition, goes, stays)
        draft.scratch = _renamed(draft.scratch, goes, stays)
    theirs = (col(Invoice.merchant_id) == merchant_id, col(Invoice.customer_id) == goes)
    await session.exec(update(Invoice).where(*theirs).values(customer_id=stays))
    await session.delete(done.goes)
    await session.flush()
    return done


async def keep_apart(session: AsyncSession, merchant_id: int, one: int, other: int) -> None:
    """They are not the same, and are never offered for merging again."""
    both = await _both(session, merchant_id, one, other)
    for customer, stranger in zip(both, both[::-1], strict=True):
        customer.distinct_from = _ids(customer.distinct_from, str(stranger.key))


async def _both(session: AsyncSession, merchant_id: int, stays: int, goes: int) -> tuple[Customer, Customer]:
    """Both rows, locked, and read anew: somebody may have changed them while the lock was waited for."""
    wanted = select(Customer).where(
        Customer.merchant_id == merchant_id, col(Customer.id).in_({stays, goes}), stays != goes
    )
    wanted = wanted.order_by(col(Customer.id)).with_for_update().execution_options(populate_existing=True)
    found = {customer.key: customer for customer in (await session.exec(wanted)).all()}
    if len(found) < 2:
        raise UserError(_UNKNOWN)
    return found[stays], found[goes]


async def _invoices(session: AsyncSession, merchant_id: int, customer_id: int) -> int:
    theirs = select(func.count()).select_from(Invoice)
    theirs = theirs.where(Invoice.merchant_id == merchant_id, Invoice.customer_id == customer_id)
    return (await session.exec(theirs)).one()


async def _is_free(session: AsyncSession, stays: Customer, goes: Customer) -> bool:
    """Whether the name of the one who goes can be another name: nobody else is called so."""
    if stays.is_called(goes.name):
        return False
    others = select(Customer.id).where(
        Customer.merchant_id == stays.merchant_id, col(Customer.id).not_in((stays.key, goes.key)),
        (col(Customer.search_name) == goes.search_name)
        | col(Customer.search_aliases).contains(as_searched(goes.name), autoescape=True),
    )  # fmt: skip
    return (await session.exec(others.limit(1))).first() is None


async def _drafts(session: AsyncSession, merchant_id: int) -> Sequence[Draft]:
    """What the merchant's members compose, locked."""
    chats = select(Member.user_id).where(Member.merchant_id == merchant_id)
    theirs = select(Draft).where(col(Draft.chat_id).in_(chats)).order_by(col(Draft.chat_id))
    return (await session.exec(theirs.with_for_update())).all()


def _join(done: Merging) -> None:
    """Names, habits and memories of both."""
    stays, goes = done.stays, done.goes
    stays.aliases = "\n".join(done.aliases)
    stays.search_aliases = searched(stays.aliases)
    stays.channels = stays.channels or goes.channels
    stays.last_used_at = max(stays.last_used_at, goes.last_used_at)
    if goes.archived_at is None:
        stays.archived_at = None
    stays.distinct_from = _ids(stays.distinct_from, *(goes.distinct_from or "").splitlines())


def _ids(known: str | None, *more: str) -> str | None:
    """As the column `distinct_from` has them."""
    return "\n".join(dict.fromkeys([*(known or "").splitlines(), *more])) or None


def _renamed(value: Any, goes: int, stays: int) -> Any:
    """What a chat keeps as JSON, with one customer in place of the other wherever it names them."""
    if isinstance(value, list):
        return [_renamed(one, goes, stays) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: stays if key == "customer_id" and one == goes else _renamed(one, goes, stays)
        for key, one in value.items()
    }
