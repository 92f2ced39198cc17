"""One delivery: sent once, tried again when it may be, never twice when it need not be."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.testing import capture_logs

from bot.database import Database
from bot.delivery.transport import DeliveryError, Message, OutcomeUnknownError
from bot.rendering.pool import RenderError
from bot.settings import Settings
from models.delivery import Channel, Delivery, State
from tests.deliveries import Shop, open_shop, until

PATIENT = Settings(_env_file=None)


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


async def test_an_invoice_is_sent_once_and_the_chat_hears_of_it(shop: Shop) -> None:
    delivery = await shop.queue()
    assert await shop.worker().deliver(delivery) is None
    row = await shop.row(delivery)
    assert (row.state, row.provider_ref, row.sent_at) == (State.SENT, "SM1.1", shop.clock.now)
    assert (row.attempts, row.lease_until, row.reason) == (1, None, None)
    assert shop.news == [(delivery, "sent")]
    assert [attempt.outcome for attempt in await shop.attempts(delivery)] == ["sent"]


async def test_asking_for_a_delivery_twice_at_once_sends_it_once(shop: Shop) -> None:
    delivery, gate = await shop.queue(), asyncio.Event()
    shop.settings = PATIENT

    async def wait(message: Message) -> str | None:
        await gate.wait()
        return await shop.provider.take(message)

    shop.provider.answers = [wait] * 5
    workers = [shop.worker(), shop.worker()] * 2
    tasks = [asyncio.create_task(worker.deliver(delivery)) for worker in workers]
    await until(lambda: sum(task.done() for task in tasks) == 3)  # all but the one that is sending
    gate.set()
    await asyncio.gather(*tasks)
    await shop.worker().deliver(delivery)
    assert len(shop.provider.sent) == 1


async def test_a_delivery_that_does_not_exist_is_nothing_to_worry_about(shop: Shop) -> None:
    assert await shop.worker().deliver(4711) is None


async def test_nothing_is_sent_before_the_wish_to_send_is_durable(shop: Shop) -> None:
    delivery = await shop.queue()
    seen: list[Delivery] = []

    async def look(message: Message) -> str:
        seen.append(await shop.row(delivery))
        return "SM1"

    shop.provider.answers = [look]
    await shop.worker().deliver(delivery)
    (row,) = seen
    assert (row.state, row.fence, row.attempts) == (State.SENDING, 1, 1)
    assert row.lease_until == shop.clock.now + timedelta(seconds=0.2 + 40)


async def test_a_crash_while_the_pdf_is_made_costs_no_waiting(shop: Shop) -> None:
    delivery = await shop.queue()
    composing = asyncio.Event()

    async def compose(delivery_id: int) -> Message:
        composing.set()
        await asyncio.Event().wait()
        return await shop.compose(delivery_id)

    dying = asyncio.create_task(shop.worker(compose=compose).deliver(delivery))
    await composing.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert (await shop.row(delivery)).state == State.QUEUED  # rendering comes before the intent
    await shop.worker().deliver(delivery)
    assert shop.provider.copies() == {delivery: 1}


async def test_a_crash_between_intent_and_send_asks_the_provider_and_then_sends(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [shop.provider.hang]
    await _die_while_sending(shop, delivery)
    worker = shop.worker()
    lease = (await shop.row(delivery)).lease_until
    assert await worker.deliver(delivery) == lease  # too early to look
    assert shop.provider.asked == []
    began = shop.clock.now
    shop.clock.advance(41)
    await worker.deliver(delivery)
    assert shop.provider.asked == [began]
    assert shop.provider.copies() == {delivery: 1}
    first, again = shop.provider.sent
    assert first.message_id == again.message_id
    assert first.message_id
    assert first.message_id.endswith("@shop.example>")
    assert [attempt.outcome for attempt in await shop.attempts(delivery)] == ["retry", "sent"]


async def test_a_crash_after_the_provider_took_it_does_not_send_it_again(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [shop.provider.take_and_hang]
    await _die_while_sending(shop, delivery)
    shop.clock.advance(41)
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.provider_ref) == (State.SENT, "SM1.1")
    assert len(shop.provider.sent) == 1
    assert shop.news == [(delivery, "sent")]


async def _die_while_sending(shop: Shop, delivery: int) -> None:
    dying = asyncio.create_task(shop.worker().deliver(delivery))
    sent = len(shop.provider.sent)
    await until(lambda: len(shop.provider.sent) > sent)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert (await shop.row(delivery)).state == State.SENDING


@pytest.mark.parametrize("lost", ["slow", "broken"])
async def test_a_lost_answer_leaves_the_delivery_in_doubt_until_the_provider_has_settled(
    shop: Shop, lost: str
) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [shop.provider.take_and_hang if lost == "slow" else OutcomeUnknownError("reset")]
    at = await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.lease_until) == (State.SENDING, "timeout", at)
    assert at is not None
    shop.clock.now = at
    assert await shop.worker().deliver(delivery) is None
    assert (await shop.row(delivery)).state == State.SENT
    assert shop.provider.copies() == {delivery: 1}
    assert shop.news == [(delivery, "sending"), (delivery, "sent")]


async def test_what_cannot_be_asked_is_sent_once_more_under_the_same_message_id(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.knows = False
    shop.provider.answers = [shop.provider.take_and_hang]
    await shop.worker().deliver(delivery)
    shop.clock.advance(41)
    await shop.worker().deliver(delivery)
    assert shop.provider.copies() == {delivery: 2}
    assert len({message.message_id for message in shop.provider.sent}) == 1


async def test_a_doubt_survives_a_later_refusal(shop: Shop) -> None:
    """Unknown, then refused for a while: the third attempt still asks about the first."""
    delivery = await shop.queue()
    began = shop.clock.now
    shop.provider.answers = [OutcomeUnknownError(), DeliveryError("unreachable")]
    for _ in range(3):
        await shop.worker().deliver(delivery)
        shop.clock.advance(100)
    assert shop.provider.asked == [began, began]
    assert (await shop.row(delivery)).state == State.SENT


async def test_a_result_that_comes_after_somebody_else_took_over_is_ignored(shop: Shop) -> None:
    delivery, gates = await shop.queue(), [asyncio.Event(), asyncio.Event()]
    shop.settings = PATIENT
    outcomes = iter([DeliveryError("refused", permanent=True), None])

    async def slow(message: Message) -> str:
        await gates[len(shop.provider.sent) - 1].wait()
        if error := next(outcomes):
            raise error
        return "SM-second"

    shop.provider.answers = [slow, slow]
    stale = asyncio.create_task(shop.worker().deliver(delivery))
    await until(lambda: len(shop.provider.sent) == 1)
    shop.clock.advance(600)
    current = asyncio.create_task(shop.worker().deliver(delivery))
    await until(lambda: len(shop.provider.sent) == 2)
    gates[0].set()
    assert await stale is None
    assert (await shop.row(delivery)).state == State.SENDING
    gates[1].set()
    await current
    row = await shop.row(delivery)
    assert (row.state, row.provider_ref) == (State.SENT, "SM-second")
    assert shop.news == [(delivery, "sent")]


async def test_a_process_that_was_stopped_before_the_send_does_not_send(shop: Shop) -> None:
    delivery = await shop.queue()
    readings = iter([0.0, 300.0])
    at = await shop.worker(monotonic=lambda: next(readings)).deliver(delivery)
    assert shop.provider.sent == []
    assert (await shop.row(delivery)).state == State.QUEUED
    assert at is not None


async def test_temporary_failures_are_tried_again_after_growing_pauses(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [DeliveryError("greylisted", detail="4.7.1") for _ in range(8)]
    waits: list[float] = []
    while (at := await shop.worker().deliver(delivery)) is not None:
        waits.append((at - shop.clock.now).total_seconds())
        row = await shop.row(delivery)
        assert (row.state, row.reason, row.detail, row.next_at) == (State.QUEUED, "greylisted", "4.7.1", at)
        shop.clock.now = at
    assert len(waits) == 7
    for wait, pause in zip(waits, (5, 60, 300, 1800, 7200, 18000, 36000), strict=True):
        assert 0.8 * pause <= wait <= 1.2 * pause
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.detail, row.attempts) == (State.FAILED, "gave_up", "4.7.1", 8)
    assert row.ended_at == shop.clock.now
    assert [one.outcome for one in await shop.attempts(delivery)] == ["retry"] * 7 + ["failed"]
    assert len(shop.news) == 8


async def test_the_wait_a_provider_asks_for_is_the_least(shop: Shop) -> None:
    delivery = await shop.queue(Channel.SMS)
    shop.provider.answers = [DeliveryError("rate", retry_after=120), DeliveryError("rate", retry_after=1)]
    assert await shop.worker().deliver(delivery) == shop.clock.now + timedelta(seconds=120)
    shop.clock.advance(120)
    at = await shop.worker().deliver(delivery)
    assert at is not None
    assert at >= shop.clock.now + timedelta(seconds=48)


async def test_a_permanent_failure_is_not_tried_again(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [DeliveryError("mailbox_unknown", permanent=True, detail="5.1.1")]
    assert await shop.worker().deliver(delivery) is None
    await shop.worker().deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.detail) == (State.FAILED, "mailbox_unknown", "5.1.1")
    assert len(shop.provider.sent) == 1


async def test_a_channel_that_is_not_set_up_says_so(shop: Shop) -> None:
    delivery = await shop.queue()
    await shop.worker(transports={}).deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.reason) == (State.FAILED, "no_channel")


async def test_a_pdf_that_cannot_be_made_is_tried_again_later(shop: Shop) -> None:
    delivery = await shop.queue()

    async def compose(_: int) -> Message:
        raise RenderError("Fonts are missing. Install the package fonts-noto-core.")

    with capture_logs() as lines:
        at = await shop.worker(compose=compose).deliver(delivery)
    assert [line["why"] for line in lines] == ["Fonts are missing. Install the package fonts-noto-core."]
    row = await shop.row(delivery)
    assert (row.state, row.reason, row.next_at) == (State.QUEUED, "render", at)
    assert shop.provider.sent == []


async def test_a_database_that_cannot_keep_the_pdf_uses_up_no_attempt(shop: Shop) -> None:
    """A full disk, a restart: nobody has begun to send, however long it takes."""
    delivery = await shop.queue()
    full = [OperationalError("INSERT INTO pdf", {}, OSError("database or disk is full")) for _ in range(12)]

    async def compose(delivery_id: int) -> Message:
        if full:
            raise full.pop()
        return await shop.compose(delivery_id)

    worker = shop.worker(compose=compose)
    while full:
        with pytest.raises(OperationalError):
            await worker.deliver(delivery)
        shop.clock.advance(41)
    row = await shop.row(delivery)
    assert (row.state, row.attempts, row.reason) == (State.QUEUED, 0, None)
    await worker.deliver(delivery)
    assert (await shop.row(delivery)).state == State.SENT
    assert shop.provider.asked == []


async def test_a_bug_is_not_hidden_and_is_tried_again_only_so_often(shop: Shop) -> None:
    delivery = await shop.queue()

    async def compose(_: int) -> Message:
        bare: dict[str, Message] = {}
        return bare["nothing"]

    worker = shop.worker(compose=compose)
    bugs = 0
    while (await shop.row(delivery)).state != State.FAILED:
        try:
            await worker.deliver(delivery)
        except KeyError:
            bugs += 1
        shop.clock.advance(41)
    row = await shop.row(delivery)
    assert (bugs, row.reason) == (9, "gave_up")
    assert shop.provider.sent == []


async def test_unknown_outcomes_end_with_a_question_not_with_another_send(shop: Shop) -> None:
    delivery = await shop.queue()
    shop.provider.answers = [OutcomeUnknownError() for _ in range(8)]
    for _ in range(9):
        await shop.worker().deliver(delivery)
        shop.clock.advance(41)
    row = await shop.row(delivery)
    assert (row.state, row.reason) == (State.FAILED, "gave_up")
    assert (len(shop.provider.sent), len(shop.provider.asked)) == (8, 8)


async def test_a_bug_in_the_news_does_not_send_the_invoice_again(shop: Shop) -> None:
    delivery = await shop.queue()

    async def report(session: AsyncSession, row: Delivery) -> None:
        await session.exec(update(Delivery).where(col(Delivery.id) == row.id).values(detail="half a report"))
        raise KeyError("card")

    await shop.worker(report=report).deliver(delivery)
    row = await shop.row(delivery)
    assert (row.state, row.detail) == (State.SENT, None)


async def test_a_result_is_written_when_the_database_is_back(shop: Shop) -> None:
    delivery = await shop.queue()
    failures = [OperationalError("COMMIT", {}, OSError("gone"))]

    async def report(session: AsyncSession, row: Delivery) -> None:
        if failures:
            raise failures.pop()
        await shop.report(session, row)

    await shop.worker(report=report).deliver(delivery)
    assert (await shop.row(delivery)).state == State.SENT
    assert shop.news == [(delivery, "sent")]
    assert len(shop.provider.sent) == 1


async def test_the_outbox_is_woken_only_after_the_news_is_durable(shop: Shop) -> None:
    delivery = await shop.queue()
    order: list[str] = []
    event.listen(shop.database.engine.sync_engine, "commit", lambda _: order.append("commit"))
    await shop.worker(committed=lambda: order.append("woken")).deliver(delivery)
    assert order == ["commit", "commit", "woken"]


async def test_a_slow_channel_does_not_hold_up_the_other(shop: Shop) -> None:
    worker, gate = shop.worker(settings=Settings(_env_file=None)), asyncio.Event()

    async def wait(message: Message) -> str:
        await gate.wait()
        return f"SM{message.delivery_id}"

    shop.provider.answers = [wait] * 8
    mails = [await shop.queue() for _ in range(12)]
    slow = [asyncio.create_task(worker.deliver(mail)) for mail in mails]
    await until(lambda: len(shop.provider.sent) == 8)
    await worker.deliver(await shop.queue(Channel.SMS))
    assert len(shop.provider.sent) == 9  # eight mails at a time, and the SMS beside them
    gate.set()
    await asyncio.gather(*slow)
    assert set(shop.provider.copies().values()) == {1}
