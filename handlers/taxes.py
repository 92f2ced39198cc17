"""How an invoice is taxed, and the questions the law asks then; an answer the draft waits for leads on by itself."""

from bot.context import Context
from bot.conversation import Handler
from bot.quickline.exchange import parse_exchange_rate
from bot.registration import asks_buyer_number, checked_buyer_number, tax_currency_of
from bot.taxation import give_reason, items_of, known_reasons, may_be_in, read_tax, tax_alike
from handlers.desk import Answer, Desk, on_draft
from handlers.fields import within
from handlers.routing import Tap
from handlers.taps.drafts import GiveReason
from handlers.views import lacks as views
from handlers.views.parts import way_out
from handlers.views.taxes import tax_question
from models.countries import country_named
from models.customer import Customer
from models.errors import N_, UserError
from models.merchant import Merchant
from models.tax import TaxCategory

LONGEST_NUMBER, LONGEST_REASON = 40, 200
_COUNTRY = N_("I know no country “{text}”. Type its name or its two letters, like Egypt or EG.")
_NOT_IN_EU = N_(
    "{country} is not another EU country, so the sale is not tax-free. Type another country, or tap Back."
)
_IN_EU = N_(
    "{country} is in the EU, so this is no export. Type another country, or tap Back to tax it otherwise."
)


async def ask_tax(desk: Desk) -> None:
    """One way to tax everything; by who charges no tax nothing is asked."""
    if not desk.merchant.charges_tax:
        await desk.lay()
        return
    desk.turn.ask("tax", tax_question(desk.turn.t, desk.number, desk.merchant, desk.composition))


async def tax_answered(text: str, desk: Desk) -> None:
    """A rate or a treatment for every line and charge; with `incl` the prices hold the tax already."""
    if text in {"incl", "excl"}:
        desk.composition.prices_include_tax = text == "incl"
    else:
        tax = read_tax(text, desk.merchant.country, await desk.document_language())
        tax_alike(items_of(desk.composition), tax)
    await desk.lay()


async def reason_answered(text: str, desk: Desk) -> None:
    """A typed reason for what is free of tax."""
    _give(within(text, LONGEST_REASON), desk)
    await desk.lay()


async def reason_tapped(tap: Tap[GiveReason], desk: Desk) -> None:
    """A usual reason; a second tap on the same button finds the question closed."""
    if desk.turn.draft.step == "reason":
        known = known_reasons(desk.merchant, _category(desk), await desk.document_language())
        if tap.data.key in known:
            _give(known[tap.data.key], desk)
    await desk.lay()


async def ask_buyer_number(desk: Desk) -> None:
    """Is the customer registered for tax too?"""
    customer = await desk.customer()
    if customer is None or not asks_buyer_number(desk.merchant):
        await desk.lay()
        return
    back = way_out(desk.turn.t, desk.number, "more")
    desk.turn.ask("buyer_number", views.buyer_number_question(desk.turn.t, desk.asked(customer), None, back))


async def buyer_number_answered(text: str, desk: Desk) -> None:
    """The customer's tax number, for this invoice and the next ones; "-" takes it off."""
    customer = await desk.customer()
    if customer is not None:
        customer.tax_number = None if text == "-" else _number(text, desk.merchant, customer)
    await desk.lay()


async def ask_buyer_country(desk: Desk) -> None:
    """Where the customer is."""
    customer = await desk.customer()
    if customer is None or not desk.merchant.charges_tax:
        await desk.lay()
        return
    back = way_out(desk.turn.t, desk.number, "more")
    desk.turn.ask(
        "buyer_country", views.buyer_country_question(desk.turn.t, desk.asked(customer), None, back)
    )


async def buyer_country_answered(text: str, desk: Desk) -> None:
    """The customer's country, for this invoice and the next ones."""
    found = country_named(text)
    if found is None:
        raise UserError(_COUNTRY, text=text[:40])
    category = desk.turn.draft.scratch.get("category")
    if category and not may_be_in(found.code, TaxCategory(category), desk.merchant.country):
        refused = _NOT_IN_EU if category == TaxCategory.K else _IN_EU
        raise UserError(refused, country=found.name(desk.turn.language))
    customer = await desk.customer()
    if customer is not None:
        customer.country = found.code
    await desk.lay()


async def ask_exchange_rate(desk: Desk) -> None:
    """What the invoice's currency is worth where the tax is paid."""
    customer = await desk.customer()
    if customer is None or tax_currency_of(desk.composition, desk.merchant) is None:
        await desk.lay()
        return
    back = way_out(desk.turn.t, desk.number, "more")
    desk.turn.ask("exchange_rate", views.exchange_question(desk.turn.t, desk.asked(customer), back))


async def exchange_rate_answered(text: str, desk: Desk) -> None:
    """A rate for this invoice; the next one offers it."""
    foreign = tax_currency_of(desk.composition, desk.merchant)
    if foreign is not None:
        own, language = desk.merchant.currency, desk.turn.language
        rate = parse_exchange_rate(text, own=own, foreign=foreign, language=language)
        desk.composition.tax_exchange_rate = desk.merchant.tax_exchange_rate = rate
    await desk.lay()


def _number(text: str, merchant: Merchant, customer: Customer) -> str:
    return checked_buyer_number(within(text, LONGEST_NUMBER), merchant.country, customer.country)


def _category(desk: Desk) -> TaxCategory:
    """The category the open question is about."""
    return TaxCategory(desk.turn.draft.scratch.get("category") or TaxCategory.E)


def _give(reason: str, desk: Desk) -> None:
    give_reason(desk.composition, _category(desk), reason, desk.merchant)


ANSWERS: dict[str, Answer] = {
    "tax": tax_answered,
    "reason": reason_answered,
    "buyer_number": buyer_number_answered,
    "buyer_country": buyer_country_answered,
    "exchange_rate": exchange_rate_answered,
}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [on_draft(GiveReason, context, reason_tapped)]
