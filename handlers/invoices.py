"""Looking back: the list of issued invoices."""

from bot.context import Context
from bot.conversation import Handler
from bot.customers import customer, recent_customers
from bot.invoices import Page, deliveries_on, find_invoices, page_of
from bot.turn import Turn
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.taps import ListInvoices, PickCustomer
from handlers.views import invoices as views


async def invoices_wanted(text: str, turn: Turn) -> None:
    """/invoices, or /invoices with something to look for."""
    await (_search(text, turn) if text else _list(ListInvoices(), turn))


async def page_tapped(tap: Tap[ListInvoices], turn: Turn) -> None:
    """Another page, or another filter."""
    await _list(tap.data, turn)


async def pick_customer_tapped(tap: Tap[PickCustomer], turn: Turn) -> None:
    """Whose invoices?"""
    recent = await recent_customers(turn.session, merchant_of(turn).key, limit=12)
    turn.show_at(tap.message_id, views.pick_customer_view(turn.t, tap.data.kept, recent))


async def search_answered(text: str, turn: Turn) -> None:
    """A number or a name typed while the list is open."""
    await _search(text, turn)


async def _list(wanted: ListInvoices, turn: Turn) -> None:
    merchant = merchant_of(turn)
    page = await page_of(
        turn.session, merchant.key, kept=wanted.kept, customer_id=wanted.customer_id or None,
        before=wanted.before or None, after=wanted.after or None,
    )  # fmt: skip
    whose = await customer(turn.session, merchant.key, wanted.customer_id) if wanted.customer_id else None
    states = await deliveries_on(turn.session, merchant.key, page.invoices)
    screen = views.invoices_view(turn.t, wanted, page, states, whose)
    turn.show_at(turn.arrival.message_id, screen)
    _listen(turn)


async def _search(text: str, turn: Turn) -> None:
    merchant = merchant_of(turn)
    found = await find_invoices(turn.session, merchant.key, text)
    states = await deliveries_on(turn.session, merchant.key, found)
    turn.say(views.found_view(turn.t, text, Page(found, None, None), states))
    _listen(turn)


def _listen(turn: Turn) -> None:
    """What is typed next looks for an invoice, unless one is being composed."""
    if turn.draft.composition is None:
        turn.draft.step = "invoices"


def entry(context: Context) -> list[Handler]:
    """Commands and taps, always there."""
    return [
        OnCommand("invoices", invoices_wanted),
        OnTap(ListInvoices, page_tapped),
        OnTap(PickCustomer, pick_customer_tapped),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means at each open question."""
    return {"invoices": [OnText(search_answered)]}
