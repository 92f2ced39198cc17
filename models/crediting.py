"""What a credit note takes back of an invoice: all of it, all that is left of it, or (`models.partial`) some lines."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from models.allowance_charge import DocumentCharge
from models.document import DocumentLine, InvoiceDocument
from models.money import EXACT
from models.residual import groups_left, residual_of
from models.totals import LineTotals, TaxSubtotal, Totals

_NOTHING = Decimal(0)


class Correction(NamedTuple):
    """The lines and amounts of a credit note, all positive; each line names by `source` what it takes back."""

    lines: tuple[DocumentLine, ...]
    totals: Totals
    prices_include_tax: bool
    charges: tuple[DocumentCharge, ...] = ()
    discount_percent: Decimal | None = None


def all_of(invoice: InvoiceDocument) -> Correction:
    """The whole invoice as it was issued; what was paid before it is another matter."""
    totals = invoice.totals
    zero = totals.tax_amount - totals.tax_amount  # with the currency's decimals
    payable = totals.tax_inclusive_amount + totals.payable_rounding_amount
    lines = [line.model_copy(update={"source": index}) for index, line in enumerate(invoice.lines)]
    return Correction(
        tuple(lines),
        totals.model_copy(update={"prepaid_amount": zero, "payable_amount": payable}),
        invoice.prices_include_tax,
        invoice.charges,
        invoice.discount_percent,
    )


def rest_of(invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], name: str) -> Correction:
    """All that `notes` leave of it: one line called `name` for each tax group. InvoiceError if nothing is left."""
    if not notes:
        return all_of(invoice)
    totals = residual_of(invoice.totals, [note.totals for note in notes])
    lines = tuple(_remainder(invoice, group, name) for group in totals.tax_subtotals)
    return Correction(lines, totals, prices_include_tax=False)


def is_settled(invoice: InvoiceDocument, notes: Sequence[InvoiceDocument]) -> bool:
    """Whether credit notes have taken back all of it."""
    with localcontext(EXACT):
        return bool(notes) and not groups_left(invoice.totals, [note.totals for note in notes])


def quantities_left(invoice: InvoiceDocument, notes: Sequence[InvoiceDocument]) -> tuple[Decimal, ...]:
    """Of each line, how much can be taken back by itself: nothing of a return, nor once a note took all the rest."""
    taken = [line for note in notes for line in note.lines]
    if any(line.source is None for line in taken) or is_settled(invoice, notes):
        return (_NOTHING,) * len(invoice.lines)
    left = [line.quantity for line in invoice.lines]
    for line in taken:
        left[line.source or 0] -= line.quantity
    return tuple(max(quantity, _NOTHING) for quantity in left)


def amount_of(line: LineTotals) -> Decimal:
    """What a line comes to as typed: with tax if the prices are."""
    return line.gross_amount - line.allowance_amount + line.charge_amount


def reason_in(invoice: InvoiceDocument, category: str, rate: Decimal | None) -> str | None:
    """Why what is in this tax group is exempt: said once in an invoice, needed on each credit note (BR-E-10)."""
    items: tuple[DocumentLine | DocumentCharge, ...] = (*invoice.lines, *invoice.charges)
    alike = (item for item in items if (item.tax_category, item.tax_rate) == (category, rate))
    return next((item.exemption_reason for item in alike if item.exemption_reason), None)


def _remainder(invoice: InvoiceDocument, group: TaxSubtotal, name: str) -> DocumentLine:
    """A line of what is left in the group; a price is never below 0 (BR-27), so returns have the quantity -1."""
    return DocumentLine(
        item_name=name,
        quantity=Decimal(1).copy_sign(group.taxable_amount),
        unit_price=group.taxable_amount.copy_abs(),
        tax_category=group.tax_category,
        tax_rate=group.tax_rate,
        exemption_reason=reason_in(invoice, group.tax_category, group.tax_rate),
    )
