"""Every kind of tax an invoice can have: chosen with a tap, and what the law then needs asked one thing at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.database import Database
from bot.demo.telegram import Bubble
from models.invoice import Invoice
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.composing import acme, an_invoice, answered, composition, is_set_to, issued

NUMBERS = {"SA": "310122393500003", "AE": "100123456700003", "EG": "100531385", "DE": "DE129273398"}
NAMES = {"SA": "Saudi Arabia", "AE": "UAE", "EG": "Egypt", "DE": "Germany", "GB": "UK"}


async def open_shop(mona: Talk, country: str) -> None:
    """Registered for tax, in this country."""
    shown = await mona.sets_up(country=NAMES[country], tax_number=NUMBERS.get(country, "GB123456789"))
    if "Not yet" in labels(shown):
        await mona.taps("Not yet")


@asynccontextmanager
async def at_the_card(database: Database, country: str, *items: str) -> AsyncIterator[Talk]:
    """An invoice for Acme, ready to be issued."""
    async with talk(database) as mona:
        await open_shop(mona, country)
        await an_invoice(mona, *items)
        yield mona


async def tax(mona: Talk, *answers: str) -> Bubble:
    """Open the question about all lines and tap each answer that is a button, type the others."""
    await mona.taps("More")
    await mona.taps("🏛 Tax")
    return await answered(mona, *answers)


# Which kinds are offered


@on_sqlite
@pytest.mark.parametrize(
    ("country", "offered"),
    [
        ("EG", ["14%", "No tax", "Zero-rated", "Exempt", "Export"]),
        ("SA", ["15%", "No tax", "Zero-rated", "Exempt", "Export"]),
        ("AE", ["5%", "No tax", "Zero-rated", "Exempt", "Reverse charge", "Export"]),
        ("GB", ["20%", "No tax", "Zero-rated", "Exempt", "Reverse charge", "Export"]),
        ("DE", ["19%", "No tax", "Zero-rated", "Exempt", "Reverse charge", "Export",
                "To a business elsewhere in the EU"]),
    ],
)  # fmt: skip
async def test_a_country_offers_the_taxes_it_knows(
    database: Database, country: str, offered: list[str]
) -> None:
    async with at_the_card(database, country) as mona:
        await mona.taps("More")
        question = await mona.taps("🏛 Tax")
        assert labels(question)[: len(offered)] == offered
        await mona.taps("‹ Back")
        await mona.taps("‹ Back")
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Tax")
        assert labels(mona.person.last)[: len(offered)] == offered


# Zero-rated and exempt


@on_sqlite
async def test_zero_rated_needs_no_reason_where_the_law_asks_for_none(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        card = await tax(mona, "Zero-rated")
        assert "Zero-rated: EGP 150.00" in card.text
        assert "Total: EGP 150.00" in card.text
        document = await issued(mona)
        assert [(line.tax_category, line.tax_rate) for line in document.lines] == [("Z", Decimal(0))]


@on_sqlite
async def test_exempt_asks_for_the_reason_and_remembers_it(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        question = await tax(mona, "Exempt")
        assert "Why is it exempt" in question.text
        assert "Law No. 67 of 2016" in " ".join(labels(question))
        card = await mona.says("School books")
        assert "Exempt from tax: EGP 150.00\nℹ️ School books" in card.text
        document = await issued(mona)
        assert document.lines[0].exemption_reason == "School books"
        await mona.says("/new")
        await mona.taps("Acme")
        await mona.taps("Logo")
        question = await tax(mona, "Exempt")
        assert labels(question)[0] == "School books"
        assert "ℹ️ School books" in (await mona.taps("School books")).text


@on_sqlite
async def test_a_usual_reason_is_one_tap_and_stands_first_next_time(database: Database) -> None:
    async with at_the_card(database, "SA") as mona:
        await tax(mona, "Exempt", "Real estate transactions, Article 30 of the VAT Regulat…")
        assert "Real estate transactions, Article 30 of the VAT Regulations" in mona.person.last.text
        question = await tax(mona, "Exempt")
        assert labels(question)[0].startswith("Real estate")


@on_sqlite
async def test_the_reason_is_in_the_language_of_the_document(database: Database) -> None:
    async with talk(database) as mona:
        await open_shop(mona, "SA")
        await is_set_to(mona, document_language="ar-en")
        await an_invoice(mona)
        await tax(mona, "Zero-rated", "Medicines and medical equipment")
        line = (await composition(mona)).lines[0]
        assert line.exemption_reason == "الأدوية والمعدات الطبية / Medicines and medical equipment"


@on_sqlite
async def test_a_saudi_zero_rate_needs_its_reason_even_where_only_the_rate_was_typed(
    database: Database,
) -> None:
    async with at_the_card(database, "SA", "Logo 150", "Medicine 50") as mona:
        await mona.taps("Lines")
        await mona.taps("2. Medicine")
        await mona.taps("Tax")
        question = await mona.says("0")
        assert "Why is it zero-rated?" in question.text
        card = await mona.taps("Medicines and medical equipment")
        assert "1. Logo: 1 × SAR 150.00 · 15%\n2. Medicine: 1 × SAR 50.00 · Zero-rated\n" in card.text
        assert "Tax 15%: SAR 22.50" in card.text
        assert "Zero-rated: SAR 50.00\nℹ️ Medicines and medical equipment" in card.text


@on_sqlite
async def test_going_back_from_the_reason_leads_to_where_the_tax_was_chosen(database: Database) -> None:
    async with at_the_card(database, "EG", "Logo 150", "Book 50") as mona:
        await tax(mona, "Exempt")
        assert "How is this invoice taxed?" in (await mona.taps("‹ Back")).text
        await mona.taps("14%")
        await mona.taps("Lines")
        await mona.taps("2. Book")
        await mona.taps("Tax")
        await mona.taps("Exempt")
        assert "2. Book" in (await mona.taps("‹ Back")).text
        await mona.taps("Tax")
        assert "Total: EGP 228.00" in (await mona.taps("14%")).text


@on_sqlite
async def test_a_typed_reason_that_is_too_long_is_refused_and_the_question_stays(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        await tax(mona, "Exempt")
        assert "too long" in (await mona.says("x" * 201)).text
        assert "ℹ️ Books" in (await mona.says("Books")).text


# Reverse charge


@on_sqlite
async def test_reverse_charge_asks_for_exactly_the_number_that_is_missing(database: Database) -> None:
    async with at_the_card(database, "AE") as mona:
        question = await tax(mona, "Reverse charge")
        assert "Reverse charge" not in labels(question)
        assert "the tax number of Acme" in question.text
        assert "no digit" in (await mona.says("none")).text
        card = await mona.says("100999888700003")
        assert "Reverse charge, the customer owes the tax: AED 150.00" in card.text
        document = await issued(mona)
        assert (document.lines[0].tax_category, document.buyer.tax_number) == ("AE", "100999888700003")
        assert document.totals.tax_amount == 0


@on_sqlite
async def test_another_customer_without_a_number_is_asked_for_it_instead_of_a_dead_end(
    database: Database,
) -> None:
    async with at_the_card(database, "DE") as mona:
        await tax(mona, "Reverse charge", "FR12345678901")
        await mona.taps("👤 Customer")
        await mona.taps("New customer")
        await mona.says("Zed")
        question = await mona.says("pay@zed.example")
        assert "the tax number of Zed" in question.text
        assert "Reverse charge" in (await mona.says("FR98765432109")).text
        await mona.taps("👤 Customer")
        await mona.taps("Acme")
        assert "Reverse charge" in mona.person.last.text


@on_sqlite
async def test_a_number_taken_off_is_asked_for_again(database: Database) -> None:
    async with at_the_card(database, "AE") as mona:
        await tax(mona, "Reverse charge", "100999888700003")
        await mona.taps("More")
        await mona.taps("Customer's tax number")
        question = await mona.taps("No tax number")
        assert "With reverse charge" in question.text
        await mona.taps("‹ Back")
        assert "Tax 5%" in (await mona.taps("5%")).text


# Within the EU, and out of it


@on_sqlite
async def test_goods_to_another_eu_country_ask_for_number_country_and_day_one_by_one(
    database: Database,
) -> None:
    async with at_the_card(database, "DE") as mona:
        assert "the tax number of Acme" in (await tax(mona, "To a business elsewhere in the EU")).text
        question = await mona.says("FR12345678901")
        assert "Which EU country is Acme in?" in question.text
        assert labels(question)[0] == "🇫🇷 France"
        assert "Germany is not another EU country" in (await mona.says("Germany")).text
        assert "Egypt is not another EU country" in (await mona.says("Egypt")).text
        assert "I know no country “Nowhere”" in (await mona.says("Nowhere")).text
        question = await mona.taps("🇫🇷 France")
        assert "When was it delivered" in question.text
        card = await mona.taps("Yesterday")
        assert "Tax-free, to a business elsewhere in the EU: EUR 150.00" in card.text
        assert "Supplied Sat 21 Nov 2026" in card.text
        document = await issued(mona)
        assert document.lines[0].tax_category == "K"
        assert (document.buyer.country, document.supply_date) == ("FR", date(2026, 11, 21))
        assert (await acme(mona)).country == "FR"


@on_sqlite
async def test_an_export_from_the_eu_asks_for_a_country_outside_of_it(database: Database) -> None:
    async with at_the_card(database, "DE") as mona:
        assert "Which country outside the EU is Acme in?" in (await tax(mona, "Export")).text
        assert "France is in the EU" in (await mona.says("France")).text
        card = await mona.says("مصر")
        assert "Tax-free export: EUR 150.00" in card.text
        document = await issued(mona)
        assert (document.lines[0].tax_category, document.buyer.country) == ("G", "EG")


@on_sqlite
async def test_an_export_and_a_sale_within_the_eu_need_an_invoice_each(database: Database) -> None:
    async with at_the_card(database, "DE", "Logo 150", "Book 50") as mona:
        await tax(mona, "Export", "Egypt")
        await mona.taps("Lines")
        await mona.taps("2. Book")
        await mona.taps("Tax")
        await mona.taps("To a business elsewhere in the EU")
        assert "need an invoice each" in mona.person.alerts[-1].text
        assert "Tax 19%: EUR 9.50" in (await mona.taps("19%")).text


@on_sqlite
@pytest.mark.parametrize(
    ("country", "reason"),
    [
        ("EG", "Zero-rated export, Article 3 of VAT Law No. 67 of 2016"),
        ("GB", "Zero-rated export, section 30 of the VAT Act 1994"),
    ],
)
async def test_an_export_from_elsewhere_is_zero_rated_and_says_why(
    database: Database, country: str, reason: str
) -> None:
    async with at_the_card(database, country) as mona:
        assert reason in (await tax(mona, "Export")).text
        assert (await issued(mona)).lines[0].tax_category == "Z"


@on_sqlite
async def test_a_saudi_export_is_of_goods_or_of_services(database: Database) -> None:
    async with at_the_card(database, "SA") as mona:
        question = await tax(mona, "Export")
        assert labels(question)[:2] == ["Export of goods", "Export of services"]
        assert "ℹ️ Export of services" in (await mona.taps("Export of services")).text


# Taps that come twice, or late


@on_sqlite
async def test_a_second_tap_on_exempt_is_no_reason(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        await mona.taps("More")
        await mona.taps("🏛 Tax")
        taps = [mona.person.tap("Exempt") for _ in range(2)]
        for tap in taps:
            await mona.brings(tap)
        assert "Why is it exempt" in mona.person.last.text
        assert (await composition(mona)).lines[0].exemption_reason is None
        taps = [mona.person.tap("Exempt under the list") for _ in range(2)]
        for tap in taps:
            await mona.brings(tap)
        assert "ℹ️ Exempt under the list of VAT Law No. 67 of 2016" in mona.person.last.text


@on_sqlite
async def test_issue_on_an_older_screen_asks_for_what_is_missing(database: Database) -> None:
    async with at_the_card(database, "SA") as mona:
        late = mona.person.tap("✅ Issue")
        await tax(mona, "Zero-rated")
        await mona.brings(late)
        assert "Why is it zero-rated?" in mona.person.last.text
        async with database.reading() as session:
            assert (await session.exec(select(Invoice))).first() is None


# One line, or all


@on_sqlite
async def test_a_new_line_is_taxed_like_the_others_if_they_are_alike(database: Database) -> None:
    async with at_the_card(database, "AE") as mona:
        await tax(mona, "Reverse charge", "100999888700003")
        assert "Tax" not in (await mona.says("Website 50")).text
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Tax")
        await mona.taps("5%")
        card = await mona.says("Hosting 100")
        assert "Tax 5%: AED 12.50" in card.text
        assert "Reverse charge, the customer owes the tax: AED 50.00" in card.text


@on_sqlite
async def test_a_rate_takes_back_what_was_chosen_before(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        await tax(mona, "Exempt", "Books")
        card = await tax(mona, "5%")
        assert "Tax 5%: EGP 7.50" in card.text
        assert "Books" not in card.text
        line = (await composition(mona)).lines[0]
        assert (line.tax_category, line.exemption_reason) == (None, None)


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        ("5%", "Tax 5%: EGP 7.50"), ("0", "Total: EGP 150.00"), ("no tax", "Total: EGP 150.00"),
        ("zero rated", "Zero-rated: EGP 150.00"), ("نسبة صفر", "Zero-rated: EGP 150.00"),
        ("معفى", "Why is it exempt"), ("تصدير", "Zero-rated export"), ("reverse charge", "I cannot read"),
    ],
)  # fmt: skip
async def test_a_tax_can_be_typed_too(database: Database, typed: str, shows: str) -> None:
    async with at_the_card(database, "EG") as mona:
        await mona.taps("More")
        await mona.taps("🏛 Tax")
        assert shows in (await mona.says(typed)).text


@on_sqlite
@pytest.mark.parametrize("typed", ["tax 5%", "Cake 30 tax 5%", "Cake 30 incl tax", "كيك 30 ضريبة ٥٪"])
async def test_tax_beside_an_item_is_shown_the_way_and_makes_no_item(database: Database, typed: str) -> None:
    async with at_the_card(database, "EG") as mona:
        refused = (await mona.says(typed)).text
        assert "The tax of one line is set under “✏️ Lines”" in refused
        assert len((await composition(mona)).lines) == 1
        await is_set_to(mona, tax_number=None)
        assert "You charge no tax" in (await mona.says(typed)).text


@on_sqlite
async def test_an_item_may_be_about_tax(database: Database) -> None:
    async with at_the_card(database, "EG") as mona:
        assert "2. Tax return: 1 × EGP 500.00" in (await mona.says("Tax return 500")).text
        assert "“Tax advice” is new, so it needs a price" in (await mona.says("Tax advice")).text


@on_sqlite
async def test_prices_with_tax_and_without_are_one_tap(database: Database) -> None:
    async with at_the_card(database, "EG", "Logo 114") as mona:
        card = await tax(mona, "Prices include tax")
        assert "Prices include tax." in card.text
        assert "Tax 14%: EGP 14.00" in card.text
        assert "Total: EGP 114.00" in card.text
        assert "Total: EGP 129.96" in (await tax(mona, "Prices are without tax")).text


@on_sqlite
async def test_a_business_that_moves_is_asked_about_a_tax_its_new_country_does_not_know(
    database: Database,
) -> None:
    async with at_the_card(database, "DE") as mona:
        await tax(mona, "Reverse charge", "FR12345678901")
        await is_set_to(mona, country="EG", currency="EGP", tax_rate=Decimal(14))
        await mona.says("/new")
        assert "How is this invoice taxed?" in (await mona.taps("Go on with it")).text
        assert "Total: EGP 171.00" in (await mona.taps("14%")).text


# In Arabic


@on_sqlite
async def test_an_exemption_in_arabic(database: Database) -> None:
    async with talk(database, "ar") as mona:
        await mona.says("/start")
        await mona.says("متجر القهوة")
        await mona.says("السعودية")
        await mona.says("نعم")
        await mona.says("٣١٠١٢٢٣٩٣٥٠٠٠٠٣")
        await mona.taps("ليس بعد")
        await mona.says("/new")
        await mona.taps("عميل جديد")
        await mona.says("أكمي")
        await mona.says("pay@acme.example")
        await mona.says("عيادة ١٥٠")
        await mona.taps("المزيد")
        await mona.taps("🏛 الضريبة")
        question = await mona.taps("معفى")
        assert "ما سبب الإعفاء" in question.text
        card = await mona.taps("الخدمات المالية، المادة 29 من اللائحة التنفيذية")
        assert "معفى من الضريبة" in card.text
        assert "الخدمات المالية" in card.text
        assert "الإجمالي" in card.text
