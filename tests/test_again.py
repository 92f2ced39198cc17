"""The same again: one tap on an issued invoice, one to issue the new one; nothing of it changes unsaid."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.database import Database
from models.customer import Customer
from models.delivery import Delivery
from models.draft import Composition
from models.invoice import Invoice
from models.merchant import Merchant
from models.product import Product
from models.receipt import Receipt
from tests.chatting import NOON, Talk, labels, on_sqlite, talk


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant who issued Acme an invoice yesterday."""
    async with talk(database, smtp_host="127.0.0.1", smtp_security="plain") as somebody:
        await somebody.sets_up()
        await somebody.says("Acme pay@acme.example: 2x Logo 150, Hosting 20 -10%, due friday")
        await somebody.taps("📝 Note")
        await somebody.says("Thanks")
        await somebody.taps("Issue and send")
        somebody.clock[0] += timedelta(days=1)
        yield somebody


async def issued(mona: Talk) -> list[Invoice]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Invoice).order_by(Invoice.id))).all())  # type: ignore[arg-type]


async def composed(mona: Talk) -> Composition:
    return Composition.model_validate((await mona.draft()).composition)


async def done(mona: Talk) -> tuple[int, int]:
    """Updates that took effect, and deliveries that are queued."""
    async with mona.database.reading() as session:
        updates = (await session.exec(select(Receipt).where(Receipt.update_id.is_not(None)))).all()  # type: ignore[union-attr]
        return len(updates), len((await session.exec(select(Delivery))).all())


async def costs(mona: Talk, name: str, price: str) -> None:
    """What the catalogue asks for an item from now on."""
    async with mona.database.writing() as session:
        product = (await session.exec(select(Product).where(Product.name == name))).one()
        product.unit_price = Decimal(price)


async def price_of(mona: Talk, name: str) -> Decimal:
    async with mona.database.reading() as session:
        return (await session.exec(select(Product).where(Product.name == name))).one().unit_price


async def test_two_taps_issue_the_same_invoice_again(mona: Talk) -> None:
    updates, queued = await done(mona)
    await mona.taps("🔁 Again")
    await mona.taps("Issue and send")
    assert await done(mona) == (updates + 2, queued + 1)
    first, second = await issued(mona)
    before, again = first.read_document(), second.read_document()
    assert again.number == "INV-2026-00002"
    assert (again.lines, again.totals, again.note) == (before.lines, before.totals, before.note)
    assert (again.buyer, again.discount_percent) == (before.buyer, before.discount_percent)


@on_sqlite
async def test_the_issued_card_stays_and_the_new_one_stands_below(mona: Talk) -> None:
    card = mona.person.last
    await mona.taps("🔁 Again")
    shown = next(bubble for bubble in mona.person.chat if bubble.id == card.id)
    assert (shown.text, shown.buttons) == (card.text, card.buttons)
    assert mona.person.last.id > card.id
    assert "Invoice for Acme" in mona.person.last.text


@on_sqlite
async def test_what_belonged_to_its_day_is_not_repeated(mona: Talk) -> None:
    await mona.says("Acme: Logo 150, paid 50, due tomorrow")
    await mona.taps("Issue and send")
    await mona.taps("🔁 Again")
    composition = await composed(mona)
    assert composition.prepaid_amount == 0
    assert (composition.due_date, composition.supply_date, composition.order_reference) == (None, None, None)
    assert composition.repeats_id == (await issued(mona))[-1].key


@on_sqlite
async def test_a_double_tap_opens_one_draft(mona: Talk) -> None:
    number = (await mona.draft()).number
    first, second = mona.person.tap("🔁 Again"), mona.person.tap("🔁 Again")
    await mona.brings(first)
    await mona.brings(second)
    await mona.brings(second)  # delivered twice
    assert (await mona.draft()).number == number + 1
    assert len([bubble for bubble in mona.person.chat if "Invoice for Acme" in bubble.text]) == 1


@on_sqlite
async def test_an_open_invoice_is_not_dropped_unasked(mona: Talk) -> None:
    await mona.says("Sara Nabil sara@example.com: Cake 120")
    asked = await mona.taps("🔁 Again")
    assert "You have an invoice open, for Sara Nabil." in mona.person.last.text
    assert len((await composed(mona)).lines) == 1
    await mona.taps("Go on with it")
    assert "Invoice for Sara Nabil" in mona.person.last.text
    assert "🔁 Again" in labels(asked)
    await mona.taps("🔁 Again")
    await mona.taps("Start a new one")
    assert "Invoice for Acme" in mona.person.last.text
    assert len((await composed(mona)).lines) == 2


@on_sqlite
async def test_a_price_that_has_changed_is_named_and_kept_as_it_was(mona: Talk) -> None:
    await costs(mona, "Logo", "200")
    await mona.taps("🔁 Again")
    said = "💡 Logo costs EGP 200.00 in your catalogue now; here it costs EGP 150.00, as before."
    assert said in mona.person.last.text
    assert "Hosting costs" not in mona.person.last.text
    await mona.taps("Issue and send")
    assert (await issued(mona))[-1].read_document().lines[0].unit_price == Decimal(150)
    assert await price_of(mona, "Logo") == Decimal(200)


@on_sqlite
async def test_a_price_typed_on_the_repeated_invoice_is_the_usual_one_from_then_on(mona: Talk) -> None:
    await costs(mona, "Logo", "200")
    await mona.taps("🔁 Again")
    for button in ("✏️ Lines", "Logo", "Price"):
        await mona.taps(button)
    await mona.says("220")
    assert "in your catalogue now" not in mona.person.last.text
    await mona.taps("Issue and send")
    assert await price_of(mona, "Logo") == Decimal(220)


@on_sqlite
async def test_another_tax_rate_than_usual_is_said(mona: Talk) -> None:
    async with mona.database.writing() as session:
        (await session.exec(select(Merchant))).one().tax_rate = Decimal(15)
    await mona.taps("🔁 Again")
    assert "💡 Tax is 14% here, as before; usually it is 15% by now." in mona.person.last.text


@on_sqlite
async def test_who_charges_tax_by_now_has_it_on_the_new_invoice_and_is_told(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(tax_number=None)
        await mona.says("Acme pay@acme.example: Logo 100")
        await mona.taps("Issue without sending")
        async with database.writing() as session:
            merchant = (await session.exec(select(Merchant))).one()
            merchant.tax_registered, merchant.tax_number, merchant.tax_rate = True, "100531385", Decimal(14)
        await mona.taps("🔁 Again")
        assert "💡 INV-2026-00001 had no tax. This one has, as you charge it now." in mona.person.last.text
        await mona.taps("Issue without sending")
        assert [invoice.payable_amount for invoice in await issued(mona)] == [Decimal(100), Decimal(114)]


@on_sqlite
async def test_who_charges_no_tax_any_more_has_none_on_the_new_invoice_and_is_told(mona: Talk) -> None:
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.tax_registered, merchant.tax_number, merchant.tax_rate = False, None, Decimal(0)
    await mona.taps("🔁 Again")
    said = "💡 INV-2026-00001 had tax. This one has none, as you charge none now."
    assert said in mona.person.last.text
    await mona.taps("Issue and send")
    first, second = await issued(mona)
    assert second.payable_amount == first.read_document().totals.tax_exclusive_amount
    await mona.brings(mona.person.tap("🔁 Again"))
    assert "had tax" not in mona.person.last.text


@on_sqlite
async def test_an_invoice_in_another_currency_names_the_way_out(mona: Talk) -> None:
    async with mona.database.writing() as session:
        (await session.exec(select(Merchant))).one().currency = "USD"
    await mona.taps("🔁 Again")
    alert = mona.person.alerts[-1]
    assert "in EGP, and new ones are in USD" in alert.text
    assert "/settings" in alert.text
    assert (await mona.draft()).composition is None


@on_sqlite
async def test_an_archived_customer_is_brought_back_first(mona: Talk) -> None:
    async with mona.database.writing() as session:
        (await session.exec(select(Customer))).one().archived_at = NOON
    await mona.taps("🔁 Again")
    assert "Acme is in your archive" in mona.person.last.text
    assert (await mona.draft()).composition is None
    await mona.taps("👤 Acme")
    await mona.taps("Bring back")
    await mona.taps("🔁 Again")
    assert "Invoice for Acme" in mona.person.last.text


@on_sqlite
async def test_it_goes_to_the_entry_the_customer_was_merged_into(mona: Talk) -> None:
    async with mona.database.writing() as session:
        old = (await session.exec(select(Customer))).one()
        values = old.model_dump(exclude={"id"}) | {"name": "Acme Trading", "search_name": "acme trading"}
        session.add(merged := Customer(**values))
        old.archived_at = NOON
        await session.flush()
        (await session.exec(select(Invoice))).one().customer_id = merged.key
    await mona.taps("🔁 Again")
    assert "Invoice for Acme Trading" in mona.person.last.text


@on_sqlite
async def test_a_credit_note_has_no_such_button_and_its_invoice_keeps_it(mona: Talk) -> None:
    await mona.taps("⋯ More")
    await mona.taps("✕ Cancel invoice")
    await mona.taps("Goods returned")
    note = await mona.taps("Issue and send")
    assert note.text.startswith("↩ CN-")
    assert "🔁 Again" not in labels(note)
    await mona.taps("🔁 Again")
    assert "Invoice for Acme" in mona.person.last.text


@on_sqlite
async def test_nobody_repeats_anothers_invoice(mona: Talk) -> None:
    other = mona.telegram.user(8, "Eve", "en")
    for text in ("/start", "Eve's", "Egypt", "no", "Bob bob@example.com: Tea 5"):
        await mona.brings(other.say(text))
    tap = other.tap("✅")
    tap["callback_query"]["data"] = f"ag:{(await issued(mona))[0].key}"
    await mona.brings(tap)
    assert other.alerts[-1].text == "This invoice is not one of yours."


@on_sqlite
async def test_in_arabic_too(database: Database) -> None:
    async with talk(database, "ar", smtp_host="127.0.0.1", smtp_security="plain") as mona:
        for answer in ("/start", "ستوديو منى", "مصر", "لا", "أحمد سمير ahmed@example.com: شعار ١٥٠"):
            await mona.says(answer)
        await mona.taps("إصدار وإرسال")
        await costs(mona, "شعار", "200")
        updates, queued = await done(mona)
        await mona.taps("🔁 مرة أخرى")
        assert "في قائمة منتجاتك الآن" in mona.person.last.text
        await mona.taps("إصدار وإرسال")
        assert await done(mona) == (updates + 2, queued + 1)
