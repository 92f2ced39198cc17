"""Engines and sessions: SQLite (WAL, one writer) or PostgreSQL, chosen by one URL."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry
from sqlalchemy.pool.base import _ConnectionRecord
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.near_sqlite import TidyConnection, near_connection

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
# FULL: with NORMAL an acknowledged invoice number can vanish when the power goes.
_PRAGMAS = ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON")


UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
"""The database could not do it now and may later; every other error of it is a bug and will not go away."""


class Database:
    """`writing()` opens a transaction that commits when its block ends well; `reading()` one that only reads.

    On SQLite a writer holds the only writing connection: nothing slow inside. Readers never wait for it.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.url = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if not self.url.database or self.url.database == ":memory:":
                raise ValueError("DATABASE_URL needs a file, like sqlite:///var/sanad.db")
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            near = near_connection(self.url.database)
            self.engine = _sqlite_engine(self.url, "IMMEDIATE", pool_size=1, async_creator=near)
            self._read_engine = _sqlite_engine(self.url, "DEFERRED", pool_size=4)
        else:
            self.engine = self._read_engine = create_async_engine(
                self.url, poolclass=_FairPool, pool_size=10, max_overflow=10, hide_parameters=True
            )
        self._writers = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        self._readers = async_sessionmaker(self._read_engine, class_=AsyncSession, expire_on_commit=False)

    def session(self) -> AsyncSession:
        """A bare writing session, for those who commit in their own way."""
        return self._writers()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction; commits at the end, rolls back on any exception."""
        async with self._writers() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A snapshot to read from."""
        async with self._readers() as session:
            yield session

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
        await self._read_engine.dispose()


class _FairPool(AsyncAdaptedQueuePool):
    """Takes a place first and connects then: broken off in between, the place goes to whoever waits for it.

    As SQLAlchemy has it, who waits is not told that nobody is connecting any more, and sits out `pool_timeout`.
    """

    def _create_connection(self) -> ConnectionPoolEntry:
        return _ConnectionRecord(self, connect=False)


logging.getLogger(f"{__name__}.{_FairPool.__name__}").setLevel(
    logging.WARNING
)  # as quiet as SQLAlchemy's own


def _sqlite_engine(url: Any, begin: str, pool_size: int, **options: Any) -> AsyncEngine:
    engine = create_async_engine(
        url,
        **options,
        poolclass=_FairPool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={"factory": TidyConnection},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        cursor = connection.cursor()
        # The one writer chooses WAL, for good: two connections that do so at once do not wait for each other.
        for pragma in (*_PRAGMAS, "query_only=ON" if begin == "DEFERRED" else "journal_mode=WAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine
