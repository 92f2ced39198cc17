"""The queue of updates: kept until the bot confirms them, read by long polling."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.telegram.refusals import RefusalError, conflict

_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True)
class Update:
    """One update; updates of one `lane` reach a webhook one after the other."""

    id: int
    lane: str
    body: dict[str, Any]


class Updates:
    """Updates in the order they happened, and the one long poll that may wait for them."""

    def __init__(self, first_id: int = 500_000_001) -> None:
        self.allowed: frozenset[str] | None = None
        self.is_open = True
        self._ids = itertools.count(first_id)
        self._queue: dict[int, Update] = {}
        self._again: list[Update] = []
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def __iter__(self) -> Iterator[Update]:
        return iter(list(self._queue.values()))

    def __contains__(self, update: Update) -> bool:
        return update.id in self._queue

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember `allowed_updates`: None changes nothing, an empty list is Telegram's default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, kind: str, content: dict[str, Any], lane: str) -> tuple[Update, bool]:
        """Make the next update; the flag says whether the bot wants this kind (else it is not kept)."""
        number = next(self._ids)
        update = Update(number, lane, {"update_id": number, kind: content})
        wanted = kind in self.allowed if self.allowed is not None else kind not in _ON_REQUEST
        if wanted:
            self._queue[number] = update
            self._wake()
        return update, wanted

    def add_again(self, update: Update) -> None:
        """Hand out an update once more, though it may be confirmed."""
        self._again.append(update)
        self._wake()

    def forget(self, update: Update) -> None:
        """It has been taken."""
        self._queue.pop(update.id, None)

    def clear(self) -> None:
        """drop_pending_updates."""
        self._queue.clear()
        self._again.clear()

    def end_poll(self, reason: RefusalError | None = None) -> None:
        """Answer the waiting poll now: with an error, or with what there is."""
        if self._waiter is not None and not self._waiter.done():
            if reason is None:
                self._waiter.set_result(None)
            else:
                self._waiter.set_exception(reason)

    async def poll(self, offset: int, limit: int, timeout_seconds: float) -> list[dict[str, Any]]:
        """getUpdates: confirm everything before `offset`, then what follows, waiting for the first one.

        A poll that still waits loses against this one, as at Telegram: the older gets 409.
        """
        if not self.is_open:
            raise RefusalError(502, "Bad Gateway")
        self.end_poll(conflict(_OTHER_POLL))
        self._confirm(offset)
        if (batch := self._batch(limit)) or timeout_seconds <= 0:
            return batch
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_seconds):
                await waiter
        except TimeoutError:
            return []
        finally:
            if self._waiter is waiter:
                self._waiter = None
        return self._batch(limit)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            confirmed = list(self._queue)[:offset]
        else:
            confirmed = list(itertools.takewhile(lambda number: number < offset, self._queue))
        for number in confirmed:
            del self._queue[number]

    def _batch(self, limit: int) -> list[dict[str, Any]]:
        repeated, self._again = self._again[:limit], self._again[limit:]
        fresh = itertools.islice(self._queue.values(), limit - len(repeated))
        return [update.body for update in (*repeated, *fresh)]

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
