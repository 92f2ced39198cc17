"""Money received for an invoice, or given back. A row is never changed: a row that reverses it takes it back."""

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
    MOVED = "moved"  # of money that was not given back either: it stands on another invoice as already paid


class Payment(Stored, table=True):
    """A payment, money given back to the customer, or (with `reverses_id`) the reversal of one of them."""

    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    amount: Decimal = Field(sa_type=Exact)  # in the invoice's currency; below 0 where money goes out again
    paid_on: date  # in the merchant's time zone
    method: str = Method.OTHER
    note: str | None = None
    reverses_id: int | None = Field(default=None, foreign_key="payment.id", unique=True)
    recorded_by: str  # the member's name: "by whom"
    recorded_at: datetime = Field(sa_type=Instant)

    @property
    def is_refund(self) -> bool:
        """Whether it is money that went out, or the reversal of that: as payments are, with the sign turned round."""
        return (self.amount < 0) == (self.reverses_id is None)

    @property
    def is_moved(self) -> bool:
        """Whether it went to another invoice instead of to the customer."""
        return self.method == Method.MOVED
