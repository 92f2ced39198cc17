"""What Twilio says later: repeated, late or out of order, it never makes a delivery worse than it is."""

from itertools import permutations

import pytest

from bot.database import Database
from bot.delivery.queue import retry
from bot.delivery.reports import report_status
from bot.delivery.transport import DeliveryError, Message, OutcomeUnknownError
from models.delivery import Channel, State
from tests.deliveries import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


async def _sent(shop: Shop) -> tuple[int, str]:
    """An SMS the provider has accepted, and its reference."""
    delivery = await shop.queue(Channel.SMS)
    await shop.worker().deliver(delivery)
    return delivery, (await shop.row(delivery)).provider_ref or ""


async def _report(shop: Shop, delivery: int, ref: str, state: str, code: str | None = None) -> bool:
    async with shop.database.writing() as session:
        return await report_status(session, delivery, ref, state, code, shop.clock.now, _reason)


def _reason(code: str | None) -> str:
    return {"30003": "number_unreachable", "30007": "carrier"}.get(code or "", "provider")


async def test_a_delivered_sms_is_delivered(shop: Shop) -> None:
    delivery, ref = await _sent(shop)
    shop.clock.advance(3)
    assert await _report(shop, delivery, ref, "delivered")
    row = await shop.row(delivery)
    assert (row.state, row.delivered_at, row.reason) == (State.DELIVERED, shop.clock.now, None)


async def test_an_undelivered_sms_says_why(shop: Shop) -> None:
    delivery, ref = await _sent(shop)
    assert await _report(shop, delivery, ref, "undelivered", "30003")
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.detail) == (State.FAILED, "number_unreachable", "30003")
    assert row.ended_at == shop.clock.now


async def test_reports_in_any_order_end_the_same(shop: Shop) -> None:
    for order in permutations(["queued", "sent", "delivered", "delivered"]):
        delivery, ref = await _sent(shop)
        changes = [await _report(shop, delivery, ref, state) for state in order]
        assert changes.count(True) == 1
        assert (await shop.row(delivery)).state == State.DELIVERED


async def test_delivered_is_final_and_stands_above_a_failure(shop: Shop) -> None:
    delivery, ref = await _sent(shop)
    assert await _report(shop, delivery, ref, "undelivered", "30007")
    assert not await _report(shop, delivery, ref, "sent")
    assert not await _report(shop, delivery, ref, "undelivered", "30003")
    assert await _report(shop, delivery, ref, "delivered")
    assert not await _report(shop, delivery, ref, "failed", "30007")
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.ended_at) == (State.DELIVERED, None, None)


@pytest.mark.parametrize(
    ("ref", "state"),
    [("SM-other", "delivered"), ("", "delivered"), (None, "canceled"), (None, ""), (None, "x")],
)
async def test_strange_reports_change_nothing(shop: Shop, ref: str | None, state: str) -> None:
    delivery, own = await _sent(shop)
    before = await shop.row(delivery)
    assert not await _report(shop, delivery, own if ref is None else ref, state)
    assert not await _report(shop, 4711, own, "delivered")
    assert (await shop.row(delivery)).model_dump() == before.model_dump()


async def test_a_report_on_what_was_never_tried_is_ignored(shop: Shop) -> None:
    delivery = await shop.queue(Channel.SMS)
    assert not await _report(shop, delivery, "SM-forged", "delivered")
    assert (await shop.row(delivery)).state == State.QUEUED


@pytest.mark.parametrize(
    ("word", "state"), [("queued", State.SENT), ("delivered", State.DELIVERED), ("failed", State.FAILED)]
)
async def test_a_report_may_come_before_the_answer_to_the_send(shop: Shop, word: str, state: State) -> None:
    delivery = await shop.queue(Channel.SMS)

    async def report_first(message: Message) -> str:
        assert await _report(shop, delivery, "SM-quick", word, "30007" if word == "failed" else None)
        return "SM-quick"

    shop.provider.answers = [report_first]
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.provider_ref, row.lease_until) == (state, "SM-quick", None)
    assert [attempt.outcome for attempt in await shop.attempts(delivery)] == ["sent"]
    await shop.worker().deliver(delivery)
    assert len(shop.provider.sent) == 1


@pytest.mark.parametrize("then", ["lease", "refused", "gave up"])
async def test_a_report_settles_an_attempt_in_doubt(shop: Shop, then: str) -> None:
    delivery = await shop.queue(Channel.SMS)
    shop.provider.answers = [OutcomeUnknownError(), DeliveryError("provider", permanent=then == "gave up")]
    await shop.worker().deliver(delivery)
    shop.clock.advance(41)
    if then != "lease":
        await shop.worker().deliver(delivery)
    sends = len(shop.provider.sent)
    assert await _report(shop, delivery, "SM-late", "sent")
    shop.clock.advance(3600)
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.provider_ref, row.reason) == (State.SENT, "SM-late", None)
    assert len(shop.provider.sent) == sends


async def test_reports_on_the_first_sms_do_not_touch_the_second_one(shop: Shop) -> None:
    delivery, first = await _sent(shop)
    await _report(shop, delivery, first, "undelivered", "30003")
    async with shop.database.writing() as session:
        await retry(session, shop.merchant_id, delivery, shop.clock.now)
    for word in ("sent", "undelivered"):
        assert not await _report(shop, delivery, first, word, "30003")

    async def report_again(message: Message) -> str:
        assert not await _report(shop, delivery, first, "undelivered", "30003")
        return await shop.provider.take(message)

    shop.provider.answers = [report_again]
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert row.state == State.SENT
    assert row.provider_ref not in {first, None}
    assert not await _report(shop, delivery, first, "undelivered", "30003")
    assert await _report(shop, delivery, row.provider_ref or "", "delivered")
