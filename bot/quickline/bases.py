"""Prices for more than one: 12 per 100, 12/100 pcs, 12 لكل 100."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, refusal
from bot.quickline.numbers import quantity_readings
from bot.quickline.prices import parse_price
from bot.quickline.words import UNITS, plain

_FIGURES: Final = r"\d[\d.,٫٬']*k?"
_BASED: Final = re.compile(
    rf"(?<=[^\s/])(?:\s?(?P<slash>/)\s?|\s(?:per|لكل)\s?)(?P<base>{_FIGURES})(?:\s?(?P<unit>[^\W\d_]+[23]?))?$",
    re.IGNORECASE,
)
_PRICED: Final = re.compile(rf"(?:^|\s|[^\W\d_]|\W){_FIGURES}\s?\S{{0,8}}$", re.IGNORECASE)
_HUNDREDS: Final = re.compile(r"10{2,}")
_FEWEST: Final = 10  # of a unit after a slash: 12/100 pcs is a price, pipe 1/2 m a pipe


class Based(NamedTuple):
    """A text without what its price is for."""

    text: str
    base_quantity: Decimal = Decimal(1)
    unit_code: str | None = None


class UnitPrice(NamedTuple):
    """A price, and the quantity it is for."""

    amount: Decimal
    base_quantity: Decimal = Decimal(1)
    unit_code: str | None = None


def based(typed: str, language: str) -> Based:
    """Take `per 100`, `/100 pcs` or `لكل 100` off the end of a price. Raises UnreadableError E_QTY_ZERO for 0."""
    found = _BASED.search(plain(typed))
    if found is None or not _PRICED.search(plain(typed)[: found.start()]):
        return Based(typed)
    unit_code = UNITS.get((found["unit"] or "").casefold())
    if found["unit"] and unit_code is None:
        return Based(typed)
    base = max(quantity_readings(found["base"], language, within=typed))
    if found["slash"] and not (_HUNDREDS.fullmatch(f"{base:f}") or (unit_code and base >= _FEWEST)):
        return Based(typed)
    return Based(typed[: found.start()], base, unit_code)


def parse_unit_price(text: str, *, currency: str, language: str) -> UnitPrice:
    """A price alone, `150`, or for a quantity, `12 per 100 pcs`. Raises what `parse_price` and `based` raise."""
    typed = based(text.strip(), language)
    try:
        price = parse_price(typed.text, currency=currency, language=language)
    except UnclearError as unclear:
        rest = text.strip()[len(typed.text) :]
        choices = tuple(f"{choice}{rest}" for choice in unclear.choices)
        raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None
    return UnitPrice(price, typed.base_quantity, typed.unit_code)


def one_unit(first: str | None, second: str | None, text: str) -> str:
    """The unit both agree on; a piece if none is named. Raises UnreadableError E_ITEM_SHAPE of `text` otherwise."""
    named = {code for code in (first, second) if code and code != "C62"}
    if len(named) > 1:
        raise refusal("E_ITEM_SHAPE", text)
    return named.pop() if named else "C62"
