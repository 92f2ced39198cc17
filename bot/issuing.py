"""Issuing: a draft becomes an invoice or a credit note. One transaction: number, frozen document, queued sending."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, cast

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.crediting import case_of, credit_note_document
from bot.customers import customer as customer_by_id
from bot.customers import customer_if_any
from bot.drafts import channels_of, composition_of, due_date_of, today
from bot.products import remember_products
from bot.registration import disclaimer_of, tax_currency_of, title_of, totals_for
from bot.rendering.codes.choosing import code_for
from bot.series import Place, next_place
from models.customer import Customer
from models.document import (
    ACCENT,
    CREDIT_NOTE,
    INVOICE,
    DocumentLine,
    InvoiceDocument,
    Party,
    Template,
    languages_of,
)  # fmt: skip
from models.draft import Composition, Draft, DraftLine
from models.errors import N_, UserError
from models.invoice import Invoice, sealed
from models.merchant import Merchant
from models.repeat import priced_today

_NO_CUSTOMER = N_("Who is this invoice for? Choose a customer first.")


async def issued_from(session: AsyncSession, draft: Draft, number: int, merchant_id: int) -> Invoice | None:
    """The invoice that draft `number` of this chat became, if it did."""
    made = select(Invoice).where(
        Invoice.chat_id == draft.chat_id, Invoice.draft_number == number, Invoice.merchant_id == merchant_id
    )
    return (await session.exec(made)).one_or_none()


async def issue_invoice(
    session: AsyncSession, draft: Draft, merchant: Merchant, issued_by: str, now: datetime
) -> tuple[Invoice, list[tuple[str, str]]]:
    """The draft as an invoice or a credit note, and the (channel, recipient) pairs it shall go to.

    The caller queues those and commits; a draft that is already an invoice cannot come here twice, since issuing
    closes it and UNIQUE(chat, draft) stands behind. UserError or InvoiceError when something is missing.
    """
    composition = composition_of(draft, merchant)
    write = _invoice if composition.credits_id is None else _credit_note
    document, place, customer = await write(session, composition, merchant, now)
    invoice = _row(document, place, customer, draft, issued_by)
    invoice.credits_id, invoice.message_ids = composition.credits_id, composition.message_ids
    merchant.last_hash = invoice.hash
    session.add(invoice)
    channels = channels_of(composition, customer)
    if not document.is_credit_note:  # one says nothing of how the customer likes it, or of today's prices
        customer.last_used_at = now
        customer.channels = ",".join(channels) or customer.channels
        await remember_products(session, merchant.key, priced_today(composition), now)
    draft.composition, draft.step, draft.scratch, draft.card_message_id = None, None, {}, None
    await session.flush()
    return invoice, [(channel, str(customer.address_for(channel))) for channel in channels]


class _Written(NamedTuple):
    """What is issued, where it stands, and whom it is for."""

    document: InvoiceDocument
    place: Place
    customer: Customer


async def _invoice(
    session: AsyncSession, composition: Composition, merchant: Merchant, now: datetime
) -> _Written:
    customer = await customer_if_any(session, merchant.key, composition.customer_id)
    if customer is None:
        raise UserError(_NO_CUSTOMER)
    place, number = await next_place(session, merchant, INVOICE, today(merchant, now))
    return _Written(frozen_document(composition, merchant, customer, number, now), place, customer)


async def _credit_note(
    session: AsyncSession, composition: Composition, merchant: Merchant, now: datetime
) -> _Written:
    """The invoice is locked before the merchant's chain: what is left of it stays so until the commit."""
    case = await case_of(session, merchant.key, composition.credits_id or 0, for_issue=True)
    place, number = await next_place(session, merchant, CREDIT_NOTE, today(merchant, now))
    document = credit_note_document(case, composition, merchant, number, now)
    return _Written(document, place, await customer_by_id(session, merchant.key, case.invoice.customer_id))


def frozen_document(
    composition: Composition, merchant: Merchant, customer: Customer, number: str, now: datetime
) -> InvoiceDocument:
    """Everything the invoice will ever say. Raises InvoiceError where a rule of invoices refuses."""
    issue_date = today(merchant, now)
    language, second = languages_of(customer.language or merchant.document_language)
    totals = totals_for(composition, merchant, customer.tax_number)
    document = InvoiceDocument(
        title=title_of(merchant, customer, composition, totals),
        disclaimer=disclaimer_of(merchant, language, issue_date),
        number=number, issue_date=issue_date, issued_at=now,
        due_date=due_date_of(composition, merchant, issue_date),
        supply_date=composition.supply_date, order_reference=composition.order_reference,
        currency=merchant.currency, language=language, second_language=second,
        tax_currency=tax_currency_of(composition, merchant), tax_exchange_rate=composition.tax_exchange_rate,
        digits="arab" if merchant.digits == "arab" else "latn",
        template=cast(Template, merchant.template), accent=merchant.accent or ACCENT,
        shows_words=merchant.shows_words, shows_hijri=merchant.shows_hijri,
        prices_include_tax=composition.prices_include_tax,
        seller=merchant.as_seller(), buyer=_buyer(customer, merchant),
        lines=tuple(_line(composition, line) for line in composition.lines),
        discount_percent=composition.discount_percent,
        charges=tuple(composition.charged(charge) for charge in composition.charges),
        totals=totals,
        note=composition.note, payment_terms=merchant.payment_terms, bank_details=merchant.bank_details,
        payee=merchant.as_payee(), logo_id=merchant.logo_id,
    )  # fmt: skip
    code = code_for(document, merchant.as_payee(), einvoice_since=merchant.einvoice_since)
    return document.model_copy(update={"code": code})


def _buyer(customer: Customer, merchant: Merchant) -> Party:
    """The buyer as printed; in the seller's country unless another one is known."""
    buyer = customer.as_buyer()
    return buyer.model_copy(update={"country": buyer.country or merchant.country})


def _line(composition: Composition, line: DraftLine) -> DocumentLine:
    category, rate = composition.taxes_of(line)
    return DocumentLine(
        item_name=line.item_name, quantity=line.quantity, unit_code=line.unit_code, unit_price=line.unit_price,
        base_quantity=line.base_quantity if line.base_quantity != 1 else None,
        discount_percent=line.discount_percent, charge_percent=line.charge_percent,
        tax_category=category, tax_rate=rate, exemption_reason=line.exemption_reason,
    )  # fmt: skip


def _row(
    document: InvoiceDocument, place: Place, customer: Customer, draft: Draft, issued_by: str
) -> Invoice:
    return Invoice(
        merchant_id=customer.merchant_id, customer_id=customer.key,
        series_id=place.series_id, sequence=place.sequence, number=document.number,
        type_code=document.type_code,
        chat_id=draft.chat_id, draft_number=draft.number, issued_by=issued_by,
        issued_at=document.issued_at, issue_date=document.issue_date, due_date=document.due_date,
        currency=document.currency, payable_amount=Decimal(document.totals.payable_amount),
        buyer_name=document.buyer.name, token=secrets.token_urlsafe(16),
        **sealed(document, place.previous_hash)._asdict(),
    )  # fmt: skip
