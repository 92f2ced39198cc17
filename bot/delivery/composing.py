"""From a delivery's id to the message a transport carries."""

from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import balance_of
from bot.database import Database
from bot.delivery.receipts import REVERSED
from bot.delivery.transport import DeliveryError, Message
from bot.documents import DamagedPdfError, Documents
from bot.rendering.messages import email_message, sms_message
from bot.rendering.receipts import Acknowledged, receipt_email, receipt_sms
from bot.settings import Settings
from models.delivery import Channel, Delivery
from models.invoice import Invoice
from models.payment import Payment


class _Wanted(NamedTuple):
    """What is to be sent: a document, or the receipt for a payment; and the e-mail it belongs to."""

    delivery: Delivery
    invoice: Invoice
    receipt: Acknowledged | None
    in_reply_to: str | None


class Composer:
    """`compose` is what the worker calls before it sends; the same row gives the same message every time."""

    def __init__(self, database: Database, documents: Documents, settings: Settings) -> None:
        self._database = database
        self._documents = documents
        self._settings = settings

    async def compose(self, delivery_id: int) -> Message:
        """The message, in the language of its invoice. Raises RenderError, DeliveryError.

        An SMS waits for the PDF too: its link must not lead to one that cannot be made.
        """
        delivery, invoice, receipt, thread = await self._read(delivery_id)
        if receipt is not None:
            return self._receipt(delivery, receipt, thread)
        pdf = await self._pdf(invoice)
        document, link = invoice.read_document(), self._link(invoice)
        if delivery.channel == Channel.SMS:
            return sms_message(document, delivery_id=delivery_id, recipient=delivery.recipient, link=link)
        return email_message(
            document,
            delivery_id=delivery_id,
            recipient=delivery.recipient,
            link=link,
            message_id=delivery.message_id or "",
            pdf=pdf,
            product_name=self._settings.product_name,
            in_reply_to=thread,
        )

    def _receipt(self, delivery: Delivery, receipt: Acknowledged, thread: str | None) -> Message:
        if delivery.channel == Channel.SMS:
            return receipt_sms(receipt, delivery_id=delivery.key, recipient=delivery.recipient)
        return receipt_email(
            receipt,
            delivery_id=delivery.key,
            recipient=delivery.recipient,
            message_id=delivery.message_id or "",
            in_reply_to=thread,
            product_name=self._settings.product_name,
        )

    def _link(self, invoice: Invoice) -> str:
        return f"{self._settings.public_url}/i/{invoice.token}"

    async def _read(self, delivery_id: int) -> _Wanted:
        async with self._database.reading() as session:
            delivery = await session.get(Delivery, delivery_id)
            invoice = await session.get(Invoice, delivery.invoice_id) if delivery else None
            if delivery is None or invoice is None:
                raise LookupError(f"no delivery {delivery_id}")
            receipt = await self._acknowledged(session, delivery, invoice)
            return _Wanted(delivery, invoice, receipt, await _thread_of(session, delivery, invoice))

    async def _acknowledged(
        self, session: AsyncSession, delivery: Delivery, invoice: Invoice
    ) -> Acknowledged | None:
        """The balance is told as it was when the receipt was asked for: the same at every attempt."""
        payment = await session.get(Payment, delivery.payment_id) if delivery.payment_id else None
        if payment is None:
            return None
        reversal = select(Payment.id).where(Payment.reverses_id == payment.key)
        if (await session.exec(reversal)).first() is not None:
            raise DeliveryError(REVERSED, permanent=True)
        balance = await balance_of(session, invoice, until=delivery.created_at)
        return Acknowledged(invoice.read_document(), payment, balance, self._link(invoice))

    async def _pdf(self, invoice: Invoice) -> bytes:
        try:
            _, content = await self._documents.pdf(invoice.key)
        except DamagedPdfError as error:  # it goes out as soon as the admins have restored the bytes
            raise DeliveryError("render") from error
        return content


async def _thread_of(session: AsyncSession, delivery: Delivery, issued: Invoice) -> str | None:
    """Of a receipt or a credit note: the Message-ID of the invoice's e-mail to this address, if one went before."""
    if delivery.payment_id is None and not issued.is_credit_note:
        return None
    sent = select(Delivery.message_id).where(
        Delivery.invoice_id == (issued.credits_id or issued.key),
        Delivery.recipient == delivery.recipient,
        Delivery.channel == Channel.EMAIL,
        col(Delivery.payment_id).is_(None),
        col(Delivery.sent_at).is_not(None),
        col(Delivery.id) < delivery.key,
    )
    return (await session.exec(sent.order_by(col(Delivery.id).desc()).limit(1))).first()
