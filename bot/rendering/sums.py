"""The rows below the lines: from subtotal to total, only those that say something."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from bot.rendering import twins
from bot.rendering.columns import is_taxed
from bot.rendering.formats import amount, number
from bot.rendering.reader import Label, Reader
from models.allowance_charge import DocumentCharge
from models.document import InvoiceDocument
from models.tax import TaxCategory
from models.totals import TaxSubtotal

Sum = tuple[Label, str]
"""A label and its figure. Figures in labels stand in the leading language's alone."""


def sums_of(document: InvoiceDocument, reader: Reader) -> tuple[Sum, ...]:
    """Everything between the lines and the amount due; empty if the lines add up to it as they stand."""
    totals = document.totals
    rows = [*_before_tax(document, reader), *_taxes(document, reader)]
    settled = [
        (reader.label("prepaid"), -totals.prepaid_amount),
        (reader.label("rounding"), totals.payable_rounding_amount),
    ]
    after = [(label, reader.figure(value)) for label, value in settled if value]
    if after:
        rows.append((reader.label("total"), reader.figure(totals.tax_inclusive_amount)))
    if rows or after:
        rows.insert(0, (reader.label("subtotal"), reader.figure(totals.line_extension_amount)))
    return (*rows, *after)


def converted_tax(document: InvoiceDocument, reader: Reader) -> Sum | None:
    """The tax in the currency of the tax authority, with the rate (BT-111)."""
    tax, rate, currency = (
        document.totals.tax_amount_in_tax_currency, document.tax_exchange_rate, document.tax_currency
    )  # fmt: skip
    if tax is None or rate is None or currency is None:
        return None
    label = reader.word("tax_in_at", currency=currency, rate=number(rate, reader.language, reader.digits))
    second = reader.second.word("tax_in", currency=currency) if reader.second else ""
    return Label(label, second), amount(tax, currency)


def _before_tax(document: InvoiceDocument, reader: Reader) -> Iterator[Sum]:
    totals = document.totals
    if totals.allowance_total_amount:
        yield (
            _discount_label(document.discount_percent, reader),
            reader.figure(-totals.allowance_total_amount),
        )
    yield from _charges(document, reader)
    if is_taxed(document) and totals.tax_exclusive_amount != totals.line_extension_amount:
        yield reader.label("taxable"), reader.figure(totals.tax_exclusive_amount)


def _discount_label(percent: Decimal | None, reader: Reader) -> Label:
    if not percent:
        return reader.label("discount")
    return reader.both(lambda each: each.word("discount_of", rate=each.percent(percent)))


def _charges(document: InvoiceDocument, reader: Reader) -> Iterator[Sum]:
    """Each charge under its own reason; one sum for documents that do not keep them apart."""
    totals = document.totals
    if len(totals.charge_amounts) == len(document.charges) > 0:
        for charge, value in zip(document.charges, totals.charge_amounts, strict=True):
            yield _charge_label(charge, reader), reader.figure(value)
    elif totals.charge_total_amount:
        yield reader.label("charge"), reader.figure(totals.charge_total_amount)


def _charge_label(charge: DocumentCharge, reader: Reader) -> Label:
    """Why it is charged, and its rate in the leading language."""
    reason = twins.charge(charge.reason, reader) if charge.reason else reader.label("charge")
    if not charge.percent:
        return reason
    name = reader.word("charge_of", reason=str(reason), rate=reader.percent(charge.percent))
    return Label(name, reason.second)


def _taxes(document: InvoiceDocument, reader: Reader) -> Iterator[Sum]:
    if not is_taxed(document):
        return
    several = len(document.totals.tax_subtotals) > 1
    for group in document.totals.tax_subtotals:
        second = _tax_label(group, reader.second) if reader.second else ""
        label = Label(_tax_label(group, reader, names_base=several), second)
        yield label, reader.figure(group.tax_amount)


def _tax_label(group: TaxSubtotal, reader: Reader, *, names_base: bool = False) -> str:
    say = partial(reader.word, base=reader.amount(group.taxable_amount))
    match group.tax_category:
        case TaxCategory.E:
            return say("exempt_on" if names_base else "tax_exempt")
        case TaxCategory.AE:
            return say("reverse_charge_on" if names_base else "reverse_charge")
        case _:
            return say("tax_on" if names_base else "tax", rate=reader.percent(group.tax_rate or Decimal(0)))
