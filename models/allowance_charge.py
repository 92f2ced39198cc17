"""Allowances (discounts) and charges, of a line (BG-27, BG-28) or of the whole document (BG-20, BG-21)."""

from decimal import Decimal
from typing import Self

from pydantic import model_validator

from models.frozen import ExactDecimal, Frozen
from models.money import rounded
from models.tax import TaxCategory


class AllowanceCharge(Frozen):
    """A discount or a surcharge: a percentage of what it stands under, or an amount in the currency."""

    percent: ExactDecimal | None = None  # BT-138, BT-143, BT-94, BT-101
    amount: ExactDecimal | None = None  # BT-136, BT-141, BT-92, BT-99; with tax if the prices are
    reason: str | None = None  # BT-139, BT-144, BT-97, BT-104

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give either percent or amount")
        return self


class DocumentCharge(AllowanceCharge):
    """A charge on the whole document, such as shipping; it is taxed like a line."""

    tax_category: TaxCategory  # BT-102
    tax_rate: ExactDecimal | None = None  # BT-103, percent; None in category O
    exemption_reason: str | None = None  # BT-120


def worth(item: AllowanceCharge | None, base: Decimal, decimals: int) -> Decimal:
    """What it comes to on `base`, rounded to `decimals`; 0 if there is none. Call it under EXACT."""
    if item is None:
        return rounded(Decimal(0), decimals)
    if item.percent is not None:
        return rounded(base * item.percent / 100, decimals)
    return rounded(item.amount or Decimal(0), decimals)
