"""What a delivery's row becomes on its way to the provider."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import update

from bot.database import Database
from bot.delivery.composing import Composer
from bot.delivery.transport import DeliveryError
from bot.documents import Documents
from bot.settings import Settings
from models.delivery import Channel, Delivery
from models.invoice import Pdf
from tests.browsing import PUBLIC_URL, Press, fresh_database
from tests.issued import ARABIC_LINES, COFFEE, NOW, TOKEN, document, store


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Database]:
    """A shop with nothing issued yet."""
    async with fresh_database(tmp_path) as database:
        yield database


def composer(shop: Database, press: Press) -> Composer:
    settings = Settings(_env_file=None, public_url=PUBLIC_URL)
    return Composer(shop, Documents(shop, press), settings)


async def queued(shop: Database, channel: Channel, recipient: str, language: str = "en") -> int:
    lines = ARABIC_LINES if language == "ar" else (COFFEE,)
    invoice = await store(shop, document(lines, language=language))
    async with shop.writing() as session:
        delivery = Delivery(
            merchant_id=invoice.merchant_id, invoice_id=invoice.key, channel=channel, recipient=recipient,
            next_at=NOW, message_id="<1@invoices.example>", requested_by="Mona", created_at=NOW,
        )  # fmt: skip
        session.add(delivery)
    return delivery.key


async def test_the_mail_carries_the_kept_pdf_and_the_link(shop: Database) -> None:
    press = Press()
    delivery = await queued(shop, Channel.EMAIL, "ahmed@customer.example")
    message = await composer(shop, press).compose(delivery)
    again = await composer(shop, press).compose(delivery)
    assert (message.recipient, message.message_id) == ("ahmed@customer.example", "<1@invoices.example>")
    assert message.attachment
    assert message.attachment.filename == "INV-2026-00042.pdf"
    assert message.attachment.content.startswith(b"%PDF")
    assert f"{PUBLIC_URL}/i/{TOKEN}" in message.text
    assert message == again
    assert press.prints == 1


async def test_the_sms_is_the_link_in_the_language_of_the_invoice(shop: Database) -> None:
    press = Press()
    delivery = await queued(shop, Channel.SMS, "+201001234567", "ar")
    message = await composer(shop, press).compose(delivery)
    assert message.text.split()[-1].startswith(f"{PUBLIC_URL}/i/{TOKEN}?d=")
    assert (message.language, message.attachment) == ("ar", None)
    assert press.prints == 1, "the link must not lead to a PDF that cannot be made"


async def test_damaged_bytes_reach_no_customer(shop: Database) -> None:
    delivery = await queued(shop, Channel.EMAIL, "ahmed@customer.example")
    await composer(shop, Press()).compose(delivery)
    async with shop.writing() as session:
        await session.exec(update(Pdf).values(content=b"%PDF somebody else's"))
    with pytest.raises(DeliveryError) as refusal:
        await composer(shop, Press()).compose(delivery)
    assert (refusal.value.reason, refusal.value.permanent) == ("render", False)
