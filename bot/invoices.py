"""Looking back: issued invoices with what became of their deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import MONEY_FILTERS, OWED_BACK, kept_by
from bot.crediting import credit_notes_of
from bot.delivery.queue import NOT_UNDONE
from bot.payments import payments_of
from models.delivery import Attempt, Delivery, State
from models.errors import N_, UserError
from models.invoice import Invoice
from models.text import folded

PAGE = 6
_UNKNOWN = N_("This invoice is not one of yours.")

# What the list can be narrowed to: what is open or paid, and states of an invoice's deliveries.
DELIVERY_FILTERS: dict[str, tuple[State, ...]] = {
    "waiting": (State.QUEUED, State.SENDING),
    "sent": (State.SENT, State.DELIVERED),
    "failed": (State.FAILED,),
}
FILTERS = (("all", *MONEY_FILTERS), tuple(DELIVERY_FILTERS))


@dataclass(frozen=True)
class Page:
    """Some invoices, newest first; `older`/`newer` are the ids to go on from, None at the ends."""

    invoices: Sequence[Invoice]
    older: int | None
    newer: int | None


async def invoice(session: AsyncSession, merchant_id: int, invoice_id: int) -> Invoice:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Invoice).where(Invoice.id == invoice_id, Invoice.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_UNKNOWN)
    return found


async def last_issued(session: AsyncSession, merchant_id: int, chat_id: int) -> Invoice | None:
    """What this chat issued last."""
    mine = select(Invoice).where(Invoice.merchant_id == merchant_id, Invoice.chat_id == chat_id)
    return (await session.exec(mine.order_by(col(Invoice.id).desc()).limit(1))).first()


async def page_of(
    session: AsyncSession, merchant_id: int, today: date, *, kept: str = "all", customer_id: int | None = None,
    before: int | None = None, after: int | None = None,
) -> Page:  # fmt: skip
    """A page by key: the newest `PAGE` below `before`, or the nearest above `after`.

    `kept` is one of FILTERS or OWED_BACK.
    """
    wanted = select(Invoice).where(Invoice.merchant_id == merchant_id, *_kept(kept, merchant_id, today))
    if customer_id is not None:
        wanted = wanted.where(Invoice.customer_id == customer_id)
    if after is not None:
        upwards = wanted.where(col(Invoice.id) > after).order_by(col(Invoice.id)).limit(PAGE + 1)
        rows = list((await session.exec(upwards)).all())
        more, shown = len(rows) > PAGE, rows[:PAGE][::-1]
        return Page(shown, older=shown[-1].key if shown else None, newer=shown[0].key if more else None)
    if before is not None:
        wanted = wanted.where(col(Invoice.id) < before)
    rows = list((await session.exec(wanted.order_by(col(Invoice.id).desc()).limit(PAGE + 1))).all())
    shown = rows[:PAGE]
    newer = shown[0].key if shown and before is not None else None
    return Page(shown, older=shown[-1].key if len(rows) > PAGE else None, newer=newer)


def _kept(kept: str, merchant_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    if kept in (*MONEY_FILTERS, OWED_BACK):
        return (kept_by(kept, today),)
    if kept not in DELIVERY_FILTERS:
        return ()
    held = select(Delivery.invoice_id).where(
        Delivery.merchant_id == merchant_id,
        col(Delivery.payment_id).is_(None),
        col(Delivery.state).in_(DELIVERY_FILTERS[kept]),
        NOT_UNDONE,
    )
    return (col(Invoice.id).in_(held),)


async def find_invoices(session: AsyncSession, merchant_id: int, text: str) -> list[Invoice]:
    """Those whose number or buyer holds `text`."""
    wanted = select(Invoice).where(
        Invoice.merchant_id == merchant_id,
        col(Invoice.number).icontains(text, autoescape=True)
        | col(Invoice.buyer_name).icontains(text, autoescape=True)
        | (Invoice.buyer_name == folded(text)),
    )
    return list((await session.exec(wanted.order_by(col(Invoice.id).desc()).limit(PAGE))).all())


async def deliveries_of(session: AsyncSession, invoice_id: int, merchant_id: int) -> list[Delivery]:
    """Every delivery of the invoice and of receipts for its payments, oldest first."""
    wanted = select(Delivery).where(Delivery.invoice_id == invoice_id, Delivery.merchant_id == merchant_id)
    return list((await session.exec(wanted.order_by(col(Delivery.id)))).all())


async def deliveries_on(
    session: AsyncSession, merchant_id: int, invoices: Sequence[Invoice]
) -> dict[int, list[State]]:
    """The delivery states of each of these invoices; receipts are none of them, nor is what was held back."""
    states: dict[int, list[State]] = {}
    wanted = select(Delivery.invoice_id, Delivery.state).where(
        Delivery.merchant_id == merchant_id,
        col(Delivery.invoice_id).in_([i.key for i in invoices]),
        col(Delivery.payment_id).is_(None),
        NOT_UNDONE,
    )
    for invoice_id, state in (await session.exec(wanted)).all():
        states.setdefault(invoice_id, []).append(State(state))
    return states


async def delivery_of(session: AsyncSession, merchant_id: int, delivery_id: int) -> Delivery:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Delivery).where(Delivery.id == delivery_id, Delivery.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_UNKNOWN)
    return found


@dataclass(frozen=True)
class Event:
    """Something that happened to an invoice."""

    at: datetime
    # issued, credited, requested, sent, delivered, failed, retry, paid, refunded, moved; the last three also *_reversed
    what: str
    by: str = ""
    channel: str = ""
    recipient: str = ""
    reason: str | None = None
    amount: Decimal | None = None  # paid, given back or taken back, in the invoice's currency
    is_receipt: bool = False  # a delivery of a receipt, not of the document


async def timeline_of(session: AsyncSession, issued: Invoice) -> list[Event]:
    """What happened, in order: issued, asked for, tried, sent, delivered, paid, and by whom."""
    events = [Event(issued.issued_at, "issued", by=issued.issued_by)]
    for note in await credit_notes_of(session, issued.merchant_id, issued.key):
        events.append(Event(note.issued_at, "credited", by=note.issued_by, recipient=note.number))
    for paid in await payments_of(session, issued.merchant_id, issued.key):
        what = "paid" if not paid.is_refund else "moved" if paid.is_moved else "refunded"
        what += "_reversed" if paid.reverses_id else ""
        events.append(Event(paid.recorded_at, what, by=paid.recorded_by, amount=abs(paid.amount)))
    for delivery in await deliveries_of(session, issued.key, issued.merchant_id):
        to: dict[str, Any] = {"channel": delivery.channel, "recipient": delivery.recipient}
        to["is_receipt"] = delivery.payment_id is not None
        events.append(Event(delivery.created_at, "requested", by=delivery.requested_by, **to))
        tries = select(Attempt).where(Attempt.delivery_id == delivery.id).order_by(col(Attempt.id))
        for attempt in (await session.exec(tries)).all():
            if attempt.outcome in {"sent", "retry", "failed"} and attempt.ended_at:
                events.append(Event(attempt.ended_at, attempt.outcome, reason=attempt.reason, **to))
        if delivery.delivered_at:
            events.append(Event(delivery.delivered_at, "delivered", **to))
    return sorted(events, key=lambda event: event.at)
