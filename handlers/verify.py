"""/verify: is this PDF genuine? A merchant or their customer sends the file, or types its SHA-256."""

import asyncio
from typing import Any

from telegram import Bot, ReplyParameters, Update
from telegram.error import BadRequest

from bot.context import Context
from bot.conversation import Handler
from bot.database import Database
from bot.language import Texts, texts
from bot.screens import Screen
from bot.turn import Turn, current
from bot.verifying import MOST_BYTES, hashes_of, parse_sha256, too_large, verify_pdf
from handlers.pictures import has_file
from handlers.routing import OnCommand, OnMessage, OnTap, OnText, merchant_of
from handlers.taps.account import VerifyPdf
from handlers.views import verify as views
from models.errors import N_, UserError

STEP = "verify"
_AT_A_TIME = 2  # files of 10 MB in memory
_NOT_FETCHED = N_("Telegram did not hand over the file. Please send it once more.")
_NO_FILE = N_("Send the PDF as a file: a picture of it can be of any PDF.")


async def verify_wanted(typed: str, turn: Turn) -> None:
    """/verify, or /verify with a hash. The question this interrupts stays as it is."""
    _merchant_id(turn)
    if typed:
        await hash_answered(typed, turn)
    else:
        _open_question(turn)
        turn.say(views.question_view(turn.t, **_whence(turn)))


async def hash_answered(text: str, turn: Turn) -> None:
    """The SHA-256 of a file."""
    verdict = await verify_pdf(turn.session, _merchant_id(turn), parse_sha256(text))
    _close_question(turn)
    turn.say(views.verdict_view(turn.t, verdict))


async def file_sent(update: Update, turn: Turn) -> None:
    """A file: fetched and looked at after this turn."""
    message = update.message
    document = message.document if message else None
    if message is None or document is None:
        raise UserError(_NO_FILE)
    if (document.file_size or 0) > MOST_BYTES:
        raise too_large()
    turn.send_on(
        "verify_pdf", file_id=document.file_id, message_id=message.message_id, merchant_id=_merchant_id(turn),
        language=turn.language,
    )  # fmt: skip
    _close_question(turn)
    turn.say(views.looking_view(turn.t))


async def cancel_wanted(_rest: str, turn: Turn) -> None:
    """Back to what was there before."""
    _close_question(turn)
    turn.say(views.cancelled_view(turn.t, **_whence(turn)))


class VerifyErrand:
    """`verify_pdf`: {"file_id", "message_id": of the file, "merchant_id": who asks or None, "language"}.

    Repeated after a crash, it answers once more.
    """

    def __init__(self, database: Database, bot: Bot) -> None:
        self._database, self._bot = database, bot
        self._room = asyncio.Semaphore(_AT_A_TIME)

    async def __call__(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Answer the file. Raises TelegramError or OSError for the outbox to try again."""
        t = texts(wanted["language"])
        try:
            screen = await self._judged(t, wanted["file_id"], wanted["merchant_id"])
        except UserError as refusal:
            screen = views.refused_view(t, refusal)
        to_file = ReplyParameters(wanted["message_id"], allow_sending_without_reply=True)
        await self._bot.send_message(chat_id, reply_parameters=to_file, **screen.as_json())

    async def _judged(self, t: Texts, file_id: str, merchant_id: int | None) -> Screen:
        async with self._room:
            content = await self._fetched(file_id)
            whole, *beginnings = await asyncio.to_thread(hashes_of, content)
        async with self._database.reading() as session:
            return views.verdict_view(t, await verify_pdf(session, merchant_id, whole, beginnings))

    async def _fetched(self, file_id: str) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > MOST_BYTES:
                raise too_large()
            return bytes(await file.download_as_bytearray())
        except BadRequest as refusal:  # too big for bots, or no longer there
            raise UserError(_NOT_FETCHED) from refusal


def _merchant_id(turn: Turn) -> int | None:
    """Whose invoices are their own; a stranger has none. UserError for a suspended account."""
    return None if turn.merchant is None else merchant_of(turn).key


def _open_question(turn: Turn) -> None:
    """The step this interrupts waits beside its half answer."""
    draft = turn.draft
    if draft.step != STEP:
        draft.scratch, draft.step = {**draft.scratch, "before_verify": draft.step}, STEP


def _close_question(turn: Turn) -> None:
    draft = turn.draft
    if draft.step == STEP:
        rest = dict(draft.scratch)
        draft.step, draft.scratch = rest.pop("before_verify", None), rest


def _whence(turn: Turn) -> dict[str, bool]:
    return {"stranger": turn.merchant is None, "composing": turn.draft.composition is not None}


class _OnCancel(OnCommand):
    """/cancel while a file is awaited: the invoice being composed stays."""

    def check_update(self, update: object) -> bool:
        return super().check_update(update) and current.get().draft.step == STEP


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        _OnCancel("cancel", cancel_wanted),
        OnCommand("verify", verify_wanted),
        OnTap(VerifyPdf, lambda _tap, turn: verify_wanted("", turn)),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """What an answer means."""
    return {STEP: [OnMessage(has_file, file_sent), OnText(hash_answered)]}
