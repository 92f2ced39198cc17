"""Who may use a stand-in's page: this machine's own browser tab, and no stranger's web page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def same_origin(request: Request) -> bool:
    """A loopback Host (against DNS rebinding) and, where a browser states one, the same Origin."""
    host = request.headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"} or request.method == "GET"


def guarded(endpoint: Endpoint) -> Endpoint:
    """Refuse strangers with 403; a wrong or missing field answers 400 with words."""

    async def answer(request: Request) -> Response:
        if not same_origin(request):
            return JSONResponse({"ok": False, "error": "only this machine's own page may do this"}, 403)
        try:
            return await endpoint(request)
        except (LookupError, ValueError, TypeError, RuntimeError) as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)

    return answer
