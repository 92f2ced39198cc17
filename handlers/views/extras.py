"""The rarer parts of an invoice in the making: the screen that lists them, and a question for each."""

from bot.language import Texts
from bot.registration import asks_buyer_number, tax_currency_of
from bot.rendering.formats import money
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.drafts import Choose, GoTo
from handlers.views.lacks import Asked
from handlers.views.parts import way_out


def more_view(t: Texts, asked: Asked) -> Screen:
    """Everything else that can be said on this invoice; about tax only to who charges it."""
    draft = asked.number
    steps = {
        "charges": t.plain("🚚 Delivery or other charge"),
        "prepaid": t.plain("💰 Already paid"),
        "supply_date": t.plain("📦 Date of supply"),
        "order_reference": t.plain("🔖 Order number"),
        "language": t.plain("🌐 Language"),
    }
    buttons = [Button(label, GoTo(draft, step)) for step, label in steps.items()]
    about_tax = [Button(label, GoTo(draft, step)) for step, label in _about_tax(t, asked).items()]
    rows: Rows = (*columns(buttons, 2), *columns(about_tax, 2), way_out(t, draft))
    return Screen(t("What else shall this invoice say?"), rows)


def _about_tax(t: Texts, asked: Asked) -> dict[str, str]:
    merchant = asked.merchant
    if not merchant.charges_tax:
        return {}
    steps = {"tax": t.plain("🏛 Tax")}
    if asks_buyer_number(merchant):
        steps["buyer_number"] = t.plain("🏛 Customer's tax number")
    steps["buyer_country"] = t.plain("🌍 Customer's country")
    if tax_currency_of(asked.composition, merchant):
        steps["exchange_rate"] = t.plain("💱 Rate of exchange")
    return steps


def prepaid_question(t: Texts, asked: Asked) -> Screen:
    """What the customer has paid before the invoice."""
    paid = asked.composition.prepaid_amount
    none = ((Button(t.plain("Nothing paid yet"), Choose(asked.number, "0", "prepaid")),),) if paid else ()
    text = t(
        "How much has {name} paid already? It is taken off what is due. Type it like 500.",
        name=asked.customer.name,
    )
    if paid:
        text = (
            f"{text}\n{t('Now: {amount}', amount=money(paid, asked.merchant.currency, t.language, t.digits))}"
        )
    return Screen(text, (*none, way_out(t, asked.number, "more")))


def order_question(t: Texts, asked: Asked) -> Screen:
    """The number of the customer's order."""
    is_set = asked.composition.order_reference
    none = (
        ((Button(t.plain("No order number"), Choose(asked.number, "-", "order_reference")),),)
        if is_set
        else ()
    )
    text = t("What is the number of {name}'s order? It is printed on the invoice.", name=asked.customer.name)
    return Screen(text, (*none, way_out(t, asked.number, "more")))
