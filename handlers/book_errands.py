"""Slow work on the books: reading a file that was sent, importing it, writing one."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import BadRequest

from bot.books.book import BOOKS
from bot.books.exporting import exported, listed
from bot.books.fields import Writer
from bot.books.files import MOST_BYTES, table_in, too_large
from bot.books.importing import close, import_plan, keep_batch, known_in, rows_of, wanted_batch
from bot.books.matching import Plan, planned
from bot.books.reading import Reading, read
from bot.database import Database
from bot.language import texts
from bot.outbox import Errand
from bot.receipts import notice
from bot.screens import Screen
from handlers.shelves import book_named
from handlers.views import imports as views
from models.batch import DROPPED, SHOWN, Batch
from models.errors import N_, UserError
from models.member import Member
from models.merchant import Merchant

_NOT_FETCHED = N_("Telegram did not hand over the file. Please send it once more.")
_AT_A_TIME = 1  # files that are read: they take the interpreter from the chats


class BookErrands:
    """Each may run twice after a crash: a file has one preview, and a preview is imported once."""

    def __init__(self, database: Database, bot: Bot, clock: Callable[[], datetime]) -> None:
        self._database, self._bot, self._clock = database, bot, clock
        self._room = asyncio.Semaphore(_AT_A_TIME)

    def by_name(self) -> Mapping[str, Errand]:
        """What turns call them."""
        return {
            "read_list": self.read_list,
            "import_list": self.import_list,
            "export_book": self.export_book,
        }

    async def read_list(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """{"file_id", "message_id": the file's, "name"}. Raises TelegramError or OSError: the outbox tries again."""
        acting = await self._acting(chat_id)
        if acting is None:
            return
        member, merchant = acting
        try:
            content = await self._fetched(wanted["file_id"])
            async with self._room:
                reading = await asyncio.to_thread(_read, content, Writer(merchant, member.language))
        except UserError as refusal:
            said = views.refused_view(texts(member.language), refusal.message, refusal.values)
            async with self._database.writing() as session:
                self._tell(session, chat_id, said)
            return
        await self._show(chat_id, wanted, member, merchant, reading)

    async def _show(
        self, chat_id: int, wanted: dict[str, Any], member: Member, merchant: Merchant, reading: Reading
    ) -> None:
        """Keep what was read and owe its preview, in one transaction."""
        async with self._database.reading() as session:
            known = await known_in(session, reading.book, merchant.key)
        plan = await asyncio.to_thread(planned, reading.book, reading.rows, known)
        rows = {number: columns for number, columns in reading.rows.items() if number not in plan.refused}
        batch = Batch(
            merchant_id=merchant.key, chat_id=chat_id, message_id=wanted["message_id"], book=reading.book.key,
            state=SHOWN if plan.count else DROPPED, created_at=self._clock(),
        )  # fmt: skip
        plan = with_troubles(plan, reading)
        async with self._database.writing() as session:
            if await keep_batch(session, batch, rows if plan.count else {}):
                screen = views.preview_view(
                    texts(member.language), wanted["name"], merchant, reading.book, plan,
                    unused=reading.unused, batch_id=batch.key,
                )  # fmt: skip
                self._tell(session, chat_id, screen)

    async def import_list(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """{"batch_id"}: everything in one transaction, with the news of it; or nothing, if the book has changed."""
        async with self._database.writing() as session:
            found = await wanted_batch(session, chat_id, wanted["batch_id"])
            if found is None:
                return
            batch, merchant = found
            book, t = book_named(batch.book), texts(await _language(session, chat_id))
            known = await known_in(session, book, merchant.key)
            plan = await asyncio.to_thread(planned, book, rows_of(batch), known)
            if plan.troubles:
                close(batch, imported=False)
                self._tell(session, chat_id, views.changed_meanwhile_view(t))
            else:
                await import_plan(session, book, merchant, plan)
                close(batch, imported=True)
                self._tell(session, chat_id, views.imported_view(t, book, plan))

    async def export_book(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """{"book"}: the file into the chat. Repeated after a crash, it may come once more."""
        acting = await self._acting(chat_id)
        if acting is None:
            return
        member, merchant = acting
        book = BOOKS[wanted["book"]]
        async with self._database.reading() as session:
            entries = await listed(session, book, merchant.key)
        content = await asyncio.to_thread(exported, texts(member.language), book, merchant, entries)
        await self._bot.send_document(chat_id, content, filename=f"{book.key}.xlsx")

    async def _acting(self, chat_id: int) -> tuple[Member, Merchant] | None:
        acting = select(Member, Merchant).join(Merchant, col(Merchant.id) == col(Member.merchant_id))
        async with self._database.reading() as session:
            return (await session.exec(acting.where(Member.user_id == chat_id))).one_or_none()

    async def _fetched(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > MOST_BYTES:
                raise too_large()
            return bytes(await file.download_as_bytearray())
        except BadRequest as refusal:  # too big for bots, or no longer there
            raise UserError(_NOT_FETCHED) from refusal

    def _tell(self, session: AsyncSession, chat_id: int, screen: Screen) -> None:
        call = {"do": "send_message", "with": {"chat_id": chat_id, **screen.as_json()}}
        notice(session, chat_id, self._clock(), [call])


def with_troubles(plan: Plan, reading: Reading) -> Plan:
    """The plan with what could not be read in the first place, in the file's order."""
    plan.troubles = sorted((*plan.troubles, *reading.troubles), key=lambda trouble: trouble.row)
    plan.refused |= {trouble.row for trouble in reading.troubles if trouble.fatal}
    return plan


def _read(content: bytes, writer: Writer) -> Reading:
    return read(table_in(content), writer)


async def _language(session: AsyncSession, chat_id: int) -> str:
    return (
        await session.exec(select(Member.language).where(Member.user_id == chat_id))
    ).one_or_none() or "en"
