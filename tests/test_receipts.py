"""A customer who has paid is told so, truthfully: what came, what is still open, in the invoice's language."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.delivery.composing import Composer
from bot.delivery.letter import letter
from bot.delivery.queue import queue_delivery
from bot.delivery.receipts import Order, Route, queue_receipts, routes_of
from bot.delivery.transport import DeliveryError, Message
from bot.documents import Documents
from bot.payments import Received, record_payment, reverse_payment
from bot.rendering.segments import measured
from bot.settings import Settings
from models.delivery import Channel, Delivery, State
from models.invoice import Invoice
from models.payment import Method, Payment
from tests.browsing import PUBLIC_URL, Press, fresh_database
from tests.issued import ARABIC_LINES, CAKE, COFFEE, NOW, TOKEN, document, store
from tests.shopkeepers import visible
from tests.town import Town, merchant, town

MAIL, PHONE = Route(Channel.EMAIL, "ahmed@customer.example"), Route(Channel.SMS, "+201001234567")


@dataclass
class Counter:
    """Where an invoice of EGP 58.48 is paid."""

    database: Database
    invoice: Invoice

    async def sent(self, route: Route, *, state: State = State.SENT, at: datetime = NOW) -> Delivery:
        """The invoice itself went this way."""
        async with self.database.writing() as session:
            delivery = await queue_delivery(session, self.invoice, *route, "Mona", at, "shop.example")
            delivery.state, delivery.sent_at = state, at if state == State.SENT else None
            return delivery

    async def receipt(self, amount: str, route: Route = MAIL, **wanted: Any) -> tuple[Payment, Delivery]:
        """A payment, and the receipt queued for it."""
        at = wanted.pop("at", NOW)
        told = Received(Decimal(amount), **{"method": Method.CASH, "paid_on": date(2026, 11, 22), **wanted})
        async with self.database.writing() as session:
            payment, _ = await record_payment(session, self.invoice, told, "Mona", at)
            order = Order("Mona", at, "shop.example")
            (queued,) = await queue_receipts(session, self.invoice, payment, [route], order)
            assert not await queue_receipts(session, self.invoice, payment, [route], order)
        return payment, queued

    async def message(self, delivery: Delivery) -> Message:
        settings = Settings(_env_file=None, public_url=PUBLIC_URL)
        return await Composer(self.database, Documents(self.database, Press()), settings).compose(
            delivery.key
        )


@pytest.fixture(params=["en"])
async def counter(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Counter]:
    lines = ARABIC_LINES if request.param == "ar" else (COFFEE, CAKE)
    async with fresh_database(tmp_path) as database:
        yield Counter(database, await store(database, document(lines, language=request.param)))


in_arabic = pytest.mark.parametrize("counter", ["ar"], indirect=True)


async def test_the_mail_thanks_for_a_part_and_names_what_is_open(counter: Counter) -> None:
    _, queued = await counter.receipt("20")
    message = await counter.message(queued)
    assert message.subject == "Receipt from Coffee Shop: EGP 20.00 received for INV-2026-00042"
    assert "We have received EGP 20.00 from you for invoice INV-2026-00042" in message.text
    assert "EGP 38.48 is still open, due Sun 29 Nov 2026." in message.text
    assert f"{PUBLIC_URL}/i/{TOKEN}" in message.text
    assert message.attachment is None
    assert message.html
    for fact in ("EGP 20.00", "EGP 38.48", "Payment received", "INV-2026-00042", f"/i/{TOKEN}"):
        assert fact in message.html
    assert "How to pay" not in message.html
    assert "Chocolate" not in message.html


async def test_the_last_payment_is_thanked_for_as_paid_in_full(counter: Counter) -> None:
    await counter.receipt("20")
    _, queued = await counter.receipt("38.48", at=NOW + timedelta(hours=1))
    assert "The invoice is paid in full." in (await counter.message(queued)).text
    _, more = await counter.receipt("1.52", PHONE, at=NOW + timedelta(hours=2))
    assert "Paid in full, and EGP 1.52 more." in (await counter.message(more)).text


async def test_a_receipt_tried_again_later_says_the_same(counter: Counter) -> None:
    _, first = await counter.receipt("20")
    before = await counter.message(first)
    await counter.receipt("38.48", at=NOW + timedelta(hours=1))
    assert await counter.message(first) == before


async def test_withheld_tax_is_noted_and_not_thanked_for(counter: Counter) -> None:
    _, queued = await counter.receipt("5", method=Method.WITHHELD)
    message = await counter.message(queued)
    assert message.subject.startswith("Note from Coffee Shop: EGP 5.00 withheld as tax")
    assert "received" not in message.text


async def test_the_sms_is_one_segment_and_ends_in_the_page_of_this_delivery(counter: Counter) -> None:
    _, queued = await counter.receipt("20", PHONE)
    message = await counter.message(queued)
    assert message.text == (
        "Coffee Shop: we have received EGP 20.00 for INV-2026-00042. EGP 38.48 is still open. "
        f"{PUBLIC_URL}/i/{TOKEN}?d={queued.id}"
    )
    assert measured(message.text).segments == 1


async def test_where_links_are_not_let_through_the_sms_has_none(counter: Counter) -> None:
    _, queued = await counter.receipt("20", Route(Channel.SMS, "+971501234567"))
    text = (await counter.message(queued)).text
    assert "http" not in text
    assert text.endswith(f"#{queued.id}")


@in_arabic
async def test_receipts_speak_the_language_of_the_invoice(counter: Counter) -> None:
    _, queued = await counter.receipt("20")
    mail = await counter.message(queued)
    assert mail.subject == "إيصال من متجر القهوة: استلام 20.00 ج.م عن INV-2026-00042"
    assert "استلمنا منك 20.00 ج.م عن الفاتورة رقم INV-2026-00042" in visible(mail.text)
    assert "المبلغ المتبقي 38.48 ج.م" in visible(mail.text)
    assert mail.html
    assert 'dir="rtl"' in mail.html
    _, last = await counter.receipt("38.48", PHONE, at=NOW + timedelta(hours=1))
    text = (await counter.message(last)).text
    assert text.startswith("من متجر القهوة: تم استلام 38.48 ج.م عن INV-2026-00042. مسددة بالكامل")


async def test_the_mail_stands_in_the_thread_of_the_invoices(counter: Counter) -> None:
    await counter.sent(Route(Channel.EMAIL, "other@customer.example"))
    invoices = await counter.sent(MAIL)
    await counter.sent(MAIL, state=State.FAILED)
    _, queued = await counter.receipt("20")
    message = await counter.message(queued)
    parsed = message_from_bytes(letter(message, "invoices@shop.example").content, policy=default)
    assert parsed["In-Reply-To"] == parsed["References"] == invoices.message_id
    assert parsed["Message-ID"] == queued.message_id != invoices.message_id


async def test_a_payment_taken_back_is_acknowledged_no_more(counter: Counter) -> None:
    payment, queued = await counter.receipt("20")
    async with counter.database.writing() as session:
        await reverse_payment(session, counter.invoice.merchant_id, payment.key, "Mona", NOW)
    with pytest.raises(DeliveryError) as refusal:
        await counter.message(queued)
    assert (refusal.value.reason, refusal.value.permanent) == ("reversed", True)


async def test_a_receipt_goes_where_the_invoice_arrived_last(counter: Counter) -> None:
    await counter.sent(Route(Channel.EMAIL, "old@customer.example"))
    await counter.sent(MAIL)
    await counter.sent(Route(Channel.EMAIL, "wrong@customer.example"), state=State.FAILED)
    await counter.sent(PHONE, state=State.FAILED)
    await counter.receipt("1", Route(Channel.EMAIL, "elsewhere@customer.example"))
    async with counter.database.reading() as session:
        assert await routes_of(session, counter.invoice, ("email", "sms")) == [MAIL, PHONE]
        assert await routes_of(session, counter.invoice, ("email",)) == [MAIL]


@pytest.mark.timeout(60)
async def test_a_receipt_is_delivered_and_the_card_tells_it_apart(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/sanad.db") as home:
        mona = await merchant(home)
        await _paid(home, mona)
        mail = home.mailbox.mails[-1].parsed
        assert mail["In-Reply-To"] == home.mailbox.mails[0].parsed["Message-ID"]
        assert "Receipt from Coffee Shop: EGP 71.00 received" in mail["Subject"]
        card = next(b for b in mona.person.chat if b.text.startswith("🧾 INV"))
        assert visible(card.text).count("✅ Sent at") == 2
        assert "🧾 ✉️ Receipt to pay@acme.example\n✅ Sent at" in visible(card.text)


async def _paid(home: Town, mona: Any) -> None:
    await mona.says("/new", "Who is it for?")
    await mona.taps("New customer", "What is the new customer called?")
    await mona.says("Acme", "Where shall the invoices")
    await mona.says("pay@acme.example", "What is it for?")
    await mona.says("Logo 150", "Total: EGP 171.00")
    await mona.taps("Issue", "✅ Sent at")
    await mona.taps("💰 Paid", "Open: EGP 171.00")
    await mona.says("71 cash", "EGP 100.00 open")
    await mona.taps("Send receipt", "The receipt goes to")
    await mona.person.wait_for(lambda bubble: visible(bubble.text).count("✅ Sent at") == 2)
