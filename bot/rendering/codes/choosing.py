"""Which code stands on an invoice: one, by its country and currency and the merchant's settings.

Whatever a code cannot say is never a reason not to issue: the account and the number stand there as text, and the
next kind of code is tried, or none is shown. What the merchant can mend was refused when it was typed.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

from bot.rendering.codes import epc, pix, swiss, upi
from bot.rendering.codes.epc import Transfer, epc_payload
from bot.rendering.codes.iban import checked_iban
from bot.rendering.codes.links import Due, checked_instapay, filled
from bot.rendering.codes.pix import PixPayment, pix_payload
from bot.rendering.codes.reference import body_of
from bot.rendering.codes.swiss import Address, Bill, reference_for, swiss_payload
from bot.rendering.codes.upi import UpiPayment, upi_link
from bot.rendering.codes.zatca import TaxFacts, zatca_payload
from models.code import Code, Kind
from models.document import InvoiceDocument, Party
from models.errors import InvoiceError
from models.merchant import Merchant
from models.money import minor_units
from models.payee import Payee
from models.registration import Title
from models.totals import Totals

_NOTHING: Final = Decimal(0)


def code_for(document: InvoiceDocument, payee: Payee, *, einvoice_since: date | None = None) -> Code | None:
    """The one code of an invoice: Saudi Arabia's where its law wants it, else one to pay by, else none."""
    return tax_code_for(document, einvoice_since=einvoice_since) or payment_code_for(document, payee)


def tax_code_for(document: InvoiceDocument, *, einvoice_since: date | None = None) -> Code | None:
    """ZATCA's phase 1 code for a seller registered for VAT in Saudi Arabia, until its phase 2 begins.

    From `einvoice_since` on the invoice is cleared or reported elsewhere; a phase 1 code would feign that it was.
    """
    if not _wants_tax_code(document.seller.country, document.title, document.issue_date, einvoice_since):
        return None
    with suppress(InvoiceError):
        payload = _tax_payload(document.seller, document.currency, document.totals, document.issued_at)
        return Code(Kind.ZATCA, payload)
    return None


def tax_code_refusal(merchant: Merchant, title: Title, totals: Totals, today: date) -> InvoiceError | None:
    """Why that code cannot be made for an invoice issued today; None: it can, or none is wanted."""
    if _wants_tax_code(merchant.country, title, today, merchant.einvoice_since):
        midnight = datetime.combine(today, time(), UTC)  # any moment is as long
        try:
            _tax_payload(merchant.as_seller(), merchant.currency, totals, midnight)
        except InvoiceError as refusal:
            return refusal
    return None


def payment_code_for(document: InvoiceDocument, payee: Payee) -> Code | None:
    """The code that pays what is due: the preferred kind if it can, else the first one that can."""
    if document.totals.payable_amount <= _NOTHING:
        return None
    for kind in dict.fromkeys((payee.preferred or Kind.SWISS, *_MAKERS)):
        with suppress(InvoiceError):
            if kind in _MAKERS and (code := _MAKERS[kind](document, payee)):
                return code
    return None


def _wants_tax_code(country: str | None, title: Title, today: date, einvoice_since: date | None) -> bool:
    is_called = einvoice_since is not None and today >= einvoice_since
    return country == "SA" and title != "invoice" and not is_called


def _tax_payload(seller: Party, currency: str, totals: Totals, issued_at: datetime) -> str:
    facts = TaxFacts(
        seller.legal_name or seller.name,
        seller.tax_number or "",
        issued_at,
        totals.tax_inclusive_amount,  # not what is left to pay: BT-112, not BT-115
        totals.tax_amount,
    )
    return zatca_payload(facts, decimals=minor_units(currency))


def _swiss(document: InvoiceDocument, payee: Payee) -> Code | None:
    if document.currency not in swiss.CURRENCIES or not (payee.iban and payee.postcode and payee.town):
        return None
    creditor = Address(
        _name(document, payee, swiss.LONGEST_NAME),
        payee.street or "", payee.building_number or "", payee.postcode, payee.town,
        document.seller.country or checked_iban(payee.iban)[:2],
    )  # fmt: skip
    bill = Bill(
        payee.iban, creditor, document.totals.payable_amount, document.currency,
        reference=reference_for(checked_iban(payee.iban), document.number), message=document.number,
    )  # fmt: skip
    return Code(Kind.SWISS, swiss_payload(bill))


def _epc(document: InvoiceDocument, payee: Payee) -> Code | None:
    """With the number as text, not as RF reference: what the payer sees is then what the invoice says."""
    if document.currency != "EUR" or not payee.iban:
        return None
    transfer = Transfer(
        _name(document, payee, epc.LONGEST_NAME), payee.iban, document.totals.payable_amount,
        bic=payee.bic or "", text=document.number,
    )  # fmt: skip
    return Code(Kind.EPC, epc_payload(transfer))


def _pix(document: InvoiceDocument, payee: Payee) -> Code | None:
    if document.currency != "BRL" or not (payee.pix_key and payee.town):
        return None
    payment = PixPayment(
        payee.pix_key,
        pix.plain(_name(document, payee, None)).strip()[: pix.LONGEST_NAME],
        pix.plain(payee.town).strip()[: pix.LONGEST_TOWN],
        document.totals.payable_amount,
        body_of(document.number)[-pix.LONGEST_ID :],
    )
    return Code(Kind.PIX, pix_payload(payment))


def _upi(document: InvoiceDocument, payee: Payee) -> Code | None:
    if document.currency != "INR" or not payee.upi_id:
        return None
    payment = UpiPayment(
        payee.upi_id, _name(document, payee, upi.LONGEST_NAME), document.totals.payable_amount,
        note=document.number, reference=document.number,
    )  # fmt: skip
    return Code(Kind.UPI, upi_link(payment))


def _instapay(document: InvoiceDocument, payee: Payee) -> Code | None:
    if document.currency != "EGP" or not payee.instapay_link:
        return None
    return Code(Kind.INSTAPAY, checked_instapay(payee.instapay_link))


def _link(document: InvoiceDocument, payee: Payee) -> Code | None:
    if not payee.payment_link:
        return None
    due = Due(document.totals.payable_amount, document.currency, document.number)
    return Code(Kind.LINK, filled(payee.payment_link, due))


def _name(document: InvoiceDocument, payee: Payee, most: int | None) -> str:
    """Who is paid, cut to what the code takes: banks go by the account."""
    seller = document.seller
    return (payee.account_name or seller.legal_name or seller.name)[:most]


# Banks first: the account is paid with the app the payer has. The order decides where several are possible.
_MAKERS: Final[dict[Kind, Callable[[InvoiceDocument, Payee], Code | None]]] = {
    Kind.SWISS: _swiss,
    Kind.EPC: _epc,
    Kind.PIX: _pix,
    Kind.UPI: _upi,
    Kind.INSTAPAY: _instapay,
    Kind.LINK: _link,
}
