"""What may be a slip of the finger on an invoice: a price unlike the usual one, zeros, a total, a currency."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from models.draft import DraftLine
from models.money import EXACT
from models.product import Product

DOUBTFUL_PRICE = 3  # times the usual price, or a part of it
DOUBTFUL_TOTAL = 10  # times the largest of late
_MOST_ZEROS = 12


@dataclass(frozen=True)
class PriceDoubt:
    """An item at a price unlike what it was sold at last."""

    line: DraftLine
    usual: Product
    times: Decimal  # the larger price in terms of the smaller one, as good as any for comparing doubts
    zeros: int = 0  # how many the price has too many, below 0: too few; 0: it differs otherwise

    @property
    def weight(self) -> tuple[int, Decimal]:
        """For sorting: misplaced zeros are slips more surely than any other difference."""
        return (1 if self.zeros else 0, self.times)


@dataclass(frozen=True)
class TotalDoubt:
    """An invoice over far more than any of late."""

    total: Decimal
    largest: Decimal


@dataclass(frozen=True)
class CurrencyDoubt:
    """The customer's invoice before was in another currency."""

    currency: str  # that one


Doubt = PriceDoubt | TotalDoubt | CurrencyDoubt


def price_doubt(line: DraftLine, usual: Product) -> PriceDoubt | None:
    """Whether the price is three times the usual one, or a third of it, or further off.

    Compared exactly, whatever quantities the two prices are for. What is free, and what is counted otherwise than
    usual, cannot be compared.
    """
    if line.unit_code != usual.unit_code or not line.unit_price or not usual.unit_price:
        return None
    with localcontext(EXACT):
        here = line.unit_price * usual.base_quantity
        there = usual.unit_price * line.base_quantity
        larger, smaller = max(here, there), min(here, there)
        if larger < DOUBTFUL_PRICE * smaller:
            return None
        zeros = next((n for n in range(1, _MOST_ZEROS) if larger == smaller.scaleb(n)), 0)
        return PriceDoubt(line, usual, larger / smaller, zeros if here > there else -zeros)
