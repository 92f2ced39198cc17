"""What nobody will ask for again is removed, a little at a time."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlmodel import col, select

from bot.database import UNAVAILABLE, Database
from models.batch import Batch
from models.receipt import Receipt

log = structlog.get_logger(__name__)

# Telegram repeats an update for at most a day; a reply owed for longer answers nobody any more.
KEPT = timedelta(days=3)
_BATCH = 500  # rows at a time: the one writer of SQLite is not kept from the chats


async def prune(database: Database, now: datetime) -> int:
    """Remove receipts older than KEPT, and lists nobody said yes to; returns how many receipts."""
    async with database.writing() as session:
        await session.exec(delete(Batch).where(col(Batch.created_at) < now - KEPT))
    old = select(Receipt.id).where(col(Receipt.taken_at) < now - KEPT).limit(_BATCH)
    removed = 0
    while True:
        async with database.writing() as session:
            gone = await session.exec(delete(Receipt).where(col(Receipt.id).in_(old)))
        removed += gone.rowcount
        if gone.rowcount < _BATCH:
            return removed


async def keep_house(database: Database, clock: Callable[[], datetime], every: float = 3600.0) -> None:
    """Prune for ever."""
    while True:
        try:
            if removed := await prune(database, clock()):
                log.info("old receipts removed", count=removed)
        except UNAVAILABLE as failure:
            log.warning("old receipts stay for now", why=type(failure).__name__)
        await asyncio.sleep(every)
