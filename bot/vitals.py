"""How the bot is, in numbers: what an admin looks at first."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.delivery.queue import NOT_UNDONE, paused
from bot.migration import current_revision
from models.delivery import Channel, Delivery, State
from models.invoice import Invoice
from models.merchant import Merchant

_SQLITE = text(
    "SELECT 'SQLite ' || sqlite_version(),"
    " (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())"
)
_POSTGRESQL = text(
    "SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1),"
    " pg_database_size(current_database())"
)


@dataclass(frozen=True)
class Storage:
    """Where everything is kept; sizes in bytes."""

    database: str  # kind and version
    size: int
    migration: str | None  # the last one applied
    disk_free: int


@dataclass(frozen=True)
class Vitals:
    """Counts over all merchants."""

    storage: Storage
    merchants: int
    suspended: int
    invoices: int
    invoices_today: int
    deliveries_today: Mapping[tuple[Channel, State], int]  # asked for today, by where they are now
    failures: int  # of the last 24 hours
    waiting: int
    oldest_due: datetime | None  # since when the delivery that waits longest should have gone
    paused: Mapping[Channel, datetime]


async def vitals(session: AsyncSession, folder: Path, now: datetime, midnight: datetime) -> Vitals:
    """Now. `folder` is on the disk that must not fill up; `midnight` is when the reader's day began."""
    merchants = select(func.count(), func.count(col(Merchant.suspended_at)))
    invoices = select(func.count(), func.count().filter(col(Invoice.issued_at) >= midnight))
    number, suspended = (await session.exec(merchants.select_from(Merchant))).one()
    issued, today = (await session.exec(invoices.select_from(Invoice))).one()
    waiting, oldest_due = (await session.exec(_waiting(now))).one()
    return Vitals(
        await _storage(session, folder), number, suspended, issued, today, await _today(session, midnight),
        (await session.exec(_failures(now))).one(), waiting, oldest_due, await paused(session),
    )  # fmt: skip


def data_folder(database_url: str) -> Path:
    """The folder of the SQLite file; the working folder where the database is a server's."""
    url = make_url(database_url)
    in_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database or "").parent if in_file else Path()


async def _storage(session: AsyncSession, folder: Path) -> Storage:
    connection = await session.connection()
    statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    database, size = (await connection.execute(statement)).one()
    migration = await connection.run_sync(current_revision)
    return Storage(database, size, migration, shutil.disk_usage(folder).free)


async def _today(session: AsyncSession, midnight: datetime) -> dict[tuple[Channel, State], int]:
    grouped = (
        select(Delivery.channel, Delivery.state, func.count())
        .where(col(Delivery.created_at) >= midnight)
        .group_by(col(Delivery.channel), col(Delivery.state))
    )
    rows = (await session.exec(grouped)).all()
    return {(Channel(channel), State(state)): number for channel, state, number in rows}


def _waiting(now: datetime) -> Any:
    due = (col(Delivery.state) == State.QUEUED) & (col(Delivery.next_at) <= now)
    waiting = col(Delivery.state).in_((State.QUEUED, State.SENDING))
    return select(func.count(), func.min(col(Delivery.next_at)).filter(due)).where(waiting)


def _failures(now: datetime) -> Any:
    failed = (col(Delivery.state) == State.FAILED) & (col(Delivery.ended_at) > now - timedelta(hours=24))
    return select(func.count()).select_from(Delivery).where(failed, NOT_UNDONE)
