"""What the last credit note of an invoice takes: the residual, not a calculation of its own."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from models.errors import N_, InvoiceError
from models.money import EXACT
from models.totals import LineTotals, TaxSubtotal, Totals


def residual_of(original: Totals, earlier: Sequence[Totals]) -> Totals:
    """What `earlier` credit notes leave of `original`, positive amounts, one line for each tax group.

    Taxes of parts, each rounded, need not add up to the tax of the whole; the last note settles the
    difference, so that the tax credited is the tax invoiced. Prepaid is 0: payments are another matter.
    Raises InvoiceError if nothing is left, or if more was credited than invoiced.
    """
    with localcontext(EXACT):
        left = groups_left(original, earlier)
        if not left:
            raise InvoiceError("E_CREDITED", _CREDITED)
        return _summed(left, original, earlier)


def groups_left(original: Totals, earlier: Sequence[Totals]) -> list[TaxSubtotal]:
    """The original's tax groups less what was credited of them; those with nothing left are left out.

    Call it under EXACT. Raises InvoiceError if more was credited than invoiced.
    """
    return [group for group in _left(original, earlier) if group.taxable_amount or group.tax_amount]


def _left(original: Totals, earlier: Sequence[Totals]) -> list[TaxSubtotal]:
    left = {(s.tax_category, s.tax_rate): s for s in original.tax_subtotals}
    for credited in (s for note in earlier for s in note.tax_subtotals):
        group = (credited.tax_category, credited.tax_rate)
        if group not in left:
            raise InvoiceError("E_CREDIT_GT_TOTAL", _OVERCREDITED)
        left[group] = _less(left[group], credited)
    for invoiced in original.tax_subtotals:
        rest = left[invoiced.tax_category, invoiced.tax_rate].taxable_amount
        if rest * invoiced.taxable_amount < 0 or rest.copy_abs() > invoiced.taxable_amount.copy_abs():
            raise InvoiceError("E_CREDIT_GT_TOTAL", _OVERCREDITED)
    return list(left.values())


def _less(invoiced: TaxSubtotal, credited: TaxSubtotal) -> TaxSubtotal:
    return invoiced.model_copy(
        update={
            "taxable_amount": invoiced.taxable_amount - credited.taxable_amount,
            "tax_amount": invoiced.tax_amount - credited.tax_amount,
        }
    )


def _summed(left: Sequence[TaxSubtotal], original: Totals, earlier: Sequence[Totals]) -> Totals:
    zero = original.tax_amount - original.tax_amount  # with the currency's decimals
    exclusive = sum((s.taxable_amount for s in left), zero)
    tax = sum((s.tax_amount for s in left), zero)
    rounding = original.payable_rounding_amount - sum((n.payable_rounding_amount for n in earlier), zero)
    return Totals(
        lines=tuple(_line(s.taxable_amount, zero) for s in left),
        tax_subtotals=tuple(_discounted(s) for s in left),
        line_extension_amount=exclusive,
        allowance_total_amount=zero,
        charge_total_amount=zero,
        tax_exclusive_amount=exclusive,
        tax_amount=tax,
        tax_inclusive_amount=exclusive + tax,
        prepaid_amount=zero,
        payable_rounding_amount=rounding,
        payable_amount=exclusive + tax + rounding,
        tax_amount_in_tax_currency=_in_tax_currency(original, earlier),
    )


def _discounted(group: TaxSubtotal) -> TaxSubtotal:
    """Without the discount's share: the note's lines have their nets after it."""
    return group.model_copy(update={"allowance_amount": Decimal(0)})


def _line(net: Decimal, zero: Decimal) -> LineTotals:
    return LineTotals(gross_amount=net, allowance_amount=zero, charge_amount=zero, net_amount=net)


def _in_tax_currency(original: Totals, earlier: Sequence[Totals]) -> Decimal | None:
    invoiced = original.tax_amount_in_tax_currency
    if invoiced is None:
        return None
    return invoiced - sum((n.tax_amount_in_tax_currency or Decimal(0) for n in earlier), Decimal(0))


_CREDITED = N_("Nothing is left to credit: the credit notes already cover the whole invoice.")
_OVERCREDITED = N_("More was credited than invoiced. Check the credit notes before you credit the rest.")
