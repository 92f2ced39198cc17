"""A book as a workbook, in the columns an import reads again."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.books.book import Book, Entry
from bot.books.fields import PIECE
from bot.language import Texts
from bot.preferences import WRITTEN_IN
from bot.quickline.numbers import canonical
from bot.quickline.words import unit_word
from models.countries import country
from models.customer import Customer
from models.errors import N_
from models.merchant import Merchant
from models.product import Product

HEADS = {
    "name": N_("Name"), "price": N_("Price"), "unit": N_("Unit"), "tax": N_("Tax"),
    "aliases": N_("Other names"), "email": N_("E-mail"), "phone": N_("Phone"), "tax_number": N_("Tax number"),
    "address": N_("Address"), "country": N_("Country"), "language": N_("Language"),
}  # fmt: skip
TITLES = {"products": N_("Products"), "customers": N_("Customers")}
Cell = str | Decimal | None


async def listed(session: AsyncSession, book: Book, merchant_id: int) -> Sequence[Entry]:
    """Everything that is not archived, by name."""
    table = book.table
    wanted = select(table).where(table.merchant_id == merchant_id, col(table.archived_at).is_(None))
    entries: Sequence[Any] = (await session.exec(wanted)).all()
    return sorted(entries, key=lambda entry: (entry.search_name, entry.key))


def exported(t: Texts, book: Book, merchant: Merchant, entries: Sequence[Entry]) -> bytes:
    """The XLSX file in the reader's language. Takes up to seconds: not for the event loop."""
    fields = [field.name for field in book.fields_for(merchant)]
    heads = [t.plain(HEADS[name]) for name in fields]
    rows = [[_cell(t, entry, name) for name in fields] for entry in entries]
    from bot.books.workbooks import workbook  # only now, see `bot.books.files`

    return workbook(t.plain(TITLES[book.key]), heads, rows, right_to_left=t.language == "ar")


def _cell(t: Texts, entry: Entry, name: str) -> Cell:
    if name == "aliases":
        return entry.aliases
    if isinstance(entry, Product):
        return _product_cell(t, entry, name)
    return _customer_cell(t, entry, name)


def _product_cell(t: Texts, product: Product, name: str) -> Cell:
    match name:
        case "price" if product.base_quantity != 1:
            return f"{canonical(product.unit_price)} per {canonical(product.base_quantity)}"
        case "price":
            return product.unit_price
        case "unit":
            return None if product.unit_code == PIECE else unit_word(product.unit_code, t.language)
        case "tax":
            return product.tax_category or product.tax_rate
    return product.name


def _customer_cell(t: Texts, customer: Customer, name: str) -> Cell:
    match name:
        case "country":
            home = country(customer.country or "")
            return home.name(t.language) if home else None
        case "language":
            return WRITTEN_IN.get(customer.language or "")
    value: str | None = getattr(customer, name)
    return value
