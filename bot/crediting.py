"""Credit notes: what has been taken back of an invoice, what still can be, and the document that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import keep, open_new, today
from bot.registration import disclaimer_of
from bot.rendering.codes.choosing import tax_code_for
from bot.rendering.credit_words import REMAINDER
from models.crediting import Correction, is_settled, quantities_left, rest_of
from models.delivery import Delivery
from models.document import ACCENT, CREDIT_NOTE, InvoiceDocument, Party, Preceding, Template
from models.draft import Composition, Draft
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.partial import part_of
from models.pieces import Taken, check_quantity
from models.registration import Title, rules_of

_UNKNOWN = N_("This invoice is not one of yours.")
_NO_INVOICE = N_("A credit note is never changed, deleted or taken back.")


@dataclass(frozen=True)
class Case:
    """An invoice with the credit notes it has, oldest first, and what they all say."""

    invoice: Invoice
    notes: Sequence[Invoice]
    document: InvoiceDocument
    credited: Sequence[InvoiceDocument]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to credit."""
        return is_settled(self.document, self.credited)

    @property
    def left(self) -> tuple[Decimal, ...]:
        """Of each line, how much can still be taken back by itself."""
        return quantities_left(self.document, self.credited)

    @property
    def open_lines(self) -> list[int]:
        """The indexes of those something is left of."""
        return [index for index, left in enumerate(self.left) if left]

    def check_open(self) -> None:
        """InvoiceError if nothing is left to credit."""
        self.rest()

    def check_quantity(self, line: int, quantity: Decimal) -> None:
        """InvoiceError if so much of a line cannot be taken back."""
        check_quantity(self.document, self.credited, Taken(line, quantity))

    def rest(self) -> Correction:
        """All that is left. InvoiceError if that is nothing."""
        name = REMAINDER[self.document.language].format(number=self.document.number)
        return rest_of(self.document, self.credited, name)

    def correction(self, composition: Composition) -> Correction:
        """What the composed credit note takes back. InvoiceError for more than is left."""
        if composition.takes_rest:
            return self.rest()
        taken = [Taken(line.source, line.quantity) for line in composition.lines if line.source is not None]
        return part_of(self.document, self.credited, taken, rules_of(self._country).rounding)

    @property
    def title(self) -> Title:
        """A credit note's, by the country the invoice was issued in; a plain one where that was plain."""
        return "credit_note" if self.document.title == "invoice" else rules_of(self._country).credit_note

    @property
    def _country(self) -> str:
        return self.document.seller.country or ""


async def credit_notes_of(session: AsyncSession, merchant_id: int, invoice_id: int) -> list[Invoice]:
    """The credit notes of an invoice, oldest first."""
    wanted = select(Invoice).where(Invoice.credits_id == invoice_id, Invoice.merchant_id == merchant_id)
    return list((await session.exec(wanted.order_by(col(Invoice.id)))).all())


async def case_of(
    session: AsyncSession, merchant_id: int, invoice_id: int, *, for_issue: bool = False
) -> Case:
    """One of this merchant's invoices. UserError for any other id, and for a credit note.

    `for_issue` locks it until the commit: two people cannot credit the same thing at once.
    """
    wanted = select(Invoice).where(Invoice.id == invoice_id, Invoice.merchant_id == merchant_id)
    if for_issue:
        wanted = wanted.with_for_update(key_share=True)
    invoice = (await session.exec(wanted)).one_or_none()
    if invoice is None:
        raise UserError(_UNKNOWN)
    if invoice.is_credit_note:
        raise UserError(_NO_INVOICE)
    notes = await credit_notes_of(session, merchant_id, invoice_id)
    return Case(invoice, notes, invoice.read_document(), [note.read_document() for note in notes])


async def is_open(session: AsyncSession, issued: Invoice) -> bool:
    """Whether something of it can still be credited; of a credit note nothing can."""
    if issued.is_credit_note:
        return False
    return not (await case_of(session, issued.merchant_id, issued.key)).is_settled


async def open_credit_note(session: AsyncSession, draft: Draft, case: Case, *, whole: bool) -> Composition:
    """The chat's next draft is a credit note for the invoice, to go the ways the invoice went."""
    went = select(Delivery.channel).where(
        Delivery.invoice_id == case.invoice.key,
        Delivery.merchant_id == case.invoice.merchant_id,
        col(Delivery.payment_id).is_(None),
    )
    channels = list(dict.fromkeys((await session.exec(went.order_by(col(Delivery.id)))).all()))
    open_new(draft)
    composition = Composition(
        customer_id=case.invoice.customer_id,
        credits_id=case.invoice.key,
        takes_rest=whole,
        channels=channels,
    )
    return keep(draft, composition)


def credit_note_document(
    case: Case, composition: Composition, merchant: Merchant, number: str, now: datetime
) -> InvoiceDocument:
    """Everything the credit note will ever say: the invoice's buyer, currency, taxes and languages, today's look.

    Raises InvoiceError for more than is left to credit.
    """
    invoice, issue_date = case.document, today(merchant, now)
    document = InvoiceDocument(
        type_code=CREDIT_NOTE, title=case.title, number=number,
        disclaimer=disclaimer_of(merchant, invoice.language, issue_date),
        issue_date=issue_date, issued_at=now, due_date=issue_date,
        preceding=Preceding(number=invoice.number, issue_date=invoice.issue_date), reason=composition.reason,
        order_reference=invoice.order_reference,
        currency=invoice.currency, tax_currency=invoice.tax_currency, tax_exchange_rate=invoice.tax_exchange_rate,
        language=invoice.language, second_language=invoice.second_language,
        digits="arab" if merchant.digits == "arab" else "latn",
        template=cast(Template, merchant.template), accent=merchant.accent or ACCENT,
        shows_words=merchant.shows_words, shows_hijri=merchant.shows_hijri,
        seller=_seller(merchant, invoice), buyer=invoice.buyer,
        note=composition.note, logo_id=merchant.logo_id,
        **case.correction(composition)._asdict(),
    )  # fmt: skip
    if invoice.title == "invoice":  # outside the scope of tax: no tax office wants its code
        return document
    code = tax_code_for(document, einvoice_since=merchant.einvoice_since)
    return document.model_copy(update={"code": code})


def _seller(merchant: Merchant, invoice: InvoiceDocument) -> Party:
    """The seller as it is today, under the tax number and in the country the invoice was issued with."""
    then = invoice.seller
    return merchant.as_seller().model_copy(update={"tax_number": then.tax_number, "country": then.country})
