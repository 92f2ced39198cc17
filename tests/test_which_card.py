"""Words for an invoice's card, typed without a reply: the chat asks which one they are about."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.database import Database
from tests.books import is_card, knows, sells
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.crediting import queued
from tests.paying import payments
from tests.shopkeepers import visible

SMTP: dict[str, Any] = {"smtp_host": "127.0.0.1", "mail_from": "invoices@sanad.example"}


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """Charges no tax; has issued three invoices for Acme: 150, 300, 450."""
    async with talk(database, **SMTP) as somebody:
        await somebody.sets_up(tax_number=None)
        await knows(somebody, "Acme", email="pay@acme.example")
        await sells(somebody, "Logo", "150")
        for many in (1, 2, 3):
            await somebody.says(f"acme {many} logo")
            await somebody.taps("Issue and send")
        yield somebody


async def test_a_payment_is_asked_about_and_recorded_for_the_one_that_is_tapped(mona: Talk) -> None:
    asked = await mona.says("paid 200 cash")
    assert "Which invoice is “paid 200 cash” about?" in visible(asked.text)
    assert [visible(label) for label in labels(asked)] == [
        "📄 INV-2026-00003 · Acme · EGP 450.00",
        "📄 INV-2026-00002 · Acme · EGP 300.00",
        "📄 INV-2026-00001 · Acme · EGP 150.00",
        "🧾 New invoice",
    ]
    answered = await mona.taps("INV-2026-00002")
    assert (visible(answered.text), labels(answered)) == ("“paid 200 cash”: INV-2026-00002", [])
    assert "Recorded for INV-2026-00002: EGP 200.00 in cash" in visible(mona.person.last.text)
    assert [f"{paid.amount:f}" for paid in await payments(mona)] == ["200.00"]
    asked = await mona.says("paid 100 cash")
    assert "📄 INV-2026-00002 · Acme · EGP 100.00" in map(visible, labels(asked))


@on_sqlite
async def test_what_is_paid_is_not_offered_and_with_nothing_open_nothing_is_asked(mona: Talk) -> None:
    for number in (3, 2, 1):
        await mona.says("paid cash")
        await mona.taps(f"INV-2026-0000{number}")
        assert "in cash" in mona.person.last.text
    assert len(await payments(mona)) == 3
    assert "Which invoice" not in (await mona.says("paid 200 cash")).text


@on_sqlite
@pytest.mark.parametrize(
    "said",
    ["Delta paid 200", "delta trading has already paid 200", "got 200 from Delta", "paid 200 by delta", "دفع Delta ٢٠٠",
     "استلمت ٢٠٠ من Delta"],
)  # fmt: skip
async def test_a_payment_of_somebody_is_about_what_is_open_of_theirs(mona: Talk, said: str) -> None:
    await knows(mona, "Delta Trading", email="ops@delta.example")
    await mona.says("delta 3 logo")
    await mona.taps("Issue and send")
    asked = await mona.says(said)
    assert [visible(label) for label in labels(asked)] == [
        "📄 INV-2026-00004 · Delta Trading · EGP 450.00",
        "🧾 New invoice",
    ]
    await mona.taps("INV-2026-00004")
    await mona.taps("Cash")
    (paid,) = await payments(mona)
    assert (paid.invoice_id, f"{paid.amount:f}") == (4, "200.00")
    await mona.says("delta paid the rest by visa")
    await mona.taps("INV-2026-00004")
    assert "nothing is open on an invoice of theirs" in (await mona.says("Delta paid 200")).text
    assert "Who is it for?" in (await mona.taps("New invoice")).text


@on_sqlite
async def test_whoever_paid_the_invoices_of_all_are_offered(mona: Talk) -> None:
    for said in ("they paid 200 cash", "the customer paid all", "العميل دفع ٢٠٠"):
        assert len(labels(await mona.says(said))) == 4
    assert is_card(await mona.says("Acme 2 logo, paid 200"))


@on_sqlite
async def test_a_number_among_the_words_leaves_one_to_choose(mona: Talk) -> None:
    asked = await mona.says("paid inv-2026-00002 200 cash")
    assert len(labels(asked)) == 2
    await mona.taps("INV-2026-00002")
    assert "Recorded for INV-2026-00002: EGP 200.00 in cash" in visible(mona.person.last.text)


@on_sqlite
async def test_it_is_sent_again_and_taken_back_by_words_too(mona: Talk, database: Database) -> None:
    await mona.says("resend to boss@acme.example")
    await mona.taps("INV-2026-00001")
    assert (1, "email", "boss@acme.example") in await queued(database)
    await mona.says("cancel wrong price")
    await mona.taps("INV-2026-00003")
    assert "Credit note" in mona.person.last.text
    assert (await mona.draft()).composition is not None


@on_sqlite
async def test_a_new_invoice_is_one_tap_away_and_a_known_item_is_no_payment(mona: Talk) -> None:
    assert "Which invoice" in (await mona.says("deposit 500")).text
    opened = await mona.taps("New invoice")
    assert "Who is it for?" in opened.text
    await mona.taps("Acme")
    assert is_card(mona.person.last)
    assert "deposit: 1 × EGP 500.00" in visible(mona.person.last.text)
    await mona.taps("Issue and send")
    assert is_card(await mona.says("Acme: deposit 500"))
    await mona.taps("Cancel")
    assert "Which invoice" not in (await mona.says("deposit 500")).text


@on_sqlite
async def test_a_question_that_was_answered_does_nothing_more(mona: Talk) -> None:
    asked = await mona.says("paid 200 cash")
    first, second = (mona.person.tap(f"INV-2026-0000{number}", asked) for number in (2, 3))
    await mona.brings(first)
    await mona.brings(second)
    assert mona.person.alerts[-1].text == "This question has been answered."
    assert len(await payments(mona)) == 1


@on_sqlite
async def test_nobody_elses_invoice_can_be_tapped(mona: Talk) -> None:
    asked = await mona.says("paid 200 cash")
    tap = mona.person.tap("INV-2026-00002", asked)
    packed = tap["callback_query"]["data"]
    tap["callback_query"]["data"] = packed.rpartition(":")[0] + ":999"
    await mona.brings(tap)
    assert mona.person.alerts[-1].text == "This invoice is not one of yours."
    assert await payments(mona) == []


@on_sqlite
async def test_it_is_asked_in_arabic(database: Database) -> None:
    async with talk(database, language="ar", **SMTP) as salma:
        await salma.sets_up("ورشة سلمى", "مصر", None)
        await knows(salma, "عميل", email="pay@acme.example")
        await sells(salma, "شعار", "150")
        await salma.says("عميل 2 شعار")
        await salma.taps("إصدار وإرسال")
        assert "عن أي فاتورة" in (await salma.says("دفع ٢٠٠ نقدا")).text
        await salma.taps("INV-2026-00001")
        assert [f"{paid.amount:f}" for paid in await payments(salma)] == ["200.00"]
