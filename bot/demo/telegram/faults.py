"""Trouble on demand: errors, slowness and answers that never arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.types import Receive

from bot.demo.telegram.refusals import RefusalError


@dataclass
class Fault:
    """One planned trouble; `left` counts the calls it still hits (None: every one)."""

    method: str | None
    status: int | None
    description: str | None
    retry_after: int | None
    delay: float
    left: int | None
    after: bool
    chat_id: int | None

    def hits(self, method: str, params: Mapping[str, Any]) -> bool:
        """Whether this call is meant; method names ignore case, as at Telegram."""
        if self.method is not None and self.method.lower() != method:
            return False
        return self.chat_id is None or str(self.chat_id) == str(params.get("chat_id"))

    def refusal(self) -> RefusalError | None:
        """The error to answer with, if it is one."""
        if self.after or self.status is None:
            return None
        words = self.description or HTTPStatus(self.status).phrase
        if self.retry_after is None:
            return RefusalError(self.status, words)
        described = self.description or f"{words}: retry after {self.retry_after}"
        return RefusalError(self.status, described, retry_after=self.retry_after)


class Faults:
    """The queue of planned troubles; the first that fits a call is used."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._planned)

    def add(
        self,
        method: str | None = None,
        status: int | None = 500,
        description: str | None = None,
        *,
        retry_after: int | None = None,
        delay: float = 0.0,
        times: int | None = 1,
        after: bool = False,
        chat_id: int | None = None,
    ) -> Fault:
        """Plan a trouble for the next `times` calls (None: until `clear`) of `method` (None: not getUpdates).

        `status` is the HTTP and Bot API error code; None only delays. `after=True`: the call is done, its
        answer is lost and the connection drops. `delay`: seconds before the error, the call or the drop.
        """
        fault = Fault(method, status, description, retry_after, delay, times, after, chat_id)
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """From now on all is well."""
        self._planned.clear()

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        """The trouble for this call (lower-case method name), counted down."""
        for fault in self._planned:
            if (fault.method is None and method == "getupdates") or not fault.hits(method, params):
                continue
            if fault.left is not None:
                fault.left -= 1
                if fault.left <= 0:
                    self._planned.remove(fault)
            return fault
        return None


async def hang_up(receive: Receive) -> None:
    """Drop the connection without an answer.

    ASGI has no word for it; uvicorn's `receive` belongs to the request cycle, which holds the transport.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    abort = getattr(transport, "abort", None)
    if callable(abort):
        abort()
        while (await receive())["type"] != "http.disconnect":
            pass
