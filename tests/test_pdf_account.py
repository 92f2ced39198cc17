"""How to pay, as text: the account and the addresses of instant payments, each once, and only where money is asked."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bot.bench.samples import sample
from bot.bench.showpieces import PAYEE
from bot.rendering.sheet import sheet_of
from models.basis import PricedLine
from models.code import Code, Kind
from models.document import InvoiceDocument
from models.payee import Payee
from models.tax import TaxCategory


def remarks(document: InvoiceDocument) -> dict[str, str]:
    """The headed texts by their label."""
    shown = sheet_of(document, with_logo=False)
    return {str(remark.label): remark.text for remark in (*shown.beside, *shown.below)}


def sample_lines() -> tuple[PricedLine, ...]:
    return (
        PricedLine(
            quantity=Decimal(1), unit_price=Decimal(100), tax_category=TaxCategory.S, tax_rate=Decimal(14)
        ),
    )


def test_the_account_is_printed_once_though_the_merchant_has_typed_it_too() -> None:
    typed = "My bank\nIBAN SA03 80000000608010167519"
    details = remarks(sample(1, bank_details=typed, payee=PAYEE))["Payment details"]
    assert details == typed
    plain = remarks(sample(1, bank_details="My bank", payee=PAYEE))["Payment details"]
    assert plain.split("\n") == [
        "My bank", "Account holder: Nile Coffee Roasters LLC", "IBAN: SA03 8000 0000 6080 1016 7519", "BIC: RJHISARI",
        "Reference: INV-2026-00042",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("currency", "line"),
    [
        ("EGP", "InstaPay: coffeeshop@instapay"), ("BRL", "Pix key: pix@shop.example"), ("INR", "UPI ID: shop@upi"),
        ("USD", None),
    ],
)  # fmt: skip
def test_an_address_to_pay_to_is_printed_for_its_own_currency(currency: str, line: str | None) -> None:
    payee = Payee(
        instapay_link="https://ipn.eg/S/coffeeshop/instapay/7NdOtO",
        pix_key="pix@shop.example",
        upi_id="shop@upi",
    )
    document = sample(basis={"currency": currency, "lines": sample_lines()}, payee=payee, bank_details=None)
    details = remarks(document).get("Payment details")
    assert details == (f"{line}\nReference: INV-2026-00042" if line else None)


def test_a_swiss_account_is_paid_with_the_reference_of_its_code() -> None:
    vectors = json.loads((Path(__file__).parent / "vectors" / "payments.json").read_text("utf-8"))["swiss_qr"]
    for vector in vectors:
        fields = vector["payload"].split("\r\n")
        code = Code(Kind.SWISS, vector["payload"])
        document = sample(1, bank_details=None, payee=Payee(iban=fields[3]), code=code)
        named = remarks(document)["Payment details"].split("\n")[-1].removeprefix("Reference: ")
        assert "".join(named.split()) == (fields[28] or document.number)


def test_an_account_for_qr_references_is_paid_with_one_whatever_the_code() -> None:
    payee = Payee(iban="CH44 3199 9123 0008 8901 2", payment_link="https://pay.example/")
    document = sample(1, bank_details=None, payee=payee, code=Code(Kind.LINK, "https://pay.example/"))
    assert remarks(document)["Payment details"].endswith("Reference: 00 00000 00000 00000 20260 00429")


def test_nothing_to_pay_means_no_account() -> None:
    settled = {"currency": "EGP", "lines": sample_lines(), "prepaid_amount": Decimal(114)}
    assert "Payment details" not in remarks(sample(basis=settled, payee=PAYEE, bank_details=None))
