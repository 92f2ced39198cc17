"""Issued invoices for tests of what comes after: page, PDF, delivery."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from bot.database import Database
from models.customer import Customer
from models.document import DocumentLine, InvoiceDocument, Party
from models.invoice import Invoice, Series, sealed
from models.merchant import Logo, Merchant
from models.tax import TaxCategory
from models.totals import AllowanceCharge, Basis, PricedLine, totals_of

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TOKEN = "7Qm2xR9pLwAbCdEfGhIjKw"

ENGLISH: dict[str, Any] = {
    "seller": Party(
        name="Coffee Shop", legal_name="Nile Coffee LLC", tax_number="123-456-789", country="EG",
        address="12 Tahrir Street\nCairo 11511", email="hello@coffee.example", phone="+201001234567",
    ),
    "buyer": Party(name="Ahmed Ali", email="ahmed@customer.example"),
    "bank_details": "Bank: Commercial International Bank\nIBAN: EG380019000500000000263180002\n"
    "Coffee Shop\nPay by card: https://pay.example/coffee-shop",
    "payment_terms": "Please pay within seven days.",
    "note": "Thank you for your visit!",
}  # fmt: skip
ARABIC: dict[str, Any] = {
    "seller": Party(
        name="متجر القهوة", tax_number="123-456-789", country="EG", address="12 شارع التحرير\nالقاهرة 11511",
        email="hello@coffee.example", phone="+201001234567",
    ),
    "buyer": Party(name="شركة النيل Nile Co."),
    "bank_details": "البنك: البنك التجاري الدولي\nIBAN: EG380019000500000000263180002\nإنستاباي: coffee@instapay",
    "payment_terms": "يرجى السداد خلال 7 أيام.",
    "note": "شكرًا لزيارتكم!",
}  # fmt: skip
COFFEE = ("Coffee", "2", "15", None)
CAKE = ("Chocolate cake with walnuts and a long name", "1", "30", "10")
ARABIC_LINES = (("قهوة تركية", "2", "15", None), ("كيك شوكولاتة 4 vCPU / 16 GB", "1", "30", "10"))


def document(
    lines: tuple[tuple[str, str, str, str | None], ...] = (COFFEE, CAKE),
    *,
    language: str = "en",
    currency: str = "EGP",
    tax_rate: str = "14",
    discount: str | None = "10",
    **changes: Any,
) -> InvoiceDocument:
    """A document of (name, quantity, price, percent off) lines, all of one tax rate."""
    priced = [
        PricedLine(
            quantity=Decimal(quantity), unit_price=Decimal(price), tax_category=TaxCategory.S,
            tax_rate=Decimal(tax_rate), allowance=_percent(off),
        )
        for _, quantity, price, off in lines
    ]  # fmt: skip
    totals = totals_of(Basis(currency=currency, lines=tuple(priced), allowance=_percent(discount)))
    printed = [
        DocumentLine(
            item_name=name, quantity=line.quantity, unit_price=line.unit_price, tax_category="S",
            tax_rate=line.tax_rate, discount_percent=Decimal(off) if off else None,
        )
        for (name, _, _, off), line in zip(lines, priced, strict=True)
    ]  # fmt: skip
    content = {
        "number": "INV-2026-00042", "issue_date": date(2026, 11, 22), "issued_at": NOW,
        "due_date": date(2026, 11, 29), "currency": currency, "language": language, "lines": tuple(printed),
        "totals": totals, "discount_percent": Decimal(discount) if discount else None,
    }  # fmt: skip
    return InvoiceDocument(**{**content, **(ARABIC if language == "ar" else ENGLISH), **changes})


def logo_png(size: tuple[int, int] = (360, 120)) -> bytes:
    """A merchant's logo."""
    image, written = Image.new("RGB", size, "#7a4a21"), BytesIO()
    ImageDraw.Draw(image).ellipse((20, 20, 100, 100), fill="#f2d8b8")
    image.save(written, "PNG")
    return written.getvalue()


def _percent(value: str | None) -> AllowanceCharge | None:
    return AllowanceCharge(percent=Decimal(value)) if value else None


async def store(
    database: Database,
    content: InvoiceDocument,
    *,
    token: str = TOKEN,
    sequence: int = 42,
    logo: bytes | None = None,
) -> Invoice:
    """The invoice's row with everything it hangs on; `logo` becomes the document's."""
    async with database.writing() as session:
        merchant = Merchant(
            name=content.seller.name, country="EG", currency=content.currency, time_zone="Africa/Cairo",
            tax_rate=Decimal(14), created_at=NOW,
        )  # fmt: skip
        session.add(merchant)
        await session.flush()
        customer = Customer(
            merchant_id=merchant.key,
            name=content.buyer.name,
            search_name=content.buyer.name,
            last_used_at=NOW,
        )
        series = Series(merchant_id=merchant.key, period="2026")
        mark = Logo(merchant_id=merchant.key, content=logo, created_at=NOW) if logo else None
        session.add_all([row for row in (customer, series, mark) if row])
        await session.flush()
        if mark:
            content = content.model_copy(update={"logo_id": mark.id})
        invoice = Invoice(
            merchant_id=merchant.key, customer_id=customer.id or 0, series_id=series.id or 0,
            sequence=sequence,
            number=content.number, chat_id=7, draft_number=sequence, issued_by="Mona", issued_at=NOW,
            issue_date=content.issue_date, due_date=content.due_date, currency=content.currency,
            payable_amount=content.totals.payable_amount, buyer_name=content.buyer.name, token=token,
            **sealed(content, merchant.last_hash)._asdict(),
        )  # fmt: skip
        merchant.last_hash = invoice.hash
        session.add(invoice)
    return invoice
