"""An issued document as electronic invoices: a tap, and two files in the chat."""

import asyncio
from typing import Any

from sqlmodel import col, select
from telegram import Bot

from bot.context import Context
from bot.conversation import Handler
from bot.database import Database
from bot.invoices import invoice
from bot.language import texts
from bot.rendering.einvoice.limits import why_not
from bot.rendering.einvoice.writing import cii, ubl
from bot.rendering.formats import pdf_filename
from bot.turn import Turn
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.issued import SendXml
from handlers.views import exports as views
from models.document import InvoiceDocument
from models.invoice import Invoice
from models.member import Member


async def xml_tapped(tap: Tap[SendXml], turn: Turn) -> None:
    """The files after this turn, or the reason there can be none."""
    found = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    document = found.read_document()
    if reason := why_not(document):
        turn.show_at(tap.message_id, views.refusal_view(turn.t, found, document, reason))
    else:
        turn.send_on("invoice_xml", invoice_id=found.key)


class XmlErrand:
    """`invoice_xml`: {"invoice_id"}. Repeated after a crash, it may send the same files once more."""

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database, self._bot = database, bot

    async def __call__(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Both formats, written from the frozen document. Raises TelegramError for the outbox to try again."""
        mine = select(Invoice, Member).join(Member, col(Member.merchant_id) == col(Invoice.merchant_id))
        mine = mine.where(Invoice.id == wanted["invoice_id"], Member.user_id == chat_id)
        async with self._database.reading() as session:
            row = (await session.exec(mine)).one_or_none()
        if row is None:
            return
        issued, member = row
        t = texts(member.language)
        for kind, caption, content in await asyncio.to_thread(_written, issued.read_document()):
            filename = f"{pdf_filename(issued.number).removesuffix('.pdf')}-{kind}.xml"
            await self._bot.send_document(chat_id, content, t.plain(caption), filename=filename)


def _written(document: InvoiceDocument) -> tuple[tuple[str, str, bytes], ...]:
    return ("cii", views.CII, cii(document)), ("ubl", views.UBL, ubl(document))


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [OnTap(SendXml, xml_tapped)]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
