"""Preview: the merchant's own invoice in each template and in any language, as pictures; one tap takes a template."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest

from bot.context import Context
from bot.conversation import Handler
from bot.database import Database
from bot.language import texts
from bot.merchants import change
from bot.outbox import is_gone
from bot.preferences import SETTINGS
from bot.previews import Artist, sample_of
from bot.rendering.pool import RenderError
from bot.screens import Screen
from bot.turn import Turn
from handlers.interview import people
from handlers.routing import OnTap, Tap, merchant_of
from handlers.settings import show_section
from handlers.taps.account import ChangePreview, ShowPreview, UseTemplate
from handlers.views import previews as views
from models.document import DOCUMENT_LANGUAGES
from models.errors import UserError
from models.member import Member
from models.merchant import Merchant


async def preview_tapped(_tap: Tap[ShowPreview], turn: Turn) -> None:
    """Drawn after this turn, by an errand."""
    language = merchant_of(turn).document_language
    turn.answer(turn.t.plain(views.DRAWING))
    turn.send_on("preview", language=language)


async def language_tapped(tap: Tap[ChangePreview], turn: Turn) -> None:
    """The same pictures in another language, in the place of those that are there."""
    merchant_of(turn)
    album = [int(number) for number in tap.data.album.split(",") if number.isdecimal()]
    if tap.data.language in DOCUMENT_LANGUAGES:
        turn.answer(turn.t.plain(views.DRAWING))
        turn.send_on("preview", language=tap.data.language, album=album, message_id=tap.message_id)


async def template_tapped(tap: Tap[UseTemplate], turn: Turn) -> None:
    """This one it is."""
    setting = SETTINGS["template"]
    await change(turn.session, setting, tap.data.name, *people(turn))
    await show_section(turn, "look", setting)


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        OnTap(ShowPreview, preview_tapped),
        OnTap(ChangePreview, language_tapped),
        OnTap(UseTemplate, template_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Nothing is asked here."""
    return {}


class PreviewErrand:
    """`preview`: {"language": one of DOCUMENT_LANGUAGES}, shown in a new album with its buttons below; or redrawn in
    {"album": the ids of its messages, "message_id": the message below}. Repeated after a crash, it may show two.
    """

    def __init__(self, database: Database, bot: Bot, artist: Artist, clock: Callable[[], datetime]) -> None:
        self._database, self._bot, self._artist, self._clock = database, bot, artist, clock
        self._drawing = asyncio.Lock()  # one at a time: whoever taps on and on keeps no invoice waiting

    async def __call__(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Draw, then show; or tell why not. Raises TelegramError for the outbox to try again."""
        account, language = await self._account(chat_id), str(wanted["language"])
        if account is None:
            return
        t = texts(account[0].language)
        try:
            pictures = await self._drawn(account[1], language)
        except UserError as refusal:
            await self._bot.send_message(
                chat_id=chat_id, **Screen(t(refusal.message, **refusal.values)).as_json()
            )
            return
        photos = [
            InputMediaPhoto(png, views.caption(t, name, language), filename=f"{name}.png")
            for name, png in pictures.items()
        ]
        album, below = await self._shown(chat_id, photos, wanted)
        content = views.preview_view(t, language, album).as_json()
        if below is None:
            await self._bot.send_message(chat_id=chat_id, **content)
        else:
            await self._bot.edit_message_text(chat_id=chat_id, message_id=below, **content)

    async def _shown(
        self, chat_id: int, photos: Sequence[InputMediaPhoto], wanted: dict[str, Any]
    ) -> tuple[list[int], int | None]:
        """The ids of the messages with the pictures; and of the one below, if it is there already."""
        album: list[int] = wanted.get("album", [])
        if await self._redrawn(chat_id, album, photos):
            return album, wanted.get("message_id")
        sent = await self._bot.send_media_group(chat_id=chat_id, media=photos)
        return [message.message_id for message in sent], None

    async def _account(self, chat_id: int) -> tuple[Member, Merchant] | None:
        mine = select(Member, Merchant).join(Merchant, col(Merchant.id) == col(Member.merchant_id))
        async with self._database.reading() as session:
            return (await session.exec(mine.where(Member.user_id == chat_id))).one_or_none()

    async def _drawn(self, merchant: Merchant, language: str) -> dict[str, bytes]:
        """PNG by template. UserError where the invoice cannot be made."""
        async with self._database.reading() as session:
            sample = await sample_of(session, merchant, language, self._clock())
        try:
            async with self._drawing:
                return await sample.in_each_template(self._artist)
        except RenderError as error:
            raise UserError(views.NOT_DRAWN) from error

    async def _redrawn(self, chat_id: int, album: Sequence[int], photos: Sequence[InputMediaPhoto]) -> bool:
        """Whether every picture now stands where the one before stood; False: there is none, or one is gone."""
        if len(album) != len(photos):
            return False
        for message_id, photo in zip(album, photos, strict=True):
            try:
                await self._bot.edit_message_media(chat_id=chat_id, message_id=message_id, media=photo)
            except BadRequest as refusal:
                if is_gone(refusal):
                    return False
        return True
