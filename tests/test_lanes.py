"""The lanes from a wish to a queued delivery, counted as updates in all of the bot; the rest happens by itself."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from sqlmodel import col, func, select

from bot.demo.telegram import Bubble, Person
from models.delivery import Delivery
from models.receipt import Receipt
from tests.town import Merchant, Town, merchant, town

Deed = tuple[Callable[[Person], object], str]
"""What a person does, and the words by which the bot's answer is known."""


def says(text: str, answer: str) -> Deed:
    return lambda person: person.say(text), answer


def taps(button: str, answer: str) -> Deed:
    return lambda person: person.tap(button), answer


def shares_sara(answer: str) -> Deed:
    return lambda person: person.share_contact("+201001234567", "Sara", "Nabil"), answer


@dataclass(frozen=True)
class Lane:
    """What is done, one update each; `before` is what somebody has set up long ago."""

    deeds: tuple[Deed, ...]
    before: tuple[Deed, ...] = ()


ISSUED = "INV-2026-00002"
LANES = {
    "quick line": (2, Lane((says("acme 2 logo", "Invoice for Acme"), taps("Issue and send", ISSUED)))),
    "express": (
        1,
        Lane(
            (says("acme 2 logo!", "Goes out at"),),
            before=(
                says("/settings", "Business"),
                taps("Invoices", "Express"),
                taps("Express", "Now: no"),
                taps("Yes", "Express: yes"),
            ),
        ),
    ),
    "again": (2, Lane((taps("Again", "Invoice for Acme"), taps("Issue and send", ISSUED)))),
    "favourite": (
        2,
        Lane(
            (taps("Acme: 3", "Invoice for Acme"), taps("Issue and send", ISSUED)),
            before=(taps("More", "issued on"), taps("Save as favourite", "Tap one")),
        ),
    ),
    "guided": (
        4,
        Lane(
            (
                taps("New invoice", "Who is it for"),
                taps("Acme", "What is it for"),
                taps("Logo", "Invoice for Acme"),
                taps("Issue and send", ISSUED),
            ),
        ),
    ),
    "new customer": (
        4,
        Lane(
            (
                shares_sara("in your address book"),
                taps("Invoice them", "What is it for"),
                says("logo 2", "Invoice for Sara"),
                taps("Issue and send", ISSUED),
            ),
        ),
    ),
}


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Town]:
    """Everything, taking updates."""
    async with town(database_url, undo_seconds=1) as there:
        yield there


async def counted(home: Town) -> tuple[int, int]:
    """Updates that took effect, and deliveries."""
    updates = select(func.count()).select_from(Receipt).where(col(Receipt.update_id).is_not(None))
    async with home.database.reading() as session:
        deliveries = await session.exec(select(func.count()).select_from(Delivery))
        return (await session.exec(updates)).one(), deliveries.one()


async def do(mona: Merchant, deeds: tuple[Deed, ...]) -> Bubble:
    """One after the other, each once the bot has answered the one before; its newest message."""
    for deed, answer in deeds:
        deed(mona.person)
        await mona.person.wait_for(answer)
    return mona.person.last


@pytest.mark.parametrize("name", LANES)
async def test_a_lane_takes_so_many_actions_and_its_card_then_ends_by_itself(home: Town, name: str) -> None:
    actions, lane = LANES[name]
    mona = await merchant(home)
    await do(
        mona,
        (says("Acme pay@acme.example: 3x Logo 150", "Invoice for Acme"), taps("Issue and send", "Sent at")),
    )
    await do(mona, lane.before)
    updates, deliveries = await counted(home)
    card = await do(mona, lane.deeds)
    assert await counted(home) == (updates + actions, deliveries + 1)
    await mona.person.wait_for(lambda bubble: bubble.id == card.id and "✅" in bubble.text, 20)
    assert await counted(home) == (updates + actions, deliveries + 1), "the card got there without a word"
