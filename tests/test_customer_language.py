"""A customer's own language: chosen once, and every invoice of theirs is written in it from then on."""

import pytest
from sqlmodel import select

from bot.database import Database
from bot.demo.telegram import Bubble
from models.draft import Draft
from models.invoice import Invoice
from models.merchant import Merchant
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.composing import acme, an_invoice


async def at_the_card(mona: Talk) -> None:
    """An invoice for Acme, ready to be issued."""
    await mona.sets_up()
    await an_invoice(mona, "2 x Logo 150")


async def asks_language(mona: Talk) -> Bubble:
    """From the card, by way of the customer."""
    await go_to(mona, "customer")
    return await mona.taps("🌐")


async def go_to(mona: Talk, step: str) -> Bubble:
    tap = next(b.value for row in mona.person.last.buttons for b in row if b.value.startswith("g:"))
    return await mona.taps(":".join((*tap.split(":")[:2], step)))


@pytest.mark.parametrize(
    ("button", "language", "second"),
    [("العربية", "ar", None), ("English (+ العربية)", "en", "ar"), ("العربية (+ English)", "ar", "en")],
)
@on_sqlite
async def test_an_invoice_is_written_in_the_customers_language(
    database: Database, button: str, language: str, second: str | None
) -> None:
    async with talk(database, smtp_host="127.0.0.1", smtp_security="plain") as mona:
        await at_the_card(mona)
        asked = await asks_language(mona)
        assert "Language for Acme" in asked.text
        assert labels(asked)[:5] == [
            "English", "العربية", "English (+ العربية)", "العربية (+ English)", "As in Settings: English",
        ]  # fmt: skip
        await mona.taps(button)
        assert "2 × EGP 150.00" in mona.person.last.text
        await mona.taps("Issue and send")
        async with database.reading() as session:
            document = (await session.exec(select(Invoice))).one().read_document()
            merchant = (await session.exec(select(Merchant))).one()
        assert (document.language, document.second_language) == (language, second)
        assert merchant.document_language == "en"


@on_sqlite
async def test_a_customer_goes_back_to_the_language_of_the_settings(database: Database) -> None:
    async with talk(database) as mona:
        await at_the_card(mona)
        await asks_language(mona)
        await mona.taps("العربية (+ English)")
        assert (await acme(mona)).language == "ar-en"
        assert "✓ العربية (+ English)" in labels(await asks_language(mona))
        await mona.taps("As in Settings")
        assert (await acme(mona)).language is None


@on_sqlite
async def test_a_typed_language_is_understood_and_an_unknown_one_asked_again(database: Database) -> None:
    async with talk(database) as mona:
        await at_the_card(mona)
        await asks_language(mona)
        assert "“Klingon” is not one of these" in (await mona.says("Klingon")).text
        async with database.reading() as session:
            assert (await session.exec(select(Draft))).one().step == "language"
        await mona.says("عربي + english")
        await mona.says("العربية")
        assert (await acme(mona)).language == "ar"


@on_sqlite
async def test_nobody_is_asked_before_there_is_a_customer(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/new")
        assert not [label for label in labels(mona.person.last) if label.startswith("🌐")]
        assert "Who is it for?" in (await go_to_language_anyway(mona)).text


async def go_to_language_anyway(mona: Talk) -> Bubble:
    """A button of another screen."""
    tap = mona.person.tap("➕")
    tap["callback_query"]["data"] = tap["callback_query"]["data"].replace("new_name", "language")
    return await mona.brings(tap)


@on_sqlite
async def test_it_is_asked_in_arabic_too(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await at_the_card(salma)
        await go_to(salma, "customer")
        asked = await salma.taps("🌐 لغة فواتير العميل")
        assert "لغة \u2068Acme\u2069" in asked.text
        assert any("كما في الإعدادات" in label for label in labels(asked))
