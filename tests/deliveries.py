"""A shop with invoices to send, a clock that moves when told, a provider that remembers everything."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.database import Database
from bot.delivery.queue import queue_delivery
from bot.delivery.transport import Message
from bot.delivery.worker import Worker
from bot.settings import Settings
from models.customer import Customer
from models.delivery import Attempt, Channel, Delivery
from models.invoice import Invoice, Series
from models.merchant import Merchant

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return (self.now - START).total_seconds()


Answer = Callable[[Message], Awaitable[str | None]]


@dataclass
class Provider:
    """A transport whose far end is in the test: it plays `answers` once each, then accepts everything."""

    answers: list[Answer | Exception] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)  # every send that was begun
    accepted: dict[str, list[Message]] = field(default_factory=dict)  # reference -> what it stands for
    asked: list[datetime] = field(default_factory=list)  # `since` of every question
    knows: bool = True  # False: like SMTP, it cannot be asked

    async def send(self, message: Message) -> str | None:
        self.sent.append(message)
        answer = self.answers.pop(0) if self.answers else self.take
        if isinstance(answer, Exception):
            raise answer
        return await answer(message)

    async def take(self, message: Message) -> str:
        reference = f"SM{message.delivery_id}.{len(self.sent)}"
        self.accepted[reference] = [message]
        return reference

    async def take_and_hang(self, message: Message) -> str | None:
        await self.take(message)
        return await self.hang(message)

    async def hang(self, message: Message) -> str | None:
        await asyncio.Event().wait()
        return None

    async def find(self, message: Message, since: datetime) -> str | None:
        self.asked.append(since)
        matches = (ref for ref, (one,) in self.accepted.items() if one.delivery_id == message.delivery_id)
        return next(matches, None) if self.knows else None

    async def check(self) -> str:
        return "ready"

    def copies(self) -> Counter[int]:
        """How often each delivery was accepted."""
        return Counter(message.delivery_id for (message,) in self.accepted.values())


@dataclass
class Shop:
    """One merchant with one customer; `worker()` delivers for it, `queue()` issues."""

    database: Database
    merchant_id: int
    customer_id: int
    series_id: int
    clock: Clock = field(default_factory=Clock)
    provider: Provider = field(default_factory=Provider)
    settings: Settings = field(
        default_factory=lambda: Settings(
            _env_file=None, send_timeout=0.2, settle_seconds=40, sweep_seconds=0.05
        )
    )
    news: list[tuple[int, str]] = field(default_factory=list)  # (delivery id, state) as reported to the chat
    issued: int = 0

    async def compose(self, delivery_id: int) -> Message:
        async with self.database.reading() as session:
            delivery = (await session.exec(select(Delivery).where(col(Delivery.id) == delivery_id))).one()
        return Message(delivery_id, delivery.recipient, "Your invoice", message_id=delivery.message_id)

    async def report(self, session: AsyncSession, delivery: Delivery) -> None:
        self.news.append((delivery.key, str(delivery.state)))

    def worker(self, **changes: Any) -> Worker:
        transports = {Channel.EMAIL: self.provider, Channel.SMS: self.provider}
        parts: dict[str, Any] = {
            "database": self.database, "transports": transports, "compose": self.compose, "report": self.report,
            "settings": self.settings, "clock": self.clock, "monotonic": self.clock.monotonic,
        }  # fmt: skip
        return Worker(**{**parts, **changes})

    async def queue(self, channel: Channel = Channel.EMAIL) -> int:
        """An invoice issued now, with one delivery; the delivery's id."""
        async with self.database.writing() as session:
            return await self.queue_in(session, channel)

    async def queue_in(self, session: AsyncSession, channel: Channel = Channel.EMAIL) -> int:
        """The same within a transaction of the caller's."""
        self.issued += 1
        invoice = Invoice(
            merchant_id=self.merchant_id, customer_id=self.customer_id, series_id=self.series_id,
            sequence=self.issued, number=f"INV-{self.issued}", chat_id=7, draft_number=self.issued,
            issued_by="Mona", issued_at=self.clock.now, issue_date=date(2026, 3, 1),
            due_date=date(2026, 3, 8), currency="EGP", payable_amount=Decimal(100), buyer_name="Ahmed",
            token=f"token{self.issued}", document="{}", previous_hash=f"{self.issued:064x}", hash="",
        )  # fmt: skip
        session.add(invoice)
        await session.flush()
        address = "ahmed@customer.example" if channel == Channel.EMAIL else "+201001234567"
        delivery = await queue_delivery(
            session, invoice, channel, address, "Mona", self.clock.now, "shop.example"
        )
        return delivery.key

    async def row(self, delivery_id: int) -> Delivery:
        async with self.database.reading() as session:
            return (await session.exec(select(Delivery).where(col(Delivery.id) == delivery_id))).one()

    async def attempts(self, delivery_id: int) -> list[Attempt]:
        """In the order they were made."""
        async with self.database.reading() as session:
            mine = (
                select(Attempt).where(col(Attempt.delivery_id) == delivery_id).order_by(col(Attempt.number))
            )
            return list((await session.exec(mine)).all())


async def until(condition: Callable[[], object]) -> None:
    """Wait for what announces itself by no event; at most ten seconds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.002)


async def open_shop(database: Database) -> Shop:
    """The merchant, the customer and the series every invoice hangs on."""
    async with database.writing() as session:
        merchant = Merchant(
            name="Coffee Shop", country="EG", currency="EGP", time_zone="Africa/Cairo", tax_rate=Decimal(14),
            created_at=START,
        )  # fmt: skip
        session.add(merchant)
        await session.flush()
        customer = Customer(merchant_id=merchant.key, name="Ahmed", search_name="ahmed", last_used_at=START)
        series = Series(merchant_id=merchant.key, period="2026")
        session.add_all([customer, series])
        await session.flush()
        return Shop(database, merchant.key, customer.id or 0, series.id or 0)
