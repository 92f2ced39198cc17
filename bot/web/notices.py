"""What a visitor reads when there is no invoice to show: one plain page in both languages, and no secrets."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import PurePath
from secrets import token_hex
from traceback import extract_tb
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.rendering.page import PAGE_POLICY, notice_html

log = structlog.get_logger(__name__)

CUSTOMER_PATH = "/i/"  # of the pages people open; all else is for programs and gets plain text
RETRY_SECONDS = "30"


class BrokenOffError(Exception):
    """A response failed after its first bytes; the log has the reason under this reference."""


def notice(status: int, *, reference: str = "", headers: dict[str, str] | None = None) -> Response:
    """The page for 404, 429, 500 or 503."""
    dressed = {"Content-Security-Policy": PAGE_POLICY, **(headers or {})}
    return Response(notice_html(status, reference), status, dressed, media_type="text/html")


async def refused(request: Request, error: Exception) -> Response:
    """An HTTPException: a page for customers, plain words for everybody else."""
    if not isinstance(error, HTTPException):  # it is registered for that alone
        raise error
    headers = dict(error.headers or {})
    if error.status_code in {404, 429} and request.url.path.startswith(CUSTOMER_PATH):
        return notice(error.status_code, headers=headers)
    return PlainTextResponse(HTTPStatus(error.status_code).phrase, error.status_code, headers)


async def unavailable(request: Request, error: Exception) -> Response:
    """The database, or the PDF's maker, cannot answer now: come again."""
    reference = _logged(request.scope, error)
    return notice(503, reference=reference, headers={"Retry-After": RETRY_SECONDS})


class Faults:
    """ASGI middleware: what nobody caught becomes a page with a reference."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the web's last handler
            reference = _logged(scope, error)
            if started or scope["type"] != "http":
                raise BrokenOffError(reference) from None
            await notice(500, reference=reference)(scope, receive, send)


def _logged(scope: Scope, error: Exception) -> str:
    """Log what failed and where, but neither address nor message: they hold tokens and customers' data."""
    reference = token_hex(4)
    frames = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    endpoint: Callable[..., Awaitable[Any]] | None = scope.get("endpoint")
    log.error(
        "request failed",
        reference=reference,
        endpoint=getattr(endpoint, "__name__", None),
        error=type(error).__name__,
        where=" > ".join(frames[-8:]),
    )
    return reference
