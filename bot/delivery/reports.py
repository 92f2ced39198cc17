"""What a provider tells us later of a message it took: repeated, late and unordered as it pleases."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.ledger import accept, fail, locked, settle_attempts, unsettled_since
from models.delivery import Delivery, State

# Twilio's words (and its `read`, of channels that know it) in ours; what is missing here says nothing.
_MEANING = {
    "accepted": State.SENT, "scheduled": State.SENT, "queued": State.SENT,
    "sending": State.SENT, "sent": State.SENT,
    "delivered": State.DELIVERED, "read": State.DELIVERED,
    "undelivered": State.FAILED, "failed": State.FAILED,
}  # fmt: skip
_RANK = {
    State.SENT: 1,
    State.FAILED: 2,
    State.DELIVERED: 3,
}  # of two reports the higher is true


async def report_status(
    session: AsyncSession,
    delivery_id: int,
    provider_ref: str,
    provider_state: str,
    error_code: str | None,
    now: datetime,
    failure_reason: Callable[[str | None], str],
) -> bool:
    """Take a status callback into the row; True if the delivery's visible state changed.

    `failure_reason` turns the provider's error code into a key of REASONS. A report on another message than
    the row's is ignored, unless an attempt is in doubt: then it proves that one accepted.
    """
    state = _MEANING.get(provider_state.lower())
    delivery = await locked(session, delivery_id) if state and provider_ref else None
    if delivery is None or state is None or not await _is_news(session, delivery, provider_ref, state):
        return False
    if delivery.provider_ref != provider_ref:
        accept(delivery, provider_ref, now)
        await settle_attempts(session, delivery, "sent", now)
    if state == State.DELIVERED:
        delivery.state, delivery.delivered_at = State.DELIVERED, now
        delivery.reason = delivery.detail = delivery.ended_at = None
    elif state == State.FAILED:
        fail(delivery, failure_reason(error_code), error_code, now)
    return True


async def _is_news(session: AsyncSession, delivery: Delivery, ref: str, state: State) -> bool:
    current = State(delivery.state)
    if ref == delivery.provider_ref:  # not ranked: a person has asked to send it anew
        return current in _RANK and _RANK[state] > _RANK[current]
    if current in {State.SENT, State.DELIVERED}:
        return False
    return await unsettled_since(session, delivery.key) is not None
