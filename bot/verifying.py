"""Is this PDF one that was issued here, and is it still as it was? Asked by a file, or by its SHA-256 alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256 as sha256_of
from itertools import islice

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.crediting import credit_notes_of
from models.crediting import is_settled
from models.document import InvoiceDocument
from models.errors import N_, UserError
from models.invoice import Invoice, Pdf

log = structlog.get_logger(__name__)

MOST_BYTES = 10 * 1024 * 1024  # of a file to be looked at
_MOST_ENDS = 50  # of a file that was added to over and over
_HEAD = 1024  # a PDF says that it is one within these bytes
_END = re.compile(rb"%%EOF\n?")  # as our PDFs end, with the line feed or without

_NO_PDF = N_("This file is no PDF. Send the PDF of the invoice, as a file.")
_LARGE = N_("This file is larger than {limit} MB, so it cannot be checked.")
_NO_HASH = N_("“{text}” is no SHA-256: that has 64 characters, 0-9 and a-f. Send the PDF itself, or /cancel.")
_DAMAGED = N_(
    "What is kept here about this invoice has been damaged, so nothing can be said. Please tell whoever runs this bot."
)


@dataclass(frozen=True)
class Verdict:
    """What is known of a file: the invoice it is, or (not `is_whole`) the one it was before something was added."""

    invoice_id: int
    document: InvoiceDocument
    is_own: bool  # issued by the merchant who asks
    is_whole: bool
    notes: tuple[str, ...] = ()  # numbers of the credit notes it has by now
    is_cancelled: bool = False  # by them, whole


async def verify_pdf(
    session: AsyncSession, merchant_id: int | None, sha256: str, beginnings: Sequence[str] = ()
) -> Verdict | None:
    """The verdict on the file with this SHA-256 in hexadecimal; None: no PDF made here has ever been that file.

    `beginnings` are hashes of its parts, see `hashes_of`. Whoever asks holds the file, so that an invoice of another
    merchant is named too. UserError where the invoice's own row is not what was issued.
    """
    found = (
        select(Invoice, Pdf.sha256)
        .join(Pdf, col(Pdf.invoice_id) == col(Invoice.id))
        .where(col(Pdf.sha256).in_((sha256, *beginnings)))
        .order_by(col(Pdf.sha256) != sha256, col(Invoice.merchant_id) != (merchant_id or 0), col(Invoice.id))
    )
    row = (await session.exec(found.limit(1))).first()
    if row is None:
        return None
    issued, kept = row
    if not issued.is_intact:
        log.critical("an issued invoice is damaged: sanad verify tells more", invoice_id=issued.key)
        raise UserError(_DAMAGED)
    document, notes = issued.read_document(), await credit_notes_of(session, issued.merchant_id, issued.key)
    return Verdict(
        issued.key, document, issued.merchant_id == merchant_id, kept == sha256,
        notes=tuple(note.number for note in notes),
        is_cancelled=bool(notes) and is_settled(document, [note.read_document() for note in notes]),
    )  # fmt: skip


def hashes_of(content: bytes) -> list[str]:
    """SHA-256 of the file, then of each part that could have been a whole PDF: who adds to one writes behind its end.

    UserError for what is no PDF, or too large to be one of ours.
    """
    if len(content) > MOST_BYTES:
        raise too_large()
    if b"%PDF-" not in content[:_HEAD]:
        raise UserError(_NO_PDF)
    ends = {
        end
        for found in islice(_END.finditer(content), _MOST_ENDS)
        for end in (found.start() + 5, found.end())
    }
    digest, done, parts = sha256_of(), 0, []
    for end in sorted(ends - {len(content)}):
        digest.update(memoryview(content)[done:end])
        parts.append(digest.copy().hexdigest())
        done = end
    digest.update(memoryview(content)[done:])
    return [digest.hexdigest(), *parts]


def parse_sha256(text: str) -> str:
    """A SHA-256 as typed, with or without blanks and colons, or as a tool prints it, with the file's name beside it.

    UserError for anything else.
    """
    alone = re.search(r"\b[0-9a-f]{64}\b", text.lower())
    typed = alone[0] if alone else re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch("[0-9a-f]{64}", typed):
        raise UserError(_NO_HASH, text=text[:40])
    return typed


def too_large() -> UserError:
    """That the file is more than is looked at."""
    return UserError(_LARGE, limit=MOST_BYTES >> 20)
