"""The bot as a process of its own that is killed, at any moment or at a chosen one, and started again at once."""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from pydantic import SecretStr

from bot.demo.mailbox import Mailbox
from bot.demo.smsgateway import SmsGateway
from bot.demo.telegram import TelegramServer
from bot.demo.telegram.signals import until
from tests.shopkeepers import Shopkeeper
from tests.town import standing

_ROOT = Path(__file__).parents[1]
STOPS = 20.0  # seconds it may take to end in good order


class Victim:
    """`sanad run` with its settings in the environment; `log` is all its lives have said."""

    def __init__(self, settings: dict[str, Any], folder: Path) -> None:
        self.folder = folder
        self._log = folder / "sanad.log"
        values = {
            name.upper(): value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for name, value in settings.items()
        }
        self._environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), **values}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """What the program has written."""
        return self._log.read_text()

    def children(self) -> list[psutil.Process]:
        """The processes it has started, and theirs."""
        assert self._process
        return psutil.Process(self._process.pid).children(recursive=True)

    async def start(self) -> None:
        """Begin a life; it takes no updates yet."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self._environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    async def kill(self) -> list[psutil.Process]:
        """End it as the kernel does when memory runs out; returns the children it leaves behind."""
        assert self._process
        orphans = self.children()
        self._process.kill()
        await self._process.wait()
        return orphans

    async def stop(self) -> int:
        """End it as an operator does; the exit code, negative if it had to be killed after all."""
        assert self._process
        with suppress(TimeoutError):
            async with asyncio.timeout(STOPS):
                if self._process.returncode is None:
                    self._process.send_signal(signal.SIGTERM)
                return await self._process.wait()
        self._process.kill()
        return await self._process.wait()


@dataclass
class Storm:
    """The town, its people and the victim; `starts` are seconds from exec to taking updates."""

    telegram: TelegramServer
    mailbox: Mailbox
    sms: SmsGateway
    victim: Victim
    luck: random.Random
    people: list[Shopkeeper] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    kills: int = 0
    missed: int = 0  # chosen moments that nobody came to
    orphans: list[psutil.Process] = field(default_factory=list)

    async def rise(self) -> None:
        """Start the victim and wait until it takes updates."""
        polls, hooks = self._calls()
        began = time.monotonic()
        await self.victim.start()
        await until(lambda: self._calls() != (polls, hooks) or None, 30, self.telegram.world.asked)
        self.starts.append(time.monotonic() - began)

    async def strike(self) -> None:
        """Kill the victim."""
        self.orphans += await self.victim.kill()
        self.kills += 1
        for faults in (self.telegram.faults, self.mailbox.faults, self.sms.faults):
            faults.clear()

    async def rage(self, moments: Sequence["Moment"]) -> None:
        """One life for each moment; sometimes the next one ends before it has begun."""
        for moment in moments:
            try:
                await moment(self)
            except TimeoutError:
                self.missed += 1
            await self.strike()
            if self.luck.random() < 0.15:
                await self.victim.start()
                await asyncio.sleep(self.luck.uniform(0, 1.5))
                await self.strike()
            await self.rise()

    def _calls(self) -> tuple[int, int]:
        return len(self.telegram.called("getUpdates")), len(self.telegram.called("setWebhook"))


Moment = Callable[[Storm], Awaitable[None]]


@asynccontextmanager
async def storm(
    database_url: str, folder: Path, seed: int, people: int, *, webhook: bool = False
) -> AsyncIterator[Storm]:
    """A running victim in front of `people` shopkeepers who have not opened the chat yet."""
    quick = {"settle_seconds": 0.3, "send_timeout": 2, "retry_seconds": "0.2,0.5,1,1,1", "pdf_workers": 1}
    async with standing(**quick) as (telegram, mailbox, sms, settings):
        if webhook:
            settings |= {"webhook_url": f"{settings['public_url']}/telegram", "webhook_secret": "a" * 32}
        victim = Victim({**settings, "database_url": database_url, "log_format": "json"}, folder)
        raging = Storm(telegram, mailbox, sms, victim, random.Random(seed))  # noqa: S311 - repeatable on purpose
        raging.people = [
            Shopkeeper(telegram.user(number, f"Mona {number}"), random.Random(seed + number))  # noqa: S311
            for number in range(1, people + 1)
        ]
        await raging.rise()
        try:
            yield raging
        finally:
            await victim.stop()
