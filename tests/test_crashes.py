"""Nothing is lost: the process is killed at any moment and started again, while people go on working."""

import asyncio
import json
import statistics
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.auditing import audit
from bot.database import Database
from tests import reckoning
from tests.moments import any_time, issue_tapped, lost_answer, lost_call, mail_taken, rendering, sms_taken
from tests.storm import Moment, Storm, storm

CHOSEN: tuple[Moment, ...] = (
    mail_taken,
    lost_answer("sendMessage"),
    issue_tapped,
    sms_taken,
    rendering,
    lost_answer("editMessageText"),
    lost_call("answerCallbackQuery"),
    lost_call("sendMessage"),
    lost_call("editMessageText"),
)
PEOPLE = 4


def each(kind: str, seed: int, some: int, *, webhook: bool = False) -> Any:
    """A storm: every chosen moment, and some that nobody chose."""
    name = f"{kind}-{'webhook' if webhook else 'polling'}"
    return pytest.param(kind, seed, some, webhook, id=name, marks=pytest.mark.xdist_group(f"storm {name}"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("database_url", "seed", "some", "webhook"),
    [each("sqlite", 1, 11), each("postgresql", 2, 9), each("sqlite", 3, 3, webhook=True)],
    indirect=["database_url"],
)
async def test_killed_at_any_moment_it_loses_nothing_and_sends_nothing_twice(
    database_url: str, tmp_path: Path, seed: int, some: int, webhook: bool
) -> None:
    moments = [*CHOSEN, *([any_time] * some)]
    async with storm(database_url, tmp_path, seed, PEOPLE, webhook=webhook) as raging:
        raging.luck.shuffle(moments)
        await weather(raging, moments)
        await reckon(raging, database_url)
    assert raging.kills >= len(moments)
    assert raging.missed <= 2


async def weather(raging: Storm, moments: list[Moment]) -> None:
    """The storm, and a quiet evening after it."""
    async with asyncio.timeout(180), asyncio.TaskGroup() as day:
        for one in raging.people:
            day.create_task(one.work())
        await raging.rage(moments)
        for one in raging.people:
            one.closing = True


async def reckon(raging: Storm, database_url: str) -> None:
    """Everything is as the chat has shown it."""
    database = Database(database_url)
    try:
        async with asyncio.timeout(30):
            await reckoning.settled(database, raging.sms)
        assert await raging.victim.stop() == 0
        books = await reckoning.books_of(database)
    finally:
        await database.close()
    print(  # shown when it fails
        f"{raging.kills} kills ({raging.missed} chosen moments missed), "
        f"{len(books.invoices)} invoices, {reckoning.surplus(books, raging)} mails once more, "
        f"start median {statistics.median(raging.starts):.1f} s, longest {max(raging.starts):.1f} s"
    )
    reckoning.check_numbers(books, raging.people)
    reckoning.check_lines(books, raging)
    reckoning.check_post(books, raging)
    assert reckoning.check_cards(books, raging) <= raging.kills // 4
    assert reckoning.surplus(books, raging) <= raging.kills
    told: list[str] = []
    assert await audit(database_url, told.append), told
    assert not [one for one in raging.orphans if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    failures = [line for line in raging.victim.log.splitlines() if is_failure(line)]
    assert not failures, "\n".join(failures)


def is_failure(line: str) -> bool:
    """Whether the program tells of a failure of its own. What is no JSON comes from renderers left alone."""
    with suppress(ValueError):
        return json.loads(line)["level"] in {"error", "critical"}
    return False
