"""`sanad verify` finds whatever was changed behind the bot's back, and names where."""

import hashlib
import sqlite3
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.auditing import UnreadableError, audit
from bot.database import Database
from bot.issuing import issue_invoice
from bot.migration import upgrade
from models.customer import Customer
from models.delivery import Delivery
from models.draft import Draft
from models.invoice import Invoice, Pdf
from models.merchant import Merchant
from tests.builders import NOON, a_line, at_home, compose
from tests.chatting import on_sqlite
from tests.test_main import ran

LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Database]:
    """Four invoices of 2026 and one of 2027, each with its PDF, beside another merchant's one."""
    database = Database(database_url)
    await upgrade(database)
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        for number, now in enumerate((NOON, NOON, NOON, NOON, LATER)):
            compose(draft, customer, a_line(f"Item {number}"))
            made, _ = await issue_invoice(session, draft, merchant, "Mona", now)
            session.add(printed(made))
        other, _, theirs = await at_home(session, chat_id=8, name="Tea Shop")
        await issue_invoice(session, theirs, other, "Omar", NOON)
    yield database
    await database.close()


def printed(issued: Invoice) -> Pdf:
    content = f"%PDF-1.7 {issued.number}".encode()
    digest = hashlib.sha256(content).hexdigest()
    return Pdf(invoice_id=issued.key, content=content, sha256=digest, fonts="1", rendered_at=NOON)


async def verdicts(database: Database) -> tuple[bool, list[str]]:
    lines: list[str] = []
    return await audit(database.url.render_as_string(hide_password=False), lines.append), lines


async def tamper(database: Database, *statements: str) -> None:
    async with database.writing() as session:
        for statement in statements:
            await (await session.connection()).execute(text(statement))


async def test_untouched_invoices_are_whole_and_every_merchant_has_a_line(shop: Database) -> None:
    is_whole, lines = await verdicts(shop)
    assert is_whole
    assert len(lines) == 2
    assert lines[0].startswith("✓ Coffee Shop (merchant 1), invoices: 5, ok, last hash ")
    assert lines[1].startswith("✓ Tea Shop (merchant 2), invoices: 1, ok, last hash ")


DELETED = "DELETE FROM pdf WHERE invoice_id = {0}", "DELETE FROM invoice WHERE id = {0}"
FIRST, SECOND, THIRD, LAST = ([sentence.format(key) for sentence in DELETED] for key in (1, 2, 3, 5))
SWAPPED = [
    "DELETE FROM pdf",
    "UPDATE invoice SET id = 99 WHERE id = 2",
    "UPDATE invoice SET id = 2 WHERE id = 3",
    "UPDATE invoice SET id = 3 WHERE id = 99",
]
TAMPERED = {
    "a changed amount": (
        [
            "UPDATE invoice SET document = replace(document, '171.00', '971.00') WHERE number = 'INV-2026-00002'"
        ],
        "INV-2026-00002: what it says was changed after it was issued",
    ),
    "a changed hash": (
        ["UPDATE invoice SET hash = previous_hash WHERE number = 'INV-2026-00002'"],
        "INV-2026-00002: what it says was changed after it was issued",
    ),
    "an amount changed in the lists alone": (
        ["UPDATE invoice SET payable_amount = '1.00' WHERE number = 'INV-2026-00003'"],
        "INV-2026-00003: what lists show of it is not what it says",
    ),
    "a buyer changed in the lists alone": (
        ["UPDATE invoice SET buyer_name = 'Nobody' WHERE number = 'INV-2026-00003'"],
        "INV-2026-00003: what lists show of it is not what it says",
    ),
    "an amount that is none": (
        ["UPDATE invoice SET payable_amount = 'abc' WHERE number = 'INV-2026-00003'"],
        "soon after the beginning there is an invoice that cannot be read",
    ),
    "a day that is none": (
        ["UPDATE invoice SET issue_date = 'yesterday' WHERE number = 'INV-2026-00003'"],
        "soon after the beginning there is an invoice that cannot be read",
    ),
    "an invoice listed as a credit note": (
        ["UPDATE invoice SET type_code = '381' WHERE number = 'INV-2026-00003'"],
        "INV-2026-00003: what lists show of it is not what it says",
    ),
    "an invoice made to settle another": (
        ["UPDATE invoice SET credits_id = 1 WHERE number = 'INV-2026-00003'"],
        "INV-2026-00003: what lists show of it is not what it says",
    ),
    "a deleted invoice": (
        SECOND,
        "INV-2026-00003: number 2 of its series is missing before it",
    ),
    "the first invoice deleted": (
        FIRST,
        "INV-2026-00002: number 1 of its series is missing before it",
    ),
    "the last invoice deleted": (
        LAST,
        "INV-2026-00004: later numbers were given, but their invoices are gone",
    ),
    "the last invoice deleted and the counter turned back": (
        [*LAST, "UPDATE series SET next = 1 WHERE merchant_id = 1 AND period = '2027'"],
        "INV-2026-00004: this is not how the chain ended when it was issued",
    ),
    "a deleted invoice with the numbers behind it moved up": (
        [*THIRD, "UPDATE invoice SET sequence = 3 WHERE number = 'INV-2026-00004'"],
        "INV-2026-00004: it does not follow from INV-2026-00002: one of them was changed",
    ),
    "two invoices exchanged": (
        SWAPPED,
        "INV-2026-00003: number 2 of its series is missing before it",
    ),
    "what two invoices say exchanged": (
        [
            *SWAPPED,
            "UPDATE invoice SET sequence = 99, number = 'x' WHERE id = 2",
            "UPDATE invoice SET sequence = 3, number = 'INV-2026-00003' WHERE id = 3",
            "UPDATE invoice SET sequence = 2, number = 'INV-2026-00002' WHERE id = 2",
        ],
        "INV-2026-00002: it does not follow from INV-2026-00001: one of them was changed",
    ),
    "a number that was never given": (
        ["UPDATE invoice SET sequence = 9 WHERE number = 'INV-2026-00004'"],
        "INV-2026-00004: number 4 of its series is missing before it",
    ),
    "a changed PDF": (
        ["UPDATE pdf SET content = (SELECT content FROM pdf WHERE invoice_id = 1) WHERE invoice_id = 3"],
        "INV-2026-00003: its PDF was changed after it was made",
    ),
}


@on_sqlite
@pytest.mark.parametrize("how", TAMPERED)
async def test_tampering_is_found_and_named(shop: Database, how: str) -> None:
    statements, trouble = TAMPERED[how]
    await tamper(shop, *statements)
    is_whole, lines = await verdicts(shop)
    assert not is_whole
    assert lines[0].endswith(f", {trouble}")
    assert lines[0].startswith("✗ Coffee Shop (merchant 1), invoices: ")
    assert lines[1].startswith("✓ Tea Shop")


@on_sqlite
async def test_a_credit_note_given_to_another_invoice_is_found(shop: Database) -> None:
    async with shop.writing() as session:
        merchant, customer, draft = [
            await session.get_one(*key) for key in ((Merchant, 1), (Customer, 1), (Draft, 7))
        ]
        compose(draft, customer, credits_id=2, takes_rest=True, reason="Returned")
        await issue_invoice(session, draft, merchant, "Mona", LATER)
    assert (await verdicts(shop))[0]
    await tamper(shop, "UPDATE invoice SET credits_id = 3 WHERE credits_id = 2")
    _, lines = await verdicts(shop)
    assert lines[0].endswith("CN-2027-00001: what lists show of it is not what it says")


@on_sqlite
async def test_invoices_of_an_account_that_is_gone_are_missed(shop: Database) -> None:
    with sqlite3.connect(shop.url.database or "") as raw:  # which minds no foreign keys
        raw.execute("DELETE FROM merchant WHERE id = 2")
    raw.close()
    is_whole, lines = await verdicts(shop)
    assert not is_whole
    assert lines[1] == "✗ unknown (merchant 2), invoices: 1, the account that issued them is gone"


async def test_a_break_in_the_chain_is_found_on_either_database(shop: Database) -> None:
    await tamper(shop, *THIRD, "UPDATE pdf SET content = (SELECT content FROM pdf WHERE invoice_id = 1)")
    _, lines = await verdicts(shop)
    assert lines[0].endswith("invoices: 4, INV-2026-00002: its PDF was changed after it was made")


async def test_a_pdf_that_was_sent_and_is_gone_is_missed(shop: Database) -> None:
    async with shop.writing() as session:
        session.add(
            Delivery(
                merchant_id=1, invoice_id=2, channel="email", recipient="a@customer.example", state="sent",
                requested_by="Mona", next_at=NOON, created_at=NOON, sent_at=NOON,
            )
        )  # fmt: skip
    assert (await verdicts(shop))[0]
    await tamper(
        shop, "DELETE FROM pdf WHERE invoice_id IN (2, 3)"
    )  # 3 was never sent: it is made when it is wanted
    is_whole, lines = await verdicts(shop)
    assert not is_whole
    assert lines[0].endswith("INV-2026-00002: its PDF was sent but is gone")


async def test_many_invoices_need_little_memory(database_url: str) -> None:
    database = Database(database_url)
    await upgrade(database)
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        for _ in range(200):
            compose(draft, customer)
            made, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
            content = made.number.encode() * 7000  # 98 kB
            digest = hashlib.sha256(content).hexdigest()
            session.add(Pdf(invoice_id=made.key, content=content, sha256=digest, fonts="1", rendered_at=NOON))
            await session.flush()
            session.expunge_all()
            merchant, customer, draft = [
                await session.get_one(*key) for key in ((Merchant, 1), (Customer, 1), (Draft, 7))
            ]
    await verdicts(database)
    tracemalloc.start()
    is_whole, lines = await verdicts(database)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    await database.close()
    assert is_whole
    assert "invoices: 200" in lines[0]
    assert peak < 12_000_000  # all of them are 20 MB


@on_sqlite
async def test_the_command_ends_with_one_where_something_is_broken(shop: Database, tmp_path: Path) -> None:
    url = shop.url.set(drivername=shop.url.get_backend_name()).render_as_string(hide_password=False)
    code, said = await ran(tmp_path, "verify", DATABASE_URL=url)
    assert (code, len(said.splitlines())) == (0, 2), said
    await tamper(shop, *TAMPERED["a changed PDF"][0])
    code, said = await ran(tmp_path, "verify", DATABASE_URL=url)
    assert code == 1
    assert "INV-2026-00003: its PDF was changed" in said


async def test_no_database_is_told_and_not_made(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, "verify", DATABASE_URL=f"sqlite:///{tmp_path}/none/sanad.db")
    assert (code, said.strip()) == (1, f"There is no database at {tmp_path}/none/sanad.db.")
    assert not (tmp_path / "none").exists()


async def test_a_database_of_another_version_is_told(database_url: str) -> None:
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE something (id INTEGER)"))
    await database.close()
    with pytest.raises(UnreadableError, match="sanad migrate"):
        await audit(database.url.render_as_string(hide_password=False), print)
