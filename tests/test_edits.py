"""A message edited in the chat changes the card it led to, and nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from telegram import Update

from bot.database import Database
from bot.demo.telegram import Bubble
from bot.edits import merged
from models.draft import Composition, DraftCharge, DraftLine
from models.invoice import Invoice
from tests.books import MAIL, at_work, customers, is_card, knows, sells
from tests.chatting import Talk, labels, on_sqlite, talk


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt who knows Acme and sells logos at 150."""
    async with at_work(database) as somebody:
        await knows(somebody, "Zed", email="zed@example.com")
        yield somebody


def said(mona: Talk) -> Bubble:
    """What was typed last."""
    return next(bubble for bubble in reversed(mona.person.chat) if not bubble.from_bot)


async def edits(mona: Talk, text: str, message: Bubble | None = None) -> Bubble:
    """Change a message, the one typed last unless another is named; the bot's newest message then."""
    return await mona.brings(mona.person.edit((message or said(mona)).id, text))


def ids(mona: Talk) -> list[int]:
    return [bubble.id for bubble in mona.person.chat]


async def test_editing_the_message_edits_its_card_where_it_stands(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    before = ids(mona)
    shown = await edits(mona, "acme 3 logo, due friday")
    assert (shown.id, ids(mona)) == (card.id, before)
    assert is_card(shown)
    assert "Total: EGP 513.00" in shown.text
    assert "Due Fri 27 Nov 2026" in shown.text
    assert "INV-2026-00001" in (await mona.taps("Issue and send")).text


async def test_arabic_messages_are_edited_alike(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        await mona.says("/start")
        await mona.says("ستوديو منى")
        await mona.says("مصر")
        await mona.says("لا")
        await knows(mona, "أحمد سمير", email="ahmed@example.com")
        await sells(mona, "قهوة", "50")
        card = await mona.says("فاتورة لأحمد سمير: ٢ قهوة")
        shown = await edits(mona, "فاتورة لأحمد سمير: ٣ قهوة، كيك ١٠٠")
        assert shown.id == card.id
        assert "250" in shown.text
        await mona.taps("إصدار وإرسال")
        told = await edits(mona, "فاتورة لأحمد سمير: ٤ قهوة")
        assert "✏️ تصحيح" in labels(told)


@on_sqlite
async def test_what_was_changed_by_buttons_and_words_stays_where_the_edit_is_silent(mona: Talk) -> None:
    await mona.says("acme 2 logo, Hosting 100")
    message = said(mona)
    await mona.says("-10%")
    await mona.says("Domain 20")
    await mona.says("note Thank you!")
    shown = await edits(mona, "acme 3 logo, Hosting 100", message)
    assert "3 × EGP 150.00" in shown.text
    draft = Composition.model_validate((await mona.draft()).composition)
    assert [line.item_name for line in draft.lines] == ["Logo", "Hosting", "Domain"]
    assert (draft.discount_percent, draft.note) == (Decimal(10), "Thank you!")


@on_sqlite
async def test_an_item_renamed_by_a_button_is_the_same_item_still(mona: Talk) -> None:
    await mona.says("acme 2 logo, Hosting 100")
    message = said(mona)
    await mona.taps("Lines")
    await mona.taps("Hosting")
    await mona.taps("Name")
    await mona.says("Servers")
    shown = await edits(mona, "acme 2 logo, Hosting 120", message)
    assert "Servers" in shown.text
    assert "Hosting" not in shown.text
    assert "EGP 120.00" in shown.text


@on_sqlite
async def test_another_customer_is_taken_from_the_edit(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    assert "for Zed" in (await edits(mona, "zed 2 logo")).text
    asked = await edits(mona, "Yara: 2 logo")
    assert "Where shall the invoices for Yara go?" in asked.text
    asked = await edits(mona, "Yara: 3 logo")
    assert "Where shall the invoices for Yara go?" in asked.text
    shown = await edits(mona, "Yara yara@example.com: 3 logo")
    assert is_card(shown)
    assert "Total: EGP 513.00" in shown.text
    assert ("Yara", "yara@example.com", None) in await customers(mona)


@on_sqlite
async def test_a_customer_chosen_by_a_button_stays(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    message = said(mona)
    await mona.taps("Customer")
    await mona.taps("Zed")
    assert "for Zed" in (await edits(mona, "acme 3 logo", message)).text


@on_sqlite
async def test_an_edit_that_cannot_be_read_leaves_the_draft_as_it_was(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    before = (await mona.draft()).composition
    told = await edits(mona, "acme 2 xylophone")
    assert "I see no price" in told.text
    assert (await mona.draft()).composition == before
    shown = await edits(mona, "acme 2 xylophone 10")
    assert "xylophone" in next(b for b in mona.person.chat if b.id == card.id).text
    assert shown.id == told.id


@on_sqlite
async def test_an_unclear_edit_is_asked_about_and_the_answer_changes_the_same_draft(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    message = said(mona)
    await mona.says("note Thank you!")
    card = mona.person.last
    number, before = (await mona.draft()).number, (await mona.draft()).composition
    await edits(mona, "acme: Cake 1.500", message)
    assert (await mona.draft()).composition == before
    question = next(b for b in mona.person.chat if b.id == card.id)
    assert not is_card(question)
    shown = await mona.taps(labels(question)[0])
    assert is_card(shown)
    assert "Cake" in shown.text
    assert "Logo" not in shown.text
    assert "Thank you!" in shown.text
    assert (await mona.draft()).number == number
    assert "Cake" in (await edits(mona, "acme: Cake 1.500", message)).text  # told twice: not asked again


@on_sqlite
async def test_a_line_typed_alone_follows_its_message(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.says("Hosting 100")
    message = said(mona)
    await mona.says("+ Domain 20")
    card = await edits(mona, "3 x Hosting 110", message)
    assert "Hosting: 3 × EGP 110.00" in card.text
    assert "Domain" in card.text
    assert "EGP 25.00" in (await edits(mona, "+ Domain 25")).text
    assert (await mona.draft()).card_message_id == card.id
    await mona.taps("Lines")
    await mona.taps("Hosting")
    await mona.taps("Discount")
    await mona.says("10%")
    assert "Hosting: 3 × EGP 110.00 −10%" in mona.person.last.text
    await edits(mona, "2 x Hosting 110", message)
    draft = Composition.model_validate((await mona.draft()).composition)
    assert (draft.lines[1].quantity, draft.lines[1].discount_percent) == (Decimal(2), Decimal(10))


@on_sqlite
async def test_a_line_that_was_unclear_is_one_line_however_it_is_edited(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    question = await mona.says("Cake 1.500")
    await mona.taps(labels(question)[0])
    await edits(mona, "Cake 70")
    draft = Composition.model_validate((await mona.draft()).composition)
    assert [line.item_name for line in draft.lines] == ["Logo", "Cake"]
    assert draft.lines[1].unit_price == Decimal(70)
    question = await edits(mona, "Cake 1.600")
    assert not is_card(question)
    await mona.taps(labels(question)[1])
    draft = Composition.model_validate((await mona.draft()).composition)
    assert [line.item_name for line in draft.lines] == ["Logo", "Cake"]


@on_sqlite
@pytest.mark.parametrize("text", ["hello", "some logo please"])
async def test_a_message_not_understood_counts_as_typed_now(mona: Talk, text: str) -> None:
    await mona.says(text)
    shown = await edits(mona, "acme 2 logo")
    assert is_card(shown)
    assert "Total: EGP 513.00" in (await edits(mona, "acme 3 logo")).text


@on_sqlite
async def test_its_question_is_replaced_by_the_edit(mona: Talk) -> None:
    question = await mona.says("acme: Cake 1.500")
    shown = await edits(mona, "acme: Cake 1500")
    assert shown.id == question.id
    assert is_card(shown)
    assert "Total: EGP 1,710.00" in shown.text


@on_sqlite
async def test_a_refused_answer_is_answered_by_its_edit(mona: Talk) -> None:
    await mona.says("Yara: 2 logo")
    await mona.says("not an address")
    shown = await edits(mona, "yara@example.com")
    assert is_card(shown)
    assert ("Yara", "yara@example.com", None) in await customers(mona)
    assert (await edits(mona, "yara@example.org")).text == shown.text


async def test_an_issued_invoice_says_that_it_never_changes(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    quick = said(mona)
    await mona.says("Hosting 100")
    line = said(mona)
    await mona.taps("Issue and send")
    for message in (quick, line):
        told = await edits(mona, "acme 3 logo", message)
        assert "INV-2026-00001 is issued and never changes" in told.text
        assert "✏️ Correct" in labels(told)
    async with mona.database.reading() as session:
        assert len((await session.exec(select(Invoice))).all()) == 1


@on_sqlite
async def test_a_message_that_waits_is_not_forgotten_over_the_edit_of_another(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    first = said(mona)
    assert "You have an invoice open" in (await mona.says("zed 3 logo")).text
    second = said(mona)
    assert "Total: EGP 513.00" in (await edits(mona, "acme 3 logo", first)).text
    assert "You have an invoice open" in (await edits(mona, "zed 4 logo", second)).text
    await mona.taps("Start a new one")
    assert "for Zed" in mona.person.last.text
    assert "4 × EGP 150.00" in mona.person.last.text


@on_sqlite
async def test_a_credit_note_in_the_making_is_not_touched(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.taps("Issue and send")
    await edits(mona, "acme 3 logo")
    await mona.taps("Cancel invoice")
    before = (await mona.draft()).composition
    assert before is not None
    await edits(mona, "acme 4 logo")
    assert (await mona.draft()).composition == before


@on_sqlite
async def test_any_other_edit_is_met_with_silence(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    quick = said(mona)
    await mona.says("note Thank you!")
    await edits(mona, "acme 5 logo", quick)
    note = said(mona)
    await mona.says("-10%")
    chat, row = [b.text for b in mona.person.chat if b.from_bot], (await mona.draft()).model_dump()
    await edits(mona, "note Thanks!", note)
    await edits(mona, "-20%")
    assert [b.text for b in mona.person.chat if b.from_bot] == chat
    assert (await mona.draft()).model_dump() == row
    await mona.says("/cancel")
    command = said(mona)
    chat = [b.text for b in mona.person.chat if b.from_bot]
    row = (await mona.draft()).model_dump()
    await edits(mona, "acme 6 logo", quick)
    await edits(mona, "/help", command)
    await edits(mona, "acme 7 logo", command)
    assert [b.text for b in mona.person.chat if b.from_bot] == chat
    assert (await mona.draft()).model_dump() == row


@on_sqlite
async def test_an_answer_understood_by_a_button_is_no_message_to_correct(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.taps("Discount")
    question = await mona.says("1.500")
    await mona.taps(labels(question)[0])
    row = (await mona.draft()).model_dump()
    await edits(mona, "Cake 1700")
    assert (await mona.draft()).model_dump() == row


@on_sqlite
async def test_edits_told_twice_late_or_without_a_change_do_no_harm(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    quick = said(mona)
    first, second = mona.person.edit(quick.id, "acme 3 logo"), mona.person.edit(quick.id, "acme 4 logo")
    for update in (second, first, second):
        shown = await mona.brings(update)
        assert "4 × EGP 150.00" in shown.text
    await mona.says("-10%")
    calls = len(mona.telegram.calls)
    await mona.brings(mona.person.edit(quick.id, "acme 4 logo"))
    assert len(mona.telegram.calls) == calls


@on_sqlite
async def test_a_question_beside_the_draft_stays_open(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    await mona.taps("Issue and send")
    await mona.says("zed 1 logo")
    quick = said(mona)
    await mona.taps("💰 Paid")
    step = (await mona.draft()).step
    await edits(mona, "zed 2 logo", quick)
    draft = await mona.draft()
    assert (draft.step, draft.scratch["waiting"]["step"]) == (step, "card")
    assert Composition.model_validate(draft.composition).lines[0].quantity == 2


@on_sqlite
async def test_a_stranger_and_a_group_are_not_answered(database: Database) -> None:
    async with talk(database) as somebody:
        message = somebody.person.say("acme 2 logo")
        edited: dict[str, Any] = {"update_id": 9, "edited_message": message["message"] | {"text": "x"}}
        bot = somebody.front.application.bot
        await somebody.front.handle(Update.de_json(edited, bot))
        chat = {"id": -5, "type": "group", "title": "Us"}
        await somebody.front.handle(
            Update.de_json(
                edited | {"update_id": 10, "edited_message": edited["edited_message"] | {"chat": chat}}, bot
            )
        )
        assert [b for b in somebody.person.chat if b.from_bot] == []


@on_sqlite
async def test_an_edit_the_next_day_keeps_the_date_of_the_first(mona: Talk) -> None:
    await mona.says("acme 2 logo, due friday")
    mona.clock[0] += timedelta(days=1)
    assert "Due Fri 27 Nov 2026" in (await edits(mona, "acme 3 logo, due friday")).text


_NAMES = st.sampled_from(["Logo", "Cake", "Hosting", "Domain", "Pen"])
_LINES = st.builds(
    DraftLine, item_name=_NAMES, quantity=st.integers(1, 4).map(Decimal),
    unit_price=st.integers(1, 4).map(Decimal), tax_rate=st.just(Decimal(14)),
    discount_percent=st.sampled_from([None, Decimal(5)]),
)  # fmt: skip
_CHARGES = st.builds(
    DraftCharge, reason=st.sampled_from(["shipping", "service"]), amount=st.integers(1, 4).map(Decimal),
    tax_rate=st.just(Decimal(14)),
)  # fmt: skip


def _readings(**fixed: Any) -> st.SearchStrategy[Composition]:
    made = st.builds(
        Composition, lines=st.lists(_LINES, max_size=4), charges=st.lists(_CHARGES, max_size=2),
        note=st.sampled_from([None, "a", "b"]), discount_percent=st.sampled_from([None, Decimal(10)]),
        prepaid_amount=st.sampled_from([Decimal(0), Decimal(1)]),
    )  # fmt: skip

    def numbered(read: Composition) -> Composition:
        lines = [line.model_copy(update={"nth": at}) for at, line in enumerate(read.lines)]
        return read.model_copy(update={"lines": lines} | fixed)

    return made.map(numbered)


@given(_readings(), _readings())
def test_an_edit_of_an_untouched_draft_is_as_if_it_had_been_typed_so(
    old: Composition, new: Composition
) -> None:
    assert merged(old, new, old) == new


@given(_readings(), _readings())
def test_an_edit_that_says_nothing_new_changes_nothing(old: Composition, current: Composition) -> None:
    by_hand = [line.model_copy(update={"nth": None}) for line in current.lines]
    composed = current.model_copy(update={"lines": [*old.lines, *by_hand]})
    after = merged(old, old, composed)
    assert after.model_copy(update={"charges": []}) == composed.model_copy(update={"charges": []})
    assert sorted(map(repr, after.charges)) == sorted(map(repr, composed.charges))


@given(_readings(), _readings(), _readings())
def test_each_field_takes_the_edit_where_it_differs_and_else_stays(
    old: Composition, new: Composition, current: Composition
) -> None:
    after = merged(old, new, current)
    for name in ("note", "discount_percent", "prepaid_amount", "due_date"):
        was, said_now, stood = (getattr(each, name) for each in (old, new, current))
        assert getattr(after, name) == (said_now if said_now != was else stood)
    by_hand = [line for line in current.lines if line.nth is None]
    assert [line for line in after.lines if line.nth is None] == by_hand
