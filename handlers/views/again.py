"""What the card of an invoice made again says of it, and why another cannot be made again."""

from collections.abc import Iterator
from decimal import Decimal

from bot.language import Texts
from bot.rendering.formats import percent
from bot.screens import Button, Screen
from handlers.taps.books import OpenEntry
from handlers.views.parts import SHOWN_NAME, shortened
from handlers.views.prices import price_text
from models.draft import Composition, Remark
from models.errors import UserError
from models.repeat import (
    OTHER_PRICE,
    OTHER_TAX,
    TAXED_NOW,
    UNTAXED_NOW,
    at_price_of_now,
    at_price_of_then,
)

_SHOWN = 5  # prices that have changed; the others are counted


def changes_text(t: Texts, currency: str, composition: Composition) -> Iterator[str]:
    """What has changed since the invoice that is repeated, a line each, as long as it is so."""
    said = [text for remark in composition.remarks if (text := _price_text(t, currency, composition, remark))]
    yield from said[:_SHOWN]
    if hidden := len(said[_SHOWN:]):
        yield t.plural(
            "💡 {n} more item has another price in your catalogue now.",
            "💡 {n} more items have other prices in your catalogue now.",
            hidden,
        )
    for remark in composition.remarks:
        if remark.code == TAXED_NOW and composition.is_taxed:
            yield t("💡 {number} had no tax. This one has, as you charge it now.", number=remark.text)
        elif remark.code == UNTAXED_NOW and not composition.is_taxed:
            yield t("💡 {number} had tax. This one has none, as you charge none now.", number=remark.text)
        elif remark.code == OTHER_TAX and (text := _tax_text(t, composition, remark)):
            yield text


def archived_view(t: Texts, refusal: UserError, customer_id: int) -> Screen:
    """The customer is in the archive, and this is where they are brought back."""
    show = Button(t.plain("👤 {name}", **refusal.values), OpenEntry("customers", customer_id))
    return Screen(t(refusal.message, **refusal.values), ((show,),))


def _price_text(t: Texts, currency: str, composition: Composition, remark: Remark) -> str | None:
    line = at_price_of_then(composition, remark) if remark.code == OTHER_PRICE else None
    if line is None:
        return None
    return t(
        "💡 {item} costs {now} in your catalogue now; here it costs {then}, as before.",
        item=shortened(line.item_name, SHOWN_NAME),
        now=price_text(t, currency, at_price_of_now(line, remark)),
        then=price_text(t, currency, line),
    )


def _tax_text(t: Texts, composition: Composition, remark: Remark) -> str | None:
    then, now = (Decimal(rate) for rate in remark.text.split(" "))
    if not any(line.item_name == remark.name and line.tax_rate == then for line in composition.lines):
        return None
    return t(
        "💡 Tax is {then} here, as before; usually it is {now} by now.",
        then=percent(then, t.language, t.digits),
        now=percent(now, t.language, t.digits),
    )
