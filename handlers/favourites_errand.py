"""The list of favourites in a chat: one message, pinned silently, kept up to date in place."""

from contextlib import suppress
from typing import Any

from sqlmodel import col, select
from telegram import Bot
from telegram.error import BadRequest

from bot.database import Database
from bot.favourites import favourites
from bot.language import texts
from bot.outbox import is_gone
from bot.screens import Screen
from handlers.views.favourites import favourites_view
from models.member import Member
from models.merchant import Merchant


class FavouritesErrand:
    """`favourites`: {"known": id of the list's message when this was owed, or None, "below": whether to send it anew}.

    Repeated after a crash, it finds another message than `known` and stays with that: the list is moved but once.
    """

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database, self._bot = database, bot

    async def __call__(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Show it. Raises TelegramError or OSError for the outbox to try again."""
        async with self._database.reading() as session:
            acting = select(Member, Merchant).join(Merchant, col(Merchant.id) == col(Member.merchant_id))
            row = (await session.exec(acting.where(Member.user_id == chat_id))).one_or_none()
            if row is None:
                return
            member, merchant = row
            kept = await favourites(session, merchant.key)
        screen = favourites_view(texts(member.language, merchant.digits), kept)
        shown, known = member.favourites_message_id, wanted["known"]
        is_moving = bool(wanted.get("below")) and shown == known
        if shown is None or is_moving or not await self._edited(chat_id, shown, screen):
            await self._send(chat_id, screen, instead_of=shown, is_empty=not kept)
        elif not kept:
            await self._put_away(chat_id, shown)
        elif shown != known:
            await self._pin(chat_id, shown, instead_of=known)

    async def _send(self, chat_id: int, screen: Screen, *, instead_of: int | None, is_empty: bool) -> None:
        """Below everything; kept before it is pinned, so that whoever comes after a crash finds it."""
        if is_empty:
            return
        sent = await self._bot.send_message(chat_id=chat_id, disable_notification=True, **screen.as_json())
        await self._keep(chat_id, sent.message_id)
        await self._pin(chat_id, sent.message_id, instead_of=instead_of)

    async def _edited(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """False: the message is gone. One that says all this already is as good as edited."""
        try:
            await self._bot.edit_message_text(chat_id=chat_id, message_id=message_id, **screen.as_json())
        except BadRequest as refusal:
            return not is_gone(refusal)
        return True

    async def _pin(self, chat_id: int, message_id: int, *, instead_of: int | None) -> None:
        """At the top of the chat, without a sound; one that is there already is refused.

        Two days on the older one can no longer be deleted: unpinned, it is one message of many, and works still.
        """
        with suppress(BadRequest):
            await self._bot.pin_chat_message(chat_id, message_id, disable_notification=True)
        if instead_of is not None:
            await self._unpin(chat_id, instead_of)
            with suppress(BadRequest):
                await self._bot.delete_message(chat_id, instead_of)

    async def _unpin(self, chat_id: int, message_id: int) -> None:
        with suppress(BadRequest):
            await self._bot.unpin_chat_message(chat_id, message_id)

    async def _put_away(self, chat_id: int, message_id: int) -> None:
        """The last one was removed: there is nothing to keep in reach."""
        await self._unpin(chat_id, message_id)
        await self._keep(chat_id, None)

    async def _keep(self, chat_id: int, message_id: int | None) -> None:
        async with self._database.writing() as session:
            member = (await session.exec(select(Member).where(Member.user_id == chat_id))).one()
            member.favourites_message_id = message_id
