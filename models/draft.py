"""What a chat is composing, and the question that is open: the conversation's only state."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from models.allowance_charge import AllowanceCharge, DocumentCharge
from models.basis import Basis, PricedLine
from models.registration import Rounding
from models.tax import TaxCategory


class Taxable(BaseModel):
    """How something is taxed: by its rate, or free of tax in the category that says why."""

    tax_rate: Decimal  # percent
    tax_category: TaxCategory | None = None  # Z, E, AE, K or G where it was chosen; None: the rate decides
    exemption_reason: str | None = None  # BT-120


class TypedMessage(BaseModel):
    """A message of the chat, as it was read; who edits it there changes the invoice here."""

    message_id: int
    text: str
    said: str | None = None  # as typed, where one of its readings was chosen
    update_id: int  # what brought it: an older one is out of date


class DraftLine(Taxable):
    """A line as composed."""

    item_name: str
    quantity: Decimal = Decimal(1)
    unit_code: str = "C62"
    unit_price: Decimal
    base_quantity: Decimal = Decimal(1)  # the quantity the price is for
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    charge_percent: Decimal | None = None
    charge_amount: Decimal | None = None
    source: int | None = None  # of a credit note: the index of the invoice's line it takes back
    typed: TypedMessage | None = None  # the message this line alone was typed in
    nth: int | None = None  # of the items of the message that all of the invoice was typed in, from 0


class DraftCharge(Taxable):
    """A charge on the whole invoice, such as delivery: percent or amount."""

    reason: str  # BT-104
    percent: Decimal | None = None
    amount: Decimal | None = None


class Remark(BaseModel):
    """What was understood of a typed invoice and may have been meant otherwise; the card says it while it holds."""

    code: str  # N_..., see `bot.quickline.answers.NOTICES`
    text: str  # as typed
    name: str = ""  # whom or what it was taken for, or how much


class Terms(NamedTuple):
    """What totals depend on beside the composition itself."""

    currency: str
    tax_rounding: Rounding = "group"
    cash_rounding: Decimal | None = None
    tax_currency: str | None = None
    buyer_tax_number: str | None = None


class Composition(BaseModel):
    """The invoice or credit note being composed: all of it, stored as one value with its draft."""

    customer_id: int | None = None
    lines: list[DraftLine] = []
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    charges: list[DraftCharge] = []
    prepaid_amount: Decimal = Decimal(0)  # received before issue
    due_date: date | None = None  # None: the merchant's payment days after issue
    supply_date: date | None = None  # None: the day of issue
    order_reference: str | None = None
    note: str | None = None
    channels: list[str] | None = None  # None: what the customer's row remembers
    prices_include_tax: bool = False
    tax_exchange_rate: Decimal | None = None  # units of the tax currency for one of the invoice's
    credits_id: int | None = None  # a credit note: the invoice it corrects
    reason: str | None = None  # a credit note: why
    takes_rest: bool = False  # a credit note: it takes back all that is left, not `lines`
    remarks: list[Remark] = []
    typed: TypedMessage | None = None  # the message all of it was typed in
    repeats_id: int | None = None  # the invoice it was asked to be like, again

    def untaxed(self) -> "Composition":
        """The same without any tax: by a merchant who charges none."""
        free = {"tax_rate": Decimal(0), "tax_category": None, "exemption_reason": None}
        lines = [line.model_copy(update=free) for line in self.lines]
        charges = [charge.model_copy(update=free) for charge in self.charges]
        return self.model_copy(update={"lines": lines, "charges": charges, "prices_include_tax": False})

    def basis(self, terms: Terms) -> Basis:
        """What its totals are computed from."""
        foreign = terms.tax_currency if self.is_taxed else None
        return Basis(
            currency=terms.currency,
            tax_rounding=terms.tax_rounding,
            cash_rounding=terms.cash_rounding,
            tax_currency=foreign,
            tax_exchange_rate=self.tax_exchange_rate,
            buyer_tax_number=terms.buyer_tax_number,
            lines=tuple(self._priced(line) for line in self.lines),
            prices_include_tax=self.prices_include_tax,
            allowance=_percent_or_amount(self.discount_percent, self.discount_amount),
            charges=tuple(self.charged(charge) for charge in self.charges),
            prepaid_amount=self.prepaid_amount,
        )

    @property
    def message_ids(self) -> list[int]:
        """The messages of the chat it was typed in."""
        typed = (self.typed, *(line.typed for line in self.lines))
        return [message.message_id for message in typed if message is not None]

    @property
    def is_taxed(self) -> bool:
        """Whether anything on it has a tax rate above 0."""
        return any(item.tax_rate for item in (*self.lines, *self.charges))

    def taxes_of(self, item: Taxable) -> tuple[TaxCategory, Decimal | None]:
        """Category and rate (BT-151, BT-152): as chosen, else S; without a rate Z beside what is taxed, else O."""
        if item.tax_category is not None:
            return item.tax_category, Decimal(0)
        if item.tax_rate:
            return TaxCategory.S, item.tax_rate
        others = (*self.lines, *self.charges)
        if any(other.tax_rate or other.tax_category for other in others):  # BR-O-11: O stands alone
            return TaxCategory.Z, Decimal(0)
        return TaxCategory.O, None

    def charged(self, charge: DraftCharge) -> DocumentCharge:
        """The charge as totals and document have it."""
        category, rate = self.taxes_of(charge)
        return DocumentCharge(
            percent=charge.percent, amount=charge.amount, reason=charge.reason,
            tax_category=category, tax_rate=rate, exemption_reason=charge.exemption_reason,
        )  # fmt: skip

    def _priced(self, line: DraftLine) -> PricedLine:
        category, rate = self.taxes_of(line)
        return PricedLine(
            quantity=line.quantity,
            unit_price=line.unit_price,
            base_quantity=line.base_quantity,
            tax_category=category,
            tax_rate=rate,
            exemption_reason=line.exemption_reason,
            allowance=_percent_or_amount(line.discount_percent, line.discount_amount),
            charge=_percent_or_amount(line.charge_percent, line.charge_amount),
        )


def _percent_or_amount(percent: Decimal | None, amount: Decimal | None) -> AllowanceCharge | None:
    if percent:
        return AllowanceCharge(percent=percent)
    return AllowanceCharge(amount=amount) if amount else None


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
    heard_message_id: int | None = Field(
        default=None, sa_type=BigInteger
    )  # typed last, if nothing came of it
    language: str | None = None  # before there is a member
