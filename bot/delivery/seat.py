"""The dispatcher's seat: of all processes on one database, one looks at deliveries."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

import psycopg
import structlog
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.database import Database

log = structlog.get_logger(__name__)

# A silent network must not keep a dead holder in the seat.
_ALIVE = "connect_timeout=10&keepalives_idle=10&keepalives_interval=5&tcp_user_timeout=20000"
_NAME = "sanad_delivery"  # of the PostgreSQL lock and of the channel news comes by


class SeatTakenError(Exception):
    """Another process delivers from this SQLite file; the message says what to do."""


class Seat(Protocol):
    """Held by one process at a time, and free again as soon as that process is gone."""

    async def taken(self) -> bool:
        """Take it, or make sure that it is still ours."""

    async def announce(self, session: AsyncSession, delivery_id: int) -> None:
        """Tell the holder of a new delivery, if and when this transaction commits."""

    async def listen(self, seconds: float, heard: Callable[[int], None]) -> None:
        """Pass that time; what others announce meanwhile is `heard`."""

    async def leave(self) -> None:
        """Free it."""


def seat_of(database: Database) -> Seat:
    """A lock file beside an SQLite file, an advisory lock in PostgreSQL."""
    if database.is_sqlite:
        return FileSeat(Path(f"{database.url.database}.lock"))
    url = database.url.set(drivername="postgresql").update_query_string(_ALIVE)
    return PostgresSeat(url.render_as_string(hide_password=False))


class FileSeat:
    """A locked file. The kernel frees it with its process, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    async def taken(self) -> bool:
        """True; SeatTakenError while another process holds it."""
        if self._file is None:
            self._file = self._locked()
        return True

    def _locked(self) -> IO[str]:
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise SeatTakenError(
                f"Process {holder} already delivers from {self._path.with_suffix('')}. Stop it first: "
                "an SQLite file serves one process; for several, set DATABASE_URL to a PostgreSQL database."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    async def announce(self, session: AsyncSession, delivery_id: int) -> None:
        """Nothing: the only process kicks itself."""

    async def listen(self, seconds: float, heard: Callable[[int], None]) -> None:
        """Nobody else has anything to announce."""
        await asyncio.sleep(seconds)

    async def leave(self) -> None:
        """Close the file, which unlocks it. It is not removed, else two processes could lock two files."""
        if self._file is not None:
            self._file.close()
            self._file = None


class PostgresSeat:
    """A lock held by a connection of its own, by which other processes' news comes too. Others stand by."""

    def __init__(self, url: str) -> None:
        self._url = url
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
