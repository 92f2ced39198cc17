"""A whole invoice in one message that can be meant in two ways, or comes while another one is open."""

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from tests.books import at_work, customers, is_card, knows
from tests.chatting import Talk, labels, on_sqlite


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt who knows Acme and sells logos at 150."""
    async with at_work(database) as somebody:
        yield somebody


@on_sqlite
async def test_what_is_unclear_is_one_question_and_a_tap_opens_the_card(mona: Talk) -> None:
    asked = await mona.says("acme: Hosting 1.500")
    assert "✕ Cancel" in labels(asked)
    assert (await mona.draft()).composition is None
    assert "EGP 1,710.00" in (await mona.taps("1500")).text


@on_sqlite
async def test_two_customers_of_one_name_are_asked_apart(mona: Talk) -> None:
    await knows(mona, "Ahmed Ali", email="ali@example.com")
    await knows(mona, "Ahmed Hassan", email="hassan@example.com")
    asked = await mona.says("ahmed: 2 logo")
    assert [label for label in labels(asked) if label.startswith("Ahmed")] == ["Ahmed Ali", "Ahmed Hassan"]
    assert "hassan@example.com" in (await mona.taps("Ahmed Hassan")).text


@on_sqlite
@pytest.mark.parametrize(
    ("button", "shows"), [("👤 Sara", "invoices for Sara go?"), ("“Sara coffee” was sold", "Who is it for?")]
)
async def test_a_name_that_may_be_part_of_the_item_is_asked(mona: Talk, button: str, shows: str) -> None:
    assert "Is “Sara” a customer?" in (await mona.says("Sara coffee 15")).text
    assert shows in (await mona.taps(button)).text


@on_sqlite
async def test_several_questions_come_one_after_the_other(mona: Talk) -> None:
    await knows(mona, "Ahmed Ali", email="ali@example.com")
    await knows(mona, "Ahmed Hassan", email="hassan@example.com")
    asked = await mona.says("ahmed: Hosting 1.500, Domain 2.500")
    for _ in range(3):
        assert "✅ Issue and send" not in labels(asked)
        asked = await mona.taps(next(one for one in labels(asked) if "500" in one or one == "Ahmed Ali"))
    assert "EGP 4,560.00" in asked.text


@on_sqlite
async def test_a_second_tap_on_an_answer_changes_nothing(mona: Talk) -> None:
    await mona.says("acme: Hosting 1.500")
    tap = mona.person.tap("1500")
    await mona.brings(tap)
    await mona.brings(mona.person.tap("Discount"))
    again = {**tap, "update_id": tap["update_id"] + 1000}
    await mona.brings(again)
    draft = await mona.draft()
    assert draft.number == 1
    assert is_card(mona.person.last)


@on_sqlite
async def test_a_question_can_be_given_up(mona: Talk) -> None:
    await mona.says("acme: Hosting 1.500")
    assert "Nothing is open" in (await mona.taps("Cancel")).text
    assert (await mona.draft()).step is None


@on_sqlite
async def test_another_message_takes_the_place_of_an_unanswered_question(mona: Talk) -> None:
    await mona.says("acme: Hosting 1.500")
    assert is_card(await mona.says("acme 2 logo"))


@on_sqlite
async def test_a_cancelled_invoice_survives_an_unclear_message(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    cancelled = await mona.taps("Cancel")
    back = mona.person.tap("Bring it back")
    await mona.says("acme: Hosting 1.500")
    assert "put aside" in cancelled.text
    await mona.brings(back)
    assert "Total: EGP 342.00" in card.text
    assert "Total: EGP 342.00" in mona.person.last.text


@on_sqlite
async def test_a_guess_with_another_address_is_asked(mona: Talk) -> None:
    await knows(mona, "Ahmed Ali", email="ali@example.com")
    asked = await mona.says("ahmed other@example.com: 2 logo")
    assert "Which customer is “ahmed”?" in asked.text
    await mona.taps("ahmed (new)")
    assert ("Ahmed Ali", "ali@example.com", None) in await customers(mona)
    assert ("ahmed", "other@example.com", None) in await customers(mona)


@on_sqlite
@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("Hosting 100", False), ("2 x Cake 15", False), ("logo", False), ("nonsense", False),
        ("acme 3 logo", True), ("Cake 15, Tea 5", True), ("Zed: Cake 15", True), ("acme: Tea 1.500, Cake 5", True),
    ],
)  # fmt: skip
async def test_over_an_open_card_an_item_is_a_line_and_an_invoice_is_asked_about(
    mona: Talk, text: str, is_new: bool
) -> None:
    await mona.says("acme 2 logo")
    asked = await mona.says(text)
    assert ("You have an invoice open, for Acme" in asked.text) is is_new
    assert (await mona.draft()).number == 1


@on_sqlite
async def test_the_typed_invoice_starts_in_place_of_the_open_one_or_not_at_all(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.says("acme 3 logo")
    assert "Total: EGP 342.00" in (await mona.taps("Go on with it")).text
    await mona.says("acme 3 logo")
    assert "Total: EGP 513.00" in (await mona.taps("Start a new one")).text
    assert (await mona.draft()).number == 2


@on_sqlite
async def test_an_unclear_invoice_over_an_open_one_can_still_be_given_up(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.says("acme: Tea 1.500, Cake 5")
    await mona.taps("Start a new one")
    assert "Total: EGP 342.00" in (await mona.taps("✕ Cancel")).text


@on_sqlite
async def test_a_guess_stands_on_the_card_as_long_as_it_holds(mona: Talk) -> None:
    await knows(mona, "Nile Trading", email="nile@example.com")
    shown = await mona.says("nile trad: 2 logos, Hosting 100 -10%")
    assert "I took “nile trad” for Nile Trading." in shown.text
    await mona.taps("Customer")
    assert "I took “nile" not in (await mona.taps("Acme")).text


@on_sqlite
async def test_a_discount_for_all_is_said(mona: Talk) -> None:
    shown = await mona.says("acme: 2 logo, Hosting 100 -10%")
    assert "The discount “-10%” is on the whole invoice." in shown.text
    await mona.taps("Discount")
    assert "“-10%”" not in (await mona.says("20%")).text
