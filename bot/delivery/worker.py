"""One delivery, from its row to the provider and back: intent, send, result, however often it is asked."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.database import UNAVAILABLE, Database
from bot.delivery.ledger import Intent, Outcome, Sent, claim, due_at, fail, locked, record
from bot.delivery.transport import DeliveryError, Message, OutcomeUnknownError, Transport
from bot.rendering.pool import RenderError
from bot.settings import Settings
from models.delivery import Delivery, Pause

log = structlog.get_logger(__name__)

Compose = Callable[[int], Awaitable[Message]]
"""Delivery id -> the message, ready to send. Raises RenderError or DeliveryError."""

Report = Callable[[AsyncSession, Delivery], Awaitable[None]]
"""Owe the chat the news of this delivery, in the transaction that records it."""

_AT_ONCE = 8  # sends at a time per channel, so that one that hangs does not hold up the other
_COMPOSE_SECONDS = 120.0  # a renderer that takes longer is broken
_DATABASE_PAUSES = (0.1, 1.0, 5.0)  # seconds; a result nobody writes down would be sent again


@dataclass
class Worker:
    """Give `deliver` an id as often as you like: the row decides whether anything is to be done."""

    database: Database
    transports: Mapping[str, Transport]
    compose: Compose
    report: Report
    settings: Settings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    committed: Callable[[], None] = lambda: None  # news has been written: wake whoever sends it
    closing: bool = False  # true: what has not begun to send stays in the queue
    _slots: defaultdict[str, asyncio.Semaphore] = field(
        init=False, default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))
    )

    async def deliver(self, delivery_id: int) -> datetime | None:
        """Do what the row asks for now; returns when to look again, None if that is for others to say.

        Rendering comes before the intent: it costs the lease nothing, and a crash in it leaves a queued row.
        """
        async with self.database.reading() as session:
            delivery = await session.get(Delivery, delivery_id)
        at = due_at(delivery) if delivery else None
        if delivery is None or at is None or at > self.clock():
            return at
        async with self._slots[delivery.channel]:
            if self.closing:
                return None
            # An exception is raised after the intent: it counts as an attempt, the lease slows a bug down.
            (message,) = await asyncio.gather(self._composed(delivery_id), return_exceptions=True)
            if isinstance(message, SQLAlchemyError) and isinstance(message, UNAVAILABLE):
                raise message  # nothing has begun: the next sweep looks again, and no attempt is used up
            intent = await self._claim(delivery_id)
            if not isinstance(intent, Intent):
                return intent
            return await self._conclude(intent, await self._attempt(intent, message))

    async def _composed(self, delivery_id: int) -> Message:
        try:
            async with asyncio.timeout(_COMPOSE_SECONDS):
                return await self.compose(delivery_id)
        except (RenderError, TimeoutError) as error:
            log.error("invoice not rendered", delivery=delivery_id, why=str(error) or type(error).__name__)
            raise DeliveryError("render") from error

    async def _claim(self, delivery_id: int) -> Intent | datetime | None:
        """The first transaction: the intent, or when to look again."""
        async with self.database.writing() as session:
            delivery = await locked(session, delivery_id)
            monotonic, now = self.monotonic(), self.clock()
            at = due_at(delivery) if delivery else None
            if delivery is None or at is None or at > now:
                return at
            if await session.get(Pause, delivery.channel):
                return None
            if delivery.attempts <= len(self.settings.retry_seconds) + 1:
                return await claim(session, delivery, now, monotonic, self.settings)
            fail(delivery, "gave_up", None, now)
            await self._report(session, delivery)
        self.committed()
        return None

    async def _attempt(self, intent: Intent, message: Message | BaseException) -> Outcome:
        """Between the transactions. A bug passes and leaves the row `sending`: nobody knows what it did."""
        try:
            return await self._carry(intent, message)
        except (DeliveryError, OutcomeUnknownError) as outcome:
            return outcome
        except TimeoutError:
            return OutcomeUnknownError()

    async def _carry(self, intent: Intent, message: Message | BaseException) -> Sent:
        transport = self.transports.get(intent.channel)
        if transport is None:
            raise DeliveryError("no_channel", permanent=True)
        if isinstance(message, BaseException):
            raise message
        if intent.unsettled_since is not None:
            async with asyncio.timeout(self.settings.send_timeout):
                ref = await transport.find(message, intent.unsettled_since)
            if ref is not None:
                return Sent(ref)
        if not intent.may_send:
            raise DeliveryError("gave_up", permanent=True)
        if self.monotonic() > intent.send_before:  # this process was stopped for a while
            raise DeliveryError("timeout", detail="paused")
        async with asyncio.timeout(self.settings.send_timeout):
            return Sent(await transport.send(message))

    async def _conclude(self, intent: Intent, outcome: Outcome) -> datetime | None:
        """The second transaction, insisted on: its loss would mean asking, or sending, again."""
        for pause in _DATABASE_PAUSES:
            try:
                return await self._record(intent, outcome)
            except (SQLAlchemyError, OSError) as error:
                log.warning("result not written yet", delivery=intent.delivery_id, why=type(error).__name__)
                await asyncio.sleep(pause)
        return await self._record(intent, outcome, whatever_the_report=True)

    async def _record(
        self, intent: Intent, outcome: Outcome, *, whatever_the_report: bool = False
    ) -> datetime | None:
        async with self.database.writing() as session:
            now = self.clock()
            delivery = await record(session, intent, outcome, now, self.settings.retry_seconds)
            if delivery is None:
                log.warning("result came too late", delivery=intent.delivery_id, fence=intent.fence)
                return None
            at = due_at(delivery)
            failure = await self._report(session, delivery)
            if isinstance(failure, OperationalError) and not whatever_the_report:
                raise failure
        self.committed()
        return at

    async def _report(self, session: AsyncSession, delivery: Delivery) -> BaseException | None:
        """In a savepoint: a bug in the news must not cost the result, which would send the invoice again."""
        delivery_id = delivery.id
        (failure,) = await asyncio.gather(self._reported(session, delivery), return_exceptions=True)
        if failure is not None:
            log.error("delivery not reported", delivery=delivery_id, exc_info=failure)
        return failure

    async def _reported(self, session: AsyncSession, delivery: Delivery) -> None:
        async with session.begin_nested():
            await self.report(session, delivery)
