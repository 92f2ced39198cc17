"""The dispatcher's seat: of all processes on one database, one looks at deliveries."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.database import Database


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
    from bot.delivery.postgres_seat import (
        PostgresSeat,  # only now: its driver takes 9 MB that SQLite has no use for
    )

    return PostgresSeat(database.url)


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
