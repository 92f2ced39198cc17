"""Replies reach a chat in the order in which they were decided, whatever holds one of them up."""

from datetime import timedelta

from bot.database import Database
from bot.turn import LEASE
from models.receipt import Receipt
from tests.test_turns import as_update, bench


async def test_a_reply_that_has_to_wait_is_not_overtaken_by_the_next(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        b.telegram.faults.add("sendMessage", 429, retry_after=5)
        for _ in range(2):
            await b.front.handle(as_update(b, mona.say("/count")))
        await b.outbox.send_due()
        assert [bubble.text for bubble in mona.chat if bubble.from_bot] == []
        b.now[0] += timedelta(seconds=6)
        await b.outbox.send_due()
        assert [bubble.text for bubble in mona.chat if bubble.from_bot] == ["number 1", "number 2"]


async def test_what_a_dead_process_had_in_hand_comes_before_anything_new(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        owed = {"do": "send_message", "with": {"chat_id": 7, "text": "Issued."}}
        async with database.writing() as session:
            session.add(
                Receipt(update_id=1, chat_id=7, calls=[owed], owed_at=b.now[0] + LEASE, taken_at=b.now[0])
            )
        await b.outbox.take_over()
        await b.front.handle(as_update(b, mona.say("/count")))
        assert [bubble.text for bubble in mona.chat if bubble.from_bot] == ["Issued.", "number 1"]


async def test_another_living_process_is_waited_for(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        in_hand = {"do": "send_message", "with": {"chat_id": 7, "text": "Issued."}}
        async with database.writing() as session:
            receipt = Receipt(
                update_id=1, chat_id=7, calls=[in_hand], owed_at=b.now[0] + LEASE, taken_at=b.now[0]
            )
            session.add(receipt)
        await b.front.handle(as_update(b, mona.say("/count")))
        await b.outbox.send_due()
        assert not [bubble for bubble in mona.chat if bubble.from_bot]
        async with database.writing() as session:
            session.add(receipt)
            receipt.owed_at = None
        await b.outbox.send_due()
        assert [bubble.text for bubble in mona.chat if bubble.from_bot] == ["number 1"]
