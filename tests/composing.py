"""An invoice for a new customer, composed question by question, and what has come of it."""

from sqlmodel import select

from bot.demo.telegram import Bubble
from models.customer import Customer
from models.document import InvoiceDocument
from models.draft import Composition
from models.invoice import Invoice
from models.merchant import Merchant
from tests.chatting import Talk, labels


async def an_invoice(mona: Talk, *items: str, name: str = "Acme", reach: str = "pay@acme.example") -> Bubble:
    """The card of an invoice for somebody who has no number and no country yet; over one logo unless told."""
    await mona.says("/new")
    await mona.taps("➕")  # New customer, in any language
    await mona.says(name)
    shown = await mona.says(reach)
    for item in items or ("Logo 150",):
        shown = await mona.says(item)
    return shown


async def answered(mona: Talk, *answers: str) -> Bubble:
    """Tap each answer that is a button, type the others; what is shown then."""
    shown = mona.person.last
    for answer in answers:
        shown = await (mona.taps(answer) if answer in labels(mona.person.last) else mona.says(answer))
    return shown


async def composition(mona: Talk) -> Composition:
    """The draft so far."""
    return Composition.model_validate((await mona.draft()).composition)


async def issued(mona: Talk) -> InvoiceDocument:
    """Issue it; the only document there is then."""
    await mona.taps("✅ Issue")
    async with mona.database.reading() as session:
        return (await session.exec(select(Invoice))).one().read_document()


async def is_set_to(mona: Talk, **values: object) -> None:
    """Settings as they are after a visit to /settings."""
    async with mona.database.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        for name, value in values.items():
            setattr(merchant, name, value)


async def acme(mona: Talk) -> Customer:
    """The only customer there is."""
    async with mona.database.reading() as session:
        return (await session.exec(select(Customer))).one()
