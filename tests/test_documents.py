"""The PDF of an invoice is made once and never changes."""

import asyncio
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select, update

from bot.database import Database
from bot.documents import DamagedPdfError, Documents
from bot.rendering.fonts import fonts_version
from bot.rendering.pool import PdfPool
from models.document import InvoiceDocument
from models.invoice import Pdf
from tests.browsing import fresh_database
from tests.issued import document, logo_png, store


class Press:
    """A renderer whose every print differs, so that a second one would show."""

    def __init__(self) -> None:
        self.logos: list[bytes | None] = []
        self.started: asyncio.Queue[int] = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        self.logos.append(logo)
        print_number = len(self.logos)
        self.started.put_nowait(print_number)
        await self.gate.wait()
        return f"%PDF-1.7 {document.number} print {print_number} {id(self)}".encode()


async def stored_pdfs(database: Database) -> list[Pdf]:
    async with database.reading() as session:
        return list((await session.exec(select(Pdf))).all())


async def test_the_customer_always_gets_the_same_bytes(database: Database) -> None:
    invoice = await store(database, document())
    press = Press()
    first = await Documents(database, press).pdf(invoice.key)
    again = await Documents(database, press).pdf(invoice.key)
    assert first == again
    assert first[0] == "INV-2026-00042.pdf"
    assert len(press.logos) == 1


async def test_hash_and_fonts_are_kept_with_the_bytes(database: Database) -> None:
    invoice = await store(database, document())
    _, content = await Documents(database, Press()).pdf(invoice.key)
    (kept,) = await stored_pdfs(database)
    assert kept.content == content
    assert kept.sha256 == sha256(content).hexdigest()
    assert kept.fonts == fonts_version()


async def test_many_readers_at_once_cause_one_print(database: Database) -> None:
    invoice = await store(database, document())
    press = Press()
    documents = Documents(database, press)
    results = await asyncio.gather(*(documents.pdf(invoice.key) for _ in range(20)))
    assert len(set(results)) == 1
    assert len(press.logos) == 1


async def test_two_processes_printing_at_once_agree_on_one_print(database: Database) -> None:
    invoice = await store(database, document())
    press = Press()
    press.gate.clear()
    one, other = Documents(database, press), Documents(database, press)  # locks apart, as in two processes
    both = [asyncio.create_task(documents.pdf(invoice.key)) for documents in (one, other)]
    await press.started.get()
    await press.started.get()
    press.gate.set()
    first, second = await asyncio.gather(*both)
    assert first == second
    assert [kept.content for kept in await stored_pdfs(database)] == [first[1]]


async def test_nobody_waits_for_the_database_while_a_pdf_is_made(database: Database) -> None:
    invoice = await store(database, document())
    press = Press()
    press.gate.clear()
    printing = asyncio.create_task(Documents(database, press).pdf(invoice.key))
    await press.started.get()
    async with asyncio.timeout(5):
        await store(database, document(number="INV-2026-00043"), token="Z" * 22, sequence=43)
    press.gate.set()
    await printing


async def test_damaged_bytes_are_refused(database: Database) -> None:
    invoice = await store(database, document())
    documents = Documents(database, Press())
    await documents.pdf(invoice.key)
    async with database.writing() as session:
        await session.exec(update(Pdf).values(content=b"%PDF-1.7 somebody else's amount"))
    with pytest.raises(DamagedPdfError):
        await documents.pdf(invoice.key)


async def test_the_logo_of_the_day_of_issue_is_printed(database: Database) -> None:
    invoice = await store(database, document(), logo=logo_png())
    press = Press()
    await Documents(database, press).pdf(invoice.key)
    assert press.logos == [logo_png()]


async def test_an_invoice_that_does_not_exist_has_no_pdf(database: Database) -> None:
    with pytest.raises(LookupError):
        await Documents(database, Press()).pdf(404)


async def test_a_failed_print_can_be_tried_again(database: Database) -> None:
    class Jammed(Press):
        async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
            if not self.logos:
                self.logos.append(logo)
                raise OSError("paper jam")
            return await super().render(document, logo)

    invoice = await store(database, document())
    documents = Documents(database, Jammed())
    with pytest.raises(OSError, match="jam"):
        await documents.pdf(invoice.key)
    assert (await documents.pdf(invoice.key))[1].startswith(b"%PDF")


async def test_the_kept_pdf_is_a_real_one(tmp_path: Path) -> None:
    async with fresh_database(tmp_path) as database, PdfPool(1) as pool:
        invoice = await store(database, document())
        filename, content = await Documents(database, pool).pdf(invoice.key)
    assert filename == "INV-2026-00042.pdf"
    assert "58.48" in "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
