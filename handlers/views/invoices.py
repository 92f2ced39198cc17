"""Screens of the list of issued invoices."""

from collections.abc import Mapping, Sequence

from bot.invoices import FILTERS, Page
from bot.language import Texts
from bot.rendering.formats import amount
from bot.screens import Button, Rows, Screen, columns
from handlers.taps import ListInvoices, NewInvoice, PickCustomer, ShowInvoice
from handlers.views.parts import shortened
from models.customer import Customer
from models.delivery import State
from models.errors import N_
from models.invoice import Invoice

LABELS = {"all": N_("All"), "waiting": N_("On their way"), "sent": N_("Sent"), "failed": N_("Failed")}
MARKS = (
    (State.FAILED, "❌"),
    (State.SENDING, "📤"),
    (State.QUEUED, "⏳"),
    (State.SENT, "✅"),
    (State.DELIVERED, "✅"),
)

States = Mapping[int, Sequence[State]]
"""The states of each invoice's deliveries, by the invoice's id."""


def invoices_view(
    t: Texts, wanted: ListInvoices, page: Page, states: States, whose: Customer | None
) -> Screen:
    """A page of the list, with its filters."""
    title = t("📚 <b>Invoices</b>")
    if whose is not None:
        title = t("📚 <b>Invoices for {name}</b>", name=whose.name)
    if not page.invoices:
        title += "\n\n" + t("Nothing here yet.")
    else:
        title += "\n" + t("Tap one to open it, or type a number or a name.")
    filters = [
        Button(f"● {t.plain(LABELS[kept])}" if kept == wanted.kept else t.plain(LABELS[kept]),
               ListInvoices(kept, wanted.customer_id))
        for kept in FILTERS
    ]  # fmt: skip
    rows: Rows = (
        *_entries(t, page.invoices, states),
        _turns(t, wanted, page),
        *columns(filters, 2),
        _whose(t, wanted),
    )
    return Screen(title, rows)


def _entries(t: Texts, invoices: Sequence[Invoice], states: States) -> Rows:
    return tuple((Button(_entry(t, i, states.get(i.key, ())), ShowInvoice(i.key)),) for i in invoices)


def _entry(t: Texts, issued: Invoice, states: Sequence[State]) -> str:
    mark = next((mark for state, mark in MARKS if state in states), "📭")
    total = amount(issued.payable_amount, issued.currency, t.language)
    return f"{mark} {t.beside(issued.number, shortened(issued.buyer_name, 22), total)}"


def _turns(t: Texts, wanted: ListInvoices, page: Page) -> tuple[Button, ...]:
    kept, whose = wanted.kept, wanted.customer_id
    newer = (Button(t.plain("‹ Newer"), ListInvoices(kept, whose, after=page.newer)),) if page.newer else ()
    older = (Button(t.plain("Older ›"), ListInvoices(kept, whose, before=page.older)),) if page.older else ()
    return (*newer, *older)


def _whose(t: Texts, wanted: ListInvoices) -> tuple[Button, ...]:
    if wanted.customer_id:
        return (Button(t.plain("👥 Every customer"), ListInvoices(wanted.kept)),)
    return (Button(t.plain("👤 One customer"), PickCustomer(wanted.kept)),)


def pick_customer_view(t: Texts, kept: str, recent: Sequence[Customer]) -> Screen:
    """The customers used last, each a button."""
    names = [Button(shortened(c.name, 30), ListInvoices(kept, c.key)) for c in recent]
    return Screen(
        t("Whose invoices do you want to see?"),
        (*columns(names, 2), (Button(t.plain("‹ Back"), ListInvoices(kept)),)),
    )


def found_view(t: Texts, text: str, page: Page, states: States) -> Screen:
    """What a search came to."""
    if not page.invoices:
        new = Button(t.plain("🧾 New invoice"), NewInvoice())
        return Screen(t("No invoice has “{text}” in its number or name.", text=shortened(text, 60)),
                      ((Button(t.plain("📚 All invoices"), ListInvoices()), new),))  # fmt: skip
    return Screen(t("Found for “{text}”:", text=shortened(text, 60)), _entries(t, page.invoices, states))
