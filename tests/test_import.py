"""A list sent to the chat: shown first, imported whole or not at all, once, whatever happens in between."""

import asyncio
import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlmodel import col, func, select

from bot.database import Database
from handlers.book_errands import BookErrands
from models.batch import WANTED, Batch
from models.customer import Customer
from models.merchant import Merchant
from models.product import Product
from models.receipt import Receipt
from models.text import folded
from tests.builders import a_customer
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.test_arabic import is_read, runs_right_to_left

PRICES = b"Item,Price,Unit\nLogo,150,pc\nCoffee,15,kg\n"
PEOPLE = b"name,email\nAcme,pay@acme.example\nBeta,b@beta.example\n"


async def sends(mona: Talk, content: bytes, name: str = "list.csv") -> str:
    """The file, and the bot's newest message once it has been read."""
    return (await mona.brings(mona.person.send_document(content, name))).text


async def agrees(mona: Talk) -> str:
    await mona.taps("✅ Import")
    return mona.person.last.text


async def products(database: Database) -> Sequence[Product]:
    async with database.reading() as session:
        return (await session.exec(select(Product).order_by(col(Product.id)))).all()


async def customers(database: Database) -> Sequence[Customer]:
    async with database.reading() as session:
        return (await session.exec(select(Customer).order_by(col(Customer.id)))).all()


async def test_a_list_of_prices_is_shown_and_then_imported(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        assert "2 are new." in await sends(mona, PRICES)
        assert labels(mona.person.last) == ["✅ Import 2", "✕ Cancel"]
        assert await products(database) == []
        assert "2 new" in await agrees(mona)
        logo, coffee = await products(database)
        assert (logo.name, logo.search_name, logo.unit_price, logo.unit_code) == (
            "Logo",
            "logo",
            Decimal(150),
            "H87",
        )
        assert (coffee.base_quantity, coffee.unit_code, coffee.archived_at) == (Decimal(1), "KGM", None)
        await mona.taps("Products")
        assert any("Coffee" in label for label in labels(mona.person.last))


async def test_the_same_list_again_changes_nothing_and_a_newer_one_only_what_is_new(
    database: Database,
) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        await agrees(mona)
        assert "There is nothing to import." in await sends(mona, PRICES)
        assert labels(mona.person.last) == []
        told = await sends(mona, b"item;price\nlogo;175\nCOFFEE;15\nTea;12\n")
        assert "Logo: Price EGP 150.00 → EGP 175.00" in told
        assert "1 would change." in told
        assert "1 new" in await agrees(mona)
        assert {known.name: known.unit_price for known in await products(database)} == {
            "Logo": Decimal(175), "Coffee": Decimal(15), "Tea": Decimal(12),
        }  # fmt: skip


async def test_customers_of_a_list_are_mended_and_never_doubled(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        merchant = await mona.merchant()
        assert merchant is not None
        async with database.writing() as session:
            session.add(a_customer(merchant.key, "Acme", archived_at=NOON))
            session.add(a_customer(merchant.key, "Beta", email=None))
        told = await sends(mona, PEOPLE + b"Gamma,c@gamma.example\nGamma,other@gamma.example\n")
        assert "Acme: back from the archive" in told
        assert "Beta: E-mail not set → b@beta.example" in told
        assert "Row 5: it is the same as row 4" in told
        await agrees(mona)
        known = {one.name: (one.email, one.archived_at) for one in await customers(database)}
        assert known == {
            "Acme": ("pay@acme.example", None), "Beta": ("b@beta.example", None), "Gamma": ("c@gamma.example", None),
        }  # fmt: skip


async def test_two_taps_on_import_are_one_import(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        taps = [mona.person.tap("✅ Import") for _ in range(2)]
        await asyncio.gather(*map(mona.brings, taps))
        assert len(await products(database)) == 2
        assert [alert.text for alert in mona.person.alerts if alert.text] == [
            "This preview is no longer open. Send the file again."
        ]


async def test_an_import_cut_off_by_a_crash_is_done_once_by_the_next_process(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        tap = mona.person.tap("✅ Import")
        await mona.brings(tap)
        async with database.reading() as session:
            batch = (await session.exec(select(Batch))).one()
        restarted = BookErrands(database, mona.front.application.bot, lambda: NOON)
        for _ in range(2):
            await restarted.import_list(7, {"batch_id": batch.key})
        await mona.outbox.send_due()
        assert len(await products(database)) == 2
        assert sum("✅ Imported." in bubble.text for bubble in mona.person.chat) == 1


async def test_a_file_read_twice_after_a_crash_has_one_preview(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        sent = mona.person.send_document(PRICES, "list.csv")["message"]
        wanted = {
            "file_id": sent["document"]["file_id"],
            "message_id": sent["message_id"],
            "name": "list.csv",
        }
        errands = BookErrands(database, mona.front.application.bot, lambda: NOON)
        for _ in range(2):
            await errands.read_list(7, wanted)
        async with database.reading() as session:
            assert len((await session.exec(select(Batch))).all()) == 1
            owed = select(func.count()).select_from(Receipt).where(col(Receipt.update_id).is_(None))
            assert (await session.exec(owed)).one() == 1


async def test_nothing_is_imported_where_the_book_has_changed_so_that_rows_contradict_it(
    database: Database,
) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PEOPLE + b"Gamma,c@gamma.example\n")
        merchant = await mona.merchant()
        assert merchant is not None
        async with database.writing() as session:
            session.add(a_customer(merchant.key, "Beta", email=None))
            session.add(a_customer(merchant.key, "Delta", email="b@beta.example"))
        assert "Nothing was imported: the list here has changed" in await agrees(mona)
        assert [known.name for known in await customers(database)] == ["Beta", "Delta"]


async def test_two_people_importing_the_same_list_at_once_double_nothing(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        for _ in range(2):
            await sends(mona, PRICES)
        async with database.writing() as session:
            batches = (await session.exec(select(Batch))).all()
            for batch in batches:
                batch.state = WANTED
        errands = BookErrands(database, mona.front.application.bot, lambda: NOON)
        await asyncio.gather(*(errands.import_list(7, {"batch_id": batch.key}) for batch in batches))
        assert sorted(known.name for known in await products(database)) == ["Coffee", "Logo"]


async def test_ten_thousand_customers_are_imported(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        rows = "\n".join(f"Customer {i},c{i}@shop.example" for i in range(10_000))
        told = await sends(mona, f"name,email\n{rows}\n".encode())
        assert "10,000" in told.replace("10000", "10,000")
        await agrees(mona)
        async with database.reading() as session:
            assert (await session.exec(select(func.count()).select_from(Customer))).one() == 10_000
            (batch,) = (await session.exec(select(Batch))).all()
            assert batch.rows == []


@on_sqlite
async def test_cancel_imports_nothing_and_closes_the_preview(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        old = mona.person.tap("✅ Import")
        assert "Nothing was imported." in (await mona.taps("✕ Cancel")).text
        await mona.brings(old)
        assert await products(database) == []


@on_sqlite
async def test_a_preview_of_last_week_is_no_longer_open(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        old = mona.person.tap("✅ Import")
        mona.clock[0] += timedelta(days=7)
        await mona.brings(old)
        assert "no longer open" in str(mona.person.alerts[-1].text)
        await sends(mona, PEOPLE)
        async with database.reading() as session:
            assert [batch.book for batch in (await session.exec(select(Batch))).all()] == ["customers"]


@on_sqlite
async def test_nobody_imports_what_another_merchant_sent(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PRICES)
        async with database.writing() as session:
            other = Merchant(
                name="Other", country="EG", currency="EGP", time_zone="Africa/Cairo", tax_rate=Decimal(0),
                created_at=NOON,
            )  # fmt: skip
            session.add(other)
            await session.flush()
            (await session.exec(select(Batch))).one().merchant_id = other.key
        await mona.taps("✅ Import")
        assert "no longer open" in str(mona.person.alerts[-1].text)


@on_sqlite
async def test_a_list_may_come_in_the_middle_of_an_invoice(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/new")
        await sends(mona, PEOPLE)
        await agrees(mona)
        assert "What is it for?" in (await mona.says("Acme")).text


@on_sqlite
async def test_a_file_at_a_question_that_wants_one_is_the_answer_to_it(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.opens("Logo")
        assert "no picture" in (await mona.brings(mona.person.send_document(PRICES, "list.csv"))).text
        await mona.says("/verify")
        await sends(mona, PRICES)
        async with database.reading() as session:
            assert (await session.exec(select(Batch))).all() == []


@on_sqlite
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04", "list.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0", "old.xls", "Save it as XLSX"),
        (b"Logo;150", "list.csv", "names of the columns"),
        (bytes(3 << 20), "list.csv", "larger than 2 MB"),
    ],
)
async def test_a_file_that_cannot_be_read_is_answered_with_the_fix(
    database: Database, content: bytes, name: str, said: str
) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        assert said in await sends(mona, content, name)


@on_sqlite
async def test_a_file_telegram_lost_is_asked_for_again_and_strangers_send_none(database: Database) -> None:
    async with talk(database) as mona:
        assert "send /start" in await sends(mona, PRICES)
        await mona.sets_up()
        errands = BookErrands(database, mona.front.application.bot, lambda: NOON)
        await errands.read_list(7, {"file_id": "gone", "message_id": 1, "name": "x.csv"})
        await mona.outbox.send_due()
        assert "once more" in mona.person.last.text


@on_sqlite
async def test_a_picture_is_no_list(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        picture = io.BytesIO()
        Image.new("RGB", (9, 9)).save(picture, "PNG")
        assert "Reading" not in await sends(mona, picture.getvalue(), "logo.png")


@on_sqlite
async def test_contacts_of_a_phone_become_customers(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(
            mona, b"BEGIN:VCARD\nVERSION:3.0\nFN:Acme\nTEL;TYPE=CELL:01001234567\nEND:VCARD\n", "people.vcf"
        )
        await agrees(mona)
        assert [(one.name, one.phone) for one in await customers(database)] == [("Acme", "+201001234567")]


async def test_the_whole_list_comes_as_a_file_that_can_be_sent_back(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await sends(mona, PEOPLE)
        await agrees(mona)
        await mona.says("/customers")
        await mona.taps("Export")
        content = exported(mona)
        book = load_workbook(io.BytesIO(content))
        assert book.active is not None
        assert [row[0].value for row in book.active.iter_rows()] == ["Name", "Acme", "Beta"]
        assert "There is nothing to import." in await sends(mona, content, "customers.xlsx")


def exported(mona: Talk) -> bytes:
    document: dict[str, Any] = mona.person.last.raw["document"]
    assert document["file_name"] == "customers.xlsx"
    stored = mona.telegram.world.files.find(document["file_id"])
    assert stored is not None
    return stored.content


@on_sqlite
async def test_an_import_has_no_english_word_and_runs_right_to_left(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await is_read(salma, "/start", "ستوديو سلمى", "مصر", "نعم", "١٠٠٥٣١٣٨٥")
        content = "الاسم;السعر;اللون\nشعار;١٥٠;أحمر\nكيك;1.500;أسود\n;5;أبيض\n"
        told = await sends(salma, content.encode("cp1256", "replace").replace(b"???", b"150"), "قائمة.csv")
        assert "واحد جديد." in told
        assert "الصف \u20683\u2069" in told
        assert "استيراد" in labels(salma.person.last)[0]
        await salma.taps("استيراد")
        assert "تم الاستيراد" in salma.person.last.text
        told = await sends(salma, "الاسم;السعر\nشعار;175\n".encode(), "قائمة.csv")
        assert "إلى" in told
        lines = [line for line in told.splitlines() if line.strip()]
        assert all(map(runs_right_to_left, lines)), told
        assert [known.search_name for known in await products(database)] == [folded("شعار")]
