"""Exact money: Decimal from text, rounded half-up to the minor units ISO 4217 gives the currency."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from functools import cache
from math import floor

from iso4217 import Currency

# No product of numbers an invoice may hold reaches 60 digits: products and sums are exact. A quotient of such
# numbers, unless it is a tie, is further from one than 100 digits can blur: rounding it again rounds right.
EXACT = Context(prec=100, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])


@cache
def minor_units(currency: str) -> int:
    """How many decimals the currency has (ISO 4217; CLDR is wrong for thirteen); ValueError if unknown."""
    return int(Currency(currency).exponent or 0)


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """Half-up away from zero; the only rounding there is. Never -0."""
    result = amount.quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    return result.copy_abs() if result.is_zero() else result


def apportioned(total: Decimal, shares: Sequence[Fraction], decimals: int) -> list[Decimal]:
    """Each exact share brought to `decimals` so that all add up to `total`: the largest remainder method.

    Shares are cut to the unit below; the units then missing from `total` go one by one to the largest
    remainders, the earlier share first where they are equal. `total` is the sum of the shares, give or take
    half a unit, so that no share moves by a whole unit.
    """
    units = [share * 10**decimals for share in shares]
    parts = [floor(unit) for unit in units]
    missing = int(total.scaleb(decimals, EXACT)) - sum(parts)
    for index in sorted(range(len(units)), key=lambda i: parts[i] - units[i])[:missing]:
        parts[index] += 1
    return [Decimal(part).scaleb(-decimals, EXACT) for part in parts]
