"""A merchant's registration for tax: what is asked about it, what it means for an invoice, and what has to be said."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.quickline.words import latin
from bot.rendering.words import DISCLAIMERS
from models.countries import country
from models.customer import Customer
from models.document import Language
from models.draft import Composition, Taxable, Terms
from models.errors import N_, UserError
from models.merchant import Merchant
from models.registration import Title, may_register, rules_of
from models.tax import TaxCategory
from models.totals import Totals, totals_of
from models.treatment import reason_of, treatments_of

Step = Literal["tax_registered", "tax_number", "einvoice_since"]

_NUMBER = N_("“{text}” is not a tax number of this country. It looks like {example}.")
_BUYER_NUMBERS = {
    "saudi": N_(
        "“{text}” is not a Saudi tax number: 15 digits, the first and the last one 3, like {example}. "
        "If this customer is abroad, choose their country first."
    )
}
_NO_DIGIT = N_("“{text}” has no digit in it. Type the tax number as it stands on the certificate.")


def question_after(changed: str, merchant: Merchant) -> Step | None:
    """What is asked next, now that the setting `changed` is known; None: nothing."""
    home, duty = country(merchant.country), rules_of(merchant.country).einvoicing
    if changed == "country" and home is not None and home.tax_rate and not merchant.tax_registered:
        return "tax_registered"
    if changed == "tax_registered" and merchant.tax_registered and merchant.tax_number is None:
        return "tax_number"
    is_asked = duty is not None and duty.asks_since and merchant.einvoice_since is None
    if changed in {"tax_registered", "tax_number"} and merchant.charges_tax and is_asked:
        return "einvoice_since"
    return None


def is_asked_for(setting: str, merchant: Merchant) -> bool:
    """Whether a setting means anything to this merchant: who is not registered is spared everything about tax."""
    duty = rules_of(merchant.country).einvoicing
    match setting:
        case "tax_registered":
            return may_register(merchant.country)
        case "tax_number":
            return merchant.tax_registered
        case "tax_rate":
            return merchant.charges_tax
        case "einvoice_since":
            return merchant.charges_tax and duty is not None and duty.asks_since
    return True


def settle(merchant: Merchant, *, charged_before: bool) -> None:
    """Bring the rest in line with the registration: the country's rate from now on, or no tax."""
    home = country(merchant.country)
    if not merchant.tax_registered:
        merchant.tax_number, merchant.einvoice_since = None, None
    if not merchant.charges_tax:
        merchant.tax_rate = Decimal(0)
    elif home is not None and not charged_before:
        merchant.tax_rate = home.tax_rate


def checked_tax_number(text: str, country_code: str) -> str:
    """The merchant's own number, without blanks and hyphens where the country's pattern is known; else UserError."""
    return latin(text) if rules_of(country_code).number is None else _fitting(text, country_code, _NUMBER)


def checked_buyer_number(text: str, home: str | None = None, abroad: str | None = None) -> str:
    """A customer's number; UserError for what cannot be one.

    With the seller's country as `home` also for one the title would depend on and that is none of there, unless the
    customer is known to be `abroad`.
    """
    if re.search(r"\d", text) is None:
        raise UserError(_NO_DIGIT, text=text[:40])
    refused = rules_of(home).buyer_numbers if home is not None and abroad in {None, home} else None
    return _fitting(text, home, _BUYER_NUMBERS[refused]) if home and refused else latin(text)


def _fitting(text: str, country_code: str, refused: str) -> str:
    """Without blanks and hyphens, if it matches the country's pattern."""
    rules = rules_of(country_code)
    bare = re.sub(r"[\s.\-/]", "", latin(text))
    if rules.number is not None and re.fullmatch(rules.number, bare) is None:
        raise UserError(refused, text=text[:40], example=rules.example)
    return bare


def asks_buyer_number(merchant: Merchant) -> bool:
    """Whether it matters if a customer is registered too: for the title, or for who owes the tax."""
    owed_by_buyers = TaxCategory.AE in treatments_of(merchant.country)
    return merchant.charges_tax and (rules_of(merchant.country).distinguishes_buyers or owed_by_buyers)


def totals_for(composition: Composition, merchant: Merchant, buyer_number: str | None = None) -> Totals:
    """The totals of the invoice being composed, rounded as the merchant's country has it."""
    rounding = rules_of(merchant.country).rounding
    terms = Terms(
        merchant.currency,
        rounding,
        merchant.cash_rounding,
        tax_currency_of(composition, merchant),
        buyer_number,
    )
    return totals_of(composition.basis(terms))


def tax_currency_of(composition: Composition, merchant: Merchant) -> str | None:
    """BT-6: the currency of the seller's country, where the invoice is in another one and has tax."""
    home = country(merchant.country)
    if home is None or home.currency == merchant.currency or not composition.is_taxed:
        return None
    return home.currency


def title_of(merchant: Merchant, customer: Customer, composition: Composition, totals: Totals) -> Title:
    """The lawful title: a plain one by who is not registered, and for what is outside the scope of tax."""
    if not merchant.charges_tax or all(t.tax_category == TaxCategory.O for t in totals.tax_subtotals):
        return "invoice"
    home = country(merchant.country)
    is_at_home = home is not None and home.currency == merchant.currency
    return rules_of(merchant.country).title_for(
        buyer_is_registered=_is_registered(customer, merchant.country),
        total=totals.tax_inclusive_amount if is_at_home else None,
        is_export=_is_export(merchant, customer, composition),
    )


def simplifies_without_number(merchant: Merchant, customer: Customer, composition: Composition) -> bool:
    """Whether the buyer's number is what makes it a full tax invoice."""
    rules = rules_of(merchant.country)
    in_full = rules.exports_in_full and _is_export(merchant, customer, composition)
    return rules.distinguishes_buyers and not in_full


def _is_registered(customer: Customer, home: str) -> bool:
    """Whether the number is one: what a file brought in is not refused as what is typed is."""
    if customer.tax_number is None:
        return False
    try:
        checked_buyer_number(customer.tax_number, home, customer.country)
    except UserError:
        return False
    return True


def _is_export(merchant: Merchant, customer: Customer, composition: Composition) -> bool:
    return any(
        _is_exported(composition, item, merchant.country, customer.country)
        for item in (*composition.lines, *composition.charges)
    )


def _is_exported(composition: Composition, item: Taxable, home: str, buyer_country: str | None) -> bool:
    """Whether it is free of tax as an export; for a reason in words of their own the buyer's country tells."""
    if composition.taxes_of(item)[0] not in {TaxCategory.Z, TaxCategory.G}:
        return False
    usual = reason_of(home, item.exemption_reason or "")
    return usual.export if usual else buyer_country not in {None, home}


def disclaimer_of(merchant: Merchant, language: Language, issue_date: date) -> str | None:
    """What an invoice has to say it is not; on one in another language in the language of the law too."""
    duty = rules_of(merchant.country).einvoicing
    if duty is None or not duty.has_disclaimer or not merchant.tax_registered:
        return None
    since = merchant.einvoice_since if duty.asks_since else duty.since
    if since is None or since > issue_date:
        return None
    words = DISCLAIMERS[duty.system]
    return "\n".join(dict.fromkeys((words[language], words["ar"])))


def take_warning(merchant: Merchant) -> str | None:
    """The key of what this merchant has to be told and was not yet; from now on it was."""
    duty = rules_of(merchant.country).einvoicing
    if duty is None or not merchant.tax_registered:
        return None
    waits = duty.asks_since and merchant.einvoice_since is None
    key = f"{duty.system}_waiting" if waits else duty.system
    return key if merchant.tell_once(key) else None
