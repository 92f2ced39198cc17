"""Receipts for payments as deliveries: by which ways they go, when they are queued, when they no longer go out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.ledger import fail, held
from bot.delivery.queue import queue_delivery
from models.delivery import Channel, Delivery, State
from models.invoice import Invoice
from models.payment import Payment

REVERSED = "reversed"  # a key of `transport.REASONS`
_GONE = (State.SENT, State.DELIVERED)


class Order(NamedTuple):
    """Who wants the receipts, and when; `domain` is the one of MAIL_FROM."""

    requested_by: str
    now: datetime
    domain: str


class Route(NamedTuple):
    """A way to the customer."""

    channel: Channel
    recipient: str


async def routes_of(session: AsyncSession, issued: Invoice, here: Collection[str]) -> list[Route]:
    """Where the invoice went: by each channel of `here` the address that got it last, else the one tried last."""
    wanted = select(Delivery).where(
        Delivery.invoice_id == issued.key,
        Delivery.merchant_id == issued.merchant_id,
        col(Delivery.payment_id).is_(None),
    )
    deliveries = (await session.exec(wanted.order_by(col(Delivery.id)))).all()
    last: dict[str, str] = {}
    for delivery in sorted(deliveries, key=lambda each: each.state in _GONE):
        last[delivery.channel] = delivery.recipient
    return [
        Route(Channel(channel), last[channel]) for channel in Channel if channel in last and channel in here
    ]


async def queue_receipts(
    session: AsyncSession, issued: Invoice, payment: Payment, routes: Sequence[Route], order: Order
) -> list[Delivery]:
    """A delivery for each route by which no receipt for this payment went, or is on its way."""
    known = {
        (delivery.channel, delivery.recipient)
        for delivery in await receipts_of(session, payment)
        if delivery.state != State.FAILED
    }
    by, now, domain = order
    return [
        await queue_delivery(session, issued, *route, by, now, domain, payment_id=payment.key)
        for route in routes
        if route not in known
    ]


async def receipts_of(session: AsyncSession, payment: Payment) -> Sequence[Delivery]:
    """Every receipt for this payment, oldest first."""
    wanted = select(Delivery).where(
        Delivery.payment_id == payment.key, Delivery.merchant_id == payment.merchant_id
    )
    return (await session.exec(wanted.order_by(col(Delivery.id)))).all()


async def hold_receipts(session: AsyncSession, payment: Payment, now: datetime) -> bool:
    """Once the payment is taken back: what waits is not sent any more. Whether a receipt has gone out already."""
    mine = col(Delivery.payment_id) == payment.key, col(Delivery.merchant_id) == payment.merchant_id
    receipts = await held(session, *mine)
    for receipt in receipts:
        if receipt.state == State.QUEUED:
            fail(receipt, REVERSED, None, now)
    return any(map(has_gone_out, receipts))


def has_gone_out(receipt: Delivery) -> bool:
    """Whether the customer has it, for all we know: one that is being sent this moment may still arrive."""
    return receipt.state in {State.SENDING, *_GONE}
