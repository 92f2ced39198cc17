"""Totals of a document (EN 16931, BG-22 and BG-23): computed once, here, exactly.

Order of things: line discount, document discount, charges, tax, prepaid. Every screen, page and PDF shows
these figures and computes none of its own.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from models.allowance_charge import AllowanceCharge, DocumentCharge, worth
from models.basis import Basis, PricedLine, check
from models.errors import N_, InvoiceError
from models.frozen import ExactDecimal, Frozen
from models.money import EXACT, minor_units, rounded
from models.tax import TaxCategory, Taxed, TaxGroup, group_of
from models.taxing import Part, TaxedPool, taxed

__all__ = [
    "AllowanceCharge", "Basis", "DocumentCharge", "LineTotals", "PricedLine", "TaxSubtotal", "Totals",
    "totals_of",
]  # fmt: skip


class LineTotals(Frozen):
    """What a line comes to; the first three with tax if the prices are, the net never."""

    gross_amount: ExactDecimal  # quantity times price
    allowance_amount: ExactDecimal  # BT-136
    charge_amount: ExactDecimal  # BT-141
    net_amount: ExactDecimal  # BT-131


class TaxSubtotal(Frozen):
    """What one tax group comes to (BG-23)."""

    tax_category: TaxCategory  # BT-118
    tax_rate: ExactDecimal | None = None  # BT-119, percent; None in category O
    taxable_amount: ExactDecimal  # BT-116
    tax_amount: ExactDecimal  # BT-117
    allowance_amount: ExactDecimal = Decimal(0)  # BT-92: its share of the document-level discount


class Totals(Frozen):
    """All amounts of a document, each with the currency's minor units."""

    lines: tuple[LineTotals, ...]
    tax_subtotals: tuple[TaxSubtotal, ...]  # in order of first appearance
    line_extension_amount: ExactDecimal  # BT-106
    allowance_total_amount: ExactDecimal  # BT-107
    charge_total_amount: ExactDecimal  # BT-108
    charge_amounts: tuple[ExactDecimal, ...] = ()  # BT-99 of each charge, in their order
    tax_exclusive_amount: ExactDecimal  # BT-109
    tax_amount: ExactDecimal  # BT-110
    tax_inclusive_amount: ExactDecimal  # BT-112
    prepaid_amount: ExactDecimal  # BT-113
    payable_rounding_amount: ExactDecimal  # BT-114
    payable_amount: ExactDecimal  # BT-115
    tax_amount_in_tax_currency: ExactDecimal | None = None  # BT-111


def totals_of(basis: Basis) -> Totals:
    """The totals of an invoice or of an ordinary credit note (EN 16931 BR-CO-10 to BR-CO-17).

    Exact at any size. Rounded half-up, to the currency's minor units, are a line's gross amount, each
    discount and charge, and the tax of each group (of each line with `tax_rounding="line"`). Prices with tax
    keep their sum: what was typed is what is to be paid.

    Raises InvoiceError where a number, a discount, a tax category or the total is impossible, and ValueError
    for a currency ISO 4217 does not know.
    """
    check(basis)
    decimals = minor_units(basis.currency)
    with localcontext(EXACT):
        lines = [_typed(position, line, decimals) for position, line in enumerate(basis.lines, start=1)]
        subtotal = sum((line.amount for line in lines), Decimal(0))
        _check_not_negative(subtotal, basis.currency)
        discount = worth(basis.allowance, subtotal, decimals)
        if discount > subtotal:
            raise InvoiceError("E_DISCOUNT_GT_TOTAL", _DISCOUNT, discount=discount, subtotal=subtotal)
        charges = [worth(charge, subtotal, decimals) for charge in basis.charges]
        return _summed(
            basis, lines, taxed(_parts(basis, lines, charges), discount, basis, decimals), decimals
        )


class _Typed(NamedTuple):
    """A line's amounts, with tax if the prices are."""

    gross: Decimal
    allowance: Decimal
    charge: Decimal

    @property
    def amount(self) -> Decimal:
        return self.gross - self.allowance + self.charge

    def totals(self, net: Decimal) -> LineTotals:
        return LineTotals(
            gross_amount=self.gross,
            allowance_amount=self.allowance,
            charge_amount=self.charge,
            net_amount=net,
        )


def _typed(position: int, line: PricedLine, decimals: int) -> _Typed:
    gross = rounded(line.quantity * line.unit_price / line.base_quantity, decimals)
    allowance = worth(line.allowance, gross, decimals)
    if allowance.copy_abs() > gross.copy_abs() or allowance * gross < 0:  # a return has a negative one
        raise InvoiceError(
            "E_DISCOUNT_GT_TOTAL", _LINE_DISCOUNT, line=position, discount=allowance, amount=gross
        )
    return _Typed(gross, allowance, worth(line.charge, gross, decimals))


def _parts(basis: Basis, lines: Sequence[_Typed], charges: Sequence[Decimal]) -> list[Part]:
    """What is taxed: the lines, then the charges."""
    taxables: list[Taxed] = [*basis.lines, *basis.charges]
    amounts = [*(line.amount for line in lines), *charges]
    return [
        Part(group_of(taxable), amount, discounted=index < len(lines))
        for index, (taxable, amount) in enumerate(zip(taxables, amounts, strict=True))
    ]


def _summed(basis: Basis, lines: Sequence[_Typed], pools: Sequence[TaxedPool], decimals: int) -> Totals:
    nets = [net for _, net in sorted(item for pool in pools for item in pool.nets.items())]
    line_nets, charge_nets = nets[: len(lines)], nets[len(lines) :]
    zero = rounded(Decimal(0), decimals)
    extension, charges = sum(line_nets, zero), sum(charge_nets, zero)
    allowances, tax = sum((pool.allowance for pool in pools), zero), sum((pool.tax for pool in pools), zero)
    exclusive = extension - allowances + charges  # BR-CO-13
    inclusive = exclusive + tax  # BR-CO-15
    _check_not_negative(inclusive, basis.currency)
    prepaid = rounded(basis.prepaid_amount, decimals)
    payable = _payable(inclusive - prepaid, basis.cash_rounding, decimals)
    return Totals(
        lines=tuple(line.totals(net) for line, net in zip(lines, line_nets, strict=True)),
        tax_subtotals=_subtotals(pools),
        line_extension_amount=extension,
        allowance_total_amount=allowances,
        charge_total_amount=charges,
        charge_amounts=tuple(charge_nets),
        tax_exclusive_amount=exclusive,
        tax_amount=tax,
        tax_inclusive_amount=inclusive,
        prepaid_amount=prepaid,
        payable_rounding_amount=payable - (inclusive - prepaid),  # BR-CO-16
        payable_amount=payable,
        tax_amount_in_tax_currency=_in_tax_currency(tax, basis),
    )


def _subtotals(pools: Sequence[TaxedPool]) -> tuple[TaxSubtotal, ...]:
    """The pools of each group added up."""
    groups: dict[TaxGroup, list[TaxedPool]] = {}
    for pool in pools:
        groups.setdefault(pool.group, []).append(pool)
    return tuple(
        TaxSubtotal(
            tax_category=group.tax_category,
            tax_rate=group.tax_rate,
            taxable_amount=sum((pool.taxable for pool in members), Decimal(0)),
            tax_amount=sum((pool.tax for pool in members), Decimal(0)),
            allowance_amount=sum((pool.allowance for pool in members), Decimal(0)),
        )
        for group, members in groups.items()
    )


def _payable(due: Decimal, coin: Decimal | None, decimals: int) -> Decimal:
    """`due` in coins, half-up; the total and its taxes stay as they are."""
    return due if coin is None else rounded(rounded(due / coin, 0) * coin, decimals)


def _in_tax_currency(tax: Decimal, basis: Basis) -> Decimal | None:
    currency, rate = basis.foreign_tax_currency, basis.tax_exchange_rate
    if currency is None or rate is None:
        return None
    return rounded(tax * rate, minor_units(currency))


def _check_not_negative(total: Decimal, currency: str) -> None:
    if total < 0:
        raise InvoiceError("E_TOTAL_NEG", _NEGATIVE, total=total, currency=currency)


_DISCOUNT = N_(
    "The discount {discount} on the whole invoice is larger than the subtotal {subtotal}. Make it smaller."
)
_LINE_DISCOUNT = N_(
    "Line {line}: the discount {discount} is larger than the amount {amount}. Make it smaller."
)
_NEGATIVE = N_("The total {total} {currency} is below 0. For a refund use a credit note.")
