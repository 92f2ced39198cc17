"""How a document can be paid, as facts: the account, the addresses of instant payments, the link that pays."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Final

from bot.rendering.codes.iban import grouped, is_qr_iban
from bot.rendering.codes.links import instapay_address
from bot.rendering.codes.swiss import readable, reference_for, reference_of
from models.code import Code, Kind
from models.document import InvoiceDocument
from models.errors import InvoiceError
from models.payee import Payee

Fact = tuple[str, str]
"""A key of the document's labels, and its value as it is typed or copied."""

_WITHOUT_AMOUNT: Final = (Kind.INSTAPAY,)


def account_of(document: InvoiceDocument) -> Iterator[Fact]:
    """The account, then the address of the currency's instant payments; nothing of a document that asks for nothing."""
    if document.payee is None or document.is_credit_note or document.totals.payable_amount <= 0:
        return
    yield from _bank_account(document, document.payee)
    yield from _address(document.currency, document.payee)


def payment_reference(document: InvoiceDocument) -> str:
    """What the payer has to name: the number, or to a Swiss account the reference in its code, which banks check.

    A QR-IBAN takes nothing without its reference, whatever the code beside it.
    """
    code, iban = document.code, _bare(document.payee.iban or "") if document.payee else ""
    if code is not None and code.kind is Kind.SWISS and (reference := reference_of(code.payload)):
        return readable(reference)
    if is_qr_iban(iban):
        with suppress(InvoiceError):
            return readable(reference_for(iban, document.number))
    return document.number


def paying_code(document: InvoiceDocument, still_open: Decimal | None = None) -> Code | None:
    """The code that pays, to be tapped or copied; None where it names an amount that is no longer what is open."""
    code = document.code
    if code is None or code.kind is Kind.ZATCA or document.is_credit_note:
        return None
    is_asked = still_open is None or still_open == document.totals.payable_amount
    return code if is_asked or code.kind in _WITHOUT_AMOUNT else None


def _bank_account(document: InvoiceDocument, payee: Payee) -> Iterator[Fact]:
    """Nothing if the merchant has written the same IBAN already."""
    seller, iban = document.seller, _bare(payee.iban or "")
    if not iban or iban in _bare(document.bank_details or ""):
        return
    yield "account_name", payee.account_name or seller.legal_name or seller.name
    yield "iban", grouped(iban)
    if payee.bic:
        yield "bic", payee.bic


def _address(currency: str, payee: Payee) -> Iterator[Fact]:
    """What can be typed in an app instead of scanning a code."""
    match currency:
        case "EGP" if payee.instapay_link:
            yield "instapay", instapay_address(payee.instapay_link)
        case "BRL" if payee.pix_key:
            yield "pix_key", payee.pix_key
        case "INR" if payee.upi_id:
            yield "upi_id", payee.upi_id


def _bare(text: str) -> str:
    """An account number without blanks and case."""
    return "".join(text.split()).upper()
