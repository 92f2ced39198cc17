"""Who is not registered for tax hears nothing of it; who is, is asked what an invoice needs, and warned once."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from bot.registration import checked_buyer_number, checked_tax_number
from models.customer import Customer
from models.document import InvoiceDocument
from models.errors import UserError
from models.invoice import Invoice
from models.merchant import Merchant
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.reading import everywhere

ABOUT_TAX = re.compile(r"\btax\w*|\bVAT\b|ضريب\w*", re.IGNORECASE)
EVERY_QUESTION = (
    "lines", "more", "charges", "charge", "prepaid", "supply_date", "order_reference", "language", "discount",
    "tax", "buyer_number", "buyer_country", "exchange_rate", "reason",
)  # fmt: skip
NUMBERS = {"SA": "310122393500003", "AE": "100123456700003", "EG": "100531385"}


async def the_merchant(mona: Talk) -> Merchant:
    found = await mona.merchant()
    assert found is not None
    return found


async def the_document(mona: Talk) -> InvoiceDocument:
    async with mona.database.reading() as session:
        return (await session.exec(select(Invoice))).one().read_document()


async def asked_in(mona: Talk, country: str) -> None:
    """As far as the question about VAT."""
    await mona.says("/start")
    await mona.says("Coffee Shop")
    assert "registered for VAT" in (await mona.says(country)).text


# Onboarding


async def test_who_is_not_registered_answers_with_one_tap(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Egypt")
        assert "first invoice" in (await mona.taps("No")).text
        merchant = await the_merchant(mona)
        assert (merchant.tax_registered, merchant.tax_number, merchant.tax_rate) == (False, None, Decimal(0))
        assert merchant.warned == ""


@on_sqlite
@pytest.mark.parametrize("country", ["Kuwait", "Qatar", "United States"])
async def test_where_no_tax_is_known_nothing_is_asked(database: Database, country: str) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        assert "first invoice" in (await mona.says(country)).text


@on_sqlite
@pytest.mark.parametrize("country", ["India", "New Zealand", "Singapore", "Australia"])
async def test_the_tax_is_called_what_the_country_calls_it(database: Database, country: str) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        assert "registered for GST?" in (await mona.says(country)).text
        assert "registered for GST?" in (await mona.taps("Yes, registered")).text


@on_sqlite
async def test_where_we_know_no_tax_it_may_be_any_on_sales(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="United States")
        assert "registered for VAT or another sales tax?" in (await mona.opens("Tax registration")).text


@on_sqlite
async def test_an_egyptian_gives_a_number_and_charges_tax(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Egypt")
        await mona.taps("Yes, registered")
        assert "looks like 100531385" in (await mona.says("12345")).text
        assert "tax 14%" in (await mona.says("100-531 385")).text
        merchant = await the_merchant(mona)
        assert (merchant.tax_registered, merchant.tax_number, merchant.tax_rate) == (
            True,
            "100531385",
            Decimal(14),
        )


@on_sqlite
async def test_who_charges_tax_is_told_that_the_law_wants_the_address(database: Database) -> None:
    async with talk(database) as mona:
        ready = await mona.sets_up()
        assert "Invoices with tax have to name your address" in ready.text
        await mona.taps("📍 Add your address")
        assert "12 Tahrir Street" in (await mona.says("12 Tahrir Street\nCairo 11511")).text
        assert (await the_merchant(mona)).address == "12 Tahrir Street\nCairo 11511"


@on_sqlite
async def test_a_saudi_business_is_asked_since_when_it_is_in_fatoora(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Saudi Arabia")
        await mona.taps("Yes, registered")
        assert "phase 2" in (await mona.says(NUMBERS["SA"])).text
        for typed in (
            "30 june",
            "30/2/2026",
            "12/25/2025",
            "1/1/2009",
        ):  # no day, or not as days are written here
            assert "Type day, month and year" in (await mona.says(typed)).text
        assert "tax 15%" in (await mona.says("30/6/2026")).text
        assert (await the_merchant(mona)).einvoice_since == date(2026, 6, 30)
        assert any("does not replace" in bubble.text for bubble in mona.person.chat)


@on_sqlite
async def test_what_to_know_stands_above_the_screen_to_go_on_from(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Saudi Arabia")
        await mona.taps("Yes, registered")
        await mona.says(NUMBERS["SA"])
        assert (await mona.taps("Not yet")).text.startswith("⚠️")
        assert "first invoice" in mona.person.last.text
        assert [bubble.from_bot for bubble in mona.person.chat[-2:]] == [True, True]


@on_sqlite
async def test_a_number_that_comes_later_means_no_tax_until_then(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Saudi Arabia")
        await mona.taps("Yes, registered")
        await mona.taps("Later")
        assert "plain invoices without tax" in mona.person.last.text
        merchant = await the_merchant(mona)
        assert (merchant.tax_registered, merchant.charges_tax, merchant.tax_rate) == (True, False, Decimal(0))
        assert "no tax until your tax number" in (await mona.says("/settings")).text
        await mona.opens("Tax number")
        await mona.says(NUMBERS["SA"])
        assert "Tax rate: 15%" in (await mona.taps("Not yet")).text


@on_sqlite
async def test_start_and_the_other_language_ask_the_open_question_again(database: Database) -> None:
    async with talk(database) as mona:
        await asked_in(mona, "Egypt")
        assert "registered for VAT" in (await mona.says("/start")).text
        assert "القيمة المضافة" in (await mona.taps("العربية")).text
        assert "لأول فاتورة" in (await mona.says("لا")).text


# Settings


@on_sqlite
async def test_a_registration_that_ends_takes_the_tax_off_the_open_invoice(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await to_the_card(mona)
        assert "Tax 14%" in mona.person.last.text
        await mona.opens("Tax registration")
        shown = await mona.taps("No")
        assert "Tax number" not in shown.text
        card = await mona.taps("Back to the invoice")
        assert "Tax" not in card.text
        assert "Total: EGP 150.00" in card.text
        merchant = await the_merchant(mona)
        assert (merchant.tax_number, merchant.tax_rate) == (None, Decimal(0))


@on_sqlite
async def test_a_rate_of_ones_own_survives_a_corrected_number(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.opens("Tax rate")
        await mona.says("5%")
        await mona.taps("Tax number")
        await mona.says("100-000-017")
        assert (await the_merchant(mona)).tax_rate == 5


# What is never seen without a registration


async def to_the_card(mona: Talk) -> None:
    await mona.says("/new")
    await mona.says("Acme")
    await mona.brings(mona.person.tap("Acme"))
    await mona.says("pay@acme.example")
    await mona.says("Logo 150")


def spoken_of_tax(mona: Talk) -> set[str]:
    """Every word about tax in the chat as it stands."""
    shown = [text for b in mona.person.chat if b.from_bot for text in (b.text, *labels(b))]
    return {word for text in shown for word in ABOUT_TAX.findall(text)}


@on_sqlite
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_who_is_not_registered_sees_nothing_of_tax(database: Database, language: str) -> None:
    async with talk(database, language, smtp_host="127.0.0.1", smtp_security="plain") as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        await mona.says("EG")
        await mona.says("no")
        await to_the_card(mona)
        assert not spoken_of_tax(mona)
        for question in EVERY_QUESTION:  # those about tax from a button of a time before
            await mona.brings(tapped(mona, f"g:1:{question}"))
            assert not spoken_of_tax(mona), question
        await mona.brings(tapped(mona, "g:1:charge"))
        await mona.says("Delivery 35")
        for question in ("g:1:charges", "xc:1:0", "xt:1:0", "xg:1:de-19"):
            await mona.brings(tapped(mona, question))
            assert not spoken_of_tax(mona), question
        await mona.brings(tapped(mona, "ln:1:0"))
        assert not spoken_of_tax(mona)
        await mona.brings(tapped(mona, "lf:1:0:tax"))
        assert not spoken_of_tax(mona)
        await mona.brings(tapped(mona, "i:1"))
        assert not spoken_of_tax(mona)
        document = await the_document(mona)
        assert document.title == "invoice"
        for place in await everywhere(document):
            assert not ABOUT_TAX.findall(place)


def tapped(mona: Talk, data: str) -> dict[str, Any]:
    """A tap on the newest message that has buttons, whatever is on them."""
    bubble = next(b for b in reversed(mona.person.chat) if b.from_bot and b.buttons)
    tap = mona.person.tap(labels(bubble)[0], bubble)
    tap["callback_query"]["data"] = data
    return tap


# The buyer's number


@on_sqlite
async def test_the_customers_number_makes_it_a_full_tax_invoice(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="UAE", tax_number=NUMBERS["AE"])
        await to_the_card(mona)
        await mona.says("Website 20000")
        assert mona.person.last.text.startswith("🧾 Simplified tax invoice for Acme")
        await mona.taps("More")
        await mona.taps("Customer's tax number")
        assert "no digit" in (await mona.says("none")).text
        card = await mona.says("100 999 888 700 003")
        assert card.text.startswith("🧾 Tax invoice for Acme\nCustomer's tax number: 100 999 888 700 003")
        await mona.taps(
            "Issue without sending" if "Issue without" in " ".join(labels(card)) else "Issue and send"
        )
        document = await the_document(mona)
        assert (document.title, document.buyer.tax_number) == ("tax_invoice", "100 999 888 700 003")
        await mona.says("/new")
        await mona.taps("Acme")
        await mona.says("Website 20000")
        await mona.taps("More")
        await mona.taps("Customer's tax number")
        assert "Simplified" in (await mona.taps("No tax number")).text
        async with database.reading() as session:
            assert (await session.exec(select(Customer))).one().tax_number is None


@on_sqlite
async def test_a_saudi_customers_number_is_refused_where_it_is_typed(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="Saudi Arabia", tax_number=NUMBERS["SA"])
        await to_the_card(mona)
        await mona.taps("More")
        await mona.taps("Customer's tax number")
        refusal = await mona.says("100 999 888 700 003")
        assert "15 digits, the first and the last one 3, like 310122393500003" in refusal.text
        card = await mona.says("300 999 888 700 003")
        assert card.text.startswith("🧾 Tax invoice for Acme\nCustomer's tax number: 300999888700003")
        await mona.says("/customers")
        await mona.taps("Acme")
        await mona.taps("Tax number")
        assert "15 digits" in (await mona.says("100 999 888 700 003")).text


@on_sqlite
async def test_a_saudi_code_that_cannot_be_made_is_told_on_the_card(database: Database) -> None:
    missing = "⚠️ This invoice will have no Saudi tax QR code."
    async with talk(database) as mona:
        await mona.sets_up(name="店" * 90, country="Saudi Arabia", tax_number=NUMBERS["SA"])
        await to_the_card(mona)
        assert f"{missing} “{'店' * 20}…” is too long for the Saudi tax QR code" in mona.person.last.text
        async with database.writing() as session:
            merchant = (await session.exec(select(Merchant))).one()
            merchant.legal_name, merchant.currency = "Shop", "JPY"
        await mona.says("Website 200")
        card = await mona.says("0.025")  # riyals for a yen
        assert f"{missing} The Saudi tax QR code takes amounts of 0 or more with two decimals" in card.text
        async with database.writing() as session:
            (await session.exec(select(Merchant))).one().currency = "SAR"
        assert missing not in (await mona.says("Domain 20")).text


@on_sqlite
async def test_an_export_is_not_said_to_hang_on_the_customers_number(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="Saudi Arabia", tax_number=NUMBERS["SA"])
        await to_the_card(mona)
        for tap in ("More", "Tax", "Export"):
            await mona.taps(tap)
        assert mona.person.last.text.startswith("Why is it zero-rated?")
        assert (await mona.taps("Export of goods")).text.startswith("🧾 Tax invoice for Acme")
        await mona.taps("More")
        assert "simplified" not in (await mona.taps("Customer's tax number")).text


def test_numbers_are_kept_in_the_digits_every_tax_office_reads() -> None:
    assert checked_tax_number("٥٥١٢-٣", "JO") == "5512-3"  # no pattern is known there
    assert checked_buyer_number("١٠٠ ٥٣١ ٣٨٥") == "100 531 385"


def test_a_customer_of_a_saudi_seller_has_a_saudi_number_unless_abroad() -> None:
    assert checked_buyer_number("٣٠٠-٩٩٩-٨٨٨-٧٠٠-٠٠٣", "SA") == "300999888700003"
    for country in (None, "SA"):
        with pytest.raises(UserError, match="Saudi"):
            checked_buyer_number("100999888700003", "SA", country)
    assert checked_buyer_number("100 999 888 700 003", "SA", "AE") == "100 999 888 700 003"
    assert checked_buyer_number("FR 123", "AE") == "FR 123"


@on_sqlite
async def test_where_the_title_does_not_depend_on_the_customer_no_number_is_asked(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await to_the_card(mona)
        assert not [label for label in labels(await mona.taps("More")) if "tax number" in label]


# Warnings


@on_sqlite
async def test_a_warning_is_told_once(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        assert warnings_in(mona) == 1
        for answer in ("No", "Yes, registered"):
            await mona.opens("Tax registration")
            await mona.taps(answer)
        await mona.says("100531385")
        assert warnings_in(mona) == 1
        assert (await the_merchant(mona)).warned == "eta"


def warnings_in(mona: Talk) -> int:
    return sum(bubble.text.startswith("⚠️") for bubble in mona.person.chat)


@on_sqlite
async def test_a_saudi_business_that_is_called_later_is_told_then(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(country="KSA", tax_number=NUMBERS["SA"])
        await mona.taps("Not yet")
        await mona.opens("E-invoicing since")
        await mona.says("1/2/2027")
        assert (await the_merchant(mona)).warned == "fatoora_waiting,fatoora"
        assert any("from 1 Feb 2027 on" in bubble.text for bubble in mona.person.chat)
