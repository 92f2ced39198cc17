"""The customer's browser inside the demo's page: the bot's own web server, framed.

GET /customer/i/TOKEN... answers what the bot's server answers at /i/TOKEN..., except that the demo's page, and nobody
else, may put it into a frame; the bot's server itself lets nobody.
"""

import aiohttp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_KEPT = ("Content-Type", "Content-Disposition", "ETag", "Cache-Control", "Referrer-Policy")
_PATIENCE = aiohttp.ClientTimeout(total=30)


class Window:
    """Looks at `address`, which is set once the bot's web server listens."""

    def __init__(self) -> None:
        self.address = ""

    def routes(self) -> list[BaseRoute]:
        """Everything below the customer's page."""
        return [Route("/customer/i/{path:path}", self._show)]

    async def _show(self, request: Request) -> Response:
        address = f"{self.address}/i/{request.path_params['path']}"
        try:
            async with (
                aiohttp.ClientSession(timeout=_PATIENCE) as http,
                http.get(address, params=request.query_params) as answer,
            ):
                headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
                headers["Content-Security-Policy"] = _framed(answer.headers["Content-Security-Policy"])
                return Response(await answer.read(), answer.status, headers)
        except (aiohttp.ClientError, TimeoutError):
            return Response("The bot's web server does not answer.", 502, media_type="text/plain")


def _framed(policy: str) -> str:
    return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
