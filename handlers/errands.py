"""Slow work a turn owes the chat: the live card drawn from today's rows, the PDF fetched or made."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Message
from telegram.error import BadRequest

from bot.balances import balance_of
from bot.context import Context
from bot.crediting import credit_notes_of
from bot.database import UNAVAILABLE, Database
from bot.delivery.queue import paused
from bot.documents import DamagedPdfError, Documents, File
from bot.drafts import today
from bot.invoices import deliveries_of
from bot.language import Texts, texts
from bot.outbox import Errand, is_gone
from bot.payments import payments_of
from bot.rendering.pool import RenderError
from bot.screens import Screen
from bot.sharing import keep_file
from handlers.invoices import list_screen
from handlers.taps.issued import ListInvoices
from handlers.views.invoice import Issued, invoice_card
from handlers.views.share import share_button
from models.errors import N_
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.receipt import Card

log = structlog.get_logger(__name__)

_NO_PDF = N_("The PDF could not be made; the admins have to look at it.")


class InvoiceErrands:
    """Errands about one issued invoice. Each may run twice after a crash and does no harm then."""

    def __init__(
        self, database: Database, bot: Bot, documents: Documents, context: Context,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        self._database, self._bot, self._documents, self._context = database, bot, documents, context
        self._clock = clock

    def by_name(self) -> Mapping[str, Errand]:
        """What turns call them."""
        return {
            "invoice_card": self.show_card,
            "invoice_list": self.show_list,
            "invoice_pdf": self.send_pdf,
        }

    async def show_card(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Draw the invoice's card: in the message that shows it, or in `message_id`, or (`fresh`) in a new one.

        With `if_shown` only where it has one. `stale` is a message that shows the invoice's draft still: it makes way
        for the card, or becomes it where there is none.
        """
        async with self._database.reading() as session:
            row = (await session.exec(_mine(chat_id, wanted["invoice_id"]))).one_or_none()
            if row is None:
                return
            issued, member, merchant, card = row
            screen = invoice_card(
                texts(member.language, merchant.digits), await self._read(session, merchant, issued)
            )
        shown = card.message_id if card else None
        if shown is None and wanted.get("if_shown"):
            return
        stale = wanted.get("stale")
        places = () if wanted.get("fresh") else (wanted.get("message_id"), shown, stale)
        message_id = await self._draw(chat_id, [place for place in dict.fromkeys(places) if place], screen)
        for old in {shown, stale} - {message_id}:
            if old is not None:  # an invoice has one card; an older one would not be told the news
                await self._remove(chat_id, old)
        if message_id != shown:
            await self._keep(chat_id, issued.key, message_id)

    async def _read(self, session: AsyncSession, merchant: Merchant, issued: Invoice) -> Issued:
        """All that the card tells, as it is now."""
        deliveries = await deliveries_of(session, issued.key, merchant.key)
        was_told = any(delivery.payment_id is not None for delivery in deliveries)
        payments = await payments_of(session, merchant.key, issued.key) if was_told else ()
        return Issued(
            issued,
            merchant,
            deliveries,
            self._context.link_to(issued.token),
            self._context.channels,
            self._clock(),
            paused=await paused(session),
            notes=await credit_notes_of(session, merchant.key, issued.key),
            credits=await session.get(Invoice, issued.credits_id) if issued.credits_id else None,
            balance=None if issued.is_credit_note else await balance_of(session, issued),
            reversed={payment.reverses_id for payment in payments} - {None},
        )

    async def show_list(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """A page of the issued invoices, in the tapped message or in a new one."""
        async with self._database.reading() as session:
            acting = (
                select(Member, Merchant)
                .join(Merchant, col(Merchant.id) == col(Member.merchant_id))
                .where(Member.user_id == chat_id)
            )
            row = (await session.exec(acting)).one_or_none()
            if row is None:
                return
            member, merchant = row
            page, day = ListInvoices(**wanted["wanted"]), today(merchant, self._clock())
            screen = await list_screen(session, texts(member.language, merchant.digits), merchant, page, day)
        await self._draw(chat_id, [wanted["message_id"]] if wanted["message_id"] else [], screen)

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
            here = col(Card.chat_id) == chat_id, col(Card.message_id) == message_id
            await session.exec(delete(Card).where(*here, col(Card.invoice_id) != invoice_id))

    async def send_pdf(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """The invoice's PDF as a document of the chat."""
        async with self._database.reading() as session:
            row = (await session.exec(_mine(chat_id, wanted["invoice_id"]))).one_or_none()
        if row is None:
            return
        try:
            file = await self._documents.file(row[0].key)
        except (RenderError, DamagedPdfError):
            await self._bot.send_message(chat_id=chat_id, text=texts(row[1].language).plain(_NO_PDF))
            return
        await self._send_file(chat_id, row[0], texts(row[1].language), file)

    async def _send_file(self, chat_id: int, issued: Invoice, t: Texts, file: File) -> None:
        """The file, from where it can go on into other chats: by its id at Telegram, which is kept for that."""
        rows = ((share_button(t, issued, is_ready=True),),) if self._context.has_inline_mode else ()
        buttons = Screen("", rows).as_json().get("reply_markup")
        sent = await self._bot.send_document(
            chat_id, file.content, filename=file.filename, reply_markup=buttons
        )
        with suppress(*UNAVAILABLE):  # sent it is, and must not be once more; the next one is kept
            async with self._database.writing() as session:
                if sent.document is not None:
                    await keep_file(session, issued, sent.document.file_id)


def _mine(chat_id: int, invoice_id: int) -> Any:
    """The invoice, if this chat's member acts for its merchant, with its card here."""
    return (
        select(Invoice, Member, Merchant, Card)
        .join(Merchant, col(Merchant.id) == col(Invoice.merchant_id))
        .join(Member, (col(Member.merchant_id) == col(Merchant.id)) & (col(Member.user_id) == chat_id))
        .outerjoin(Card, (col(Card.invoice_id) == col(Invoice.id)) & (col(Card.chat_id) == chat_id))
        .where(Invoice.id == invoice_id)
    )
