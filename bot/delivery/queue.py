"""Deliveries as merchants and admins handle them: queue, try again, stop a channel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import and_, delete, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.delivery import Channel, Delivery, Pause, State
from models.errors import N_, UserError
from models.invoice import Invoice

NOT_AT_ALL = timedelta(0)
UNDONE = (
    "undone"  # a key of `transport.REASONS`: held back before anybody began to send it, and never sent again
)
# Failures of ours, not of the address: what an admin mends, and then sends again in one go.
OURS = (
    "gave_up", "login", "certificate", "unreachable", "timeout", "provider", "rate", "region", "render",
    "no_channel",
)  # fmt: skip
NOT_UNDONE = col(Delivery.reason).is_distinct_from(UNDONE)
"""A condition: what was held back has not failed."""

UNDER_WAY = (State.QUEUED, State.SENDING)

_STALE = timedelta(days=3)  # an older failure is no longer sent without its merchant asking


async def queue_delivery(
    session: AsyncSession,
    invoice: Invoice,
    channel: Channel,
    recipient: str,
    requested_by: str,
    now: datetime,
    domain: str,
    *,
    payment_id: int | None = None,
    wait: timedelta = NOT_AT_ALL,
) -> Delivery:
    """A row that is due now, or after `wait`; to be called in the issuing transaction. `domain`: the one of MAIL_FROM.

    With `payment_id` the receipt for that payment, else the document itself.
    """
    delivery = Delivery(
        merchant_id=invoice.merchant_id,
        invoice_id=invoice.key,
        payment_id=payment_id,
        channel=channel,
        recipient=recipient,
        next_at=now + wait,
        message_id=f"<{token_hex(16)}@{domain}>",
        requested_by=requested_by,
        created_at=now,
    )
    session.add(delivery)
    await session.flush()
    return delivery


async def is_under_way(
    session: AsyncSession, invoice: Invoice, channel: Channel, recipient: str, payment_id: int | None = None
) -> bool:
    """Whether this is to be sent there already; with `payment_id` the receipt for that payment, else the document.

    The invoice is locked until the transaction ends: of two who send it at once, the second finds what the first
    has queued, and so does whoever credits it.
    """
    mine = Invoice.id == invoice.key, Invoice.merchant_id == invoice.merchant_id
    await session.exec(select(Invoice.id).where(*mine).with_for_update(key_share=True))
    same = select(Delivery.id).where(
        Delivery.invoice_id == invoice.key,
        Delivery.merchant_id == invoice.merchant_id,
        Delivery.channel == channel,
        Delivery.recipient == recipient,
        col(Delivery.payment_id).is_not_distinct_from(payment_id),
        col(Delivery.state).in_(UNDER_WAY),
    )
    return (await session.exec(same.limit(1))).first() is not None


async def retry(session: AsyncSession, merchant_id: int, delivery_id: int, now: datetime) -> Delivery:
    """Put a failed delivery back, or a waiting one forward; leave any other. UserError if there is none.

    One that was held back stays so: its document has been credited, and the customer knows nothing of either.
    """
    statement = (
        select(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.merchant_id) == merchant_id)
        .with_for_update()
    )
    delivery = (await session.exec(statement, execution_options={"populate_existing": True})).one_or_none()
    if delivery is None:
        raise UserError(N_("This delivery is not here. Open the invoice from /invoices and try again there."))
    if delivery.state == State.FAILED and delivery.reason != UNDONE:
        delivery.state, delivery.next_at, delivery.attempts = State.QUEUED, now, 0
        delivery.reason = delivery.detail = delivery.ended_at = None
    elif delivery.state == State.QUEUED:
        delivery.next_at = min(delivery.next_at, now)
    return delivery


async def retry_failed(session: AsyncSession, now: datetime) -> Sequence[int]:
    """For admins, of all merchants: put back what failed lately through no fault of the address; their ids.

    Left alone: what a person has sent again meanwhile, to the same address.
    """
    newer = aliased(Delivery)
    sent_again = exists().where(
        col(newer.invoice_id) == col(Delivery.invoice_id),
        col(newer.recipient) == col(Delivery.recipient),
        col(newer.payment_id).is_not_distinct_from(col(Delivery.payment_id)),
        col(newer.id) > col(Delivery.id),
    )
    statement = (
        update(Delivery)
        .where(col(Delivery.state) == State.FAILED, col(Delivery.reason).in_(OURS))
        .where(col(Delivery.ended_at) > now - _STALE, ~sent_again)
        .values(state=State.QUEUED, next_at=now, attempts=0, reason=None, detail=None, ended_at=None)
        .returning(col(Delivery.id))
    )
    return [found for (found,) in (await session.exec(statement)).all()]


async def pause(session: AsyncSession, channel: Channel, now: datetime) -> None:
    """Stop a channel: its deliveries wait in the queue. What is being sent this moment still goes."""
    if await session.get(Pause, channel) is None:
        session.add(Pause(channel=channel, since=now))


async def resume(session: AsyncSession, channel: Channel) -> None:
    """Open it again; the next sweep of the engine finds what waits."""
    await session.exec(delete(Pause).where(col(Pause.channel) == channel))


async def paused(session: AsyncSession) -> dict[Channel, datetime]:
    """The channels that are stopped, and since when."""
    return {Channel(row.channel): row.since for row in (await session.exec(select(Pause))).all()}


async def due(session: AsyncSession, channel: Channel, until: datetime, limit: int) -> Sequence[int]:
    """What the engine has to look at, longest waiting first: due ones, and sending ones past their lease, by then."""
    statement = (
        select(Delivery.id)
        .where(col(Delivery.channel) == channel, ~exists().where(col(Pause.channel) == channel))
        .where(
            or_(
                and_(col(Delivery.state) == State.QUEUED, col(Delivery.next_at) <= until),
                and_(col(Delivery.state) == State.SENDING, col(Delivery.lease_until) <= until),
            )
        )
        .order_by(col(Delivery.next_at))
        .limit(limit)
    )
    return [found for found in (await session.exec(statement)).all() if found is not None]
