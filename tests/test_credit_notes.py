"""An issued invoice is never edited or deleted: in the chat a credit note takes it back, all of it or a part."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.database import Database
from bot.delivery.composing import Composer
from bot.demo.telegram import Bubble
from bot.documents import Documents
from bot.settings import Settings
from models.delivery import Delivery, State
from models.draft import Draft
from models.member import Member
from models.merchant import Merchant
from tests.browsing import PUBLIC_URL
from tests.chatting import NOON, OneProcess, Talk, labels, on_sqlite, talk
from tests.crediting import cancel, compose, issue, issued, queued, take_back
from tests.shopkeepers import visible

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A shop that can send e-mails."""
    async with talk(database, smtp_host="mail.example") as conversation:
        await conversation.sets_up()
        yield conversation


def card_of(mona: Talk, number: str) -> Bubble:
    """The one card of an issued document."""
    cards = [bubble for bubble in mona.person.chat if f"{number} for" in bubble.text]
    assert len(cards) == 1, [card.text for card in cards]
    return cards[0]


async def test_a_cancelled_invoice_stays_and_a_credit_note_takes_all_of_it_back(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "Coffee 15")
    card = await cancel(mona)
    for fact in (
        "Credit note for INV-2026-00001", "Acme", "1. Logo: 2 × EGP 150.00", "Tax 14%: EGP 44.10",
        "Credited: EGP 359.10", "Reason: Goods returned", "Goes to ✉️ pay@acme.example",
    ):  # fmt: skip
        assert fact in card.text
    shown = await mona.taps("Issue and send")
    assert shown.text.startswith("↩ CN-2026-00001 for Acme\nEGP 359.10 credited, for INV-2026-00001")
    invoice, note = await issued(mona.database)
    assert (note.credits_id, note.payable_amount) == (invoice.key, invoice.payable_amount)
    to = ("email", "pay@acme.example")
    assert await queued(mona.database) == [(invoice.key, *to), (note.key, *to)]
    original = card_of(mona, "INV-2026-00001")
    assert "↩ Credited by CN-2026-00001: EGP 359.10" in original.text
    assert "Nothing is open: credit notes have taken it back." in original.text
    assert "↪ CN-2026-00001" in labels(original)


async def test_tapping_issue_twice_makes_one_credit_note(mona: Talk) -> None:
    await issue(mona)
    card = await cancel(mona)
    again = mona.person.tap("Issue and send")
    await mona.taps("Issue and send")
    await mona.brings(again)
    assert [row.number for row in await issued(mona.database)] == ["INV-2026-00001", "CN-2026-00001"]
    assert "CN-2026-00001" in next(bubble for bubble in mona.person.chat if bubble.id == card.id).text


@on_sqlite
async def test_card_and_credit_note_lead_to_each_other(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    assert mona.person.last.text.startswith("🧾 INV-2026-00001")
    await mona.taps("↪ CN-2026-00001")
    assert mona.person.last.text.startswith("↩ CN-2026-00001")
    card_of(mona, "INV-2026-00001")
    card_of(mona, "CN-2026-00001")


@on_sqlite
async def test_whoever_wants_to_change_an_issued_invoice_is_told_what_can_be_done(mona: Talk) -> None:
    await issue(mona)
    shown = await mona.taps("⋯ More")
    assert "never changed or deleted" in shown.text
    wishes = {"✕ Cancel invoice", "↩ Credit part of it", "✏️ Correct"}
    assert wishes <= set(labels(shown))
    await cancel_in_reply(mona, shown)
    assert wishes <= set(labels(mona.person.last))


async def cancel_in_reply(mona: Talk, card: Bubble) -> None:
    await mona.brings(mona.person.say("/cancel", reply_to=card.id))


@on_sqlite
async def test_cancel_in_reply_to_anything_else_is_cancel(mona: Talk) -> None:
    card = await compose(mona)
    await cancel_in_reply(mona, card)
    assert "put aside" in mona.person.last.text


@on_sqlite
async def test_a_credit_note_itself_cannot_be_taken_back(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    await mona.taps("Issue and send")
    shown = await mona.taps("⋯ More")
    assert "A credit note is never changed, deleted or taken back." in shown.text
    assert not {"✕ Cancel invoice", "✏️ Correct"} & set(labels(shown))


@on_sqlite
async def test_nothing_is_left_to_cancel_of_a_cancelled_invoice(mona: Talk) -> None:
    await issue(mona)
    await mona.taps("⋯ More")
    early = [mona.person.tap(button) for button in ("Cancel invoice", "Credit part", "Correct")]
    await mona.taps("Cancel invoice")
    await mona.taps("Order cancelled")
    await mona.taps("Issue and send")
    for tap in early:
        await mona.brings(tap)
        assert "Nothing is left to credit" in mona.person.alerts[-1].text
    await mona.taps("↪ INV-2026-00001")
    shown = await mona.taps("⋯ More")
    assert "taken back all of this invoice" in shown.text


@on_sqlite
async def test_some_of_some_lines_are_taken_back_and_the_reason_is_typed(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "3 x Coffee 15")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    assert labels(mona.person.last)[:2] == ["Logo: 2 left", "Coffee: 3 left"]
    asked = await mona.taps("Coffee")
    assert "How much of Coffee is taken back? 3 can be." in asked.text
    listed = await mona.says("2")
    assert labels(listed)[:2] == ["Logo: 2 left", "✓ Coffee: 2 of 3"]
    await mona.taps("Logo")
    await mona.taps("All: 2")
    await mona.taps("Done")
    card = await mona.says("The cups were broken")
    assert "Reason: The cups were broken" in card.text
    assert "Credited: EGP 376.20" in card.text
    await mona.taps("Lines")
    await mona.taps("Logo")
    await mona.taps("Nothing of it")
    card = await mona.taps("Done")
    assert "Credited: EGP 34.20" in card.text
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    assert "Open: EGP 359.10" in mona.person.last.text
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    assert labels(mona.person.last)[:2] == ["Logo: 2 left", "Coffee: 1 left"]


@on_sqlite
async def test_more_of_a_line_than_is_left_is_refused_and_the_question_stays(mona: Talk) -> None:
    await issue(mona, "3 x Coffee 15")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    await mona.taps("Coffee")
    refusal = await mona.says("4")
    assert refusal.text == "Of “Coffee” only 3 can still be taken back. Type 3 or less."
    assert "✓ Coffee: 1 of 3" in labels(await mona.says("1"))


@on_sqlite
@pytest.mark.parametrize("said", ["all", "All", "الكل"])
async def test_all_of_a_line_can_be_said(mona: Talk, said: str) -> None:
    await issue(mona, "3 x Coffee 15")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    await mona.taps("Coffee")
    assert "✓ Coffee: 3 of 3" in labels(await mona.says(said))


@on_sqlite
async def test_many_lines_are_turned_by_pages_and_the_page_stays(mona: Talk) -> None:
    await issue(mona, *(f"Thing{number} {number}" for number in range(1, 13)))
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    await mona.taps("Later lines ›")
    assert labels(mona.person.last)[:3] == ["Thing11: 1 left", "Thing12: 1 left", "‹ Earlier lines"]
    await mona.taps("Thing12")
    listed = await mona.taps("All: 1")
    assert labels(listed)[:3] == ["Thing11: 1 left", "✓ Thing12: 1 of 1", "‹ Earlier lines"]
    listed = await mona.says("what now?")
    assert labels(listed)[0] == "Thing1: 1 left"


@on_sqlite
async def test_half_of_an_invoice_and_then_the_rest_take_back_the_tax_to_the_halala(mona: Talk) -> None:
    """Vectors T02, T28, T29: 1000 with 15 % tax; half of it, then the residual."""
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.country, merchant.currency, merchant.tax_rate = "SA", "SAR", Decimal(15)
        merchant.tax_number, merchant.einvoice_since = "310122393500003", date(2027, 2, 1)
    await compose(mona, "Advice 1000")
    await mona.taps("⚙️ More")
    await mona.taps("Tax")
    await mona.taps("Prices include tax")
    await mona.taps("Issue")
    card = await take_back(mona, ("Advice", "0.5"))
    assert "Tax 15%: SAR 65.22" in card.text
    assert "Credited: SAR 500.00" in card.text
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    card = await cancel(mona)
    assert "1. Remainder of INV-2026-00001: 1 × SAR 434.79" in card.text
    assert "Tax 15%: SAR 65.21" in card.text
    assert "Credited: SAR 500.00" in card.text
    await mona.taps("Issue and send")
    amounts = [row.read_document().totals.tax_amount for row in await issued(mona.database)]
    assert amounts == [Decimal("130.43"), Decimal("65.22"), Decimal("65.21")]


@on_sqlite
async def test_delivery_is_taken_back_with_the_rest_and_the_merchant_is_told_so(mona: Talk) -> None:
    await compose(mona, "2 x Logo 150")
    await mona.taps("⚙️ More")
    await mona.taps("Delivery or other charge")
    await mona.says("delivery 35")
    await mona.taps("Issue and send")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    assert "other charges are taken back with all that is left" in mona.person.last.text
    await mona.taps("Logo")
    await mona.taps("All: 2")
    await mona.taps("Done")
    card = await mona.taps("Goods returned")
    assert "Credited: EGP 342.00" in card.text
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    card = await cancel(mona, "Order cancelled")
    assert "Credited: EGP 39.90" in card.text


@on_sqlite
async def test_all_that_is_left_can_be_chosen_instead_of_lines(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "3 x Coffee 15")
    await take_back(mona, ("Coffee", "1"))
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    await mona.taps("All that is left")
    card = await mona.taps("Wrong amounts")
    assert "Credited: EGP 376.20" in card.text
    assert "✏️ Lines" not in labels(card)


async def test_correcting_credits_the_invoice_and_opens_a_draft_like_it(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "Coffee 15")
    await mona.taps("⋯ More")
    asked = await mona.taps("Correct")
    assert "A credit note over EGP 359.10 is issued and sent now" in asked.text
    twice = mona.person.tap("Credit it and open a draft")
    await mona.taps("Credit it and open a draft")
    draft = mona.person.last
    for fact in (
        "Invoice for Acme",
        "1. Logo: 2 × EGP 150.00",
        "2. Coffee",
        "EGP 359.10",
        "pay@acme.example",
    ):
        assert fact in draft.text
    await mona.brings(twice)
    assert "Nothing is left to credit" in mona.person.alerts[-1].text
    await mona.says("Cake 30")
    await mona.taps("Issue and send")
    assert [row.number for row in await issued(mona.database)] == [
        "INV-2026-00001", "CN-2026-00001", "INV-2026-00002",
    ]  # fmt: skip
    assert len(await queued(mona.database)) == 3
    assert "Credited by CN-2026-00001" in card_of(mona, "INV-2026-00001").text
    card_of(mona, "CN-2026-00001")


@on_sqlite
async def test_a_draft_that_is_open_is_not_lost_to_a_credit_note(mona: Talk) -> None:
    await issue(mona)
    await compose(mona, "Cake 30", name="Delta", reach="ops@delta.example")
    await mona.taps("⋯ More")
    for wish in ("Cancel invoice", "Correct"):
        asked = await mona.taps(wish)
        assert "You have a draft open, for Delta." in asked.text
        await mona.taps("‹ Back")
    await mona.taps("Cancel invoice")
    await mona.taps("Go on with it")
    assert "Cake" in mona.person.last.text


@on_sqlite
async def test_a_draft_is_dropped_when_that_is_what_was_tapped(mona: Talk) -> None:
    await issue(mona)
    await compose(mona, "Cake 30", name="Delta", reach="ops@delta.example")
    await mona.taps("⋯ More")
    await mona.taps("Cancel invoice")
    await mona.taps("Drop the draft")
    card = await mona.taps("Wrong customer")
    assert "Credit note for INV-2026-00001" in card.text
    assert "Acme" in card.text


@on_sqlite
async def test_what_is_typed_or_tapped_elsewhere_never_adds_to_a_credit_note(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    assert "Credited: EGP 342.00" in (await mona.says("Cake 30")).text
    assert "A credit note takes back what its invoice says" in mona.person.chat[-2].text
    shown = await mona.says("/new")
    assert shown.text == "You have a credit note open, for Acme."
    assert "Go on with it" in labels(shown)
    assert "Credited: EGP 342.00" in (await mona.says("Cake 30")).text
    await mona.taps("📝 Note")
    assert "📝 So sorry" in (await mona.says("So sorry")).text
    await mona.taps("Issue and send")
    assert (await issued(mona.database))[1].read_document().note == "So sorry"


@on_sqlite
async def test_a_whole_invoice_typed_over_a_credit_note_is_not_lost(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    asked = await mona.says("Acme: 2 x Cake 30")
    assert asked.text == "You have a credit note open, for Acme."
    assert "1. Cake: 2 × EGP 30.00" in (await mona.taps("Start a new one")).text


@on_sqlite
async def test_a_credit_note_put_aside_comes_back_as_it_was(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    assert "The credit note is put aside." in (await mona.says("/cancel")).text
    assert "Credited: EGP 342.00" in (await mona.taps("Bring it back")).text
    assert len(await issued(mona.database)) == 1


@on_sqlite
async def test_the_timeline_tells_of_the_credit_note_and_by_whom(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    await mona.taps("⋯ More")
    assert "credited by Mona, CN-2026-00001" in (await mona.taps("Timeline")).text


@on_sqlite
async def test_an_invoice_that_went_nowhere_is_credited_without_sending(mona: Talk) -> None:
    await compose(mona)
    await mona.taps("Send by")
    await mona.taps("not")
    await mona.taps("Issue without sending")
    card = await cancel(mona)
    assert "It will not be sent" in card.text
    await mona.taps("Issue without sending")
    assert await queued(mona.database) == []


@on_sqlite
async def test_what_a_credit_note_says_of_prices_and_addresses_is_not_remembered(mona: Talk) -> None:
    await issue(mona, "3 x Coffee 15")
    await take_back(mona, ("Coffee", "1"))
    await mona.taps("Send by")
    await mona.taps("not")
    await mona.taps("Issue without sending")
    await mona.says("/new")
    card = await mona.taps("Acme")
    assert {"Coffee · 15"} <= set(labels(card))
    await mona.taps("Coffee")
    assert "Goes to ✉️ pay@acme.example" in mona.person.last.text


async def a_partner(mona: Talk) -> Talk:
    merchant = await mona.merchant()
    assert merchant
    async with mona.database.writing() as session:
        session.add(Member(user_id=8, merchant_id=merchant.key, name="Omar", created_at=NOON))
    omar = replace(mona, person=mona.telegram.user(8, "Omar", "en"))
    await omar.says("/invoices")
    await omar.taps("INV-2026-00001")
    return omar


@on_sqlite
async def test_who_was_slower_is_told_and_not_left_with_a_note_that_cannot_be(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "3 x Coffee 15")
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    await mona.taps("Coffee")
    await mona.says("2")
    omar = await a_partner(mona)
    await take_back(omar, ("Coffee", "2"))
    await omar.taps("Issue and send")
    assert "↩ Credited by CN-2026-00001: EGP 34.20" in visible(card_of(mona, "INV-2026-00001").text)
    asked = await mona.taps("Done")
    assert "Some of it has been taken back meanwhile, so please choose again." in asked.text
    assert labels(asked)[:2] == ["Logo: 2 left", "Coffee: 1 left"]
    await omar.taps("↪ INV-2026-00001")
    await cancel(omar)
    await omar.taps("Issue and send")
    assert "taken back all of INV-2026-00001 meanwhile" in (await mona.taps("Coffee")).text
    async with mona.database.reading() as session:
        draft = await session.get(Draft, 7)
    assert draft
    assert draft.composition is None


@on_sqlite
async def test_a_correction_is_seen_in_the_chat_the_invoice_was_issued_in(mona: Talk) -> None:
    await issue(mona)
    omar = await a_partner(mona)
    await omar.taps("⋯ More")
    await omar.taps("Correct")
    await omar.taps("Credit it and open")
    assert "Credited by CN-2026-00001" in card_of(mona, "INV-2026-00001").text


@on_sqlite
async def test_who_is_owed_money_back_is_said_before_and_after(mona: Talk) -> None:
    await issue(mona)
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await mona.taps("Invoice")
    card = await cancel(mona)
    assert "EGP 342.00 more was paid than is then asked for. Give it back, or" in visible(card.text)
    await mona.taps("Issue and send")
    paid = visible(card_of(mona, "INV-2026-00001").text)
    assert "EGP 342.00 more was paid than is still asked for. Give it back" in paid
    assert "Paid in full" not in paid


@on_sqlite
async def test_what_is_credited_is_not_counted_as_asked_for(mona: Talk) -> None:
    await issue(mona, "2 x Logo 150", "Coffee 15")
    await take_back(mona, ("Coffee", "1"))
    await mona.taps("Issue and send")
    await mona.taps("↪ INV-2026-00001")
    await mona.taps("💰 Paid")
    assert "Paid EGP 100.00 of EGP 342.00, EGP 242.00 open" in visible((await mona.says("100 cash")).text)


@on_sqlite
async def test_its_mail_stands_in_the_thread_of_the_invoices_to_the_same_address(mona: Talk) -> None:
    await issue(mona)
    await cancel(mona)
    await mona.taps("Issue and send")
    composer = Composer(
        mona.database, Documents(mona.database, OneProcess()), Settings(_env_file=None, public_url=PUBLIC_URL)
    )
    assert (await composer.compose(2)).in_reply_to is None  # the invoice's has not gone out
    async with mona.database.writing() as session:
        invoices = await session.get(Delivery, 1)
        assert invoices
        invoices.state, invoices.sent_at = State.SENT, NOON
    assert (await composer.compose(1)).in_reply_to is None
    assert (await composer.compose(2)).in_reply_to == invoices.message_id


@on_sqlite
async def test_in_arabic_the_invoice_is_taken_back_in_arabic(database: Database) -> None:
    async with talk(database, "ar", smtp_host="mail.example") as mona:
        await mona.sets_up("قهوة", "مصر")
        await mona.says("/new")
        await mona.taps("عميل جديد")
        await mona.says("نور")
        await mona.says("nour@example.com")
        await mona.says("شعار 150")
        await mona.taps("إصدار")
        await mona.taps("المزيد")
        await mona.taps("إلغاء الفاتورة")
        card = await mona.taps("إرجاع البضاعة")
        assert "إشعار دائن" in card.text
        await mona.taps("إصدار")
        note = (await issued(database))[1].read_document()
        assert (note.language, note.reason) == ("ar", "إرجاع البضاعة")
