"""Receipts are kept longer than Telegram repeats an update, and then removed."""

from datetime import timedelta

from sqlmodel import select

from bot.database import Database
from bot.housekeeping import prune
from models.receipt import Receipt
from tests.builders import NOON


async def test_receipts_stay_three_days_and_then_go(database: Database) -> None:
    ages = (timedelta(days=30), timedelta(days=3, minutes=1), timedelta(days=2), timedelta())
    async with database.writing() as session:
        for number, age in enumerate(ages):
            session.add(Receipt(update_id=number, chat_id=7, taken_at=NOON - age))
        session.add_all(
            Receipt(update_id=n, chat_id=8, taken_at=NOON - timedelta(days=9)) for n in range(100, 1200)
        )
    assert await prune(database, NOON) == 1102
    async with database.reading() as session:
        assert [r.update_id for r in (await session.exec(select(Receipt))).all()] == [2, 3]
    assert await prune(database, NOON) == 0
