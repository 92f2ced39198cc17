"""Deliveries as merchants and admins handle them."""

from datetime import timedelta
from email.headerregistry import Address

import pytest
from sqlmodel import select

from bot.database import Database
from bot.delivery.engine import EmbeddedEngine
from bot.delivery.queue import due, pause, paused, queue_delivery, resume, retry, retry_failed
from bot.delivery.transport import DeliveryError
from models.delivery import Channel, Delivery, State
from models.errors import UserError
from models.invoice import Invoice
from tests.deliveries import Shop, open_shop, until

UNKNOWN = DeliveryError("mailbox_unknown", permanent=True)
LOGIN = DeliveryError("login", permanent=True)


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


async def _failed(shop: Shop, error: DeliveryError, channel: Channel = Channel.EMAIL) -> int:
    delivery = await shop.queue(channel)
    shop.provider.answers = [error]
    await shop.worker().deliver(delivery)
    assert (await shop.row(delivery)).state == State.FAILED
    return delivery


async def _retry(shop: Shop, delivery: int, merchant_id: int | None = None) -> State:
    async with shop.database.writing() as session:
        row = await retry(session, merchant_id or shop.merchant_id, delivery, shop.clock.now)
        return State(row.state)


async def test_a_queued_delivery_is_due_now_under_a_message_id_of_its_own(shop: Shop) -> None:
    one, other = await shop.row(await shop.queue()), await shop.row(await shop.queue())
    assert (one.state, one.next_at, one.requested_by) == (State.QUEUED, shop.clock.now, "Mona")
    assert one.message_id != other.message_id
    address = Address(addr_spec=(one.message_id or "").strip("<>"))
    assert address.domain == "shop.example"
    assert len(address.username) == 32  # 128 random bits


async def test_a_delivery_is_queued_with_its_invoice_or_not_at_all(shop: Shop) -> None:
    class PowerCutError(Exception):
        pass

    with pytest.raises(PowerCutError):
        await _issue_and_fail(shop, PowerCutError())
    async with shop.database.reading() as session:
        assert (await session.exec(select(Delivery))).all() == []


async def _issue_and_fail(shop: Shop, error: Exception) -> None:
    async with shop.database.writing() as session:
        await shop.queue_in(session)
        raise error


async def test_a_failed_delivery_is_tried_again_from_the_beginning(shop: Shop) -> None:
    delivery = await _failed(shop, UNKNOWN)
    message_id = (await shop.row(delivery)).message_id
    shop.clock.advance(60)
    assert await _retry(shop, delivery) == State.QUEUED
    row = await shop.row(delivery)
    assert (row.next_at, row.attempts, row.reason, row.ended_at) == (shop.clock.now, 0, None, None)
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.message_id) == (State.SENT, message_id)
    assert [(one.number, one.outcome) for one in await shop.attempts(delivery)] == [
        (1, "failed"),
        (2, "sent"),
    ]


async def test_a_waiting_delivery_can_be_brought_forward(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [DeliveryError("rate", retry_after=3600)]
    await shop.worker().deliver(delivery)
    shop.clock.advance(10)
    assert await _retry(shop, delivery) == State.QUEUED
    await shop.worker().deliver(delivery)
    assert (await shop.row(delivery)).state == State.SENT


async def test_tapping_retry_on_a_sent_invoice_does_not_send_it_again(shop: Shop) -> None:
    delivery = await shop.queue()
    await shop.worker().deliver(delivery)
    assert await _retry(shop, delivery) == State.SENT
    await shop.worker().deliver(delivery)
    assert len(shop.provider.sent) == 1


async def test_a_merchant_cannot_retry_the_delivery_of_another(shop: Shop) -> None:
    delivery = await _failed(shop, UNKNOWN)
    stranger = await open_shop(shop.database)
    with pytest.raises(UserError):
        await _retry(shop, delivery, stranger.merchant_id)
    with pytest.raises(UserError):
        await _retry(shop, 4711)
    assert (await shop.row(delivery)).state == State.FAILED


async def test_an_admin_sends_again_what_failed_through_no_fault_of_the_address(shop: Shop) -> None:
    old = await _failed(shop, LOGIN)
    shop.clock.advance(timedelta(days=4).total_seconds())
    ours, theirs = await _failed(shop, LOGIN), await _failed(shop, UNKNOWN)
    async with shop.database.writing() as session:
        assert await retry_failed(session, shop.clock.now) == [ours]
    states = [(await shop.row(one)).state for one in (old, ours, theirs)]
    assert states == [State.FAILED, State.QUEUED, State.FAILED]


async def test_an_admin_does_not_send_again_what_the_merchant_already_did(shop: Shop) -> None:
    failed = await shop.row(await _failed(shop, LOGIN))
    async with shop.database.writing() as session:
        invoice = await session.get(Invoice, failed.invoice_id)
        assert invoice is not None
        now = shop.clock.now
        await queue_delivery(session, invoice, Channel.EMAIL, failed.recipient, "Mona", now, "shop.example")
    async with shop.database.writing() as session:
        assert await retry_failed(session, now) == []


async def test_a_paused_channel_keeps_its_deliveries_and_the_other_goes_on(shop: Shop) -> None:
    async with shop.database.writing() as session:
        await pause(session, Channel.EMAIL, shop.clock.now)
        await pause(session, Channel.EMAIL, shop.clock.now + timedelta(1))  # tapped twice
    mail, text = await shop.queue(), await shop.queue(Channel.SMS)
    async with EmbeddedEngine(shop.worker()) as engine:
        engine.kick(mail)
        await until(lambda: (text, "sent") in shop.news)
        row = await shop.row(mail)
        assert (row.state, row.attempts) == (State.QUEUED, 0)
        async with shop.database.writing() as session:
            assert await paused(session) == {Channel.EMAIL: shop.clock.now}
            await resume(session, Channel.EMAIL)
            await resume(session, Channel.EMAIL)
        await until(lambda: (mail, "sent") in shop.news)
    async with shop.database.reading() as session:
        assert await paused(session) == {}


async def test_due_deliveries_come_longest_waiting_first(shop: Shop) -> None:
    first = await shop.queue()
    shop.clock.advance(10)
    second, text = await shop.queue(), await shop.queue(Channel.SMS)
    later = await shop.queue()
    shop.provider.answers = [DeliveryError("greylisted")]
    await shop.worker().deliver(later)
    async with shop.database.reading() as session:
        assert await due(session, Channel.EMAIL, shop.clock.now, 10) == [first, second]
        assert await due(session, Channel.EMAIL, shop.clock.now, 1) == [first]
        assert await due(session, Channel.SMS, shop.clock.now, 10) == [text]
        shop.clock.advance(7)
        assert await due(session, Channel.EMAIL, shop.clock.now, 10) == [first, second, later]
