"""Credit notes for any part of any invoice are electronic credit notes by the European standard."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.einvoice.limits import why_not
from bot.rendering.einvoice.writing import cii, ubl
from models.crediting import is_settled, rest_of
from models.document import InvoiceDocument, Preceding
from models.partial import part_of
from models.totals import Basis
from tests.einvoices import BASIC, BUYER, SELLER, UBL_CREDIT_NOTE, judged
from tests.test_crediting_properties import invoiced_if_possible, noted, portions
from tests.test_totals_properties import bases


def issued(note: InvoiceDocument) -> InvoiceDocument:
    """The content as a credit note to somebody."""
    content = {
        "type_code": "381", "title": "credit_note", "number": "CN-2026-00001", "reason": "Goods returned",
        "preceding": Preceding(number="INV-2026-00042", issue_date=date(2026, 11, 22)),
        "seller": SELLER, "buyer": BUYER, "bank_details": None, "payment_terms": None,
    }  # fmt: skip
    return note.model_copy(update=content)


@settings(max_examples=12)
@given(bases(currency="EGP", cash_rounding=None), st.data())
def test_the_standard_accepts_every_part_and_every_rest(basis: Basis, data: st.DataObject) -> None:
    invoice, notes = invoiced_if_possible(basis), list[InvoiceDocument]()
    if taken := portions(data, invoice, notes):
        notes.append(noted(invoice, part_of(invoice, notes, taken, basis.tax_rounding)))
    if not is_settled(invoice, notes):
        notes.append(noted(invoice, rest_of(invoice, notes, "Remainder of INV-2026-00042")))
    for note in map(issued, notes):
        assert why_not(note) is None
        for written, standard in ((cii(note), BASIC), (ubl(note), UBL_CREDIT_NOTE)):
            verdict = judged(written, standard)
            assert verdict.fired
            assert not verdict.complaints
