"""A reply to a card acts on it: what it says is done to that invoice, and to no other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import delete, select

from bot.database import Database
from bot.demo.telegram import Bubble
from models.delivery import Delivery, State
from models.document import CREDIT_NOTE
from models.payment import Method
from models.receipt import Card
from tests.books import customers, is_card, knows, sells
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.crediting import issued, queued
from tests.paying import payments
from tests.shopkeepers import visible

BOTH: dict[str, Any] = {
    "smtp_host": "127.0.0.1", "mail_from": "invoices@sanad.example", "twilio_account_sid": "AC1",
    "twilio_auth_token": "t", "twilio_from": "+15005550006",
}  # fmt: skip
FIRST = "INV-2026-00001"


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """Charges no tax; knows Acme, sells logos at 150."""
    async with talk(database, **BOTH) as somebody:
        await somebody.sets_up(tax_number=None)
        await knows(somebody, "Acme", email="pay@acme.example")
        await sells(somebody, "Logo", "150")
        yield somebody


async def invoiced(mona: Talk, line: str = "acme 2 logo") -> Bubble:
    """The live card of an invoice issued just now."""
    await mona.says(line)
    return await mona.taps("Issue and send")


def shown(mona: Talk, card: Bubble) -> str:
    """What a message says now."""
    return visible(next(one.text for one in mona.person.chat if one.id == card.id))


# What is issued


async def test_paid_in_reply_to_a_card_is_recorded_on_that_invoice_and_redraws_it(mona: Talk) -> None:
    first = await invoiced(mona)
    await invoiced(mona, "acme 3 logo")
    told = visible((await mona.replies("paid 200 cash", first)).text)
    assert f"Recorded for {FIRST}: EGP 200.00 in cash" in told
    assert "Paid EGP 200.00 of EGP 300.00" in shown(mona, first)
    (paid,) = await payments(mona)
    assert (f"{paid.amount:f}", paid.method) == ("200.00", Method.CASH)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "amount", "method"),
    [
        ("paid cash", "300.00", "cash"), ("Paid: all by transfer", "300.00", "transfer"), ("200 cash", "200", "cash"),
        ("deposit 50 visa", "50", "card"), ("دفع ٢٠٠ نقدا", "200", "cash"), ("خصم من المنبع 15", "15", "withheld"),
        ("paid 100 cash yesterday note: half", "100", "cash"), ("Acme has paid 100 cash", "100", "cash"),
        ("got 100 cash from acme", "100", "cash"), ("they transferred 100", "100", "transfer"),
        ("paid inv-2026-00001 cash", "300.00", "cash"), ("العميل دفع الباقي نقدا", "300.00", "cash"),
    ],
)  # fmt: skip
async def test_a_payment_is_said_in_many_ways(mona: Talk, said: str, amount: str, method: str) -> None:
    await mona.replies(said, await invoiced(mona))
    (paid,) = await payments(mona)
    assert (paid.amount, paid.method) == (type(paid.amount)(amount), method)


@on_sqlite
async def test_paid_alone_is_all_of_it_and_asks_how(mona: Talk) -> None:
    card = await invoiced(mona)
    asked = await mona.replies("paid", card)
    assert "EGP 300.00" in visible(asked.text)
    await mona.taps("Cash")
    assert "Paid in full" in shown(mona, card)
    assert "Nothing is open" in visible((await mona.replies("paid", card)).text)


@on_sqlite
async def test_more_than_is_open_is_asked_about_and_an_unclear_amount_too(mona: Talk) -> None:
    card = await invoiced(mona)
    assert "more than is open" in visible((await mona.replies("paid 500 cash", card)).text)
    assert not await payments(mona)
    asked = await mona.replies("paid 1.500 cash", card)
    assert labels(asked)[:2] == ["1.5 cash", "1500 cash"]
    await mona.taps("1.5 cash")
    (paid,) = await payments(mona)
    assert f"{paid.amount:f}" == "1.50"


@on_sqlite
async def test_a_reply_leaves_what_is_being_composed_and_asked_as_it_was(mona: Talk) -> None:
    card = await invoiced(mona)
    await mona.says("acme 5 logo")
    await mona.taps("Note")
    await mona.replies("paid 100 cash", card)
    draft = await mona.draft()
    assert (draft.step, len(draft.composition["lines"])) == ("note", 1)  # type: ignore[index]
    assert "📝 Thank you" in (await mona.says("Thank you")).text


@on_sqlite
async def test_the_payment_question_of_one_invoice_stays_open_while_another_is_paid(mona: Talk) -> None:
    first = await invoiced(mona)
    second = await invoiced(mona, "acme 1 logo")
    question = await mona.brings(mona.person.tap("💰 Paid", first))
    await mona.replies("paid cash", second)
    await mona.replies("100 cash", question)
    assert [paid.invoice_id for paid in await payments(mona)] == [2, 1]
    assert "Paid EGP 100.00 of" in shown(mona, first)


async def test_resend_goes_where_it_went_and_to_a_new_address_which_is_kept(mona: Talk) -> None:
    card = await invoiced(mona)
    async with mona.database.writing() as session:
        (await session.exec(select(Delivery))).one().state = State.SENT
    told = await mona.replies("resend", card)
    assert f"{FIRST} goes to pay@acme.example" in visible(told.text)
    assert "address" not in told.text
    told = await mona.replies("resend to new@acme.example", card)
    assert "goes to new@acme.example. From now on this is Acme's address." in visible(told.text)
    await mona.replies("send to 0100 123 4567", card)
    await mona.replies("resend by sms", card)
    assert [(way, to) for _, way, to in await queued(mona.database)] == [
        ("email", "pay@acme.example"), ("email", "pay@acme.example"), ("email", "new@acme.example"),
        ("sms", "+201001234567"),
    ]  # fmt: skip
    assert await customers(mona) == [("Acme", "new@acme.example", "+201001234567")]
    assert "new@acme.example" in shown(mona, card)


@on_sqlite
async def test_an_address_that_is_none_is_refused_and_a_missing_one_asked_for(mona: Talk) -> None:
    card = await invoiced(mona)
    assert "not a valid e-mail address" in (await mona.replies("resend to x@y", card)).text
    assert "What is the mobile number of Acme?" in visible((await mona.replies("resend by sms", card)).text)
    assert len(await queued(mona.database)) == 1
    await mona.says("0100 123 4567")
    assert [way for _, way, _ in await queued(mona.database)] == ["email", "sms"]


@on_sqlite
async def test_a_landline_is_a_question_whose_answer_sends(mona: Talk) -> None:
    card = await invoiced(mona)
    asked = await mona.replies("resend to 0501234567", card)
    choice = next(label for label in labels(asked) if label.startswith("+"))
    await mona.taps(choice)
    assert ("sms", choice) in [(way, to) for _, way, to in await queued(mona.database)]
    assert len([one for one in mona.person.chat if one.from_bot and FIRST in one.text]) == 1


async def test_cancel_with_a_reason_opens_the_credit_note_which_only_a_tap_issues(mona: Talk) -> None:
    card = await invoiced(mona)
    note = await mona.replies("cancel wrong price", card)
    assert f"Credit note for {FIRST}" in visible(note.text)
    assert "Reason: wrong price" in visible(note.text)
    assert len(await issued(mona.database)) == 1
    await mona.taps("Issue")
    _, credit = await issued(mona.database)
    assert (credit.type_code, credit.read_document().reason) == (CREDIT_NOTE, "wrong price")
    assert "Nothing is open" in shown(mona, card)


@on_sqlite
async def test_an_address_said_to_one_card_is_no_answer_about_another(mona: Talk) -> None:
    await knows(mona, "Zed", email="zed@example.com")
    first = await invoiced(mona)
    second = await invoiced(mona, "zed 1 logo")
    await mona.replies("resend by sms", first)
    for said in ("books@zed.example", "0100 123 4567"):
        told = await mona.replies(said, second)
        assert "In reply to INV-2026-00002 you can say" in told.text
    assert [to for _, _, to in await queued(mona.database)] == ["pay@acme.example", "zed@example.com"]
    await mona.replies("0100 123 4567", first)  # its question is open still
    assert (1, "sms", "+201001234567") in await queued(mona.database)


@on_sqlite
async def test_an_item_said_to_an_issued_card_is_not_put_on_the_open_draft(mona: Talk) -> None:
    card = await invoiced(mona)
    await mona.says("acme 5 logo")
    before = (await mona.draft()).composition
    assert f"In reply to {FIRST} you can say" in (await mona.replies("Hosting 50", card)).text
    assert (await mona.draft()).composition == before
    assert "You have an invoice open" in (await mona.replies("acme 3 logo", card)).text


@on_sqlite
@pytest.mark.parametrize("said", ["/cancel wrong price", "/Cancel@sanad_bot wrong price"])
async def test_the_command_with_a_reason_is_the_credit_note_as_the_word_is(mona: Talk, said: str) -> None:
    note = await mona.replies(said, await invoiced(mona))
    assert f"Credit note for {FIRST}" in visible(note.text)
    assert "Reason: wrong price" in visible(note.text)


@on_sqlite
async def test_cancel_alone_asks_why(mona: Talk) -> None:
    asked = await mona.replies("cancel", await invoiced(mona))
    assert f"Why is {FIRST} credited?" in visible(asked.text)


@on_sqlite
async def test_cancel_drops_no_draft_unasked_and_remembers_the_reason(mona: Talk) -> None:
    card = await invoiced(mona)
    await mona.says("acme 5 logo")
    asked = await mona.replies("cancel wrong price", card)
    assert "You have a draft open" in asked.text
    await mona.taps("Drop the draft")
    assert "Reason: wrong price" in visible(mona.person.last.text)


@on_sqlite
@pytest.mark.parametrize("said", ["due friday", "+ Hosting 50", "-10%", "note Thank you", "discount 5"])
async def test_what_is_issued_never_changes_and_what_can_be_done_is_offered(mona: Talk, said: str) -> None:
    card = await invoiced(mona)
    told = await mona.replies(said, card)
    assert f"{FIRST} is issued and never changes" in visible(told.text)
    assert labels(told)[:2] == ["✏️ Correct", "✕ Cancel invoice"]
    await mona.taps("Correct")
    assert f"Correct {FIRST}?" in visible(mona.person.last.text)


async def test_a_credit_note_is_sent_again_and_the_rest_is_refused(mona: Talk) -> None:
    card = await invoiced(mona)
    await mona.replies("cancel wrong price", card)
    note = await mona.taps("Issue")
    await mona.replies("resend to books@acme.example", note)
    assert (2, "email", "books@acme.example") in await queued(mona.database)
    for said, why in [
        ("paid 50 cash", "nobody pays it"), ("cancel oops", "never changed, deleted"), ("-10%", "never changes"),
    ]:  # fmt: skip
        assert why in visible((await mona.replies(said, note)).text)
    told = await mona.replies("due friday", card)
    assert "credit notes have taken back all of it" in visible(told.text)
    assert not await payments(mona)


@on_sqlite
async def test_words_that_say_nothing_are_answered_with_what_can_be_said(mona: Talk) -> None:
    card = await invoiced(mona)
    told = await mona.replies("thanks", card)
    assert "paid 200 cash" in told.text
    assert FIRST in told.text
    assert is_card(await mona.replies("acme 3 logo", card))


async def test_a_card_whose_message_is_forgotten_and_a_pdf_are_known_by_the_number(mona: Talk) -> None:
    card = await invoiced(mona)
    await mona.taps("PDF")
    pdf = mona.person.last
    async with mona.database.writing() as session:
        await session.exec(delete(Card))
    await mona.replies("paid 100 cash", card)
    await mona.replies("paid 50 cash", pdf)
    assert [f"{paid.amount:f}" for paid in await payments(mona)] == ["100.00", "50.00"]


@on_sqlite
async def test_a_reply_to_another_message_is_a_message_like_any_other(mona: Talk) -> None:
    await invoiced(mona)
    await mona.says("/help")
    told = await mona.replies("paid 100 cash", mona.person.last)
    own = next(one for one in mona.person.chat if not one.from_bot)
    await mona.replies("paid 100 cash", own)
    assert told.text == mona.person.last.text
    assert not await payments(mona)


@on_sqlite
async def test_nobody_elses_numbers_are_known(mona: Talk) -> None:
    card = await invoiced(mona)
    sara = mona.telegram.user(8, "Sara")
    other = Talk(mona.telegram, sara, mona.front, mona.outbox, mona.database, mona.clock, mona.engine)
    for answer in ("/start", "Bakery", "Egypt", "no"):
        await other.says(answer)
    quoted = card.raw | {"chat": {"id": 8, "type": "private"}}
    said = sara.say("paid 100 cash")
    said["message"]["reply_to_message"] = quoted
    await other.brings(said)
    assert not await payments(mona)


# What is being composed


@on_sqlite
@pytest.mark.parametrize("is_reply", [True, False])
@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ("due friday", "Due Fri 27 Nov 2026"), ("استحقاق الجمعة", "Due Fri 27 Nov 2026"),
        ("+ Hosting 50", "EGP 350.00"), ("-10%", "EGP 270.00"), ("-50", "EGP 250.00"), ("خصم ١٠٪", "EGP 270.00"),
        ("note Thank you!", "📝 Thank you!"), ("paid 100", "EGP 200.00"), ("deposit 100 cash", "EGP 200.00"),
        ("send to new@acme.example", "new@acme.example"), ("Hosting 50", "EGP 350.00"),
        ("due diligence 100", "due diligence"), ("paid consulting 100", "paid consulting"),
    ],
)  # fmt: skip
async def test_words_change_what_is_being_composed(mona: Talk, said: str, shows: str, is_reply: bool) -> None:
    card = await mona.says("acme 2 logo")
    changed = await (mona.replies(said, card) if is_reply else mona.says(said))
    assert is_card(changed)
    assert shows in visible(changed.text)
    assert changed.id == mona.person.last.id, "it moves below what was typed"


@on_sqlite
async def test_what_was_said_is_taken_off_again(mona: Talk) -> None:
    card = await mona.says("acme 2 logo -10%\nnote: Hi")
    card = await mona.replies("no note", card)
    assert "📝" not in card.text
    card = await mona.replies("no discount", card)
    assert "EGP 300.00" in visible(card.text)
    await mona.replies("note Hello", card)
    assert "📝" not in (await mona.says("note")).text


@on_sqlite
async def test_a_word_alone_opens_its_question(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    assert (await mona.draft()).step == "card"
    await mona.says("due")
    assert (await mona.draft()).step == "due"
    assert "Due Sat 12 Dec 2026" in visible((await mona.says("12/12")).text)
    await mona.says("paid")
    assert (await mona.draft()).step == "prepaid"


@on_sqlite
async def test_an_unclear_amount_is_a_question_with_its_readings(mona: Talk) -> None:
    card = await mona.says("acme 20 logo")
    asked = await mona.replies("deposit 1.500 cash", card)
    assert labels(asked)[:2] == ["1.5", "1500"]
    shown = await mona.taps("1500")
    assert "1,500.00" in visible(shown.text)
    asked = await mona.replies("+ Hosting 1.500", shown)
    assert "1.500" in asked.text
    assert is_card(await mona.taps(labels(asked)[1]))


@on_sqlite
async def test_an_unclear_day_is_a_question_too(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    asked = await mona.says("due next month")
    assert len(labels(asked)) == 4
    assert is_card(await mona.taps(labels(asked)[0]))
    assert "Due Tue 22 Dec 2026" in visible(mona.person.last.text)


@on_sqlite
async def test_what_cannot_be_is_refused_and_all_stays(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    before = (await mona.draft()).composition
    for said, why in [
        ("due 1/1/2020", "in the past"), ("due whenever", "I cannot read the date"),
        ("paid 1000", "more than the total"),
        ("-110%", "not a percentage"), ("send to x@y", "not a valid e-mail"), ("send", "not issued yet"),
        ("paid later", "I cannot read"),
    ]:  # fmt: skip
        assert why in visible((await mona.replies(said, card)).text), said
        draft = await mona.draft()
        assert (draft.composition, draft.step) == (before, "card")


@on_sqlite
async def test_cancel_puts_the_draft_aside_and_it_can_be_brought_back(mona: Talk) -> None:
    card = await mona.says("acme 2 logo")
    assert "put aside" in (await mona.replies("cancel wrong price", card)).text
    assert is_card(await mona.taps("Bring it back"))


@on_sqlite
async def test_an_item_that_begins_with_such_a_word_is_an_item(mona: Talk) -> None:
    await sells(mona, "Deposit", "20")
    await mona.says("acme 2 logo")
    for said in ("note book 50", "cancel culture poster 70", "Deposit 30"):
        assert said.rpartition(" ")[0] in visible((await mona.says(said)).text)
    assert len((await mona.draft()).composition["lines"]) == 4  # type: ignore[index]


@on_sqlite
async def test_a_reply_to_a_question_answers_it(mona: Talk) -> None:
    await mona.says("acme 2 logo")
    question = await mona.taps("Note")
    shown = await mona.replies("due friday", question)
    assert "📝 due friday" in shown.text


@on_sqlite
async def test_the_card_of_a_credit_note_takes_a_note_and_an_address(mona: Talk) -> None:
    await mona.replies("cancel wrong price", await invoiced(mona))
    card = mona.person.last
    card = await mona.replies("note Sorry for that", card)
    assert "📝 Sorry for that" in card.text
    card = await mona.replies("send to books@acme.example", card)
    assert "books@acme.example" in visible(card.text)
    card = await mona.says("note Really sorry")
    assert "📝 Really sorry" in card.text
    assert "takes back what its invoice says" in (await mona.replies("-10%", card)).text
    assert "put aside" in (await mona.replies("cancel", card)).text


@on_sqlite
async def test_a_reply_to_the_card_of_an_earlier_draft_changes_nothing_and_shows_the_way_on(
    mona: Talk,
) -> None:
    card = await mona.says("acme 2 logo")
    await mona.says("/cancel")
    said = mona.person.say("-10%")
    said["message"]["reply_to_message"] = card.raw  # it could not be deleted
    told = await mona.brings(said)
    assert "earlier draft" in told.text
    assert "↩ Bring it back" in labels(told)
    await mona.taps("Bring it back")
    assert "EGP 300.00" in visible(mona.person.last.text)
    said["update_id"] += 1000
    said["message"]["reply_to_message"] = card.raw | {"message_id": 1}
    assert "Go on with it" in labels(await mona.brings(said))


@on_sqlite
async def test_arabic_is_answered_in_arabic(database: Database) -> None:
    async with talk(database, "ar", **BOTH) as mona:
        await mona.says("/start")
        await mona.says("ستوديو منى")
        await mona.says("مصر")
        await mona.says("لا")
        await knows(mona, "أحمد سمير", email="ahmed@example.com")
        card = await mona.says("أحمد سمير: قهوة ٣٠٠")
        card = await mona.replies("خصم ١٠٪", card)
        assert "270" in card.text
        card = await mona.taps("إصدار وإرسال")
        await mona.replies("مدفوع ٢٠٠ نقدا", card)
        await mona.replies("أعد الإرسال إلى new@example.com", card)
        note = await mona.replies("إلغاء سعر خاطئ", card)
        assert "سعر خاطئ" in note.text
        assert len(await payments(mona)) == 1
        assert "new@example.com" in [to for _, _, to in await queued(mona.database)]
