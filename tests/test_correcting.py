"""An invoice corrected: its content, terms and money go over to the one that is issued anew, and nothing twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.database import Database
from tests.chatting import NOON, Talk, on_sqlite, talk
from tests.crediting import take_back
from tests.paying import MAIL, card, says, taps
from tests.shopkeepers import visible

pytestmark = on_sqlite


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """Charges 14 % tax."""
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up()
        yield somebody


async def issues(mona: Talk, *said: str) -> None:
    """An invoice over 393.30, with all that is said of it."""
    await mona.says("/new")
    await mona.taps("New customer")
    for words in ("Acme", "pay@acme.example", "2 x Logo 150", "3 x Coffee 15", *said):
        await mona.says(words)
    await mona.taps("Issue and send")


async def asked_to_correct(mona: Talk) -> str:
    shown = next(b for b in mona.person.chat if b.text.startswith("🧾 INV-2026-00001"))
    await mona.brings(mona.person.say("/cancel", reply_to=shown.id))
    return visible((await mona.taps("Correct")).text)


async def test_what_was_paid_is_asked_for_only_once(mona: Talk) -> None:
    await issues(mona, "deposit 50")
    await mona.taps("💰 Paid")
    await mona.says("200 cash")
    assert "the draft has EGP 250.00 as already paid" in await asked_to_correct(mona)
    draft = await taps(mona, "Credit it and open")
    assert "Already paid: −EGP 250.00\nAmount due: EGP 143.30" in draft
    assert "EGP 250.00 more was paid than is still asked for. Give it back, unless" in card(mona)
    assert "EGP 92.00 more was paid before than the total" in await says(mona, "discount 206.40")


async def test_no_more_is_taken_over_than_is_credited_with_it(mona: Talk) -> None:
    await issues(mona)
    await mona.taps("💰 Paid")
    await mona.says("400 cash")
    await mona.taps("record it all")
    await asked_to_correct(mona)
    assert "Already paid: −EGP 393.30\nAmount due: EGP 0.00" in await taps(mona, "Credit it and open")


async def test_what_was_returned_before_is_not_sold_again(mona: Talk) -> None:
    await issues(mona, "discount 34.50")
    await take_back(mona, ("Coffee", "1"))
    await mona.taps("Issue and send")
    asked = await asked_to_correct(mona)
    assert "What earlier credit notes took back is not on the draft." in asked
    assert "A credit note over EGP 338.58 is issued" in asked
    draft = await taps(mona, "Credit it and open")
    assert "2. Coffee: 2 × EGP 15.00" in draft
    assert "Discount: −EGP 33.00" in draft
    assert "Total: EGP 338.58" in draft


async def test_a_due_date_that_was_chosen_stays_until_it_has_passed(mona: Talk) -> None:
    await issues(mona, "due 15 december")
    await asked_to_correct(mona)
    assert "Due Tue 15 Dec 2026" in await taps(mona, "Credit it and open")


async def test_a_due_date_that_has_passed_is_left_to_the_terms(mona: Talk) -> None:
    await issues(mona, "due 15 december")
    mona.clock[0] = NOON + timedelta(days=30)
    await asked_to_correct(mona)
    assert "Due Tue 29 Dec 2026" in await taps(mona, "Credit it and open")
