"""Pages by key: stable while rows come and go, and as quick at the end of a long list as at its start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

R = TypeVar("R")


@dataclass(frozen=True)
class Window:
    """Which page: the newest `size` rows below the id `before`, or the nearest above `after`; 0: no bound."""

    before: int = 0
    after: int = 0
    size: int = 6


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some rows, newest first; `older` and `newer` are the ids to go on from, None at the ends."""

    rows: Sequence[R]
    older: int | None = None
    newer: int | None = None


async def page_of(
    session: AsyncSession, wanted: Any, key: Any, window: Window, key_of: Callable[[Any], int]
) -> Page[Any]:
    """A page of what the statement `wanted` finds; `key` is its id column, `key_of` reads it from a row."""
    if window.after:
        upwards = wanted.where(key > window.after).order_by(key).limit(window.size + 1)
        rows = list((await session.exec(upwards)).all())
        more, shown = len(rows) > window.size, rows[: window.size][::-1]
        return Page(shown, key_of(shown[-1]) if shown else None, key_of(shown[0]) if more else None)
    if window.before:
        wanted = wanted.where(key < window.before)
    rows = list((await session.exec(wanted.order_by(key.desc()).limit(window.size + 1))).all())
    shown = rows[: window.size]
    newer = key_of(shown[0]) if shown and window.before else None
    return Page(shown, key_of(shown[-1]) if len(rows) > window.size else None, newer)
