"""What of an invoice is paid, credited and open: derived from its rows whenever somebody asks, never stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.money import EXACT


class Standing(StrEnum):
    """How far it is settled."""

    UNPAID = "unpaid"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    OVERPAID = "overpaid"  # there is money to give back
    CREDITED = "credited"  # credit notes alone have settled it, and nothing paid is kept


@dataclass(frozen=True)
class Balance:
    """An invoice's account with its buyer; the amounts are in the invoice's currency, with its decimals."""

    currency: str
    due_date: date
    payable: Decimal  # BT-115: what the invoice asks for
    paid: Decimal = Decimal(0)  # payments less those taken back, given back or put on another invoice
    credited: Decimal = Decimal(0)
    entries: int = 0  # rows of payments, reversals among them
    given_back: Decimal = Decimal(0)  # to the customer; it is out of `paid` already

    @property
    def open(self) -> Decimal:
        """What is still asked for; below 0: what is to be given back."""
        return EXACT.subtract(EXACT.subtract(self.payable, self.paid), self.credited)

    @property
    def owed_back(self) -> Decimal:
        """What is to be given back to the customer; 0 if nothing is."""
        return max(-self.open, Decimal(0))

    @property
    def is_open(self) -> bool:
        """Whether anything is still asked for."""
        return self.open > 0

    @property
    def standing(self) -> Standing:
        """Payments and credit notes weighed against what was asked for."""
        if self.open < 0:
            return Standing.OVERPAID
        if self.open == 0:
            return Standing.CREDITED if self.credited and self.paid <= 0 else Standing.PAID
        return Standing.PARTIALLY_PAID if self.paid > 0 else Standing.UNPAID

    def is_overdue(self, today: date) -> bool:
        """Whether the due date has passed with something open; `today` is the merchant's."""
        return self.is_open and self.due_date < today
