"""Correcting an invoice: all of it is credited, and a draft like it is opened; in one transaction, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.again import composition_like
from bot.balances import balance_of
from bot.crediting import Case, case_of, open_credit_note
from bot.drafts import keep, open_new, today
from bot.issuing import issue_invoice
from bot.rendering.credit_words import REASONS
from models.discounting import discount_of
from models.draft import Composition, Draft, DraftLine
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.money import EXACT, minor_units, rounded

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
    anew = _anew(case, merchant, today(merchant, now))
    anew.prepaid_amount = await taken_over(session, case)
    keep(draft, anew.model_copy(update={"channels": credit.channels or None}))
    return Corrected(note, recipients)


async def taken_over(session: AsyncSession, case: Case) -> Decimal:
    """What the invoice anew has as paid before: the deposit and what came since, up to what is credited with it."""
    paid = EXACT.add(case.document.totals.prepaid_amount, (await balance_of(session, case.invoice)).paid)
    return min(paid, case.rest().totals.tax_inclusive_amount)


def _anew(case: Case, merchant: Merchant, issue_date: date) -> Composition:
    """The same sale on another invoice, so with its order and day too, and its due date unless the terms set that."""
    document = case.document
    anew = composition_like(case.invoice, document)
    if case.notes:
        _take_out(anew, case)
    is_usual = document.due_date == document.issue_date + timedelta(days=merchant.payment_days)
    if not is_usual and document.due_date >= issue_date:
        anew.due_date = document.due_date
    anew.supply_date = document.supply_date or (
        document.issue_date if document.issue_date != issue_date else None
    )
    anew.order_reference, anew.tax_exchange_rate = document.order_reference, document.tax_exchange_rate
    return anew


def _take_out(anew: Composition, case: Case) -> None:
    """What earlier credit notes took back is sold no more; amounts off or on it shrink in proportion."""
    decimals, lines = minor_units(case.document.currency), list[DraftLine]()
    with localcontext(EXACT):
        for line, left in zip(anew.lines, case.left, strict=True):
            if line.quantity < 0:  # a return is never taken back by itself
                lines.append(line)
            elif left:
                amounts = {"discount_amount": line.discount_amount, "charge_amount": line.charge_amount}
                parts = {k: rounded(a * left / line.quantity, decimals) for k, a in amounts.items() if a}
                lines.append(line.model_copy(update={"quantity": left, **parts}))
        if anew.discount_amount:
            anew.discount_amount -= sum(map(discount_of, case.credited))  # 0 is none
    anew.lines = lines
