"""The price of a line as EN 16931 wants it: without tax, and multiplying to the net amount that is printed."""

from decimal import Decimal, localcontext
from typing import NamedTuple

from models.document import DocumentLine
from models.money import EXACT, rounded
from models.totals import LineTotals

PRICE_DECIMALS = 10  # of a price derived from one with tax


class NetPrice(NamedTuple):
    """quantity x `price` / `base_quantity` - `allowance` + `charge` is the line's net amount, to the minor unit."""

    price: Decimal  # BT-146, not negative
    base_quantity: Decimal | None  # BT-149; None: one
    allowance: Decimal  # BT-136
    charge: Decimal  # BT-141


def net_price(line: DocumentLine, totals: LineTotals, *, with_tax: bool, decimals: int) -> NetPrice:
    """The typed price wherever it comes to the net amount; `with_tax`: prices were typed with tax.

    A price that had tax in it is derived from the net amount: for one, or where PRICE_DECIMALS cannot say that
    exactly, for the whole quantity at once.
    """
    with localcontext(EXACT):
        rate = (line.tax_rate or Decimal(0)) if with_tax else Decimal(0)
        allowance = rounded(totals.allowance_amount * 100 / (100 + rate), decimals)
        charge = rounded(totals.charge_amount * 100 / (100 + rate), decimals)
        gross = totals.net_amount + allowance - charge
        if (
            gross * line.quantity < 0
        ):  # each was rounded alone: a unit too many, and the price would be negative
            charge, gross = charge + gross, Decimal(0)
        price, base = _price(line, gross, decimals)
    return NetPrice(price, base, allowance, charge)


def _price(line: DocumentLine, gross: Decimal, decimals: int) -> tuple[Decimal, Decimal | None]:
    base = line.base_quantity or Decimal(1)
    if rounded(line.quantity * line.unit_price / base, decimals) == gross:
        return line.unit_price, line.base_quantity
    price = rounded(gross / line.quantity * base, PRICE_DECIMALS)
    if rounded(line.quantity * price / base, decimals) == gross:
        return _short(price, decimals), line.base_quantity
    return gross.copy_abs(), line.quantity.copy_abs()


def _short(price: Decimal, decimals: int) -> Decimal:
    """Without zeros beyond the currency's decimals."""
    plain = rounded(price, decimals)
    return plain if plain == price else price.normalize()
