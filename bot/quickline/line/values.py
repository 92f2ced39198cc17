"""What one message says of an invoice, and what it takes to read it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from bot.quickline.answers import UnclearError
from bot.quickline.dates import Order
from bot.quickline.names import NOTHING, Candidate, Found, Names
from models.allowance_charge import AllowanceCharge


@dataclass(frozen=True)
class Context:
    """Who types: the merchant's ways, and the names that are known."""

    today: date
    currency: str  # ISO 4217, the merchant's own
    language: str = "en"
    country: str = "EG"  # ISO 3166-1 alpha-2, where phone numbers without a country code are dialled
    order: Order = "DMY"
    customers: Names = NOTHING
    products: Names = NOTHING


@dataclass(frozen=True)
class Named:
    """A customer or a product: its own name where it is known, else as typed."""

    name: str
    id: int | None = None
    typed: str = field(default="", compare=False)
    label: str = field(default="", compare=False)  # names this one alone
    found: Found | None = field(default=None, compare=False)  # how it was recognised; None: it was not

    @classmethod
    def known(cls, candidate: Candidate, typed: str) -> "Named":
        """The one that is meant by `typed`."""
        return cls(candidate.name, candidate.id, typed, candidate.label, candidate.found)


@dataclass(frozen=True)
class LineItem:
    """One thing sold. `unit_price` is None where the product's own is meant; then `product` is known."""

    item_name: str
    quantity: Decimal = Decimal(1)
    unit_code: str | None = "C62"  # UN/ECE Rec 20; None: the product's own
    unit_price: Decimal | None = None  # in the line's currency
    base_quantity: Decimal = Decimal(1)  # the quantity the price is for
    product: Named | None = None
    allowance: AllowanceCharge | None = None
    charge: AllowanceCharge | None = None
    tax_rate: Decimal | None = None  # percent; None: as the rest of the invoice
    may_count: bool = field(default=False, compare=False)  # see `bot.quickline.items.Item`


class Notice(NamedTuple):
    """What the reader decided, and what it could have been: whole texts in `choices`, said briefly in `labels`.

    A_CUSTOMER: nobody is named. A_CUSTOMER_OR_ITEM: `text` may be a customer's name; the last choice is that it is
    not. N_DISCOUNT_ALL: the discount is on everything; the choice is on the last item alone. N_CUSTOMER_GUESSED and
    N_PRODUCT_GUESSED: `text` was misspelled or cut short; ask before acting on it without a look.
    """

    code: str
    text: str = ""
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A message, read. Two that say the same are equal, however they say it; notices are about how."""

    currency: str  # ISO 4217 of all amounts
    items: tuple[LineItem, ...]
    customer: Named | None = None
    email: str | None = None
    phone: str | None = None  # E.164
    due_date: date | None = None
    allowance: AllowanceCharge | None = None  # on the whole invoice
    charges: tuple[AllowanceCharge, ...] = ()  # on the whole invoice, each with its reason
    prepaid_amount: Decimal | None = None
    tax_rate: Decimal | None = None  # percent; 0: no tax; None: the merchant's usual one
    prices_include_tax: bool | None = None  # None: as the merchant's prices usually are
    note: str | None = None
    is_express: bool = False  # ends with !: the merchant wants it issued at once
    notices: tuple[Notice, ...] = field(default=(), compare=False)


class UnclearLineError(UnclearError):
    """One question about a part of a message.

    Each choice is the whole message with that part said in one way: reading it goes on past this question, perhaps
    to the next. `labels` say the choices briefly, in their order.
    """

    def __init__(
        self, code: str, message: str, choices: tuple[str, ...], labels: tuple[str, ...] = (), **values: Any
    ) -> None:
        super().__init__(code, message, choices, **values)
        self.labels = labels or choices
