"""Who may act in a chat now: one at a time."""

import asyncio
from weakref import WeakValueDictionary


class ChatLocks:
    """One lock per chat: its updates and its replies go one after the other, every other chat goes on."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, chat_id: int) -> asyncio.Lock:
        """The chat's lock; gone by itself once nobody holds it."""
        lock = self._locks.get(chat_id)
        if lock is None:
            lock = self._locks[chat_id] = asyncio.Lock()
        return lock
