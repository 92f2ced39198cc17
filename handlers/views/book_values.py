"""What is kept of products and customers, as people read it, with ready answers to choose from."""

from collections.abc import Mapping
from typing import Any

from bot.books.book import Book, Entry
from bot.books.fields import PIECE, USUAL
from bot.language import Texts
from bot.preferences import WRITTEN_IN
from bot.quickline.words import unit_word
from bot.rendering.formats import money, number, percent
from handlers.views.taxes import TREATMENTS
from models.countries import country, likely_countries
from models.merchant import Merchant
from models.tax import TaxCategory

_COLUMNS = {
    "price": ("unit_price", "base_quantity"),
    "unit": ("unit_code",),
    "tax": ("tax_rate", "tax_category"),
}
_UNITS = ("H87", "HUR", "DAY", "MON", "KGM", "MTR", "MTK", "XBX")


def columns_of(book: Book, entry: Entry) -> dict[str, Any]:
    """The columns of an entry that its fields are made of."""
    names = [column for field in book.fields for column in field_columns(field)]
    return {name: getattr(entry, name) for name in names}


def field_columns(field: str) -> tuple[str, ...]:
    """What it is made of."""
    return _COLUMNS.get(field, (field,))


def shown(t: Texts, merchant: Merchant, columns: Mapping[str, Any], field: str) -> str:
    """The field's value; "not set" where there is none."""
    match field:
        case "price":
            return _price(t, merchant, columns)
        case "unit":
            code = columns["unit_code"]
            return t.plain("none") if code == PIECE else unit_word(code, t.language)
        case "tax":
            return _tax(t, columns)
        case "country":
            home = country(columns["country"] or "")
            return f"{home.flag} {home.name(t.language)}" if home else t.plain("not set")
        case "language":
            return WRITTEN_IN.get(columns["language"] or "", t.plain("as in Settings"))
        case "aliases":
            return ", ".join(columns["aliases"].splitlines()) or t.plain("none")
    return str(columns[field] or t.plain("not set"))


def _price(t: Texts, merchant: Merchant, columns: Mapping[str, Any]) -> str:
    price = money(columns["unit_price"], merchant.currency, t.language, t.digits)
    base = columns["base_quantity"]
    if base == 1:
        return price
    return t.plain("{price} per {quantity}", price=price, quantity=number(base, t.language, t.digits))


def _tax(t: Texts, columns: Mapping[str, Any]) -> str:
    category, rate = columns["tax_category"], columns["tax_rate"]
    if category:
        return t.plain(TREATMENTS[category])
    return t.plain("as on the invoice") if rate is None else percent(rate, t.language, t.digits)


def answers(t: Texts, merchant: Merchant, field: str) -> dict[str, str]:
    """Ready answers and their labels."""
    match field:
        case "unit":
            return {code: unit_word(code, t.language) for code in _UNITS}
        case "tax":
            rate = {f"{number(merchant.tax_rate)}%": percent(merchant.tax_rate, t.language, t.digits)}
            free = {kind.value: t.plain(TREATMENTS[kind]) for kind in (TaxCategory.Z, TaxCategory.E)}
            return {
                **rate,
                "0": t.plain(TREATMENTS[TaxCategory.O]),
                **free,
                USUAL: t.plain("As on the invoice"),
            }
        case "language":
            return {**WRITTEN_IN, USUAL: t.plain("As in Settings")}
        case "country":
            return {c.code: f"{c.flag} {c.name(t.language)}" for c in likely_countries(t.language)}
    return {}
