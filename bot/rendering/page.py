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
from markupsafe import Markup, escape

from bot.rendering import formats
from bot.rendering.credit_words import CREDIT_PAGE_WORDS
from bot.rendering.page_news import Account, news_of
from bot.rendering.page_words import LANGUAGE_NAMES, NOTICES, PAGE_WORDS
from bot.rendering.paying import account_of, paying_code, payment_reference
from bot.rendering.sheet import Sheet, sheet_of
from bot.rendering.words import LABELS
from models.code import Code, Kind
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
_ENVIRONMENT.globals.update(style=_STYLE, icon=_ICON)
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


def page_html(
    document: InvoiceDocument,
    *,
    token: str,
    language: str | None,
    product_name: str,
    account: Account | None = None,
) -> str:
    """The page in `language`, or in the document's own if that is None or unknown to us.

    `account`: where an invoice stands today; without it the page says what the document says.
    """
    reading = next((known for known in get_args(Language) if known == language), document.language)
    shown = document.model_copy(update={"language": reading, "second_language": None})
    sheet = sheet_of(shown, with_logo=True)
    still_open = account.balance.open if account and account.asks_for_money else None
    code = paying_code(shown, still_open)
    return _ENVIRONMENT.get_template("page.html").render(
        document=shown,
        sheet=sheet,
        word=PAGE_WORDS[reading] | (CREDIT_PAGE_WORDS[reading] if shown.is_credit_note else {}),
        news=tuple(_news(shown, account)),
        has_moved=account is not None and account.balance.open != shown.totals.payable_amount,
        is_due=not shown.is_credit_note and (account is None or account.asks_for_money),
        token=token,
        direction=_direction(reading),
        others=[(code, name, _direction(code)) for code, name in LANGUAGE_NAMES.items() if code != reading],
        amount=_amount(shown, account),
        pay_link=code.link if code else None,
        due_date=formats.day(shown.due_date, reading, shown.digits),
        items=tuple(_items(sheet, several_taxes=len(shown.totals.tax_subtotals) > 1)),
        payments=tuple(_payments(shown, code)),
        reference=payment_reference(shown),
        mail_link=f"mailto:{quote(shown.seller.email or '')}?subject={quote(shown.number, safe='')}",
        product_name=product_name,
    )


def notice_html(status: int, reference: str = "") -> str:
    """The page instead of an invoice, in both languages."""
    notices = [(code, _direction(code), notice) for code, notice in NOTICES[status].items()]
    return _ENVIRONMENT.get_template("notice.html").render(
        notices=notices,
        reference=reference,
    )


def _news(document: InvoiceDocument, account: Account | None) -> Iterator[Markup]:
    """What has become of it, each value in its own direction."""
    for news in news_of(account, document.language) if account else ():
        amount = ""
        if news.amount is not None:
            amount = formats.money(news.amount, document.currency, document.language, document.digits)
        isolates = {"number": Markup('<bdi dir="ltr">{}</bdi>').format(news.number),
                    "amount": Markup("<bdi>{}</bdi>").format(amount)}  # fmt: skip
        yield escape(news.sentence).format(**isolates)


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def _amount(document: InvoiceDocument, account: Account | None) -> dict[str, object]:
    """What is open, or the total where nothing is any more.

    Currency and figures apart, in reading order, for they are set in different sizes.
    """
    totals = document.totals
    value = totals.payable_amount if account is None else totals.tax_inclusive_amount
    if account is not None and account.asks_for_money:
        value = account.balance.open
    arabic = document.language == "ar"
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


def _payments(document: InvoiceDocument, code: Code | None) -> Iterator[Payment]:
    """What the merchant wrote, then the account, then what an app takes instead of a picture."""
    for line in filter(None, map(str.strip, (document.bank_details or "").split("\n"))):
        match = _LABELLED.fullmatch(line)
        label, value = (match[1].strip(), match[2]) if match else ("", line)
        yield Payment(label, value, value if _ADDRESS.fullmatch(value) else "")
    for label, value in account_of(document):
        yield Payment(LABELS[document.language][label], value, "")
    if code is not None and code.kind is Kind.PIX:
        yield Payment(PAGE_WORDS[document.language]["pix_code"], code.payload, "")
