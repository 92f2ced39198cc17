"""Where a customer reads how to pay: on the page and in the e-mail as on the PDF, and only while money is asked for."""

from decimal import Decimal
from typing import Any

import pytest

from bot.rendering.page import page_html
from bot.rendering.page_news import Account
from models.balance import Balance
from models.code import Code, Kind
from models.document import InvoiceDocument, Party, Preceding
from models.payee import Payee
from tests.issued import document
from tests.test_messages import email

IBAN = "EG380019000500000000263180002"
GROUPED = "EG38 0019 0005 0000 0000 2631 8000 2"
LINK = "https://paypal.example/shop/58.48EGP"


def payable(code: Code | None = None, payee: Payee | None = None, **changes: Any) -> InvoiceDocument:
    """58.48 to an account, with no words of the merchant's own."""
    to = payee or Payee(account_name="Nile Coffee LLC", iban=IBAN, bic="CIBEEGCX")
    return document(**{"bank_details": None, "payment_terms": None, "payee": to, "code": code, **changes})


def page(content: InvoiceDocument, received: str | None = None, language: str | None = None) -> str:
    account = None
    if received is not None:
        due = content.totals.payable_amount
        account = Account(Balance(content.currency, content.due_date, due, Decimal(received), entries=1))
    return page_html(content, token="t", language=language, product_name="Sanad", account=account)


def test_the_account_stands_on_the_page_and_in_the_email() -> None:
    mail = email(payable())
    for place in (page(payable()), mail.text, mail.html or ""):
        for fact in ("Nile Coffee LLC", GROUPED, "CIBEEGCX", "INV-2026-00042"):
            assert fact in place, fact
    assert "Account holder" in mail.text
    assert "صاحب الحساب" in page(payable(), language="ar")


def test_an_account_the_merchant_has_written_already_is_not_repeated() -> None:
    content = payable(bank_details=f"IBAN: {IBAN}")
    assert GROUPED not in page(content)
    assert GROUPED not in email(content).text


def test_a_swiss_account_is_paid_with_the_same_reference_everywhere() -> None:
    content = payable(payee=Payee(iban="CH4431999123000889012"), currency="CHF")
    for place in (page(content), email(content).text, email(content).html or ""):
        assert "00 00000 00000 00000 20260 00429" in place


def test_a_link_that_pays_is_one_tap_away() -> None:
    content = payable(Code(Kind.LINK, LINK), Payee(payment_link=LINK))
    assert f'href="{LINK}" rel="noreferrer noopener nofollow">Pay now</a>' in page(content)
    assert f"Pay online: {LINK}" in email(content).text
    assert f'href="{LINK}"' in (email(content).html or "")


def test_a_link_for_an_app_is_on_the_page_alone() -> None:
    upi = "upi://pay?pa=shop@bank&am=58.48"
    content = payable(Code(Kind.UPI, upi), Payee(upi_id="shop@bank"), currency="INR")
    assert 'href="upi://pay?pa=shop@bank&amp;am=58.48"' in page(content)
    assert "upi://" not in email(content).text


def test_a_pix_code_can_be_copied() -> None:
    content = payable(Code(Kind.PIX, "00020126PIX63041D3D"), Payee(pix_key="a@b.example"), currency="BRL")
    assert "<bdi>00020126PIX63041D3D</bdi>" in page(content)
    assert "a@b.example" in email(content).text


def test_a_link_over_the_whole_amount_is_gone_once_a_part_is_paid() -> None:
    whole = payable(Code(Kind.LINK, LINK), Payee(payment_link=LINK))
    assert "Pay now" in page(whole, "0")
    assert "Pay now" not in page(whole, "20")
    instapay = "https://ipn.eg/S/coffee/instapay/0aBcD1"
    without_amount = payable(Code(Kind.INSTAPAY, instapay), Payee(instapay_link=instapay))
    assert "Pay now" in page(without_amount, "20")
    assert "coffee@instapay" in page(without_amount, "20")
    assert "Pay now" not in page(without_amount, "58.48")


@pytest.mark.parametrize("kind", [Kind.LINK, Kind.ZATCA])
def test_a_credit_note_and_a_tax_office_ask_nobody_to_pay(kind: Kind) -> None:
    note = payable(
        Code(kind, LINK), type_code="381", title="credit_note",
        preceding=Preceding(number="INV-2026-00001", issue_date=document().issue_date),
    )  # fmt: skip
    for place in (page(note), email(note).text, email(note).html or ""):
        assert LINK not in place
        assert GROUPED not in place
    assert LINK not in page(payable(Code(Kind.ZATCA, LINK), Payee(), seller=Party(name="Shop")))
