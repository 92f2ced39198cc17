"""The rows below the lines: from subtotal to total, only those that say something."""

from collections.abc import Iterator
from decimal import Decimal

from bot.rendering.columns import is_taxed
from bot.rendering.reader import Reader
from models.document import InvoiceDocument
from models.totals import TaxSubtotal

Sum = tuple[str, str]
"""A label and its figure."""


def sums_of(document: InvoiceDocument, reader: Reader) -> tuple[Sum, ...]:
    """Everything between the lines and the amount due; empty if the lines add up to it as they stand."""
    totals = document.totals
    rows = [*_before_tax(document, reader), *_taxes(document, reader)]
    settled = [
        (reader.word("prepaid"), -totals.prepaid_amount),
        (reader.word("rounding"), totals.payable_rounding_amount),
    ]
    after = [(label, reader.figure(value)) for label, value in settled if value]
    if after:
        rows.append((reader.word("total"), reader.figure(totals.tax_inclusive_amount)))
    if rows or after:
        rows.insert(0, (reader.word("subtotal"), reader.figure(totals.line_extension_amount)))
    return (*rows, *after)


def _before_tax(document: InvoiceDocument, reader: Reader) -> Iterator[Sum]:
    totals = document.totals
    if totals.allowance_total_amount:
        rate = document.discount_percent
        label = reader.word("discount") if not rate else reader.word("discount_of", rate=reader.percent(rate))
        yield label, reader.figure(-totals.allowance_total_amount)
    if totals.charge_total_amount:
        yield reader.word("charge"), reader.figure(totals.charge_total_amount)
    if is_taxed(document) and totals.tax_exclusive_amount != totals.line_extension_amount:
        yield reader.word("taxable"), reader.figure(totals.tax_exclusive_amount)


def _taxes(document: InvoiceDocument, reader: Reader) -> Iterator[Sum]:
    if not is_taxed(document):
        return
    several = len(document.totals.tax_subtotals) > 1
    for group in document.totals.tax_subtotals:
        yield _tax_label(group, reader, several=several), reader.figure(group.tax_amount)


def _tax_label(group: TaxSubtotal, reader: Reader, *, several: bool) -> str:
    base = reader.amount(group.taxable_amount)
    if group.tax_category == "E":
        return reader.word("exempt_on", base=base) if several else reader.word("tax_exempt")
    rate = reader.percent(group.tax_rate or Decimal(0))
    return reader.word("tax_on", rate=rate, base=base) if several else reader.word("tax", rate=rate)
