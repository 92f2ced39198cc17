"""Waiting for a change without asking again and again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

Found = TypeVar("Found")


class Signal:
    """Counts changes and wakes whoever listens."""

    def __init__(self) -> None:
        self.count = 0
        self._listeners: set[asyncio.Event] = set()

    def fire(self) -> None:
        """One more change."""
        self.count += 1
        for listener in self._listeners:
            listener.set()

    @contextmanager
    def listening(self, event: asyncio.Event) -> Iterator[None]:
        """Set `event` at each change while inside."""
        self._listeners.add(event)
        try:
            yield
        finally:
            self._listeners.discard(event)


async def until(find: Callable[[], Found | None], seconds: float, *signals: Signal) -> Found:
    """What `find` finds, asked again after each signal. TimeoutError after `seconds`."""
    changed = asyncio.Event()
    with ExitStack() as listening:
        for signal in signals:
            listening.enter_context(signal.listening(changed))
        async with asyncio.timeout(seconds):
            while (found := find()) is None:
                changed.clear()
                await changed.wait()
    return found
