"""What a chat is composing, and the question that is open: the conversation's only state."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from models.allowance_charge import AllowanceCharge
from models.basis import Basis, PricedLine
from models.registration import Rounding
from models.tax import TaxCategory


class DraftLine(BaseModel):
    """A line as composed."""

    item_name: str
    quantity: Decimal = Decimal(1)
    unit_code: str = "C62"
    unit_price: Decimal
    tax_rate: Decimal  # percent
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None


def _allowance(percent: Decimal | None, amount: Decimal | None) -> AllowanceCharge | None:
    if percent:
        return AllowanceCharge(percent=percent)
    return AllowanceCharge(amount=amount) if amount else None


class Composition(BaseModel):
    """The invoice being composed: all of it, stored as one value with its draft."""

    customer_id: int | None = None
    lines: list[DraftLine] = []
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    due_date: date | None = None  # None: the merchant's payment days after issue
    note: str | None = None
    channels: list[str] | None = None  # None: what the customer's row remembers
    prices_include_tax: bool = False

    def untaxed(self) -> "Composition":
        """The same without any tax: by a merchant who charges none."""
        lines = [line.model_copy(update={"tax_rate": Decimal(0)}) for line in self.lines]
        return self.model_copy(update={"lines": lines, "prices_include_tax": False})

    def basis(self, currency: str, tax_rounding: Rounding = "group") -> Basis:
        """What its totals are computed from."""
        return Basis(
            currency=currency,
            tax_rounding=tax_rounding,
            lines=tuple(self._priced(line) for line in self.lines),
            prices_include_tax=self.prices_include_tax,
            allowance=_allowance(self.discount_percent, self.discount_amount),
        )

    def taxes_of(self, line: DraftLine) -> tuple[TaxCategory, Decimal | None]:
        """BT-151 and BT-152: S with its rate; without one Z beside taxed lines, O where nothing is taxed."""
        if line.tax_rate:
            return TaxCategory.S, line.tax_rate
        if any(other.tax_rate for other in self.lines):  # O may not stand beside others (BR-O-11)
            return TaxCategory.Z, Decimal(0)
        return TaxCategory.O, None

    def _priced(self, line: DraftLine) -> PricedLine:
        category, rate = self.taxes_of(line)
        return PricedLine(
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_category=category,
            tax_rate=rate,
            allowance=_allowance(line.discount_percent, line.discount_amount),
        )


class Draft(SQLModel, table=True):
    """One row per chat. `number` counts its drafts and stands in every button, so that an old one is known."""

    __table_args__ = {"sqlite_strict": True}

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    number: int = 0
    step: str | None = None  # the open question; None: none
    scratch: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # half an answer
    composition: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON)
    )  # Composition; None: none open
    card_message_id: int | None = Field(default=None, sa_type=BigInteger)  # the card edited in place
    language: str | None = None  # before there is a member
