"""Undo against the worker: an express invoice goes out on the second, or not at all; never both, never neither."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.auditing import audit
from bot.database import Database
from bot.delivery.engine import EmbeddedEngine
from bot.delivery.ledger import claim, locked
from bot.delivery.queue import UNDONE, is_under_way, pause, queue_delivery, resume
from bot.delivery.transport import Message
from bot.delivery.worker import Worker
from bot.demo.telegram import Bubble
from bot.merging import merge
from bot.payments import Received, open_account, record_payment
from bot.settings import Settings
from models.customer import Customer
from models.delivery import Attempt, Channel, Delivery, State
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.payment import Method
from tests.books import at_work, knows
from tests.chatting import Talk, labels
from tests.crediting import issued
from tests.deliveries import Provider, Shop, open_shop, until
from tests.paying import toasts
from tests.town import Merchant as Person
from tests.town import Town, merchant, town

SELDOM = Settings(_env_file=None, sweep_seconds=60)  # no sweep but the first one happens during a test
OFTEN = Settings(_env_file=None, sweep_seconds=0.2)
PROMPTLY = timedelta(seconds=0.5)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """She has Express switched on."""
    async with at_work(database) as somebody:
        async with database.writing() as session:
            (await session.exec(select(Merchant))).one().is_express = True
        yield somebody


# The engine is there on the second


async def put_off(shop: Shop, seconds: float = 0.3) -> tuple[int, datetime]:
    """A delivery that is due in a moment, by the real clock; no sweep ever sees it as due before."""
    due = now() + timedelta(seconds=seconds)
    async with shop.database.writing() as session:
        delivery_id = await shop.queue_in(session)
        (await session.exec(select(Delivery).where(col(Delivery.id) == delivery_id))).one().next_at = due
    return delivery_id, due


async def sent_at(shop: Shop, delivery_id: int) -> datetime:
    await until(lambda: (delivery_id, "sent") in shop.news)
    (attempt,) = await shop.attempts(delivery_id)
    return attempt.started_at


async def test_it_goes_out_when_its_time_has_come_and_not_at_the_next_sweep(database: Database) -> None:
    shop = await open_shop(database)
    async with EmbeddedEngine(shop.worker(settings=SELDOM, clock=now)) as engine:
        await engine.sweep()
        delivery_id, due = await put_off(shop)
        engine.kick(delivery_id)
        assert due <= await sent_at(shop, delivery_id) < due + PROMPTLY


async def test_after_a_crash_the_next_process_sends_it_on_time_too(database: Database) -> None:
    shop = await open_shop(database)
    async with EmbeddedEngine(shop.worker(settings=SELDOM, clock=now)) as engine:
        delivery_id, due = await put_off(shop)
        engine.kick(delivery_id)
        await asyncio.sleep(0.05)
    async with EmbeddedEngine(shop.worker(settings=SELDOM, clock=now)):
        assert due <= await sent_at(shop, delivery_id) < due + PROMPTLY
    assert shop.provider.copies() == {delivery_id: 1}


async def test_what_another_process_has_committed_untold_is_found_before_it_is_due(
    database: Database,
) -> None:
    shop, often = await open_shop(database), Settings(_env_file=None, sweep_seconds=1)
    async with EmbeddedEngine(shop.worker(settings=often, clock=now)) as engine:
        await engine.sweep()
        delivery_id, due = await put_off(shop, 1.3)  # the sweep before it is due is the last chance
        assert due <= await sent_at(shop, delivery_id) < due + PROMPTLY


async def test_a_clock_that_is_set_sends_nothing_early_and_nothing_twice(database: Database) -> None:
    shop, ahead = await open_shop(database), [timedelta(0)]
    worker = shop.worker(settings=OFTEN, clock=lambda: now() + ahead[0])
    async with EmbeddedEngine(worker) as engine:
        await engine.sweep()
        delivery_id, _ = await put_off(shop, 0.3)
        engine.kick(delivery_id)
        await asyncio.sleep(0.05)
        ahead[0] = -timedelta(hours=1)  # while its alarm is set
        await asyncio.sleep(0.5)
        assert shop.provider.copies() == {}
        ahead[0] = timedelta(hours=1)
        await until(lambda: (delivery_id, "sent") in shop.news)
    assert shop.provider.copies() == {delivery_id: 1}


async def test_a_channel_stopped_meanwhile_keeps_it_until_it_is_opened(database: Database) -> None:
    shop = await open_shop(database)
    async with EmbeddedEngine(shop.worker(settings=OFTEN, clock=now)) as engine:
        await engine.sweep()
        delivery_id, _ = await put_off(shop, 0.2)
        engine.kick(delivery_id)
        async with database.writing() as session:
            await pause(session, Channel.EMAIL, now())
        await asyncio.sleep(0.7)
        assert shop.provider.copies() == {}
        async with database.writing() as session:
            await resume(session, Channel.EMAIL)
        await until(lambda: (delivery_id, "sent") in shop.news)
    assert shop.provider.copies() == {delivery_id: 1}


# Either the worker or Undo


def worker_of(mona: Talk, provider: Provider) -> Worker:
    async def compose(delivery_id: int) -> Message:
        return Message(delivery_id, "pay@acme.example", "Your invoice")

    async def report(session: AsyncSession, delivery: Delivery) -> None:
        return None

    return Worker(
        mona.database, {Channel.EMAIL: provider}, compose, report, SELDOM, clock=lambda: mona.clock[0]
    )


async def outcome(mona: Talk, provider: Provider) -> tuple[bool, bool]:
    """Whether the newest invoice was sent, and whether it was credited."""
    async with mona.database.reading() as session:
        newest = select(Invoice).where(col(Invoice.credits_id).is_(None)).order_by(col(Invoice.id).desc())
        invoice = (await session.exec(newest.limit(1))).one()
        notes = (await session.exec(select(Invoice).where(Invoice.credits_id == invoice.id))).all()
        delivery = (await session.exec(select(Delivery).where(Delivery.invoice_id == invoice.id))).one()
        tries = (await session.exec(select(Attempt).where(Attempt.delivery_id == delivery.id))).all()
    assert len(notes) <= 1
    was_sent = provider.copies()[delivery.key] == 1
    assert was_sent == (delivery.state == State.SENT) == bool(tries)
    return was_sent, bool(notes)


async def test_of_worker_and_undo_at_the_same_moment_exactly_one_wins(mona: Talk) -> None:
    provider = Provider()
    worker = worker_of(mona, provider)
    for round_ in range(12):
        await mona.says(f"acme {round_ + 1} logo!")
        mona.clock[0] += timedelta(seconds=10)
        delivery_id = mona.engine.kicked[-1]

        async def undo(late: float) -> None:
            await asyncio.sleep(late)
            await mona.taps("↩ Undo")

        async def deliver(late: float, delivery_id: int = delivery_id) -> None:
            await asyncio.sleep(late)
            await worker.deliver(delivery_id)

        ahead = (round_ - 6) * 0.004  # seconds by which the tap comes before the worker, or after it
        await asyncio.gather(undo(max(-ahead, 0)), deliver(max(ahead, 0)), deliver(max(ahead, 0)))
        was_sent, was_credited = await outcome(mona, provider)
        assert was_sent != was_credited


async def test_undo_waits_for_a_worker_that_is_claiming_and_is_too_late(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    async with mona.database.writing() as session:
        delivery = await locked(session, mona.engine.kicked[-1])
        assert delivery is not None
        tap = asyncio.create_task(mona.taps("↩ Undo"))
        await asyncio.sleep(0.1)
        assert not tap.done()
        await claim(session, delivery, mona.clock[0], 0.0, SELDOM)
    assert "↩ Undo" not in labels(await tap)
    assert len(await issued(mona.database)) == 1


async def test_undone_before_the_worker_claims_it_is_not_sent(mona: Talk) -> None:
    provider = Provider()
    worker, composing, undone = worker_of(mona, provider), asyncio.Event(), asyncio.Event()

    async def compose(delivery_id: int) -> Message:
        composing.set()
        await undone.wait()
        return Message(delivery_id, "pay@acme.example", "Your invoice")

    worker.compose = compose
    await mona.says("acme 2 logo!")
    mona.clock[0] += timedelta(seconds=10)
    delivering = asyncio.create_task(worker.deliver(mona.engine.kicked[-1]))
    await composing.wait()
    await mona.taps("↩ Undo")
    undone.set()
    assert await delivering is None
    assert await outcome(mona, provider) == (False, True)


# Somebody else of the business at the same moment


async def newest(session: AsyncSession) -> Invoice:
    """What was issued last."""
    return (await session.exec(select(Invoice).order_by(col(Invoice.id).desc()).limit(1))).one()


async def put_behind(mona: Talk, *buttons: str) -> list[asyncio.Task[Bubble]]:
    """Tapped while somebody else's transaction, which is open, is in the way."""
    taps = [asyncio.create_task(mona.taps(button)) for button in buttons]
    await asyncio.sleep(0.1)
    assert not any(tap.done() for tap in taps)
    return taps


async def test_undo_waits_for_a_payment_that_is_being_recorded_and_is_refused(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    async with mona.database.writing() as session:
        invoice = await newest(session)
        await open_account(session, invoice.merchant_id, invoice.key)
        (tap,) = await put_behind(mona, "↩ Undo")
        await record_payment(
            session, invoice, Received(Decimal(10), Method.CASH, invoice.issue_date), "Ali", now()
        )
    await tap
    assert toasts(mona)[-1].startswith("INV-2026-00001 has been paid or credited meanwhile.")
    assert len(await issued(mona.database)) == 1


async def test_undo_holds_back_what_somebody_is_sending_elsewhere_at_that_moment(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    async with mona.database.writing() as session:
        invoice = await newest(session)
        assert not await is_under_way(session, invoice, Channel.EMAIL, "new@acme.example")
        (tap,) = await put_behind(mona, "↩ Undo")
        await queue_delivery(
            session, invoice, Channel.EMAIL, "new@acme.example", "Ali", mona.clock[0], "sanad.example"
        )
    await tap
    async with mona.database.reading() as session:
        assert [row.reason for row in (await session.exec(select(Delivery))).all()] == [UNDONE, UNDONE]
    assert len(await issued(mona.database)) == 2


async def test_an_invoice_whose_customer_is_merged_meanwhile_is_undone_for_the_one_who_stays(
    mona: Talk,
) -> None:
    await knows(mona, "Acme Ltd")
    await mona.says("acme: 2 logo!")
    async with mona.database.writing() as session:
        invoice = await newest(session)
        stays = (await session.exec(select(Customer).where(Customer.name == "Acme Ltd"))).one().key
        await merge(session, invoice.merchant_id, stays, invoice.customer_id)
        (tap,) = await put_behind(mona, "↩ Undo")
    await tap
    assert [one.customer_id for one in await issued(mona.database)] == [stays, stays]


async def test_two_people_who_send_it_at_once_send_it_once(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    async with mona.database.writing() as session:
        (await session.exec(select(Delivery))).one().state = State.SENT
    await mona.says("/invoices")
    await mona.taps("INV-2026-00001")
    ali = replace(mona, person=mona.telegram.user(8, "Ali"))
    async with mona.database.writing() as session:
        merchant_id = (await session.exec(select(Merchant))).one().key
        session.add(Member(user_id=8, merchant_id=merchant_id, name="Ali", created_at=mona.clock[0]))
    await ali.says("/invoices")
    await ali.taps("INV-2026-00001")
    async with mona.database.writing() as session:
        invoice = await newest(session)
        assert not await is_under_way(session, invoice, Channel.EMAIL, "pay@acme.example")
        taps = [
            *await put_behind(mona, "✉️ E-mail again"),
            *await put_behind(ali, "✉️ E-mail again"),
        ]
    await asyncio.gather(*taps)
    async with mona.database.reading() as session:
        states = [
            row.state for row in (await session.exec(select(Delivery).order_by(col(Delivery.id)))).all()
        ]
    assert states == [State.SENT, State.QUEUED]


# The whole application


async def express(home: Town) -> tuple[Person, Bubble]:
    """One message, after Acme was invoiced before and Express switched on."""
    mona = await merchant(home)
    await mona.says("Acme pay@acme.example: Logo 150", "Goes to")
    await mona.taps("Issue and send", "Sent at")
    async with home.database.writing() as session:
        (await session.exec(select(Merchant))).one().is_express = True
    return mona, await mona.says("acme 2 logo!", "INV-2026-00002")


def its_end(mona: Person, card: Bubble) -> Bubble | None:
    """The same message, once it says that the invoice was sent."""
    return next((b for b in mona.person.chat if b.id == card.id and "Sent at" in b.text), None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_another_touch_the_card_comes_to_its_end(database_url: str) -> None:
    async with town(database_url, undo_seconds=1) as home:
        mona, card = await express(home)
        assert "⚡ Goes out at" in card.text
        assert labels(card)[0] == "↩ Undo"
        sent = await mona.person.wait_until(lambda: its_end(mona, card))
        assert "↩ Undo" not in labels(sent)
        assert home.mailbox.received == 2
        async with home.database.reading() as session:
            newest = select(Delivery).order_by(col(Delivery.id).desc()).limit(1)
            delivery = (await session.exec(newest)).one()
        assert delivery.sent_at is not None
        assert delivery.sent_at >= delivery.created_at + timedelta(seconds=1)


async def test_undone_in_time_it_reaches_nobody_even_after_a_restart(database_url: str) -> None:
    async with town(database_url, undo_seconds=3) as home:
        mona, card = await express(home)
        undone = await mona.taps("↩ Undo", "Credited by CN-2026-00001")
        assert undone.id == card.id
        assert "Taken back before it was sent" in undone.text
        assert home.mailbox.received == 1
    told: list[str] = []
    assert await audit(database_url, told.append), told
    async with town(database_url) as home:
        async with home.database.reading() as session:
            due = (await session.exec(select(Delivery.next_at).order_by(col(Delivery.id).desc()))).first()
        assert due is not None
        await asyncio.sleep(max((due - now()).total_seconds(), 0) + 3 * home.settings.sweep_seconds)
        assert home.mailbox.received == 0
