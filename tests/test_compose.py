"""Composing: the questions, the card and every field on it, as a merchant taps and types them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import select
from telegram import Update

from bot.database import Database
from models.customer import Customer
from models.delivery import Delivery
from models.draft import Draft
from models.invoice import Invoice
from tests.chatting import Talk, labels, on_sqlite, talk

BOTH: dict[str, Any] = {
    "smtp_host": "127.0.0.1", "smtp_security": "plain", "twilio_account_sid": "AC1", "twilio_auth_token": "t",
    "twilio_from": "+15005550006",
}  # fmt: skip


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt, where both ways of sending are set up."""
    async with talk(database, **BOTH) as somebody:
        await somebody.sets_up()
        yield somebody


async def card(mona: Talk, reach: str = "pay@acme.example") -> str:
    """The card of an invoice for Acme: two logos at 150."""
    await mona.says("/new")
    await mona.taps("New customer")
    await mona.says("Acme")
    await mona.says(reach)
    return (await mona.says("2 x Logo 150")).text


async def invoices(mona: Talk) -> list[Invoice]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Invoice).order_by(Invoice.id))).all())  # type: ignore[arg-type]


async def deliveries(mona: Talk) -> list[Delivery]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Delivery).order_by(Delivery.id))).all())  # type: ignore[arg-type]


async def test_issuing_shows_the_live_card_and_queues_what_was_chosen(mona: Talk) -> None:
    await card(mona, "pay@acme.example 0100 123 4567")
    await mona.taps("Send by")
    await mona.taps("Both")
    shown = await mona.taps("Issue and send")
    assert "INV-2026-00001" in shown.text
    assert shown.text.count("Queued") == 2
    assert [(d.channel, d.recipient) for d in await deliveries(mona)] == [
        ("email", "pay@acme.example"), ("sms", "+201001234567"),
    ]  # fmt: skip
    assert mona.engine.kicked == [d.id for d in await deliveries(mona)]


async def test_tapping_issue_twice_at_once_and_again_makes_one_invoice(mona: Talk) -> None:
    await card(mona)
    taps = [mona.person.tap("Issue and send") for _ in range(3)]
    bot = mona.front.application.bot
    await asyncio.gather(*(mona.front.handle(Update.de_json(tap, bot)) for tap in (*taps, *taps)))
    assert [i.number for i in await invoices(mona)] == ["INV-2026-00001"]
    assert len(await deliveries(mona)) == 1
    assert any("Already issued: INV-2026-00001" in alert.text for alert in mona.person.alerts)


@on_sqlite
async def test_a_known_customer_and_item_need_four_actions_and_no_typing(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Issue and send")
    asked = await mona.says("/new")
    assert "Acme" in labels(asked)
    await mona.taps("Acme")
    await mona.taps("Logo")
    shown = await mona.taps("Issue and send")
    assert "INV-2026-00002" in shown.text
    assert "Queued" in shown.text


@on_sqlite
async def test_tapping_a_product_twice_adds_it_once(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Issue and send")
    await mona.says("/new")
    await mona.taps("Acme")
    taps = [mona.person.tap("Logo") for _ in range(2)]
    for tap in taps:
        await mona.brings(tap)
    assert "Total: EGP 171.00" in mona.person.last.text


@on_sqlite
async def test_the_choice_of_channel_is_remembered_with_the_customer(mona: Talk) -> None:
    await card(mona, "pay@acme.example 0100 123 4567")
    await mona.taps("Send by")
    await mona.taps("💬 +201001234567")
    await mona.taps("Issue and send")
    await mona.says("/new")
    await mona.taps("Acme")
    shown = await mona.taps("Logo")
    assert "+201001234567" in shown.text
    assert "pay@acme.example" not in shown.text


@on_sqlite
@pytest.mark.parametrize(
    ("field", "answer", "shows"),
    [
        ("Discount", "10%", "Total: EGP 307.80"),
        ("Discount", "50", "Total: EGP 285.00"),
        ("Discount", "خصم ١٠٪", "Total: EGP 307.80"),
        ("Due date", "15/12", "Due Tue 15 Dec 2026"),
        ("Due date", "friday", "Due Fri 27 Nov 2026"),
        ("Due date", "someday", "I cannot read the date"),
        ("Note", "Thank you!", "📝 Thank you!"),
        ("Send by", "accounts@acme.example", "accounts@acme.example"),
        ("Item", "Hosting 100", "Total: EGP 456.00"),
        ("Item", "nothing", "“nothing” is new, so it needs a price"),
    ],
)
async def test_every_field_of_the_card_is_changed_by_a_button_and_an_answer(
    mona: Talk, field: str, answer: str, shows: str
) -> None:
    await card(mona)
    await mona.taps(field)
    assert shows in (await mona.says(answer)).text


@on_sqlite
@pytest.mark.parametrize(
    ("field", "answer", "shows"),
    [
        ("Quantity", "3", "Total: EGP 513.00"),
        ("Price", "200", "Total: EGP 456.00"),
        ("Name", "Big logo", "1. Big logo"),
        ("Discount", "50%", "Total: EGP 171.00"),
        ("Tax", "0", "Total: EGP 300.00"),
        ("Discount", "+10%", "1. Logo: 2 × EGP 150.00 +10%"),
        ("Price", "12 per 100", "1. Logo: 2 × EGP 12.00 per 100"),
    ],
)
async def test_every_field_of_a_line_can_be_changed(mona: Talk, field: str, answer: str, shows: str) -> None:
    await card(mona)
    await mona.taps("Lines")
    await mona.taps("1. Logo")
    await mona.taps(field)
    assert shows in (await mona.says(answer)).text


@on_sqlite
async def test_an_answer_that_cannot_be_read_is_named_and_nothing_is_lost(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Discount")
    refused = await mona.says("lots")
    assert "“lots”" in refused.text
    assert "Total: EGP 307.80" in (await mona.says("10%")).text


@on_sqlite
async def test_an_unclear_number_is_one_question_with_its_readings(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Lines")
    await mona.taps("1. Logo")
    await mona.taps("Price")
    question = await mona.says("1.500")
    assert len([label for label in labels(question) if label.startswith("1")]) == 2
    assert "EGP 1,500.00" in (await mona.taps("1500")).text


@on_sqlite
async def test_a_line_can_be_removed_and_the_next_question_is_what_lacks(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Lines")
    await mona.taps("1. Logo")
    assert "What is it for?" in (await mona.taps("Remove this line")).text


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        ("Discount",), ("More",), ("Due date",), ("Note",), ("Send by",), ("Lines",), ("Item",),
        ("Lines", "1. Logo", "Price"), ("Send by", "Another address"), ("Customer", "New customer"),
    ],
    ids="/".join,
)  # fmt: skip
async def test_every_question_has_a_step_back_and_a_cancel(mona: Talk, path: tuple[str, ...]) -> None:
    await card(mona)
    for button in path:
        await mona.taps(button)
    assert {"‹ Back", "✕ Cancel"} <= set(labels(mona.person.last))
    for _ in path:
        if "Issue and send" in " ".join(labels(mona.person.last)):
            break
        back = "‹ Back" if "‹ Back" in labels(mona.person.last) else "Acme"
        await mona.taps(back)
    assert "✅ Issue and send" in labels(mona.person.last)


@on_sqlite
async def test_a_cancelled_invoice_can_be_brought_back(mona: Talk) -> None:
    before = await card(mona)
    cancelled = await mona.taps("Cancel")
    assert "put aside" in cancelled.text
    assert (await mona.taps("Bring it back")).text == before
    assert await invoices(mona) == []


@on_sqlite
async def test_new_while_one_is_open_offers_to_go_on(mona: Talk) -> None:
    before = await card(mona)
    assert "You have an invoice open, for Acme" in (await mona.says("/new")).text
    assert (await mona.taps("Go on with it")).text == before
    await mona.says("/new")
    assert "Who is it for?" in (await mona.taps("Start a new one")).text


@on_sqlite
async def test_an_old_cards_button_shows_what_became_of_it(mona: Talk) -> None:
    await card(mona)
    old = mona.person.tap("Discount")
    await mona.taps("Issue and send")
    await mona.brings(old)
    assert "Already issued" in mona.person.alerts[-1].text
    assert "INV-2026-00001" in mona.person.last.text


@on_sqlite
async def test_a_draft_left_behind_makes_way_for_the_invoices_own_card(mona: Talk) -> None:
    await card(mona)
    left = mona.person.last.id
    async with mona.database.writing() as session:  # Telegram's answer was lost: nobody knows its id
        (await session.exec(select(Draft))).one().card_message_id = None
    await mona.says("Cake 5")
    live = await mona.taps("Issue and send")
    await mona.brings(mona.person.tap("Issue and send", next(b for b in mona.person.chat if b.id == left)))
    assert [b.id for b in mona.person.chat if "INV-2026-00001" in b.text] == [live.id]
    assert left not in {bubble.id for bubble in mona.person.chat}


@on_sqlite
async def test_a_new_invoice_leaves_the_live_card_of_the_last_one_alone(mona: Talk) -> None:
    await card(mona)
    live = await mona.taps("Issue and send")
    await mona.taps("New invoice")
    shown = [bubble.text for bubble in mona.person.chat if bubble.id == live.id]
    assert "INV-2026-00001" in shown[0]
    assert "Who is it for?" in mona.person.last.text


@on_sqlite
async def test_a_shared_contact_becomes_the_customer(mona: Talk) -> None:
    await mona.says("/new")
    shared = await mona.brings(mona.person.share_contact("+201001234567", "Sara", "Nabil"))
    assert "What is it for?" in shared.text
    assert "+201001234567" in (await mona.says("Cake 120")).text


@on_sqlite
async def test_a_contact_shared_out_of_the_blue_can_be_invoiced(mona: Talk) -> None:
    saved = await mona.brings(mona.person.share_contact("201001234567", "Sara"))
    assert "Sara is in your address book" in saved.text
    await mona.taps("Invoice them")
    assert "What is it for?" in mona.person.last.text


@on_sqlite
async def test_typing_a_part_of_a_name_finds_the_customer(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Issue and send")
    await mona.says("/new")
    found = await mona.says("cm")
    assert any("Acme" in label for label in labels(found))
    await mona.taps("Acme · pay@acme.example")
    assert "What is it for?" in mona.person.last.text


@on_sqlite
async def test_an_unknown_name_can_be_added_with_one_tap(mona: Talk) -> None:
    await mona.says("/new")
    asked = await mona.says("Zed & <Sons>")
    assert "“Zed & <Sons>” is not in your address book" in asked.text
    await mona.taps("Add Zed")
    assert "Where shall the invoices for Zed & <Sons> go?" in mona.person.last.text


@on_sqlite
async def test_without_an_address_it_is_issued_but_says_it_was_not_sent(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("New customer")
    await mona.says("Walk-in")
    await mona.taps("Not now")
    shown = await mona.says("Tea 5")
    assert "It will not be sent" in shown.text
    issued = await mona.taps("Issue without sending")
    assert "It has not been sent to anybody" in issued.text
    assert await deliveries(mona) == []


@on_sqlite
async def test_a_phone_that_is_no_mobile_is_refused_with_an_example(mona: Talk) -> None:
    await mona.says("/new")
    await mona.taps("New customer")
    await mona.says("Acme")
    before = len(mona.person.chat)
    await mona.says("12")
    assert len(mona.person.chat) == before + 2
    await mona.says("01001234567")
    async with mona.database.reading() as session:
        assert [c.phone for c in (await session.exec(select(Customer))).all()] == ["+201001234567"]


@on_sqlite
async def test_two_hundred_lines_fit_and_one_more_is_refused_kindly(mona: Talk) -> None:
    await card(mona)
    async with mona.database.writing() as session:
        draft = (await session.exec(select(Draft))).one()
        composition = dict(draft.composition or {})
        composition["lines"] = composition["lines"] * 200
        draft.composition = composition
    assert "at most 200 lines" in (await mona.says("one more 5")).text
    await mona.says("/new")
    shown = await mona.taps("Go on with it")
    assert "and 180 more lines" in shown.text
    assert len(shown.text) < 4096


@on_sqlite
async def test_words_without_a_question_are_answered_kindly(mona: Talk) -> None:
    assert "I did not get that" in (await mona.says("hello")).text
    assert "I do not know this command" in (await mona.says("/nonsense")).text


@on_sqlite
async def test_the_pdf_comes_into_the_chat(mona: Talk) -> None:
    await card(mona)
    await mona.taps("Issue and send")
    await mona.taps("PDF")
    document = mona.person.last
    assert (document.document or {})["file_name"] == "INV-2026-00001.pdf"
    assert mona.person.download(document) == b"PDF of INV-2026-00001"
