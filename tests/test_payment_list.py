"""After a payment: taken back without a trace being lost, acknowledged once, and seen in every list."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.database import Database
from models.delivery import Delivery, State
from models.member import Member
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.paying import MAIL, card, issues, payments, receipts, taps, toasts
from tests.shopkeepers import visible


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up(tax_number=None)
        yield somebody


@on_sqlite
async def test_a_mistake_is_taken_back_and_both_rows_stay(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.says("200 cash note: <first> half")
    asked = await taps(mona, "Take it back")
    assert "Take back EGP 200.00 in cash, Sun 22 Nov 2026, for INV-2026-00001?" in asked
    first, second = mona.person.tap("Yes, take it back"), mona.person.tap("Yes, take it back")
    await mona.brings(first)
    await mona.brings(second)
    listed = visible(mona.person.last.text)
    assert "Open: EGP 342.00" in listed
    assert "Note: <first> half" in listed
    assert "Taken back by Mona" in listed
    assert [f"{paid.amount:f}" for paid in await payments(mona)] == ["200.00", "-200.00"]
    assert "Paid" not in card(mona)
    await mona.taps("‹ Back")
    await mona.taps("More")
    timeline = visible((await mona.taps("Timeline")).text)
    assert "payment of EGP 200.00 recorded by Mona" in timeline
    assert "payment of EGP 200.00 taken back by Mona" in timeline


@on_sqlite
async def test_an_invoice_is_overdue_when_its_day_has_passed_where_the_merchant_is(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.says("200 cash")
    mona.clock[0] = NOON + timedelta(days=7, hours=9)  # 29 November, 23:00 in Cairo
    await mona.taps("Invoice")
    assert "Overdue" not in card(mona)
    mona.clock[0] += timedelta(hours=2)
    await mona.taps("PDF")
    listed = await mona.says("/invoices")
    assert "Open: EGP 142.00, of which overdue: EGP 142.00" in visible(listed.text)
    assert labels(listed)[0].startswith("⚠️🌓⏳")
    await mona.taps("INV-2026-00001")
    assert "Overdue since Sun 29 Nov 2026" in card(mona)


@on_sqlite
async def test_the_list_shows_what_is_open_and_is_narrowed_to_it(mona: Talk) -> None:
    await issues(mona)
    await issues(mona, "Cake 30")
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    listed = await mona.says("/invoices")
    assert "Open: EGP 342.00\n" in visible(listed.text)
    assert [label[:4] for label in labels(listed)[:2]] == ["💰⏳ I", "⏳ IN"]
    rows = [[button.text for button in row] for row in listed.buttons]
    assert ["● All", "Unpaid", "Overdue", "Paid"] in rows
    assert ["On their way", "Sent", "Failed"] in rows
    assert "INV-2026-00001" in labels(await mona.taps("Unpaid"))[0]
    assert "INV-2026-00002" in labels(await mona.taps("Paid"))[0]
    assert "Nothing here yet." in (await mona.taps("Overdue")).text


@on_sqlite
async def test_a_receipt_goes_the_way_the_invoice_went_once(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.says("200 cash")
    assert not await receipts(mona)
    first, second = mona.person.tap("Send receipt"), mona.person.tap("Send receipt")
    await mona.brings(first)
    await mona.brings(second)
    assert "The receipt goes to pay@acme.example." in visible(mona.person.last.text)
    (receipt,) = await receipts(mona)
    assert (receipt.channel, receipt.recipient) == ("email", "pay@acme.example")
    assert receipt.id in mona.engine.kicked
    assert "🧾 ✉️ Receipt to pay@acme.example\n⏳ Queued" in card(mona)


@on_sqlite
async def test_a_receipt_that_waits_is_not_sent_once_the_payment_is_taken_back(mona: Talk) -> None:
    await mona.sends_receipts()
    await issues(mona)
    await mona.taps("💰 Paid")
    assert "The receipt goes to pay@acme.example." in await taps(mona, "All in cash")
    await mona.taps("Take it back")
    await mona.taps("Yes, take it back")
    (receipt,) = await receipts(mona)
    assert (receipt.state, receipt.reason) == (State.FAILED, "reversed")
    assert "❌ Not sent: The payment was taken back" in card(mona)
    shown = next(b for b in mona.person.chat if b.text.startswith("🧾 INV"))
    assert not any("Retry" in label for label in labels(shown))


@on_sqlite
async def test_who_holds_a_receipt_for_a_payment_taken_back_is_not_forgotten(mona: Talk) -> None:
    await mona.sends_receipts()
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    async with mona.database.writing() as session:
        receipt = (await session.exec(select(Delivery).where(col(Delivery.payment_id).is_not(None)))).one()
        receipt.state, receipt.sent_at = State.SENT, NOON
    assert "The customer has had a receipt for it" in await taps(mona, "Take it back")
    listed = await taps(mona, "Yes, take it back")
    assert "The customer still has the receipt for it, so please tell them." in toasts(mona)[-1]
    assert "Taken back by Mona\n  ⚠️ The customer still has the receipt for it" in listed
    assert "✅ Sent at 14:00\n⚠️ This payment was taken back since" in card(mona)


@on_sqlite
async def test_a_receipt_whose_address_was_wrong_gets_a_better_one(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await mona.taps("Send receipt")
    async with mona.database.writing() as session:
        failed = (await session.exec(select(Delivery).where(col(Delivery.payment_id).is_not(None)))).one()
        failed.state, failed.reason = State.FAILED, "mailbox_unknown"
    await mona.taps("Invoice")
    await mona.taps("Fix address")
    await mona.says("mona@acme.example")
    assert [receipt.recipient for receipt in await receipts(mona)] == [
        "pay@acme.example",
        "mona@acme.example",
    ]


@on_sqlite
async def test_a_partner_records_it_and_the_card_in_the_first_chat_says_so(mona: Talk) -> None:
    await issues(mona)
    merchant = await mona.merchant()
    assert merchant
    async with mona.database.writing() as session:
        session.add(Member(user_id=8, merchant_id=merchant.key, name="Omar", created_at=NOON))
    omar = replace(mona, person=mona.telegram.user(8, "Omar", "en"))
    await omar.says("/invoices")
    await omar.taps("INV-2026-00001")
    await omar.taps("💰 Paid")
    await omar.taps("All in cash")
    assert [paid.recorded_by for paid in await payments(mona)] == ["Omar"]
    assert "Paid in full" in card(omar)
    assert "Paid in full" in card(mona)


@on_sqlite
async def test_nothing_was_sent_and_nobody_can_be_thanked(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("New customer")
    await mona.says("Acme")
    await mona.taps("Not now")
    await mona.says("Logo 342")
    await mona.taps("Issue")
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await mona.taps("Send receipt")
    assert "Acme has no address yet." in toasts(mona)[-1]
