"""The customer's page: the printed invoice's words and figures, arranged for a phone. No script."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.rendering import formats
from bot.rendering.page_words import LANGUAGE_NAMES, NOTICES, PAGE_WORDS
from bot.rendering.sheet import Sheet, sheet_of
from models.document import InvoiceDocument, Language

_TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ICON = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0b5d57"/>'
    '<path d="M5 4.5h6M5 8h6M5 11.5h3" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/></svg>'
)
_STYLE = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
# The style is in the page, one journey less on a slow network; its hash lets it in, and no other.
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# "IBAN: EG38 ..." is a label and a value to copy; an https address has its colon elsewhere.
_LABELLED = re.compile(r"([^:]{1,30}):\s*(?!//)(\S.*)")
_ADDRESS = re.compile(r"https://[^\s/]+\.[^\s]+")
_LONG_AMOUNT = 13  # characters; beyond them it is set smaller


@dataclass(frozen=True)
class Item:
    """A line: its name, its amount, and how that came about."""

    name: str
    amount: str
    quantity: str
    unit_price: str
    discount: str
    tax: str


@dataclass(frozen=True)
class Payment:
    """One line of the merchant's payment details."""

    label: str
    value: str
    link: str  # an https address, else ""


def page_html(document: InvoiceDocument, *, token: str, language: str | None, product_name: str) -> str:
    """The page in `language`, or in the document's own if that is None or unknown to us."""
    reading = next((known for known in get_args(Language) if known == language), document.language)
    shown = document.model_copy(update={"language": reading})
    sheet = sheet_of(shown, with_logo=True)
    return _ENVIRONMENT.get_template("page.html").render(
        style=Markup(_STYLE),  # noqa: S704 - our own file
        icon=_ICON,
        document=shown,
        sheet=sheet,
        word=PAGE_WORDS[reading],
        token=token,
        direction=_direction(reading),
        others=[(code, name, _direction(code)) for code, name in LANGUAGE_NAMES.items() if code != reading],
        amount=_amount(shown),
        due_date=formats.day(shown.due_date, reading, shown.digits),
        items=tuple(_items(sheet, several_taxes=len(shown.totals.tax_subtotals) > 1)),
        payments=tuple(_payments(shown.bank_details or "")),
        mail_link=f"mailto:{quote(shown.seller.email or '')}?subject={quote(shown.number, safe='')}",
        product_name=product_name,
    )


def notice_html(status: int, reference: str = "") -> str:
    """The page instead of an invoice, in both languages."""
    notices = [(code, _direction(code), notice) for code, notice in NOTICES[status].items()]
    return _ENVIRONMENT.get_template("notice.html").render(
        style=Markup(_STYLE),  # noqa: S704 - our own file
        icon=_ICON,
        notices=notices,
        reference=reference,
    )


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def _amount(document: InvoiceDocument) -> dict[str, object]:
    """Currency and figures apart, in reading order, for they are set in different sizes."""
    value, arabic = document.totals.payable_amount, document.language == "ar"
    figures = formats.amount(value, document.currency, document.language, document.digits)
    currency = formats.currency_sign(document.currency) if arabic else document.currency
    return {
        "figures": figures,
        "currency": currency,
        "currency_first": not arabic,
        "long": len(figures) > _LONG_AMOUNT,
    }


def _items(sheet: Sheet, *, several_taxes: bool) -> Iterator[Item]:
    cells = {column.name: column.cells for column in sheet.grid.columns}
    nothing = ("",) * len(cells["item"])
    taxes = cells.get("tax_rate", nothing) if several_taxes else nothing
    discounts = (" · ".join(cell.split("\n")) for cell in cells.get("discount", nothing))
    rows = zip(
        cells["item"],
        cells["line_net"],
        cells["quantity"],
        cells["unit_price"],
        discounts,
        taxes,
        strict=True,
    )
    return (Item(*row) for row in rows)


def _payments(details: str) -> Iterator[Payment]:
    for line in filter(None, map(str.strip, details.split("\n"))):
        match = _LABELLED.fullmatch(line)
        label, value = (match[1].strip(), match[2]) if match else ("", line)
        yield Payment(label, value, value if _ADDRESS.fullmatch(value) else "")
