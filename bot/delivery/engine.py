"""What makes `Worker.deliver` happen soon. The rows are the truth: an engine may forget all of it."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.queue import due
from bot.delivery.seat import seat_of
from bot.delivery.worker import Worker
from models.delivery import Attempt, Channel, Delivery, State

log = structlog.get_logger(__name__)

_BATCH = 200  # deliveries a sweep may add per channel; the next sweep brings the rest


class Engine(Protocol):
    """Three ways to say: look at this delivery."""

    async def enqueue(self, session: AsyncSession, delivery_id: int) -> None:
        """As soon as this transaction has committed, from whatever process."""

    def kick(self, delivery_id: int) -> None:
        """At once: this process has just committed it."""

    async def nudge(self, delivery_id: int) -> None:
        """In due course: it seems to have been forgotten."""


class EmbeddedEngine:
    """Deliveries as tasks of this process's event loop: `async with EmbeddedEngine(worker)`.

    One process delivers per database, see `seat`. Entering raises SeatTakenError if an SQLite file has its
    process; on PostgreSQL this one stands by and takes over. Leaving finishes what is being sent.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._settings = worker.settings
        # Seconds; what is due sooner gets an alarm, for the next sweep may come too late.
        self._soon = 2 * worker.settings.sweep_seconds
        self._seat = seat_of(worker.database)
        self._seated = False
        self._jobs: dict[int, asyncio.Task[datetime | None]] = {}
        self._alarms: dict[int, asyncio.TimerHandle] = {}
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._seated = await self._seat.taken()
        self._worker.closing = False
        if self._worker.database.is_sqlite:
            await self._shorten_leases()
        self._watching = asyncio.create_task(self._watch(), name="delivery engine")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seated, self._worker.closing = False, True
        if self._watching:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        while self._alarms:
            self._alarms.popitem()[1].cancel()
        if self._jobs:
            _, late = await asyncio.wait(self._jobs.values(), timeout=2 * self._settings.send_timeout)
            for job in late:
                job.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._seat.leave()

    async def enqueue(self, session: AsyncSession, delivery_id: int) -> None:
        """See Engine. Who delivers needs no announcement, only the kick."""
        if not self._seated:
            await self._seat.announce(session, delivery_id)

    def kick(self, delivery_id: int) -> None:
        """See Engine. Harmless for one that is in hand, or finished, or somebody else's."""
        self._silence(delivery_id)
        if self._seated and delivery_id not in self._jobs:
            job = asyncio.create_task(self._worker.deliver(delivery_id), name=f"delivery {delivery_id}")
            self._jobs[delivery_id] = job
            job.add_done_callback(partial(self._finished, delivery_id))

    async def nudge(self, delivery_id: int) -> None:
        """See Engine."""
        self.kick(delivery_id)

    async def sweep(self) -> None:
        """Find due rows and ended leases: after a start, after a pause, after whatever was lost.

        And what will be due soon: looking at it sets its alarm, so that it goes out on the second.
        """
        self._seated = not self._worker.closing and await self._seat.taken()
        if not self._seated:
            return
        async with self._worker.database.reading() as session:
            for channel in Channel:
                until = self._worker.clock() + timedelta(seconds=self._soon)
                for delivery_id in await due(session, channel, until, _BATCH):
                    await self.nudge(delivery_id)

    async def _watch(self) -> None:
        """Sweep for ever. Each sweep is a task, so that no error of one is the end of all."""
        while True:
            sweep = asyncio.create_task(self.sweep(), name="delivery sweep")
            try:
                await asyncio.wait({sweep})
            finally:
                sweep.cancel()
            _log_failure(sweep)
            await self._seat.listen(self._settings.sweep_seconds, self.kick)

    def _finished(self, delivery_id: int, job: asyncio.Task[datetime | None]) -> None:
        del self._jobs[delivery_id]
        if _log_failure(job) or job.cancelled() or (at := job.result()) is None:
            return
        wait = (at - self._worker.clock()).total_seconds()
        if self._seated and wait < self._soon:
            self._silence(delivery_id)
            ring = asyncio.get_running_loop().call_later(max(wait, 0.0), self.kick, delivery_id)
            self._alarms[delivery_id] = ring

    def _silence(self, delivery_id: int) -> None:
        if alarm := self._alarms.pop(delivery_id, None):
            alarm.cancel()

    async def _shorten_leases(self) -> None:
        """Nobody else is alive: what the last process was sending has only to settle with the provider."""
        settle = timedelta(seconds=self._settings.settle_seconds)
        statement = select(Delivery, Attempt.started_at).where(
            col(Delivery.state) == State.SENDING,
            col(Attempt.delivery_id) == col(Delivery.id),
            col(Attempt.number) == col(Delivery.fence),
        )
        async with self._worker.database.writing() as session:
            for delivery, started_at in (await session.exec(statement)).all():
                settled = started_at + settle
                delivery.lease_until = min(delivery.lease_until or settled, settled)


def _log_failure(task: asyncio.Task[Any]) -> bool:
    """A bug or a lost database, to the log with its place in the code; True if there was one."""
    failure = None if task.cancelled() else task.exception()
    if failure is not None:
        log.error("broke off", task=task.get_name(), exc_info=failure)
    return failure is not None
