"""A merchant whose invoices are paid: what is said, tapped and written down."""

from typing import Any

from sqlmodel import col, select

from models.delivery import Delivery
from models.payment import Payment
from tests.chatting import Talk, labels
from tests.crediting import cancel
from tests.shopkeepers import visible

MAIL: dict[str, Any] = {"smtp_host": "127.0.0.1", "mail_from": "invoices@sanad.example"}


async def issues(mona: Talk, item: str = "Logo 342", customer: str = "Acme") -> str:
    """An invoice by e-mail; the text of its card."""
    shown = await mona.says("/new")
    if customer in " ".join(labels(shown)):
        await mona.taps(customer)
    else:
        await mona.taps("New customer")
        await mona.says(customer)
        await mona.says("pay@acme.example")
    await mona.says(item)
    return visible((await mona.taps("Issue and send")).text)


async def paid_in_full(mona: Talk, *items: str) -> None:
    """An invoice over 342, paid in cash; its card is the newest."""
    await issues(mona, *items)
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await mona.taps("🧾 Invoice")


async def paid_and_cancelled(mona: Talk) -> None:
    await paid_in_full(mona)
    await cancel(mona)
    await mona.taps("Issue and send")


async def payments(mona: Talk) -> list[Payment]:
    async with mona.database.reading() as session:
        return list((await session.exec(select(Payment).order_by(col(Payment.id)))).all())


async def amounts(mona: Talk) -> list[str]:
    """Of all payments, money given back and reversals, in order."""
    return [f"{row.amount:f}" for row in await payments(mona)]


async def receipts(mona: Talk) -> list[Delivery]:
    async with mona.database.reading() as session:
        wanted = select(Delivery).where(col(Delivery.payment_id).is_not(None)).order_by(col(Delivery.id))
        return list((await session.exec(wanted)).all())


def card(mona: Talk, number: str = "INV-2026-00001") -> str:
    """What the invoice's live card says now."""
    shown = next(b for b in mona.person.chat if b.from_bot and b.text.startswith(f"🧾 {number}"))
    return visible(shown.text)


async def taps(mona: Talk, button: str) -> str:
    """What stands last in the chat after a tap."""
    await mona.taps(button)
    return visible(mona.person.last.text)


async def says(mona: Talk, text: str) -> str:
    return visible((await mona.says(text)).text)


def toasts(mona: Talk) -> list[str]:
    return [visible(alert.text) for alert in mona.person.alerts if alert.text]
