"""A book: its table, what is kept in it, and how its entries are found, changed and put away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.books.fields import CUSTOMER_FIELDS, PRODUCT_FIELDS, Columns, Field
from models.aliases import as_searched
from models.customer import Customer
from models.errors import N_, UserError
from models.merchant import Merchant
from models.product import Product
from models.text import folded

Entry = Product | Customer


@dataclass(frozen=True)
class Book:
    """One of the two; `key` names it in buttons and rows."""

    key: str
    table: type[Product] | type[Customer]
    fields: Mapping[str, Field]
    unknown: str  # what is said of an id that is none of the merchant's

    def fields_for(self, merchant: Merchant) -> list[Field]:
        """Those that mean something to this merchant."""
        return [field for field in self.fields.values() if merchant.charges_tax or not field.taxed]


PRODUCTS: Final = Book("products", Product, PRODUCT_FIELDS, N_("This item is no longer in your catalogue."))
CUSTOMERS: Final = Book(
    "customers", Customer, CUSTOMER_FIELDS, N_("This customer is no longer in your address book.")
)
BOOKS: Final[Mapping[str, Book]] = {book.key: book for book in (PRODUCTS, CUSTOMERS)}

_TAKEN = N_("“{name}” is in the book already. Choose another name, or open that entry and change it.")


async def entry_of(session: AsyncSession, book: Book, merchant_id: int, entry_id: int) -> Entry:
    """One of this merchant's, archived or not; UserError for any other id."""
    wanted: Any = select(book.table).where(book.table.id == entry_id, book.table.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(book.unknown)
    return cast(Entry, found)


async def change(session: AsyncSession, book: Book, found: Entry, columns: Columns) -> None:
    """Set its columns. UserError where a name or another name of it is somebody else's."""
    for name in (columns.get("name"), *columns.get("aliases", "").splitlines()):
        if name is not None:
            await _check_free(session, book, found, name, is_alias=name != columns.get("name"))
    for column, value in columns.items():
        setattr(found, column, value)


def archive(found: Entry, now: datetime) -> None:
    """Offer it nowhere any more; invoices go on naming it."""
    found.archived_at = found.archived_at or now


def bring_back(found: Entry) -> None:
    """Offer it again."""
    found.archived_at = None


async def _check_free(session: AsyncSession, book: Book, found: Entry, name: str, *, is_alias: bool) -> None:
    """Products have names of their own; customers may share a name, but no other name is anybody else's."""
    if book is CUSTOMERS and not is_alias:
        return
    table = book.table
    means = (col(table.search_name) == folded(name)) | col(table.search_aliases).contains(
        as_searched(name), autoescape=True
    )
    others = select(table.name).where(table.merchant_id == found.merchant_id, means)
    if found.id is not None:
        others = others.where(col(table.id) != found.id)
    if (await session.exec(others.limit(1))).first() is not None:
        raise UserError(_TAKEN, name=name[:60])
