"""aiosqlite without the errand to its thread for every small thing.

A turn makes some forty calls of a few microseconds each; sending each to a thread and back costs ten times that.
So statements run where they are asked for; what waits for the disk (COMMIT) or for another process's lock (BEGIN)
still goes to the thread, and the event loop never waits for either.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiosqlite

from bot.exact_sums import sign

_WAITS = ("BEGIN", "COMMIT", "PRAGMA", "VACUUM")


class TidyConnection(sqlite3.Connection):
    """Compares exact sums; rolls back before it closes.

    (A statement cut short by a cancelled task would keep the file locked.)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.create_function("exact_sign", -1, sign, deterministic=True)

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        super().close()


class NearConnection(aiosqlite.Connection):
    """For short, indexed statements only."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None or _waits(fn, args):
            in_thread: Callable[..., Awaitable[Any]] = super()._execute
            return await in_thread(fn, *args, **kwargs)
        return fn(*args, **kwargs)


def _waits(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    if not isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
        return getattr(fn, "__name__", "") not in {"cursor", "rollback"}
    return bool(args) and isinstance(args[0], str) and args[0].startswith(_WAITS)


def near_connection(file: str) -> Callable[..., NearConnection]:
    """What SQLAlchemy's async_creator wants: a connection to `file`, not yet open."""
    connector = partial(sqlite3.connect, file, check_same_thread=False, factory=TidyConnection)

    def create(*_args: Any, **_kwargs: Any) -> NearConnection:
        connection = NearConnection(connector, iter_chunk_size=64)
        connection._thread.daemon = True  # a forgotten connection must not hold up the end of the process
        return connection

    return create
