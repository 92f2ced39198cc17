"""Correcting an invoice: all of it is credited, and a draft like it is opened; in one transaction, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.again import composition_like
from bot.crediting import Case, case_of, open_credit_note
from bot.drafts import keep, open_new, today
from bot.issuing import issue_invoice
from bot.rendering.credit_words import REASONS
from models.draft import Composition, Draft
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant

_OTHER_CURRENCY = N_(
    "This invoice is in {then}, and new ones are in {now}. Cancel it, then write the new one yourself."
)


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
    anew = _anew(case, today(merchant, now))
    keep(draft, anew.model_copy(update={"channels": credit.channels or None}))
    return Corrected(note, recipients)


def _anew(case: Case, issue_date: date) -> Composition:
    """The same sale on another invoice, so with its deposit, order and day too; the due date is left to the terms."""
    document = case.document
    anew = composition_like(case.invoice, document)
    anew.prepaid_amount = document.totals.prepaid_amount
    anew.supply_date = document.supply_date or (
        document.issue_date if document.issue_date != issue_date else None
    )
    anew.order_reference, anew.tax_exchange_rate = document.order_reference, document.tax_exchange_rate
    return anew
