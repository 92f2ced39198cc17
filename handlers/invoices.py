"""Looking back: the list of issued invoices."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.balances import balances_of, open_sums, owes_back
from bot.context import Context
from bot.conversation import Handler
from bot.customers import customer, recent_customers
from bot.drafts import today
from bot.invoices import Page, deliveries_on, find_invoices, page_of
from bot.language import Texts
from bot.screens import Screen
from bot.turn import Turn
from handlers.quick import line_typed
from handlers.quick_reading import is_invoice
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.taps.issued import ListInvoices, PickCustomer
from handlers.views import invoices as views
from models.invoice import Invoice
from models.merchant import Merchant
from models.text import cleaned


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


async def search_answered(text: str, turn: Turn, context: Context) -> None:
    """A number or a name typed while the list is open; an invoice is an invoice here too."""
    found = await find_invoices(turn.session, merchant_of(turn).key, cleaned(text))
    if not found and await is_invoice(text, turn, context):
        await line_typed(text, turn, context)
    else:
        await _show_found(cleaned(text), turn, found)


async def _list(wanted: ListInvoices, turn: Turn) -> None:
    """Owed, not made here: the balances of thousands of invoices take longer than a turn may."""
    merchant, message_id = merchant_of(turn), turn.arrival.message_id
    if wanted.customer_id:
        await customer(turn.session, merchant.key, wanted.customer_id)
    if turn.draft.card_message_id == message_id:  # the list takes its place
        turn.draft.card_message_id = None
    turn.owe("invoice_list", message_id=message_id, wanted=asdict(wanted))
    _listen(turn)


async def list_screen(
    session: AsyncSession, t: Texts, merchant: Merchant, wanted: ListInvoices, day: date
) -> Screen:
    """A page of the list as it is now; `day` is today where the merchant is."""
    customer_id = wanted.customer_id or None
    page = await page_of(
        session, merchant.key, day, kept=wanted.kept, customer_id=customer_id,
        before=wanted.before or None, after=wanted.after or None,
    )  # fmt: skip
    whose = await customer(session, merchant.key, customer_id) if customer_id else None
    sums = await open_sums(session, merchant.key, day, customer_id)
    owed = await owes_back(session, merchant.key, customer_id)
    listed = replace(await _listed(session, merchant, page.invoices, day), owes_back=owed)
    return views.invoices_view(t, wanted, page, listed, sums, whose)


async def _search(text: str, turn: Turn) -> None:
    await _show_found(text, turn, await find_invoices(turn.session, merchant_of(turn).key, text))


async def _show_found(text: str, turn: Turn, found: Sequence[Invoice]) -> None:
    merchant = merchant_of(turn)
    listed = await _listed(turn.session, merchant, found, today(merchant, turn.now))
    turn.say(views.found_view(turn.t, text, Page(found, None, None), listed))
    _listen(turn)


async def _listed(
    session: AsyncSession, merchant: Merchant, invoices: Sequence[Invoice], day: date
) -> views.Listed:
    states = await deliveries_on(session, merchant.key, invoices)
    return views.Listed(states, await balances_of(session, merchant.key, invoices), day)


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
    return {"invoices": [OnText(lambda text, turn: search_answered(text, turn, context), lines=True)]}
