"""The live card says what really happened, and its buttons put right what did not."""

from collections.abc import AsyncIterator

import pytest

from bot.assembly import assembled
from bot.polling import polling
from bot.settings import Settings
from tests.chatting import labels, on_sqlite
from tests.town import Merchant, Town, free_port, merchant, standing, town

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Town]:
    async with town(database_url, retry_seconds=(0.3, 0.3, 0.3), settle_seconds=0.5, send_timeout=3) as built:
        yield built


async def issue(mona: Merchant, reach: str) -> None:
    await mona.says("/new", "Who is it for?")
    await mona.taps("New customer", "What is the new customer called?")
    await mona.says("Acme", "Where shall the invoices")
    await mona.says(reach, "What is it for?")
    await mona.says("Logo 150", "Total: EGP 171.00")
    await mona.taps("Issue", "INV-2026-00001")


async def test_a_mailbox_that_does_not_exist_is_said_at_once_and_a_better_address_mends_it(
    home: Town,
) -> None:
    mona = await merchant(home)
    await issue(mona, "unknown@acme.example")
    failed = await mona.person.wait_for("Not sent: The mail server says this address does not exist.")
    assert {"✏️ Fix address", "🔁 Retry", "🔗 Copy link", "📄 PDF"} <= set(labels(failed))
    await mona.taps("Fix address", "It did not reach unknown@acme.example")
    await mona.says("pay@acme.example", "✅ Sent at")
    assert (await home.mailbox.wait_for("pay@acme.example")).attachments
    await mona.says("/new", "Who is it for?")
    await mona.taps("Acme", "What is it for?")
    await mona.taps("Logo", "pay@acme.example")


@on_sqlite
async def test_the_other_way_is_one_tap_away_and_asks_only_for_what_is_missing(home: Town) -> None:
    mona = await merchant(home)
    await issue(mona, "unknown@acme.example")
    await mona.person.wait_for("does not exist")
    await mona.taps("Send by SMS", "What is the mobile number of Acme?")
    await mona.says("0100 123 4567", "Delivered at")
    assert "INV-2026-00001" in (await home.sms.wait_for("+201001234567")).body


@on_sqlite
async def test_a_server_that_asks_to_come_back_later_gets_it_later(home: Town) -> None:
    mona = await merchant(home)
    home.mailbox.faults.add("pay@acme.example", phase="rcpt", reply="451 4.7.1 greylisted", times=2)
    await issue(mona, "pay@acme.example")
    await mona.person.wait_for("Not sent yet")
    await mona.person.wait_for("✅ Sent at")
    assert len(home.mailbox.mails) == 1


@on_sqlite
async def test_trying_stops_after_the_last_pause_and_retry_starts_it_again(home: Town) -> None:
    mona = await merchant(home)
    home.mailbox.faults.add("pay@acme.example", phase="rcpt", reply="451 4.3.0 not now", times=4)
    await issue(mona, "pay@acme.example")
    await mona.person.wait_for("❌ Not sent: We tried for many hours without success.")
    await mona.taps("Retry", "✅ Sent at")


@on_sqlite
async def test_a_lost_answer_is_sent_again_with_the_same_message_id_and_no_more(home: Town) -> None:
    mona = await merchant(home)
    home.mailbox.faults.add("pay@acme.example", phase="data", drop_answer=True, times=1)
    await issue(mona, "pay@acme.example")
    await mona.person.wait_for("✅ Sent at")
    ids = [mail.parsed["Message-ID"] for mail in home.mailbox.mails]
    assert len(ids) == 2
    assert len(set(ids)) == 1


@on_sqlite
async def test_an_sms_that_does_not_arrive_is_not_called_delivered(home: Town) -> None:
    mona = await merchant(home)
    await issue(mona, "+201015550010")
    shown = await mona.person.wait_for("The phone is off or out of reach.")
    assert "Delivered" not in shown.text


@on_sqlite
async def test_sent_is_never_shown_before_the_mail_server_accepted_it(home: Town) -> None:
    mona = await merchant(home)
    home.mailbox.faults.add("pay@acme.example", phase="data", delay=1.0, times=1)
    await issue(mona, "pay@acme.example")
    assert "Sent at" not in mona.person.last.text
    assert not home.mailbox.mails
    await mona.person.wait_for("✅ Sent at")
    assert home.mailbox.mails


@on_sqlite
async def test_the_list_finds_filters_and_opens_invoices_and_shows_their_timeline(home: Town) -> None:
    mona = await merchant(home)
    await issue(mona, "unknown@acme.example")
    await mona.person.wait_for("does not exist")
    for number in range(2, 9):
        await mona.says("/new", "Who is it for?")
        await mona.taps("Acme", "What is it for?")
        await mona.taps("Logo", "Total")
        await mona.taps("Issue and send", "Again, or by mistake?")
        await mona.taps("Issue again", f"INV-2026-{number:05}")
        await mona.person.wait_for(lambda b, n=number: f"0000{n}" in b.text and "does not exist" in b.text)  # type: ignore[misc]
    listed = await mona.says("/invoices", "Tap one to open it")
    assert [label[:16] for label in labels(listed)[:6]] == [f"❌ INV-2026-0000{n}" for n in range(8, 2, -1)]
    await mona.taps("Older", "Tap one to open it")
    await mona.person.wait_for(lambda bubble: "INV-2026-00001" in " ".join(labels(bubble)))
    await mona.taps("Newer", "Tap one to open it")
    await mona.person.wait_for(lambda bubble: "INV-2026-00008" in " ".join(labels(bubble)))
    await mona.taps("Failed", "Tap one to open it")
    await mona.says("00003", "Found for “00003”")
    await mona.taps("INV-2026-00003", "INV-2026-00003 for Acme")
    await mona.taps("More", "never changed or deleted")
    timeline = await mona.taps("Timeline", "issued by Mona")
    assert "failed: The mail server says this address does not exist." in timeline.text


async def test_what_is_sent_while_the_bot_is_stopping_is_still_told(database_url: str) -> None:
    async with town(database_url, send_timeout=5) as home:
        mona = await merchant(home)
        home.mailbox.faults.add("pay@acme.example", phase="data", delay=0.5, times=1)
        await issue(mona, "pay@acme.example")
    assert "✅ Sent at" in mona.person.chat[-1].text


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_invoice_issued_by_a_process_that_does_not_deliver_goes_out_at_once(
    database_url: str,
) -> None:
    async with standing(sweep_seconds=60) as (telegram, mailbox, _, values):
        delivering, answering = (
            Settings(_env_file=None, database_url=database_url, **{**values, "port": free_port()})
            for _ in range(2)
        )
        async with assembled(delivering), assembled(answering) as parts, polling(parts.front):
            mona = Merchant(telegram.user(7, "Mona"))
            await mona.set_up()
            await issue(mona, "pay@acme.example")
            await mona.person.wait_for("✅ Sent at")
    assert len(mailbox.mails) == 1
