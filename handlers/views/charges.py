"""Screens of the charges of an invoice in the making."""

from bot.language import Texts
from bot.rendering.words import CHARGES
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.drafts import AskChargeTax, Choose, GoTo, OpenCharge, RemoveCharge
from handlers.views.parts import shortened, way_out
from handlers.views.sums import charge_text
from handlers.views.taxes import tax_rows, tax_text
from models.document import languages_of
from models.draft import Composition, DraftCharge
from models.merchant import Merchant


def charges_view(t: Texts, draft: int, merchant: Merchant, charges: list[DraftCharge]) -> Screen:
    """The charges, each a button, and one more."""
    shown = [Button(shortened(charge.reason, 46), OpenCharge(draft, i)) for i, charge in enumerate(charges)]
    another = (Button(t.plain("➕ Another charge"), GoTo(draft, "charge")),)
    text = "\n".join(
        (t("Charges on this invoice:"), *(charge_text(t, merchant.currency, charge) for charge in charges))
    )
    return Screen(text, (*columns(shown, 1), another, way_out(t, draft, "more")))


def charge_view(t: Texts, draft: int, merchant: Merchant, composition: Composition, index: int) -> Screen:
    """One charge: taxed otherwise, or taken off."""
    charge = composition.charges[index]
    remove = Button(t.plain("🗑 Remove this charge"), RemoveCharge(draft, index))
    shown = [charge_text(t, merchant.currency, charge)]
    tax: tuple[Button, ...] = ()
    if merchant.charges_tax:
        shown.append(t("Tax: {tax}", tax=tax_text(t, composition, charge)))
        tax = (Button(t.plain("Tax"), AskChargeTax(draft, index)),)
    return Screen("\n".join(shown), ((*tax, remove), way_out(t, draft, "charges")))


def charge_tax_question(
    t: Texts, draft: int, merchant: Merchant, composition: Composition, index: int
) -> Screen:
    """How a charge is taxed."""
    charge = composition.charges[index]
    text = t(
        "How is {item} taxed? Now: {tax}. Tap it, or type a rate like 14%; 0 for none.",
        item=shortened(charge.reason, 60),
        tax=tax_text(t, composition, charge),
    )
    back = (Button(t.plain("‹ Back"), OpenCharge(draft, index)), way_out(t, draft)[1])
    return Screen(text, (*tax_rows(t, draft, merchant, "charge_tax"), back))


def charge_question(t: Texts, draft: int, document_language: str, back: str) -> Screen:
    """What is added, and how much; a usual reason is one tap, in the language of the document."""
    text = t(
        "What is added to the invoice, and how much? Tap it, or type it with an amount or a percentage, like: "
        "<code>delivery 35</code> or <code>service 12%</code>"
    )
    return Screen(text, (*_usual(draft, document_language), way_out(t, draft, back)))


def charge_worth_question(t: Texts, draft: int, reason: str) -> Screen:
    """How much, now that it is known what for."""
    text = t("How much is added for {reason}? An amount or a percentage, like 35 or 12%.", reason=reason)
    return Screen(text, (way_out(t, draft, "charge"),))


def charge_reason_question(t: Texts, draft: int, document_language: str, worth: str) -> Screen:
    """What for, now that it is known how much."""
    text = t("What is the charge of {worth} for? It is printed on the invoice, like: Delivery", worth=worth)
    return Screen(text, (*_usual(draft, document_language), way_out(t, draft, "charge")))


def _usual(draft: int, document_language: str) -> Rows:
    """What is usually charged, in the document's leading language."""
    leading, _ = languages_of(document_language)
    reasons = [sayings[leading] for sayings in CHARGES]
    return columns([Button(reason, Choose(draft, reason, "charge")) for reason in reasons], 3)
