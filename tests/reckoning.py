"""After the storm: what the chat, the mailbox and the phone show, held against what is written down."""

import asyncio
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from bot.database import Database
from bot.demo.smsgateway import SmsGateway
from models.delivery import Attempt, Channel, Delivery, State
from models.draft import Draft
from models.invoice import Invoice
from models.receipt import Receipt
from tests.shopkeepers import NUMBER, Shopkeeper, buyers_of, visible
from tests.storm import Storm

_LINE = re.compile(r"^\d+\. (.+?): ", re.M)
NEWS = {State.SENT: "✅ Sent at", State.DELIVERED: "✅ Delivered at"}


@dataclass(frozen=True)
class Books:
    """Everything written down."""

    invoices: list[Invoice]
    deliveries: dict[int, list[Delivery]]  # by invoice
    doubts: Counter[int]  # by delivery: attempts whose answer was lost
    drafts: dict[int, Draft]

    def of(self, chat_id: int) -> list[Invoice]:
        """A merchant's invoices in order of issue."""
        return [one for one in self.invoices if one.chat_id == chat_id]


async def settled(database: Database, sms: SmsGateway) -> None:
    """Wait until nothing is on its way, nobody has news of it, and nothing is owed to any chat."""
    open_rows = (
        select(func.count())
        .select_from(Delivery)
        .where(col(Delivery.state).in_((State.QUEUED, State.SENDING))),
        select(func.count()).select_from(Receipt).where(col(Receipt.owed_at).is_not(None)),
    )
    while True:
        accepted, was_quiet = sms.received, sms.is_quiet  # before: its news is a row once it is quiet
        async with database.reading() as session:
            is_open = any([(await session.exec(rows)).one() for rows in open_rows])
        if was_quiet and not is_open and sms.received == accepted:
            return
        await asyncio.sleep(0.05)


async def books_of(database: Database) -> Books:
    """Read them."""
    async with database.reading() as session:
        invoices = list((await session.exec(select(Invoice).order_by(col(Invoice.id)))).all())
        deliveries: dict[int, list[Delivery]] = defaultdict(list)
        for delivery in (await session.exec(select(Delivery))).all():
            deliveries[delivery.invoice_id].append(delivery)
        lost = select(Attempt.delivery_id).where(Attempt.reason == "timeout")
        doubts = Counter((await session.exec(lost)).all())
        drafts = {draft.chat_id: draft for draft in (await session.exec(select(Draft))).all()}
    return Books(invoices, deliveries, doubts, drafts)


def check_numbers(books: Books, people: list[Shopkeeper]) -> None:
    """Without a gap, in order of issue, and each the chat has shown is there."""
    for one in people:
        mine = books.of(one.person.id)
        assert [invoice.sequence for invoice in mine] == list(range(1, len(mine) + 1))
        assert [invoice.issued_at for invoice in mine] == sorted(invoice.issued_at for invoice in mine)
        assert [invoice.number for invoice in mine] == list(one.issued), "what the chat has shown as issued"
        assert len({invoice.draft_number for invoice in mine}) == len(mine)


def check_lines(books: Books, storm: Storm) -> None:
    """Each line a card has shown is on an invoice or on the open draft; no job is invoiced twice."""
    for one in storm.people:
        issued = [[line.item_name for line in i.read_document().lines] for i in books.of(one.person.id)]
        draft = (books.drafts[one.person.id].composition or {}).get("lines", [])
        kept = {name for names in issued for name in names} | {line["item_name"] for line in draft}
        assert shown_lines(storm, one.person.id) <= kept
        for names, job in zip(issued, one.issued.values(), strict=True):
            assert job.item in names
        jobs = Counter(name for names in issued for name in set(names) if name.startswith("Job"))
        assert set(jobs.values()) <= {1}


def shown_lines(storm: Storm, chat_id: int) -> set[str]:
    """The items of every draft card this chat has ever shown."""
    texts = (
        visible(str(call.params["text"]))
        for call in storm.telegram.calls
        if call.status == 200 and "text" in call.params and str(call.params.get("chat_id")) == str(chat_id)
    )
    return {item for text in texts if "🧾 <b>Invoice for" in text for item in _LINE.findall(text)}


def check_post(books: Books, storm: Storm) -> None:
    """Each chosen recipient has each invoice, and once: a mail once more only where the answer was lost."""
    for one in storm.people:
        buyers = {buyer.name: buyer for buyer in buyers_of(one.person.id)}
        for invoice in books.of(one.person.id):
            buyer = buyers[invoice.buyer_name]
            wanted = {(Channel.EMAIL, buyer.email), (Channel.SMS, buyer.phone)} - {("email", ""), ("sms", "")}
            rows = books.deliveries[invoice.key]
            assert sorted((row.channel, row.recipient) for row in rows) == sorted(wanted)
            for row in rows:
                check_copies(row, invoice, books, storm)


def check_copies(row: Delivery, invoice: Invoice, books: Books, storm: Storm) -> None:
    """What has arrived of one delivery."""
    if row.channel == Channel.SMS:
        texts = [sms for sms in storm.sms.messages if f"/i/{invoice.token}" in sms.body]
        assert [sms.recipient for sms in texts] == [row.recipient]
        return
    copies = storm.mailbox.copies(row.message_id or "")
    assert 1 <= len(copies) <= 1 + books.doubts[row.key], f"{len(copies)} copies"
    files = {mail.attachments[0].get_content() for mail in copies}
    assert len(files) == 1
    assert {mail.recipients for mail in copies} == {(row.recipient,)}
    assert invoice.number in str(copies[0].parsed["Subject"])


def check_cards(books: Books, storm: Storm) -> int:
    """The card of an invoice says what is known of its deliveries; how many older ones stand above it.

    An older one remains where Telegram's answer to the sending was lost: nobody knows its id.
    """
    left_over = 0
    for one in storm.people:
        shown: dict[str, list[str]] = defaultdict(list)
        for bubble in one.person.chat:
            if bubble.from_bot and bubble.text.startswith("🧾") and (number := NUMBER.search(bubble.text)):
                shown[number[0]].append(visible(bubble.text))
        for invoice in books.of(one.person.id):
            *older, card = shown[invoice.number]
            left_over += len(older)
            for row in books.deliveries[invoice.key]:
                told = card.partition(row.recipient)[2].strip()
                assert told.startswith(NEWS[State(row.state)]), history(storm, one.person.id, invoice.number)
    return left_over


def history(storm: Storm, chat_id: int, number: str) -> str:
    """Everything the bot has said of an invoice, for the one who looks for the reason."""
    told = (call for call in storm.telegram.calls if number in str(call.params.get("text")))
    return "\n".join(
        f"{call.time:.2f} {call.method} {call.status} {call.params.get('message_id')} {call.params['text']!r}"
        for call in told
        if str(call.params.get("chat_id")) == str(chat_id)
    )


def surplus(books: Books, storm: Storm) -> int:
    """Mails that came once more than they should."""
    return storm.mailbox.received - sum(
        row.channel == Channel.EMAIL for rows in books.deliveries.values() for row in rows
    )
