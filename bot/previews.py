"""A merchant's own invoice as it would look if it were issued now, as pictures. Nothing is issued for it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.issuing import frozen_document
from bot.looks import TEMPLATES
from bot.numbers import next_number
from bot.registration import tax_currency_of
from models.customer import Customer
from models.document import InvoiceDocument, Language, Template, languages_of
from models.draft import Composition, DraftLine
from models.merchant import Logo, Merchant


class Artist(Protocol):
    """What turns documents into pictures: `PdfPool`."""

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        """The PDF; raises RenderError."""

    async def picture(self, pdf: bytes) -> bytes:
        """Its first page as PNG; raises RenderError."""


@dataclass(frozen=True)
class Sample:
    """An invoice nobody is to pay, and the logo on it."""

    document: InvoiceDocument
    logo: bytes | None

    async def drawn(self, template: str, artist: Artist) -> bytes:
        """PNG. Raises RenderError."""
        document = self.document.model_copy(update={"template": cast(Template, template)})
        return await artist.picture(await artist.render(document, self.logo))

    async def in_each_template(self, artist: Artist) -> dict[str, bytes]:
        """One after the other, so that invoices in a hurry find a process free. Raises RenderError."""
        return {template: await self.drawn(template, artist) for template in TEMPLATES}


async def sample_of(session: AsyncSession, merchant: Merchant, choice: str, now: datetime) -> Sample:
    """The sample in one of DOCUMENT_LANGUAGES; everything else as the settings have it. Raises UserError."""
    language, _ = languages_of(choice)
    words = _WORDS[language]
    customer = Customer(
        merchant_id=merchant.key, name=words.buyer, search_name="", address=words.address,
        email="sara@example.com", language=choice, last_used_at=now,
    )  # fmt: skip
    number = await next_number(session, merchant, "number_pattern", now)
    logo = await session.get(Logo, merchant.logo_id) if merchant.logo_id else None
    document = frozen_document(_composition(words, merchant), merchant, customer, number, now)
    return Sample(document, logo.content if logo else None)


@dataclass(frozen=True)
class _Words:
    buyer: str
    address: str
    items: tuple[tuple[str, str, str, str], ...]  # name, quantity, unit, price
    note: str


def _composition(words: _Words, merchant: Merchant) -> Composition:
    lines = [
        DraftLine(
            item_name=name, quantity=Decimal(quantity), unit_code=unit, unit_price=Decimal(price),
            tax_rate=merchant.tax_rate,
        )
        for name, quantity, unit, price in words.items
    ]  # fmt: skip
    composition = Composition(lines=lines, discount_percent=Decimal(10), note=words.note)
    if tax_currency_of(composition, merchant):  # asked for with each invoice: here any rate will do
        composition.tax_exchange_rate = merchant.tax_exchange_rate or Decimal(1)
    return composition


_WORDS: Final[dict[Language, _Words]] = {
    "en": _Words(
        "Sara Hassan",
        "7 Garden Street",
        (
            ("Logo design", "1", "C62", "1200"),
            ("Consultation", "2.5", "HUR", "180"),
            ("Printed cards", "200", "C62", "1"),
        ),
        "This is a sample. Nothing was issued.",
    ),
    "ar": _Words(
        "سارة حسن",
        "7 شارع الحديقة",
        (
            ("تصميم شعار", "1", "C62", "1200"),
            ("استشارة", "2.5", "HUR", "180"),
            ("بطاقات مطبوعة", "200", "C62", "1"),
        ),
        "هذا نموذج للعرض، ولم تُصدر به فاتورة.",
    ),
}
