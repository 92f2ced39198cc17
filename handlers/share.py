"""An issued document into any chat of Telegram: by typing the bot's name there, or by a button that does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import col, select
from telegram import Bot, InlineQuery, Update, User
from telegram.error import BadRequest, TelegramError

from bot.context import Context
from bot.conversation import Handler
from bot.database import UNAVAILABLE, Database
from bot.drafts import today
from bot.invoices import invoice
from bot.language import Texts, language_for, texts
from bot.screens import Button
from bot.sharing import Found, find_documents, forget_files, is_known_to_telegram
from bot.turn import Turn
from handlers.routing import OnCommand, OnTap, Tap, merchant_of
from handlers.taps.issued import SharePdf
from handlers.views import share as views
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant

log = structlog.get_logger(__name__)

_AT_A_TIME = 4  # read from the database
_SECONDS = 8.0  # later than that nobody waits for the answer
_KEPT_SECONDS = 2  # by Telegram, for the one who asked: what stands there changes


@dataclass(frozen=True)
class _Answer:
    results: tuple[views.Json, ...] = ()
    button: views.Json | None = None
    merchant_id: int = 0
    file_ids: tuple[str, ...] = ()  # the merchant's, among the results


class InlineAnswers:
    """Answers inline queries: reads, sends, keeps nothing. What fails is logged; the next letter typed asks again."""

    def __init__(self, database: Database, bot: Bot, context: Context, clock: Callable[[], datetime]) -> None:
        self._database, self._bot, self._context, self._clock = database, bot, context, clock
        self._room = asyncio.Semaphore(_AT_A_TIME)

    async def __call__(self, query: InlineQuery) -> None:
        """Documents of the merchant the asker acts for, and of nobody else."""
        try:
            async with asyncio.timeout(_SECONDS):
                await self._answer(query)
        except (TelegramError, *UNAVAILABLE) as failure:
            log.warning("inline query not answered", who=query.from_user.id, why=type(failure).__name__)

    async def _answer(self, query: InlineQuery) -> None:
        answer = await self._found(query.from_user, query.query)
        try:
            await self._send(query, answer)
        except BadRequest as refusal:
            if _is_late(refusal) or not answer.file_ids:
                raise
            log.warning("files forgotten", who=query.from_user.id, why=str(refusal)[:80])
            async with self._database.writing() as session:
                await forget_files(session, answer.merchant_id, answer.file_ids)
            await self._send(query, await self._found(query.from_user, query.query))

    async def _send(self, query: InlineQuery, answer: _Answer) -> None:
        call = {
            "inline_query_id": query.id,
            "results": answer.results,
            "cache_time": _KEPT_SECONDS,
            "is_personal": True,
        }
        button = {"button": answer.button} if answer.button else {}
        await self._bot.do_api_request("AnswerInlineQuery", api_kwargs=call | button)

    async def _found(self, person: User, typed: str) -> _Answer:
        async with self._room, self._database.reading() as session:
            acting = (
                select(Member, Merchant)
                .join(Merchant, col(Merchant.id) == col(Member.merchant_id))
                .where(Member.user_id == person.id)
            )
            row = (await session.exec(acting)).one_or_none()
            if row is None:
                return _Answer(button=views.set_up_button(texts(language_for(person.language_code))))
            member, merchant = row
            t = texts(member.language)
            if merchant.suspended_at is not None:
                return _Answer(button=views.suspended_button(t))
            found = await find_documents(session, merchant.key, typed)
        if not found:
            return _Answer(button=views.nothing_button(t, typed))
        return self._offer(t, merchant, found)

    def _offer(self, t: Texts, merchant: Merchant, found: list[Found]) -> _Answer:
        """Those whose PDF Telegram can get; the first of the others can be fetched by the button."""
        day, results, lacking = today(merchant, self._clock()), [], []
        for each in found:
            link = self._context.link_to(each.invoice.token) if self._context.is_public else None
            result = views.offered(t, each, day, link)
            if result is None:
                lacking.append(each.invoice)
            else:
                results.append(result)
        button = views.fetch_button(t, lacking[0]) if lacking else None
        file_ids = tuple(each.file_id for each in found if each.file_id)
        return _Answer(tuple(results), button, merchant.key, file_ids)


def _is_late(refusal: BadRequest) -> bool:
    return "query is too old" in str(refusal).lower()


async def share_button(turn: Turn, issued: Invoice, context: Context) -> Button | None:
    """The button that sends it into another chat; none where the bot cannot be asked there."""
    if not context.has_inline_mode:
        return None
    is_ready = context.is_public or await is_known_to_telegram(turn.session, issued)
    return views.share_button(turn.t, issued, is_ready=is_ready)


async def share_tapped(tap: Tap[SharePdf], turn: Turn) -> None:
    """Its PDF into this chat first, with the button that goes on from there."""
    await _fetch(tap.data.invoice_id, turn)


async def pdf_wanted(typed: str, turn: Turn) -> None:
    """/start pdf-ID, from the button above inline results."""
    await _fetch(int(typed.removeprefix(views.PDF_PREFIX)), turn)


async def _fetch(invoice_id: int, turn: Turn) -> None:
    found = await invoice(turn.session, merchant_of(turn).key, invoice_id)
    turn.send_on("invoice_pdf", invoice_id=found.key)


class _OnPdfLink(OnCommand):
    """/start with the id of an invoice; any other /start is somebody else's."""

    def check_update(self, update: object) -> bool:
        message = update.message if isinstance(update, Update) else None
        typed = (message.text or "").partition(" ")[2] if message else ""
        number = typed.removeprefix(views.PDF_PREFIX)
        is_id = typed != number and number.isdecimal() and number.isascii() and len(number) < 10
        return is_id and super().check_update(update)


def entry(_context: Context) -> list[Handler]:
    """Before /start by itself."""
    return [_OnPdfLink("start", pdf_wanted), OnTap(SharePdf, share_tapped)]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
