"""A line as a message again, for an echo and for answers: every place said in the one way that nobody doubts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.quickline.items import Item, canonical_item
from bot.quickline.line.customers import with_customer
from bot.quickline.line.directives import Reader
from bot.quickline.line.frames import Frame
from bot.quickline.line.knowing import newcomer
from bot.quickline.line.values import Context, Line, LineItem, Named
from bot.quickline.numbers import canonical
from models.allowance_charge import AllowanceCharge

_PLAIN: Final = re.compile(r"(?:[^\W\d_][\w .'&-]*\w|[^\W\d_])(?: #\d+)?")
_ARABIC: Final = {
    "due": "استحقاق", "vat": "ضريبة", "no tax": "بدون ضريبة", "incl tax": "شامل الضريبة",
    "excl tax": "غير شامل الضريبة", "paid": "مدفوع",
}  # fmt: skip


def canonical_line(line: Line, context: Context) -> str:
    """The message, a part on each line, that `parse_line` reads as this line in this context.

    Its names are those of the address book and of the catalogue as far as nobody else is meant by them.
    """
    own = context.currency == line.currency
    parts = (
        *(_item(item, context) for item in line.items),
        *_said(line, context),
        *(() if own else (line.currency,)),
    )
    contacts = tuple(filter(None, (line.email, line.phone)))
    frame = Frame(
        parts, None, contacts, tuple((line.note or "").split("\n")) if line.note else (), line.is_express
    )
    return replace(frame, customer=_customer(line, context)).text


def _item(item: LineItem, context: Context) -> str:
    name = _label(item.product).rstrip("!") if item.product and item.unit_price is None else item.item_name
    base = item.base_quantity
    typed = Item(name, item.quantity, item.unit_code or "C62", item.unit_price, None, base)
    bracketed = (
        *(_worth(item.allowance, "-") if item.allowance else ()),
        *(_worth(item.charge, "+") if item.charge else ()),
        *(() if item.tax_rate is None else (_tax(item.tax_rate, context),)),
    )
    return " ".join((canonical_item(typed, context.language), *(f"({one})" for one in bracketed)))


def _said(line: Line, context: Context) -> Iterator[str]:
    """What concerns the whole."""
    if line.allowance:
        yield from _worth(line.allowance, "-")
    for charge in line.charges:
        yield from _worth(charge, f"{charge.reason} ")
    if line.tax_rate is not None:
        yield _tax(line.tax_rate, context)
    if line.prices_include_tax is not None:
        yield _word("incl tax" if line.prices_include_tax else "excl tax", context)
    if line.prepaid_amount is not None:
        yield f"{_word('paid', context)} {canonical(line.prepaid_amount)}"
    if line.due_date:
        yield f"{_word('due', context)} {line.due_date.isoformat()}"


def _worth(worth: AllowanceCharge, before: str) -> Iterator[str]:
    amount = (
        f"{canonical(worth.percent)}%" if worth.percent is not None else canonical(worth.amount or Decimal(0))
    )
    yield f"{before}{amount}"


def _tax(rate: Decimal, context: Context) -> str:
    return f"{_word('vat', context)} {canonical(rate)}%" if rate else _word("no tax", context)


def _word(english: str, context: Context) -> str:
    return _ARABIC[english] if context.language[:2] == "ar" else english


def _customer(line: Line, context: Context) -> str | None:
    """The name so that it is read as a name, and as this one."""
    if line.customer is None or (line.customer.found is None and line.customer.id is not None):
        return None
    name = _label(line.customer)
    if line.customer.id is None and context.customers.find(name):
        name = newcomer(name)
    frame = Frame((f"{name}:", "1"))
    read = with_customer(frame, Reader(context, line.currency)).customer
    return name if read == name else f"{'إلى' if context.language[:2] == 'ar' else 'for'} {name}"


def _label(named: Named) -> str:
    return named.label if _PLAIN.fullmatch(named.label) else named.typed or named.name
