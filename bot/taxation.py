"""How lines and charges are taxed: what a merchant says about it, and what the invoice then still lacks."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from bot.quickline.line.vocabulary import TAX_PATTERN
from bot.quickline.numbers import parse_percent
from bot.quickline.words import plain
from bot.registration import tax_currency_of
from models.customer import Customer
from models.draft import Composition, Taxable
from models.errors import N_, InvoiceError, UserError
from models.merchant import Merchant
from models.tax import TaxCategory
from models.text import folded
from models.treatment import export_reason, in_eu, needs_reason, reasons_of, treatments_of

EXPORT: Final = "export"  # G in the EU, a zero rate anywhere else
_SAID: Final[dict[str, str]] = {
    folded(word.replace("_", " ")): name
    for name, words in {
        "0": "no_tax بدون_ضريبة بلا_ضريبة",
        TaxCategory.Z: "z zero zero_rated zero-rated صفر صفرية نسبة_صفر",
        TaxCategory.E: "e exempt معفى معفاة إعفاء",
        TaxCategory.AE: "ae reverse_charge reverse احتساب_عكسي الاحتساب_العكسي التكليف_العكسي",
        TaxCategory.K: "k intra-eu",
        TaxCategory.G: "g",
        EXPORT: "export exports تصدير صادرات",
    }.items()
    for word in words.split()
}
_BY_BUYER: Final = (TaxCategory.AE, TaxCategory.K)  # the buyer's number is needed: BR-AE-02, BR-IC-02

_TAX_SAID: Final = re.compile(rf"(?<!\w)(?:{TAX_PATTERN})(?!\w)", re.IGNORECASE)

NO_TAX = N_(
    "You charge no tax, so your invoices have none. Send it without the tax, or change that in /settings first."
)
_APART = N_(
    "The tax of one line is set under “✏️ Lines”, that of the whole invoice under “⚙️ More”. Send the item without it."
)
_TWO_PLACES = N_(
    "An export and a sale within the EU need an invoice each. Tax this one another way, or put it on another invoice."
)

Step = Literal["tax", "buyer_number", "buyer_country", "supply_date", "reason", "exchange_rate"]


class Lack(NamedTuple):
    """A question the invoice cannot be issued without, and the tax category that asks it."""

    step: Step
    category: TaxCategory | None = None


def items_of(composition: Composition) -> Iterator[Taxable]:
    """Everything on it that is taxed: the lines, then the charges."""
    yield from composition.lines
    yield from composition.charges


def read_tax(text: str, country: str, document_language: str) -> Taxable:
    """A rate (`14%`, `0`) or a treatment by its code or name. Raises what `parse_percent` raises."""
    said = _SAID.get(folded(text), text)
    if said == EXPORT:
        return _exported(country, document_language)
    if said in treatments_of(country):
        return Taxable(tax_rate=Decimal(0), tax_category=TaxCategory(said))
    return Taxable(tax_rate=parse_percent(said))


def check_no_tax_said(text: str, merchant: Merchant) -> None:
    """UserError for figures with words about tax, like `Cake 30 tax 5%`, where one item alone is read."""
    typed = plain(text)
    if _TAX_SAID.search(typed) and re.search(r"\d", typed):
        raise UserError(_APART if merchant.charges_tax else NO_TAX)


def tax_alike(items: Iterable[Taxable], tax: Taxable) -> None:
    """Tax all of them in this way; what was said before about their tax is forgotten."""
    for item in items:
        item.tax_rate, item.tax_category = tax.tax_rate, tax.tax_category
        item.exemption_reason = tax.exemption_reason


def usual_tax(composition: Composition, merchant: Merchant) -> Taxable:
    """How something new is taxed: like the lines if they are all taxed alike, else at the merchant's rate."""
    known = {(line.tax_rate, line.tax_category, line.exemption_reason) for line in composition.lines}
    if len(known) != 1:
        return Taxable(tax_rate=merchant.tax_rate)
    rate, category, reason = known.pop()
    return Taxable(tax_rate=rate, tax_category=category, exemption_reason=reason)


def lack_of(composition: Composition, merchant: Merchant, customer: Customer) -> Lack | None:
    """What its taxes still need, one thing at a time; None: nothing. A credit note repeats what its invoice had.

    InvoiceError E_K_AND_G for a buyer who would have to be in the EU and out of it.
    """
    if composition.credits_id is not None or not merchant.charges_tax:
        return None
    categories = dict.fromkeys(composition.taxes_of(item)[0] for item in items_of(composition))
    if {TaxCategory.K, TaxCategory.G} <= categories.keys():
        raise InvoiceError("E_K_AND_G", _TWO_PLACES)
    lacking = (
        lack for category in categories if (lack := _needed(category, composition, merchant, customer))
    )
    return next(lacking, _rate_needed(composition, merchant))


def unreasoned(composition: Composition, category: TaxCategory) -> list[Taxable]:
    """What is free of tax in this category without saying why."""
    return [
        item
        for item in items_of(composition)
        if composition.taxes_of(item)[0] == category and not item.exemption_reason
    ]


def give_reason(composition: Composition, category: TaxCategory, reason: str, merchant: Merchant) -> None:
    """Say why for all that lack it, and remember it for the next invoice."""
    for item in unreasoned(composition, category):
        item.tax_category, item.exemption_reason = category, reason
    merchant.exemption_reasons = {**merchant.exemption_reasons, category.value: reason}


def known_reasons(merchant: Merchant, category: TaxCategory, language: str) -> dict[str, str]:
    """Reasons to choose from, by their keys: the one given last, then the usual ones of the country."""
    last = merchant.exemption_reasons.get(category.value)
    usual = sorted(reasons_of(merchant.country, category), key=lambda reason: last not in reason.texts)
    known = {reason.key: reason.text(language) for reason in usual}
    if last is None or any(last in reason.texts for reason in usual):
        return known
    return {"last": last, **known}


def may_be_in(country: str, category: TaxCategory | None, home: str) -> bool:
    """Whether the buyer may be in this country: elsewhere in the EU for K, outside of it for G."""
    match category:
        case TaxCategory.K:
            return in_eu(country) and country != home
        case TaxCategory.G:
            return not in_eu(country)
    return True


def _exported(country: str, document_language: str) -> Taxable:
    if TaxCategory.G in treatments_of(country):
        return Taxable(tax_rate=Decimal(0), tax_category=TaxCategory.G)
    why = export_reason(country)
    reason = why.text(document_language) if why else None
    return Taxable(tax_rate=Decimal(0), tax_category=TaxCategory.Z, exemption_reason=reason)


def _needed(
    category: TaxCategory, composition: Composition, merchant: Merchant, customer: Customer
) -> Lack | None:
    """What one category needs; K also the day of delivery (BR-IC-11) and the buyer's country (BR-IC-12)."""
    if category not in (TaxCategory.S, TaxCategory.O, *treatments_of(merchant.country)):
        return Lack("tax", category)  # the business has moved since it was chosen
    if category in _BY_BUYER and not customer.tax_number:
        return Lack("buyer_number", category)
    if not may_be_in(customer.country or merchant.country, category, merchant.country):
        return Lack("buyer_country", category)
    if category == TaxCategory.K and composition.supply_date is None:
        return Lack("supply_date", category)
    if needs_reason(merchant.country, category) and unreasoned(composition, category):
        return Lack("reason", category)
    return None


def _rate_needed(composition: Composition, merchant: Merchant) -> Lack | None:
    """Whoever gave the rate gave it to the merchant's row too, which loses it when the currency changes."""
    known = composition.tax_exchange_rate and merchant.tax_exchange_rate
    return Lack("exchange_rate") if tax_currency_of(composition, merchant) and not known else None
