"""How an invoice in the making is taxed: the question, its ready answers, and the answer in words."""

from bot.language import Texts
from bot.rendering.formats import number, percent
from bot.screens import Button, Rows, Screen, columns
from bot.taxation import EXPORT
from handlers.taps.drafts import Choose
from handlers.views.parts import shortened, way_out
from models.draft import Composition, Taxable
from models.errors import N_
from models.merchant import Merchant
from models.tax import TaxCategory
from models.treatment import treatments_of

NO_TAX = N_("No tax")
TREATMENTS: dict[str, str] = {
    TaxCategory.Z: N_("Zero-rated"),
    TaxCategory.E: N_("Exempt"),
    TaxCategory.AE: N_("Reverse charge"),
    TaxCategory.K: N_("To a business elsewhere in the EU"),
    TaxCategory.G: N_("Export"),
    TaxCategory.O: NO_TAX,
}


def tax_question(t: Texts, draft: int, merchant: Merchant, composition: Composition) -> Screen:
    """The tax of everything."""
    include = (
        Button(t.plain("Prices are without tax"), Choose(draft, "excl", "tax"))
        if composition.prices_include_tax
        else Button(t.plain("Prices include tax"), Choose(draft, "incl", "tax"))
    )
    text = t(
        "How is this invoice taxed? Tap it, or type a rate like 14%. A single line is changed under “Lines”."
    )
    return Screen(text, (*tax_rows(t, draft, merchant, "tax"), (include,), way_out(t, draft, "more")))


def tax_rows(t: Texts, draft: int, merchant: Merchant, step: str) -> Rows:
    """Ready answers to `step`: the usual rate, none, and what the country knows instead of a rate."""
    usual = merchant.tax_rate
    rates = {f"{number(usual)}%": percent(usual, t.language, t.digits)} if usual else {}
    rates["0"] = t.plain(NO_TAX)
    known = treatments_of(merchant.country)
    treatments = {category.value: TREATMENTS[category] for category in known}
    if TaxCategory.G not in known:
        treatments[EXPORT] = TREATMENTS[TaxCategory.G]
    buttons = {code: Button(t.plain(said), Choose(draft, code, step)) for code, said in treatments.items()}
    within = buttons.pop(TaxCategory.K, None)  # its label fills a row
    usual_ones = tuple(Button(label, Choose(draft, rate, step)) for rate, label in rates.items())
    return (usual_ones, *columns(list(buttons.values()), 2), (within,) if within else ())


def tax_text(t: Texts, composition: Composition, item: Taxable) -> str:
    """How something is taxed, in words: 14%, or Exempt (its reason)."""
    said = tax_label(t, composition, item)
    if not item.exemption_reason:
        return said
    return t.plain("{tax} ({reason})", tax=said, reason=shortened(item.exemption_reason, 100))


def tax_label(t: Texts, composition: Composition, item: Taxable) -> str:
    """The same without a reason."""
    category, rate = composition.taxes_of(item)
    if category == TaxCategory.S and rate is not None:
        return percent(rate, t.language, t.digits)
    return t.plain(TREATMENTS[category])
