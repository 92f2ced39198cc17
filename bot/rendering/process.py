"""One rendering process as the pool sees it, and the nursery it comes from."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import get_args

from bot.rendering.pdf import page_of
from bot.rendering.specimen import specimen
from bot.rendering.wire import HEADER, WARM, Frame, packed
from models.document import Language

START_SECONDS = 30.0
_END_SECONDS = 5.0
_ROOT = Path(__file__).parents[2]
# All a renderer may know. The hash seed and the zone change nothing in a PDF; fixed, they cannot begin to.
ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}


@cache
def _warming_pages() -> tuple[str, ...]:
    return tuple(page_of(specimen(language), with_logo=False).as_text() for language in get_args(Language))


class LostError(Exception):
    """The process ended before it answered."""


class Process:
    """A warm process and the connection to it. One job at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._pid = 0
        self.wear = 0  # jobs done, as the pool counts them

    async def warmed(self) -> None:
        """Wait until it is there, and have it make an invoice in each language, so that no merchant's is the first."""
        self._pid = int((await self._answer(START_SECONDS)).text)
        for page in _warming_pages():
            await self.ask(Frame(WARM, page), START_SECONDS)

    async def ask(self, question: Frame, seconds: float) -> Frame:
        """Its answer. Raises TimeoutError or LostError; it must be killed then."""
        self._writer.write(packed(question))
        return await self._answer(seconds)

    @property
    def is_lost(self) -> bool:
        """Whether it has ended by itself."""
        return self._reader.at_eof()

    def close(self) -> None:
        """Let it end by itself: nobody asks any more."""
        self._writer.close()

    def kill(self) -> None:
        """End it, whatever it is at."""
        if self._pid and not self.is_lost:  # while the connection stands, the number is still its own
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._writer.close()

    async def _answer(self, seconds: float) -> Frame:
        try:
            async with asyncio.timeout(seconds):
                return await self._next_frame()
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise LostError from error

    async def _next_frame(self) -> Frame:
        """As `bot.rendering.wire.receive`, which the other side calls, but without waiting in the way of others."""
        kind, text, content = HEADER.unpack(await self._reader.readexactly(HEADER.size))
        return Frame(
            kind, (await self._reader.readexactly(text)).decode(), await self._reader.readexactly(content)
        )


class Nursery:
    """Starts `bot.rendering.nursery` when the first process is wanted, and again should it die."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._control, _ = socket.socketpair()
        self._lock = asyncio.Lock()
        self._closed = False

    async def hatch(self) -> Process:
        """A warm process. Raises LostError or TimeoutError."""
        try:
            ours = await self._connected()
        except OSError as error:  # the machine has no memory for a process, or no files
            raise LostError from error
        process = Process(*await asyncio.open_connection(sock=ours))
        try:
            await process.warmed()
        except BaseException:
            process.kill()
            raise
        return process

    async def close(self) -> None:
        """End the nursery, and with it every process it has hatched; there will be no more."""
        async with self._lock:
            self._closed = True
            self._control.close()
            if self._process:
                try:
                    await asyncio.wait_for(self._process.wait(), _END_SECONDS)
                except TimeoutError:
                    self._process.kill()
                    await self._process.wait()

    async def _connected(self) -> socket.socket:
        """Our end of a connection whose other end is on its way to a new process."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                await self._send(theirs)
            except BaseException:
                ours.close()
                raise
        return ours

    async def _send(self, theirs: socket.socket) -> None:
        async with self._lock:
            if self._closed:
                raise LostError
            try:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            except OSError:  # not started yet, or dead
                await self._start()
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])

    async def _start(self) -> None:
        self._control.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.rendering.nursery",
                stdin=theirs.fileno(),
                cwd=_ROOT,
                env=ENVIRONMENT,
            )
