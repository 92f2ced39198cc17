"""A merchant's logo: fetched, looked at and kept after the turn that was sent it; the chat is told how it went."""

from datetime import datetime
from typing import Any, Protocol

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import BadRequest

from bot.database import Database
from bot.language import texts
from bot.receipts import notice
from bot.screens import Screen
from bot.turn import Call
from models.draft import Draft
from models.errors import N_, UserError
from models.member import Member
from models.merchant import Logo, Merchant

_NOT_FETCHED = N_("Telegram did not hand over the picture. Please send it once more.")
_KEPT = N_("✅ Your logo stands on every invoice from now on.")


class Normaliser(Protocol):
    """What makes an upload fit to print: `PdfPool`."""

    async def normalise_logo(self, upload: bytes) -> bytes:
        """The picture; UserError with a sentence where it is none."""


class LogoErrand:
    """`take_logo`: {"file_id": Telegram's, "sent_at": ISO 8601, "buttons": to leave under what it tells}.

    Repeated after a crash, it changes nothing more.
    """

    def __init__(self, database: Database, bot: Bot, pool: Normaliser) -> None:
        self._database, self._bot, self._pool = database, bot, pool

    async def __call__(self, chat_id: int, arguments: dict[str, Any]) -> None:
        """Take the picture, or tell why not. Raises TelegramError or OSError for the outbox to try again."""
        sent_at = datetime.fromisoformat(arguments["sent_at"])
        try:
            logo = await self._pool.normalise_logo(await self._fetched(arguments["file_id"]))
        except UserError as refusal:
            async with self._database.writing() as session:
                await _tell(session, chat_id, arguments, refusal, await _question(session, chat_id))
            return
        async with self._database.writing() as session:
            question = await _question(session, chat_id)
            if question is not None:
                _close(question)
            if await _keep(session, chat_id, sent_at, logo):
                await _tell(session, chat_id, arguments, UserError(_KEPT), question)

    async def _fetched(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest as refusal:  # too big for bots, or no longer there
            raise UserError(_NOT_FETCHED) from refusal


async def _question(session: AsyncSession, chat_id: int) -> Draft | None:
    """The draft, while a picture is asked for: its card says that one is being looked at."""
    mine = select(Draft).where(Draft.chat_id == chat_id, Draft.step == "settings.logo_id").with_for_update()
    return (await session.exec(mine)).one_or_none()


def _close(question: Draft) -> None:
    """A picture has been taken: nobody is asked for one any more, and the question this interrupted is open again."""
    waiting = question.scratch["waiting"]
    question.step, question.scratch = waiting["step"], waiting["scratch"]


async def _keep(session: AsyncSession, chat_id: int, sent_at: datetime, content: bytes) -> bool:
    """Make it the merchant's logo; False if it, or one sent later, already is. Rows bear the moment of sending."""
    mine = select(Merchant).join(Member, col(Member.merchant_id) == col(Merchant.id))
    mine = mine.where(Member.user_id == chat_id).with_for_update(of=Merchant)
    merchant = (await session.exec(mine)).one_or_none()
    if merchant is None:  # gone meanwhile
        return False
    taken = select(Logo.id).where(Logo.merchant_id == merchant.key, col(Logo.created_at) >= sent_at)
    if (await session.exec(taken)).first() is not None:
        return False
    logo = Logo(merchant_id=merchant.key, content=content, created_at=sent_at)
    session.add(logo)
    await session.flush()
    merchant.logo_id = logo.id
    return True


async def _tell(
    session: AsyncSession, chat_id: int, arguments: dict[str, Any], news: UserError, question: Draft | None
) -> None:
    """Owe the chat the sentence, in its language: on the question's card, or below if the chat has gone on."""
    language = (await session.exec(select(Member.language).where(Member.user_id == chat_id))).one_or_none()
    sentence = Screen(texts(language or "en")(news.message, **news.values))
    content = {"chat_id": chat_id, **sentence.as_json()}
    call: Call = {"do": "send_message", "with": content}
    if question is not None and question.card_message_id is not None:
        content |= {"message_id": question.card_message_id, "reply_markup": arguments["buttons"]}
        kept = {"keep": question.number, "apart": question.composition is None}
        call = {"do": "edit_message_text", "with": content, **kept}
    notice(session, chat_id, datetime.fromisoformat(arguments["sent_at"]), [call])
