"""Telling the bot that money was given back to a customer: a row of its own, never more than is owed back."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.database import Database
from models.member import Member
from models.payment import Method
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.crediting import cancel, take_back
from tests.paying import (
    MAIL,
    amounts,
    card,
    issues,
    paid_and_cancelled,
    paid_in_full,
    payments,
    receipts,
    says,
    taps,
    toasts,
)
from tests.shopkeepers import visible

FIRST = "INV-2026-00001"


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up(tax_number=None)
        yield somebody


async def test_all_of_it_is_given_back_by_one_tap_and_once(mona: Talk) -> None:
    await mona.sends_receipts()
    await paid_and_cancelled(mona)
    sent = len(await receipts(mona))
    assert "EGP 342.00 more was paid than is still asked for" in card(mona)
    assert labels(await mona.says("/invoices"))[1].startswith("💸⏳")
    assert "To give back: EGP 342.00" in await taps(mona, "💸 Given back")
    first, second = mona.person.tap("All by transfer"), mona.person.tap("All by transfer")
    await mona.brings(first)
    told = visible(mona.person.last.text)
    assert f"Recorded for {FIRST}: EGP 342.00 given back by transfer, Sun 22 Nov 2026" in told
    assert "Send receipt" not in " ".join(labels(mona.person.last))
    await mona.brings(second)
    await mona.brings(second)
    assert toasts(mona)[-1] == f"Nothing is to be given back on {FIRST} any more."
    assert await amounts(mona) == ["342.00", "-342.00"]
    back = (await payments(mona))[-1]
    assert (back.method, back.reverses_id, back.is_refund) == (Method.TRANSFER, None, True)
    assert "Nothing is open: credit notes have taken it back.\n💸 Given back: EGP 342.00" in card(mona)
    shown = next(b for b in mona.person.chat if b.from_bot and b.text.startswith(f"🧾 {FIRST}"))
    assert "💸 Given back" not in labels(shown)
    assert len(await receipts(mona)) == sent, "nobody is thanked for it"


@on_sqlite
async def test_a_part_then_the_rest_with_day_and_note(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await mona.taps("💸 Given back")
    told = await says(mona, "gave back 200 cash yesterday note: the first half")
    assert "EGP 200.00 given back in cash, Sat 21 Nov 2026" in told
    assert "EGP 142.00 more was paid than is still asked for" in card(mona)
    await mona.taps("🧾 Invoice")
    await mona.taps("💸 Given back")
    assert f"EGP 142.00 for {FIRST}. How was it given back?" in await says(mona, "the rest")
    assert not any("Withheld" in label for label in labels(mona.person.last))
    await mona.taps("📱 Wallet")
    assert await amounts(mona) == ["342.00", "-200.00", "-142.00"]
    assert "💸 Given back: EGP 342.00" in card(mona)
    listed = await taps(mona, "🧾 Invoice") and await taps(mona, "🧮 Payments")
    assert (
        "• EGP 200.00 given back in cash, Sat 21 Nov 2026, recorded by Mona\n  Note: the first half" in listed
    )


@on_sqlite
async def test_never_more_than_is_owed_back_nor_in_the_future(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await mona.taps("💸 Given back")
    assert f"Only 342.00 EGP is to be given back on {FIRST}" in await says(mona, "342.01 cash")
    assert "is still to come" in await says(mona, "200 cash tomorrow")
    assert "Type how much was given back" in await says(mona, "0 cash")
    assert "has 2 decimals at most" in await says(mona, "0.005 cash")
    assert await amounts(mona) == ["342.00"]
    assert "EGP 300.00 given back in cash" in await says(mona, "300 cash"), "the question was still open"


@on_sqlite
async def test_what_was_not_given_back_after_all_is_owed_again(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await mona.taps("💸 Given back")
    await mona.taps("All in cash")
    await mona.taps("🧾 Invoice")
    listed = await mona.taps("🧮 Payments")
    assert "↩ Not given back: EGP 342.00, 22 Nov 2026" in [visible(label) for label in labels(listed)]
    asked = await taps(mona, "↩ Not given back")
    assert (
        f"Was this not given back after all: EGP 342.00 given back in cash, Sun 22 Nov 2026, for {FIRST}?"
        in asked
    )
    first, second = mona.person.tap("Yes, take it back"), mona.person.tap("Yes, take it back")
    await mona.brings(first)
    await mona.brings(second)
    assert await amounts(mona) == ["342.00", "-342.00", "342.00"]
    assert "EGP 342.00 more was paid than is still asked for" in card(mona)
    assert "💸 Given back:" not in card(mona)
    listed = await mona.taps("🧮 Payments")
    assert "↩ Taken back by Mona" in visible(listed.text)
    assert "💸 Given back" in labels(listed)
    await mona.taps("‹ Back")
    await mona.taps("More")
    timeline = visible((await mona.taps("Timeline")).text)
    assert "EGP 342.00 given back, recorded by Mona" in timeline
    assert "EGP 342.00 not given back after all, says Mona" in timeline


@on_sqlite
async def test_a_second_credit_note_owes_more_back(mona: Talk) -> None:
    await issues(mona, "3 x Logo 100")
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    for owed in ("100.00", "200.00"):
        await mona.says("/invoices")
        await mona.taps(FIRST)
        await take_back(mona, ("Logo", owed[0]))
        await mona.taps("Issue and send")
        assert f"EGP {owed} more was paid than is still asked for" in card(mona)
        await mona.taps("💸 Given back")
        await mona.taps("All in cash")
        assert "💰 Paid in full" in card(mona) or owed == "200.00"
    assert await amounts(mona) == ["300.00", "-100.00", "-200.00"]
    assert "Nothing is open: credit notes have taken it back.\n💸 Given back: EGP 300.00" in card(mona)


@on_sqlite
async def test_the_list_knows_who_has_money_to_come(mona: Talk) -> None:
    await paid_in_full(mona)
    assert "💸 To give back" not in labels(await mona.says("/invoices"))
    await mona.taps(FIRST)
    await cancel(mona)
    await mona.taps("Issue and send")
    await mona.says("/invoices")
    assert "Nothing here yet." in (await mona.taps("Paid")).text
    assert labels(await mona.taps("💸 To give back"))[0].startswith(f"💸⏳ {FIRST}")
    await mona.taps(FIRST)
    await mona.taps("💸 Given back")
    await mona.taps("All in cash")
    listed = await mona.says("/invoices")
    assert labels(listed)[1].startswith("↩⏳")
    assert "💸 To give back" not in labels(listed)


@on_sqlite
async def test_what_is_to_give_back_has_changed_behind_a_button(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await mona.taps("💸 Given back")
    stale = mona.person.tap("All in cash")
    await mona.says("300 card")
    await mona.brings(stale)
    assert toasts(mona)[-1] == "What is to be given back has changed meanwhile. Please look again."
    await taps(mona, "All in cash")
    assert await amounts(mona) == ["342.00", "-300.00", "-42.00"]


@on_sqlite
async def test_an_unclear_amount_is_one_question(mona: Talk) -> None:
    await paid_in_full(mona, "Logo 3000")
    await cancel(mona)
    await mona.taps("Issue and send")
    await mona.taps("💸 Given back")
    assert "Is “1.500” 1.5 or 1,500?" in await says(mona, "1.500 cash")
    stale = mona.person.tap("1500 cash")
    await mona.taps("1500 cash")
    await mona.brings(stale)
    assert await amounts(mona) == ["3000.00", "-1500.00"]


@on_sqlite
async def test_a_partner_gives_it_back_and_the_first_chat_says_so(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    merchant = await mona.merchant()
    assert merchant
    async with mona.database.writing() as session:
        session.add(Member(user_id=8, merchant_id=merchant.key, name="Omar", created_at=NOON))
    omar = replace(mona, person=mona.telegram.user(8, "Omar", "en"))
    await omar.says("/invoices")
    await omar.taps(FIRST)
    await omar.taps("💸 Given back")
    await omar.taps("All in cash")
    assert (await payments(mona))[-1].recorded_by == "Omar"
    assert "💸 Given back: EGP 342.00" in card(mona)
