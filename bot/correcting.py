"""Correcting an invoice: all of it is credited, and a draft like it is opened; in one transaction, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.crediting import Case, case_of, open_credit_note
from bot.drafts import keep, open_new, today
from bot.issuing import issue_invoice
from bot.rendering.credit_words import REASONS
from models.discounting import discount_of
from models.document import DocumentLine, InvoiceDocument
from models.draft import Composition, Draft, DraftCharge, DraftLine, Taxable
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.money import EXACT
from models.tax import TaxCategory
from models.totals import LineTotals

_OTHER_CURRENCY = N_(
    "This invoice is in {then}, and new ones are in {now}. Cancel it, then write the new one yourself."
)
_CHOSEN = (TaxCategory.Z, TaxCategory.E, TaxCategory.AE, TaxCategory.K, TaxCategory.G)


@dataclass(frozen=True)
class Corrected:
    """The credit note, and the (channel, recipient) pairs it shall go to."""

    note: Invoice
    recipients: list[tuple[str, str]]


async def correct_invoice(
    session: AsyncSession, draft: Draft, merchant: Merchant, invoice_id: int, issued_by: str, now: datetime
) -> Corrected:
    """Credit what is left of the invoice; the chat's draft is then like it, to be changed and issued.

    The caller queues the credit note and commits. UserError for another merchant's invoice, InvoiceError where nothing
    is left to credit.
    """
    case = await case_of(session, merchant.key, invoice_id, for_issue=True)
    if case.document.currency != merchant.currency:
        raise UserError(_OTHER_CURRENCY, then=case.document.currency, now=merchant.currency)
    credit = await open_credit_note(session, draft, case, whole=True)
    credit.reason = REASONS["corrected"][case.document.language]
    keep(draft, credit)
    note, recipients = await issue_invoice(session, draft, merchant, issued_by, now)
    open_new(draft)
    anew = composition_like(case, today(merchant, now))
    keep(draft, anew.model_copy(update={"channels": credit.channels or None}))
    return Corrected(note, recipients)


def composition_like(case: Case, issue_date: date) -> Composition:
    """What the invoice was composed of, for one issued on `issue_date`; the due date is left to the usual terms."""
    document = case.document
    with localcontext(EXACT):
        discount = None if document.discount_percent else discount_of(document) or None
    return Composition(
        customer_id=case.invoice.customer_id,
        lines=[_line(*pair) for pair in zip(document.lines, document.totals.lines, strict=True)],
        discount_percent=document.discount_percent,
        discount_amount=discount,
        charges=[_charge(document, index) for index in range(len(document.charges))],
        prepaid_amount=document.totals.prepaid_amount,
        supply_date=document.supply_date
        or (document.issue_date if document.issue_date != issue_date else None),
        order_reference=document.order_reference,
        note=document.note,
        prices_include_tax=document.prices_include_tax,
        tax_exchange_rate=document.tax_exchange_rate,
    )


def _line(line: DocumentLine, amounts: LineTotals) -> DraftLine:
    return DraftLine(
        item_name=line.item_name, quantity=line.quantity, unit_code=line.unit_code, unit_price=line.unit_price,
        base_quantity=line.base_quantity or Decimal(1),
        discount_percent=line.discount_percent,
        discount_amount=None if line.discount_percent else amounts.allowance_amount or None,
        charge_percent=line.charge_percent,
        charge_amount=None if line.charge_percent else amounts.charge_amount or None,
        **_taxed(line.tax_category, line.tax_rate, line.exemption_reason).model_dump(),
    )  # fmt: skip


def _charge(document: InvoiceDocument, index: int) -> DraftCharge:
    charge = document.charges[index]
    taxed = _taxed(charge.tax_category, charge.tax_rate, charge.exemption_reason)
    return DraftCharge(
        reason=charge.reason or "", percent=charge.percent, amount=charge.amount, **taxed.model_dump()
    )


def _taxed(category: str, rate: Decimal | None, reason: str | None) -> Taxable:
    """As it was chosen: a rate, or a category without one."""
    chosen = TaxCategory(category) if category in _CHOSEN else None
    return Taxable(tax_rate=rate or Decimal(0), tax_category=chosen, exemption_reason=reason)
