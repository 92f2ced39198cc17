"""What happened in the chat and at the customer's, as one stream for the page (Server-Sent Events).

GET /demo/events?user=ID -> `data: {"run": "a1b2", "chat": 12, "customer": 3}` at once and after each change: `run` is
this start of the demo, the numbers grow with what this person's chat shows and with what customers have received.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.mailbox import Mailbox
from bot.demo.smsgateway import SmsGateway
from bot.demo.telegram import Person, TelegramServer
from bot.demo.telegram.guard import guarded
from bot.demo.telegram.signals import Signal

_PATIENCE = 3600.0  # seconds until a quiet mailbox is asked anew


class News:
    """Listens to all stand-ins; `changed` is for others who change what the page shows."""

    def __init__(self, telegram: TelegramServer, mailbox: Mailbox, sms: SmsGateway) -> None:
        self._telegram, self._mailbox, self._sms = telegram, mailbox, sms
        self._run = secrets.token_hex(4)
        self._customer = Signal()
        self._open = True

    def routes(self) -> list[BaseRoute]:
        """The one stream."""
        return [Route("/demo/events", guarded(self._events))]

    def changed(self) -> None:
        """The customer's side shows something new."""
        self._customer.fire()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen while inside; leaving ends every stream."""
        watches = [
            asyncio.create_task(self._watch(self._mailbox.wait_for, lambda: self._mailbox.received)),
            asyncio.create_task(self._watch(self._sms.wait_for, self._states)),
        ]
        try:
            yield
        finally:
            self._open = False
            self._customer.fire()
            for watch in watches:
                watch.cancel()
            await asyncio.gather(*watches, return_exceptions=True)

    def _states(self) -> Hashable:
        return tuple((sms.sid, sms.status) for sms in self._sms.messages)

    async def _watch(self, wait_for: Callable[..., Awaitable[Any]], mark: Callable[[], Hashable]) -> None:
        while True:
            seen = mark()
            with suppress(TimeoutError):
                await wait_for(lambda _, seen=seen: mark() != seen, seconds=_PATIENCE)
                self._customer.fire()

    async def _events(self, request: Request) -> Response:
        wanted = int(request.query_params["user"])
        if wanted not in self._telegram.world.chats:
            raise LookupError(f"no user {wanted}")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._stream(self._telegram.user(wanted))
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, person: Person) -> AsyncIterator[str]:
        changed, sent = asyncio.Event(), ""
        with person.listening(changed), self._customer.listening(changed):
            while self._open:
                changed.clear()
                now = json.dumps({"run": self._run, "chat": person.version, "customer": self._customer.count})
                if now != sent:
                    sent = now
                    yield f"retry: 1000\ndata: {now}\n\n"
                else:
                    await changed.wait()
