"""The facts an e-mail about a document tells, plain: its templates arrange them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale

from bot.rendering import formats
from bot.rendering.message_words import MORE_ITEMS, TITLES, words_of
from bot.rendering.paying import account_of, paying_code, payment_reference
from bot.rendering.reader import Reader
from bot.rendering.sums import Sum, sums_of
from bot.rendering.words import LABELS
from models.document import InvoiceDocument, Language
from models.text import cleaned

_ITEMS = 10
_LINK = re.compile(r"https://[^\s/]+\.\S+$")


@dataclass(frozen=True)
class Item:
    """A line of the invoice."""

    name: str
    quantity: str
    unit_price: str
    amount: str


@dataclass(frozen=True)
class PaymentLine:
    """A line of the merchant's payment details; its web address apart, "" if it has none."""

    before: str
    link: str


@dataclass(frozen=True)
class Notice:
    """An e-mail's facts, plain; text and HTML each isolate them in their own way."""

    language: Language
    rtl: bool
    heading: str
    title: str
    number: str
    reference: str  # what the payer has to name
    preceding: str  # the invoice a credit note is for
    reason: str  # and why
    merchant: str
    buyer: str
    total: str
    due: str  # "" where nothing is left to pay, and then nobody is told how to
    hint: str
    items: tuple[Item, ...]
    more: str
    sums: tuple[Sum, ...]
    payment: tuple[PaymentLine, ...]
    terms: tuple[str, ...]
    link: str
    can_reply: bool
    product: str


def notice_of(document: InvoiceDocument, link: str, product: str) -> Notice:
    """The facts of a document's e-mail, in the document's language."""
    language, digits = document.language, document.digits
    is_due = document.totals.payable_amount > 0
    return Notice(
        language=language,
        rtl=language == "ar",
        heading=LABELS[language][document.title],
        title=TITLES[language][document.title],
        number=document.number,
        reference=payment_reference(document),
        preceding=document.preceding.number if document.preceding else "",
        reason=cleaned(document.reason or ""),
        merchant=cleaned(document.seller.name),
        buyer=cleaned(document.buyer.name),
        total=formats.money(document.totals.payable_amount, document.currency, language, digits),
        due=formats.day(document.due_date, language, digits) if is_due else "",
        hint=Reader.of(document).word("prices_include_tax") if document.prices_include_tax else "",
        items=_items(document),
        more=_more(len(document.lines) - _ITEMS, document),
        sums=sums_of(document, Reader.of(document)),
        payment=tuple(_payment(document)) if is_due else (),
        terms=tuple(_lines(document.payment_terms)) if is_due else (),
        link=link,
        can_reply=bool(document.seller.email),
        product=product,
    )


def _items(document: InvoiceDocument) -> tuple[Item, ...]:
    pairs = list(zip(document.lines, document.totals.lines, strict=True))
    shown = (
        pairs if len(pairs) == _ITEMS + 1 else pairs[:_ITEMS]
    )  # "and 1 more" takes as much room as the one
    return tuple(
        Item(
            cleaned(line.item_name),
            formats.quantity(line.quantity, line.unit_code, document.language),
            formats.amount(line.unit_price, document.currency),
            formats.amount(amounts.net_amount, document.currency),
        )
        for line, amounts in shown
    )


def _lines(text: str | None) -> Iterator[str]:
    return filter(None, cleaned(text or "", lines=True).split("\n"))


def _payment(document: InvoiceDocument) -> Iterator[PaymentLine]:
    """What the merchant wrote about paying, then the account, then the link that pays."""
    yield from map(_payment_line, _lines(document.bank_details))
    for label, value in account_of(document):
        yield PaymentLine(f"{LABELS[document.language][label]}: {cleaned(value)}", "")
    code = paying_code(document)
    if code is not None and (code.link or "").startswith("https://"):
        yield PaymentLine(f"{words_of(document)['pay_online']}: ", code.link or "")


def _payment_line(text: str) -> PaymentLine:
    found = _LINK.search(text)
    return PaymentLine(text[: found.start()], found[0]) if found else PaymentLine(text, "")


def _more(count: int, document: InvoiceDocument) -> str:
    if count <= 1:
        return ""
    category = Locale.parse(document.language).plural_form(count)
    shown = formats.number(Decimal(count), document.language, document.digits)
    return MORE_ITEMS[document.language][category].format(n=shown)
