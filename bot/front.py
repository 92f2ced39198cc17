"""The one door for polling and webhook: an update in; its turn committed, its replies sent, or owed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from telegram import InlineQuery, Update
from telegram.ext import Application, CallbackContext

from bot.arrivals import Arrival
from bot.chat_locks import ChatLocks
from bot.database import UNAVAILABLE, Database
from bot.delivery.engine import Engine
from bot.outbox import Outbox
from bot.screens import Screen
from bot.turn import Turn, current
from bot.turns import DuplicateUpdateError, Turns
from models.errors import N_, UserError

log = structlog.get_logger(__name__)

InlineAnswer = Callable[[InlineQuery], Awaitable[None]]
"""Answers what somebody types for the bot in any chat. It changes nothing that has to be kept."""

_PARTING = 5  # seconds a bot that stops has for telling what it knows
_SORRY = N_("Something went wrong on our side. Your draft is as it was; please try again.")


async def keep_error(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """PTB swallows what handlers raise; the turn has to roll back."""
    current.get().error = context.error


class Front:
    """An update is taken (its turn committed), then answered; `UNAVAILABLE` from the taking means: bring it again."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], database: Database,
        outbox: Outbox, locks: ChatLocks, engine: Engine, clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self.application, self._outbox, self._locks, self._engine = application, outbox, locks, engine
        self._turns = Turns(database, clock)
        self.inline: InlineAnswer | None = None
        self._answers: set[asyncio.Task[Any]] = set()

    async def handle(self, update: Update) -> None:
        """Take an update and wait until it is answered."""
        answer = await self.take(update)
        if answer is not None:
            await asyncio.wait({answer})

    async def take(self, update: Update) -> asyncio.Task[Any] | None:
        """Return when the update has taken effect for good; its replies are sent meanwhile, the chat's in order."""
        if update.inline_query is not None and self.inline is not None:
            return self._offering(update, self.inline(update.inline_query))
        arrival = arrival_of(update)
        if arrival is None:
            return None
        lock = self._locks.of(arrival.chat_id)
        await lock.acquire()
        answer = None
        try:
            turn = await self._turn(arrival, update)
            for delivery_id in turn.kicks:
                self._engine.kick(delivery_id)
            if turn.errands or turn.is_behind:
                self._outbox.wake()
            if turn.calls and not turn.is_behind:
                answer = self._answering(turn, lock)
        except DuplicateUpdateError:
            return None
        finally:
            if answer is None:
                lock.release()
        return answer

    def _answering(self, turn: Turn, lock: asyncio.Lock) -> asyncio.Task[bool]:
        """Send the turn's replies; the chat's lock is given back when they are out."""
        answer = asyncio.create_task(self._outbox.send(turn.receipt_id, turn.arrival.chat_id, turn.calls))
        self._answers.add(answer)
        answer.add_done_callback(partial(self._answered, lock))
        return answer

    def _answered(self, lock: asyncio.Lock, answer: asyncio.Task[bool]) -> None:
        self._answers.discard(answer)
        lock.release()
        if not answer.cancelled() and (failure := answer.exception()):  # still owed: the pump tries again
            log.error("replies not recorded", why=type(failure).__name__)

    def _offering(self, update: Update, work: Awaitable[None]) -> asyncio.Task[None]:
        """Answer an inline query; nothing is owed, for the next letter typed asks again."""
        answer = asyncio.ensure_future(work)
        self._answers.add(answer)
        answer.add_done_callback(partial(self._offered, update.update_id))
        return answer

    def _offered(self, update_id: int, answer: asyncio.Task[None]) -> None:
        self._answers.discard(answer)
        if not answer.cancelled() and (failure := answer.exception()):  # a bug: what can fail is seen to
            log.error("inline query failed", update_id=update_id, exc_info=failure)

    async def _turn(self, arrival: Arrival, update: Update) -> Turn:
        """The update's turn; what refuses it rolls back and is told to the chat in a turn of its own."""
        try:
            return await self._take(arrival, partial(self.application.process_update, update))
        except UserError as error:
            refusal = error
        except (*UNAVAILABLE, DuplicateUpdateError):
            raise
        except Exception:  # a bug in a handler: the draft is as it was, and the chat is not blocked by it
            log.exception("handler failed", update_id=update.update_id)
            refusal = UserError(_SORRY)
        return await self._take(arrival, partial(_refuse, refusal))

    async def _take(self, arrival: Arrival, act: Callable[[], Awaitable[None]]) -> Turn:
        async with self._turns.take(arrival) as turn:
            await act()
            for delivery_id in turn.kicks if turn.error is None else ():
                await self._engine.enqueue(turn.session, delivery_id)
        return turn

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The bot's connection and the pump, for as long as updates are taken; what is known is told before."""
        async with self.application:
            pump = asyncio.create_task(self._outbox.pump())
            try:
                yield
            finally:
                with suppress(TimeoutError, *UNAVAILABLE):  # then the next process tells it
                    async with asyncio.timeout(_PARTING):
                        await self._part()
                pump.cancel()
                await asyncio.gather(pump, return_exceptions=True)

    async def _part(self) -> None:
        while self._answers:
            await asyncio.wait(self._answers)
        await self._outbox.send_due()


async def _refuse(refusal: UserError) -> None:
    turn = current.get()
    turn.not_understood()
    if turn.arrival.callback_query_id is not None:
        turn.answer(turn.t.plain(refusal.message, **refusal.values), alert=True)
    else:
        turn.say(Screen(turn.t(refusal.message, **refusal.values)))


def arrival_of(update: Update) -> Arrival | None:
    """The turn's view of an update; None for what is not ours (channels, kinds we do not listen to)."""
    chat, person, query = update.effective_chat, update.effective_user, update.callback_query
    if chat is None or person is None or _is_shared_by_us(update) or _tells_of_a_pin(update):
        return None
    message, said = query.message if query else None, update.message or update.edited_message
    return Arrival(
        update.update_id, chat.id, person.language_code, person.full_name,
        query.id if query else None, message.message_id if message else None,
        said_id=said.message_id if said else None, is_edit=update.edited_message is not None,
    )  # fmt: skip


def _tells_of_a_pin(update: Update) -> bool:
    """That a message was pinned, by us or by a person: nothing was said."""
    return update.message is not None and update.message.pinned_message is not None


def _is_shared_by_us(update: Update) -> bool:
    """A document somebody chose from our own inline results, coming back to us; a forwarded one is meant for us."""
    message = update.message or update.edited_message
    via = message.via_bot if message and message.forward_origin is None else None
    return message is not None and via is not None and via.id == message.get_bot().id
