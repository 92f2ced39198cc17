"""What columns of people's lists are called, in English and Arabic, as shops and address books export them."""

import re
from collections.abc import Sequence
from typing import Final

from bot.books.book import CUSTOMERS, PRODUCTS, Book
from models.text import folded

GIVEN, FAMILY = "given", "family"
"""Two columns that make a name together."""

_SHARED: Final = {
    "aliases": "aliases|alias|other names|nickname|nicknames|أسماء أخرى|اسم آخر|اسم الشهرة|الكنية",
}
_CALLED: Final[dict[str, dict[str, str]]] = {
    PRODUCTS.key: _SHARED
    | {
        "name": "name|item|item name|product|product name|service|description|title|الاسم|اسم|الصنف|اسم الصنف|المنتج"
        "|اسم المنتج|البند|الخدمة|الوصف|البيان",
        "price": "price|unit price|sale price|selling price|rate|cost|amount"
        "|السعر|سعر|سعر الوحدة|سعر البيع|الثمن|المبلغ",
        "unit": "unit|units|uom|unit of measure|الوحدة|وحدة|وحدة القياس",
        "tax": "tax|tax rate|vat|vat rate|الضريبة|ضريبة|نسبة الضريبة|ضريبة القيمة المضافة",
    },
    CUSTOMERS.key: _SHARED
    | {
        "name": "name|customer|customer name|client|client name|full name|display name|company|company name|الاسم|اسم"
        "|العميل|اسم العميل|الاسم الكامل|الشركة|اسم الشركة|الزبون|اسم الزبون|file as|organization name|organization",
        GIVEN: "first name|given name|الاسم الأول",
        FAMILY: "last name|family name|surname|اسم العائلة|الاسم الأخير|اللقب",
        "email": "email|e-mail|mail|email address|e-mail address|e-mail 1 - value"
        "|البريد|البريد الإلكتروني|الإيميل|ايميل|بريد",
        "phone": "phone|mobile|phone number|mobile number|mobile phone|tel|telephone|cell|whatsapp|phone 1 - value"
        "|الهاتف|هاتف|الجوال|جوال|الموبايل|موبايل|رقم الهاتف|رقم الجوال|رقم الموبايل|المحمول|تليفون|واتساب",
        "tax_number": "tax number|tax no|tax id|vat number|vat no|vat id|trn|tin"
        "|الرقم الضريبي|رقم ضريبي|رقم التسجيل الضريبي",
        "address": "address|street address|billing address|full address|address 1 - formatted|العنوان|عنوان",
        "country": "country|country code|الدولة|البلد|دولة|بلد",
        "language": "language|invoice language|اللغة|لغة|لغة الفواتير",
    },
}
_IN_BRACKETS: Final = re.compile(r"[(\[].*?[)\]]")


def _key(title: str) -> str:
    """A column's title as it is compared: without what stands in brackets, stars and colons."""
    return folded(_IN_BRACKETS.sub(" ", title[:100]).replace("_", " ").strip(" *:؛.\ufeff"))


_FIELDS: Final = {
    book: {_key(title): field for field, titles in called.items() for title in titles.split("|")}
    for book, called in _CALLED.items()
}


def recognised(titles: Sequence[str], book: Book) -> dict[int, str]:
    """The fields of the columns, by index; of two columns that say the same the first one counts."""
    fields: dict[str, int] = {}
    for index, title in enumerate(titles):
        field = _FIELDS[book.key].get(_key(title))
        if field is not None:
            fields.setdefault(field, index)
    return {index: field for field, index in fields.items()}


def book_of(titles: Sequence[str]) -> Book | None:
    """Whose columns these are: what has prices is products. None where no column says a name."""
    products, customers = (recognised(titles, book).values() for book in (PRODUCTS, CUSTOMERS))
    if "price" in products and "name" in products:
        return PRODUCTS
    if not {"name", GIVEN, FAMILY, "email", "phone"}.isdisjoint(customers):
        return CUSTOMERS
    return PRODUCTS if "name" in products else None


def score(titles: Sequence[str]) -> int:
    """How many columns are known; two that say nothing of a name are none."""
    book = book_of(titles)
    return len(recognised(titles, book)) if book else 0
