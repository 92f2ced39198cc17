"""What an invoice in the making still lacks before it can be issued with its tax: one question each."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.language import Texts
from bot.quickline.numbers import canonical
from bot.registration import simplifies_without_number, tax_currency_of
from bot.rendering.formats import day, number
from bot.screens import Button, Screen, columns
from bot.taxation import Lack, items_of, known_reasons, may_be_in
from handlers.taps.drafts import Choose, GiveReason, OpenLine
from handlers.views.parts import shortened, way_out
from handlers.views.taxes import tax_question
from models.countries import country
from models.customer import Customer
from models.draft import Composition
from models.errors import N_
from models.merchant import Merchant
from models.tax import TaxCategory

LABEL_LENGTH = 56  # characters of a reason on its button
_PREFIXES = {"EL": "GR"}  # of tax numbers in the EU, where they are not the country's code

_WHY = {
    TaxCategory.E: N_("Why is it exempt from tax? Tap a reason, or type it. It is printed on the invoice."),
    TaxCategory.Z: N_("Why is it zero-rated? Tap a reason, or type it. It is printed on the invoice."),
}
_NUMBER_FOR = {
    TaxCategory.AE: N_(
        "With reverse charge the customer owes the tax, so the invoice needs the tax number of {name}. What is it?"
    ),
    TaxCategory.K: N_(
        "A tax-free sale to another EU country needs the tax number of {name}, like FR12345678901. What is it?"
    ),
}
_COUNTRY_FOR = {
    TaxCategory.K: N_("Which EU country is {name} in? Type its name, like France."),
    TaxCategory.G: N_("Which country outside the EU is {name} in? Type its name, like Egypt."),
}


@dataclass(frozen=True)
class Asked:
    """The draft a question is about."""

    number: int
    merchant: Merchant
    customer: Customer
    composition: Composition
    today: date


def lack_question(t: Texts, asked: Asked, lack: Lack) -> Screen:
    """The question for what the invoice lacks; its way back leads to where the tax was chosen."""
    back = _way_back(t, asked, lack.category)
    match lack.step:
        case "buyer_number":
            return buyer_number_question(t, asked, lack.category, back)
        case "buyer_country":
            return buyer_country_question(t, asked, lack.category, back)
        case "supply_date":
            return supply_question(t, asked, back)
        case "reason":
            return _reason_question(t, asked, lack.category or TaxCategory.E, back)
        case "exchange_rate":
            return exchange_question(t, asked, back)
    return tax_question(t, asked.number, asked.merchant, asked.composition)


def buyer_number_question(
    t: Texts, asked: Asked, category: TaxCategory | None, back: tuple[Button, ...]
) -> Screen:
    """The customer's tax number, or that there is none."""
    name = asked.customer.name
    if category in _NUMBER_FOR:
        return Screen(t(_NUMBER_FOR[category], name=name), (back,))
    clear = Button(t.plain("No tax number"), Choose(asked.number, "-", "buyer_number"))
    none = (clear,) if asked.customer.tax_number else ()
    text = (
        t(
            "What is the tax number of {name}? Without one this becomes a simplified tax invoice, "
            "as for customers who are not registered for tax.",
            name=name,
        )
        if simplifies_without_number(asked.merchant, asked.customer, asked.composition)
        else t("What is the tax number of {name}? It is printed on the invoice.", name=name)
    )
    return Screen(text, (none, back))


def buyer_country_question(
    t: Texts, asked: Asked, category: TaxCategory | None, back: tuple[Button, ...]
) -> Screen:
    """Where the customer is; the country of the tax number and the seller's own are the ready answers."""
    home, prefix = asked.merchant.country, (asked.customer.tax_number or "")[:2].upper()
    likely = dict.fromkeys((_PREFIXES.get(prefix, prefix), home))
    known = [code for code in likely if country(code) and may_be_in(code, category, home)]
    shown = [Button(country_text(t, code), Choose(asked.number, code, "buyer_country")) for code in known]
    sentence = _COUNTRY_FOR.get(category) if category else None
    text = t(
        sentence or N_("Which country is {name} in? Tap it, or type its name."), name=asked.customer.name
    )
    return Screen(text, (*columns(shown, 1), back))


def country_text(t: Texts, code: str) -> str:
    """A country's flag and name."""
    found = country(code)
    return t.plain("{flag} {country}", flag=found.flag, country=found.name(t.language)) if found else code


def supply_question(t: Texts, asked: Asked, back: tuple[Button, ...]) -> Screen:
    """When the goods were delivered, or the work was done."""
    days = ((t.plain("Today"), asked.today), (t.plain("Yesterday"), asked.today - timedelta(days=1)))
    ready = tuple(Button(label, Choose(asked.number, on.isoformat(), "supply_date")) for label, on in days)
    is_set = asked.composition.supply_date is not None
    none = (
        (Button(t.plain("No date of its own"), Choose(asked.number, "-", "supply_date")),) if is_set else ()
    )
    text = t(
        "When was it delivered or done? Today is {date}. Type a date like 15/12, friday or 3 days ago.",
        date=day(asked.today, t.language, t.digits),
    )
    return Screen(text, (ready, none, back))


def exchange_question(t: Texts, asked: Asked, back: tuple[Button, ...]) -> Screen:
    """The rate of exchange; the last one is one tap, never taken without it."""
    own, foreign = asked.merchant.currency, tax_currency_of(asked.composition, asked.merchant) or ""
    last = asked.merchant.tax_exchange_rate
    ready: tuple[Button, ...] = ()
    if last is not None:
        values = {"currency": own, "rate": number(last, t.language, t.digits), "tax_currency": foreign}
        label = t.plain("1 {currency} = {rate} {tax_currency}", **values)
        ready = (Button(label, Choose(asked.number, canonical(last), "exchange_rate")),)
    text = t(
        "The tax has to be shown in {tax_currency} too. How many {tax_currency} is one {currency} today? "
        "Type it like 3.75.",
        currency=own,
        tax_currency=foreign,
    )
    return Screen(text, (ready, back))


def _reason_question(t: Texts, asked: Asked, category: TaxCategory, back: tuple[Button, ...]) -> Screen:
    known = known_reasons(asked.merchant, category, t.language)
    ready = [
        Button(shortened(text, LABEL_LENGTH), GiveReason(asked.number, key)) for key, text in known.items()
    ]
    return Screen(t(_WHY[category]), (*columns(ready, 1), back))


def _way_back(t: Texts, asked: Asked, category: TaxCategory | None) -> tuple[Button, ...]:
    """To the only line that is taxed so, else to the tax of all."""
    taxed_so = [
        index
        for index, item in enumerate(items_of(asked.composition))
        if asked.composition.taxes_of(item)[0] == category
    ]
    out = way_out(t, asked.number, "tax")
    lines = len(asked.composition.lines)
    if len(taxed_so) == 1 and lines > 1 and taxed_so[0] < lines:
        return (Button(t.plain("‹ Back"), OpenLine(asked.number, taxed_so[0])), *out[1:])
    return out
