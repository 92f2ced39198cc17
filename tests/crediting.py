"""A shop whose invoices are taken back, by taps."""

from sqlmodel import col, select

from bot.database import Database
from bot.demo.telegram import Bubble
from models.delivery import Delivery
from models.invoice import Invoice
from tests.chatting import Talk
from tests.composing import an_invoice


async def issue(mona: Talk, *lines: str, name: str = "Acme", reach: str = "pay@acme.example") -> Bubble:
    """An invoice with these lines, for a new customer; its card."""
    await compose(mona, *lines, name=name, reach=reach)
    return await mona.taps("Issue")


async def compose(mona: Talk, *lines: str, name: str = "Acme", reach: str = "pay@acme.example") -> Bubble:
    """The card of a draft with these lines."""
    return await an_invoice(mona, *(lines or ("2 x Logo 150",)), name=name, reach=reach)


async def cancel(mona: Talk, reason: str = "Goods returned") -> Bubble:
    """Cancel the invoice whose card is the newest, up to the credit note's card."""
    await mona.taps("⋯ More")
    await mona.taps("Cancel invoice")
    return await mona.taps(reason)


async def take_back(mona: Talk, *wanted: tuple[str, str], reason: str = "Goods returned") -> Bubble:
    """Take back (item, quantity) pairs of the invoice whose card is the newest, up to the credit note's card."""
    await mona.taps("⋯ More")
    await mona.taps("Credit part")
    for item, quantity in wanted:
        await mona.taps(item)
        await mona.says(quantity)
    await mona.taps("Done")
    return await mona.taps(reason)


async def issued(database: Database) -> list[Invoice]:
    """Everything issued, in order."""
    async with database.reading() as session:
        return list((await session.exec(select(Invoice).order_by(col(Invoice.id)))).all())


async def queued(database: Database) -> list[tuple[int, str, str]]:
    """Every delivery: invoice, channel, recipient."""
    async with database.reading() as session:
        rows = (await session.exec(select(Delivery).order_by(col(Delivery.id)))).all()
    return [(row.invoice_id, row.channel, row.recipient) for row in rows]
