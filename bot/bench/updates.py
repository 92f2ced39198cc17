"""What an update costs: ours, durable, against a bare bot's, in memory; both answer the same people in turn."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from bot.assembly import assembled
from bot.bench.plain import plain_bot
from bot.bench.street import STEPS, Street, street
from bot.polling import polling
from bot.settings import Settings

PEOPLE, ROUNDS, REPEATS = 20, 5, 4
IDLE, OURS, PLAIN = 500, 1000, 5000  # first ids of the people who talk to each bot

Running = Callable[[], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def ours(values: dict[str, Any], folder: Path) -> AsyncIterator[None]:
    """The whole application, polling, on SQLite."""
    settings = Settings(_env_file=None, database_url=f"sqlite:///{folder}/bench.db", port=0, **values)
    async with assembled(settings) as parts, polling(parts.front):
        yield


async def measure() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        async with street() as (there, values):
            folder = Path(name)
            ours_running = partial(ours, values, folder)
            plain_running = partial(plain_bot, values["telegram_bot_token"], values["telegram_api_url"])
            await _memory(there, values, folder)
            async with ours_running():
                await there("settle", OURS, PEOPLE)
                await _alone(there)
                await _issuing(there)
            await _compare(there, ours_running, plain_running)


async def _alone(there: Street) -> None:
    _, spent = await there("talk", OURS, 1, 20)
    print(f"one person: {statistics.median(spent) * 1000:.1f} ms median from a message to its answer")


async def _issuing(there: Street) -> None:
    spent = await there("issue", OURS, 10)
    print(f"tap on Issue to the mail server's 250: {statistics.median(spent) * 1000:.0f} ms median, warm, "
          f"{max(spent) * 1000:.0f} ms at most")  # fmt: skip


async def _compare(there: Street, ours_running: Running, plain_running: Running) -> None:
    costs: dict[str, list[float]] = {"ours": [], "plain": []}
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(REPEATS):
        for name, running, first in (("plain", plain_running, PLAIN), ("ours", ours_running, OURS)):
            async with running():
                await there("talk", first, PEOPLE, 1)
                cpu = time.process_time()
                seconds, _spent = await there("talk", first, PEOPLE, ROUNDS)
                updates = PEOPLE * ROUNDS * len(STEPS)
                costs[name].append((time.process_time() - cpu) / updates)
                rates[name].append(updates / seconds)
    for name, cost in costs.items():
        print(f"{name}: {statistics.median(cost) * 1000:.2f} ms CPU an update, "
              f"{statistics.median(rates[name]):.0f} updates/s with {PEOPLE} people")  # fmt: skip
    ratio = statistics.median(costs["ours"]) / statistics.median(costs["plain"])
    print(f"CPU of an update, durable against in memory: {ratio:.2f} (to stay under 2)")


async def _memory(there: Street, values: dict[str, Any], folder: Path) -> None:
    """Of a bot as `sanad run` starts it, once twenty merchants have sent their first invoice."""
    settings = {name.upper(): str(value) for name, value in values.items()}
    settings |= {"DATABASE_URL": f"sqlite:///{folder}/memory.db", "PORT": "0"}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **settings}, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        await there("settle", IDLE, PEOPLE)
        await asyncio.sleep(1)
        family = psutil.Process(bot.pid)
        pss = sum(p.memory_full_info().pss for p in (family, *family.children(recursive=True)))
        print(f"memory idle, renderers included: {pss / 2**20:.0f} MB PSS (to stay under 200)")
    finally:
        bot.terminate()
        await bot.wait()
