"""The database stays usable whatever happens to those who use it."""

import asyncio
import random
from datetime import UTC, datetime
from time import monotonic

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
