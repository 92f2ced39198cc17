"""Favourites: invoices made again and again, in one message at the top of the chat, a tap away."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from bot.demo.telegram import Bubble
from bot.favourites import MOST
from models.delivery import Delivery
from models.favourite import Favourite
from models.invoice import Invoice
from models.member import Member
from models.receipt import Receipt
from tests.chatting import NOON, Talk, labels, on_sqlite, talk

MAIL: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_security": "plain"}


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant who has issued Acme an invoice for two logos."""
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up()
        await issue(somebody, "Acme pay@acme.example: 2x Logo 150")
        yield somebody


async def issue(mona: Talk, line: str) -> None:
    await mona.says(line)
    await mona.taps("Issue and send")


async def save(mona: Talk) -> None:
    """The newest invoice."""
    await mona.taps("⋯ More")
    await mona.taps("⭐ Save as favourite")


async def kept(mona: Talk) -> list[str]:
    async with mona.database.reading() as session:
        return [one.name for one in (await session.exec(select(Favourite).order_by(Favourite.id))).all()]  # type: ignore[arg-type]


async def done(mona: Talk) -> tuple[int, int]:
    """Updates that took effect, and deliveries that are queued."""
    async with mona.database.reading() as session:
        updates = (await session.exec(select(Receipt).where(Receipt.update_id.is_not(None)))).all()  # type: ignore[union-attr]
        return len(updates), len((await session.exec(select(Delivery))).all())


def pinned(mona: Talk) -> Bubble:
    """The one message that is pinned."""
    (top,) = mona.person.pinned
    return top


async def test_a_saved_invoice_stands_in_a_pinned_list_and_two_taps_issue_it(mona: Talk) -> None:
    await save(mona)
    assert await kept(mona) == ["Acme: 2 × Logo"]
    assert labels(pinned(mona)) == ["Acme: 2 × Logo", "✏️ Edit"]
    assert mona.telegram.called("pinChatMessage")[-1].params["disable_notification"]
    updates, queued = await done(mona)
    await mona.taps("Acme: 2 × Logo")
    assert "Invoice for Acme" in mona.person.last.text
    await mona.taps("Issue and send")
    assert await done(mona) == (updates + 2, queued + 1)


@on_sqlite
async def test_saving_twice_keeps_one_and_removing_twice_is_harmless(mona: Talk) -> None:
    await mona.taps("⋯ More")
    save, again = mona.person.tap("⭐ Save"), mona.person.tap("⭐ Save")
    await mona.brings(save)
    await mona.brings(again)
    assert await kept(mona) == ["Acme: 2 × Logo"]
    assert mona.person.alerts[-1].text == "Saved as “Acme: 2 × Logo”."
    drop, again = mona.person.tap("★ Remove"), mona.person.tap("★ Remove")
    await mona.brings(drop)
    await mona.brings(again)
    assert await kept(mona) == []
    assert mona.person.pinned == []
    assert (await mona.member()).favourites_message_id is None


@on_sqlite
async def test_the_list_is_kept_up_to_date_in_place(mona: Talk) -> None:
    await save(mona)
    top = pinned(mona).id
    await issue(mona, "Sara Nabil sara@example.com: Cake 120, Candles 15")
    await save(mona)
    assert pinned(mona).id == top
    assert labels(pinned(mona)) == ["Sara Nabil: Cake +1", "Acme: 2 × Logo", "✏️ Edit"]


@on_sqlite
async def test_the_command_brings_the_list_below_and_pins_that(mona: Talk) -> None:
    await save(mona)
    old = pinned(mona).id
    shown = await mona.says("/favourites")
    assert shown.text.startswith("⭐ Favourites")
    assert pinned(mona).id == shown.id != old
    assert old not in [bubble.id for bubble in mona.person.chat]


@on_sqlite
async def test_an_unpinned_or_deleted_list_comes_back(mona: Talk) -> None:
    await save(mona)
    mona.person.unpin(pinned(mona))
    shown = await mona.says("/favourites")
    assert pinned(mona).id == shown.id
    del mona.telegram.world.chats[7].messages[shown.id]
    await issue(mona, "Sara Nabil sara@example.com: Cake 120")
    await save(mona)
    assert labels(pinned(mona))[0] == "Sara Nabil: Cake"


@on_sqlite
async def test_without_any_it_says_how_there_will_be_one(mona: Talk) -> None:
    shown = await mona.says("/favourites")
    assert "You have no favourites yet" in shown.text
    assert mona.person.pinned == []


@on_sqlite
async def test_one_is_renamed_by_typing_and_what_was_open_goes_on(mona: Talk) -> None:
    await save(mona)
    await mona.says("Acme: Hosting 20")
    for button in ("✏️ Edit", "Acme: 2 × Logo", "✏️ Rename"):
        await mona.brings(mona.person.tap(button, mona.person.last if button == "Acme: 2 × Logo" else None))
    await mona.says("Logos for Acme")
    assert await kept(mona) == ["Logos for Acme"]
    assert labels(pinned(mona)) == ["Logos for Acme", "✏️ Edit"]
    draft = await mona.draft()
    assert draft.step == "card"
    assert draft.composition is not None


@on_sqlite
async def test_a_name_that_is_too_long_is_refused_with_the_limit(mona: Talk) -> None:
    await save(mona)
    for button in ("✏️ Edit", "Acme: 2 × Logo", "✏️ Rename"):
        await mona.brings(mona.person.tap(button, mona.person.last if button == "Acme: 2 × Logo" else None))
    refused = await mona.says("x" * 61)
    assert "at most 60 characters; this one has 61" in refused.text
    await mona.says("Short")
    assert await kept(mona) == ["Short"]


@on_sqlite
async def test_a_name_for_one_that_was_removed_meanwhile_is_refused_once(mona: Talk) -> None:
    await save(mona)
    for button in ("✏️ Edit", "Acme: 2 × Logo", "✏️ Rename"):
        await mona.brings(mona.person.tap(button, mona.person.last if button == "Acme: 2 × Logo" else None))
    await mona.taps("★ Remove")
    assert (await mona.says("Logos for Acme")).text == "This is no favourite any more."
    assert "Invoice for Acme" in (await mona.says("acme 3 logo")).text


@on_sqlite
async def test_one_is_removed_from_the_list(mona: Talk) -> None:
    await save(mona)
    await mona.taps("✏️ Edit")
    await mona.brings(mona.person.tap("Acme: 2 × Logo", mona.person.last))
    await mona.taps("🗑 Remove")
    assert await kept(mona) == []
    assert mona.person.pinned == []


@on_sqlite
async def test_one_more_than_the_most_is_refused_with_the_way_out(mona: Talk) -> None:
    async with mona.database.writing() as session:
        invoice = (await session.exec(select(Invoice))).one()
        shared = {
            **invoice.model_dump(
                exclude={"id", "sequence", "number", "token", "draft_number", "previous_hash"}
            )
        }
        for n in range(100, 100 + MOST):
            other = Invoice(
                **shared, sequence=n, number=f"X{n}", token=f"t{n}", draft_number=n, previous_hash=f"h{n}"
            )
            session.add(other)
            await session.flush()
            session.add(
                Favourite(merchant_id=other.merchant_id, invoice_id=other.key, name=f"X{n}", created_at=NOON)
            )
    await save(mona)
    assert "At most 20 invoices can be favourites" in mona.person.alerts[-1].text
    assert len(await kept(mona)) == MOST


@on_sqlite
async def test_what_a_crash_left_half_done_is_finished_and_done_once(mona: Talk) -> None:
    await save(mona)
    old = pinned(mona).id
    mona.telegram.faults.add("pinChatMessage", status=502)
    await mona.says("/favourites")
    for _ in range(3):
        mona.clock[0] = mona.clock[0].replace(minute=mona.clock[0].minute + 1)
        await mona.outbox.send_due()
    lists = [bubble for bubble in mona.person.chat if bubble.text.startswith("⭐ Favourites")]
    assert [bubble.id for bubble in lists] == [pinned(mona).id]
    assert lists[0].id > old


@on_sqlite
async def test_that_it_was_pinned_is_not_answered_and_takes_no_turn(mona: Talk) -> None:
    await save(mona)
    updates, _ = await done(mona)
    told = next(update.body for update in mona.telegram.world.updates if "pinned_message" in str(update.body))
    before = len(mona.person.chat)
    await mona.brings(told)
    assert len(mona.person.chat) == before
    assert (await done(mona))[0] == updates


@on_sqlite
async def test_a_list_of_months_ago_still_works(mona: Talk) -> None:
    await save(mona)
    tap = mona.person.tap("Acme: 2 × Logo", pinned(mona))
    message = tap["callback_query"]["message"]
    tap["callback_query"]["message"] = {
        "chat": message["chat"],
        "message_id": message["message_id"],
        "date": 0,
    }
    await mona.brings(tap)
    assert "Invoice for Acme" in mona.person.last.text


@on_sqlite
async def test_the_greeting_offers_the_first_three(mona: Talk) -> None:
    await save(mona)
    greeting = await mona.says("/start")
    assert "⭐ Acme: 2 × Logo" in labels(greeting)
    await mona.taps("⭐ Acme: 2 × Logo")
    assert "Invoice for Acme" in mona.person.last.text
    assert not any(label.startswith("⭐") for label in labels(await mona.says("/start")))


@on_sqlite
async def test_a_credit_note_is_no_favourite(mona: Talk) -> None:
    await mona.taps("⋯ More")
    await mona.taps("✕ Cancel invoice")
    await mona.taps("Goods returned")
    await mona.taps("Issue and send")
    shown = await mona.taps("⋯ More")
    assert "⭐ Save as favourite" not in labels(shown)


@on_sqlite
async def test_nobody_changes_anothers_favourites(mona: Talk) -> None:
    await save(mona)
    eve = mona.telegram.user(8, "Eve", "en")
    for text in ("/start", "Eve's", "Egypt", "no"):
        await mona.brings(eve.say(text))
    for value in ("fo:1", "fn:1", "fx:1", "fs:1", "fd:1"):
        tap = eve.tap("⚙️ Settings")
        tap["callback_query"]["data"] = value
        await mona.brings(tap)
        assert eve.alerts[-1].text in {
            "This is no favourite any more.",
            "This invoice is not one of yours.",
        }
    assert await kept(mona) == ["Acme: 2 × Logo"]


@on_sqlite
async def test_in_arabic_too(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        for answer in ("/start", "ستوديو منى", "مصر", "لا", "أحمد سمير ahmed@example.com: ٢ شعار ١٥٠"):
            await mona.says(answer)
        await mona.taps("إصدار وإرسال")
        await mona.taps("⋯ المزيد")
        await mona.taps("⭐ حفظ في المفضلة")
        assert labels(pinned(mona)) == ["أحمد سمير: 2 × شعار", "✏️ تعديل"]
        updates, queued = await done(mona)
        await mona.taps("أحمد سمير: 2 × شعار")
        await mona.taps("إصدار وإرسال")
        assert await done(mona) == (updates + 2, queued + 1)
        await mona.says("/start")
        await mona.taps("English")
        assert pinned(mona).text.startswith("⭐ Favourites")


async def test_another_person_of_the_business_sees_the_list_change_too(mona: Talk) -> None:
    await save(mona)
    ali = mona.telegram.user(9, "Ali", "en")
    merchant = await mona.merchant()
    assert merchant is not None
    async with mona.database.writing() as session:
        session.add(Member(user_id=9, merchant_id=merchant.key, name="Ali", created_at=NOON))
    await mona.brings(ali.say("/favourites"))
    assert [labels(top) for top in ali.pinned] == [["Acme: 2 × Logo", "✏️ Edit"]]
    await issue(mona, "Sara Nabil sara@example.com: Cake 120")
    await save(mona)
    assert [labels(top)[0] for top in ali.pinned] == ["Sara Nabil: Cake"]
