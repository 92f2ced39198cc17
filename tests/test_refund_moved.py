"""Money owed back that stands on another invoice as already paid: nobody is said to have it in hand."""

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from tests.chatting import Talk, on_sqlite, talk
from tests.paying import MAIL, amounts, card, paid_and_cancelled, paid_in_full, says, taps

pytestmark = on_sqlite
FIRST = "INV-2026-00001"


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up(tax_number=None)
        yield somebody


async def test_what_stands_on_another_invoice_is_not_said_to_be_given_back(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await mona.taps("💸 Given back")
    told = await taps(mona, "It stands on another invoice")
    assert f"Recorded for {FIRST}: EGP 342.00 on another invoice as already paid, Sun 22 Nov 2026" in told
    assert await amounts(mona) == ["342.00", "-342.00"]
    assert "Nothing is open: credit notes have taken it back." in card(mona)
    assert "Given back" not in card(mona)
    await mona.taps("🧾 Invoice")
    await mona.taps("🧮 Payments")
    asked = await taps(mona, "↩ Not elsewhere: EGP 342.00")
    assert "Does this not stand there after all: EGP 342.00 on another invoice" in asked
    await mona.taps("Yes, take it back")
    assert "EGP 342.00 more was paid than is still asked for" in card(mona)


async def test_after_a_correction_the_old_invoice_is_at_rest_and_the_draft_stays_open(mona: Talk) -> None:
    await paid_in_full(mona)
    await mona.taps("⋯ More")
    await mona.taps("Correct")
    assert "Already paid: −EGP 342.00" in await taps(mona, "Credit it and open")
    await mona.taps("💸 Given back")
    await mona.taps("It stands on another invoice")
    assert "more was paid" not in card(mona)
    assert "Cake" in await says(mona, "Cake 30")
    assert await amounts(mona) == ["342.00", "-342.00"]
