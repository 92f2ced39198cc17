"""The PDF of an invoice: made once, kept with its hash, sent ever after."""

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import NamedTuple, Protocol
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.dialects import postgresql, sqlite

from bot.database import Database
from bot.rendering.fonts import fonts_version
from bot.rendering.formats import pdf_filename
from models.document import InvoiceDocument
from models.invoice import Invoice, Pdf
from models.merchant import Logo

log = structlog.get_logger(__name__)


class DamagedPdfError(Exception):
    """The kept bytes are not the bytes that were rendered; they are shown to nobody."""


class File(NamedTuple):
    """A PDF with its ASCII name and the SHA-256 of its bytes, in hexadecimal."""

    filename: str
    content: bytes
    sha256: str


class Renderer(Protocol):
    """What turns a document into PDF bytes: `PdfPool`."""

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        """The PDF; raises RenderError."""


class Documents:
    """Kept PDFs. The first reader renders; all later ones, in whatever process, get the same bytes."""

    def __init__(self, database: Database, pool: Renderer) -> None:
        self._database = database
        self._pool = pool
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def pdf(self, invoice_id: int) -> tuple[str, bytes]:
        """File name and bytes. Raises LookupError, RenderError, DamagedPdfError."""
        file = await self.file(invoice_id)
        return file.filename, file.content

    async def file(self, invoice_id: int) -> File:
        """The same with the hash of the bytes."""
        lock = self._locks.setdefault(invoice_id, asyncio.Lock())
        async with lock:
            kept = await self._kept(invoice_id)
            if kept is None:
                await self._keep(invoice_id, await self._render(invoice_id))
                kept = await self._kept(invoice_id)
        if kept is None:
            raise LookupError(f"invoice {invoice_id} has lost its PDF")
        return kept

    async def _kept(self, invoice_id: int) -> File | None:
        async with self._database.reading() as session:
            pdf = await session.get(Pdf, invoice_id)
            invoice = await session.get(Invoice, invoice_id) if pdf else None
        if pdf is None or invoice is None:
            return None
        if hashlib.sha256(pdf.content).hexdigest() != pdf.sha256:
            log.critical("kept PDF is damaged: restore it from a backup", invoice_id=invoice_id)
            raise DamagedPdfError(f"invoice {invoice_id}")
        return File(pdf_filename(invoice.number), pdf.content, pdf.sha256)

    async def _render(self, invoice_id: int) -> bytes:
        async with self._database.reading() as session:
            invoice = await session.get(Invoice, invoice_id)
            if invoice is None:
                raise LookupError(f"no invoice {invoice_id}")
            document = invoice.read_document()
            logo = await session.get(Logo, document.logo_id) if document.logo_id else None
        return await self._pool.render(document, logo.content if logo else None)

    async def _keep(self, invoice_id: int, content: bytes) -> None:
        # Another process may have been faster: its bytes may be with a customer already, so they stay.
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        statement = insert(Pdf).values(
            invoice_id=invoice_id,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            fonts=fonts_version(),
            rendered_at=datetime.now(UTC),
        )
        async with self._database.writing() as session:
            await session.exec(statement.on_conflict_do_nothing())
