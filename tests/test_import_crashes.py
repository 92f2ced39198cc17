"""Killed while a list is read, and again while it is imported: it is in the book once, whole."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from bot.database import Database
from models.batch import DONE, Batch
from models.product import Product
from tests.storm import Storm, storm
from tests.town import Merchant

SECONDS = (0.0, 0.1)  # from the file, and from the tap, to the kill
ROWS = 1000


@pytest.mark.timeout(180)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_killed_while_a_list_is_imported_everything_in_it_is_there_once(
    database_url: str, tmp_path: Path
) -> None:
    async with storm(database_url, tmp_path, seed=9, people=1) as raging:
        mona = Merchant(raging.people[0].person)
        await mona.set_up()
        for number, seconds in enumerate(SECONDS):
            rows = "\n".join(f"Item {number}-{i},{i}" for i in range(ROWS))
            mona.person.send_document(f"name,price\n{rows}\n".encode(), f"list{number}.csv")
            await dies(raging, seconds)
            await mona.person.wait_for(f"Products in “list{number}.csv”")
            mona.person.tap("✅ Import")
            await dies(raging, seconds)
            await imported(database_url, number + 1)
        assert await raging.victim.stop() == 0
    database = Database(database_url)
    async with database.reading() as session:
        names = (await session.exec(select(Product.name))).all()
        states = (await session.exec(select(Batch.state))).all()
    await database.close()
    assert sorted(names) == sorted(
        f"Item {number}-{i}" for number in range(len(SECONDS)) for i in range(ROWS)
    )
    assert list(states) == [DONE] * len(SECONDS)


async def dies(raging: Storm, seconds: float) -> None:
    """Killed after so many seconds, and started again."""
    await asyncio.sleep(seconds)
    await raging.strike()
    await raging.rise()


async def imported(database_url: str, count: int) -> None:
    """Until so many lists are."""
    database = Database(database_url)
    try:
        async with asyncio.timeout(30):
            while True:
                async with database.reading() as session:
                    done = (await session.exec(select(Batch.id).where(Batch.state == DONE))).all()
                if len(done) == count:
                    return
                await asyncio.sleep(0.05)
    finally:
        await database.close()
