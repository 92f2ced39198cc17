"""What the customer receives: an e-mail with the invoice, or an SMS with its link. Same facts, their language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args

import jinja2
from babel import Locale

from bot.delivery.transport import Attachment, Message
from bot.rendering import formats
from bot.rendering.lettering import isolated, left_to_right
from bot.rendering.message_words import MESSAGE_WORDS, MORE_ITEMS, TITLES
from bot.rendering.reader import Reader
from bot.rendering.sms_text import sms_text
from bot.rendering.sums import Sum, sums_of
from bot.rendering.words import LABELS
from models.document import InvoiceDocument, Language
from models.text import cleaned

_ITEMS = 10
_SUBJECT = 78
_SHORT_NAME = 24
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
    title: str
    number: str
    merchant: str
    buyer: str
    total: str
    due: str
    hint: str
    items: tuple[Item, ...]
    more: str
    sums: tuple[Sum, ...]
    payment: tuple[PaymentLine, ...]
    terms: tuple[str, ...]
    link: str
    can_reply: bool
    product: str


def email_message(
    document: InvoiceDocument,
    *,
    delivery_id: int,
    recipient: str,
    link: str,
    message_id: str,
    pdf: bytes,
    product_name: str,
    language: str | None = None,
) -> Message:
    """The e-mail, in `language` or the document's own; replies go to the seller printed on the document."""
    shown = _in_language(document, language)
    words, notice = MESSAGE_WORDS[shown.language], _notice(shown, link, product_name)
    values = {"notice": notice, "word": words, "label": LABELS[shown.language]}
    return Message(
        delivery_id=delivery_id,
        recipient=recipient,
        subject=_subject(shown),
        text=_templates().get_template("email.txt").render(values),
        html=_templates().get_template("email.html").render(values),
        sender_name=words["sender"].format(merchant=notice.merchant, product=product_name),
        reply_to=shown.seller.email,
        message_id=message_id,
        language=shown.language,
        attachment=Attachment(formats.pdf_filename(document.number), pdf),
    )


def sms_message(
    document: InvoiceDocument, *, delivery_id: int, recipient: str, link: str, language: str | None = None
) -> Message:
    """The SMS, in `language` or the document's own; see `sms_text` for its length and its last word."""
    shown = _in_language(document, language).language
    text = sms_text(document, shown, recipient, link, delivery_id)
    return Message(delivery_id=delivery_id, recipient=recipient, text=text, language=shown)


def _in_language(document: InvoiceDocument, language: str | None) -> InvoiceDocument:
    known = next((known for known in get_args(Language) if known == language), document.language)
    return document.model_copy(update={"language": known})


def _notice(document: InvoiceDocument, link: str, product: str) -> Notice:
    language, digits = document.language, document.digits
    return Notice(
        language=language,
        rtl=language == "ar",
        title=TITLES[document.language][document.title],
        number=document.number,
        merchant=cleaned(document.seller.name),
        buyer=cleaned(document.buyer.name),
        total=formats.money(document.totals.payable_amount, document.currency, language, digits),
        due=formats.day(document.due_date, language, digits),
        hint=Reader.of(document).word("prices_include_tax") if document.prices_include_tax else "",
        items=_items(document),
        more=_more(len(document.lines) - _ITEMS, document),
        sums=sums_of(document, Reader.of(document)),
        payment=tuple(map(_payment_line, _lines(document.bank_details))),
        terms=tuple(_lines(document.payment_terms)),
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


def _payment_line(text: str) -> PaymentLine:
    found = _LINK.search(text)
    return PaymentLine(text[: found.start()], found[0]) if found else PaymentLine(text, "")


def _more(count: int, document: InvoiceDocument) -> str:
    if count <= 1:
        return ""
    category = Locale.parse(document.language).plural_form(count)
    shown = formats.number(Decimal(count), document.language, document.digits)
    return MORE_ITEMS[document.language][category].format(n=shown)


def _subject(document: InvoiceDocument) -> str:
    """At most 78 characters if the number allows: first the due date goes, then the end of a long name."""
    words, name = MESSAGE_WORDS[document.language], cleaned(document.seller.name)
    values = {
        "title": LABELS[document.language][document.title],
        "number": document.number,
        "total": formats.money(document.totals.payable_amount, document.currency, document.language),
        "due": formats.short_day(document.due_date, document.language),
    }
    short = name if len(name) <= _SHORT_NAME else f"{name[:_SHORT_NAME].rstrip()}…"
    choices = [words[kind].format(merchant=name, **values) for kind in ("subject", "subject_short")]
    shortest = words["subject_short"].format(merchant=short, **values)
    return next((choice for choice in choices if len(choice) <= _SUBJECT), shortest)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["own"] = lambda value, rtl: isolated(value, rtl=rtl)
    environment.filters["ltr"] = lambda value, rtl: left_to_right(value) if rtl else value
    return environment
