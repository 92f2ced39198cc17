"""The invoice every rendering process makes first, so that a merchant's finds fonts, styles and caches ready."""

from datetime import UTC, date, datetime
from decimal import Decimal

from models.basis import Basis, PricedLine
from models.document import DocumentLine, InvoiceDocument, Party
from models.totals import totals_of


def specimen(language: str) -> InvoiceDocument:
    """A little of everything."""
    line = PricedLine(
        quantity=Decimal(2), unit_price=Decimal("1234.56"), tax_category="S", tax_rate=Decimal(5)
    )
    printed = DocumentLine(item_name="Abc أبت 123", **line.model_dump(include=set(DocumentLine.model_fields)))
    party = Party(
        name="Abc أبت", address="1 Street\nCity", tax_number="123", country="GE", email="a@b.example"
    )
    return InvoiceDocument.model_validate({
        "number": "0", "issue_date": date(2026, 1, 1), "issued_at": datetime(2026, 1, 1, tzinfo=UTC),
        "due_date": date(2026, 1, 1), "currency": "EGP", "language": language, "seller": party, "buyer": party,
        "lines": (printed,), "note": "Abc", "bank_details": "Abc",
        "totals": totals_of(Basis(currency="EGP", lines=(line,))),
    })  # fmt: skip
