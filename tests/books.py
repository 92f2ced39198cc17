"""A merchant with an address book and a catalogue, in a chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from sqlmodel import select

from bot.database import Database
from bot.demo.telegram import Bubble
from models.customer import Customer
from models.product import Product
from models.text import folded
from tests.builders import NOON
from tests.chatting import Talk, labels, talk

MAIL: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_security": "plain"}


@asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[Talk]:
    """In Egypt; knows Acme and sells logos at 150."""
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up()
        await knows(somebody, "Acme", email="pay@acme.example")
        await sells(somebody, "Logo", "150")
        yield somebody


async def knows(mona: Talk, name: str, **wanted: Any) -> None:
    """A customer in the address book."""
    merchant = await mona.merchant()
    assert merchant is not None
    async with mona.database.writing() as session:
        session.add(
            Customer(
                merchant_id=merchant.key, name=name, search_name=folded(name), last_used_at=NOON, **wanted
            )
        )


async def sells(mona: Talk, name: str, price: str, **wanted: Any) -> None:
    """A product in the catalogue."""
    merchant = await mona.merchant()
    assert merchant is not None
    async with mona.database.writing() as session:
        session.add(
            Product(
                merchant_id=merchant.key, name=name, search_name=folded(name), unit_price=Decimal(price),
                last_used_at=NOON, **wanted,
            )
        )  # fmt: skip


async def customers(mona: Talk) -> list[tuple[str, str | None, str | None]]:
    """Name, e-mail address and phone number of each."""
    async with mona.database.reading() as session:
        found = (await session.exec(select(Customer).order_by(Customer.id))).all()  # type: ignore[arg-type]
        return [(one.name, one.email, one.phone) for one in found]


def is_card(shown: Bubble) -> bool:
    """Whether it can be issued by a tap."""
    return "✅ Issue and send" in labels(shown)
