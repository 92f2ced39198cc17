"""Whatever is taken back in whatever portions: in the end exactly what was invoiced is credited, group by group."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal, localcontext

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from models.crediting import Correction, quantities_left, rest_of
from models.document import DocumentLine, InvoiceDocument
from models.errors import InvoiceError
from models.money import EXACT, rounded
from models.partial import part_of
from models.pieces import Taken
from models.totals import Basis, Totals, totals_of
from tests.issued import document
from tests.test_totals_properties import bases

Groups = dict[tuple[str, Decimal | None], tuple[Decimal, Decimal]]


def invoiced(basis: Basis) -> InvoiceDocument:
    """The invoice with these lines."""
    printed = tuple(
        DocumentLine(
            item_name=f"Thing {number}", quantity=line.quantity, unit_price=line.unit_price,
            base_quantity=line.base_quantity if line.base_quantity != 1 else None,
            discount_percent=line.allowance.percent if line.allowance else None,
            charge_percent=line.charge.percent if line.charge else None,
            tax_category=line.tax_category, tax_rate=line.tax_rate, exemption_reason=line.exemption_reason,
        )
        for number, line in enumerate(basis.lines)
    )  # fmt: skip
    content = {
        "currency": basis.currency, "lines": printed, "totals": totals_of(basis),
        "prices_include_tax": basis.prices_include_tax, "charges": basis.charges,
        "discount_percent": basis.allowance.percent if basis.allowance else None,
        "tax_currency": basis.tax_currency, "tax_exchange_rate": basis.tax_exchange_rate,
    }  # fmt: skip
    return document().model_copy(update=content)


def invoiced_if_possible(basis: Basis) -> InvoiceDocument:
    """Without returns, which are taken back with the rest alone."""
    sold = [line.model_copy(update={"quantity": abs(line.quantity)}) for line in basis.lines]
    try:
        return invoiced(basis.model_copy(update={"lines": tuple(sold)}))
    except InvoiceError:
        reject()


def noted(invoice: InvoiceDocument, correction: Correction) -> InvoiceDocument:
    """The credit note of a correction."""
    return invoice.model_copy(update=correction._asdict())


def portions(data: st.DataObject, invoice: InvoiceDocument, notes: Sequence[InvoiceDocument]) -> list[Taken]:
    """Some of what is left of some lines."""
    taken = []
    for index, left in enumerate(quantities_left(invoice, notes)):
        percent = data.draw(st.sampled_from([0, 0, 1, 30, 50, 99, 100, 100]))
        with localcontext(EXACT):
            quantity = left if percent == 100 else rounded(left * percent / 100, 6)
        if quantity:
            taken.append(Taken(index, quantity))
    return taken


def groups_of(totals: Sequence[Totals]) -> Groups:
    """Taxable amount and tax of each tax group, added up; without those that have neither."""
    sums: Groups = defaultdict(lambda: (Decimal(0), Decimal(0)))
    with localcontext(EXACT):
        for group in (group for each in totals for group in each.tax_subtotals):
            taxable, tax = sums[group.tax_category, group.tax_rate]
            sums[group.tax_category, group.tax_rate] = (
                taxable + group.taxable_amount, tax + group.tax_amount
            )  # fmt: skip
    return {group: sum_ for group, sum_ in sums.items() if any(sum_)}


def assert_adds_up(note: Totals) -> None:
    """BR-CO-10 to BR-CO-16, and nothing below 0."""
    with localcontext(EXACT):
        assert note.line_extension_amount == sum(line.net_amount for line in note.lines)
        assert note.tax_exclusive_amount == (
            note.line_extension_amount - note.allowance_total_amount + note.charge_total_amount
        )
        assert note.tax_exclusive_amount == sum(group.taxable_amount for group in note.tax_subtotals)
        assert note.tax_amount == sum(group.tax_amount for group in note.tax_subtotals)
        assert note.tax_inclusive_amount == note.tax_exclusive_amount + note.tax_amount
        assert note.payable_amount == note.tax_inclusive_amount + note.payable_rounding_amount
        assert min(group.tax_amount for group in note.tax_subtotals) >= 0
        assert min(group.taxable_amount for group in note.tax_subtotals) >= 0


@settings(max_examples=150)
@given(bases() | bases(tax_currency="SAR", tax_exchange_rate=Decimal("3.7512")), st.data())
def test_any_portions_and_then_the_rest_credit_exactly_the_invoice(basis: Basis, data: st.DataObject) -> None:
    invoice = invoiced_if_possible(basis)
    notes: list[InvoiceDocument] = []
    for _ in range(data.draw(st.integers(0, 4))):
        if taken := portions(data, invoice, notes):
            correction = part_of(invoice, notes, taken, basis.tax_rounding)
            assert_adds_up(correction.totals)
            notes.append(noted(invoice, correction))
    if groups_of([invoice.totals]) != groups_of([note.totals for note in notes]) or not notes:
        notes.append(noted(invoice, rest_of(invoice, notes, "Remainder")))
    assert groups_of([note.totals for note in notes]) == groups_of([invoice.totals])
    with localcontext(EXACT):
        credited = sum(note.totals.payable_amount for note in notes)
        assert credited == invoice.totals.tax_inclusive_amount + invoice.totals.payable_rounding_amount
        in_tax_currency = sum(note.totals.tax_amount_in_tax_currency or 0 for note in notes)
        assert in_tax_currency == (invoice.totals.tax_amount_in_tax_currency or 0)
    assert not any(quantities_left(invoice, notes))
