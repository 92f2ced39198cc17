"""Twilio's word on what became of an SMS."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.database import Database
from bot.delivery.reports import report_status
from bot.delivery.sms import signature_ok
from bot.delivery.sms_codes import failure_reason
from bot.delivery.worker import Report
from bot.settings import Settings
from models.delivery import Delivery

FORM_LIMIT = 64 * 1024  # bytes
FORM_SECONDS = 10
_ID = re.compile(r"[0-9]{1,9}")  # what fits the column

log = structlog.get_logger(__name__)


class StatusCallback:
    """`POST /twilio/status?delivery=N`, as `bot.delivery.sms` asks for it. Repeats are harmless.

    `report` owes the chat the news in the transaction that records it; `committed` wakes whoever sends it.
    """

    def __init__(
        self, settings: Settings, database: Database, report: Report, committed: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._database = database
        self._report = report
        self._committed = committed

    def routes(self) -> list[Route]:
        """The one route."""
        return [Route("/twilio/status", self.receive, methods=["POST"], max_body_size=FORM_LIMIT)]

    async def receive(self, request: Request) -> Response:
        """204 once the report is taken, or if it is none of ours; 403 if Twilio did not sign it.

        A database error becomes 503, so that Twilio comes again.
        """
        form = await _form(request)
        signature = request.headers.get("x-twilio-signature", "")
        if not signature_ok(self._settings, f"{request.url.path}?{request.url.query}", form, signature):
            log.warning("status callback without Twilio's signature")
            raise HTTPException(403)
        delivery = request.query_params.get("delivery", "")
        if _ID.fullmatch(delivery):
            await self._take(int(delivery), form)
        return Response(status_code=204)

    async def _take(self, delivery_id: int, form: Mapping[str, str]) -> None:
        async with self._database.writing() as session:
            changed = await report_status(
                session,
                delivery_id,
                form.get("MessageSid", ""),
                form.get("MessageStatus", ""),
                form.get("ErrorCode") or None,
                datetime.now(UTC),
                lambda code: failure_reason(code)[0],
            )
            delivery = await session.get(Delivery, delivery_id) if changed else None
            if delivery:
                await self._report(session, delivery)
        if delivery:
            self._committed()


async def _form(request: Request) -> dict[str, str]:
    """The fields of an urlencoded form; nothing of other kinds of body. 408 if it takes too long to come."""
    if (
        request.headers.get("content-type", "").partition(";")[0].strip()
        != "application/x-www-form-urlencoded"
    ):
        raise HTTPException(415)
    try:
        async with asyncio.timeout(FORM_SECONDS):
            form = await request.form()
    except (TimeoutError, ClientDisconnect) as error:
        raise HTTPException(408) from error
    return {name: value for name, value in form.items() if isinstance(value, str)}
