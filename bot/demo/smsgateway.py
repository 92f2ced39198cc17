"""Twilio's Messages resource, kept at home: what the bot sends as SMS, with signed status callbacks.

    gateway = SmsGateway("AC...", "token")
    async with serving(gateway.app) as address:           # TWILIO_API_URL=address
        sms = await gateway.wait_for("+201001234567")

Magic numbers: those of Twilio's test account (+15005550001 ...), and any number that ends in 555 and their last
four digits, so +201015550004 will do. As recipient: 0001 invalid (21211), 0002 not routable (21612), 0003 region
not permitted (21408), 0004 unsubscribed (21610), 0009 not a mobile (21614); accepted but undelivered: 0010 phone off
(30003), 0011 filtered (30007), 0012 landline (30006); 0013 stays "sent"; 0014 answered 429 twice, then accepted;
0015 kept, but the first answer is lost. As sender: 0001 invalid (21212), 0007 not ours (21606), 0008 queue full
(21611), 0006 and all others fine.

For the demo page: `GET /demo/sms` -> [{sid, created_at, from, to, body, encoding, units, segments, status,
error_code}], newest first.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo import sms_api
from bot.demo.sms_faults import Faults
from bot.demo.sms_progress import Callbacks, run
from bot.demo.sms_record import FINAL, Sms

Predicate = Callable[[Sms], bool]


class SmsGateway:
    """One account. `messages` are the last `keep` accepted ones, oldest first; `faults` plans trouble.

    Mount `routes` and enter `running()` while they are served, or serve `app`, which does both.
    """

    def __init__(
        self, account_sid: str, auth_token: str, callbacks: Callbacks | None = None, *, keep: int = 1000
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.callbacks = callbacks or Callbacks()
        self.faults = Faults()
        self.messages: deque[Sms] = deque(maxlen=keep)
        self.received = 0
        self.routes: list[BaseRoute] = [*sms_api.routes(self), Route("/demo/sms", self._index)]
        self.app = Starlette(routes=self.routes, lifespan=lambda _app: self.running())
        self._journeys: set[asyncio.Task[None]] = set()
        self._news = asyncio.Condition()

    @property
    def is_quiet(self) -> bool:
        """Whether every message has come to the end of its way, and its callbacks have been answered or lost."""
        return not self._journeys

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Status changes stop when it is left."""
        try:
            yield
        finally:
            for journey in self._journeys:
                journey.cancel()
            await asyncio.gather(*self._journeys, return_exceptions=True)

    async def accept(self, form: dict[str, str]) -> Sms:
        """Queue a message as Twilio's POST has it."""
        sender = form.get("From") or form["MessagingServiceSid"]
        now = datetime.now(UTC)
        sid = f"SM{secrets.token_hex(16)}"
        callback = form.get("StatusCallback")
        sms = Sms(sid, self.account_sid, sender, form["To"], form["Body"], now, callback)
        self.received += 1
        self.messages.append(sms)
        journey = asyncio.create_task(self._go(sms))
        self._journeys.add(journey)
        journey.add_done_callback(self._journeys.discard)
        await self._tell()
        return sms

    async def wait_for(
        self,
        wanted: str | Predicate,
        *,
        final: bool = False,
        seconds: float = 5.0,
    ) -> Sms:
        """The first SMS to the number `wanted`, or that fits it; `final`: once its journey has ended."""
        fits = wanted if callable(wanted) else lambda sms: sms.recipient == wanted
        async with asyncio.timeout(seconds), self._news:
            while (found := next(filter(fits, self.messages), None)) is None or (
                final and found.status not in FINAL
            ):
                await self._news.wait()
        return found

    async def _go(self, sms: Sms) -> None:
        await run(sms, self.callbacks, self.auth_token)
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _index(self, request: Request) -> Response:
        return JSONResponse([sms.summary() for sms in reversed(self.messages)])
