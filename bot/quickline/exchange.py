"""What one unit of the invoice's currency is worth, as typed: 50.25, 50.25 EGP, 1 USD = 50.25 EGP, 1 EGP = 0.02 USD."""

import re
from decimal import Decimal
from typing import Final

from bot.quickline.answers import refusal
from bot.quickline.numbers import parse_number
from bot.quickline.words import plain
from models.basis import EXCHANGE_DECIMALS
from models.money import EXACT, rounded

_STATED: Final = re.compile(
    r"(?:(?:1\s?)?(?P<one>[a-z]{3})\s?=\s?)?(?P<rate>.*?[^a-z\s])\s?(?P<many>[a-z]{3})?", re.IGNORECASE
)
_SMALL: Final = re.compile(
    rf"0?[.٫,](\d{{7,{EXCHANGE_DECIMALS}}})"
)  # more decimals than any other number has


def parse_exchange_rate(text: str, *, own: str, foreign: str, language: str) -> Decimal:
    """Units of `foreign` for one of `own` (ISO 4217), above 0; said the other way round it is turned.

    Raises what `parse_number` raises; E_RATE_ZERO, and E_RATE_CURRENCY where other currencies are named.
    """
    stated = _STATED.fullmatch(plain(text).strip())
    if stated is None:
        raise refusal("E_BAD_NUMBER", text)
    one, many = (stated["one"] or "").upper(), (stated["many"] or "").upper()
    if one not in {"", own, foreign} or many not in {"", own, foreign} or (one and one == many):
        raise refusal("E_RATE_CURRENCY", text, own=own, foreign=foreign)
    rate = _number(stated["rate"], foreign, language)
    turned = one == foreign or (not one and many == own)
    if rate and turned:
        rate = EXACT.divide(Decimal(1), rate)
    rate = rounded(rate, EXCHANGE_DECIMALS).normalize()
    if not rate:
        raise refusal("E_RATE_ZERO", text)
    return Decimal(f"{rate:f}")


def _number(typed: str, currency: str, language: str) -> Decimal:
    small = _SMALL.fullmatch(typed)
    return Decimal(f"0.{small[1]}") if small else parse_number(typed, currency=currency, language=language)
