"""Screens of the list of issued invoices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.balances import OWED_BACK, OpenSum
from bot.invoices import FILTERS, Page
from bot.language import Texts
from bot.rendering.formats import amount, money
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.drafts import NewInvoice
from handlers.taps.issued import ListInvoices, PickCustomer, ShowInvoice
from handlers.views.parts import shortened
from models.balance import Balance, Standing
from models.customer import Customer
from models.delivery import State
from models.errors import N_
from models.invoice import Invoice

LABELS = {
    "all": N_("All"),
    "unpaid": N_("Unpaid"),
    "overdue": N_("Overdue"),
    "paid": N_("Paid"),
    OWED_BACK: N_("💸 To give back"),
    "waiting": N_("On their way"),
    "sent": N_("Sent"),
    "failed": N_("Failed"),
}
MARKS = (
    (State.FAILED, "❌"),
    (State.SENDING, "📤"),
    (State.QUEUED, "⏳"),
    (State.SENT, "✅"),
    (State.DELIVERED, "✅"),
)
MONEY_MARKS = {
    Standing.PARTIALLY_PAID: "🌓", Standing.PAID: "💰", Standing.OVERPAID: "💸", Standing.CREDITED: "↩",
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """What is known of the invoices of a page, by their ids."""

    states: Mapping[int, Sequence[State]]  # of their deliveries
    balances: Mapping[int, Balance]
    today: date  # where the merchant is
    owes_back: bool = False  # whether there is money to give back, on any page

    def marks(self, issued: Invoice) -> str:
        """How far it came on its way, and how far it is paid.

        ⚠️ is overdue, ↩ a credit note or credited, 💸 owes money back.
        """
        states = self.states.get(issued.key, ())
        sent = next((mark for state, mark in MARKS if state in states), "📭")
        balance = self.balances.get(issued.key)
        if balance is None:
            return f"↩{sent}"
        overdue = "⚠️" if balance.is_overdue(self.today) else ""
        return f"{overdue}{MONEY_MARKS.get(balance.standing, '')}{sent}"


def invoices_view(
    t: Texts,
    wanted: ListInvoices,
    page: Page,
    listed: Listed,
    sums: Sequence[OpenSum],
    whose: Customer | None,
) -> Screen:
    """A page of the list, with its filters, below what is open of all."""
    title = t("📚 <b>Invoices</b>")
    if whose is not None:
        title = t("📚 <b>Invoices for {name}</b>", name=whose.name)
    hint = t("Tap one to open it, or type a number or a name.") if page.invoices else t("Nothing here yet.")
    lines = [title, *(_open_sum(t, each) for each in sums), *([] if page.invoices else [""]), hint]
    rows: Rows = (
        *_entries(t, page.invoices, listed),
        _turns(t, wanted, page),
        *(tuple(_filter(t, kept, wanted) for kept in row) for row in FILTERS),
        (_filter(t, OWED_BACK, wanted),) if listed.owes_back or wanted.kept == OWED_BACK else (),
        _whose(t, wanted),
    )
    return Screen("\n".join(lines), rows)


def _open_sum(t: Texts, one: OpenSum) -> str:
    values = {
        "open": money(one.open, one.currency, t.language, t.digits),
        "overdue": money(one.overdue, one.currency, t.language, t.digits),
    }
    if not one.overdue:
        return t("Open: <b>{open}</b>", **values)
    return t("Open: <b>{open}</b>, of which overdue: <b>{overdue}</b>", **values)


def _filter(t: Texts, kept: str, wanted: ListInvoices) -> Button:
    label = t.plain(LABELS[kept])
    return Button(f"● {label}" if kept == wanted.kept else label, ListInvoices(kept, wanted.customer_id))


def _entries(t: Texts, invoices: Sequence[Invoice], listed: Listed) -> Rows:
    return tuple((Button(_entry(t, i, listed), ShowInvoice(i.key)),) for i in invoices)


def _entry(t: Texts, issued: Invoice, listed: Listed) -> str:
    total = amount(issued.payable_amount, issued.currency, t.language, t.digits)
    return f"{listed.marks(issued)} {t.beside(issued.number, shortened(issued.buyer_name, 22), total)}"


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


def found_view(t: Texts, text: str, page: Page, listed: Listed) -> Screen:
    """What a search came to."""
    if not page.invoices:
        new = Button(t.plain("🧾 New invoice"), NewInvoice())
        return Screen(t("No invoice has “{text}” in its number or name.", text=shortened(text, 60)),
                      ((Button(t.plain("📚 All invoices"), ListInvoices()), new),))  # fmt: skip
    return Screen(t("Found for “{text}”:", text=shortened(text, 60)), _entries(t, page.invoices, listed))
