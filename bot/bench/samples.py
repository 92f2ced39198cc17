"""Invoices to measure with and to look at."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.basis import Basis, PricedLine
from models.document import DocumentLine, InvoiceDocument, Language, Party
from models.totals import AllowanceCharge, totals_of

_ISSUED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_ITEMS: dict[str, tuple[str, ...]] = {
    "en": (
        "Espresso beans, medium roast", "Paper cups with lids, 250 ml", "Barista training on site",
        "Grinder maintenance", "Oat milk", "Logo design, three drafts, final files", "Delivery to the shop",
        "Menu cards, double sided", "Cold brew concentrate", "Syrup, vanilla",
    ),
    "ar": (
        "حبوب إسبريسو، تحميص متوسط", "أكواب ورقية بأغطية، 250 مل", "تدريب الباريستا في الموقع",
        "صيانة المطحنة", "حليب الشوفان", "تصميم شعار: ثلاث مسودات والملفات النهائية", "التوصيل إلى المحل",
        "قوائم طعام مطبوعة على الوجهين", "مركز القهوة الباردة Cold Brew", "شراب الفانيليا",
    ),
}  # fmt: skip
_UNITS = ("KGM", "C62", "HUR", "C62", "LTR", "C62", "C62", "C62", "LTR", "C62")
_SELLERS = {
    "en": Party(
        name="Nile Coffee Roasters", legal_name="Nile Coffee Roasters LLC", tax_number="310-122-393",
        address="14 Tahrir Street\nDowntown, Cairo 11511", country="EG",
        email="hello@nilecoffee.example", phone="+201001234567",
    ),
    "ar": Party(
        name="محمصة النيل", legal_name="شركة محمصة النيل ذ.م.م", tax_number="310-122-393",
        address="14 شارع التحرير\nوسط البلد، القاهرة 11511", country="EG",
        email="hello@nilecoffee.example", phone="+201001234567",
    ),
}  # fmt: skip
_BUYERS = {
    "en": Party(
        name="Sara Hassan", address="7 Garden City\nCairo", email="sara@example.com", phone="+201112223334"
    ),
    "ar": Party(
        name="سارة حسن", address="7 جاردن سيتي\nالقاهرة", email="sara@example.com", phone="+201112223334"
    ),
}
_REMARKS: dict[str, dict[str, str]] = {
    "en": {
        "payment_terms": "Payable within 7 days.",
        "bank_details": "National Bank of Egypt\nIBAN EG38 0019 0005 0000 0000 2631 8000 2",
        "note": "Thank you for your order.",
    },
    "ar": {
        "payment_terms": "الدفع خلال 7 أيام.",
        "bank_details": "البنك الأهلي المصري\nIBAN EG38 0019 0005 0000 0000 2631 8000 2",
        "note": "شكرًا لثقتكم.",
    },
}


def sample(
    lines: int = 10, language: Language = "en", basis: Mapping[str, Any] | None = None, **document: Any
) -> InvoiceDocument:
    """An invoice of so many lines; `basis` changes what its totals come from, `document` what it says."""
    priced = tuple(_priced(position) for position in range(lines))
    terms = Basis(**({"currency": "EGP", "lines": priced} | dict(basis or {})))
    says: dict[str, Any] = {
        "number": "INV-2026-00042",
        "issue_date": _ISSUED.date(),
        "issued_at": _ISSUED,
        "due_date": date(2026, 11, 22) + timedelta(days=7),
        "language": language,
        "seller": _SELLERS[language],
        "buyer": _BUYERS[language],
        **_REMARKS[language],
        "currency": terms.currency,
        "prices_include_tax": terms.prices_include_tax,
        "lines": tuple(
            _printed(line, position, language, document.pop(f"item_{position}", None))
            for position, line in enumerate(terms.lines)
        ),
        "discount_percent": terms.allowance.percent if terms.allowance else None,
        "charges": terms.charges,
        "tax_currency": terms.foreign_tax_currency,
        "tax_exchange_rate": terms.tax_exchange_rate,
        "totals": totals_of(terms),
    }
    return InvoiceDocument(**(says | document))


def _priced(position: int) -> PricedLine:
    return PricedLine(
        quantity=Decimal(position % 4 + 1),
        unit_price=Decimal(["15", "30.5", "120", "1250.75", "9.95"][position % 5]),
        tax_category="S",
        tax_rate=Decimal(14),
        allowance=AllowanceCharge(percent=Decimal(10)) if position == 2 else None,
    )


def _printed(line: PricedLine, position: int, language: str, name: str | None) -> DocumentLine:
    return DocumentLine(
        item_name=name or _ITEMS[language][position % 10],
        quantity=line.quantity,
        unit_code=_UNITS[position % 10],
        unit_price=line.unit_price,
        base_quantity=line.base_quantity if line.base_quantity != 1 else None,
        discount_percent=line.allowance.percent if line.allowance else None,
        charge_percent=line.charge.percent if line.charge else None,
        tax_category=line.tax_category,
        tax_rate=line.tax_rate,
        exemption_reason=line.exemption_reason,
    )
