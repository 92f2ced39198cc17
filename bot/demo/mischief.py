"""Trouble a visitor of the demo may cause, to see that the bot reports it honestly and comes back from it.

GET /demo/mischief -> [{"name": "mail_down", "on": false}]; POST {"name": "mail_down", "on": true} switches one.
Those that hit once switch themselves off.
"""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.mail_faults import Fault as MailFault
from bot.demo.mailbox import Mailbox
from bot.demo.sms_faults import Fault as SmsFault
from bot.demo.smsgateway import SmsGateway
from bot.demo.telegram import TelegramServer
from bot.demo.telegram.faults import Fault as TelegramFault
from bot.demo.telegram.guard import guarded

Fault = MailFault | SmsFault | TelegramFault


class Mischief:
    """The switches, by name; each plans one trouble at one stand-in."""

    def __init__(
        self, telegram: TelegramServer, mailbox: Mailbox, sms: SmsGateway, changed: Callable[[], None]
    ) -> None:
        self._queues = (telegram.faults, mailbox.faults, sms.faults)
        self._changed = changed
        self._planned: dict[str, Fault] = {}
        mail = mailbox.faults.add
        self._plans: dict[str, Callable[[], Fault]] = {
            "mail_down": lambda: mail(None, "connect", drop_answer=True, times=None),
            "mail_unknown": lambda: mail(None, "rcpt", "550 5.1.1 This account does not exist"),
            "mail_lost": lambda: mail(None, "data", drop_answer=True),
            "sms_busy": lambda: sms.faults.add(503, 20503, retry_after=4),
            "chat_slow": lambda: telegram.faults.add(status=None, delay=1.5, times=None),
            "chat_flood": lambda: telegram.faults.add(status=429, retry_after=4),
        }

    def routes(self) -> list[BaseRoute]:
        """Reading and switching."""
        return [
            Route("/demo/mischief", guarded(self._show), methods=["GET"]),
            Route("/demo/mischief", guarded(self._post), methods=["POST"]),
        ]

    def is_on(self, name: str) -> bool:
        """Whether it can still hit."""
        fault = self._planned.get(name)
        return fault is not None and (fault.left is None or fault.left > 0)

    def switch(self, name: str, on: bool) -> None:
        """Plan it or call it off. LookupError for an unknown name."""
        if name not in self._plans:
            raise LookupError(f"no mischief {name!r}")
        wanted = {other for other in self._plans if self.is_on(other)} - {name} | ({name} if on else set())
        for queue in self._queues:
            queue.clear()
        self._planned = {other: self._plans[other]() for other in wanted}
        self._changed()

    async def _show(self, _request: Request) -> Response:
        return JSONResponse(self._state())

    async def _post(self, request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        self.switch(str(body["name"]), body["on"] is True)
        return JSONResponse(self._state())

    def _state(self) -> list[dict[str, Any]]:
        return [{"name": name, "on": self.is_on(name)} for name in self._plans]
