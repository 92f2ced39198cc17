"""Sends what committed turns owe the chat: at once by the process that committed, after a lease by any other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.chat_locks import ChatLocks
from bot.database import UNAVAILABLE, Database
from bot.receipts import CLAIM, KEEP, MARK, TAKE_OVER, due
from bot.turn import LEASE, Call
from models.receipt import Receipt

log = structlog.get_logger(__name__)

Errand = Callable[[int, dict[str, Any]], Awaitable[None]]
"""Slow work owed by a turn: (chat id, arguments). Runs after the commit, at least once."""


SLOW = frozenset(
    {
        "invoice_pdf", "invoice_xml", "preview", "take_logo", "selftest", "verify_pdf", "read_list", "import_list",
        "export_book",
    }
)  # fmt: skip
"""Errands that take seconds: owed by `Turn.send_on`, carried out beside the chat's replies."""


# The Bot API does not mind the case; python-telegram-bot warns where one of its own methods is named exactly.
_ENDPOINTS = {
    "send_message": "SendMessage",
    "edit_message_text": "EditMessageText",
    "delete_message": "DeleteMessage",
    "answer_callback_query": "AnswerCallbackQuery",
}


class Outbox:
    """`send` carries out a receipt's calls in order; what flood control or a dead network stops stays owed."""

    def __init__(self, database: Database, bot: Bot, clock: Callable[[], datetime], locks: ChatLocks) -> None:
        self._database, self._bot, self._clock, self._locks = database, bot, clock, locks
        self.errands: Mapping[str, Errand] = {}
        self._woken = asyncio.Event()
        self._jobs: dict[str, asyncio.Task[Any]] = {}
        self._marks: list[dict[str, Any]] = []
        self._cards: list[dict[str, Any]] = []
        self._recording: asyncio.Task[None] | None = None

    async def send(self, receipt_id: int, chat_id: int, calls: Sequence[Call]) -> bool:
        """Try once, in the chat's order (the caller holds its lock); False: some are still owed.

        Never raises for what Telegram says.
        """
        card: dict[str, Any] | None = None
        done = 0
        owed_at: datetime | None = None
        try:
            for call in calls:
                sent = await self._carry_out(chat_id, call)
                if sent and "keep" in call:
                    card = {
                        "chat": chat_id,
                        "draft_number": call["keep"],
                        "card": sent,
                        "is_apart": call["apart"],
                    }
                done += 1
        except RetryAfter as flood:
            wait = flood.retry_after
            owed_at = self._clock() + (wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        except (TelegramError, *UNAVAILABLE) as failure:
            log.warning("reply put off", chat=chat_id, why=type(failure).__name__)
            owed_at = self._clock() + timedelta(seconds=2)
        await self._record(receipt_id, calls[done:], owed_at, card)
        return owed_at is None

    async def _carry_out(self, chat_id: int, call: Call) -> int | None:
        """One call; the id of the message it sent, if it sent one."""
        if errand := self.errands.get(call["do"]):
            await self._run(errand, chat_id, call)
            return None
        try:  # the plain answer: nobody needs Telegram's objects here, and making them costs as much as the call
            result = await self._bot.do_api_request(_ENDPOINTS[call["do"]], api_kwargs=call["with"])
        except (BadRequest, Forbidden) as refusal:  # expired press, message not modified or gone, bot blocked
            if "keep" in call and is_gone(refusal):
                content = {name: value for name, value in call["with"].items() if name != "message_id"}
                return await self._carry_out(chat_id, {"do": "send_message", "with": content})
            log.info("chat refused", chat=chat_id, call=call["do"], why=str(refusal)[:80])
            return None
        return result.get("message_id") if isinstance(result, dict) else None

    @staticmethod
    async def _run(errand: Errand, chat_id: int, call: Call) -> None:
        try:
            await errand(chat_id, call["with"])
        except (BadRequest, Forbidden) as refusal:
            log.info("chat refused", chat=chat_id, errand=call["do"], why=str(refusal)[:80])
        except (TelegramError, *UNAVAILABLE):
            raise
        except Exception:  # a bug in an errand must not be repeated for ever
            log.exception("errand failed", chat=chat_id, errand=call["do"])

    async def _record(
        self, receipt_id: int, rest: Sequence[Call], owed_at: datetime | None, card: dict[str, Any] | None
    ) -> None:
        """Write down what was sent; what several chats have to write at the same time goes into one commit."""
        self._marks.append({"receipt": receipt_id, "until": owed_at, "rest": list(rest)})
        if card is not None:
            self._cards.append(card)
        if self._recording is None or self._recording.done():
            self._recording = asyncio.create_task(self._record_all())
        await asyncio.shield(self._recording)

    async def _record_all(self) -> None:
        async with self._database.engine.connect() as connection, connection.begin():
            marks, self._marks = self._marks, []
            cards, self._cards = self._cards, []
            self._recording = None  # what comes from now on needs a commit of its own
            await connection.execute(MARK, marks)
            if cards:
                await connection.execute(KEEP, cards)

    def wake(self) -> None:
        """Somebody has committed a notice of our own: look now."""
        self._woken.set()

    async def take_over(self) -> None:
        """Nobody else answers: what the last process had in hand is sent now, and before any new turn."""
        now = self._clock()
        async with self._database.engine.begin() as connection:
            await connection.execute(TAKE_OVER, {"now": now, "leased": now + LEASE})
        await self._set_off_due()
        await asyncio.sleep(0)  # now each job holds its chat's lock

    async def pump(self, every: float = 1.0) -> None:
        """What a dead process left, what a flood limit put off, notices that no update caused. Runs for ever."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self._set_off_due()
                except UNAVAILABLE as failure:
                    log.error("owed replies wait for the database", why=type(failure).__name__)
                with suppress(TimeoutError):
                    async with asyncio.timeout(every):  # wait_for may lose a cancellation before Python 3.12
                        await self._woken.wait()
        finally:
            for job in self._jobs.values():
                job.cancel()
            await asyncio.gather(*self._jobs.values(), return_exceptions=True)

    async def send_due(self) -> None:
        """Send everything that is due, and wait until it is out."""
        await self._set_off_due()
        while self._jobs:
            await asyncio.wait(self._jobs.values())
            await self._set_off_due()  # what came for a chat that was being answered

    async def _set_off_due(self) -> None:
        """Each chat's replies in their order, no chat waiting for another; slow errands beside them."""
        async with self._database.reading() as session:
            receipts = (await session.exec(due(self._clock()))).all()
        jobs: dict[str, list[Receipt]] = {}
        for receipt in receipts:
            is_slow = bool(receipt.calls) and receipt.calls[0]["do"] in SLOW
            jobs.setdefault(f"errand {receipt.id}" if is_slow else f"chat {receipt.chat_id}", []).append(
                receipt
            )
        for name, owed in jobs.items():
            if name not in self._jobs:
                work = self._send_claimed(owed[0]) if name.startswith("errand") else self._send_in_order(owed)
                self._jobs[name] = job = asyncio.create_task(work, name=name)
                job.add_done_callback(self._done)

    async def _send_in_order(self, receipts: Sequence[Receipt]) -> None:
        async with self._locks.of(receipts[0].chat_id):
            for receipt in receipts:
                if not await self._send_claimed(receipt):
                    return

    async def _send_claimed(self, receipt: Receipt) -> bool:
        calls = await self._claim(receipt.id or 0)
        return calls is not None and await self.send(receipt.id or 0, receipt.chat_id, calls)

    def _done(self, job: asyncio.Task[Any]) -> None:
        del self._jobs[job.get_name()]
        if not job.cancelled() and (failure := job.exception()):  # still owed: again after its lease
            log.error("replies not recorded", job=job.get_name(), why=type(failure).__name__)

    async def _claim(self, receipt_id: int) -> list[Call] | None:
        """The receipt's calls if it is still due, leased to us."""
        now = self._clock()
        async with self._database.engine.begin() as connection:
            claimed = await connection.execute(
                CLAIM, {"receipt": receipt_id, "now": now, "until": now + LEASE}
            )
            calls: list[Call] | None = claimed.scalar_one_or_none()
            return calls


def is_gone(refusal: TelegramError) -> bool:
    """Whether an edit failed because the message is deleted, or too old to be edited."""
    words = str(refusal).lower()
    return "to edit not found" in words or "can't be edited" in words
