"""From a delivery's id to the message a transport carries."""

from bot.database import Database
from bot.delivery.transport import DeliveryError, Message
from bot.documents import DamagedPdfError, Documents
from bot.rendering.messages import email_message, sms_message
from bot.settings import Settings
from models.delivery import Channel, Delivery
from models.invoice import Invoice


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
        delivery, invoice = await self._read(delivery_id)
        pdf = await self._pdf(invoice)
        document = invoice.read_document()
        link = f"{self._settings.public_url}/i/{invoice.token}"
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
        )

    async def _read(self, delivery_id: int) -> tuple[Delivery, Invoice]:
        async with self._database.reading() as session:
            delivery = await session.get(Delivery, delivery_id)
            invoice = await session.get(Invoice, delivery.invoice_id) if delivery else None
        if delivery is None or invoice is None:
            raise LookupError(f"no delivery {delivery_id}")
        return delivery, invoice

    async def _pdf(self, invoice: Invoice) -> bytes:
        try:
            _, content = await self._documents.pdf(invoice.key)
        except DamagedPdfError as error:  # it goes out as soon as the admins have restored the bytes
            raise DeliveryError("render") from error
        return content
