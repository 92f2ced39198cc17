"""The seat in PostgreSQL: an advisory lock, and the channel by which other processes tell of new deliveries."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from sqlalchemy import URL
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

log = structlog.get_logger(__name__)

# A silent network must not keep a dead holder in the seat.
_ALIVE = "connect_timeout=10&keepalives_idle=10&keepalives_interval=5&tcp_user_timeout=20000"
_NAME = "sanad_delivery"  # of the PostgreSQL lock and of the channel news comes by


class PostgresSeat:
    """A lock held by a connection of its own, by which other processes' news comes too. Others stand by."""

    def __init__(self, url: URL) -> None:
        alive = url.set(drivername="postgresql").update_query_string(_ALIVE)
        self._url = alive.render_as_string(hide_password=False)
        self._connection: psycopg.AsyncConnection | None = None
        self._held = False

    async def taken(self) -> bool:
        """False while another process holds it, or while PostgreSQL is away."""
        try:
            if self._connection is None:
                self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
                await self._connection.execute(f"LISTEN {_NAME}")
            question = "SELECT true" if self._held else "SELECT pg_try_advisory_lock(hashtext(%s))"
            cursor = await self._connection.execute(question, None if self._held else (_NAME,))
            row = await cursor.fetchone()
        except psycopg.Error as error:
            await self._lost(error)
            return False
        self._held = bool(row and row[0])
        return self._held

    async def announce(self, session: AsyncSession, delivery_id: int) -> None:
        """NOTIFY is transactional: it arrives after the commit, or never."""
        await session.exec(select(func.pg_notify(_NAME, str(delivery_id))))

    async def listen(self, seconds: float, heard: Callable[[int], None]) -> None:
        """Wait at the connection."""
        if self._connection is None:
            await asyncio.sleep(seconds)
            return
        try:
            async for notice in self._connection.notifies(timeout=seconds):
                heard(int(notice.payload))
        except psycopg.Error as error:
            await self._lost(error)

    async def leave(self) -> None:
        """Close the connection; PostgreSQL frees the lock."""
        if self._connection is not None:
            await self._connection.close()
        self._connection, self._held = None, False

    async def _lost(self, error: psycopg.Error) -> None:
        log.warning("lost the connection that holds the dispatcher's lock", why=type(error).__name__)
        await self.leave()
