"""/settings: every field shown, changed, cleared or refused with a reason; an open invoice waits untouched."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from PIL import Image
from sqlmodel import col, select

from bot.database import Database
from bot.drafts import keep, open_new
from bot.logos import LogoErrand
from bot.preferences import SETTINGS
from bot.rendering.logo import MOST_BYTES, normalised
from handlers.views.questions import QUESTIONS
from handlers.views.sections import SECTIONS
from models.draft import Composition, Draft
from models.invoice import Series
from models.merchant import Logo, Merchant
from models.receipt import Receipt
from tests.chatting import NOON, OneProcess, Talk, labels, on_sqlite, talk

UNREAD = [
    ("name", "x" * 101, "101 characters"),
    ("tax_number", "1" * 41, "41 characters"),
    ("tax_number", "12345678", "looks like 100531385"),
    ("tax_registered", "maybe", "yes or no"),
    ("address", "x" * 501, "at most 500"),
    ("email", "mona@", "mona@example.com"),
    ("phone", "12", "+20"),
    ("payment_days", "366", "from 0 to 365"),
    ("payment_days", "soon", "“soon”"),
    ("tax_rate", "140", "140"),
    ("number_pattern", "INVOICE", "{seq:5}"),
    ("currency", "XAU", "like EGP or USD"),
    ("currency", "pounds", "“pounds”"),
    ("country", "Egpyt", "Egypt"),
    ("country", "Atlantis", "like Egypt or EG"),
    ("time_zone", "Atlantis", "like Cairo"),
    ("document_language", "Klingon", "العربية"),
    ("digits", "456", "١٢٣"),
    ("logo_id", "my logo", "as a picture"),
]


@asynccontextmanager
async def at_settings(database: Database) -> AsyncIterator[Talk]:
    """Mona with a coffee shop in Egypt, registered for tax, at /settings."""
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/settings")
        yield mona


async def account(mona: Talk) -> Merchant:
    merchant = await mona.merchant()
    assert merchant is not None
    return merchant


async def compose(mona: Talk) -> dict[str, Any]:
    """An invoice is open, with half an answer."""
    async with mona.database.writing() as session:
        draft = await session.get_one(Draft, 7)
        open_new(draft)
        keep(draft, Composition(note="half a note"))
        draft.step, draft.scratch = "note", {"half": "an answer"}
        session.add(draft)
        assert draft.composition is not None
        return draft.composition


def picture(colour: str = "navy") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (300, 100), colour).save(content, "PNG")
    return content.getvalue()


@on_sqlite
async def test_settings_open_in_short_with_a_button_for_each_section(database: Database) -> None:
    async with at_settings(database) as mona:
        shown = mona.person.last
        for section in SECTIONS.values():
            assert f"{section.label}: " in shown.text
            assert section.label in labels(shown)
        for told in ("Coffee Shop", "Egyptian Pound", "INV-2026-00001", "Classic", "14%", "not set"):
            assert told in shown.text
        assert len(shown.text.splitlines()) <= 10


@on_sqlite
async def test_a_section_lists_its_settings_with_their_values_and_leads_back(database: Database) -> None:
    async with at_settings(database) as mona:
        merchant = await account(mona)
        for section in SECTIONS.values():
            shown = await mona.taps(section.label)
            for setting in section.asked(merchant):
                assert f"{QUESTIONS[setting.name].label}: " in shown.text
                assert QUESTIONS[setting.name].label in labels(shown)
            assert all(len(row) <= 2 for row in shown.buttons)
            assert "They hold for invoices" in (await mona.taps("‹ Settings")).text


@on_sqlite
async def test_a_section_without_anything_for_this_business_is_not_there(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="Kuwait", tax_number=None)
        shown = await mona.says("/settings")
        assert SECTIONS["tax"].label not in labels(shown)
        assert "ax" not in shown.text
        tax = mona.person.tap("Chat")
        tax["callback_query"]["data"] = "ss:tax"  # an old button
        await mona.brings(tax)
        assert "They hold for invoices" in mona.person.last.text


def test_every_setting_has_a_question_and_stands_in_one_section() -> None:
    assert set(QUESTIONS) == set(SETTINGS)
    assert [name for section in SECTIONS.values() for name in section.names] == list(SETTINGS)


@on_sqlite
async def test_an_unreadable_answer_is_named_and_the_question_stays(database: Database) -> None:
    async with at_settings(database) as mona:
        before = await account(mona)
        for name, typed, said in UNREAD:
            await mona.opens(QUESTIONS[name].label)
            assert said in (await mona.says(typed)).text
            assert await account(mona) == before
            assert (await mona.draft()).step == f"settings.{name}"


@on_sqlite
async def test_a_landline_may_be_printed(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Phone")
        await mona.says("02 2735 1234")
        assert (await account(mona)).phone == "+20227351234"


@on_sqlite
async def test_a_button_answers_like_typing(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Tax rate")
        assert "no tax" in (await mona.taps("No tax")).text
        assert (await account(mona)).tax_rate == 0


@on_sqlite
async def test_a_question_shows_the_present_value_and_an_example(database: Database) -> None:
    async with at_settings(database) as mona:
        asked = await mona.opens("Business name")
        assert "Now: Coffee Shop" in asked.text
        assert "Nile Studio" in asked.text
        assert labels(asked) == ["‹ Back"]
        assert "Business name: Coffee Shop" in (await mona.taps("Back")).text
        assert (await mona.draft()).step is None


@on_sqlite
async def test_an_optional_setting_can_be_cleared(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Address")
        await mona.says("12 Tahrir Street")
        asked = await mona.opens("Address")
        assert labels(asked) == ["🗑 Clear", "‹ Back"]
        assert "Address: not set" in (await mona.taps("Clear")).text
        assert (await account(mona)).address is None


@on_sqlite
async def test_the_chat_changes_its_language_at_once(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Chat language")
        await mona.taps("العربية")
        assert (await mona.member()).language == "ar"
        assert (await account(mona)).document_language == "en"


@on_sqlite
async def test_another_country_brings_its_currency_zone_and_tax(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Country")
        assert "registered for VAT" in (await mona.says("السعودية")).text
        merchant = await account(mona)
        assert (merchant.country, merchant.currency, merchant.time_zone) == ("SA", "SAR", "Asia/Riyadh")
        assert (merchant.tax_registered, merchant.tax_number, merchant.tax_rate) == (False, None, Decimal(0))
        await mona.taps("Yes, registered")
        await mona.says("310122393500003")
        await mona.taps("Not yet")
        assert (await account(mona)).tax_rate == 15


async def test_the_next_number_counts_on(database: Database) -> None:
    async with at_settings(database) as mona:
        async with database.writing() as session:
            session.add(Series(merchant_id=(await account(mona)).key, period="2026", next=42))
        assert "INV-2026-00042" in (await mona.says("/settings")).text


async def test_bank_details_are_asked_twice(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Bank details")
        confirm = await mona.says("IBAN EG38 0019\nBanque Misr")
        assert "IBAN EG38 0019\nBanque Misr" in confirm.text
        assert (await account(mona)).bank_details is None
        assert "Saved: Bank details" in (await mona.taps("Yes")).text
        assert (await account(mona)).bank_details == "IBAN EG38 0019\nBanque Misr"


@on_sqlite
async def test_clearing_bank_details_is_asked_twice_too(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Bank details")
        await mona.says("IBAN EG38 0019")
        await mona.taps("Yes")
        await mona.opens("Bank details")
        await mona.taps("Clear")
        assert (await account(mona)).bank_details == "IBAN EG38 0019"
        await mona.taps("Yes")
        assert (await account(mona)).bank_details is None


@on_sqlite
async def test_an_old_yes_confirms_no_other_bank_details(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.says("/help")  # stays
        await mona.opens("Bank details")
        await mona.says("IBAN EG38 0019")
        old = mona.person.tap("Yes")
        await mona.says("IBAN EG38 6666")
        await mona.brings(old)
        assert (await account(mona)).bank_details is None
        assert (await mona.draft()).step is None


@on_sqlite
async def test_bank_details_can_be_typed_again_instead_of_confirmed(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Bank details")
        await mona.says("IBAN EG38 0091")
        assert "0019" in (await mona.says("IBAN EG38 0019")).text
        await mona.taps("Yes")
        assert (await account(mona)).bank_details == "IBAN EG38 0019"


async def test_an_invoice_being_composed_waits_with_its_half_answer(database: Database) -> None:
    async with at_settings(database) as mona:
        composition = await compose(mona)
        assert "‹ Back to the invoice" in labels(await mona.says("/settings"))
        await mona.opens("Legal name")
        assert (await mona.draft()).step == "settings.legal_name"
        await mona.taps("‹ Back")
        await mona.opens("Tax number")
        await mona.says("100-200-300")
        draft = await mona.draft()
        assert (draft.composition, draft.step, draft.scratch) == (composition, "note", {"half": "an answer"})


@on_sqlite
async def test_cancel_closes_the_question_and_not_the_invoice(database: Database) -> None:
    async with at_settings(database) as mona:
        composition = await compose(mona)
        await mona.says("/settings")
        await mona.opens("Legal name")
        assert "They hold for invoices" in (await mona.says("/cancel")).text
        draft = await mona.draft()
        assert (draft.composition, draft.step) == (composition, "note")


@on_sqlite
async def test_start_closes_the_question_and_not_the_invoice(database: Database) -> None:
    async with at_settings(database) as mona:
        composition = await compose(mona)
        await mona.says("/settings")
        await mona.opens("Legal name")
        assert "as you left it" in (await mona.says("/start")).text
        draft = await mona.draft()
        assert (draft.composition, draft.step) == (composition, "note")


async def test_a_photo_becomes_the_logo(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        told = await mona.brings(mona.person.send_photo(picture()))
        assert "Your logo stands" in told.text
        assert labels(told) == ["⚙️ Settings", "🧾 New invoice"]
        assert not [bubble for bubble in mona.person.chat if "Looking at your picture" in bubble.text]
        async with database.reading() as session:
            logo = (await session.exec(select(Logo))).one()
        merchant = await account(mona)
        assert (logo.id, logo.merchant_id) == (merchant.logo_id, merchant.key)
        assert logo.content == normalised(picture())
        assert "Logo: there is one" in (await mona.taps("Settings")).text


@on_sqlite
async def test_an_image_file_becomes_the_logo_and_can_be_removed(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        await mona.brings(mona.person.send_document(picture(), "logo.png"))
        await mona.taps("Settings")
        await mona.opens("Logo")
        await mona.taps("Clear")
        assert (await account(mona)).logo_id is None


async def test_a_logo_taken_twice_after_a_crash_is_one_logo(database: Database) -> None:
    async with at_settings(database) as mona:
        errand = LogoErrand(database, mona.front.application.bot, OneProcess())
        first = mona.person.send_photo(picture("navy"))["message"]["photo"][-1]["file_id"]
        later = mona.person.send_photo(picture("red"))["message"]["photo"][-1]["file_id"]
        for file_id, sent_at in (
            (first, NOON),
            (first, NOON),
            (later, NOON + timedelta(seconds=9)),
            (first, NOON),
        ):
            await errand(7, {"file_id": file_id, "sent_at": sent_at.isoformat()})
        async with database.reading() as session:
            logos = (await session.exec(select(Logo).order_by(col(Logo.id)))).all()
            told = (await session.exec(select(Receipt).where(col(Receipt.update_id).is_(None)))).all()
        assert [logo.content for logo in logos] == [normalised(picture("navy")), normalised(picture("red"))]
        assert (await account(mona)).logo_id == logos[-1].id
        assert len(told) == 2


@on_sqlite
async def test_a_file_that_is_no_picture_is_refused_at_once(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        said = await mona.brings(mona.person.send_document(b"%PDF-", "logo.pdf"))
        assert "no picture" in said.text
        assert (await mona.draft()).step == "settings.logo_id"


@on_sqlite
async def test_a_picture_that_is_too_large_is_refused_at_once(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        said = await mona.brings(mona.person.send_document(bytes(MOST_BYTES + 1), "logo.png"))
        assert "larger than 5 MB" in said.text


@on_sqlite
async def test_a_damaged_picture_is_refused_in_the_chat(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        said = await mona.brings(mona.person.send_document(picture()[:80], "logo.png"))
        assert "damaged" in said.text
        assert (await account(mona)).logo_id is None


@on_sqlite
async def test_after_a_picture_that_does_not_do_the_next_one_is_taken(database: Database) -> None:
    async with at_settings(database) as mona:
        await mona.opens("Logo")
        told = await mona.brings(mona.person.send_document(picture()[:80], "logo.png"))
        assert "damaged" in told.text
        assert labels(told) == ["⚙️ Settings", "🧾 New invoice"]
        assert "Your logo stands" in (await mona.brings(mona.person.send_photo(picture()))).text
        assert (await mona.draft()).step is None
        assert (await account(mona)).logo_id is not None


@on_sqlite
async def test_a_picture_telegram_lost_is_asked_for_again(database: Database) -> None:
    async with at_settings(database) as mona:
        errand = LogoErrand(database, mona.front.application.bot, OneProcess())
        await errand(7, {"file_id": "gone", "sent_at": NOON.isoformat()})
        await mona.outbox.send_due()
        assert "once more" in mona.person.last.text


@on_sqlite
async def test_a_logo_of_an_account_that_is_gone_is_dropped(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        errand = LogoErrand(database, mona.front.application.bot, OneProcess())
        file_id = mona.person.send_photo(picture())["message"]["photo"][-1]["file_id"]
        await errand(7, {"file_id": file_id, "sent_at": NOON.isoformat()})
        async with database.reading() as session:
            assert (await session.exec(select(Logo))).all() == []


@on_sqlite
async def test_a_stranger_is_sent_to_start(database: Database) -> None:
    async with talk(database) as mona:
        assert "send /start" in (await mona.says("/settings")).text


@on_sqlite
async def test_a_suspended_account_changes_nothing(database: Database) -> None:
    async with at_settings(database) as mona:
        async with database.writing() as session:
            merchant = await session.get_one(Merchant, (await account(mona)).key)
            merchant.suspended_at = NOON
            session.add(merchant)
        assert "suspended" in (await mona.says("/settings")).text
        await mona.taps("Tax")
        assert "suspended" in mona.person.alerts[-1].text
