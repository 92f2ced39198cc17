"""The PDF says everything the document holds, in the words of its language, and asks for nothing it should not."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio

from bot.bench.samples import sample
from bot.bench.showpieces import PAYEE, ZATCA, credit_note, everything
from bot.rendering.formats import amount
from bot.rendering.pool import PdfPool
from bot.rendering.sheet import Sheet, sheet_of
from models.basis import PricedLine
from models.document import InvoiceDocument, Party
from models.tax import TaxCategory
from models.totals import DocumentCharge
from tests.printing import words_of

on_the_pool = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(1) as pool:
        yield pool


def sheet(document: InvoiceDocument) -> Sheet:
    return sheet_of(document, with_logo=False)


def remarks(document: InvoiceDocument) -> dict[str, str]:
    """The headed texts by their label."""
    shown = sheet(document)
    return {str(remark.label): remark.text for remark in (*shown.beside, *shown.below)}


def free(category: TaxCategory, reason: str | None = None) -> dict[str, Any]:
    """A basis of one line that bears no tax."""
    line = PricedLine(
        quantity=Decimal(1), unit_price=Decimal(100), tax_category=category, tax_rate=Decimal(0),
        exemption_reason=reason,
    )  # fmt: skip
    return {"currency": "EUR", "buyer_tax_number": "DE1", "lines": (line,)}


@on_the_pool
async def test_everything_on_the_document_is_on_the_page(pool: PdfPool) -> None:
    document = everything("en")
    words = words_of(await pool.render(document))
    totals = document.totals
    expected = [
        "Tax invoice", "Issue date", "22 Nov 2026, 12:30", "12 Jumada al-Akhirah 1448 AH", "Supply date", "20 Nov 2026",
        "Due date", "29 Nov 2026", "Order no.", "PO-2026/1177", "Reg. no. 1010345678", "Reg. no. 4030123456",
        "Surcharge", "per 100", "Shipping", "35.00", "Charges 2.5%", "Already paid", "Account holder: Nile Coffee",
        "IBAN: SA03 8000 0000 6080 1016 7519", "BIC: RJHISARI", "Reference: INV-2026-00042", "Tax QR code",
        "Tax in SAR at 3.75", "Article 34 of the VAT regulations", "Tax exempt", "US dollars and",
    ]  # fmt: skip
    expected += [amount(value, "USD") for value in totals.charge_amounts]
    expected.append(amount(totals.tax_amount_in_tax_currency or Decimal(0), "SAR"))
    missing = [value for value in expected if "".join(value.split()) not in "".join(words.split())]
    assert missing in ([], ["Supply date", "20 Nov 2026"])  # beside a party's line
    assert "None" not in words


@on_the_pool
async def test_everything_is_there_in_arabic(pool: PdfPool) -> None:
    words = words_of(await pool.render(everything("ar")))
    for expected in (
        "فاتورة ضريبية",
        "تاريخ التوريد",
        "رقم الطلب",
        "رقم السجل التجاري",
        "الشحن",
        "صاحب الحساب",
        "فقط",
    ):
        assert expected in words, expected


@on_the_pool
async def test_a_credit_note_names_its_invoice_and_its_reason_and_asks_for_no_money(pool: PdfPool) -> None:
    document = credit_note("en", payee=PAYEE, bank_details="Pay here")
    words = words_of(await pool.render(document))
    for expected in (
        "Tax credit note",
        "CN-2026-00003",
        "INV-2026-00042",
        "2 Nov 2026",
        "Two bags arrived torn.",
    ):
        assert expected in words
    assert f"Credited SAR {amount(document.totals.payable_amount, 'SAR')}" in words
    for unwanted in ("Amount due", "Due date", "IBAN", "Pay here", "Payment"):
        assert unwanted not in words


def test_the_supply_date_is_shown_if_it_is_another_day() -> None:
    for day, is_shown in ((date(2026, 11, 22), False), (date(2026, 11, 21), True)):
        assert ("Supply date" in dict(sheet(sample(1, supply_date=day)).dates)) is is_shown


def test_each_charge_stands_under_its_reason() -> None:
    charge = {"tax_category": TaxCategory.S, "tax_rate": Decimal(14)}
    charges = (
        DocumentCharge(amount=Decimal(35), reason="Shipping", **charge),
        DocumentCharge(percent=Decimal("2.5"), reason="Service", **charge),
        DocumentCharge(amount=Decimal(5), **charge),
    )
    shown = sheet(sample(1, basis={"currency": "EGP", "charges": charges, "lines": sample_lines()}))
    assert [label for label, _ in shown.sums] == [
        "Subtotal", "Shipping", "Service 2.5%", "Charges", "Net total", "Tax 14%",
    ]  # fmt: skip


def sample_lines() -> tuple[PricedLine, ...]:
    return (
        PricedLine(
            quantity=Decimal(1), unit_price=Decimal(100), tax_category=TaxCategory.S, tax_rate=Decimal(14)
        ),
    )


@pytest.mark.parametrize(
    ("category", "label", "law"),
    [
        (TaxCategory.AE, "Reverse charge", "accounted for by the customer"),
        (TaxCategory.K, "Intra-Community supply", "article 138 of Directive 2006/112/EC"),
        (TaxCategory.G, "Export", "article 146 of Directive 2006/112/EC"),
    ],
)
def test_what_the_law_wants_said_is_said(category: TaxCategory, label: str, law: str) -> None:
    document = sample(1, basis=free(category))
    assert law in remarks(document)[label]
    assert law in remarks(sample(1, basis=free(category, "Own reason")))[label]
    assert "Own reason" in remarks(sample(1, basis=free(category, "Own reason")))[label]
    arabic = remarks(sample(1, "ar", free(category)))
    assert len(arabic) == len(remarks(document))


def test_an_exemption_gives_its_reason_once() -> None:
    assert remarks(sample(1, basis=free(TaxCategory.E, "§ 19 UStG")))["Tax exempt"] == "§ 19 UStG"
    assert remarks(sample(1, basis=free(TaxCategory.Z, "Medicine")))["Zero-rated"] == "Medicine"
    assert "Zero-rated" not in remarks(sample(1, basis=free(TaxCategory.Z)))


def test_the_amount_is_in_words_if_the_merchant_wants_it_and_there_are_words() -> None:
    assert sheet(sample(1, shows_words=True)).words == (
        ("en", "Seventeen Egyptian pounds and ten piastres\u00a0only"),
    )
    assert sheet(sample(1)).words == ()
    unknown = {"currency": "XPF", "lines": sample_lines()}
    assert sheet(sample(1, basis=unknown, shows_words=True)).words == ()


def issued(document: InvoiceDocument) -> str:
    """The first of the dates."""
    return sheet(document).facts[0].value


def test_the_time_of_issue_is_the_one_in_the_tax_offices_code() -> None:
    seller = Party(name="Shop", country="SA")
    assert issued(sample(1, seller=seller, code=ZATCA)) == "22 Nov 2026, 12:30"
    assert issued(sample(1, seller=seller)) == "22 Nov 2026"
    counter = sample(1, seller=seller, title="simplified_tax_invoice")
    assert issued(counter) == "22 Nov 2026, 12:30"
    elsewhere = sample(1, seller=Party(name="Shop"), code=ZATCA)
    assert issued(elsewhere) == "22 Nov 2026"


def test_countries_are_named_if_they_differ() -> None:
    seller, buyer = Party(name="Shop", country="SA", address="Riyadh"), Party(name="Bob", country="DE")
    abroad = sheet(sample(1, seller=seller, buyer=buyer))
    assert abroad.seller.details == ("Riyadh", "Saudi Arabia")
    assert abroad.buyer.details == ("Germany",)
    at_home = sheet(sample(1, seller=seller, buyer=buyer.model_copy(update={"country": "SA"})))
    assert at_home.seller.details == ("Riyadh",)
    assert at_home.buyer.details == ()
    unknown = sheet(sample(1, seller=seller, buyer=Party(name="Bob")))
    assert unknown.seller.details == ("Riyadh",)


def test_hijri_dates_stand_below_the_others_in_their_digits() -> None:
    facts = sheet(sample(1, "ar", shows_hijri=True, digits="arab")).facts
    assert [fact.small for fact in facts] == ["١٢ جمادى الآخرة ١٤٤٨ هـ", "١٩ جمادى الآخرة ١٤٤٨ هـ"]
    assert [fact.small for fact in sheet(sample(1)).facts] == ["", ""]


def test_the_rate_of_the_tax_currency_is_in_the_digits_of_the_document() -> None:
    for digits, rate in {"arab": "٣٫٧٥", "latn": "3.75"}.items():
        converted = sheet(everything("ar", digits=digits)).converted_tax
        assert converted
        assert rate in converted[0]
