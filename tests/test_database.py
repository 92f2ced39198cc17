"""The database stays usable whatever happens to those who use it."""

import asyncio
import random
from datetime import UTC, datetime
from time import monotonic

import pytest
from sqlmodel import select

from bot.database import Database
from models.delivery import Pause


async def test_requests_that_are_broken_off_do_not_lock_the_others_out(database: Database) -> None:
    """On SQLite a statement cut short used to hold the file's only write lock for a minute."""
    luck = random.Random(5)  # noqa: S311 - repeatable on purpose

    async def write(channel: str) -> None:
        async with database.writing() as session:
            session.add(Pause(channel=channel, since=datetime.now(UTC)))
            await session.flush()
            (await session.exec(select(Pause))).all()

    began = monotonic()
    for turn in range(80):
        broken, whole = (
            [asyncio.create_task(write(f"{kind} {turn} {n}")) for n in range(2)]
            for kind in ("broken", "whole")
        )
        for task in broken:
            asyncio.get_running_loop().call_later(luck.random() * 0.006, task.cancel)
        await asyncio.gather(*broken, return_exceptions=True)
        await asyncio.gather(*whole)
        assert monotonic() - began < 25
    async with database.reading() as session:
        kept = {pause.channel for pause in (await session.exec(select(Pause))).all()}
    assert {f"whole {turn} {n}" for turn in range(80) for n in range(2)} <= kept


@pytest.mark.parametrize("steps", [2, 4, 8])
async def test_who_waits_while_others_connect_gets_in_when_they_are_broken_off(
    database: Database, steps: int
) -> None:
    """On SQLite a single one, broken off while it opened the file, kept the next writer out for a minute."""
    opened = Database(database.url.render_as_string(hide_password=False))

    async def write(channel: str) -> None:
        async with opened.writing() as session:
            session.add(Pause(channel=channel, since=datetime.now(UTC)))

    crowd = [asyncio.create_task(write(f"broken {n}")) for n in range(20)]  # as many as may connect at a time
    last = asyncio.create_task(write("whole"))
    for _ in range(steps):
        await asyncio.sleep(0)
    for task in crowd:
        task.cancel()
    try:
        await asyncio.gather(*crowd, return_exceptions=True)
        async with asyncio.timeout(10):
            await last
    finally:
        await opened.close()
    async with database.reading() as session:
        assert "whole" in {pause.channel for pause in (await session.exec(select(Pause))).all()}
