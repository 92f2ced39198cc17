"""Telling the bot that money came: a tap or a line, recorded once."""

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from models.payment import Method
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.paying import MAIL, card, issues, payments, says, taps, toasts
from tests.shopkeepers import visible


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up(tax_number=None)
        yield somebody


@on_sqlite
async def test_one_tap_says_that_all_of_it_was_paid(mona: Talk) -> None:
    await issues(mona)
    assert "Open: EGP 342.00" in await taps(mona, "💰 Paid")
    recorded = await taps(mona, "All in cash")
    assert "Recorded for INV-2026-00001: EGP 342.00 in cash, Sun 22 Nov 2026" in recorded
    assert "Paid in full" in recorded
    assert "Paid in full" in card(mona)
    (paid,) = await payments(mona)
    assert (f"{paid.amount:f}", paid.method, paid.recorded_by) == ("342.00", Method.CASH, "Mona")
    shown = next(b for b in mona.person.chat if b.text.startswith("🧾 INV"))
    assert "💰 Paid" not in labels(shown)
    assert "🧮 Payments" in labels(shown)


async def test_a_double_tap_records_once(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    first, second = mona.person.tap("All by card"), mona.person.tap("All by card")
    await mona.brings(first)
    await mona.brings(second)
    await mona.brings(second)
    assert len(await payments(mona)) == 1
    assert toasts(mona)[-1] == "Nothing is open on INV-2026-00001 any more."
    assert "Recorded" in mona.person.last.text


@on_sqlite
async def test_parts_are_typed_with_day_and_note(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    assert "Paid EGP 200.00 of EGP 342.00, EGP 142.00 open" in await says(
        mona, "200 cash on 15/11 note: first half"
    )
    assert "Paid EGP 200.00 of EGP 342.00, EGP 142.00 open" in card(mona)
    await mona.taps("Invoice")
    await mona.taps("💰 Paid")
    assert "Paid in full" in await says(mona, "instapay")
    first, second = await payments(mona)
    assert (f"{first.paid_on}", first.note, first.method) == ("2026-11-15", "first half", Method.CASH)
    assert (f"{second.amount:f}", second.method, f"{second.paid_on}") == ("142.00", "transfer", "2026-11-22")


@on_sqlite
async def test_an_amount_alone_asks_how_in_one_tap_or_one_word(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    assert "EGP 100.00 for INV-2026-00001. How was it paid?" in await says(mona, "100")
    assert not await payments(mona)
    assert "EGP 100.00 by cheque" in await taps(mona, "Cheque")
    await mona.taps("Invoice")
    await mona.taps("💰 Paid")
    await says(mona, "50 note: the rest comes later")
    assert "EGP 50.00 by mobile wallet, Sat 21 Nov 2026" in await says(mona, "vodafone cash yesterday")
    assert (await payments(mona))[-1].note == "the rest comes later"


@on_sqlite
async def test_more_than_is_open_is_recorded_after_one_question(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    assert "that is EGP 58.00 more than is open" in await says(mona, "400 cash")
    assert not await payments(mona)
    first, second = mona.person.tap("record it all"), mona.person.tap("record it all")
    await mona.brings(first)
    assert "Paid in full, and EGP 58.00 more than is asked for" in visible(mona.person.last.text)
    await mona.brings(second)
    assert len(await payments(mona)) == 1
    assert toasts(mona)[-1] == "This question has been answered."


@on_sqlite
async def test_whoever_slipped_types_a_better_amount(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await says(mona, "3420 cash yesterday note: at the counter")
    assert "EGP 300.00 in cash, Sat 21 Nov 2026" in await says(mona, "300")
    assert [f"{paid.amount:f}" for paid in await payments(mona)] == ["300.00"]
    await mona.taps("Invoice")
    await mona.taps("💰 Paid")
    await says(mona, "4200 card")
    assert "Paid in full" in await says(mona, "all")


@on_sqlite
async def test_what_was_open_has_changed_behind_a_button(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    stale = mona.person.tap("All in cash")
    await mona.says("300 card")
    await mona.brings(stale)
    assert toasts(mona)[-1] == "What is open has changed meanwhile. Please look again."
    assert len(await payments(mona)) == 1
    await taps(mona, "All in cash")
    assert f"{(await payments(mona))[-1].amount:f}" == "42.00"


@on_sqlite
async def test_an_unclear_amount_is_one_question_and_words_that_say_nothing_are_refused(mona: Talk) -> None:
    await issues(mona, "Logo 3000")
    await mona.taps("💰 Paid")
    assert "I cannot read “thanks” as a payment" in await says(mona, "thanks")
    assert "is still to come" in await says(mona, "200 tomorrow")
    assert "has 2 decimals at most" in await says(mona, "0.005 cash")
    assert "A payment is more than 0" in await says(mona, "0 cash")
    assert "Is “1.500” 1.5 or 1,500?" in await says(mona, "1.500 cash")
    await mona.taps("1500 cash")
    assert [f"{paid.amount:f}" for paid in await payments(mona)] == ["1500.00"]


@on_sqlite
async def test_a_day_long_before_the_invoice_is_taken_and_remarked_on(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    assert "before the invoice itself, of Sun 22 Nov 2026" in await says(mona, "200 cash 2019-01-05")
    assert f"{(await payments(mona))[0].paid_on}" == "2019-01-05"
    await mona.taps("Invoice")
    await mona.taps("💰 Paid")
    assert "before the invoice" not in await says(mona, "20 cash on 15/11")


@on_sqlite
async def test_cancel_closes_the_question_and_nothing_else(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    closed = await mona.says("/cancel")
    assert (
        closed.text,
        labels(closed),
    ) == ("The question is closed. Nothing was changed.", ["🧾 New invoice"])
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.says("Coffee 15")
    await mona.taps("💰 Paid")
    assert labels(await mona.says("/cancel")) == ["Go on with it"]
    assert "Coffee" in await taps(mona, "Go on with it")
    assert "put aside" in (await mona.says("/cancel")).text
    assert not await payments(mona)


@on_sqlite
async def test_a_draft_that_was_open_is_open_again_afterwards(mona: Talk) -> None:
    await issues(mona)
    await mona.says("/new")
    await mona.taps("Acme")
    assert "What is it for?" in mona.person.last.text
    await mona.taps("💰 Paid")
    await mona.says("200 cash")
    assert "Coffee" in (await mona.says("Coffee 15")).text
    assert len(await payments(mona)) == 1
    await mona.taps("💰 Paid")
    await mona.taps("‹ Back")
    await mona.says("Cake 30")
    assert len((await mona.draft()).composition["lines"]) == 2  # type: ignore[index]


@on_sqlite
async def test_payments_speak_arabic(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        await mona.sets_up(tax_number=None)
        await issues_in_arabic(mona)
        asked = await taps(mona, "💰 تم الدفع")
        assert "المتبقي: 342.00 ج.م" in asked
        recorded = await says(mona, "٢٠٠ نقدًا أمس ملاحظة: النصف")
        assert "200.00 ج.م نقدًا، السبت 21 نوفمبر 2026" in recorded
        (paid,) = await payments(mona)
        assert (f"{paid.amount:f}", paid.method, paid.note) == ("200.00", Method.CASH, "النصف")


async def issues_in_arabic(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("عميل جديد")
    await mona.says("شركة النيل")
    await mona.says("pay@acme.example")
    await mona.says("شعار 342")
    await mona.taps("إصدار")
