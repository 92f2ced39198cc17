"""A whole invoice in one message: the card it opens, or what it is refused for."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from sqlmodel import select
from telegram import Update

from bot.database import Database
from bot.demo.telegram import Bubble
from bot.products import product_named
from models.customer import Customer
from models.delivery import Delivery
from models.invoice import Invoice
from models.product import Product
from models.text import cleaned
from tests.books import MAIL, at_work, customers, is_card, knows, sells
from tests.builders import NOON, a_merchant
from tests.chatting import Talk, labels, on_sqlite, talk


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt who knows Acme and sells logos at 150."""
    async with at_work(database) as somebody:
        yield somebody


async def test_one_message_is_the_card_and_one_tap_issues_it(mona: Talk) -> None:
    shown = await mona.says("acme 2 logo")
    assert is_card(shown)
    assert "Invoice for Acme" in shown.text
    assert "Total: EGP 342.00" in shown.text
    assert "INV-2026-00001" in (await mona.taps("Issue and send")).text


async def test_the_same_message_delivered_twice_makes_one_invoice(mona: Talk) -> None:
    said, bot = mona.person.say("acme 2 logo"), mona.front.application.bot
    await asyncio.gather(*(mona.front.handle(Update.de_json(said, bot)) for _ in range(2)))
    tap = mona.person.tap("Issue and send")
    await asyncio.gather(*(mona.front.handle(Update.de_json(tap, bot)) for _ in range(2)))
    async with mona.database.reading() as session:
        assert len((await session.exec(select(Invoice))).all()) == 1
        assert len((await session.exec(select(Delivery))).all()) == 1
    assert (await mona.draft()).number == 1


COUNTED = "I took the number in “{}” for the quantity."


@on_sqlite
@pytest.mark.parametrize(
    ("text", "shows", "said"),
    [
        ("acme logo 2", "1. Logo: 2 × EGP 150.00", "Logo 2"),
        ("acme: logo 2, hosting 30", "1. Logo: 2 × EGP 150.00", "logo 2"),
        ("acme logo ٢", "1. Logo: 2 × EGP 150.00", "Logo 2"),
        ("acme 1 x logo 2", "1. Logo: 1 × EGP 2.00", None),
        ("acme logo 2 EGP", "1. Logo: 1 × EGP 2.00", None),
        ("acme logo 2 -50", "2 × EGP 150.00", "Logo 2"),
        ("acme logo 2.50", "1. Logo: 1 × EGP 2.50", None),
        ("acme logo 2.5", "1. Logo: 1 × EGP 2.50", None),
        ("acme: emblem 2", "1. Logo: 2 × EGP 150.00", "emblem 2"),
        ("acme: logo 2 (-10%), hosting 30", "1. Logo: 2 × EGP 150.00 −10%", "logo 2"),
        ("acme logo 60", "1. Logo: 1 × EGP 60.00", None),
    ],
)
async def test_a_small_number_behind_something_with_a_price_is_how_many(
    mona: Talk, text: str, shows: str, said: str | None
) -> None:
    async with mona.database.writing() as session:
        (await session.exec(select(Product))).one().aliases = "emblem"
    shown = (await mona.says(text)).text
    assert shows in shown
    assert (COUNTED.format(said).casefold() in shown.casefold()) == bool(said)


@on_sqlite
@pytest.mark.parametrize(
    "text", ["acme 2 logo", "Zed zed@example.com: 2x Logo 150", "Acme: 2 x Logo\ndue friday"]
)
async def test_a_whole_invoice_answers_who_is_it_for_too(mona: Talk, text: str) -> None:
    await mona.says("/new")
    shown = await mona.says(text)
    assert is_card(shown)
    assert "1. Logo: 2 × EGP 150.00" in shown.text


@on_sqlite
async def test_a_name_with_figures_in_it_is_a_name(mona: Talk) -> None:
    await mona.says("/new")
    assert "➕ Add Studio 54" in labels(await mona.says("Studio 54"))


@on_sqlite
@pytest.mark.parametrize("text", ["iPhone 15", "1 x iphone 15", "iPhone ١٥"])
async def test_a_number_that_a_known_name_ends_in_is_no_price(mona: Talk, text: str) -> None:
    await sells(mona, "iPhone 15", "40000")
    await mona.says("/new")
    await mona.taps("Acme")
    assert "1. iPhone 15: 1 × EGP 40,000.00" in (await mona.says(text)).text


@on_sqlite
async def test_the_same_holds_for_an_answer_to_what_is_it_for(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("Acme")
    shown = (await mona.says("Logo 2")).text
    assert "1. Logo: 2 × EGP 150.00" in shown
    assert COUNTED.format("Logo 2") in shown
    assert "2. Cake: 1 × EGP 2.00" in (await mona.says("Cake 2")).text, "nothing known: it is the price"
    assert "3. Logo: 3 × EGP 150.00 −10%" in (await mona.says("Logo 3 -10%")).text
    assert "4. Logo: 1 × EGP 2.50" in (await mona.says("Logo 2.5")).text


@on_sqlite
async def test_an_edit_makes_it_the_price_and_the_card_says_no_more_of_it(mona: Talk) -> None:
    await mona.says("acme logo 2")
    assert "1. Logo: 1 × EGP 2.00" in (await edits(mona, "acme 1 x logo 2")).text
    for text in ("Logo 4", "Logo 1", "Logo 4"):
        shown = await mona.says(text)
    assert "4. Logo: 4 × EGP 150.00" in shown.text
    assert shown.text.count(COUNTED.format("Logo 4")) == 1, "said once of both"
    assert COUNTED.format("Logo 1") in shown.text
    shown = await edits(mona, "1 x Logo 4")
    assert "4. Logo: 1 × EGP 4.00" in shown.text
    assert COUNTED.format("Logo 4") in shown.text, "of the second line it is true still"
    await mona.says("+ logo 5")
    assert "5. Logo: 1 × EGP 5.00" in (shown := await edits(mona, "+ 1 x logo 5")).text
    assert COUNTED.format("logo 5") not in shown.text


@on_sqlite
async def test_the_price_is_written_in_arabic_as_the_remark_says(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        for answer in ("/start", "ستوديو منى", "مصر", "لا"):
            await mona.says(answer)
        await knows(mona, "أحمد سمير", email="ahmed@example.com")
        await sells(mona, "شعار", "150")
        shown = cleaned((await mona.says("أحمد سمير شعار ٢")).text)
        assert "شعار: 2 × 150.00" in shown
        assert "اعتبرتُ الرقم في «شعار 2» كمية" in shown
        advice = shown.rpartition("مكانه: ")[2]
        assert advice == "1 × شعار 2"
        shown = cleaned((await edits(mona, f"أحمد سمير {advice}")).text)
        assert "شعار: 1 × 2.00" in shown
        assert "اعتبرتُ" not in shown
        await mona.says("شعار ٣")
        assert "شعار: 1 × 3.00" in cleaned((await edits(mona, "١ × \u2068شعار ٣\u2069")).text)


async def edits(mona: Talk, text: str) -> Bubble:
    """The merchant's last message says something else."""
    last = next(one for one in reversed(mona.person.chat) if not one.from_bot)
    await mona.brings(mona.person.edit(last.id, text))
    return next(one for one in reversed(mona.person.chat) if one.from_bot)


@on_sqlite
@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("Acme: 2x Logo 200, Hosting 1500", ("1. Logo: 2 × EGP 200.00", "2. Hosting", "EGP 2,166.00")),
        ("acme 2 logo, due friday", ("Due Fri 27 Nov 2026",)),
        ("acme 2 logo -10%", ("EGP 307.80",)),
        ("acme 2 logo, shipping 35", ("shipping", "EGP 381.90")),
        ("acme 2 logo, paid 100", ("EGP 242.00",)),
        ("acme 2 logo, no tax", ("Total: EGP 300.00",)),
        ("acme 2 logo vat 5%", ("EGP 315.00",)),
        ("acme: 2 logo, incl vat", ("Total: EGP 300.00",)),
        ("acme 2 logo\nnote: Thank you!", ("📝 Thank you!",)),
        ("acme 2 logo!", ("Total: EGP 342.00",)),
    ],
)
async def test_everything_the_message_says_is_on_the_card(
    mona: Talk, text: str, shows: tuple[str, ...]
) -> None:
    card = await mona.says(text)
    assert is_card(card)
    assert [part for part in shows if part not in card.text] == []


async def test_arabic_is_read_and_answered_alike(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        await mona.says("/start")
        await mona.says("ستوديو منى")
        await mona.says("مصر")
        await mona.says("لا")
        await knows(mona, "أحمد سمير", email="ahmed@example.com")
        await sells(mona, "قهوة", "50")
        shown = await mona.says("فاتورة لأحمد سمير: ٢ قهوة، كيك ١٠٠ خصم ١٠٪")
        assert "أحمد سمير" in shown.text
        assert "الخصم" in shown.text
        assert "180" in shown.text
        assert "✅ إصدار وإرسال" in labels(shown)


@on_sqlite
async def test_a_new_customer_is_asked_only_where_the_invoice_goes(mona: Talk) -> None:
    asked = await mona.says("Zed: 2 logo")
    assert "Where shall the invoices for Zed go?" in asked.text
    shown = await mona.says("zed@example.com")
    assert is_card(shown)
    assert "Total: EGP 342.00" in shown.text
    assert ("Zed", "zed@example.com", None) in await customers(mona)


@on_sqlite
async def test_a_new_customer_with_an_address_is_asked_nothing(mona: Talk) -> None:
    shown = await mona.says("Zed zed@example.com 0100 123 4567: 2 logo")
    assert is_card(shown)
    assert ("Zed", "zed@example.com", "+201001234567") in await customers(mona)


@on_sqlite
async def test_without_a_customer_the_items_wait_for_one(mona: Talk) -> None:
    asked = await mona.says("2 logo, Hosting 100")
    assert "Who is it for?" in asked.text
    assert "Total: EGP 456.00" in (await mona.taps("Acme")).text


@on_sqlite
async def test_an_address_without_a_name_waits_for_the_name(mona: Talk) -> None:
    asked = await mona.says("2x logo 150, zed@example.com")
    assert "Who is it for?" in asked.text
    await mona.says("Zed")
    assert is_card(await mona.taps("Add Zed"))
    assert ("Zed", "zed@example.com", None) in await customers(mona)


@on_sqlite
async def test_a_known_address_names_its_customer(mona: Talk) -> None:
    shown = await mona.says("2 logo, pay@acme.example")
    assert is_card(shown)
    assert "for Acme" in shown.text


@on_sqlite
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hello", "I did not get that"),
        ("thanks, see you!", "I did not get that"),
        ("some logo please", "I see no price in"),
        ("acme: Pen 0x 5, Cake 1.500", "The quantity in"),
        ("acme: Pen -5, 3 logo 1.500", "I"),
        ("acme: 2 logo, due 1/1/2020", "past"),
        ("acme: 2 logo, paid 100000", "is more than the total"),
        ("acme: Consulting $250", "Your invoices are in EGP. Send it without USD"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_opened(mona: Talk, text: str, says: str) -> None:
    told = await mona.says(text)
    assert says in told.text
    assert not is_card(told)
    assert (await mona.draft()).composition is None


@on_sqlite
async def test_who_charges_no_tax_is_told_so(database: Database) -> None:
    async with talk(database, **MAIL) as mona:
        await mona.sets_up(tax_number=None)
        await knows(mona, "Acme", email="pay@acme.example")
        assert "You charge no tax" in (await mona.says("Acme: Cake 100 vat 14%")).text
        assert "Total: EGP 100.00" in (await mona.says("Acme: Cake 100, no tax")).text


@on_sqlite
async def test_a_stranger_is_asked_to_start(database: Database) -> None:
    async with talk(database, **MAIL) as somebody:
        assert "send /start" in (await somebody.says("acme 2 logo")).text


@on_sqlite
async def test_what_changes_in_the_books_is_known_at_the_next_message(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.taps("Cancel")
    async with mona.database.writing() as session:
        logo = await product_named(session, 1, "Logo")
        assert logo is not None
        logo.name, logo.search_name, logo.unit_price = "Emblem", "emblem", logo.unit_price * 2
    assert "Total: EGP 684.00" in (await mona.says("acme 2 emblem")).text
    await mona.taps("Cancel")
    async with mona.database.writing() as session:
        (await session.exec(select(Customer))).one().archived_at = NOON
    assert "Where shall the invoices for acme go?" in (await mona.says("acme: 2 emblem")).text


@on_sqlite
async def test_nobody_elses_names_are_known(mona: Talk) -> None:
    async with mona.database.writing() as session:
        other = a_merchant(name="Other")
        session.add(other)
        await session.flush()
        session.add(
            Product(
                merchant_id=other.key,
                name="Secret",
                search_name="secret",
                unit_price=Decimal(9),
                last_used_at=NOON,
            )
        )
    assert "I see no price" in (await mona.says("acme: 2 secret")).text
