"""Slow work a turn owes the chat: the live card drawn from today's rows, the PDF fetched or made."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import structlog
from sqlmodel import select
from telegram import Bot, Message
from telegram.error import BadRequest

from bot.context import Context
from bot.database import Database
from bot.delivery.queue import paused
from bot.documents import DamagedPdfError, Documents
from bot.invoices import deliveries_of
from bot.language import texts
from bot.outbox import Errand, is_gone
from bot.rendering.pool import RenderError
from bot.screens import Screen
from handlers.views.invoice import invoice_card
from models.delivery import Delivery
from models.errors import N_
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.receipt import Card

log = structlog.get_logger(__name__)

_NO_PDF = N_("The PDF could not be made; the admins have to look at it.")


class InvoiceErrands:
    """Errands about one issued invoice. Each may run twice after a crash and does no harm then."""

    def __init__(self, database: Database, bot: Bot, documents: Documents, context: Context) -> None:
        self._database, self._bot, self._documents, self._context = database, bot, documents, context

    def by_name(self) -> Mapping[str, Errand]:
        """What turns call them."""
        return {"invoice_card": self.show_card, "invoice_pdf": self.send_pdf}

    async def show_card(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Draw the invoice's card: in the message that shows it, or in `message_id`, or (`fresh`) in a new one."""
        async with self._database.reading() as session:
            row = (await session.exec(_mine(chat_id, wanted["invoice_id"]))).one_or_none()
            if row is None:
                return
            issued, member, merchant, card = row
            deliveries = await deliveries_of(session, issued.key, merchant.key)
            stopped = await paused(session)
        screen = self._screen(issued, member, merchant, deliveries, stopped)
        shown = card.message_id if card else None
        places = () if wanted.get("fresh") else (wanted.get("message_id"), shown)
        message_id = await self._draw(chat_id, [place for place in dict.fromkeys(places) if place], screen)
        if message_id != shown:
            if shown is not None:  # an invoice has one card; an older one would not be told the news
                await self._remove(chat_id, shown)
            await self._keep(chat_id, issued.key, message_id)

    def _screen(
        self, issued: Invoice, member: Member, merchant: Merchant, deliveries: list[Delivery],
        stopped: Collection[str],
    ) -> Screen:  # fmt: skip
        link = self._context.link_to(issued.token)
        return invoice_card(
            texts(member.language), merchant, issued, deliveries, link, self._context.channels, stopped
        )

    async def _draw(self, chat_id: int, places: Sequence[int], screen: Screen) -> int:
        """In the first of these messages that is still there, else in a new one; its id."""
        content = screen.as_json()
        for message_id in places:
            if await self._edited(chat_id, message_id, content):
                return message_id
        sent: Message = await self._bot.send_message(chat_id=chat_id, **content)
        return sent.message_id

    async def _edited(self, chat_id: int, message_id: int, content: dict[str, Any]) -> bool:
        """False: the message is gone, or too old. One that says all this already is as good as edited."""
        try:
            await self._bot.edit_message_text(chat_id=chat_id, message_id=message_id, **content)
        except BadRequest as refusal:
            return not is_gone(refusal)
        return True

    async def _remove(self, chat_id: int, message_id: int) -> None:
        try:
            await self._bot.delete_message(chat_id=chat_id, message_id=message_id)
        except BadRequest:
            log.info("old card stays", chat=chat_id)

    async def _keep(self, chat_id: int, invoice_id: int, message_id: int) -> None:
        async with self._database.writing() as session:
            kept = select(Card).where(Card.chat_id == chat_id, Card.invoice_id == invoice_id)
            card = (await session.exec(kept)).one_or_none() or Card(
                chat_id=chat_id, invoice_id=invoice_id, message_id=message_id
            )
            card.message_id = message_id
            session.add(card)

    async def send_pdf(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """The invoice's PDF as a document of the chat."""
        async with self._database.reading() as session:
            row = (await session.exec(_mine(chat_id, wanted["invoice_id"]))).one_or_none()
        if row is None:
            return
        try:
            filename, content = await self._documents.pdf(row[0].key)
        except (RenderError, DamagedPdfError):
            await self._bot.send_message(chat_id=chat_id, text=texts(row[1].language).plain(_NO_PDF))
            return
        await self._bot.send_document(chat_id=chat_id, document=content, filename=filename)


def _mine(chat_id: int, invoice_id: int) -> Any:
    """The invoice, if this chat's member acts for its merchant, with its card here."""
    return (
        select(Invoice, Member, Merchant, Card)
        .join(Merchant, Merchant.id == Invoice.merchant_id)  # type: ignore[arg-type]
        .join(Member, (Member.merchant_id == Merchant.id) & (Member.user_id == chat_id))  # type: ignore[arg-type]
        .outerjoin(Card, (Card.invoice_id == Invoice.id) & (Card.chat_id == chat_id))  # type: ignore[arg-type]
        .where(Invoice.id == invoice_id)
    )
