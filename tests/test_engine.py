"""The engine: at once when told, in the end in any case, and by one process alone."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot.database import Database
from bot.delivery.engine import EmbeddedEngine
from bot.delivery.seat import SeatTakenError
from bot.delivery.transport import DeliveryError, Message, OutcomeUnknownError
from bot.delivery.worker import Worker
from bot.settings import Settings
from models.delivery import Channel, Delivery, State
from tests.deliveries import Provider, Shop, open_shop, until

SELDOM = Settings(_env_file=None, sweep_seconds=60)  # no sweep but the first one happens during a test


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


async def _all_sent(shop: Shop, *deliveries: int) -> None:
    await until(lambda: {(one, "sent") for one in deliveries} <= set(shop.news))


async def test_a_kicked_delivery_goes_out_at_once(shop: Shop) -> None:
    async with EmbeddedEngine(shop.worker(settings=SELDOM)) as engine:
        await engine.sweep()
        delivery = await shop.queue()
        engine.kick(delivery)
        engine.kick(delivery)
        await _all_sent(shop, delivery)
    assert shop.provider.copies() == {delivery: 1}


async def test_a_start_takes_up_what_the_last_process_left(shop: Shop) -> None:
    deliveries = [await shop.queue(channel) for channel in (Channel.EMAIL, Channel.SMS, Channel.EMAIL)]
    async with EmbeddedEngine(shop.worker(settings=SELDOM)):
        await _all_sent(shop, *deliveries)
    assert set(shop.provider.copies().values()) == {1}


async def test_after_a_crash_only_the_provider_has_to_settle(shop: Shop) -> None:
    """On SQLite the lock proves that the last process is dead; on PostgreSQL it may be alive and cut off."""
    delivery = await shop.queue()
    shop.provider.answers = [shop.provider.take_and_hang]
    slow = Settings(_env_file=None)
    dying = asyncio.create_task(shop.worker(settings=slow).deliver(delivery))
    await until(lambda: shop.provider.sent)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    async with EmbeddedEngine(shop.worker(settings=slow)):
        row = await shop.row(delivery)
    expected = 40 if shop.database.is_sqlite else 60
    assert row.lease_until == shop.clock.now + timedelta(seconds=expected)
    shop.clock.advance(expected)
    async with EmbeddedEngine(shop.worker(settings=slow)):
        await _all_sent(shop, delivery)
    assert shop.provider.copies() == {delivery: 1}


async def test_a_second_process_on_the_same_file_is_told_to_stop(shop: Shop) -> None:
    if not shop.database.is_sqlite:
        pytest.skip("PostgreSQL serves many processes")
    async with EmbeddedEngine(shop.worker()):
        with pytest.raises(
            SeatTakenError, match=r"Process \d+ already delivers from .*sanad\.db\. Stop it first"
        ):
            await EmbeddedEngine(shop.worker()).__aenter__()
    async with EmbeddedEngine(shop.worker()):
        pass


async def test_on_postgresql_a_second_process_stands_by_and_takes_over(shop: Shop) -> None:
    if shop.database.is_sqlite:
        pytest.skip("an SQLite file serves one process")
    first, second = EmbeddedEngine(shop.worker()), EmbeddedEngine(shop.worker(transports={}))
    await first.__aenter__()
    async with second:
        delivery = await shop.queue()
        second.kick(delivery)  # not its turn: it would say that the channel is not set up
        await _all_sent(shop, delivery)
        await first.__aexit__(None, None, None)
        orphan = await shop.queue()
        await until(lambda: (orphan, "failed") in shop.news)


async def test_another_process_announces_a_delivery_with_its_commit(shop: Shop) -> None:
    if shop.database.is_sqlite:
        pytest.skip("an SQLite file serves one process")
    elsewhere = EmbeddedEngine(shop.worker())
    async with EmbeddedEngine(shop.worker(settings=SELDOM)):
        await asyncio.sleep(0.1)  # the first sweep is over, the next one is a minute away
        async with shop.database.writing() as session:
            delivery = await shop.queue_in(session)
            await elsewhere.enqueue(session, delivery)
            await asyncio.sleep(0.05)
            assert shop.news == []
        await _all_sent(shop, delivery)


async def test_a_lost_database_connection_is_only_an_interruption(shop: Shop) -> None:
    if shop.database.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    async with EmbeddedEngine(shop.worker()):
        await asyncio.sleep(0.1)
        async with shop.database.engine.connect() as connection:
            await connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await shop.database.engine.dispose()
        delivery = await shop.queue()
        await _all_sent(shop, delivery)


async def test_a_bug_in_one_delivery_is_logged_and_leaves_the_others_alone(shop: Shop) -> None:
    bad = await shop.queue()

    async def compose(delivery_id: int) -> Message:
        assert delivery_id != bad, "a bug of ours"
        return await shop.compose(delivery_id)

    with capture_logs() as logs:
        async with EmbeddedEngine(shop.worker(compose=compose)) as engine:
            await until(lambda: [line for line in logs if line["event"] == "broke off"])
            good = await shop.queue()
            engine.kick(good)
            await _all_sent(shop, good)
    assert (await shop.row(bad)).state == State.SENDING


async def test_a_failed_sweep_is_followed_by_the_next(shop: Shop) -> None:
    failures = [KeyError("a bug"), OSError("disk")]

    def clock() -> datetime:
        if failures:
            raise failures.pop()
        return shop.clock.now

    delivery = await shop.queue()
    async with EmbeddedEngine(shop.worker(clock=clock)):
        await _all_sent(shop, delivery)


async def test_a_failure_that_may_pass_is_tried_again_in_time_without_a_sweep(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [DeliveryError("greylisted"), DeliveryError("greylisted")]
    quick = Settings(_env_file=None, sweep_seconds=60, retry_seconds=(0.01, 0.02))
    async with EmbeddedEngine(shop.worker(settings=quick, clock=lambda: datetime.now(UTC))):
        await _all_sent(shop, delivery)
    assert len(shop.provider.sent) == 3


async def test_leaving_finishes_what_is_being_sent_and_begins_nothing(shop: Shop) -> None:
    gate = asyncio.Event()

    async def wait(message: Message) -> str | None:
        await gate.wait()
        return await shop.provider.take(message)

    shop.provider.answers = [wait] * 8
    deliveries = [await shop.queue() for _ in range(10)]
    engine = EmbeddedEngine(shop.worker(settings=SELDOM))
    await engine.__aenter__()
    await until(lambda: len(shop.provider.sent) == 8)
    leaving = asyncio.create_task(engine.__aexit__(None, None, None))
    await asyncio.sleep(0.01)
    assert not leaving.done()
    gate.set()
    await leaving
    engine.kick(deliveries[-1])
    states = [(await shop.row(one)).state for one in deliveries]
    assert sorted(states) == [State.QUEUED] * 2 + [State.SENT] * 8


async def test_leaving_does_not_wait_for_ever(shop: Shop) -> None:
    delivery = await shop.queue()
    brief, composing = Settings(_env_file=None, send_timeout=0.1), asyncio.Event()

    async def compose(_: int) -> Message:
        composing.set()
        await asyncio.Event().wait()
        return await shop.compose(delivery)

    async with EmbeddedEngine(shop.worker(settings=brief, compose=compose)):
        await composing.wait()
    assert (await shop.row(delivery)).state == State.QUEUED


class _Weather:
    """A provider in a storm: it takes, refuses, takes and loses the answer, or loses the message."""

    def __init__(self, provider: Provider, luck: random.Random) -> None:
        self.provider, self.luck, self.calm = provider, luck, False

    async def send(self, message: Message) -> str | None:
        fate = 1.0 if self.calm else self.luck.random()
        self.provider.sent.append(message)
        await asyncio.sleep(0 if self.calm else self.luck.random() * 0.002)
        if fate < 0.1:
            raise DeliveryError("greylisted")
        if fate < 0.2:
            raise OutcomeUnknownError
        reference = await self.provider.take(message)
        await asyncio.sleep(0 if self.calm else self.luck.random() * 0.002)
        if fate < 0.3:
            raise OutcomeUnknownError
        return reference

    async def find(self, message: Message, since: datetime) -> str | None:
        return await self.provider.find(message, since)

    async def check(self) -> str:
        return "storm"


async def test_a_storm_of_crashes_loses_nothing_and_doubles_nothing_that_can_be_asked_for(shop: Shop) -> None:
    luck = random.Random(7)  # noqa: S311 - repeatable on purpose
    asked, mute = Provider(), Provider(knows=False)
    sms, email = _Weather(asked, luck), _Weather(mute, luck)
    patient = Settings(_env_file=None, retry_seconds=(5,) * 40)
    texts, mails = [], []
    async with shop.database.writing() as session:
        for _ in range(80):
            texts.append(await shop.queue_in(session, Channel.SMS))
            mails.append(await shop.queue_in(session, Channel.EMAIL))
    for turn in range(40):
        sms.calm = email.calm = turn >= 4
        worker = shop.worker(settings=patient, transports={Channel.SMS: sms, Channel.EMAIL: email})
        if not await _one_life(shop, worker, luck, crashes=not sms.calm):
            break
        shop.clock.advance(90)
    states = [(await shop.row(one)).state for one in texts + mails]
    assert set(states) == {State.SENT}
    assert asked.copies() == dict.fromkeys(texts, 1)
    for mail, copies in mute.copies().items():
        in_doubt = [one for one in await shop.attempts(mail) if one.reason == "timeout"]
        assert copies <= 1 + len(in_doubt)
    assert set(mute.copies()) == set(mails)
    assert len({message.message_id for message in mute.sent}) == len(mails)


async def _one_life(shop: Shop, worker: Worker, luck: random.Random, *, crashes: bool) -> int:
    """Deliver whatever is open, some of it twice at once; if it crashes, wherever each delivery stands."""
    unfinished = select(Delivery.id).where(col(Delivery.state).in_([State.QUEUED, State.SENDING]))
    async with shop.database.reading() as session:
        ids = [one or 0 for one in (await session.exec(unfinished)).all()]
    jobs = [asyncio.create_task(worker.deliver(one)) for one in ids for _ in range(luck.randint(1, 2))]
    if crashes:
        for job in jobs:
            asyncio.get_running_loop().call_later(luck.random() * 0.5, job.cancel)
    await asyncio.gather(*jobs, return_exceptions=True)
    return len(ids)
