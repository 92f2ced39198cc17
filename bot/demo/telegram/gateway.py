"""The Bot API's front door: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import inspect
import json
import time
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.demo.telegram import edits, inline, media, messages, pins, profile, receiving
from bot.demo.telegram.answers import Described
from bot.demo.telegram.faults import hang_up
from bot.demo.telegram.params import Params, read_params
from bot.demo.telegram.refusals import RefusalError
from bot.demo.telegram.world import Call, World

_UNAUTHORIZED = RefusalError(401, "Unauthorized")
_NOT_FOUND = RefusalError(404, "Not Found")
_FROM_A_PAGE = RefusalError(403, "Forbidden: a web page may not speak for the bot")

_METHODS: dict[str, Callable[[World, Params], Any]] = {
    name.lower(): method
    for module in (messages, edits, pins, media, inline, receiving, profile)
    for name, method in module.METHODS.items()
}


class _LostError(Exception):
    """The call is done, its answer shall not arrive."""


class Gateway:
    """One ASGI endpoint for every method."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call with Telegram's JSON."""
        try:
            status, answer = 200, await self._answer(Request(scope, receive))
        except RefusalError as refusal:
            status, answer = refusal.code, refusal.body
        except _LostError:
            await hang_up(receive)
            return
        body = json.dumps(answer, separators=(",", ":")).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, request: Request) -> dict[str, Any]:
        if request.path_params["token"] != self._world.token:
            raise _UNAUTHORIZED
        if "origin" in request.headers:  # the demo's token is no secret, so a stranger's page must not use it
            raise _FROM_A_PAGE
        name = request.path_params["method"]
        params = await read_params(request)
        call = Call(name, params.logged(), time.time())
        self._world.calls.append(call)
        self._world.asked.fire()
        try:
            result = await self._perform(name.lower(), params)
        except RefusalError as refusal:
            call.status = refusal.code
            raise
        call.status = 200
        if isinstance(result, Described):
            return {"ok": True, "result": result.result, "description": result.description}
        return {"ok": True, "result": result}

    async def _perform(self, name: str, params: Params) -> Any:
        method = _METHODS.get(name)
        if method is None:
            raise _NOT_FOUND
        faults = self._world.faults
        fault = faults.take(name, params.values) if faults else None
        if fault and not fault.after:
            await asyncio.sleep(fault.delay)
            if refusal := fault.refusal():
                raise refusal
        result = method(self._world, params)
        if inspect.isawaitable(result):
            result = await result
        if fault and fault.after:
            await asyncio.sleep(fault.delay)
            raise _LostError
        return result


def routes(world: World) -> list[BaseRoute]:
    """The Bot API of one bot."""

    async def download(request: Request) -> Response:
        found = world.files.at(request.path_params["path"])
        if request.path_params["token"] != world.token or found is None:
            return Response(status_code=404)
        return Response(found.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", Gateway(world), methods=None),
        Route("/file/bot{token}/{path:path}", download),
    ]
