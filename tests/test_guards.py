"""Slips of the finger: the card asks about a price, a total or a currency; an invoice issued twice is asked about."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlmodel import select
from telegram import Update

from bot.database import Database
from bot.guards import doubts
from bot.registration import totals_for
from models.doubts import PriceDoubt, price_doubt
from models.draft import Composition
from models.invoice import Invoice
from models.merchant import Merchant
from models.product import Product
from tests.books import at_work, is_card, sells
from tests.builders import NOON, a_customer, a_line, a_merchant
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.test_arabic import is_read

ASKED = "Again, or by mistake?"


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt who knows Acme and sells logos at 150."""
    async with at_work(database) as somebody:
        yield somebody


async def numbers(mona: Talk) -> list[str]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Invoice.number).order_by(Invoice.id))).all())  # type: ignore[arg-type]


def usual(price: str = "150", base: str = "1", unit: str = "C62") -> Product:
    return Product(
        merchant_id=1, name="Logo", search_name="logo", unit_price=Decimal(price), base_quantity=Decimal(base),
        unit_code=unit, last_used_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("price", "zeros"),
    [("15000", 2), ("1500", 1), ("15", -1), ("0.15", -3), ("450", 0), ("50", 0), ("449.99", None),
     ("50.01", None), ("150", None), ("0", None)],
)  # fmt: skip
def test_a_price_is_doubted_from_three_times_the_usual_one_or_a_third_of_it(
    price: str, zeros: int | None
) -> None:
    doubt = price_doubt(a_line(price=price), usual())
    assert (doubt.zeros if doubt else None) == zeros


def test_prices_for_different_quantities_are_compared_by_the_piece() -> None:
    per_hundred = usual("12", "100")
    assert price_doubt(a_line(price="0.12"), per_hundred) is None
    doubt = price_doubt(a_line(price="12"), per_hundred)
    assert isinstance(doubt, PriceDoubt)
    assert doubt.zeros == 2
    assert price_doubt(a_line(price="36", base_quantity=Decimal(1000)), per_hundred) is not None


def test_what_is_counted_otherwise_is_not_compared() -> None:
    assert price_doubt(a_line(price="1500", unit_code="HUR"), usual()) is None


def test_numbers_of_any_length_are_compared_exactly() -> None:
    third = usual("333333333333.33333", "999999.999999")
    same = a_line(price="999999999999.99999", base_quantity=Decimal("999999.999999"))
    assert price_doubt(same, third) is not None
    less = a_line(price="999999999999.99998", base_quantity=Decimal("999999.999999"))
    assert price_doubt(less, third) is None


async def test_zeros_too_many_are_one_line_on_the_card_and_stop_nobody(mona: Talk) -> None:
    shown = await mona.says("acme: logo 15000")
    assert "🤔 Logo is usually EGP 150.00. 2 zeros too many?" in shown.text
    assert is_card(shown)
    assert "INV-2026-00001" in (await mona.taps("Issue and send")).text


async def test_a_missing_zero_and_three_times_the_price_are_asked_about_too(mona: Talk) -> None:
    assert "🤔 Logo is usually EGP 150.00. One zero too few?" in (await mona.says("acme: 1x logo 15")).text
    await mona.taps("Cancel")
    shown = await mona.says("acme: 1x logo 600")
    assert "🤔 Logo is usually EGP 150.00, here it is EGP 600.00." in shown.text


@on_sqlite
async def test_a_price_put_right_is_no_longer_asked_about(mona: Talk) -> None:
    assert "🤔" in (await mona.says("acme: logo 15000")).text
    await mona.taps("Lines")
    await mona.taps("Logo")
    await mona.taps("Price")
    assert "🤔" not in (await mona.says("160")).text


@on_sqlite
async def test_an_item_is_known_by_its_other_names(mona: Talk) -> None:
    await sells(mona, "Poster", "40", aliases="placard", search_aliases="\nplacard\n")
    await mona.says("acme: logo 150")
    await mona.taps("Lines")
    await mona.taps("Logo")
    await mona.taps("Name")
    await mona.says("Placard")
    shown = await mona.says("Hosting 70")
    assert "🤔 Placard is usually EGP 40.00, here it is EGP 150.00." in shown.text


@on_sqlite
async def test_three_doubts_at_most_the_surest_first(mona: Talk) -> None:
    for name in ("Cup", "Plate", "Fork", "Spoon"):
        await sells(mona, name, "10")
    shown = await mona.says("acme: cup 31, plate 1000, fork 100, spoon 55")
    asked = [line for line in shown.text.splitlines() if "🤔" in line]
    assert [line.split()[1] for line in asked] == ["Plate", "Fork", "Spoon"]


@on_sqlite
async def test_what_the_merchant_sold_last_is_usual_from_then_on(mona: Talk) -> None:
    await mona.says("acme: logo 15000")
    await mona.taps("Issue and send")
    assert "🤔" not in (await mona.says("acme: logo 15000 x2")).text


async def test_a_new_item_is_doubted_by_the_total_of_the_invoice(mona: Talk) -> None:
    for number, name in enumerate(("Nap", "Walk", "Swim", "Talk", "Song")):
        await mona.says(f"acme: {name} {100 + number}")
        await mona.taps("Issue and send")
    assert "🤔" not in (await mona.says("acme: Painting 1039")).text
    await mona.taps("Cancel")
    shown = await mona.says("acme: Painting 1040")
    said = "🤔 EGP 1,185.60 is far more than usual: the largest of your last invoices was EGP 118.56."
    assert said in shown.text


@on_sqlite
async def test_four_invoices_say_nothing_of_what_is_usual(mona: Talk) -> None:
    for name in ("Nap", "Walk", "Swim", "Talk"):
        await mona.says(f"acme: {name} 100")
        asked = await mona.taps("Issue and send")
        if ASKED in asked.text:
            await mona.taps("Issue again")
    assert len(await numbers(mona)) == 4
    assert "🤔" not in (await mona.says("acme: Painting 900000")).text


async def test_another_currency_than_on_the_customers_last_invoice_is_said(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.currency, merchant.tax_registered, merchant.tax_rate = "USD", False, Decimal(0)
    shown = await mona.says("acme: logo 5000")
    assert "🤔 Their last invoice was in EGP; this one is in USD." in shown.text
    assert "usually" not in shown.text  # the price it is compared with was in pounds


@on_sqlite
async def test_it_is_said_too_where_their_only_invoice_was_taken_back(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    for button in ("More", "Cancel", "Wrong amounts", "Issue and send"):
        await mona.taps(button)
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.currency, merchant.tax_registered, merchant.tax_rate = "USD", False, Decimal(0)
    assert "🤔 Their last invoice was in EGP" in (await mona.says("acme: logo 150")).text


@on_sqlite
async def test_a_credit_note_is_not_doubted(mona: Talk) -> None:
    await mona.says("acme: logo 15000")
    await mona.taps("Issue and send")
    async with mona.database.writing() as session:
        (await session.exec(select(Product))).one().unit_price = Decimal(150)
    await mona.taps("More")
    await mona.taps("Cancel")
    await mona.taps("Wrong amounts")
    shown = next(b for b in reversed(mona.person.chat) if b.from_bot)
    assert "EGP 17,100.00" in shown.text
    assert "🤔" not in shown.text


async def test_the_same_again_within_minutes_is_asked_about(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    mona.clock[0] += timedelta(minutes=2, seconds=20)
    await mona.says("acme logo")
    shown = await mona.taps("Issue and send")
    assert shown.text == (
        "You issued INV-2026-00001 for Acme over EGP 171.00 2 minutes ago. Again, or by mistake?"
    )
    assert labels(shown) == ["✅ Issue again", "📄 INV-2026-00001", "‹ Back", "✕ Cancel"]
    assert await numbers(mona) == ["INV-2026-00001"]
    shown = await mona.taps("Issue again")
    assert "INV-2026-00002" in shown.text
    await mona.brings(mona.person.deliver_again())
    assert await numbers(mona) == ["INV-2026-00001", "INV-2026-00002"]


@on_sqlite
async def test_the_question_stands_where_the_card_was_and_leads_back_to_it(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    card = await mona.says("acme logo")
    asked = await mona.taps("Issue and send")
    assert asked.id == card.id
    assert is_card(await mona.taps("Back"))
    await mona.taps("Issue and send")
    shown = await mona.says("Hosting 50")
    assert is_card(shown)
    assert "INV-2026-00002" in (await mona.taps("Issue and send")).text


@on_sqlite
async def test_the_question_shows_the_invoice_and_may_end_in_none(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    await mona.says("acme logo")
    asked = await mona.taps("Issue and send")
    await mona.taps("📄 INV-2026-00001")
    assert mona.person.last.id > asked.id
    assert "INV-2026-00001" in mona.person.last.text
    assert "put aside" in (await mona.taps("✕ Cancel")).text
    assert len(await numbers(mona)) == 1


@on_sqlite
@pytest.mark.parametrize("line", ["acme 2 logo", "Sara sara@example.com: logo 150"])
async def test_another_total_or_customer_is_not_asked_about(mona: Talk, line: str) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    await mona.says(line)
    assert "INV-2026-00002" in (await mona.taps("Issue and send")).text


@on_sqlite
async def test_what_is_paid_already_is_compared_by_its_total(mona: Talk) -> None:
    await mona.says("acme: logo, paid 100")
    await mona.taps("Issue and send")
    await mona.says("acme: 2 logo, paid 271")
    assert "INV-2026-00002" in (await mona.taps("Issue and send")).text, "of both 71 are due"
    await mona.says("acme: logo, paid 50")
    asked = await mona.taps("Issue and send")
    assert "You issued INV-2026-00001 for Acme over EGP 171.00 a minute ago." in asked.text


@on_sqlite
async def test_what_was_given_away_once_is_not_free_from_then_on(mona: Talk) -> None:
    assert "🤔" not in (await mona.says("acme: 1 x logo 0, hosting 30")).text
    await mona.taps("Issue and send")
    shown = await mona.says("acme 2 logo")
    assert "1. Logo: 2 × EGP 150.00" in shown.text


@on_sqlite
async def test_later_than_ten_minutes_it_is_another_invoice(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    mona.clock[0] += timedelta(minutes=10)
    await mona.says("acme logo")
    assert "INV-2026-00002" in (await mona.taps("Issue and send")).text


@on_sqlite
async def test_a_correction_is_not_taken_for_a_repetition(mona: Talk) -> None:
    await mona.says("acme: logo 15000")
    await mona.taps("Issue and send")
    await mona.taps("More")
    await mona.taps("Correct")
    await mona.taps("Credit it and open a draft")
    assert is_card(mona.person.last)
    assert "🤔" not in mona.person.last.text
    await mona.taps("Lines")
    await mona.taps("Logo")
    await mona.taps("Price")
    assert "🤔" not in (await mona.says("150")).text  # 15000 was the mistake
    assert ASKED not in (await mona.taps("Issue and send")).text
    assert len(await numbers(mona)) == 3


@on_sqlite
async def test_again_on_purpose_is_not_asked_about_but_once(mona: Talk) -> None:
    await mona.says("acme: logo 15000")
    await mona.taps("Issue and send")
    async with mona.database.writing() as session:
        (await session.exec(select(Product))).one().unit_price = Decimal(150)
    for is_asked in (False, True):
        await repeats(mona, "INV-2026-00001")
        assert (ASKED in (await mona.taps("Issue and send")).text) is is_asked


async def repeats(mona: Talk, number: str) -> None:
    """A draft like this invoice; its price is no doubt."""
    async with mona.database.reading() as session:
        issued = (await session.exec(select(Invoice).where(Invoice.number == number))).one()
    await mona.says("acme: logo 15000")
    async with mona.database.writing() as session:
        draft = await session.get_one(type(await mona.draft()), 7)
        draft.composition = {**(draft.composition or {}), "repeats_id": issued.id}
    await mona.taps("Lines")
    await mona.taps("Back")
    assert "🤔" not in mona.person.last.text


@on_sqlite
async def test_two_taps_at_once_issue_one(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    tap, bot = mona.person.tap("Issue again"), mona.front.application.bot
    other = {**tap, "update_id": 9_000}
    await asyncio.gather(*(mona.front.handle(Update.de_json(raw, bot)) for raw in (tap, other)))
    await mona.outbox.send_due()
    assert len(await numbers(mona)) == 2
    assert mona.person.alerts[-1].text in {"Already issued: INV-2026-00002", "Issued: INV-2026-00002"}


@on_sqlite
async def test_all_of_it_is_said_in_arabic(database: Database) -> None:
    async with talk(database, "ar", smtp_host="127.0.0.1", smtp_security="plain") as salma:
        first = ("/start", "ستوديو سلمى", "مصر", "لا", "أحمد a@example.com: شعار 150", "[إصدار وإرسال]")
        await is_read(salma, *first)
        assert "زاد صفران سهوًا" in (await salma.says("أحمد: شعار 15000")).text
        await is_read(salma, "[إلغاء]", "أحمد: شعار 15", "[إلغاء]", "أحمد: شعار 500")
        assert "وهو هنا" in salma.person.last.text
        await is_read(
            salma, "[إلغاء]", "أحمد: شعار 150", "[إصدار وإرسال]", "[رجوع]", "[إلغاء]", "أحمد: شعار 150"
        )
        asked = await salma.taps("إصدار وإرسال")
        assert "قبل دقيقة" in asked.text
        assert "INV-2026-00002" in (await salma.taps("إصدار مرة أخرى")).text


async def test_the_statements_are_few_however_many_lines_there_are(database: Database) -> None:
    merchant = a_merchant()
    async with database.writing() as session:
        session.add(merchant)
        await session.flush()
        acme = a_customer(merchant.key)
        session.add(acme)
    composition = Composition(lines=[a_line(f"Item {number}") for number in range(200)])
    totals, said = totals_for(composition, merchant), list[str]()
    async with database.writing() as session:
        await session.connection()
        event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        assert await doubts(session, merchant, acme, composition, totals) == []
    assert len(said) <= 5


@on_sqlite
async def test_nothing_of_another_merchant_is_usual(mona: Talk) -> None:
    async with mona.database.writing() as session:
        stranger = a_merchant(name="Stranger")
        session.add(stranger)
        await session.flush()
        session.add(
            Product(
                merchant_id=stranger.key,
                name="Cup",
                search_name="cup",
                unit_price=Decimal(10),
                last_used_at=NOON,
            )
        )
    assert "🤔" not in (await mona.says("acme: cup 1000")).text
