"""How an invoice's discount falls on the parts of it that credit notes take back: in proportion, and never twice."""

from collections.abc import Sequence
from decimal import Decimal

from models.allowance_charge import worth
from models.crediting import amount_of
from models.document import InvoiceDocument
from models.money import minor_units, rounded
from models.tax import TaxGroup
from models.totals import TaxSubtotal

_NOTHING = Decimal(0)


def discount_of(document: InvoiceDocument) -> Decimal:
    """The document's discount as typed: with tax if the prices are. Call it under EXACT."""
    groups = {TaxGroup(s.tax_category, s.tax_rate) for s in document.totals.tax_subtotals}
    return sum((_discount(document, group) for group in groups), _NOTHING)


def share_of_discount(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], group: TaxGroup, amount: Decimal
) -> Decimal:
    """The part of the document's discount that falls on `amount` more of the group's lines, after what `notes` took.

    All of them as typed, with tax if the prices are. Call it under EXACT.
    """
    lines = _lines(invoice, group)
    if lines <= 0:
        return _NOTHING
    taken = sum((_lines(note, group) for note in notes), amount)
    due = rounded(_discount(invoice, group) * taken / lines, minor_units(invoice.currency))
    return max(due - sum((_discount(note, group) for note in notes), _NOTHING), _NOTHING)


def _lines(document: InvoiceDocument, group: TaxGroup) -> Decimal:
    """What the group's lines come to before the document's discount."""
    pairs = zip(document.lines, document.totals.lines, strict=True)
    return sum((amount_of(a) for line, a in pairs if (line.tax_category, line.tax_rate) == group), _NOTHING)


def _discount(document: InvoiceDocument, group: TaxGroup) -> Decimal:
    """What falls on the group of the document's discount: what it came to without it, less what it came to."""
    found = [s for s in document.totals.tax_subtotals if (s.tax_category, s.tax_rate) == group]
    if not found:
        return _NOTHING
    base, decimals = sum(map(amount_of, document.totals.lines), _NOTHING), minor_units(document.currency)
    charges = (c for c in document.charges if (c.tax_category, c.tax_rate) == group)
    before = sum((worth(charge, base, decimals) for charge in charges), _lines(document, group))
    return before - typed_amount(document, found[0])


def typed_amount(document: InvoiceDocument, subtotal: TaxSubtotal) -> Decimal:
    """A tax group's amount as prices are typed: with tax or without."""
    return subtotal.taxable_amount + (subtotal.tax_amount if document.prices_include_tax else 0)
