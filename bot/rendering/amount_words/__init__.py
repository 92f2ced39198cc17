"""An amount of money in words, as the sum line of an invoice or a receipt says it."""

from decimal import Decimal

from bot.rendering.amount_words.arabic import in_arabic
from bot.rendering.amount_words.western import LANGUAGES, in_western
from models.money import EXACT, minor_units

LIMIT = 10**18  # in major units: beyond it there are no words an invoice would use

__all__ = ["in_words"]


def in_words(amount: Decimal, currency: str, language: str) -> str | None:
    """فقط ثلاثمائة واثنان وأربعون جنيهاً لا غير; Three hundred and forty-two Egyptian pounds only.

    `amount` is rounded to the currency's minor units. None where words would not be right: below 0, finer than the
    currency, from 10^18 on, or a currency or language that has no words here (ar, en, fr, de, es, pt have).
    """
    split = _units(amount, currency)
    if split is None:
        return None
    major, minor = split
    if language == "ar":
        return in_arabic(major, minor, currency)
    return in_western(major, minor, currency, language) if language in LANGUAGES else None


def _units(amount: Decimal, currency: str) -> tuple[int, int] | None:
    """Whole units of the currency and minor ones."""
    try:
        decimals = minor_units(currency)
    except ValueError:
        return None
    if not amount.is_finite() or not 0 <= amount < LIMIT:
        return None
    minor = amount.scaleb(decimals, EXACT)
    return divmod(int(minor), 10**decimals) if minor == minor.to_integral_value() else None
