"""Screens about being registered for tax: three questions, and what a PDF does not do for who is."""

from collections.abc import Callable
from datetime import date

from bot.language import Texts
from bot.rendering.formats import short_day
from bot.screens import Button, Screen
from handlers.taps.account import ChooseSetting, ClearSetting
from handlers.views.start import other_languages
from models.countries import country
from models.errors import N_
from models.merchant import Merchant
from models.registration import rules_of

WaysOut = tuple[Button, ...]
TAXES = {"vat": N_("VAT"), "gst": N_("GST"), "other": N_("VAT or another sales tax")}

SINCE = {
    "fatoora": N_(
        "ZATCA calls businesses into phase 2 of Fatoora one after the other. Has it given you a date yet? "
        "If so, type it."
    ),
}

# By the system's name in countries.json; `_waiting` as long as a business has not been given its date.
WARNINGS = {
    "eta": N_(
        "⚠️ <b>Registered in Egypt:</b> your invoices and receipts have to go through the system of the tax "
        "authority (ETA). What you issue here is a commercial invoice and says so at its foot; customers cannot "
        "deduct its tax. Register the sale with ETA as well."
    ),
    "fatoora": N_(
        "⚠️ <b>Fatoora:</b> from {date} on, your invoices have to be cleared or reported through Fatoora. What you "
        "issue here does not replace that and says so at its foot. Enter each invoice in your Fatoora solution "
        "as well."
    ),
    "fatoora_waiting": N_(
        "⚠️ <b>Fatoora:</b> until ZATCA calls you into phase 2, what you issue here will do. Once you have your date, "
        "enter it in Settings under “E-invoicing since”: from then on invoices have to go through Fatoora as well."
    ),
    "jofotara": N_(
        "⚠️ <b>Registered in Jordan:</b> since {date} invoices have to go through JoFotara; without it your customer "
        "cannot deduct them. Enter each invoice there as well."
    ),
    "uae_peppol": N_(
        "⚠️ <b>Registered in the Emirates:</b> by {date}, invoices to other businesses have to go through an "
        "accredited provider; the largest businesses begin earlier. Until then, and for private customers, the PDF "
        "will do. Choose a provider in good time."
    ),
    "fawtara": N_(
        "⚠️ <b>Registered in Oman:</b> e-invoicing (Fawtara) reaches every business by {date}. Until the tax authority "
        "calls you, the PDF will do."
    ),
    "peppol_belgium": N_(
        "⚠️ <b>Registered in Belgium:</b> since {date}, invoices to other businesses have to go through Peppol; the "
        "PDF is not enough. Send them there as well. For private customers the PDF will do."
    ),
    "en16931_germany": N_(
        "⚠️ <b>Registered in Germany:</b> from {date} on, invoices to other businesses have to be structured (XRechnung "
        "or ZUGFeRD), for larger ones a year earlier. Until then the PDF will do if your customer agrees; for "
        "private customers it always will."
    ),
    "platform_france": N_(
        "⚠️ <b>Registered in France:</b> from {date} on, invoices to other businesses have to go through an accredited "
        "platform, for larger ones earlier. Until then the PDF will do. Choose a platform in good time."
    ),
    "sdi": N_(
        "⚠️ <b>Registered in Italy:</b> since {date}, invoices have to go through the Sistema di Interscambio (SdI); "
        "the PDF is a courtesy copy. Send each invoice there as well."
    ),
    "ksef": N_(
        "⚠️ <b>Registered in Poland:</b> since {date}, KSeF has been taking over invoices to other businesses, the "
        "smallest last. Send them there as well; for private customers the PDF will do."
    ),
    "verifactu": N_(
        "⚠️ <b>Registered in Spain:</b> from {date} on, invoicing software has to comply with Verifactu, for companies "
        "half a year earlier. This bot does not yet: change to software that does by then."
    ),
}


def registered_question(t: Texts, merchant: Merchant, ways_out: WaysOut) -> Screen:
    """Yes or no?"""
    text = t(
        "Is <b>{name}</b> registered for {tax}?\nIf it is not, or you are not sure, tap No: your invoices then "
        "carry no tax. You can change that in Settings at any time.",
        name=merchant.name,
        tax=_tax(t, merchant),
    )
    yes = Button(t.plain("Yes, registered"), ChooseSetting("tax_registered", "yes"))
    no = Button(t.plain("No"), ChooseSetting("tax_registered", "no"))
    return Screen(text, ((no, yes), ways_out or other_languages(t)))


def number_question(t: Texts, merchant: Merchant, ways_out: WaysOut) -> Screen:
    """Under which number? Until it is known, there is no tax."""
    example = rules_of(merchant.country).example
    parts = [
        t("Under which number are you registered for {tax}? Type it as it stands on your certificate.",
          tax=_tax(t, merchant)),
    ]  # fmt: skip
    if example:
        parts.append(t("For example:\n{example}", example=t.code(example)))
    if merchant.tax_number is not None:
        parts.append(t("Now: {value}", value=merchant.tax_number))
        return Screen("\n\n".join(parts), (ways_out,))
    parts.append(t("Until it is here, your invoices are plain invoices without tax."))
    later = Button(t.plain("Later"), ClearSetting("tax_number"))
    return Screen("\n\n".join(parts), ((later,), ways_out or other_languages(t)))


def since_question(t: Texts, merchant: Merchant, ways_out: WaysOut) -> Screen:
    """Where each business is called by itself: since when?"""
    duty = rules_of(merchant.country).einvoicing
    parts = [t(SINCE[duty.system])] if duty else []
    if merchant.einvoice_since is not None:
        parts.append(t("Now: {value}", value=short_day(merchant.einvoice_since, t.language, t.digits)))
    parts.append(t("For example:\n{example}", example=t.code("1/4/2026")))
    not_yet = Button(t.plain("Not yet"), ClearSetting("einvoice_since"))
    return Screen("\n\n".join(parts), ((not_yet,), ways_out[-1:] or other_languages(t)))


REGISTRATION: dict[str, Callable[[Texts, Merchant, WaysOut], Screen]] = {
    "tax_registered": registered_question,
    "tax_number": number_question,
    "einvoice_since": since_question,
}


def warning_view(t: Texts, key: str, merchant: Merchant) -> Screen:
    """What to know, and what to do."""
    since = _since(merchant)
    return Screen(t(WARNINGS[key], date=short_day(since, t.language, t.digits) if since else ""))


def _since(merchant: Merchant) -> date | None:
    duty = rules_of(merchant.country).einvoicing
    return merchant.einvoice_since or (duty.since if duty else None)


def _tax(t: Texts, merchant: Merchant) -> str:
    home = country(merchant.country)
    tax = rules_of(merchant.country).tax if home is not None and home.rate_is_known else "other"
    return t.plain(TAXES[tax])
