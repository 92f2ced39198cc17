"""The other side of the benchmarks, in a process of its own: the stand-ins, and people who talk to the bot."""

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from bot.demo.mailbox import Mail, Mailbox
from bot.demo.telegram import Bubble, Person, TelegramServer

# What one person does again and again; every step is one update.
STEPS = (
    ("say", "/new"), ("tap", "Acme"), ("say", "2 x Logo 150"), ("tap", "Discount"), ("say", "10%"), ("tap", "Cancel"),
)  # fmt: skip


class StreetError(Exception):
    """The other process failed."""


class Street:
    """Commands for the other process; each returns what it measured."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def __call__(self, command: str, *arguments: Any) -> Any:
        """Run `command` over there; StreetError with what went wrong."""
        await asyncio.to_thread(self._connection.send, (command, *arguments))
        answer = await asyncio.to_thread(self._connection.recv)
        if isinstance(answer, str):
            raise StreetError(answer)
        return answer


@asynccontextmanager
async def street() -> AsyncIterator[tuple[Street, dict[str, Any]]]:
    """The other process; yields it and the settings that lead to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_live, args=(theirs,), daemon=True)
    process.start()
    there = Street(ours)
    try:
        yield there, await there("addresses")
    finally:
        process.kill()
        process.join()


def _live(connection: Connection) -> None:
    asyncio.run(_serve(connection))


async def _serve(connection: Connection) -> None:
    telegram, mailbox = TelegramServer(), Mailbox()
    async with telegram.serving() as address, mailbox:
        people = _People(telegram, mailbox)
        settings = {
            "telegram_bot_token": "100:demo-token", "telegram_api_url": address, "smtp_host": "127.0.0.1",
            "smtp_port": mailbox.port, "smtp_security": "plain",
        }  # fmt: skip
        commands: dict[str, Callable[..., Awaitable[Any]]] = {
            "settle": people.settle, "talk": people.talk, "issue": people.issue,
        }  # fmt: skip
        while True:
            command, *arguments = await asyncio.to_thread(connection.recv)
            if command == "addresses":
                connection.send(settings)
                continue
            try:
                connection.send(await commands[command](*arguments))
            except (TimeoutError, LookupError) as failure:
                connection.send(f"{type(failure).__name__}: {failure}")


class _People:
    def __init__(self, telegram: TelegramServer, mailbox: Mailbox) -> None:
        self._telegram, self._mailbox = telegram, mailbox

    async def settle(self, first: int, count: int) -> int:
        """Onboarding and one customer, for each of `count` people."""
        await asyncio.gather(*(self._settle(first + n) for n in range(count)))
        return count

    async def _settle(self, user_id: int) -> None:
        person = self._telegram.user(user_id)
        for kind, what in (
            ("say", "/start"), ("say", "Coffee Shop"), ("tap", "Egypt"), ("tap", "No"), ("say", "/new"),
            ("tap", "New customer"), ("say", "Acme"),
            ("say", f"u{user_id}@acme.example"), ("say", "1 x Logo 150"), ("tap", "Issue and send"),
        ):  # fmt: skip
            await _step(person, kind, what)
        await person.wait_for("Sent at", 30)

    async def talk(self, first: int, count: int, rounds: int) -> tuple[float, list[float]]:
        """Everybody goes through STEPS `rounds` times; seconds for all, and each step's seconds to its answer."""
        people = [self._telegram.user(first + n) for n in range(count)]
        started = time.perf_counter()
        spent = await asyncio.gather(*(_rounds(person, rounds) for person in people))
        return time.perf_counter() - started, [seconds for one in spent for seconds in one]

    async def issue(self, user_id: int, rounds: int) -> list[float]:
        """Seconds from the tap on Issue to the mail server's 250, `rounds` times."""
        person, spent = self._telegram.user(user_id), []
        for turn in range(rounds):  # another total each time: the same one again is asked about
            for kind, what in (("say", "/new"), ("tap", "Acme"), ("say", f"{turn + 2} x Logo 150")):
                await _step(person, kind, what)
            known = self._mailbox.received
            started = time.perf_counter()
            card = person.tap("Issue and send")["callback_query"]["message"]["message_id"]
            await self._mailbox.wait_for(partial(_is_after, known), 10)
            spent.append(time.perf_counter() - started)
            await person.wait_for(partial(_is_sent, card))
        return spent


def _is_after(known: int, mail: Mail) -> bool:
    return mail.number > known


def _is_sent(card: int, bubble: Bubble) -> bool:
    return bubble.id == card and "Sent at" in bubble.text


async def _rounds(person: Person, rounds: int) -> list[float]:
    return [await _step(person, kind, what) for _ in range(rounds) for kind, what in STEPS]


async def _step(person: Person, kind: str, what: str) -> float:
    """One update, until its answer is on the screen."""
    shown = {bubble.id: (bubble.text, bubble.edited) for bubble in person.chat}

    def new(bubble: Bubble) -> bool:
        return shown.get(bubble.id) != (bubble.text, bubble.edited)

    started = time.perf_counter()
    person.say(what) if kind == "say" else person.tap(what)
    await person.wait_for(new, 30)
    return time.perf_counter() - started
