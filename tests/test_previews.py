"""Preview: a merchant sees their own invoice as pictures, in each template and language, before anything is issued."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select

from bot.bench.samples import sample
from bot.database import Database
from bot.demo.telegram import Bubble
from bot.looks import TEMPLATES
from bot.previews import sample_of
from bot.rendering.picture import HIGHEST, WIDEST, pictured
from bot.rendering.pool import PdfPool, RenderError
from handlers.previews import PreviewErrand
from models.code import Kind
from models.document import InvoiceDocument
from models.invoice import Invoice, Series
from models.merchant import Merchant
from tests.builders import a_merchant
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.issued import logo_png

NAMES = list(TEMPLATES.values())


@asynccontextmanager
async def at_the_look(database: Database, language: str = "en", **wanted: Any) -> AsyncIterator[Talk]:
    """Mona's coffee shop, at the section about looks."""
    async with talk(database, language) as mona:
        await mona.sets_up()
        async with database.writing() as session:
            merchant = (await session.exec(select(Merchant))).one()
            for name, value in wanted.items():
                setattr(merchant, name, value)
            session.add(merchant)
        await mona.says("/settings")
        await mona.taps("🎨")
        yield mona


async def sees(mona: Talk, button: str) -> Bubble:
    """Tap, which draws; the message below the pictures."""
    await mona.taps(button)
    return next(bubble for bubble in reversed(mona.person.chat) if "Preview" in bubble.text)


def photos(mona: Talk) -> list[Bubble]:
    return [bubble for bubble in mona.person.chat if bubble.photo]


@on_sqlite
async def test_preview_shows_an_album_with_a_picture_of_each_template(database: Database) -> None:
    async with at_the_look(database) as mona:
        below = await sees(mona, "👁 Preview")
        assert [photo.text for photo in photos(mona)] == [f"{name} · English" for name in NAMES]
        assert len({photo.raw["media_group_id"] for photo in photos(mona)}) == 1
        assert "Language: English. Nothing was issued." in below.text
        assert labels(below)[:3] == NAMES
        async with database.reading() as session:
            assert (await session.exec(select(Invoice))).all() == []
            assert (await session.exec(select(Series))).all() == []


@on_sqlite
async def test_another_language_is_drawn_in_the_place_of_the_pictures(database: Database) -> None:
    async with at_the_look(database) as mona:
        below = await sees(mona, "👁 Preview")
        places = [photo.id for photo in photos(mona)]
        shown = await sees(mona, "🌐 العربية (+ English)")
        assert shown.id == below.id
        assert [photo.id for photo in photos(mona)] == places
        assert all("العربية (+ English)" in photo.text for photo in photos(mona))
        assert "🌐 English" in labels(shown)
        merchant = await mona.merchant()
        assert merchant is not None
        assert merchant.document_language == "en"  # looking changes nothing


@on_sqlite
async def test_pictures_that_were_deleted_are_sent_anew(database: Database) -> None:
    async with at_the_look(database) as mona:
        await sees(mona, "👁 Preview")
        bot = mona.front.application.bot
        await bot.delete_message(chat_id=7, message_id=photos(mona)[0].id)
        await sees(mona, "🌐 العربية")
        assert [photo.text for photo in photos(mona)][-3:] == [
            f"{name} · \u2068العربية\u2069" for name in NAMES
        ]


@on_sqlite
async def test_one_tap_takes_a_template(database: Database) -> None:
    async with at_the_look(database) as mona:
        await sees(mona, "👁 Preview")
        await mona.taps("Modern")
        assert "Saved: Template" in mona.person.last.text
        assert "Template: Modern" in mona.person.last.text
        merchant = await mona.merchant()
        assert merchant is not None
        assert merchant.template == "modern"


@on_sqlite
async def test_the_colour_leads_to_the_preview_too(database: Database) -> None:
    async with at_the_look(database) as mona:
        await mona.taps("Colour")
        assert (await sees(mona, "👁 Preview")).text.startswith("👁 Preview")


@on_sqlite
async def test_an_invoice_being_composed_is_left_alone(database: Database) -> None:
    async with at_the_look(database) as mona:
        await mona.says("/new")
        before = await mona.draft()
        await mona.says("/settings")
        await mona.taps("🎨")
        await sees(mona, "👁 Preview")
        assert (await mona.draft()).composition == before.composition


class NoPool:
    """A pool whose processes all die."""

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        raise RenderError("two processes were lost")

    async def picture(self, pdf: bytes) -> bytes:
        raise AssertionError("there is no PDF")


@on_sqlite
async def test_what_cannot_be_drawn_is_said(database: Database) -> None:
    async with at_the_look(database) as mona:
        errand = PreviewErrand(database, mona.front.application.bot, NoPool(), lambda: NOON)
        mona.outbox.errands = {**mona.outbox.errands, "preview": errand}
        await mona.taps("👁 Preview")
        assert "could not be made" in mona.person.last.text


@on_sqlite
async def test_a_preview_for_an_account_that_is_gone_is_dropped(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        heard = len(mona.person.chat)
        errand = PreviewErrand(database, mona.front.application.bot, NoPool(), lambda: NOON)
        await errand(7, {"language": "en"})
        assert len(mona.person.chat) == heard


@pytest.mark.parametrize("language", ["en", "ar", "en-ar", "ar-en"])
@on_sqlite
async def test_the_sample_says_what_the_settings_say(database: Database, language: str) -> None:
    async with database.writing() as session:
        merchant = a_merchant(
            instapay_link="https://ipn.eg/S/shop/instapay/7NdOtO", accent="#1d4ed8", shows_words=True,
            document_language="en", second_name="متجر القهوة",
        )  # fmt: skip
        session.add(merchant)
        await session.flush()
        document = (await sample_of(session, merchant, language, NOON)).document
    assert document.language == language[:2]
    assert (document.second_language is not None) == ("-" in language)
    assert document.number == "INV-2026-00001"
    assert (document.seller.name, document.accent, document.shows_words) == ("Coffee Shop", "#1d4ed8", True)
    assert document.code is not None
    assert document.code.kind is Kind.INSTAPAY
    assert document.totals.tax_amount > 0
    arabic = any("\u0600" < letter < "\u06ff" for letter in document.lines[0].item_name)
    assert arabic == language.startswith("ar")


@pytest.mark.parametrize(
    "business",
    [
        {"country": "SA", "currency": "SAR", "tax_number": "310122393500003", "tax_rate": Decimal(15)},
        {
            "country": "KW",
            "currency": "KWD",
            "tax_registered": False,
            "tax_number": None,
            "tax_rate": Decimal(0),
        },
        {"currency": "USD"},  # tax in another currency: at some rate
        {"country": "CH", "currency": "CHF", "cash_rounding": Decimal("0.05")},
        {"country": "JP", "currency": "JPY"},
        {"country": "AE", "currency": "AED", "tax_number": "100123456700003", "tax_rate": Decimal(5)},
    ],
)
@on_sqlite
async def test_every_business_has_a_sample(database: Database, business: dict[str, Any]) -> None:
    async with database.writing() as session:
        merchant = a_merchant(**business)
        session.add(merchant)
        await session.flush()
        document = (await sample_of(session, merchant, "en", NOON)).document
    assert document.totals.payable_amount > 0
    assert document.currency == merchant.currency


@on_sqlite
async def test_the_pictures_are_the_invoice_as_the_pool_prints_it(database: Database) -> None:
    async with database.writing() as session:
        merchant = a_merchant(document_language="en-ar")
        session.add(merchant)
        await session.flush()
        invoice = await sample_of(session, merchant, "en-ar", NOON)
    async with PdfPool(1) as pool:
        plain = await invoice.drawn("classic", pool)
        branded = await type(invoice)(invoice.document, logo_png()).drawn("classic", pool)
        again = await invoice.in_each_template(pool)
    assert plain == again["classic"]
    assert plain != branded
    assert list(again) == list(TEMPLATES)
    for png in again.values():
        picture = Image.open(io.BytesIO(png))
        assert picture.format == "PNG"
        assert picture.width <= WIDEST
        assert picture.height <= HIGHEST
        assert max(picture.width / WIDEST, picture.height / HIGHEST) > 0.6


async def test_of_a_long_invoice_the_first_page_is_drawn_and_no_larger() -> None:
    async with PdfPool(1) as pool:
        png = await pool.picture(await pool.render(sample(150)))
        with pytest.raises(RenderError):
            await pool.picture(b"no PDF at all")
        assert await pool.picture(await pool.render(sample(150))) == png  # a lost process is replaced
    assert Image.open(io.BytesIO(png)).size == (1132, 1600)


def test_a_very_small_page_is_not_blown_up() -> None:
    content = io.BytesIO()
    Image.new("RGB", (72, 72), "white").save(content, "PDF", resolution=72)
    assert Image.open(io.BytesIO(pictured(content.getvalue()))).size == (288, 288)
