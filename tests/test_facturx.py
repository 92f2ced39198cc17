"""Factur-X: the standard's own schema and rules accept every invoice we let pass, and see what is wrong."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from bot.rendering.codes.choosing import payment_code_for
from bot.rendering.codes.iban import is_qr_iban
from bot.rendering.einvoice.limits import may_be_exported, why_not
from bot.rendering.einvoice.terms import terms_of
from bot.rendering.einvoice.traders import prefixed
from bot.rendering.einvoice.writing import Profile, cii, profile_of
from bot.rendering.units import UNITS
from models.countries import FACTS
from models.document import InvoiceDocument, Party
from models.money import minor_units, rounded
from models.payee import Payee
from models.totals import AllowanceCharge, Basis, DocumentCharge, PricedLine
from tests.einvoices import BASIC, EN16931, SELLER, codes, judged, of_basis, of_vector
from tests.test_totals import BY_ID
from tests.test_totals_properties import bases, totals_if_possible

EXPORTED = [name for name, vector in BY_ID.items() if may_be_exported(vector["input"]["currency"])]
BARE: dict[str, Any] = {
    "payee": None, "seller": Party(name="Bob", tax_number="1", country="EG"), "buyer": Party(name="Cash customer"),
    "supply_date": None, "order_reference": None, "note": None, "payment_terms": None, "disclaimer": None,
    "bank_details": None,
}  # fmt: skip


def line(quantity: str, price: str, rate: str | None = "14", category: str = "S", **more: Any) -> PricedLine:
    return PricedLine(
        quantity=Decimal(quantity), unit_price=Decimal(price), tax_category=category,
        tax_rate=Decimal(rate) if rate else None, **more,
    )  # fmt: skip


def european(*lines: PricedLine, **terms: Any) -> InvoiceDocument:
    return of_basis(Basis(currency="EUR", buyer_tax_number="DE123456789", lines=lines, **terms))


def assert_accepted(document: InvoiceDocument) -> None:
    assert why_not(document) is None
    verdict = judged(cii(document), BASIC if profile_of(document) is Profile.BASIC else EN16931)
    assert verdict.complaints == []
    assert verdict.fired > 50


def values(document: InvoiceDocument, *names: str) -> list[str | None]:
    """The texts of the elements with these names, in their order."""
    root = etree.fromstring(cii(document))
    return [element.text for element in root.iter() if etree.QName(element).localname in names]


@pytest.mark.parametrize("name", EXPORTED, ids=lambda name: f"{name} {BY_ID[name]['title']}")
def test_the_standard_accepts_every_invoice_we_can_total(name: str) -> None:
    assert_accepted(of_vector(name))


@pytest.mark.parametrize("name", ["T04", "T13", "T28"])
def test_it_accepts_them_in_arabic_too(name: str) -> None:
    document = of_vector(name, language="ar", second_language="en", digits="arab")
    assert_accepted(document)
    assert re.search("[٠-٩]", cii(document).decode()) is None


@pytest.mark.parametrize("name", ["T01", "T29"])
def test_it_accepts_the_least_an_invoice_can_say(name: str) -> None:
    assert_accepted(of_vector(name, **BARE))


@pytest.mark.parametrize("category", ["AE", "K", "G", "Z"])
def test_untaxed_sales_name_their_reason_by_code(category: str) -> None:
    document = european(line("1", "10", "0", category))
    assert_accepted(document)
    expected = {"AE": ["VATEX-EU-AE"], "K": ["VATEX-EU-IC"], "G": ["VATEX-EU-G"], "Z": []}[category]
    assert values(document, "ExemptionReasonCode") == expected


def test_an_exempt_sale_names_the_merchants_own_reason() -> None:
    document = european(line("1", "10", "0", "E", exemption_reason="§ 19 UStG"), line("2", "5"))
    assert_accepted(document)
    assert values(document, "ExemptionReason") == ["§ 19 UStG"]


def test_every_reason_for_an_exemption_that_is_printed_is_named() -> None:
    reasons = ("Rent, § 4 Nr. 12 UStG", "Training, § 4 Nr. 21 UStG", "Rent, § 4 Nr. 12 UStG")
    document = european(*(line("1", "10", "0", "E", exemption_reason=reason) for reason in reasons))
    assert_accepted(document)
    assert values(document, "ExemptionReason") == ["Rent, § 4 Nr. 12 UStG; Training, § 4 Nr. 21 UStG"]


def test_who_is_outside_the_scope_of_tax_shows_no_tax_number_as_one() -> None:
    document = european(line("1", "10", None, "O"))
    assert_accepted(document)
    assert b'schemeID="VA"' not in cii(document)
    assert values(document, "RateApplicablePercent") == []


def test_discounts_charges_and_returns_at_prices_with_tax_are_accepted() -> None:
    ten = AllowanceCharge(percent=Decimal(10))
    cent = AllowanceCharge(amount=Decimal("0.06"))
    shipping = DocumentCharge(amount=Decimal(5), tax_category="S", tax_rate=Decimal(15), reason="Shipping")
    nothing = DocumentCharge(percent=Decimal(0), tax_category="S", tax_rate=Decimal(20))
    document = european(
        line("3", "10", "15", allowance=ten, charge=cent), line("7", "0.99", "5"), line("-1", "10", allowance=ten),
        prices_include_tax=True, allowance=AllowanceCharge(amount=Decimal(3)), charges=(shipping, nothing),
    )  # fmt: skip
    assert_accepted(document)
    assert {"Shipping", "Discount", "Surcharge"} <= set(values(document, "Reason"))


@settings(max_examples=40)
@given(bases())
def test_whatever_can_be_totalled_is_accepted_or_refused_with_a_reason(basis: Basis) -> None:
    totals_if_possible(basis)
    document = of_basis(basis)
    if why_not(document):
        return
    assert_accepted(document)
    decimals = minor_units(document.currency)
    for item in terms_of(document).items:
        price, base, allowance, charge = item.price
        gross = rounded(item.printed.quantity * price / (base or 1), decimals)
        assert gross - allowance + charge == item.net_amount


def test_every_amount_is_the_printed_one() -> None:
    document = of_vector("T04")
    totals = document.totals
    printed = [
        *(item.net_amount for item in totals.lines), totals.line_extension_amount, totals.allowance_total_amount,
        totals.tax_exclusive_amount, totals.tax_amount, totals.tax_inclusive_amount, totals.prepaid_amount,
        totals.payable_amount,
    ]  # fmt: skip
    assert values(
        document, "LineTotalAmount", "AllowanceTotalAmount", "TaxBasisTotalAmount", "TaxTotalAmount",
        "GrandTotalAmount", "TotalPrepaidAmount", "DuePayableAmount",
    ) == [str(amount) for amount in printed]  # fmt: skip


def test_a_credit_note_names_its_invoice_and_its_reason() -> None:
    document = of_vector("T28")
    assert values(document, "TypeCode")[0] == "381"
    assert values(document, "IssuerAssignedID") == ["PO 7", "INV-2026-00042"]
    assert "Returned" in values(document, "Content")
    assert values(document, "IBANID") == []


def test_the_account_to_pay_to_and_the_reference_are_there() -> None:
    document = of_vector("T01")
    assert values(document, "IBANID", "PaymentReference") == [
        "INV-2026-00042",
        "EG380019000500000000263180002",
    ]


@pytest.mark.parametrize("iban", ["CH4431999123000889012", "CH5800791123000889012"])
def test_the_reference_is_the_one_the_bank_checks(iban: str) -> None:
    payee = Payee(iban=iban, postcode="2501", town="Biel")
    document = of_vector("T20", payee=payee, bank_details=None)
    document = document.model_copy(update={"code": payment_code_for(document, payee)})
    expected = "000000000000000002026000429" if is_qr_iban(iban) else "RF36INV202600042"
    assert_accepted(document)
    assert values(document, "PaymentReference") == [expected]


@pytest.mark.parametrize(
    ("iban", "means"), [("DE89370400440532013000", "58"), ("EG380019000500000000263180002", "30")]
)
def test_euros_are_a_sepa_transfer_where_sepa_reaches(iban: str, means: str) -> None:
    basis = Basis(currency="EUR", lines=(line("1", "10"),))
    root = etree.fromstring(cii(of_basis(basis, payee=Payee(iban=iban))))
    assert root.findtext(".//{*}SpecifiedTradeSettlementPaymentMeans/{*}TypeCode") == means


def test_tax_is_given_in_the_sellers_currency_too() -> None:
    assert values(of_vector("T25"), "TaxCurrencyCode", "TaxTotalAmount") == ["SAR", "50.00", "187.50"]


def test_cash_rounding_takes_the_larger_profile() -> None:
    document = of_vector("T20")
    assert profile_of(document) is Profile.EN16931
    assert values(document, "RoundingAmount") == ["0.02"]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("GrandTotalAmount>342.00<", "GrandTotalAmount>342.01<", "BR-CO-15"),
        ("DuePayableAmount>342.00<", "DuePayableAmount>0.00<", "BR-CO-16"),
        (">INV-2026-00042</ram:ID>", "></ram:ID>", "BR-02"),
        ('unitCode="HUR"', 'unitCode="PIECES"', "@unitCode"),
    ],
)
def test_a_planted_mistake_is_caught(right: str, wrong: str, complaint: str) -> None:
    xml = cii(of_vector("T01")).decode()
    assert right in xml
    assert complaint in " ".join(judged(xml.replace(right, wrong).encode(), BASIC).complaints)


@pytest.mark.parametrize(
    ("name", "says", "reason"),
    [
        ("T07", {}, "three decimals"),
        ("T25", {"tax_currency": "BHD"}, "also given in"),
        ("T01", {"seller": Party(name="Bob", country="EG")}, "your tax number"),
        ("T17", {"seller": Party(name="Bob", country="EG")}, "who sells"),
        ("T01", {"seller": SELLER.model_copy(update={"country": None})}, "country"),
        ("T13", {"buyer": Party(name="Cash customer")}, "customer's tax number"),
        ("T25", {"tax_currency": "STN"}, "do not know that currency"),
    ],
)
def test_what_cannot_be_exported_says_why(name: str, says: dict[str, Any], reason: str) -> None:
    refusal = why_not(of_vector(name, **says))
    assert refusal is not None
    assert reason in refusal


@pytest.mark.parametrize(
    "says",
    [
        {"seller": Party(name="Juba Shop", tax_number="100 123 456", country="SS")},
        {"buyer": Party(name="Juba Shop", tax_number="SS100123456")},
    ],
)
def test_tax_numbers_of_south_sudan_are_refused_as_the_standard_has_no_prefix_for_them(
    says: dict[str, Any],
) -> None:
    document = of_vector("T01", **says)
    assert "South Sudan" in str(why_not(document))
    assert any("BR-CO-09" in complaint for complaint in judged(cii(document), BASIC).complaints)


def test_the_tax_of_returns_at_a_rate_next_to_nothing_is_refused_as_any_other() -> None:
    document = european(line("1", "90000"), line("-1", "70000", "0.01"))
    refusal = why_not(document)
    assert refusal is not None
    assert "rounded" in refusal


def test_tax_rounded_line_by_line_too_far_away_is_refused() -> None:
    lines = tuple(line("1", "0.10", "5") for _ in range(250))  # 0.005 each: rounded up, 1.25 too much
    document = of_basis(Basis(currency="AED", lines=lines, tax_rounding="line"))
    refusal = why_not(document)
    assert refusal is not None
    assert "rounded" in refusal
    assert any("BR-S-09" in complaint for complaint in judged(cii(document), BASIC).complaints)


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("100 531-385", "EG", "EG100531385"),
        ("DE123456789", "AT", "DE123456789"),
        ("123456789", "GR", "EL123456789"),
        ("CHE-123.456.789 MWST", "CH", "CHE123456789MWST"),
        ("QQ12", "SA", "SAQQ12"),
    ],
)
def test_a_tax_number_has_its_country_before_it(number: str, country: str, expected: str) -> None:
    assert prefixed(number, country) == expected


def test_the_standard_knows_our_countries_currencies_and_units() -> None:
    rows = FACTS["countries"]
    assert {row["code"] for row in rows} - codes("EG", "DE") == set()
    assert {row["currency"] for row in rows} - codes("EGP", "EUR") == set()
    assert set(UNITS["en"]) - codes("C62", "HUR") == set()


def test_hostile_names_stay_text() -> None:
    name = "<script>&amp;]]> \x00\ufffe \u202e'\""
    document = of_vector("T01", buyer=Party(name=name))
    assert_accepted(document)
    assert "<script>&amp;]]> '\"" in values(document, "Name")
