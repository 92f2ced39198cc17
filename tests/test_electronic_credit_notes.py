"""Credit notes as electronic ones: whatever is taken back, in part or all, the standard accepts."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.einvoice.limits import may_be_exported, why_not
from bot.rendering.einvoice.writing import Profile, cii, profile_of, ubl
from models.crediting import rest_of
from models.document import InvoiceDocument, Preceding
from models.errors import UserError
from models.partial import part_of
from models.totals import Basis
from tests.einvoices import BASIC, BUYER, EN16931, SELLER, UBL_CREDIT_NOTE, judged
from tests.test_crediting_properties import invoiced_if_possible, noted, portions
from tests.test_totals_properties import bases


def as_credit_note(document: InvoiceDocument) -> InvoiceDocument:
    """With what issuing adds."""
    preceding = Preceding(number=document.number, issue_date=date(2026, 11, 1))
    values = {"type_code": "381", "number": "CN-2026-00001", "preceding": preceding, "reason": "Returned"}
    return document.model_copy(update={**values, "seller": SELLER, "buyer": BUYER})


def judge(documents: Sequence[InvoiceDocument]) -> list[str]:
    complaints: list[str] = []
    for document in documents:
        standard = BASIC if profile_of(document) is Profile.BASIC else EN16931
        complaints += judged(cii(document), standard).complaints
        complaints += judged(ubl(document), UBL_CREDIT_NOTE).complaints
    return complaints


@settings(max_examples=15)
@given(bases(), st.data())
def test_any_portion_and_the_rest_are_accepted(basis: Basis, data: st.DataObject) -> None:
    invoice = invoiced_if_possible(basis)
    if not may_be_exported(invoice.currency):
        return
    notes: list[InvoiceDocument] = []
    if taken := portions(data, invoice, notes):
        notes.append(noted(invoice, part_of(invoice, notes, taken, basis.tax_rounding)))
    try:
        notes.append(noted(invoice, rest_of(invoice, notes, "Remainder")))
    except UserError:  # the portion was all of it
        assert notes
    credit_notes = [as_credit_note(note) for note in notes]
    assert judge([note for note in credit_notes if why_not(note) is None]) == []
