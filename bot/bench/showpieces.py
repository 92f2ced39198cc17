"""Documents that say everything a document can say, to look at and to test with."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.bench.samples import sample
from models.basis import PricedLine
from models.code import Code, Kind
from models.document import CREDIT_NOTE, InvoiceDocument, Party, Preceding, languages_of
from models.payee import Payee
from models.tax import TaxCategory
from models.totals import AllowanceCharge, DocumentCharge

_SECOND = {"en": "ar", "ar": "en"}
_NAMES = {
    "en": ("Nile Coffee Roasters", "Sara Hassan Trading Est."),
    "ar": ("محمصة النيل", "مؤسسة سارة حسن التجارية"),
}
_ADDRESSES = {
    "en": ("14 King Fahd Road\nAl Olaya, Riyadh 12214", "7 Corniche Road\nJeddah 23511"),
    "ar": ("14 طريق الملك فهد\nالعليا، الرياض 12214", "7 طريق الكورنيش\nجدة 23511"),
}
_REASONS = {
    "en": ("Shipping", "Article 34 of the VAT regulations", "Two bags arrived torn."),
    "ar": ("الشحن", "المادة 34 من اللائحة التنفيذية", "وصل كيسان ممزقان."),
}
PAYEE = Payee(account_name="Nile Coffee Roasters LLC", iban="SA0380000000608010167519", bic="RJHISARI")
ZATCA = Code(
    Kind.ZATCA,
    "AQxCb2JzIFJlY29yZHMCDzMxMDEyMjM5MzUwMDAwMwMUMjAyMi0wNC0yNVQxNTozMDowMFoEBzEwMDAuMDAFBjE1MC4wMA==",
)


def everything(choice: str = "en", **document: Any) -> InvoiceDocument:
    """An invoice that uses every field at once; `choice` as `models.document.DOCUMENT_LANGUAGES`."""
    language, second = languages_of(choice)
    seller, buyer = _parties(language)
    says: dict[str, Any] = {
        "title": "tax_invoice", "second_language": second, "seller": seller, "buyer": buyer,
        "supply_date": date(2026, 11, 20), "order_reference": "PO-2026/1177", "shows_words": True,
        "shows_hijri": True, "payee": PAYEE, "code": ZATCA, "bank_details": None,
    }  # fmt: skip
    return sample(language=language, basis=_basis(language), **(says | document))


def credit_note(choice: str = "en", **document: Any) -> InvoiceDocument:
    """A credit note on one line of an invoice."""
    language, second = languages_of(choice)
    seller, buyer = _parties(language)
    says: dict[str, Any] = {
        "type_code": CREDIT_NOTE, "title": "tax_credit_note", "number": "CN-2026-00003", "second_language": second,
        "seller": seller, "buyer": buyer, "reason": _REASONS[language][2], "due_date": date(2026, 11, 22),
        "preceding": Preceding(number="INV-2026-00042", issue_date=date(2026, 11, 2)), "payment_terms": None,
        "bank_details": None, "shows_words": True, "code": ZATCA,
    }  # fmt: skip
    return sample(2, language, {"currency": "SAR"}, **(says | document))


def _parties(language: str) -> tuple[Party, Party]:
    other = _SECOND[language]
    seller = Party(
        name=_NAMES[language][0], second_name=_NAMES[other][0], legal_name="Nile Coffee Roasters LLC",
        registration_number="1010345678", tax_number="310122393500003", address=_ADDRESSES[language][0], country="SA",
        email="hello@nilecoffee.example", phone="+966551234567",
    )  # fmt: skip
    buyer = Party(
        name=_NAMES[language][1], second_name=_NAMES[other][1], tax_number="300000000000003",
        registration_number="4030123456", address=_ADDRESSES[language][1], country="SA", email="sara@example.com",
    )  # fmt: skip
    return seller, buyer


def _basis(language: str) -> dict[str, Any]:
    shipping, exempt, _ = _REASONS[language]
    return {
        "currency": "USD", "tax_currency": "SAR", "tax_exchange_rate": Decimal("3.75"),
        "lines": (
            _line("2", "1500.50", allowance=AllowanceCharge(percent=Decimal(10))),
            _line("250", "12", base_quantity=Decimal(100)),
            _line("3", "120", charge=AllowanceCharge(percent=Decimal(5))),
            _line("1", "80", TaxCategory.E, "0", exemption_reason=exempt),
            _line("4", "30", TaxCategory.Z, "0"),
        ),
        "allowance": AllowanceCharge(percent=Decimal(5)),
        "charges": (
            DocumentCharge(amount=Decimal(35), reason=shipping, tax_category=TaxCategory.S, tax_rate=Decimal(15)),
            DocumentCharge(percent=Decimal("2.5"), tax_category=TaxCategory.S, tax_rate=Decimal(15)),
        ),
        "prepaid_amount": Decimal(500),
        "cash_rounding": Decimal("0.05"),
    }  # fmt: skip


def _line(
    quantity: str, price: str, category: TaxCategory = TaxCategory.S, rate: str = "15", **more: Any
) -> PricedLine:
    return PricedLine(
        quantity=Decimal(quantity), unit_price=Decimal(price), tax_category=category, tax_rate=Decimal(rate), **more
    )  # fmt: skip
