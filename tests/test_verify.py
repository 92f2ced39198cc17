"""/verify: a merchant, or their customer, asks whether a PDF is genuine."""

import io
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import update

from bot.database import Database
from bot.demo.telegram import Bubble
from bot.issuing import issue_invoice
from bot.verifying import MOST_BYTES, hashes_of, parse_sha256
from models.errors import UserError
from models.invoice import Invoice, Pdf
from models.member import Member
from models.merchant import Merchant
from tests.builders import NOON, at_home
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.crediting import cancel, take_back
from tests.town import merchant, town

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\nstartxref\n0\n%%EOF\n"


async def kept_pdf(database: Database, chat_id: int, content: bytes = PDF, name: str = "Coffee Shop") -> str:
    """An issued invoice with this PDF; its SHA-256."""
    async with database.writing() as session:
        shop, _, draft = await at_home(session, chat_id, name=name)
        made, _ = await issue_invoice(session, draft, shop, "Mona", NOON)
        digest = sha256(content).hexdigest()
        session.add(Pdf(invoice_id=made.key, content=content, sha256=digest, fonts="1", rendered_at=NOON))
    return digest


async def shows(mona: Talk, content: bytes, name: str = "invoice.pdf") -> Bubble:
    """/verify, and the file."""
    await mona.says("/verify")
    return await mona.brings(mona.person.send_document(content, name))


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant who has issued one invoice."""
    await kept_pdf(database, chat_id=7)
    async with talk(database) as somebody:
        yield somebody


async def test_ones_own_invoice_is_genuine_and_one_tap_away(mona: Talk) -> None:
    told = await shows(mona, PDF)
    assert "Genuine. This is your invoice INV-2026-00001 of Sun 22 Nov 2026 for Acme, EGP 171.00" in told.text
    assert labels(told) == ["🧾 Open this invoice", "🔎 Check another file"]
    assert told.reply_to == next(b.id for b in reversed(mona.person.chat) if not b.from_bot)
    opened = await mona.taps("Open this invoice")
    assert "INV-2026-00001 for Acme" in opened.text


async def test_one_changed_byte_is_unknown(mona: Talk) -> None:
    told = await shows(mona, PDF.replace(b"1 0 obj", b"2 0 obj"))
    assert "Unknown" in told.text
    assert "INV-2026-00001" not in told.text


@pytest.mark.parametrize("end", [b"%%EOF", b"%%EOF\n"])
async def test_an_addition_is_told_as_what_it_is(database: Database, end: bytes) -> None:
    original = PDF.removesuffix(b"%%EOF\n") + end
    await kept_pdf(database, chat_id=7, content=original)
    async with talk(database) as mona:
        assert "Genuine" in (await shows(mona, original)).text
        told = await shows(mona, original + b"\n2 0 obj << /Total (1) >> endobj\n%%EOF\n")
    assert "Changed. This file begins with invoice INV-2026-00001 of Coffee Shop" in told.text


@on_sqlite
async def test_the_hash_may_be_typed_in_capitals_and_pieces_or_with_the_command(mona: Talk) -> None:
    digest = sha256(PDF).hexdigest().upper()
    await mona.says("/verify")
    assert "Genuine" in (await mona.says(f"{digest[:32]} {digest[32:]}")).text
    assert "Genuine" in (await mona.says(f"/verify {digest}")).text
    assert "Unknown" in (await mona.says(f"/verify {'0' * 64}")).text


@on_sqlite
async def test_of_another_merchants_invoice_the_seller_is_told_but_not_the_buyer(mona: Talk) -> None:
    await kept_pdf(mona.database, chat_id=8, content=PDF + b"theirs", name="Tea Shop")
    told = await shows(mona, PDF + b"theirs")
    assert "Issued through this service by Tea Shop: invoice INV-2026-00001 of Sun 22 Nov 2026" in told.text
    assert "EGP 171.00" in told.text
    assert "Acme" not in told.text
    assert labels(told) == ["🔎 Check another file"]


@on_sqlite
async def test_a_genuine_invoice_that_was_credited_since_is_said_to_be(mona: Talk) -> None:
    for quantity, said in (
        ("0.5", "Part of it has been credited since: CN-2026-00001."),
        (None, "It has been cancelled since: CN-2026-00001 · CN-2026-00002."),
    ):
        await shows(mona, PDF)
        await mona.taps("Open this invoice")
        await (take_back(mona, ("Logo", quantity)) if quantity else cancel(mona))
        await mona.taps("Issue")
        told = await shows(mona, PDF)
        assert told.text.startswith("✅ Genuine. This is your invoice INV-2026-00001")
        assert told.text.endswith(f"\n↩️ {said}")
    changed = await shows(mona, PDF + b"more\n%%EOF\n")
    assert "since" not in changed.text


@on_sqlite
async def test_who_is_no_member_learns_that_it_was_cancelled_but_not_by_what(mona: Talk) -> None:
    await shows(mona, PDF)
    await mona.taps("Open this invoice")
    await cancel(mona)
    await mona.taps("Issue")
    async with mona.database.writing() as session:
        await session.exec(update(Member).values(user_id=99))
    told = await shows(mona, PDF)
    assert "Issued through this service by Coffee Shop" in told.text
    assert told.text.endswith("\n↩️ The seller has cancelled it since: nothing of it is to be paid any more.")
    assert "CN-" not in told.text


@on_sqlite
async def test_of_two_merchants_with_the_same_file_ones_own_comes_first(mona: Talk) -> None:
    await kept_pdf(mona.database, chat_id=6, name="Tea Shop")
    assert "This is your invoice" in (await shows(mona, PDF)).text


@on_sqlite
async def test_a_customer_without_an_account_may_ask_and_goes_on_where_they_were(database: Database) -> None:
    await kept_pdf(database, chat_id=8, name="Tea Shop")
    async with talk(database) as sara:
        await sara.says("/start")
        told = await shows(sara, PDF)
        assert "Issued through this service by Tea Shop" in told.text
        assert "Coffee Shop, a good name" in (await sara.says("Coffee Shop")).text


@on_sqlite
async def test_the_invoice_being_composed_waits_untouched(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.says("/verify")
    await mona.brings(mona.person.send_document(PDF, "invoice.pdf"))
    assert "Total: EGP 171.00" in (await mona.says("Logo 150")).text


@on_sqlite
async def test_a_cancelled_invoice_can_still_be_brought_back_while_a_file_is_awaited(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.says("Logo 150")
    await mona.says("/cancel")
    await mona.says("/verify")
    assert "EGP 171.00" in (await mona.taps("Bring it back")).text


@on_sqlite
async def test_cancel_closes_the_question_and_nothing_else(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.says("/verify")
    told = await mona.says("/cancel")
    assert "no file is checked" in told.text
    assert labels(told) == ["‹ Back to the invoice"]
    assert "Total: EGP 171.00" in (await mona.says("Logo 150")).text


@on_sqlite
async def test_what_is_neither_a_pdf_nor_a_hash_is_told_kindly(mona: Talk) -> None:
    assert "This file is no PDF" in (await shows(mona, b"hello", "hello.txt")).text
    await mona.taps("Check another file")
    assert "is no SHA-256" in (await mona.says("INV-2026-00001")).text
    picture = mona.person.send_photo((Path(__file__).parent.parent / "bot/demo/page/logo.png").read_bytes())
    assert "Send the PDF as a file" in (await mona.brings(picture)).text
    assert (
        "Genuine" in (await mona.brings(mona.person.send_document(PDF, "x"))).text
    )  # the question was still open


@on_sqlite
async def test_a_file_above_the_limit_is_not_fetched(mona: Talk) -> None:
    told = await shows(mona, PDF + bytes(MOST_BYTES))
    assert "larger than 10 MB" in told.text
    assert not mona.telegram.called("getFile")


@on_sqlite
async def test_a_suspended_merchant_is_told_so(mona: Talk) -> None:
    async with mona.database.writing() as session:
        await session.exec(update(Merchant).values(suspended_at=NOON))
    assert "suspended" in (await mona.says("/verify")).text


@on_sqlite
async def test_nothing_is_vouched_for_when_the_invoice_itself_was_tampered_with(mona: Talk) -> None:
    async with mona.database.writing() as session:
        await session.exec(update(Invoice).values(document="{}"))
    assert "damaged" in (await shows(mona, PDF)).text


@on_sqlite
async def test_it_is_said_in_arabic_to_who_speaks_it(database: Database) -> None:
    await kept_pdf(database, chat_id=8, name="متجر الشاي")
    async with talk(database, "ar") as sara:
        told = await shows(sara, PDF)
    assert "أصلي" in told.text
    assert "متجر الشاي" in told.text


@on_sqlite
async def test_the_pdf_the_customer_got_is_genuine_until_somebody_edits_it(database_url: str) -> None:
    async with town(database_url) as home:
        shop = await merchant(home)
        await shop.says("/new", "Who is it for?")
        await shop.taps("New customer", "What is the new customer called?")
        await shop.says("Acme", "Where shall the invoices")
        await shop.says("pay@acme.example", "What is it for?")
        await shop.says("Logo 150", "Total: EGP 171.00")
        await shop.taps("Issue", "INV-2026-00001")
        (attachment,) = (await home.mailbox.wait_for("pay@acme.example")).attachments
        content: Any = attachment.get_payload(decode=True)
        for file, verdict in (
            (content, "Genuine"),
            (incremented(content), "Changed"),
            (saved_anew(content), "Unknown"),
        ):
            await shop.says("/verify", "Is this invoice genuine?")
            shop.person.send_document(file, "INV-2026-00001.pdf")
            await shop.person.wait_for(verdict)


def incremented(content: bytes) -> bytes:
    """As editors save: the changes behind the original."""
    writer, written = PdfWriter(io.BytesIO(content), incremental=True), io.BytesIO()
    writer.add_metadata({"/Title": "Paid"})
    writer.write(written)
    return written.getvalue()


def saved_anew(content: bytes) -> bytes:
    """As other programs save: everything written again."""
    writer, written = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "typed",
    [
        "{0}  INV-2026-00001.pdf",
        "SHA256 (INV-2026-00001.pdf) = {0}",
        "SHA-256: {0}",
        "SHA256\n{0}\nC:\\INV-2026-00001.pdf",
    ],
)
def test_a_hash_may_be_pasted_as_a_tool_prints_it(typed: str) -> None:
    digest = sha256(PDF).hexdigest()
    assert parse_sha256(typed.format(digest)) == parse_sha256(typed.format(digest.upper())) == digest


def test_hashing_looks_at_few_of_many_ends() -> None:
    content = b"%PDF-" + b"%%EOF\n" * 100_000
    assert len(hashes_of(content)) <= 101
    assert hashes_of(content)[0] == sha256(content).hexdigest()


def test_what_is_too_large_is_refused_whatever_telegram_said_of_it() -> None:
    with pytest.raises(UserError):
        hashes_of(PDF + bytes(MOST_BYTES))
