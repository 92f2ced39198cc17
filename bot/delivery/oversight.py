"""The deliveries of all merchants, for admins: what waits or fails, trying again, whose cards must be redrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.queue import NOT_UNDONE, UNDER_WAY, retry
from bot.paging import Page, Window, page_of
from models.delivery import Channel, Delivery, State
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant

RECENT = timedelta(days=3)  # an older failure is history
CARDS_PER_CHAT = 30  # redrawn at most; Telegram takes about one edit a second
_UNKNOWN = N_("There is no delivery {id}. /queue lists those that wait or have failed.")

Cards = Mapping[int, list[int]]
"""Chat id -> ids of the invoices whose cards there have changed, newest first."""


@dataclass(frozen=True)
class Entry:
    """A delivery and what it belongs to."""

    delivery: Delivery
    merchant: str
    number: str


async def deliveries_page(session: AsyncSession, kept: str, window: Window, now: datetime) -> Page[Entry]:
    """`kept`: "waiting", "failed" (lately, see RECENT) or "all" for both; newest first."""
    waiting = col(Delivery.state).in_(UNDER_WAY)
    failed = (col(Delivery.state) == State.FAILED) & (col(Delivery.ended_at) > now - RECENT) & NOT_UNDONE
    wanted = (
        select(Delivery, Merchant.name, Invoice.number)
        .join(Merchant, col(Merchant.id) == col(Delivery.merchant_id))
        .join(Invoice, col(Invoice.id) == col(Delivery.invoice_id))
        .where({"waiting": waiting, "failed": failed}.get(kept, or_(waiting, failed)))
    )
    found = await page_of(session, wanted, col(Delivery.id), window, lambda row: int(row[0].key))
    return Page([Entry(*row) for row in found.rows], found.older, found.newer)


async def retry_any(session: AsyncSession, delivery_id: int, now: datetime) -> Delivery:
    """Whosever it is: a failed one goes back into the queue, a waiting one is due now. UserError if there is none."""
    owner = select(Delivery.merchant_id).where(Delivery.id == delivery_id)
    merchant_id = (await session.exec(owner)).one_or_none()
    if merchant_id is None:
        raise UserError(_UNKNOWN, id=delivery_id)
    return await retry(session, merchant_id, delivery_id, now)


async def cards_waiting(session: AsyncSession, channel: Channel) -> Cards:
    """Cards that tell of deliveries waiting for this channel."""
    return await _cards(session, (col(Delivery.channel) == channel) & (col(Delivery.state) == State.QUEUED))


async def cards_of(session: AsyncSession, delivery_ids: Iterable[int]) -> Cards:
    """Cards that tell of these deliveries."""
    return await _cards(session, col(Delivery.id).in_(list(delivery_ids)))


async def _cards(session: AsyncSession, which: ColumnElement[bool]) -> Cards:
    wanted = select(Invoice.chat_id, col(Invoice.id)).join(
        Delivery, col(Delivery.invoice_id) == col(Invoice.id)
    )
    newest = wanted.where(which).distinct().order_by(col(Invoice.id).desc())
    cards: dict[int, list[int]] = {}
    for chat_id, invoice_id in (await session.exec(newest)).all():
        mine = cards.setdefault(chat_id, [])
        if len(mine) < CARDS_PER_CHAT:
            mine.append(invoice_id or 0)
    return cards
