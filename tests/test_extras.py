"""What stands behind “More”: charges, what is paid already, day of supply, order number, rate of exchange."""

from datetime import date
from decimal import Decimal

import pytest

from bot.database import Database
from bot.demo.telegram import Bubble
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.composing import an_invoice, answered, composition, is_set_to, issued


async def the_card(mona: Talk, item: str = "2 x Logo 150") -> Bubble:
    """The card of an invoice for Acme by a business in Egypt that charges 14 %."""
    await mona.sets_up()
    return await an_invoice(mona, item)


async def more(mona: Talk, button: str, *answers: str) -> Bubble:
    """Open one part of More; tap each answer that is a button, type the others."""
    await mona.taps("⚙️ More")
    await mona.taps(button)
    return await answered(mona, *answers)


# Charges


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "shows", "total"),
    [
        ("delivery 35", "delivery: +EGP 35.00", "EGP 381.90"),
        ("35 delivery", "delivery: +EGP 35.00", "EGP 381.90"),
        ("service 12%", "service (12%): +EGP 36.00", "EGP 383.04"),
        ("خدمة ١٢٪", "(12%): +EGP 36.00", "EGP 383.04"),
        ("شحن: ٣٥ جنيه", "+EGP 35.00", "EGP 381.90"),
    ],
)
async def test_a_charge_is_typed_in_one_message_and_taxed_like_the_goods(
    database: Database, typed: str, shows: str, total: str
) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        card = await more(mona, "🚚 Delivery or other charge", typed)
        assert shows in card.text
        assert f"Total: {total}" in card.text


@on_sqlite
@pytest.mark.parametrize(
    "answers", [("Delivery", "35"), ("35", "Delivery"), ("12%", "Delivery"), ("Tips", "5")]
)
async def test_what_for_and_how_much_may_be_said_one_after_the_other(
    database: Database, answers: tuple[str, str]
) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        card = await more(mona, "🚚 Delivery or other charge", *answers)
        reason = next(answer for answer in answers if answer.isalpha())
        assert f"{reason}" in card.text
        (charge,) = (await composition(mona)).charges
        assert (charge.reason, charge.tax_rate) == (reason, Decimal(14))


@on_sqlite
async def test_charges_are_listed_taxed_otherwise_and_removed(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "🚚 Delivery or other charge", "Delivery 35")
        listed = await more(mona, "🚚 Delivery or other charge")
        assert "Delivery: +EGP 35.00" in listed.text
        await mona.taps("➕ Another charge")
        assert "Total: EGP 387.60" in (await mona.says("Packaging 5")).text
        await more(mona, "🚚 Delivery or other charge", "Packaging")
        assert "Tax: 14%" in mona.person.last.text
        await mona.taps("Tax")
        card = await mona.says("5%")
        assert "Tax 14%: EGP 46.90" in card.text
        assert "Tax 5%: EGP 0.25" in card.text
        await more(mona, "🚚 Delivery or other charge", "Delivery")
        card = await mona.taps("🗑 Remove this charge")
        assert "Delivery: +" not in card.text
        assert "Packaging: +EGP 5.00" in card.text


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("delivery 0", "adds nothing"), ("service 120%", "not a percentage"), ("delivery -5", "below 0"),
        ("delivery 5 USD", "One invoice, one currency"), ("x" * 101, "too long"),
    ],
)  # fmt: skip
async def test_an_impossible_charge_is_refused_and_the_question_stays(
    database: Database, typed: str, says: str
) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        assert says in (await more(mona, "🚚 Delivery or other charge", typed)).text
        assert "delivery: +EGP 35.00" in (await mona.says("delivery 35")).text


@on_sqlite
async def test_an_unclear_charge_is_one_question_with_its_readings(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        question = await more(mona, "🚚 Delivery or other charge", "delivery 1.500")
        assert "delivery: 1500" in labels(question)
        assert "delivery: +EGP 1,500.00" in (await mona.taps("delivery: 1500")).text


@on_sqlite
async def test_a_charge_is_printed_with_its_reason(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "🚚 Delivery or other charge", "Delivery 35")
        document = await issued(mona)
        assert [(c.reason, c.amount, c.tax_category) for c in document.charges] == [
            ("Delivery", Decimal(35), "S")
        ]
        assert document.totals.charge_total_amount == 35


@on_sqlite
async def test_usual_charges_are_offered_in_the_language_of_the_document(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await is_set_to(mona, document_language="ar")
        question = await more(mona, "🚚 Delivery or other charge")
        assert labels(question)[:3] == ["توصيل", "رسم خدمة", "تغليف"]


# Paid already


@on_sqlite
async def test_a_deposit_is_taken_off_what_is_due(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        card = await more(mona, "💰 Already paid", "١٠٠")
        assert "Total: EGP 342.00\nAlready paid: −EGP 100.00\nAmount due: EGP 242.00" in card.text
        document = await issued(mona)
        assert (str(document.totals.prepaid_amount), str(document.totals.payable_amount)) == (
            "100.00",
            "242.00",
        )


@on_sqlite
async def test_more_than_the_total_cannot_have_been_paid(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "💰 Already paid", "100")
        refused = await more(mona, "💰 Already paid", "500")
        assert "500 is more than the total of 342.00" in refused.text
        assert (await composition(mona)).prepaid_amount == 100
        card = await mona.says("342")
        assert "Amount due: EGP 0.00" in card.text
        assert "Total: EGP 342.00" in (await more(mona, "💰 Already paid", "Nothing paid yet")).text


@on_sqlite
async def test_what_was_paid_before_is_due_on_no_day(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "💰 Already paid", "342")
        assert "for Acme\nEGP 0.00\n\n💰 Paid in full" in (await mona.taps("✅ Issue")).text


# Day of supply, order number


@on_sqlite
@pytest.mark.parametrize(
    ("answer", "shows"),
    [
        ("Yesterday", "Supplied Sat 21 Nov 2026"),
        ("3 days ago", "Supplied Thu 19 Nov 2026"),
        ("friday", "Supplied Fri 20 Nov 2026"),
        ("15/10", "Supplied Thu 15 Oct 2026"),
        ("منذ يومين", "Supplied Fri 20 Nov 2026"),
        ("someday", "I cannot read the date"),
    ],
)
async def test_the_day_of_supply_may_lie_in_the_past(database: Database, answer: str, shows: str) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        assert shows in (await more(mona, "📦 Date of supply", answer)).text


@on_sqlite
async def test_supply_and_order_are_printed_and_can_be_taken_off(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "📦 Date of supply", "Yesterday")
        card = await more(mona, "🔖 Order number", "PO-778 <x>")
        assert "🔖 Order PO-778 <x>" in card.text
        assert "Supplied" not in (await more(mona, "📦 Date of supply", "No date of its own")).text
        assert "Order" not in (await more(mona, "🔖 Order number", "No order number")).text
        await more(mona, "📦 Date of supply", "Yesterday")
        await more(mona, "🔖 Order number", "PO-778")
        document = await issued(mona)
        assert (document.supply_date, document.order_reference) == (date(2026, 11, 21), "PO-778")


# Customer's country


@on_sqlite
async def test_the_customers_country_is_kept_with_the_customer(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await more(mona, "🌍 Customer's country", "السعودية")
        assert (await issued(mona)).buyer.country == "SA"


# Prices for a hundred, and surcharges


@on_sqlite
async def test_a_price_for_a_hundred_is_shown_kept_and_remembered(database: Database) -> None:
    async with talk(database) as mona:
        card = await the_card(mona, "250 flyers 12 per 100 pcs")
        assert "1. flyers: 250 pcs × EGP 12.00 per 100 pcs" in card.text
        assert "Total: EGP 34.20" in card.text
        document = await issued(mona)
        assert document.lines[0].base_quantity == 100
        await mona.says("/new")
        await mona.taps("Acme")
        assert "flyers · 12 per 100" in labels(mona.person.last)
        assert "1. flyers: 1 pc × EGP 12.00 per 100 pcs" in (await mona.taps("flyers")).text
        assert "2. flyers: 500 pcs × EGP 12.00 per 100 pcs" in (await mona.says("500 flyers")).text
        assert "3. flyers: 500 pcs × EGP 1.00" in (await mona.says("500 flyers 1")).text


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        ("12 per 100", "× EGP 12.00 per 100"), ("١٢ لكل ١٠٠", "× EGP 12.00 per 100"),
        ("12/100 pcs", "× EGP 12.00 per 100 pcs"), ("12", "× EGP 12.00\n"),
    ],
)  # fmt: skip
async def test_the_price_of_a_line_may_be_for_a_hundred(database: Database, typed: str, shows: str) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Price")
        assert shows in (await mona.says(typed)).text


@on_sqlite
async def test_a_line_has_a_discount_and_a_surcharge(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        for typed in ("10%", "+5"):
            await mona.taps("Lines")
            await mona.taps("1. Logo")
            await mona.taps("Discount")
            card = await mona.says(typed)
        assert "1. Logo: 2 × EGP 150.00 −10% +EGP 5.00" in card.text
        assert "Total: EGP 313.50" in card.text
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Discount")
        assert "1. Logo: 2 × EGP 150.00\n" in (await mona.says("0")).text


@on_sqlite
async def test_a_surcharge_on_everything_is_shown_the_way_to_charges(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await mona.taps("Discount")
        assert "⚙️ More" in (await mona.says("+10%")).text


@on_sqlite
async def test_a_discount_above_the_total_names_the_place_and_nothing_is_lost(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await mona.taps("Discount")
        refused = await mona.says("500")
        larger = "The discount {} on the whole invoice is larger than the subtotal {}. Make it smaller."
        assert larger.format("500.00", "300.00") in refused.text
        assert "Total: EGP 285.00" in (await mona.says("50")).text
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Discount")
        assert "Line 1: the discount 400.00 is larger" in (await mona.says("400")).text
        assert larger.format("50.00", "10.00") in (await mona.says("290")).text


@on_sqlite
@pytest.mark.parametrize("typed", ["10%", "-10%", "−10%", "discount 10%", "خصم ١٠٪"])
async def test_a_discount_may_be_written_with_its_minus(database: Database, typed: str) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await mona.taps("Discount")
        assert "Discount: −EGP 30.00" in (await mona.says(typed)).text
        await mona.taps("Lines")
        await mona.taps("1. Logo")
        await mona.taps("Discount")
        assert "EGP 150.00 −10%" in (await mona.says(typed)).text


@on_sqlite
async def test_what_cannot_be_below_zero_is_not_called_a_price(database: Database) -> None:
    async with talk(database) as mona:
        await the_card(mona)
        await mona.taps("More")
        await mona.taps("Already paid")
        assert "“-5” is below 0. Type it without the minus" in (await mona.says("-5")).text


# Money of another country


async def in_dollars(mona: Talk) -> Bubble:
    """The first invoice of a business in Egypt that invoices in dollars."""
    await mona.sets_up()
    await is_set_to(mona, currency="USD")
    return await an_invoice(mona, "Logo 333.33")


@on_sqlite
async def test_tax_in_another_currency_asks_for_the_rate_and_shows_it(database: Database) -> None:
    async with talk(database) as mona:
        question = await in_dollars(mona)
        assert "How many EGP is one USD today?" in question.text
        assert "I cannot read the number" in (await mona.says("plenty")).text
        assert "above 0" in (await mona.says("0")).text
        card = await mona.says("50.25")
        assert "Tax in EGP: 2,345.17 (1 USD = 50.25 EGP)" in card.text
        document = await issued(mona)
        assert (document.tax_currency, document.tax_exchange_rate) == ("EGP", Decimal("50.25"))
        assert document.totals.tax_amount_in_tax_currency == Decimal("2345.17")


@on_sqlite
async def test_the_next_invoice_offers_the_last_rate_and_never_takes_it_by_itself(database: Database) -> None:
    async with talk(database) as mona:
        await in_dollars(mona)
        await mona.says("50.25")
        await mona.taps("✅ Issue")
        await mona.says("/new")
        await mona.taps("Acme")
        question = await mona.taps("Logo")
        assert "How many EGP is one USD today?" in question.text
        card = await mona.taps("1 USD = 50.25 EGP")
        assert "(1 USD = 50.25 EGP)" in card.text
        card = await more(mona, "💱 Rate of exchange", "1 USD = 51 EGP")
        assert "(1 USD = 51 EGP)" in card.text


@on_sqlite
async def test_without_tax_no_rate_is_asked(database: Database) -> None:
    async with talk(database) as mona:
        await in_dollars(mona)
        await mona.taps("‹ Back")
        card = await mona.taps("No tax")
        assert "Total: USD 333.33" in card.text
        assert "💱 Rate of exchange" not in labels(await mona.taps("⚙️ More"))


@on_sqlite
async def test_rounding_to_coins_is_shown(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await is_set_to(mona, cash_rounding=Decimal("0.25"))
        card = await an_invoice(mona, "Tea 1.05")
        assert "Total: EGP 1.20\nRounding: EGP 0.05\nAmount due: EGP 1.25" in card.text


# In Arabic, and by who is not registered


@on_sqlite
async def test_everything_is_there_in_arabic(database: Database) -> None:
    async with talk(database, "ar") as mona:
        await mona.sets_up(name="متجر القهوة", country="مصر")
        await mona.says("/new")
        await mona.taps("عميل جديد")
        await mona.says("أكمي")
        await mona.says("pay@acme.example")
        await mona.says("٢٥٠ منشور ١٢ لكل ١٠٠")
        for button, answer in (
            ("🚚 توصيل أو رسم آخر", "توصيل ٣٥"), ("💰 المدفوع مقدمًا", "١٠"),
            ("📦 تاريخ التوريد", "أمس"), ("🔖 رقم أمر الشراء", "٧٧٨"),
        ):  # fmt: skip
            await mona.taps("⚙️ المزيد")
            await mona.taps(button)
            card = await mona.says(answer)
        text = "".join(c for c in card.text if c not in "\u2066\u2067\u2068\u2069\u200f")
        for shown in ("لكل 100", "توصيل: +35.00 ج.م", "المدفوع مقدمًا: −10.00 ج.م", "المبلغ المستحق: 64.10 ج.م",
                      "تاريخ التوريد: السبت 21 نوفمبر 2026", "أمر الشراء ٧٧٨"):  # fmt: skip
            assert shown in text


@on_sqlite
async def test_who_charges_no_tax_has_charges_and_deposits_too(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(tax_number=None)
        await an_invoice(mona, "2 x Logo 150")
        card = await more(mona, "🚚 Delivery or other charge", "Delivery 35")
        assert "Delivery: +EGP 35.00\nTotal: EGP 335.00" in card.text
        assert "Amount due: EGP 235.00" in (await more(mona, "💰 Already paid", "100")).text
        document = await issued(mona)
        assert {tax.tax_category for tax in document.totals.tax_subtotals} == {"O"}
