"""Screens of /verify: what to send, and what a file is."""

from bot.language import Texts
from bot.rendering.formats import day, money
from bot.screens import Button, Rows, Screen
from bot.verifying import MOST_BYTES, Verdict
from handlers.taps.account import VerifyPdf
from handlers.taps.issued import ShowInvoice
from handlers.views.start import invoice_button
from models.errors import N_, UserError


def question_view(t: Texts, *, stranger: bool, composing: bool) -> Screen:
    """Send the file."""
    text = t(
        "🔎 <b>Is this invoice genuine?</b>\nSend its PDF as a file, up to {limit} MB, or type the file's SHA-256. "
        "I tell whether it is exactly the file that was issued here.",
        limit=MOST_BYTES >> 20,
    )
    return Screen(text, _way_on(t, stranger=stranger, composing=composing))


def looking_view(t: Texts) -> Screen:
    """The file has come; what it is is seen after this turn."""
    return Screen(t("Looking at your file …"))


def cancelled_view(t: Texts, *, stranger: bool, composing: bool) -> Screen:
    """No file is awaited any more."""
    return Screen(t("All right, no file is checked."), _way_on(t, stranger=stranger, composing=composing))


def refused_view(t: Texts, refusal: UserError) -> Screen:
    """Why a file could not be looked at, and another try."""
    return Screen(t(refusal.message, **refusal.values), (_again(t),))


def verdict_view(t: Texts, verdict: Verdict | None) -> Screen:
    """What the file is. A stranger's invoice shows what its file shows, and its buyer's name not even then."""
    if verdict is None:
        return Screen(
            t(
                "❓ <b>Unknown.</b> No invoice issued here is exactly this file: it was changed afterwards, or it does "
                "not come from here. A copy that was printed, scanned or saved anew is not the file any more."
            ),
            (_again(t),),
        )
    own = (
        (Button(t.plain("🧾 Open this invoice"), ShowInvoice(verdict.invoice_id)),) if verdict.is_own else ()
    )
    return Screen(_known(t, verdict), (own, _again(t)))


def _known(t: Texts, verdict: Verdict) -> str:
    document = verdict.document
    values = {
        "number": document.number, "date": day(document.issue_date, t.language, t.digits),
        "amount": money(document.totals.payable_amount, document.currency, t.language, t.digits),
        "seller": document.seller.name, "name": document.buyer.name,
    }  # fmt: skip
    if document.preceding is not None:
        values["invoice"] = document.preceding.number
    kind = "changed" if not verdict.is_whole else "own" if verdict.is_own else "other"
    known = t(_SAID[kind][document.is_credit_note], **values)
    if not verdict.notes or kind == "changed":  # of that nothing is to be trusted anyway
        return known
    return "\n".join((known, t(_SINCE[kind][verdict.is_cancelled], notes=t.beside(*verdict.notes))))


# Of an invoice, and of a credit note.
_SAID = {
    "changed": (
        N_(
            "⚠️ <b>Changed.</b> This file begins with invoice {number} of {seller}, issued on {date}, but something was "
            "added to it afterwards. Do not trust what it shows; ask for the original."
        ),
        N_(
            "⚠️ <b>Changed.</b> This file begins with credit note {number} of {seller}, issued on {date}, but something "
            "was added to it afterwards. Do not trust what it shows; ask for the original."
        ),
    ),
    "own": (
        N_(
            "✅ <b>Genuine.</b> This is your invoice {number} of {date} for {name}, {amount}, exactly as issued."
        ),
        N_(
            "✅ <b>Genuine.</b> This is your credit note {number} of {date} for {name}, {amount} for {invoice}, "
            "exactly as issued."
        ),
    ),
    "other": (
        N_(
            "✅ <b>Genuine.</b> Issued through this service by {seller}: invoice {number} of {date}, {amount}, exactly "
            "as issued. The name is what the seller typed; it proves nobody's identity."
        ),
        N_(
            "✅ <b>Genuine.</b> Issued through this service by {seller}: credit note {number} of {date}, {amount} for "
            "{invoice}, exactly as issued. The name is what the seller typed; it proves nobody's identity."
        ),
    ),
}


# Of an invoice that was credited in part since, and of one that was cancelled; strangers are told no more numbers.
_SINCE = {
    "own": (
        N_("↩️ Part of it has been credited since: {notes}."),
        N_("↩️ It has been cancelled since: {notes}."),
    ),
    "other": (
        N_("↩️ The seller has credited part of it since. Ask them what is left to pay."),
        N_("↩️ The seller has cancelled it since: nothing of it is to be paid any more."),
    ),
}


def _again(t: Texts) -> tuple[Button, ...]:
    return (Button(t.plain("🔎 Check another file"), VerifyPdf()),)


def _way_on(t: Texts, *, stranger: bool, composing: bool) -> Rows:
    return () if stranger else ((invoice_button(t, composing=composing),),)
