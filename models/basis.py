"""What totals are computed from: the numbers as typed, and the refusal of those no invoice may hold."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from models.allowance_charge import AllowanceCharge, DocumentCharge
from models.errors import N_, InvoiceError
from models.frozen import ExactDecimal, Frozen
from models.money import minor_units, rounded
from models.tax import TaxCategory, check_taxes

INTEGER_DIGITS = 12  # of any number typed; what is computed from them may be longer
QUANTITY_DECIMALS = 6
PERCENT_DECIMALS = 4
EXCHANGE_DECIMALS = 10
PRICE_EXTRA_DECIMALS = 2  # beyond the currency's minor units


class PricedLine(Frozen):
    """A line (BG-25) as far as money goes."""

    quantity: ExactDecimal  # BT-129; negative for a return
    unit_price: ExactDecimal  # BT-146 as typed, with tax if `Basis.prices_include_tax`
    tax_category: TaxCategory  # BT-151
    tax_rate: ExactDecimal | None  # BT-152, percent; None in category O
    base_quantity: ExactDecimal = Decimal(1)  # BT-149: the quantity the price is for
    allowance: AllowanceCharge | None = None  # BG-27
    charge: AllowanceCharge | None = None  # BG-28
    exemption_reason: str | None = None  # BT-120


class Basis(Frozen):
    """Everything the totals of one document depend on."""

    currency: str  # BT-5
    lines: tuple[PricedLine, ...]
    prices_include_tax: bool = False
    allowance: AllowanceCharge | None = None  # BG-20, shared by all lines
    charges: tuple[DocumentCharge, ...] = ()  # BG-21
    tax_rounding: Literal["group", "line"] = "group"  # "line" for sellers in the United Arab Emirates
    prepaid_amount: ExactDecimal = Decimal(0)  # BT-113, received before issue
    cash_rounding: ExactDecimal | None = None  # smallest coin, such as 0.05
    tax_currency: str | None = None  # BT-6
    tax_exchange_rate: ExactDecimal | None = None  # units of `tax_currency` for one of `currency`
    buyer_tax_number: str | None = None  # BT-48

    @property
    def foreign_tax_currency(self) -> str | None:
        """The currency tax must be shown in besides the document's own."""
        return None if self.tax_currency == self.currency else self.tax_currency


def check(basis: Basis) -> None:
    """Refuse numbers out of bounds and taxes that contradict their category: InvoiceError."""
    if not basis.lines:
        raise InvoiceError("E_NO_ITEMS", _NO_ITEMS)
    for number, decimals in _numbers(basis, minor_units(basis.currency)):
        _check_size(number, decimals)
    for position, line in enumerate(basis.lines, start=1):
        _check_line(position, line)
    _check_allowance(basis.allowance)
    for charge in basis.charges:
        _check_charge(charge)
    if basis.prepaid_amount < 0:
        raise InvoiceError("E_PREPAID_NEG", _PREPAID_NEGATIVE, number=basis.prepaid_amount)
    if basis.cash_rounding is not None and basis.cash_rounding <= 0:
        raise InvoiceError("E_CASH_ROUNDING", _CASH_ROUNDING, number=basis.cash_rounding)
    if basis.foreign_tax_currency and (basis.tax_exchange_rate or 0) <= 0:
        raise InvoiceError(
            "E_EXCHANGE_RATE", _NO_EXCHANGE, currency=basis.currency, tax_currency=basis.tax_currency
        )
    check_taxes((*basis.lines, *basis.charges), basis.buyer_tax_number)


def _numbers(basis: Basis, minor: int) -> Iterator[tuple[Decimal | None, int]]:
    """Every number typed, with the decimals it may have."""
    for line in basis.lines:
        yield line.quantity, QUANTITY_DECIMALS
        yield line.base_quantity, QUANTITY_DECIMALS
        yield line.unit_price, minor + PRICE_EXTRA_DECIMALS
        yield line.tax_rate, PERCENT_DECIMALS
    for charge in basis.charges:
        yield charge.tax_rate, PERCENT_DECIMALS
    on_lines = (item for line in basis.lines for item in (line.allowance, line.charge))
    for item in (basis.allowance, *basis.charges, *on_lines):
        if item is not None:
            yield item.percent, PERCENT_DECIMALS
            yield item.amount, minor
    yield basis.prepaid_amount, minor
    yield basis.cash_rounding, minor
    yield basis.tax_exchange_rate, EXCHANGE_DECIMALS


def _check_size(number: Decimal | None, decimals: int) -> None:
    if number is None:
        return
    if not -(10**INTEGER_DIGITS) < number < 10**INTEGER_DIGITS:
        raise InvoiceError("E_TOO_LARGE", _TOO_LARGE, number=number, digits=INTEGER_DIGITS)
    if rounded(number, decimals) != number:
        raise InvoiceError("E_TOO_MANY_DECIMALS", _TOO_MANY_DECIMALS, number=number, decimals=decimals)


def _check_line(position: int, line: PricedLine) -> None:
    if line.quantity == 0:
        raise InvoiceError("E_QTY_ZERO", _QUANTITY_ZERO, line=position)
    if line.base_quantity <= 0:
        raise InvoiceError("E_BASE_QTY", _BASE_QUANTITY, line=position)
    if line.unit_price < 0:  # BR-27
        raise InvoiceError("E_PRICE_NEG", _PRICE_NEGATIVE, line=position, price=line.unit_price)
    _check_allowance(line.allowance)
    _check_charge(line.charge)


def _check_allowance(allowance: AllowanceCharge | None) -> None:
    if allowance is not None and not _in_range(allowance):
        raise InvoiceError("E_DISCOUNT_RANGE", _DISCOUNT_RANGE)


def _check_charge(charge: AllowanceCharge | None) -> None:
    if charge is not None and not _in_range(charge):
        raise InvoiceError("E_CHARGE_RANGE", _CHARGE_RANGE)


def _in_range(item: AllowanceCharge) -> bool:
    return 0 <= (item.percent or 0) <= 100 and (item.amount or 0) >= 0


_NO_ITEMS = N_("The invoice has no item yet. Add one, like: Coffee 15")
_TOO_LARGE = N_("The number {number} is too large. Use at most {digits} digits before the decimal point.")
_TOO_MANY_DECIMALS = N_("The number {number} has too many decimals. The most that fits here is {decimals}.")
_QUANTITY_ZERO = N_("Line {line}: the quantity is 0. Type how many, or remove the line.")
_BASE_QUANTITY = N_("Line {line}: the price must be for a quantity above 0, like 100 pieces.")
_PRICE_NEGATIVE = N_("Line {line}: the price {price} is below 0. For a refund use a credit note.")
_DISCOUNT_RANGE = N_("A discount is between 0% and 100%, or an amount of 0 or more. Type it like 10% or 50.")
_CHARGE_RANGE = N_("A charge is between 0% and 100%, or an amount of 0 or more. Type it like 10% or 50.")
_PREPAID_NEGATIVE = N_("The prepaid amount {number} is below 0. Type what the customer has paid, or 0.")
_CASH_ROUNDING = N_("Cash rounding to {number} is not possible. Type the smallest coin, like 0.05.")
_NO_EXCHANGE = N_("Tax is due in {tax_currency}. Type how many {tax_currency} one {currency} is.")
