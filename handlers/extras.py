"""The rarer parts of an invoice, behind “More”: what is paid already, the day of supply, the customer's order."""

from decimal import Decimal

from bot.context import Context
from bot.conversation import Handler
from bot.quickline.prices import parse_price
from bot.quickline.supply_days import parse_supply_day
from bot.registration import totals_for
from handlers.desk import Answer, Desk
from handlers.fields import within
from handlers.views import extras as views
from handlers.views.lacks import supply_question
from handlers.views.parts import way_out
from models.errors import N_, UserError

LONGEST_ORDER = 60
_TOO_MUCH_PAID = N_(
    "{paid} is more than the total of {total}. Type what was paid for this invoice, up to its total."
)


async def ask_more(desk: Desk) -> None:
    """Everything that is rarely said."""
    customer = await desk.customer()
    if customer is None or not desk.composition.lines or desk.composition.credits_id is not None:
        await desk.lay()
    else:
        desk.turn.ask("card", views.more_view(desk.turn.t, desk.asked(customer)))


async def ask_prepaid(desk: Desk) -> None:
    """What was paid before the invoice."""
    customer = await desk.customer()
    if customer is None:
        await desk.ask_customer()
    else:
        desk.turn.ask("prepaid", views.prepaid_question(desk.turn.t, desk.asked(customer)))


async def prepaid_answered(text: str, desk: Desk) -> None:
    """An amount up to the total; "0" for none."""
    customer = await desk.customer()
    paid = parse_price(text, currency=desk.merchant.currency, language=desk.turn.language)
    desk.composition.prepaid_amount = Decimal(0)
    number = customer.tax_number if customer else None
    total = totals_for(desk.composition, desk.merchant, number).tax_inclusive_amount
    check_paid(paid, total)
    desk.composition.prepaid_amount = paid
    await desk.lay()


def check_paid(paid: Decimal, total: Decimal) -> None:
    """UserError where more was paid before than the invoice comes to."""
    if paid > total:
        raise UserError(_TOO_MUCH_PAID, paid=paid, total=total)


async def ask_supply_date(desk: Desk) -> None:
    """When it was delivered or done, if that is another day."""
    customer = await desk.customer()
    if customer is None:
        await desk.ask_customer()
        return
    back = way_out(desk.turn.t, desk.number, "more")
    desk.turn.ask("supply_date", supply_question(desk.turn.t, desk.asked(customer), back))


async def supply_date_answered(text: str, desk: Desk) -> None:
    """A day, past or ahead; "-" for that of the invoice."""
    desk.composition.supply_date = (
        None if text == "-" else parse_supply_day(text, today=desk.today, language=desk.turn.language)
    )
    await desk.lay()


async def ask_order_reference(desk: Desk) -> None:
    """The number of the customer's order."""
    customer = await desk.customer()
    if customer is None:
        await desk.ask_customer()
    else:
        desk.turn.ask("order_reference", views.order_question(desk.turn.t, desk.asked(customer)))


async def order_reference_answered(text: str, desk: Desk) -> None:
    """The number as the customer gave it; "-" takes it off."""
    desk.composition.order_reference = None if text == "-" else within(text, LONGEST_ORDER)
    await desk.lay()


ANSWERS: dict[str, Answer] = {
    "prepaid": prepaid_answered,
    "supply_date": supply_date_answered,
    "order_reference": order_reference_answered,
}


def entry(_context: Context) -> list[Handler]:
    """All its buttons are questions."""
    return []
