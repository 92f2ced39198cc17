"""When to kill: points of the protocol at which something is decided and somebody does not know it yet."""

import asyncio

from bot.demo.telegram.signals import until
from tests.storm import Moment, Storm

HANGS = 3.0  # seconds an answer takes that never arrives: the process is dead by then
PATIENCE = 15.0  # seconds to wait until somebody comes that far


async def any_time(storm: Storm) -> None:
    """Whatever is going on, some calls later."""
    world, calls = storm.telegram.world, len(storm.telegram.calls) + storm.luck.randint(1, 40)
    await until(lambda: len(world.calls) >= calls or None, PATIENCE, world.asked)
    await asyncio.sleep(storm.luck.uniform(0, 0.05))


async def mail_taken(storm: Storm) -> None:
    """The mail server has taken a message; its 250 does not arrive."""
    received = storm.mailbox.received
    storm.mailbox.faults.add(None, "data", delay=HANGS)
    await storm.mailbox.wait_for(lambda _: storm.mailbox.received > received, PATIENCE)


async def sms_taken(storm: Storm) -> None:
    """The SMS gateway has taken a message; its 201 does not arrive."""
    received = storm.sms.received
    storm.sms.faults.add(delay=HANGS)
    await storm.sms.wait_for(lambda _: storm.sms.received > received, seconds=PATIENCE)


async def rendering(storm: Storm) -> None:
    """A PDF is being made: the nursery is there, and a process of it."""
    async with asyncio.timeout(PATIENCE):
        while len(storm.victim.children()) < 2:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
    await asyncio.sleep(storm.luck.uniform(0, 0.3))


async def issue_tapped(storm: Storm) -> None:
    """Somebody has just tapped Issue."""
    signals = [one.issuing for one in storm.people]
    taps = sum(one.count for one in signals)
    await until(lambda: sum(one.count for one in signals) > taps or None, PATIENCE, *signals)
    await asyncio.sleep(storm.luck.uniform(0, 0.05))


def lost_answer(method: str) -> Moment:
    """The chat shows it, and the bot is not told."""

    async def moment(storm: Storm) -> None:
        fault = storm.telegram.faults.add(method, None, delay=HANGS, after=True)
        chats = [chat.signal for chat in storm.telegram.world.chats.values()]
        await until(lambda: fault.left == 0 or None, PATIENCE, *chats)

    return moment


def lost_call(method: str) -> Moment:
    """It is decided, and the chat does not show it."""

    async def moment(storm: Storm) -> None:
        storm.telegram.faults.add(method, 500, delay=HANGS)
        known = len(storm.telegram.called(method))
        await storm.telegram.wait_for_call(method, PATIENCE, after=known)

    return moment
