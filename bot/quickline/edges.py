"""What stands around an item: the mark of a list, a discount at its end, another item."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from bot.quickline.answers import UnreadableError, refusal
from bot.quickline.currencies import is_currency
from bot.quickline.numbers import parse_percent
from bot.quickline.tails import FOR_ALL
from bot.quickline.words import latin, plain

_BULLET: Final = re.compile(r"(?:\d{1,2}[.)]|[-•·*])\s+")
_FULL_STOP: Final = re.compile(r"(?<=\d)\.$")
_PERCENT: Final = r"(\d[\d.,٫]{0,11})\s?%"
_DISCOUNT: Final = re.compile(
    rf"\s?(?:\(\s?-\s?{_PERCENT}\s?\)|(?<=\s)-\s?{_PERCENT}|\(?{_PERCENT}\s(?:off|discount|خصم)\)?"
    rf"|\(?(?<!\w)(?:discount|خصم)\s{_PERCENT}\)?)$",
    re.IGNORECASE,
)
_AMOUNT_OFF: Final = re.compile(r"(.*\S)\s(-\d[\d.,٫]*)")
_BETWEEN: Final = re.compile(r"[,;؛](?=\s)|\n|\s\+(?=\s)")
_PRICED: Final = re.compile(r"(?<![\w.,])\d[\d.,٫٬']*k?\s?(\S{0,12})$")
_COMMA: Final = re.compile(r"(?<=\s)\d[\d.]*,\d+\s?[x×✕*]\s?[^\W\d]", re.IGNORECASE)  # coffee 15,2x cake


class Discounted(NamedTuple):
    """A text without the percentage that was taken off at its end."""

    text: str
    discount_percent: Decimal | None


def trimmed(text: str) -> str:
    """Latin digits, no list mark before, no comma or full stop after."""
    bullet = _BULLET.match(text)
    return _FULL_STOP.sub("", latin(text[bullet.end() if bullet else 0 :]).strip().rstrip(",;،؛ "))


def discounted(typed: str) -> Discounted:
    """Take `-10%`, `(-10%)`, `10% off` or `خصم 10%` off the end. Raises UnreadableError E_DISCOUNT_RANGE."""
    found = _DISCOUNT.search(plain(typed))
    if found is None:
        return Discounted(typed, None)
    percent = next(filter(None, found.groups()))
    try:
        return Discounted(typed[: found.start()], parse_percent(percent))
    except UnreadableError as refused:
        if refused.code == "E_PERCENT_RANGE":
            raise refusal("E_DISCOUNT_RANGE", f"-{percent}%") from None
        raise


def amount_off(typed: str) -> tuple[str, str] | None:
    """`lamp 100` and `-50` where that is what was typed: a discount that is no percentage."""
    found = _AMOUNT_OFF.fullmatch(plain(typed))
    return (found[1], found[2]) if found else None


def check_single(typed: str, own: str) -> None:
    """Refuse a list of items: UnreadableError E_ITEM_MANY. `own` is the merchant's currency."""
    text = plain(typed)
    for found in _BETWEEN.finditer(text):
        priced = _PRICED.search(text[max(0, found.start() - 40) : found.start()])
        word = priced[1].casefold() if priced else "-"
        if not word or word in FOR_ALL or is_currency(word, own):
            raise refusal("E_ITEM_MANY", typed)
    if _COMMA.search(text):
        raise refusal("E_ITEM_MANY", typed)
