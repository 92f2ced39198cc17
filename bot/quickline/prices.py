"""A price as typed alone: a number, perhaps with its currency."""

import re
from decimal import Decimal
from typing import Final

from bot.quickline.answers import check_length, question
from bot.quickline.currencies import is_currency, is_doubtful
from bot.quickline.numbers import canonical, check_decimals, fits, number_readings, the_one
from bot.quickline.words import plain
from models.basis import PRICE_EXTRA_DECIMALS
from models.money import minor_units

FIGURES: Final = "0123456789.,٫٬'½¼¾"
_BEFORE: Final = re.compile(r"([^\s\d½¼¾-]{1,9}?)\.?\s?(?=[-.]?[\d½¼¾])")


def parse_price(text: str, *, currency: str, language: str) -> Decimal:
    """A price of 0 or more in the merchant's `currency`: at most two decimals more than the currency has.

    Raises what `parse_number` raises, UnreadableError E_CURRENCY_MIX for another currency, and UnclearError A_CURRENCY
    for a sign that may be both.
    """
    check_length(text)
    number, sign = _parted(plain(text).strip(), currency)
    doubtful = is_doubtful(sign, currency) if sign else False
    price = the_one(number, price_readings(number, currency, language))
    if doubtful:
        raise question("A_CURRENCY", sign, (f"{canonical(price)} {currency}",))
    return price


def price_readings(text: str, currency: str, language: str) -> tuple[Decimal, ...]:
    """The one or two prices that a number can mean; those with too many decimals are none."""
    decimals = minor_units(currency) + PRICE_EXTRA_DECIMALS
    values = number_readings(text, currency, language)
    check_decimals(max(values), decimals, text)
    return tuple(value for value in values if fits(value, decimals))


def _parted(typed: str, own: str) -> tuple[str, str]:
    """The number, and the currency before or after it or nothing."""
    before = _BEFORE.match(typed)
    if before and is_currency(before[1], own, before=True):
        return typed[before.end() :], before[1]
    after = typed.rsplit(" ", 1)[-1].lstrip(FIGURES)
    return (typed.removesuffix(after), after) if is_currency(after, own) else (typed, "")
