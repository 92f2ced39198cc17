"""Issuing: a draft becomes an invoice. One transaction: the number, the frozen document, the queued sending."""

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import channels_of, composition_of, customer_of, due_date_of, today
from bot.products import remember_products
from bot.registration import disclaimer_of, tax_currency_of, title_of, totals_for
from bot.rendering.codes.choosing import code_for
from models.customer import Customer
from models.document import (
    ACCENT,
    CREDIT_NOTE,
    INVOICE,
    DocumentLine,
    InvoiceDocument,
    Party,
    Template,
    TypeCode,
    languages_of,
)  # fmt: skip
from models.draft import Composition, Draft, DraftLine
from models.errors import N_, UserError
from models.invoice import Invoice, Series, sealed
from models.merchant import Merchant
from models.numbering import number_of, period_of

_NO_CUSTOMER = N_("Who is this invoice for? Choose a customer first.")

_series = cast(Table, Series.__table__)  # type: ignore[attr-defined]


class _Place(NamedTuple):
    """Where an invoice comes to stand: in its series, and in its merchant's chain."""

    series_id: int
    sequence: int
    previous_hash: str


def _counting(dialect: type[sqlite.Insert] | type[postgresql.Insert]) -> Any:
    """Take a series' next number, opening the series with its first, and read the end of the merchant's chain.

    One statement, locked until the commit. The merchant's row is locked first, since all its series share one chain;
    NO KEY, so that rows which merely refer to the merchant need not wait.
    """
    mine = col(Merchant.id) == bindparam("merchant")
    end = select(Merchant.id, Merchant.last_hash).where(mine).with_for_update(key_share=True).cte("chain_end")
    # Without its WHERE, SQLite would take the ON of ON CONFLICT for a join's.
    first: Any = select(end.c.id, bindparam("type_key"), bindparam("period_key"), literal(2)).where(
        end.c.id == bindparam("merchant")
    )
    taken = dialect(_series).from_select(["merchant_id", "type_code", "period", "next"], first)
    return taken.on_conflict_do_update(
        index_elements=["merchant_id", "type_code", "period"], set_={"next": _series.c.next + 1}
    ).returning(_series.c.id, _series.c.next - 1, select(end.c.last_hash).scalar_subquery())


_TAKE = {"sqlite": _counting(sqlite.Insert), "postgresql": _counting(postgresql.Insert)}


async def issued_from(session: AsyncSession, draft: Draft, number: int, merchant_id: int) -> Invoice | None:
    """The invoice that draft `number` of this chat became, if it did."""
    made = select(Invoice).where(
        Invoice.chat_id == draft.chat_id, Invoice.draft_number == number, Invoice.merchant_id == merchant_id
    )
    return (await session.exec(made)).one_or_none()


async def issue_invoice(
    session: AsyncSession, draft: Draft, merchant: Merchant, issued_by: str, now: datetime
) -> tuple[Invoice, list[tuple[str, str]]]:
    """The draft as an invoice, and the (channel, recipient) pairs it shall go to.

    The caller queues those and commits; a draft that is already an invoice cannot come here twice, since issuing
    closes it and UNIQUE(chat, draft) stands behind. UserError or InvoiceError when something is missing.
    """
    composition = composition_of(draft, merchant)
    customer = await customer_of(session, composition, merchant.key)
    if customer is None:
        raise UserError(_NO_CUSTOMER)
    type_code = CREDIT_NOTE if composition.credits_id else INVOICE
    place, number = await _next_place(session, merchant, type_code, today(merchant, now))
    document = frozen_document(composition, merchant, customer, number, now)
    invoice = _row(document, place, customer, draft, issued_by)
    merchant.last_hash = invoice.hash
    session.add(invoice)
    channels = channels_of(composition, customer)
    customer.last_used_at = now
    customer.channels = ",".join(channels) or customer.channels
    await remember_products(session, merchant.key, composition.lines, now)
    draft.composition, draft.step, draft.scratch, draft.card_message_id = None, None, {}, None
    await session.flush()
    return invoice, [(channel, str(customer.address_for(channel))) for channel in channels]


async def _next_place(
    session: AsyncSession, merchant: Merchant, type_code: TypeCode, issue_date: date
) -> tuple[_Place, str]:
    pattern = merchant.credit_note_pattern if type_code == CREDIT_NOTE else merchant.number_pattern
    wanted = {"merchant": merchant.key, "type_key": type_code, "period_key": period_of(pattern, issue_date)}
    connection = await session.connection()
    taken = await connection.execute(_TAKE[connection.dialect.name], wanted)
    place = _Place(*taken.one())
    return place, number_of(pattern, issue_date, place.sequence)


def frozen_document(
    composition: Composition, merchant: Merchant, customer: Customer, number: str, now: datetime
) -> InvoiceDocument:
    """Everything the invoice will ever say. Raises InvoiceError where a rule of invoices refuses."""
    issue_date = today(merchant, now)
    language, second = languages_of(customer.language or merchant.document_language)
    totals = totals_for(composition, merchant, customer.tax_number)
    document = InvoiceDocument(
        title=title_of(merchant, customer.tax_number, totals),
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
    document: InvoiceDocument, place: _Place, customer: Customer, draft: Draft, issued_by: str
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
