"""UBL 2.1: the standard's own schema and rules accept every invoice and credit note, and see what is wrong."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from bot.rendering.einvoice.limits import may_be_exported, why_not
from bot.rendering.einvoice.writing import cii, ubl
from models.document import InvoiceDocument, Party
from models.totals import Basis, PricedLine
from tests.einvoices import UBL_CREDIT_NOTE, UBL_INVOICE, judged, of_basis, of_vector
from tests.test_totals import BY_ID
from tests.test_totals_properties import bases, totals_if_possible

EXPORTED = [name for name, vector in BY_ID.items() if may_be_exported(vector["input"]["currency"])]


def assert_accepted(document: InvoiceDocument) -> None:
    verdict = judged(ubl(document), UBL_CREDIT_NOTE if document.is_credit_note else UBL_INVOICE)
    assert verdict.complaints == []
    assert verdict.fired > 40


def amounts(xml: bytes) -> list[str]:
    """Every amount of money in it but prices, sorted."""
    elements = etree.fromstring(xml).iter()
    names = ((etree.QName(element).localname, element.text or "") for element in elements)
    return sorted(
        text
        for name, text in names
        if name.endswith("Amount") and name not in {"PriceAmount", "ChargeAmount"}
    )


@pytest.mark.parametrize("name", EXPORTED, ids=lambda name: f"{name} {BY_ID[name]['title']}")
def test_the_standard_accepts_every_invoice_we_can_total(name: str) -> None:
    assert_accepted(of_vector(name))


@pytest.mark.parametrize("name", ["T01", "T29"])
def test_it_accepts_the_least_an_invoice_can_say_in_arabic(name: str) -> None:
    assert_accepted(
        of_vector(
            name, language="ar", payee=None, buyer=Party(name="عميل نقدي"), supply_date=None,
            order_reference=None, note=None, payment_terms=None, disclaimer=None, bank_details=None,
            seller=Party(name="مقهى", tax_number="1", country="EG"),
        )
    )  # fmt: skip


@pytest.mark.parametrize("category", ["AE", "K", "G", "Z", "O"])
def test_untaxed_sales_are_accepted(category: str) -> None:
    rate = None if category == "O" else Decimal(0)
    line = PricedLine(quantity=Decimal(1), unit_price=Decimal(10), tax_category=category, tax_rate=rate)
    document = of_basis(Basis(currency="EUR", buyer_tax_number="DE123456789", lines=(line,)))
    assert why_not(document) is None
    assert_accepted(document)


@settings(max_examples=25)
@given(bases())
def test_whatever_can_be_totalled_is_accepted_or_refused_with_a_reason(basis: Basis) -> None:
    totals_if_possible(basis)
    document = of_basis(basis)
    if why_not(document) is None:
        assert_accepted(document)


@pytest.mark.parametrize("name", EXPORTED)
def test_it_has_the_same_amounts_as_the_factur_x_file(name: str) -> None:
    document = of_vector(name)
    assert amounts(ubl(document)) == amounts(cii(document))


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('TaxInclusiveAmount currencyID="EGP">342.00', 'TaxInclusiveAmount currencyID="EGP">342.01', "BR-CO-15"),
        ('TaxAmount currencyID="EGP">42.00', 'TaxAmount currencyID="EGP">43.50', "BR-S-09"),
        ('unitCode="HUR"', 'unitCode="PIECES"', "BR-CL-23"),
        ("<cbc:ID>INV-2026-00042</cbc:ID>", "", "BR-02"),
    ],
)  # fmt: skip
def test_a_planted_mistake_is_caught(right: str, wrong: str, complaint: str) -> None:
    xml = ubl(of_vector("T01")).decode()
    assert right in xml
    complaints = judged(xml.replace(right, wrong).encode(), UBL_INVOICE).complaints
    assert complaint in " ".join(complaints) or (wrong == "" and complaints)


@pytest.mark.parametrize(
    "says", [{"currency": "STN"}, {"tax_currency": "STN", "tax_exchange_rate": Decimal(24)}]
)
def test_a_currency_the_rules_do_not_know_is_refused(says: dict[str, Any]) -> None:
    document = of_vector("T25").model_copy(update=says)
    assert "do not know" in str(why_not(document))
    assert any("BR-CL-0" in complaint for complaint in judged(ubl(document), UBL_INVOICE).complaints)


def test_a_credit_note_is_a_credit_note() -> None:
    document = of_vector("T28")
    root = etree.fromstring(ubl(document))
    assert etree.QName(root).localname == "CreditNote"
    says: dict[str, Any] = {etree.QName(element).localname: element.text for element in root.iter()}
    assert says["CreditNoteTypeCode"] == "381"
    assert "CreditedQuantity" in says
    assert "InvoiceDocumentReference" in says
    assert "DueDate" not in says
