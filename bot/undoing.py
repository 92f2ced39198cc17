"""Undo: while nobody has begun to send an invoice, it is taken back whole by a credit note that is sent to nobody."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import balance_of
from bot.crediting import Case, case_of
from bot.delivery.ledger import fail, held
from bot.delivery.queue import UNDONE
from bot.drafts import keep
from bot.issuing import issue_invoice, issued_from
from bot.rendering.credit_words import REASONS
from models.delivery import Delivery
from models.draft import Composition, Draft
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant

_CHANGED = N_("{number} has been paid or credited meanwhile. To take it back, cancel it by “⋯ More”.")


async def undo(
    session: AsyncSession, merchant: Merchant, invoice_id: int, undone_by: str, now: datetime
) -> Invoice | None:
    """The credit note that takes the invoice back, made now or by an earlier tap; None: it is too late.

    The invoice is locked first, then its deliveries, as elsewhere: either they are held back here, or the worker has
    claimed one. The caller commits. UserError for another merchant's invoice, or one on which something was recorded.
    """
    case = await case_of(session, merchant.key, invoice_id, for_issue=True)
    sendings = await held(
        session,
        col(Delivery.invoice_id) == case.invoice.key,
        col(Delivery.merchant_id) == merchant.key,
        col(Delivery.payment_id).is_(None),
    )
    note = _draft(case)
    if (earlier := await issued_from(session, note, note.number, merchant.key)) is not None:
        return earlier
    if not sendings or not all(delivery.is_untouched for delivery in sendings):
        return None
    if case.notes or (await balance_of(session, case.invoice)).entries:
        raise UserError(_CHANGED, number=case.invoice.number)
    for delivery in sendings:
        fail(delivery, UNDONE, None, now)
    issued, _ = await issue_invoice(session, note, merchant, undone_by, now)
    return issued


def _draft(case: Case) -> Draft:
    """A draft apart from the chat's own, in which something else may be open by now.

    Its number, below 0, is the invoice's: no draft of a chat has it, and an invoice is undone once.
    """
    draft = Draft(chat_id=case.invoice.chat_id, number=-case.invoice.draft_number)
    composition = Composition(
        customer_id=case.invoice.customer_id, credits_id=case.invoice.key, takes_rest=True,
        reason=REASONS["mistake"][case.document.language], channels=[],
    )  # fmt: skip
    keep(draft, composition)
    return draft
