"""/products and /customers: found, changed, put away and brought back, and put onto an invoice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.database import Database
from models.customer import Customer
from models.draft import Composition
from models.merchant import Merchant
from models.product import Product
from models.text import folded
from tests.builders import a_customer
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.test_arabic import is_read


async def stocked(mona: Talk, count: int = 20) -> None:
    """A catalogue of so many items, the last one used last, two of them at the same moment."""
    await mona.sets_up()
    merchant = await mona.merchant()
    assert merchant is not None
    async with mona.database.writing() as session:
        for index in range(count):
            name = f"Item {index:02}"
            session.add(
                Product(
                    merchant_id=merchant.key, name=name, search_name=folded(name), unit_price=Decimal(index),
                    last_used_at=NOON + timedelta(minutes=index // 2),
                )
            )  # fmt: skip


async def product(mona: Talk) -> Product:
    async with mona.database.reading() as session:
        return (await session.exec(select(Product))).one()


async def customer(mona: Talk) -> Customer:
    async with mona.database.reading() as session:
        return (await session.exec(select(Customer))).one()


async def composed(mona: Talk) -> Composition:
    return Composition.model_validate((await mona.draft()).composition)


def listed(mona: Talk) -> list[str]:
    return [label.split(" · ")[0] for label in labels(mona.person.last) if label.startswith("Item")]


async def test_pages_go_from_the_one_used_last_to_the_first_and_back(database: Database) -> None:
    async with talk(database) as mona:
        await stocked(mona)
        await mona.says("/products")
        pages = [listed(mona)]
        for _ in range(2):
            await mona.taps("Older")
            pages.append(listed(mona))
        assert [name for page in pages for name in page] == [f"Item {i:02}" for i in reversed(range(20))]
        assert "Older ›" not in labels(mona.person.last)
        await mona.taps("Newer")
        assert listed(mona) == pages[1]
        await mona.taps("Newer")
        assert listed(mona) == pages[0]
        assert "‹ Newer" not in labels(mona.person.last)


@on_sqlite
async def test_a_page_stays_where_it_is_when_something_is_sold_meanwhile(database: Database) -> None:
    async with talk(database) as mona:
        await stocked(mona)
        await mona.says("/products")
        async with database.writing() as session:
            sold = (await session.exec(select(Product).where(Product.name == "Item 01"))).one()
            sold.last_used_at = NOON + timedelta(days=1)
        await mona.taps("Older")
        assert listed(mona)[0] == "Item 11"


async def test_what_is_typed_while_the_list_is_open_searches_it(database: Database) -> None:
    async with talk(database) as mona:
        await stocked(mona)
        await mona.says("/products")
        assert "Found for “item 07”" in (await mona.says("item 07")).text
        assert listed(mona) == ["Item 07"]
        assert "No product has “Café” in its name." in (await mona.says("Café")).text
        await mona.says("/products 1")
        assert len(listed(mona)) == 8
        assert "No customer has" in (await mona.says("/customers nobody")).text


@on_sqlite
async def test_every_field_of_a_product_can_be_changed_and_cleared(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/products")
        await mona.taps("New item")
        assert "needs a price" in (await mona.says("Logo")).text
        await mona.says("2 kg Logo 150")
        for field, typed in (
            ("Name", "Logo design"), ("Price", "12 per 100"), ("Unit", "hour"), ("Tax", "5"),
            ("Other names", "emblem, brand mark"),
        ):  # fmt: skip
            await mona.taps(field)
            saved = await mona.says(typed)
            assert f"✅ Saved: {field}\n\nLogo" in saved.text
        known = await product(mona)
        assert (known.name, known.search_name, known.unit_code) == ("Logo design", "logo design", "HUR")
        assert (known.unit_price, known.base_quantity, known.tax_rate) == (
            Decimal(12),
            Decimal(100),
            Decimal(5),
        )
        assert known.aliases == "emblem\nbrand mark"
        for field in ("Unit", "Tax", "Other names"):
            await mona.taps(field)
            await mona.taps("Clear")
        known = await product(mona)
        assert (known.unit_code, known.tax_rate, known.aliases, known.search_aliases) == ("C62", None, "", "")


@on_sqlite
async def test_every_field_of_a_customer_can_be_changed_and_cleared(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/customers")
        await mona.taps("New customer")
        await mona.says("Acme")
        for field, typed in (
            ("Name", "Acme Trading"), ("E-mail", "pay@acme.example"), ("Phone", "0100 123 4567"),
            ("Tax number", "100-200-300"), ("Address", "12 Tahrir Street\nCairo"), ("Country", "السعودية"),
            ("Language", "العربية"), ("Other names", "the corner shop"),
        ):  # fmt: skip
            await mona.taps(field)
            assert "✅ Saved" in (await mona.says(typed)).text, field
        known = await customer(mona)
        assert (known.name, known.email, known.phone) == ("Acme Trading", "pay@acme.example", "+201001234567")
        assert (known.tax_number, known.country, known.language) == ("100-200-300", "SA", "ar")
        assert known.address == "12 Tahrir Street\nCairo"
        for field in ("E-mail", "Phone", "Tax number", "Address", "Country", "Language", "Other names"):
            await mona.taps(field)
            await mona.taps("Clear")
        cleared = await customer(mona)
        assert {cleared.email, cleared.phone, cleared.tax_number, cleared.address, cleared.language} == {None}


@on_sqlite
async def test_an_answer_that_cannot_be_read_leaves_the_question_open(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/customers")
        await mona.taps("New customer")
        await mona.says("Acme")
        await mona.taps("E-mail")
        assert "not a valid e-mail address" in (await mona.says("nope")).text
        assert "pay@acme.example" in (await mona.says("pay@acme.example")).text


@on_sqlite
async def test_an_unclear_price_is_one_question_with_two_buttons(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/products")
        await mona.taps("New item")
        asked = await mona.says("Logo 1.500")
        assert "Is “1.500” 1.5 or 1,500?" in asked.text
        tap = mona.person.tap(next(label for label in labels(asked) if "1500" in label))
        await mona.brings(tap)
        assert (await product(mona)).unit_price == 1500
        await mona.taps("Price")
        await mona.says("2.500")
        await mona.taps("2500")
        assert (await product(mona)).unit_price == 2500
        await mona.brings(tap)  # of a question that is closed
        assert (await product(mona)).unit_price == 2500


@on_sqlite
async def test_two_products_share_no_name_and_no_other_name(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for typed in ("Logo 150", "Emblem 90"):
            await mona.says("/products")
            await mona.taps("New item")
            await mona.says(typed)
        await mona.taps("Other names")
        assert "“LOGO” is in the book already" in (await mona.says("LOGO")).text
        await mona.says("sign")
        await mona.says("/products logo")
        await mona.taps("Logo")
        await mona.taps("Name")
        assert "“Sign” is in the book already" in (await mona.says("Sign")).text


async def test_another_name_finds_what_is_meant_on_an_invoice(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for command, new, typed, other in (
            ("/products", "New item", "Logo design 150", "emblem"),
            ("/customers", "New customer", "Acme", "the corner shop"),
        ):  # fmt: skip
            await mona.says(command)
            await mona.taps(new)
            await mona.says(typed)
            await mona.taps("Other names")
            await mona.says(other)
        await mona.says("/new")
        assert "What is it for?" in (await mona.says("The Corner Shop")).text
        card = await mona.says("2 emblem")
        assert "1. Logo design: 2 × EGP 150.00" in card.text


@on_sqlite
async def test_what_is_archived_is_offered_nowhere_until_it_is_brought_back(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        merchant = await mona.merchant()
        assert merchant is not None
        async with database.writing() as session:
            session.add(a_customer(merchant.key))
        await mona.says("/customers")
        await mona.taps("Acme")
        assert "offered nowhere" in (await mona.taps("Archive")).text
        assert labels(await mona.says("/customers"))[:1] == ["➕ New customer"]
        assert "Acme" not in " ".join(labels(await mona.says("/new")))
        assert "not in your address book" in (await mona.says("Acme")).text
        await mona.says("/customers")
        await mona.taps("Archived: 1")
        await mona.taps("Acme")
        await mona.taps("Bring back")
        assert "What is it for?" in (await mona.taps("Invoice them")).text
        assert (await customer(mona)).archived_at is None


@on_sqlite
async def test_an_archived_item_that_is_sold_again_is_in_use_again(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/products")
        await mona.taps("New item")
        await mona.says("Logo 150")
        await mona.taps("Archive")
        await mona.says("/new")
        await mona.says("Acme")
        await mona.taps("Add Acme")
        assert "Logo" not in " ".join(labels(await mona.taps("Not now")))
        assert "needs a price" in (await mona.says("Logo")).text
        await mona.says("Logo 175")
        await mona.taps("Issue")
        known = await product(mona)
        assert (known.unit_price, known.archived_at) == (Decimal(175), None)


@on_sqlite
async def test_a_product_goes_onto_the_open_invoice_once_however_often_it_is_tapped(
    database: Database,
) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/products")
        await mona.taps("New item")
        await mona.says("Logo 150")
        await mona.taps("Tax")
        await mona.says("5")
        use = mona.person.tap("New invoice with it")
        await mona.brings(use)
        assert "Who is it for?" in mona.person.last.text
        again = {**use, "update_id": use["update_id"] + 5000}
        await mona.brings(again)
        (line,) = (await composed(mona)).lines
        assert (line.item_name, line.unit_price, line.tax_rate) == ("Logo", Decimal(150), Decimal(5))
        await mona.says("/products logo")
        await mona.taps("Logo")
        await mona.taps("Add to the invoice")
        assert len((await composed(mona)).lines) == 2


@on_sqlite
async def test_an_invoice_for_somebody_is_not_turned_into_one_for_somebody_else(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for name in ("Acme", "Beta"):
            await mona.says("/customers")
            await mona.taps("New customer")
            await mona.says(name)
        await mona.taps("Invoice them")
        await mona.says("/customers acme")
        await mona.taps("Acme")
        assert "You have an invoice open, for Beta." in (await mona.taps("Invoice them")).text


@on_sqlite
async def test_a_contact_shared_meanwhile_does_not_take_the_open_invoice_over(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for step in ("/new", "Acme", "[Add Acme]", "[Not now]", "Logo 150"):
            await (mona.taps(step[1:-1]) if step.startswith("[") else mona.says(step))
        await mona.brings(mona.person.share_contact("+201001234567", "Beta"))
        await mona.taps("Invoice them")
        assert "You have an invoice open, for Acme." in mona.person.last.text


@on_sqlite
async def test_an_open_invoice_waits_while_somebody_looks_things_up(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/new")
        await mona.says("Acme")
        await mona.taps("Add Acme")
        await mona.taps("Not now")
        before = (await mona.draft()).composition
        await mona.says("/customers")
        await mona.taps("Acme")
        await mona.taps("Name")
        assert "Acme" in (await mona.says("/cancel")).text
        assert (await mona.draft()).composition == before
        assert "What is it for?" in (await mona.taps("Back to the invoice")).text


@on_sqlite
async def test_an_invoice_put_aside_can_be_brought_back_after_looking_things_up(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for step in ("/new", "Acme", "[Add Acme]", "[Not now]", "Logo 150", "/cancel"):
            await (mona.taps(step[1:-1]) if step.startswith("[") else mona.says(step))
        back = mona.person.tap("Bring it back")
        for step in ("/products", "[New item]", "Coffee 15", "[Unit]", "/cancel", "/settings", "/customers"):
            await (mona.taps(step[1:-1]) if step.startswith("[") else mona.says(step))
        await mona.brings(back)
        assert [line.item_name for line in (await composed(mona)).lines] == ["Logo"]


@on_sqlite
async def test_a_customer_is_found_by_the_number_as_people_dial_it(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.brings(mona.person.share_contact("+201001234567", "Acme"))
        await mona.says("/customers")
        for typed in ("0100 123", "٠١٠٠١٢٣٤٥٦٧", "+20 100"):
            await mona.says(typed)
            assert any("Acme" in label for label in labels(mona.person.last)), typed
        assert "No customer has" in (await mona.says("0111")).text


@on_sqlite
async def test_issued_invoices_keep_what_they_say(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for step in (
            "/new",
            "Acme",
            "[Add Acme]",
            "[Not now]",
            "Logo 150",
            "[Issue]",
            "/products logo",
            "[Logo]",
        ):
            await (mona.taps(step[1:-1]) if step.startswith("[") else mona.says(step))
        await mona.taps("Name")
        await mona.says("Emblem")
        await mona.says("/customers")
        await mona.taps("Acme")
        await mona.taps("Name")
        await mona.says("Beta")
        await mona.says("/customers")
        await mona.taps("Beta")
        await mona.taps("Their invoices")
        assert any("Acme" in label for label in labels(mona.person.last))


@on_sqlite
async def test_who_charges_no_tax_sees_no_word_of_it(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(tax_number=None)
        await mona.says("/products")
        await mona.taps("New item")
        shown = await mona.says("Logo 150")
        assert "Tax" not in shown.text + " ".join(labels(shown))


@on_sqlite
async def test_buttons_of_nobody_and_of_others_open_nothing(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        async with database.writing() as session:
            merchant = Merchant(
                name="Other", country="EG", currency="EGP", time_zone="Africa/Cairo", tax_rate=Decimal(0),
                created_at=NOON,
            )  # fmt: skip
            session.add(merchant)
            await session.flush()
            theirs = a_customer(merchant.key, "Secret")
            session.add(theirs)
        await mona.says("/customers")
        tap = mona.person.tap("New customer")
        for number, wish in enumerate(("be", "ba", "bs", "bx", "bz", "bu")):
            rest = {"be": "", "ba": ":name", "bs": ":name:x", "bx": ":email", "bz": ":1", "bu": ""}[wish]
            query = {**tap["callback_query"], "data": f"{wish}:customers:{theirs.key}{rest}"}
            await mona.brings({"update_id": 10_000 + number, "callback_query": query})
            assert "no longer in your address book" in str(mona.person.alerts[-1].text)
        assert "Secret" not in " ".join(bubble.text for bubble in mona.person.chat)


@on_sqlite
async def test_the_address_in_a_shared_contact_is_kept_too(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        card = "BEGIN:VCARD\nVERSION:3.0\nFN:Mona\nEMAIL;TYPE=HOME:pay@acme.example\nEND:VCARD"
        await mona.brings(mona.person.share_contact("+201001234567", "Acme", vcard=card))
        known = await customer(mona)
        assert (known.email, known.phone) == ("pay@acme.example", "+201001234567")
        broken = card.replace("pay@acme.example", "not an address")
        await mona.brings(mona.person.share_contact("+201001234567", "Acme", vcard=broken))
        assert (await customer(mona)).email == "pay@acme.example"


@on_sqlite
async def test_the_books_have_no_english_word_and_run_right_to_left(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "مصر", "نعم", "١٠٠٥٣١٣٨٥", "/products", "[استيراد]", "[رجوع]",
            "[صنف جديد]", "شعار", "شعار 1.500", "[1500]", "[السعر]", "١٢ لكل ١٠٠", "[الوحدة]", "شبر", "[ساعة]",
            "[الضريبة]", "[معفى]", "[أسماء أخرى]", "رمز، علامة", "[الاسم]", "تصميم شعار", "[أرشفة]", "[استعادة]",
            "[رجوع]", "رمز", "كيك", "[رجوع]", "[فاتورة جديدة]", "/customers", "[عميل جديد]", "نور", "[البريد]", "غلط",
            "nour@shop.example", "[الهاتف]", "٠١٠٠١٢٣٤٥٦٧", "[الرقم الضريبي]", "بلا رقم", "٣٠٠", "[العنوان]", "القاهرة",
            "[الدولة]", "[مصر]", "[اللغة]", "[كما في]", "[أسماء أخرى]", "محل الزاوية", "[أرشفة]", "/customers",
            "[المؤرشفة]", "[نور]", "[استعادة]", "[فاتورة لهذا]",
        )  # fmt: skip


@on_sqlite
async def test_a_list_opened_after_an_invoice_was_issued_is_gone_through_in_place(database: Database) -> None:
    async with talk(database, smtp_host="127.0.0.1", smtp_security="plain") as mona:
        await mona.sets_up()
        await mona.says("Acme pay@acme.example: Logo 150")
        await mona.taps("Issue and send")
        shown = await mona.says("/customers")
        opened = await mona.taps("Acme")
        assert opened.id == shown.id
        assert "pay@acme.example" in opened.text
        await mona.says("/products")
        assert shown.id not in {bubble.id for bubble in mona.person.chat}, "one list at a time"


@on_sqlite
@pytest.mark.parametrize("opened", ["/customers", "/products", "/invoices"])
async def test_an_invoice_typed_while_a_list_is_open_is_an_invoice(database: Database, opened: str) -> None:
    async with talk(database, smtp_host="mail.example") as mona:
        await mona.sets_up()
        await mona.says(opened)
        card = await mona.says("Acme pay@acme.example:\n2 x Logo 150\nHosting 50")
        assert "🧾 Invoice for Acme\n\n1. Logo: 2 × EGP 150.00\n2. Hosting: 1 × EGP 50.00" in card.text
        await mona.says(opened)
        assert "You have an invoice open, for Acme." in (await mona.says("Delta: 3 x Cake 10")).text
