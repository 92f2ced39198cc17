"""The sums of an invoice in the making, as its card shows them."""

from collections.abc import Iterator
from decimal import Decimal

from bot.language import Texts
from bot.registration import tax_currency_of
from bot.rendering.formats import amount, currency_sign, money, number, percent
from bot.taxation import items_of
from handlers.views.parts import shortened
from models.draft import Composition, DraftCharge
from models.errors import N_
from models.merchant import Merchant
from models.tax import TaxCategory
from models.totals import TaxSubtotal, Totals

REASON_LENGTH = 120
_FREE = {
    TaxCategory.Z: N_("Zero-rated: {amount}"),
    TaxCategory.E: N_("Exempt from tax: {amount}"),
    TaxCategory.AE: N_("Reverse charge, the customer owes the tax: {amount}"),
    TaxCategory.K: N_("Tax-free, to a business elsewhere in the EU: {amount}"),
    TaxCategory.G: N_("Tax-free export: {amount}"),
}


def sums_text(t: Texts, merchant: Merchant, composition: Composition, totals: Totals) -> list[str]:
    """Discount, charges, tax and what is to be paid, a line each."""
    own = merchant.currency
    sums = [
        *_before_tax(t, own, composition, totals),
        *_taxes(t, own, composition, totals),
        *_in_tax_currency(t, merchant, composition, totals),
    ]
    if composition.prices_include_tax and totals.tax_amount:
        sums.append(t("Prices include tax."))
    return [*sums, *_due(t, own, totals)]


def _before_tax(t: Texts, currency: str, composition: Composition, totals: Totals) -> Iterator[str]:
    if totals.allowance_total_amount:
        yield t(
            "Discount: −{amount}", amount=money(totals.allowance_total_amount, currency, t.language, t.digits)
        )
    for charge, net in zip(composition.charges, totals.charge_amounts, strict=True):
        yield charge_text(t, currency, charge, None if composition.prices_include_tax else net)


def charge_text(t: Texts, currency: str, charge: DraftCharge, net: Decimal | None = None) -> str:
    """A charge as it was typed, with tax if the prices are; of a percentage what it comes to, if that is known."""
    values = {"reason": shortened(charge.reason, REASON_LENGTH)}
    if charge.percent is None:
        values["amount"] = money(charge.amount or Decimal(0), currency, t.language, t.digits)
    elif net is None:
        values["amount"] = percent(charge.percent, t.language, t.digits)
    else:
        values |= {
            "rate": percent(charge.percent, t.language, t.digits),
            "amount": money(net, currency, t.language, t.digits),
        }
        return t("{reason} ({rate}): +{amount}", **values)
    return t("{reason}: +{amount}", **values)


def _taxes(t: Texts, currency: str, composition: Composition, totals: Totals) -> Iterator[str]:
    for tax in totals.tax_subtotals:
        if tax.tax_category in _FREE:
            amounts = money(tax.taxable_amount, currency, t.language, t.digits)
            yield t(_FREE[tax.tax_category], amount=amounts)
            yield from (t("ℹ️ {reason}", reason=reason) for reason in _reasons(composition, tax))
        elif tax.tax_rate is not None:
            rate, worth = (
                percent(tax.tax_rate, t.language, t.digits),
                money(tax.tax_amount, currency, t.language, t.digits),
            )
            yield t("Tax {rate}: {amount}", rate=rate, amount=worth)


def _reasons(composition: Composition, tax: TaxSubtotal) -> dict[str, None]:
    """Why, each once."""
    return dict.fromkeys(
        shortened(item.exemption_reason, REASON_LENGTH)
        for item in items_of(composition)
        if item.exemption_reason and composition.taxes_of(item)[0] == tax.tax_category
    )


def _in_tax_currency(t: Texts, merchant: Merchant, composition: Composition, totals: Totals) -> Iterator[str]:
    """The tax in the money of the tax office, with the rate used: a stale one has to be seen."""
    tax, rate = totals.tax_amount_in_tax_currency, composition.tax_exchange_rate
    foreign = tax_currency_of(composition, merchant)
    if tax is None or foreign is None or rate is None:
        return
    own, figures = merchant.currency, amount(tax, foreign, t.language, t.digits)
    if t.language == "ar":
        foreign, own = currency_sign(foreign), currency_sign(own)
    yield t(
        "Tax in {tax_currency}: {amount} (1 {currency} = {rate} {tax_currency})",
        tax_currency=foreign, amount=figures, currency=own, rate=number(rate, t.language, t.digits),
    )  # fmt: skip


def _due(t: Texts, currency: str, totals: Totals) -> Iterator[str]:
    total, due = (
        money(x, currency, t.language, t.digits) for x in (totals.tax_inclusive_amount, totals.payable_amount)
    )
    if not totals.prepaid_amount and not totals.payable_rounding_amount:
        yield t("<b>Total: {amount}</b>", amount=total)
        return
    yield t("Total: {amount}", amount=total)
    if totals.prepaid_amount:
        yield t(
            "Already paid: −{amount}", amount=money(totals.prepaid_amount, currency, t.language, t.digits)
        )
    if totals.payable_rounding_amount:
        yield t(
            "Rounding: {amount}", amount=money(totals.payable_rounding_amount, currency, t.language, t.digits)
        )
    yield t("<b>Amount due: {amount}</b>", amount=due)
    if totals.payable_amount < 0:
        excess = money(-totals.payable_amount, currency, t.language, t.digits)
        yield t(
            "🤔 {amount} more was paid before than the total. Is that so, or was less paid?", amount=excess
        )
