"""How many things a merchant has to do until an invoice is on its way: messages and taps, counted as updates."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from models.delivery import Delivery
from models.draft import Draft
from models.receipt import Receipt
from tests.chatting import Talk, on_sqlite, talk

BOTH: dict[str, Any] = {
    "smtp_host": "127.0.0.1", "smtp_security": "plain", "twilio_account_sid": "AC1", "twilio_auth_token": "t",
    "twilio_from": "+15005550006",
}  # fmt: skip


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant who has sent Acme an invoice for three logos before."""
    async with talk(database, **BOTH) as somebody:
        await somebody.sets_up()
        await somebody.says("Acme pay@acme.example: 3x Logo 150")
        await somebody.taps("Issue and send")
        yield somebody


async def so_far(mona: Talk) -> tuple[int, int]:
    """Updates that took effect, and deliveries that are queued."""
    async with mona.database.reading() as session:
        updates = (await session.exec(select(Receipt).where(Receipt.update_id.is_not(None)))).all()  # type: ignore[union-attr]
        return len(updates), len((await session.exec(select(Delivery))).all())


async def test_one_message_and_one_tap_send_a_known_customer_a_known_item(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.says("acme 2 logo")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 2, queued + 1)


@on_sqlite
async def test_one_message_and_one_tap_send_a_new_customer_a_new_item(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.says("Sara Nabil sara@example.com: 2x Cake 120, Candles 15, due friday")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 2, queued + 1)


@on_sqlite
async def test_a_new_customer_without_an_address_takes_one_answer_more(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.says("Sara Nabil: 2x Cake 120")
    await mona.says("sara@example.com")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 3, queued + 1)


@on_sqlite
async def test_a_forwarded_contact_is_invoiced_in_four(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.brings(mona.person.share_contact("+201001234567", "Sara", "Nabil"))
    await mona.taps("Invoice them")
    await mona.says("2x Cake 120")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 4, queued + 1)


@on_sqlite
async def test_without_typing_a_known_customer_and_item_take_four(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.taps("Logo")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 4, queued + 1)


@on_sqlite
async def test_an_unclear_message_takes_one_tap_more(mona: Talk) -> None:
    actions, queued = await so_far(mona)
    await mona.says("acme: Hosting 1.500")
    await mona.taps("1500")
    await mona.taps("Issue and send")
    assert await so_far(mona) == (actions + 3, queued + 1)


@on_sqlite
async def test_arabic_takes_no_more(database: Database) -> None:
    async with talk(database, "ar", **BOTH) as mona:
        for answer in ("/start", "ستوديو منى", "مصر", "لا"):
            await mona.says(answer)
        await mona.says("أحمد سمير ahmed@example.com: شعار ١٥٠")
        await mona.taps("إصدار وإرسال")
        actions, queued = await so_far(mona)
        await mona.says("لأحمد سمير ٢ شعار")
        await mona.taps("إصدار وإرسال")
        assert await so_far(mona) == (actions + 2, queued + 1)


async def test_an_item_typed_again_after_its_invoice_was_issued_opens_no_second_one(mona: Talk) -> None:
    _, queued = await so_far(mona)
    shown = await mona.says("Logo 150")
    assert "is on INV-2026-00001 for Acme already" in shown.text
    async with mona.database.reading() as session:
        assert (await session.exec(select(Draft))).one().composition is None
    assert (await so_far(mona))[1] == queued
