"""What is kept of a product and of a customer, and how each piece of it is read: typed in the chat or in a file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot import entries
from bot.customers import LONGEST_NAME, checked_name
from bot.entries import LONGEST_NUMBER, LONGEST_TEXT, fitting
from bot.preferences import WRITTEN_IN
from bot.quickline.bases import parse_unit_price
from bot.quickline.contacts import parse_email
from bot.quickline.phones import parse_phone
from bot.quickline.words import UNITS, plain, unit_word
from bot.registration import checked_buyer_number
from bot.taxation import read_tax
from models.aliases import kept, searched
from models.customer import Customer
from models.errors import N_, UserError
from models.merchant import Merchant
from models.tax import TaxCategory
from models.text import folded

LONGEST_ITEM = 500
MOST_ALIASES = 10
PIECE = "C62"
USUAL = "usual"
"""The answer that something is as the settings have it, or as the invoice has it."""

_NO_NAME = N_("Please type the item's name, like: Logo design")
_UNIT = N_("I do not know the unit “{text}”. Type it like: {units}")
_TAX = N_("Type a rate like 14%, or tap a button. Other kinds of tax are chosen on the invoice itself.")
_ALIASES = N_("At most {most} other names are kept; these are {count}.")
_USUAL_WORDS: Final = {USUAL, "", "-", *(folded(word) for word in ("default", "المعتاد", "none", "بدون"))}
_SEPARATORS: Final = re.compile(r"[,،;؛|\n]")


@dataclass(frozen=True)
class Writer:
    """Whose words are read: where the merchant is settles phones and taxes, the language settles numbers."""

    merchant: Merchant
    language: str
    customer: Customer | None = None  # whose entry it goes into; None: not known yet, as in a file


Columns = dict[str, Any]
"""Columns of a row and their values."""


@dataclass(frozen=True)
class Field:
    """`read` gives the columns that a text means, or raises UserError; `cleared` are those of nothing."""

    name: str
    read: Callable[[str, Writer], Columns]
    cleared: Columns | None = None  # None: there has to be something
    lines: bool = False  # keeps line breaks
    taxed: bool = False  # means nothing to who charges no tax
    most: int | None = field(default=None, kw_only=True)  # characters


def product_name(text: str, _writer: Writer) -> Columns:
    """An item's name, as it stands on the invoice."""
    if not text:
        raise UserError(_NO_NAME)
    return _named(fitting(text, LONGEST_ITEM))


def _named(name: str) -> Columns:
    return {"name": name, "search_name": folded(name)}


def _price(text: str, writer: Writer) -> Columns:
    price = parse_unit_price(text, currency=writer.merchant.currency, language=writer.language)
    unit = {"unit_code": price.unit_code} if price.unit_code else {}
    return {"unit_price": price.amount, "base_quantity": price.base_quantity, **unit}


def _unit(text: str, writer: Writer) -> Columns:
    typed = plain(text).strip(" .").casefold()
    if typed in _USUAL_WORDS:
        return {"unit_code": PIECE}
    code = UNITS.get(typed) or next((code for code in UNITS.values() if code.casefold() == typed), None)
    if code is None:
        comma = "، " if writer.language == "ar" else ", "
        units = comma.join(unit_word(example, writer.language) for example in ("H87", "HUR", "KGM", "MTR"))
        raise UserError(_UNIT, text=text[:40], units=units)
    return {"unit_code": code}


def _tax(text: str, writer: Writer) -> Columns:
    if folded(text) in _USUAL_WORDS:
        return {"tax_rate": None, "tax_category": None}
    tax = read_tax(text, writer.merchant.country, "en")
    if tax.tax_category not in {None, TaxCategory.Z, TaxCategory.E}:
        raise UserError(_TAX)
    return {"tax_rate": tax.tax_rate, "tax_category": tax.tax_category and tax.tax_category.value}


def _aliases(text: str, _writer: Writer) -> Columns:
    names = [" ".join(name.split()) for name in _SEPARATORS.split(text)]
    aliases = kept(fitting(name, LONGEST_NAME) for name in names if name)
    if aliases.count("\n") >= MOST_ALIASES:
        raise UserError(_ALIASES, most=MOST_ALIASES, count=aliases.count("\n") + 1)
    return {"aliases": aliases, "search_aliases": searched(aliases)}


def _language(text: str, writer: Writer) -> Columns:
    if folded(text) in _USUAL_WORDS:
        return {"language": None}
    spoken = {
        "English": "en",
        "Arabic": "ar",
        "الإنجليزية": "en",
        "الانجليزية": "en",
        "انجليزي": "en",
        "عربي": "ar",
    }
    known = {folded(name): code for name, code in spoken.items()}
    return {"language": known.get(folded(text)) or entries.one_of(WRITTEN_IN, text, writer.merchant)}


def _buyer_number(text: str, writer: Writer) -> str:
    typed = fitting(text, LONGEST_NUMBER)
    if writer.customer is None:
        return checked_buyer_number(typed)
    return checked_buyer_number(typed, writer.merchant.country, writer.customer.country)


def _plain(name: str, read: Callable[[str, Writer], Any], **rest: Any) -> Field:
    """A field of one column, of the same name, which may be empty."""
    return Field(name, lambda text, writer: {name: read(text, writer)}, {name: None}, **rest)


_OTHER_NAMES: Final = Field("aliases", _aliases, {"aliases": "", "search_aliases": ""}, lines=True)

PRODUCT_FIELDS: Final[Mapping[str, Field]] = {
    one.name: one
    for one in (
        Field("name", product_name, most=LONGEST_ITEM),
        Field("price", _price),
        Field("unit", _unit, {"unit_code": PIECE}),
        Field("tax", _tax, {"tax_rate": None, "tax_category": None}, taxed=True),
        _OTHER_NAMES,
    )
}
CUSTOMER_FIELDS: Final[Mapping[str, Field]] = {
    one.name: one
    for one in (
        Field("name", lambda text, _writer: _named(checked_name(text)), most=LONGEST_NAME),
        _plain("email", lambda text, _writer: parse_email(text)),
        _plain("phone", lambda text, writer: parse_phone(text, country=writer.merchant.country)),
        _plain(
            "tax_number",
            _buyer_number,
            most=LONGEST_NUMBER,
        ),
        _plain("address", lambda text, _writer: fitting(text, LONGEST_TEXT), lines=True, most=LONGEST_TEXT),
        _plain("country", lambda text, writer: entries.country(text, writer.merchant)),
        Field("language", _language, {"language": None}),
        _OTHER_NAMES,
    )
}
