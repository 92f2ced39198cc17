"""Express: a message that ends in "!" is the invoice itself, and for some seconds a tap takes it back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select
from telegram import Update

from bot.database import Database
from bot.delivery.oversight import deliveries_page
from bot.delivery.queue import retry
from bot.paging import Window
from models.delivery import Delivery, State
from models.draft import Composition
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.receipt import Receipt
from tests.books import MAIL, at_work, customers, is_card, knows, sells
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.crediting import issued
from tests.paying import toasts
from tests.shopkeepers import visible


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """She knows Acme, sells logos at 150 and has Express switched on."""
    async with at_work(database) as somebody:
        await switch_on(somebody)
        yield somebody


async def switch_on(mona: Talk) -> None:
    async with mona.database.writing() as session:
        (await session.exec(select(Merchant))).one().is_express = True


async def deliveries(mona: Talk) -> list[Delivery]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Delivery).order_by(col(Delivery.id)))).all())


async def updates(mona: Talk) -> int:
    async with mona.database.reading() as session:
        return len((await session.exec(select(Receipt).where(Receipt.update_id.is_not(None)))).all())  # type: ignore[union-attr]


async def test_one_message_is_one_action_until_the_invoice_is_on_its_way(mona: Talk) -> None:
    actions = await updates(mona)
    card = await mona.says("acme 2 logo!")
    assert await updates(mona) == actions + 1
    (invoice,) = await issued(mona.database)
    (delivery,) = await deliveries(mona)
    assert invoice.payable_amount == Decimal(342)
    assert (delivery.state, delivery.recipient) == (State.QUEUED, "pay@acme.example")
    assert delivery.next_at == NOON + timedelta(seconds=10)
    assert mona.engine.kicked == [delivery.key]
    assert invoice.number in card.text
    assert "⚡ Goes out at 14:00:10" in card.text  # Cairo's time
    assert labels(card)[0] == "↩ Undo"
    assert (await mona.draft()).composition is None
    assert (await mona.draft()).step is None


@on_sqlite
@pytest.mark.parametrize("text", ["acme 2 logo !", "acme 2 logo！", "acme 2 logo!!", "acme: 2 logo ！ !"])
async def test_the_mark_may_be_typed_as_people_type_it(mona: Talk, text: str) -> None:
    await mona.says(text)
    (invoice,) = await issued(mona.database)
    assert [line.item_name for line in invoice.read_document().lines] == ["Logo"]


@on_sqlite
async def test_in_arabic_it_is_the_same(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        for answer in ("/start", "ستوديو منى", "مصر", "لا"):
            await mona.says(answer)
        await knows(mona, "أحمد سمير", email="ahmed@example.com")
        await sells(mona, "شعار", "150")
        await switch_on(mona)
        card = await mona.says("لأحمد سمير ٢ شعار!")
        assert "⚡ تُرسل الساعة 14:00:10" in visible(card.text)
        undone = await mona.taps("↩ تراجع")
        assert "تم التراجع عنها قبل إرسالها" in visible(undone.text)
        assert "صدرت بالخطأ" in (await issued(database))[1].document


@on_sqlite
async def test_it_is_switched_on_in_the_settings_and_off_before(database: Database) -> None:
    async with at_work(database) as mona:
        shown = await mona.opens("Express")
        assert "is issued at once" in shown.text
        assert "Now: no" in shown.text
        await mona.taps("Yes")
        await mona.says("acme 2 logo!")
        assert len(await issued(mona.database)) == 1


@on_sqlite
async def test_while_it_is_off_the_card_comes_and_tells_of_it_once(database: Database) -> None:
    async with at_work(database) as mona:
        card = await mona.says("acme 2 logo!")
        assert is_card(card)
        assert "1. Logo: 2 ×" in card.text
        assert "switch on Express in /settings" in card.text
        await mona.taps("Cancel")
        again = await mona.says("acme 3 logo!")
        assert is_card(again)
        assert "Express" not in again.text
        assert await issued(mona.database) == []


@on_sqlite
async def test_a_part_of_one_name_alone_is_that_customer(mona: Talk) -> None:
    await knows(mona, "Nile Water Works", email="pay@nile.example")
    await mona.says("nile 2 logo!")
    (invoice,) = await issued(mona.database)
    assert invoice.buyer_name == "Nile Water Works"


@on_sqlite
async def test_a_message_without_the_mark_is_a_card_as_ever(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    assert is_card(card)
    assert "⚡" not in card.text


@on_sqlite
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("acem 2 logo!", "not sure that I read it right"),  # misspelt
        ("acme 2 logp!", "not sure that I read it right"),
        ("acme logo 2!", "not sure that I read it right"),  # 2 could be the price
        ("acme 2 logo, Cake 50 -10%!", "not sure that I read it right"),  # the discount may be the cake's
        ("acme other@acme.example 2 logo!", "the address is new"),
        ("Zed zed@example.com: 2 logo!", "the customer or the address is new"),
        ("acme: Logo 1500!", "unusual"),  # ten times the usual price
    ],
)
async def test_what_is_not_certain_is_looked_at_first(mona: Talk, text: str, why: str) -> None:
    card = await mona.says(text)
    assert is_card(card)
    assert why in card.text
    assert await issued(mona.database) == []
    assert "INV-2026-00001" in (await mona.taps("Issue and send")).text
    assert "Undo" not in " ".join(labels(mona.person.last))


@on_sqlite
async def test_what_is_unclear_is_asked_and_then_looked_at(mona: Talk) -> None:
    await mona.says("acme: Hosting 1.500!")
    card = await mona.taps("1500")
    assert is_card(card)
    assert "something had to be asked" in card.text
    assert await issued(mona.database) == []


@on_sqlite
async def test_nobody_is_sent_anything_they_cannot_get(mona: Talk) -> None:
    await knows(mona, "Zed", phone="+201001234567")  # SMS is not set up here
    await knows(mona, "Nobody Special")
    for text in ("zed 2 logo!", "nobody special 2 logo!"):
        shown = await mona.says(text)
        assert "would not reach the customer" in shown.text
        await mona.says("/cancel")
    assert await issued(mona.database) == []


@on_sqlite
async def test_a_new_customer_is_asked_for_as_ever(mona: Talk) -> None:
    assert "Where shall the invoices for Zed go?" in (await mona.says("Zed: 2 logo!")).text
    assert is_card(await mona.says("zed@example.com"))
    assert ("Zed", "zed@example.com", None) in await customers(mona)
    assert await issued(mona.database) == []


@on_sqlite
async def test_what_the_invoice_lacks_is_asked_first(mona: Talk) -> None:
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.country, merchant.currency = "SA", "SAR"  # the law there asks why something is zero-rated
    await sells(mona, "Course", "100", tax_category="Z", tax_rate=Decimal(0))
    asked = await mona.says("acme 2 course!")
    assert (await mona.draft()).step == "reason"
    assert not is_card(asked)
    assert await issued(mona.database) == []


@on_sqlite
async def test_the_same_again_at_once_is_looked_at(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    card = await mona.says("acme 2 logo!")
    assert is_card(card)
    assert "just like it a moment ago" in card.text
    assert len(await issued(mona.database)) == 1


@on_sqlite
@pytest.mark.parametrize("command", ["/invoices", "/customers", "/products"])
async def test_an_open_list_is_no_question_that_stands_in_its_way(mona: Talk, command: str) -> None:
    await mona.says(command)
    assert labels(await mona.says("acme 2 logo!"))[0] == "↩ Undo"
    assert len(await issued(mona.database)) == 1


@on_sqlite
async def test_an_open_draft_is_never_lost_to_it(mona: Talk) -> None:
    await mona.says("acme: Cake 50")
    asked = await mona.says("acme 2 logo!")
    assert not is_card(asked)
    assert await issued(mona.database) == []
    composition = Composition.model_validate((await mona.draft()).composition)
    assert [line.item_name for line in composition.lines] == ["Cake"]
    card = await mona.taps("Start a new one")
    assert is_card(card)
    assert "something had to be asked" in card.text
    assert await issued(mona.database) == []


async def test_the_same_message_delivered_twice_makes_one_invoice(mona: Talk) -> None:
    said, bot = mona.person.say("acme 2 logo!"), mona.front.application.bot
    await asyncio.gather(*(mona.front.handle(Update.de_json(said, bot)) for _ in range(3)))
    assert len(await issued(mona.database)) == 1
    assert len(await deliveries(mona)) == 1


async def test_undo_takes_all_of_it_back_and_sends_nothing(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    card = await mona.taps("↩ Undo")
    invoice, note = await issued(mona.database)
    assert note.credits_id == invoice.id
    assert note.payable_amount == invoice.payable_amount
    assert note.read_document().reason == "Issued by mistake"
    (delivery,) = await deliveries(mona)  # none for the credit note
    assert (delivery.state, delivery.reason, delivery.fence) == (State.FAILED, "undone", 0)
    assert "Credited by CN-2026-00001" in card.text
    assert "↩ Taken back before it was sent" in card.text
    assert not {"↩ Undo", "🔁 Retry", "✏️ Fix address"} & set(labels(card))
    assert toasts(mona)[-1] == "Taken back: nothing was sent. CN-2026-00001 credits all of it."


async def test_undo_tapped_twice_makes_one_credit_note(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    taps, bot = [mona.person.tap("↩ Undo") for _ in range(3)], mona.front.application.bot
    await asyncio.gather(*(mona.front.handle(Update.de_json(tap, bot)) for tap in taps))
    assert len(await issued(mona.database)) == 2
    assert toasts(mona)[-3:] == ["Taken back: nothing was sent. CN-2026-00001 credits all of it."] * 3


@on_sqlite
@pytest.mark.parametrize("is_edit", [True, False])
async def test_who_wants_to_change_it_before_it_goes_out_is_offered_to_take_it_back(
    mona: Talk, is_edit: bool
) -> None:
    card = await mona.says("acme 2 logo!")
    typed = next(bubble for bubble in mona.person.chat if bubble.text == "acme 2 logo!")
    change = mona.person.edit(typed.id, "acme 3 logo!") if is_edit else None
    told = await (mona.brings(change) if change else mona.replies("due friday", card))
    assert "it has not gone out yet" in told.text
    assert labels(told) == ["↩ Undo", "📄 INV-2026-00001"]
    await mona.brings(mona.person.tap("↩ Undo", told))
    assert toasts(mona)[-1].startswith("Taken back: nothing was sent.")
    shown = [bubble for bubble in mona.person.chat if bubble.text.startswith("🧾 INV-2026-00001")]
    assert ["Taken back before it was sent" in bubble.text for bubble in shown] == [True]
    again = await mona.brings(mona.person.edit(typed.id, "acme 4 logo!"))
    assert "credit notes have taken back all of it" in again.text
    assert len(await issued(mona.database)) == 2


@on_sqlite
async def test_once_it_is_on_its_way_it_can_only_be_corrected(mona: Talk) -> None:
    card = await mona.says("acme 2 logo!")
    mona.clock[0] += timedelta(seconds=11)
    assert labels(await mona.replies("due friday", card))[:2] == ["✏️ Correct", "✕ Cancel invoice"]


@on_sqlite
async def test_undo_leaves_what_is_being_composed_alone(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    await mona.says("acme: Cake 50")
    before = await mona.draft()
    await mona.taps("↩ Undo")
    after = await mona.draft()
    assert (after.number, after.composition, after.step) == (before.number, before.composition, before.step)
    assert after.card_message_id == before.card_message_id
    assert "INV-2026-00002" in (await mona.taps("Issue and send")).text


async def claimed(mona: Talk) -> None:
    """The worker has begun to send."""
    async with mona.database.writing() as session:
        delivery = (await session.exec(select(Delivery))).one()
        delivery.state, delivery.fence, delivery.attempts = State.SENDING, 1, 1


@on_sqlite
async def test_undo_that_comes_too_late_changes_nothing_and_says_what_to_do(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    await claimed(mona)
    card = await mona.taps("↩ Undo")
    assert mona.person.alerts[-1].show_alert
    assert toasts(mona)[-1].startswith("Too late: it is on its way.")
    assert len(await issued(mona.database)) == 1
    assert "↩ Undo" not in labels(card)
    assert "Sending" in card.text


@on_sqlite
async def test_undo_after_the_time_still_works_while_nobody_has_begun_to_send(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    mona.clock[0] += timedelta(minutes=5)  # as when the channel is paused
    await mona.taps("↩ Undo")
    assert len(await issued(mona.database)) == 2


@on_sqlite
async def test_the_button_is_gone_once_it_is_due(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    mona.clock[0] += timedelta(seconds=11)
    await mona.says("/invoices")
    assert "↩ Undo" not in labels(await mona.taps("INV-2026-00001"))


@on_sqlite
async def test_what_was_paid_meanwhile_is_not_undone(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    (card,) = [bubble for bubble in mona.person.chat if "🧮 Payments" in labels(bubble)]
    assert "↩ Undo" not in labels(card)


@on_sqlite
async def test_an_undone_invoice_is_sent_by_nobody_afterwards(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    await mona.taps("↩ Undo")
    async with mona.database.writing() as session:
        delivery = (await session.exec(select(Delivery))).one()
        await retry(session, delivery.merchant_id, delivery.key, mona.clock[0])
    assert [one.state for one in await deliveries(mona)] == [State.FAILED]


@on_sqlite
async def test_somebody_elses_invoice_is_not_undone(mona: Talk) -> None:
    card = await mona.says("acme 2 logo!")
    assert labels(card)[0] == "↩ Undo"
    async with mona.database.writing() as session:
        invoice = (await session.exec(select(Invoice))).one()
        own = (await session.exec(select(Merchant))).one()
        other = Merchant(**{**own.model_dump(exclude={"id"}), "name": "Other"})
        session.add(other)
        await session.flush()
        (await session.exec(select(Member))).one().merchant_id = other.key
        assert invoice.merchant_id == own.id
    await mona.taps("↩ Undo")
    assert toasts(mona)[-1] == "This invoice is not one of yours."
    assert len(await issued(mona.database)) == 1


@on_sqlite
async def test_a_colleague_may_undo_it_and_the_card_of_who_issued_it_says_so(mona: Talk) -> None:
    card = await mona.says("acme 2 logo!")
    ali = replace(mona, person=mona.telegram.user(8, "Ali"))
    async with mona.database.writing() as session:
        merchant_id = (await session.exec(select(Merchant))).one().key
        session.add(Member(user_id=8, merchant_id=merchant_id, name="Ali", created_at=NOON))
    await ali.says("/invoices")
    await ali.taps("INV-2026-00001")
    assert "Taken back before it was sent" in (await ali.taps("↩ Undo")).text
    (shown,) = [bubble for bubble in mona.person.chat if bubble.id == card.id]
    assert "Taken back before it was sent" in shown.text


@on_sqlite
async def test_what_was_recorded_on_it_stands_in_the_way_of_an_old_button(mona: Talk) -> None:
    old = mona.person.say("acme 2 logo!")
    await mona.brings(old)
    tap = mona.person.tap("↩ Undo")  # on its way while somebody records the payment
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await mona.brings(tap)
    assert toasts(mona)[-1].startswith("INV-2026-00001 has been paid or credited meanwhile.")
    assert [one.state for one in await deliveries(mona)] == [State.QUEUED]
    assert len(await issued(mona.database)) == 1


@on_sqlite
async def test_an_item_typed_to_an_open_card_has_no_mark_in_its_name(mona: Talk) -> None:
    await mona.says("acme: Cake 50")
    assert "2. Logo: 2 ×" in (await mona.says("2 logo!")).text
    assert "3. Pen: 1 ×" in (await mona.says("Pen 5!")).text


@on_sqlite
async def test_an_undone_invoice_is_in_no_list_of_failures(mona: Talk) -> None:
    await mona.says("acme 2 logo!")
    await mona.taps("↩ Undo")
    assert "❌" not in (await mona.says("/invoices")).text
    async with mona.database.reading() as session:
        assert not (await deliveries_page(session, "failed", Window(), mona.clock[0])).rows


@on_sqlite
async def test_the_help_names_it(mona: Talk) -> None:
    assert "Express" in (await mona.says("/help")).text
