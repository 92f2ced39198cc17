"""Money received for an invoice. A row is never changed: a mistake is taken back by a row that reverses it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Field

from models.columns import Exact, Instant
from models.stored import Stored


class Method(StrEnum):
    """How it was paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    CARD = "card"
    WALLET = "wallet"
    CHEQUE = "cheque"
    WITHHELD = "withheld"  # tax the buyer has to pay on the seller's behalf
    OTHER = "other"


class Payment(Stored, table=True):
    """A payment, or (with `reverses_id`) the reversal of one."""

    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    amount: Decimal = Field(sa_type=Exact)  # in the invoice's currency; below 0 in a reversal
    paid_on: date  # in the merchant's time zone
    method: str = Method.OTHER
    note: str | None = None
    reverses_id: int | None = Field(default=None, foreign_key="payment.id", unique=True)
    recorded_by: str  # the member's name: "by whom"
    recorded_at: datetime = Field(sa_type=Instant)
