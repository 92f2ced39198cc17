"""A turn: one update, one transaction, the same update never twice, and its replies owed until they are sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select
from telegram import Update
from telegram.ext import Application

from bot.application import build_bot
from bot.chat_locks import ChatLocks
from bot.context import Context
from bot.conversation import Conversation
from bot.database import Database
from bot.demo.telegram import Person, TelegramServer
from bot.front import Front, keep_error
from bot.outbox import Outbox
from bot.polling import poll
from bot.receipts import notice
from bot.screens import Screen
from bot.settings import Settings
from bot.turn import Turn
from handlers.routing import OnCommand, OnText
from models.draft import Draft
from models.errors import UserError
from models.receipt import Receipt


class NoEngine:
    """Nothing is delivered here."""

    def kick(self, delivery_id: int) -> None:
        raise AssertionError("no delivery was queued")

    async def enqueue(self, session: object, delivery_id: int) -> None:
        raise AssertionError("no delivery was queued")

    async def nudge(self, delivery_id: int) -> None:
        raise AssertionError("no delivery was queued")


@dataclass
class Bench:
    """A small bot: it counts to where it is told, and has a bug."""

    telegram: TelegramServer
    front: Front
    outbox: Outbox
    database: Database
    now: list[datetime]

    async def receipts(self) -> list[Receipt]:
        async with self.database.reading() as session:
            return list((await session.exec(select(Receipt).order_by(col(Receipt.id)))).all())


async def counted(_text: str, turn: Turn) -> None:
    turn.draft.number += 1
    turn.show(Screen(f"number {turn.draft.number}"))


async def broken(_text: str, turn: Turn) -> None:
    turn.draft.number = 1000
    await turn.session.flush()
    raise ZeroDivisionError


async def refused(_text: str, turn: Turn) -> None:
    turn.draft.number = 1000
    raise UserError("Line {line} is wrong.", line=3)


async def asked(_text: str, turn: Turn) -> None:
    turn.ask("name", Screen("What is your name?"))


async def named(text: str, turn: Turn) -> None:
    turn.ask(None, Screen(f"Hello {text}"))


def conversation() -> Conversation:
    commands = {"count": counted, "bug": broken, "refuse": refused, "ask": asked}
    entry = [OnCommand(name, handler) for name, handler in commands.items()]
    return Conversation(entry, {"name": [OnText(named)]}, [])


@asynccontextmanager
async def bench(database: Database, telegram: TelegramServer | None = None) -> AsyncIterator[Bench]:
    telegram, now = telegram or TelegramServer(), [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    async with telegram.serving() as address:
        values: dict[str, Any] = {"telegram_bot_token": "100:demo-token", "telegram_api_url": address}
        bot = build_bot(Context(Settings(_env_file=None, **values)))
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        application.add_handler(conversation())
        application.add_error_handler(keep_error)
        locks = ChatLocks()
        outbox = Outbox(database, bot, lambda: now[0], locks)
        front = Front(application, database, outbox, locks, NoEngine(), lambda: now[0])
        async with application:
            yield Bench(telegram, front, outbox, database, now)


def as_update(bench: Bench, raw: dict[str, Any]) -> Update:
    return Update.de_json(raw, bench.front.application.bot)


async def drafts(database: Database) -> list[Draft]:
    async with database.reading() as session:
        return list((await session.exec(select(Draft))).all())


async def test_an_update_that_comes_again_changes_nothing(database: Database) -> None:
    async with bench(database) as b:
        update = as_update(b, b.telegram.user(7).say("/count"))
        await asyncio.gather(*(b.front.handle(update) for _ in range(5)))
        assert [d.number for d in await drafts(database)] == [1]
        assert len(b.telegram.called("sendMessage")) == 1


async def test_a_bug_leaves_the_draft_as_it_was_and_the_chat_goes_on(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        for text in ("/count", "/bug", "/count"):
            await b.front.handle(as_update(b, mona.say(text)))
        assert [d.number for d in await drafts(database)] == [2]
        assert any("Something went wrong on our side" in bubble.text for bubble in mona.chat)


async def test_a_refusal_names_the_place_and_keeps_nothing(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        await b.front.handle(as_update(b, mona.say("/refuse")))
        assert mona.last.text == "Line 3 is wrong."
        assert [d.number for d in await drafts(database)] == [0]


async def test_an_open_question_survives_because_it_is_a_row(database: Database) -> None:
    async with bench(database) as b:
        await b.front.handle(as_update(b, b.telegram.user(7).say("/ask")))
    async with bench(database, b.telegram) as b:
        mona = b.telegram.user(7)
        await b.front.handle(as_update(b, mona.say("Mona")))
        assert mona.last.text == "Hello Mona"


async def test_replies_a_dead_process_owed_are_sent_by_the_next_one(database: Database) -> None:
    async with bench(database) as b:
        await b.telegram.close()
        update = as_update(b, b.telegram.user(7).say("/count"))
        b.telegram.faults.add("sendMessage", 502, times=None)
        await b.front.handle(update)
        assert [bool(r.owed_at) for r in await b.receipts()] == [True]
        b.telegram.faults.clear()
        b.now[0] += timedelta(seconds=3)
        await b.outbox.send_due()
        assert b.telegram.user(7).last.text == "number 1"
        await b.outbox.send_due()
        assert [bool(r.owed_at) for r in await b.receipts()] == [False]
        assert len(b.telegram.user(7).chat) == 2


async def test_flood_control_puts_off_only_what_was_not_sent(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        calls = [{"do": "send_message", "with": {"chat_id": 7, "text": f"part {n}"}} for n in (1, 2, 3)]
        async with database.writing() as session:
            notice(session, 7, b.now[0], calls)
        b.telegram.faults.add("sendMessage", None)
        b.telegram.faults.add("sendMessage", 429, retry_after=30)
        await b.outbox.send_due()
        b.now[0] += timedelta(seconds=29)
        await b.outbox.send_due()
        sent = len(mona.chat)
        b.now[0] += timedelta(seconds=2)
        await b.outbox.send_due()
        assert sent < 3
        assert [bubble.text for bubble in mona.chat] == ["part 1", "part 2", "part 3"]


async def test_a_reply_the_chat_refuses_is_not_tried_for_ever(database: Database) -> None:
    async with bench(database) as b:
        mona = b.telegram.user(7)
        update = as_update(b, mona.say("/count"))
        mona.block()
        await b.front.handle(update)
        assert [bool(r.owed_at) for r in await b.receipts()] == [False]


async def test_a_hundred_chats_at_once_are_each_answered_in_their_order(database: Database) -> None:
    async with bench(database) as b:
        people = [b.telegram.user(100 + n) for n in range(20)]
        updates = [as_update(b, person.say("/count")) for _ in range(5) for person in people]
        await asyncio.gather(*(b.front.handle(update) for update in updates))
        for person in people:
            shown = [bubble.text for bubble in person.chat if bubble.from_bot]
            assert shown == ["number 5"]  # one card, moved down four times
        async with database.reading() as session:
            assert (await session.exec(select(func.count()).select_from(Receipt))).one() == 100


async def test_polling_confirms_an_update_only_after_its_commit(database: Database) -> None:
    async with bench(database) as b:
        stop = asyncio.Event()
        mona: Person = b.telegram.user(7)
        polling = asyncio.create_task(poll(b.front, stop))
        mona.say("/count")
        await mona.wait_for("number 1")
        stop.set()
        await polling
        assert b.telegram.pending == 0
        assert [d.number for d in await drafts(database)] == [1]


@pytest.mark.parametrize("kind", ["channel", "nobody"])
async def test_updates_that_are_not_ours_are_passed_over(database: Database, kind: str) -> None:
    async with bench(database) as b:
        chat = {"id": -100, "type": "channel", "title": "News"}
        body = {"message_id": 1, "date": 0, "chat": chat, "text": "hi"} if kind == "channel" else {}
        await b.front.handle(
            as_update(b, {"update_id": 1, "channel_post": body} if body else {"update_id": 1})
        )
        assert await b.receipts() == []
