"""An ASGI app on a socket inside the running loop; started when `async with` enters, drained when it leaves."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    """Ends as soon as it is told to and has nothing under way; uvicorn looks ten times a second, then waits once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.over = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:  # the program's own shutdown decides
        yield

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # which renews the Date of all answers
            with suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        await self.lifespan.shutdown()

    def stop(self) -> None:
        """Answer what has been asked and take no more."""
        self.should_exit = True
        self.over.set()


@asynccontextmanager
async def serving(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app`; yields its address, "http://HOST:PORT". OSError if the port is taken."""
    listener = socket.create_server((host, port), reuse_port=False, backlog=512)
    listener.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    )  # asyncio forgets it here: 40 ms per answer
    # TRUST_PROXY decides who came through a proxy; uvicorn would believe any X-Forwarded-For from this machine.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=5,
        proxy_headers=False, server_header=False,
    )  # fmt: skip
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        if running.done():
            await running
            raise RuntimeError("the web server stopped while starting")
        await asyncio.sleep(0.005)
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.stop()
        await running
        listener.close()
