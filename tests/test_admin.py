"""What those who run the bot see and do, and that nobody else can tell it is there."""

import re
from itertools import count
from typing import Any

import pytest
from sqlmodel import select
from structlog.testing import capture_logs
from telegram import Update

from bot.accounts import find_merchants, merchants_page
from bot.admin_menu import ADMIN_COMMANDS
from bot.callbacks import Callback
from bot.database import Database
from bot.delivery.oversight import cards_waiting, deliveries_page
from bot.demo.telegram import Person
from bot.paging import Window
from handlers.taps.admin import ListMerchants, SetAccess, ShowQueue, ShowVitals, SwitchChannel
from handlers.views.queue import masked
from models.delivery import Channel, Delivery, State
from tests.builders import a_merchant
from tests.deliveries import open_shop
from tests.town import Merchant, Town, free_port, merchant, town

ADMIN, MAIL = 99, "pay@acme.example"
_numbers = count(10**9)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def admin_of(home: Town) -> Merchant:
    """Somebody who runs the bot and has no business of their own."""
    return Merchant(home.telegram.user(ADMIN, "Omar", "en"))


def town_with_admin(database_url: str, **wanted: Any) -> Any:
    return town(database_url, admin_ids=frozenset({ADMIN}), **wanted)


async def issues(mona: Merchant, news: str) -> None:
    """A first invoice for Acme, by e-mail; the card then says `news`."""
    await mona.says("/new", "Who is it for?")
    await mona.taps("New customer", "What is the new customer called?")
    await mona.says("Acme Trading", "Where shall the invoices")
    await mona.says(MAIL, "What is it for?")
    await mona.says("2 x Logo 150", "Total: EGP 342.00")
    await mona.taps("Issue and send", news)


async def taps_forged(home: Town, person: Person, value: str) -> str:
    """A tap with data of the sender's own choosing; what the bot answers to it."""
    number = str(next(_numbers))
    home.telegram.world.queries[number] = person.id
    query = {"id": number, "from": person.user, "chat_instance": "1", "data": value}
    raw = {"update_id": int(number), "callback_query": query | {"message": person.last.raw}}
    await home.parts.front.handle(Update.de_json(raw, home.parts.front.application.bot))
    return person.alerts[-1].text


async def answer_to(somebody: Merchant, text: str) -> str:
    """The bot's next message after a text."""
    last = somebody.person.last.id
    somebody.person.say(text)
    return (await somebody.person.wait_for("", after=last)).text


@on_sqlite
async def test_for_everybody_else_no_admin_command_exists(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        mona = await merchant(home)
        unknown = await answer_to(mona, "/xyzzy")
        for command in ADMIN_COMMANDS:
            assert await answer_to(mona, f"/{command} 1") == unknown
        shown = await answer_to(mona, "/help")
        listed = {command["command"] for command in mona.person.commands}
        for command in ADMIN_COMMANDS:
            assert f"/{command}" not in shown
            assert command not in listed


@on_sqlite
async def test_for_everybody_else_an_admins_button_is_an_old_button(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        mona = await merchant(home)
        old = await taps_forged(home, mona.person, "nobody:1")
        wishes: tuple[Callback, ...] = (
            ShowVitals(),
            ShowQueue(),
            ListMerchants(),
            SetAccess(1, 0),
            SwitchChannel("sms", 0),
        )
        for wish in wishes:
            assert await taps_forged(home, mona.person, wish.pack()) == old
        async with home.database.reading() as session:
            assert (await find_merchants(session, "Coffee", 2))[0].suspended_at is None


@on_sqlite
async def test_an_admin_has_the_commands_in_the_menu_and_needs_no_business(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar = admin_of(home)
        assert set(ADMIN_COMMANDS) < {command["command"] for command in omar.person.commands}
        await omar.says("/admin", "Running for")
        await omar.taps("Queue", "Nothing here yet.")
        await omar.taps("‹ Health", "Running for")
        await omar.taps("Merchants", "There is no merchant yet.")
        assert len(omar.person.chat) == 2


async def test_health_counts_what_has_happened_today(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        await issues(await merchant(home), "✅ Sent at")
        said = (await admin_of(home).says("/admin", "Running for")).text
        kind = "SQLite" if home.database.is_sqlite else "PostgreSQL"
        assert re.search(rf"{kind} [\d.]+, [\d.,]+ (kB|MB), migration \w+\n💽 [\d.,]+ (GB|MB) free", said)
        assert "Merchants: 1, suspended: 0" in said
        assert "Invoices: 1, today: 1" in said
        assert "✉️ Today: sent: 1\n💬 Today: 0" in said
        assert "Failed in the last 24 hours: 0\n📮 In the queue: 0" in said


async def test_a_paused_channel_holds_invoices_and_sends_them_when_it_is_resumed(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar, mona = admin_of(home), await merchant(home)
        await omar.says("/pause email", "Stop all e-mail?")
        await omar.taps("Pause e-mail", "E-mail is paused.")
        await issues(mona, "the admins have paused sending")
        assert "E-mail is paused since" in (await omar.says("/admin", "In the queue: 1")).text
        await omar.says("/queue", "⏸ paused · attempts: 0")
        assert not home.mailbox.mails
        await omar.says("/resume email", "Send e-mail again?")
        await omar.taps("Resume e-mail", "E-mail is sent again.")
        await home.mailbox.wait_for(MAIL)
        await mona.person.wait_for("✅ Sent at")


@on_sqlite
async def test_a_card_that_waits_for_its_next_try_tells_of_the_pause(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar, mona = admin_of(home), await merchant(home)
        home.mailbox.faults.add(phase="mail", reply="451 4.3.0 Not now")
        await issues(mona, "Next try at")
        await omar.says("/pause email", "Stop all e-mail?")
        await omar.taps("Pause e-mail", "E-mail is paused.")
        await mona.person.wait_for(lambda card: "paused" in card.text and "Next try" not in card.text)
        await omar.taps("Resume e-mail", "Send e-mail again?")
        await omar.taps("Resume e-mail", "E-mail is sent again.")
        await mona.person.wait_for("Next try at")


@on_sqlite
async def test_an_admin_sees_why_a_delivery_waits_and_tries_it_at_once(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar, mona = admin_of(home), await merchant(home)
        home.mailbox.faults.add(phase="mail", reply="451 4.3.0 Not now")
        await issues(mona, "Next try at")
        said = (await omar.says("/queue", "Deliveries")).text
        assert "1 ✉️ p…@acme.example · INV-2026-00001 · Coffee Shop" in said
        assert "attempts: 1 · next try: " in said
        assert "come back later" in said
        assert MAIL not in said
        omar.person.tap("Retry 1")
        assert (await omar.person.wait_for_alert("Delivery 1")).text == "Delivery 1 is tried again now."
        await home.mailbox.wait_for(MAIL)
        await mona.person.wait_for("✅ Sent at")
        await omar.says("/retry 1", "has been sent; there is nothing to try again")


async def test_everything_that_failed_through_our_own_fault_goes_again_in_one_go(database_url: str) -> None:
    async with town_with_admin(database_url, retry_seconds=()) as home:
        omar, mona = admin_of(home), await merchant(home)
        home.mailbox.faults.add(phase="mail", reply="535 5.7.8 Who are you?")
        await issues(mona, "❌ Not sent")
        await omar.says("/admin", "Failed in the last 24 hours: 1")
        await omar.taps("Queue", "❌ failed · attempts: 1")
        await omar.taps("Retry what failed", "1 delivery is tried again.")
        await mona.person.wait_for("✅ Sent at")
        await omar.says("/retry failed", "There is nothing to try again")


@on_sqlite
async def test_a_wrong_word_is_answered_with_an_example(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar = admin_of(home)
        await omar.says("/retry", "send /retry failed")
        await omar.says("/retry everything", "like /retry 12")
        await omar.says("/retry 77", "There is no delivery 77.")
        await omar.says("/pause", "/pause email, or /pause sms")
        await omar.says("/resume fax", "/resume email, or /resume sms")
        await omar.says("/merchants nobody", "No merchant has “nobody”")


async def test_a_suspended_merchant_is_told_why_and_goes_on_once_restored(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar, mona = admin_of(home), await merchant(home)
        await issues(mona, "✅ Sent at")
        await omar.says("/merchants coffee", "Found for “coffee”")
        said = (await omar.taps("Coffee Shop", "Last active")).text
        assert "Invoices: 1" in said
        await omar.taps("Suspend", "Suspend Coffee Shop?")
        await omar.taps("Suspend", "Suspended since")
        await mona.says("/new", "This account is suspended.")
        mona.person.tap("E-mail again")
        assert "suspended" in (await mona.person.wait_for_alert("suspended")).text
        await omar.taps("Restore", "Restore Coffee Shop?")
        await omar.taps("Restore", "Last active")
        await mona.says("/new", "Who is it for?")


@on_sqlite
async def test_the_self_test_shows_what_is_broken_and_how_to_mend_it(database_url: str) -> None:
    async with town_with_admin(database_url, smtp_port=free_port()) as home:
        omar = admin_of(home)
        said = (await omar.says("/selftest", "1 thing needs fixing")).text
        assert "🔴 E-mail: The mail server cannot be reached." in said
        assert "➡️ Check SMTP_HOST and SMTP_PORT in .env" in said
        for well in ("🟢 Telegram: @sanad_bot", "🟢 Database", "🟢 SMS", "🟢 PDF", "🟢 Public address"):
            assert well in said
        checks = len(home.telegram.called("getMe"))
        omar.person.tap("Check again")
        await home.telegram.wait_for_call("getMe", after=checks)
        await omar.person.wait_for("1 thing needs fixing")


@on_sqlite
async def test_every_act_of_an_admin_is_logged_without_contents(database_url: str) -> None:
    async with town_with_admin(database_url) as home:
        omar = admin_of(home)
        await merchant(home)
        with capture_logs() as lines:
            await omar.says("/pause sms", "Stop all SMS?")
            await omar.taps("Pause SMS", "SMS is paused.")
            await omar.says("/merchants coffee", "Found for")
            await omar.taps("Coffee Shop", "Last active")
            await omar.taps("Suspend", "Suspend Coffee Shop?")
            await omar.taps("Suspend", "Suspended since")
        acts = [line for line in lines if line["event"] == "admin"]
        assert [(act["who"], act["what"]) for act in acts] == [(ADMIN, "pause"), (ADMIN, "suspend")]
        assert "Coffee" not in str(acts)


async def test_the_queue_is_paged_by_key_in_both_directions(database: Database) -> None:
    shop = await open_shop(database)
    ids = [await shop.queue(Channel.SMS if n % 2 else Channel.EMAIL) for n in range(7)]
    async with database.writing() as session:
        done = (await session.exec(select(Delivery).where(Delivery.id == ids[3]))).one()
        done.state = State.DELIVERED
    shown = [ids[n] for n in (6, 5, 4, 2, 1, 0)]
    async with database.reading() as session:
        first = await deliveries_page(session, "all", Window(size=4), shop.clock.now)
        second = await deliveries_page(
            session, "all", Window(before=first.older or 0, size=4), shop.clock.now
        )
        back = await deliveries_page(session, "all", Window(after=second.newer or 0, size=4), shop.clock.now)
        failed = await deliveries_page(session, "failed", Window(), shop.clock.now)
        cards = await cards_waiting(session, Channel.EMAIL)
    assert [entry.delivery.id for entry in (*first.rows, *second.rows)] == shown
    assert (first.newer, second.older) == (None, None)
    assert [entry.delivery.id for entry in back.rows] == shown[:4]
    assert not failed.rows
    assert [len(invoices) for invoices in cards.values()] == [4]


async def test_merchants_are_paged_and_found_by_name_or_number(database: Database) -> None:
    async with database.writing() as session:
        merchants = [a_merchant(name=name) for name in ("Nile Café", "50% Off", "محمصة النيل")]
        session.add_all(merchants)
    async with database.reading() as session:
        page = await merchants_page(session, Window(size=2))
        assert [m.name for m in page.rows] == ["محمصة النيل", "50% Off"]
        assert [m.name for m in (await merchants_page(session, Window(before=page.older or 0))).rows] == [
            "Nile Café"
        ]
        for text, name in (("nile", "Nile Café"), ("النيل", "محمصة النيل"), ("%", "50% Off")):
            assert [m.name for m in await find_merchants(session, text, 5)] == [name]
        assert merchants[1].name in {m.name for m in await find_merchants(session, str(merchants[1].id), 5)}
        assert not await find_merchants(session, "9" * 30, 5)


def test_an_address_is_masked_but_can_be_told_from_another() -> None:
    assert masked("mona@acme.example") == "m…@acme.example"
    assert masked("+201001234567") == "+201…67"
