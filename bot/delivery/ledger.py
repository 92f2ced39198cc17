"""What is written before a send, the durable intent, and after it, the result that counts under its fence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.transport import DeliveryError, OutcomeUnknownError
from bot.settings import Settings
from models.delivery import Attempt, Delivery, State

_random = SystemRandom()
_LONGEST_WAIT = 86_400.0  # seconds; a provider that asks for more is not obeyed
_OUTCOMES = {State.SENT: "sent", State.QUEUED: "retry", State.FAILED: "failed"}


class Sent(NamedTuple):
    """The provider took the message; `ref` is its name for it, if it gives one."""

    ref: str | None


Outcome = Sent | DeliveryError | OutcomeUnknownError


@dataclass(frozen=True)
class Intent:
    """A committed wish to send: until the lease ends, nobody else may."""

    delivery_id: int
    channel: str
    fence: int
    unsettled_since: (
        datetime | None
    )  # start of the first attempt whose outcome nobody knows: ask before sending
    may_send: bool  # False: the attempts are used up, only the provider may still be asked
    send_before: float  # on the worker's monotonic clock: a send that begins later could outlive the lease


def due_at(delivery: Delivery) -> datetime | None:
    """When it may be worked on; None: never again."""
    if delivery.state == State.QUEUED:
        return delivery.next_at
    return delivery.lease_until if delivery.state == State.SENDING else None


async def locked(session: AsyncSession, delivery_id: int) -> Delivery | None:
    """The row as it is now, held until the transaction ends."""
    statement = select(Delivery).where(col(Delivery.id) == delivery_id).with_for_update()
    return (await session.exec(statement, execution_options={"populate_existing": True})).one_or_none()


async def held(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[Delivery]:
    """These rows as they are now, oldest first; until the transaction ends nobody begins to send one of them."""
    statement = select(Delivery).where(*which).order_by(col(Delivery.id)).with_for_update()
    return (await session.exec(statement, execution_options={"populate_existing": True})).all()


async def unsettled_since(session: AsyncSession, delivery_id: int) -> datetime | None:
    """When the first attempt began whose outcome nobody knows; None if every outcome is known."""
    open_attempts = select(func.min(col(Attempt.started_at))).where(
        col(Attempt.delivery_id) == delivery_id, col(Attempt.outcome).is_(None)
    )
    return (await session.exec(open_attempts)).one()


async def claim(
    session: AsyncSession, delivery: Delivery, now: datetime, monotonic: float, settings: Settings
) -> Intent:
    """Before the send: state, fence, the attempt, and a lease that covers asking, sending and settling."""
    since = await unsettled_since(session, delivery.key) if delivery.fence else None
    asking = settings.send_timeout if since else 0.0
    may_send = delivery.attempts <= len(settings.retry_seconds)
    delivery.state = State.SENDING
    delivery.fence += 1
    delivery.attempts += 1
    delivery.lease_until = now + timedelta(seconds=asking + settings.send_timeout + settings.settle_seconds)
    session.add(Attempt(delivery_id=delivery.key, number=delivery.fence, started_at=now))
    send_before = monotonic + asking + settings.send_timeout / 2
    return Intent(delivery.key, delivery.channel, delivery.fence, since, may_send, send_before)


async def record(
    session: AsyncSession, intent: Intent, outcome: Outcome, now: datetime, pauses: tuple[float, ...]
) -> Delivery | None:
    """After the send: the result, unless somebody else has the row by now (None)."""
    delivery = await locked(session, intent.delivery_id)
    if delivery is None or delivery.fence != intent.fence or delivery.state != State.SENDING:
        return None
    if isinstance(outcome, Sent):
        accept(delivery, outcome.ref, now)
    elif isinstance(outcome, OutcomeUnknownError):
        delivery.reason = "timeout"
    else:
        _refuse(delivery, outcome, now, pauses)
    await _write_attempt(session, delivery, outcome, now)
    return delivery


def accept(delivery: Delivery, ref: str | None, now: datetime) -> None:
    """The provider has the message."""
    delivery.state, delivery.provider_ref, delivery.sent_at = State.SENT, ref, now
    delivery.reason = delivery.detail = delivery.lease_until = delivery.ended_at = None


def fail(delivery: Delivery, reason: str, detail: str | None, now: datetime) -> None:
    """It will not be tried again unless a person asks; without new words the provider's last ones stay."""
    delivery.state, delivery.reason, delivery.ended_at = State.FAILED, reason, now
    delivery.detail = detail or delivery.detail
    delivery.lease_until = None


async def settle_attempts(session: AsyncSession, delivery: Delivery, outcome: str, now: datetime) -> None:
    """The provider is known to have the message: the latest attempt brought it, none is in doubt any more."""
    unknown = update(Attempt).where(col(Attempt.delivery_id) == delivery.id, col(Attempt.outcome).is_(None))
    await session.exec(
        unknown.where(col(Attempt.number) == delivery.fence).values(outcome=outcome, ended_at=now)
    )
    if delivery.fence > 1:
        await session.exec(unknown.values(outcome="retry", reason="timeout", ended_at=now))


def _refuse(delivery: Delivery, error: DeliveryError, now: datetime, pauses: tuple[float, ...]) -> None:
    if error.permanent:
        fail(delivery, error.reason, error.detail, now)
    elif delivery.attempts > len(pauses):
        fail(delivery, "gave_up", error.detail, now)
    else:
        pause = pauses[delivery.attempts - 1] * _random.uniform(0.8, 1.2)
        pause = max(pause, min(error.retry_after or 0.0, _LONGEST_WAIT))
        delivery.state, delivery.next_at = State.QUEUED, now + timedelta(seconds=pause)
        delivery.reason, delivery.detail, delivery.lease_until = error.reason, error.detail or None, None


async def _write_attempt(session: AsyncSession, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    if isinstance(outcome, Sent):
        await settle_attempts(session, delivery, "sent", now)
        return
    refused = isinstance(outcome, DeliveryError)
    await session.exec(
        update(Attempt)
        .where(col(Attempt.delivery_id) == delivery.id, col(Attempt.number) == delivery.fence)
        .values(
            outcome=_OUTCOMES.get(State(delivery.state)),
            ended_at=now if refused else None,
            reason=outcome.reason if isinstance(outcome, DeliveryError) else "timeout",
            detail=(outcome.detail or None) if isinstance(outcome, DeliveryError) else None,
        )
    )
