"""Screens of one product or customer, and of the questions about it."""

from dataclasses import dataclass

from bot.books.book import PRODUCTS, Book, Entry
from bot.books.exporting import HEADS
from bot.books.fields import Field
from bot.language import Texts
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.books import ArchiveEntry, AskEntry, ClearEntry, ListBook, OpenEntry, SetEntry, UseEntry
from handlers.taps.issued import ListInvoices
from handlers.views.book_values import answers, columns_of, field_columns, shown
from handlers.views.merging import PAGE, same_button
from handlers.views.parts import shortened
from handlers.views.start import invoice_button
from models.customer import Customer
from models.errors import N_
from models.merchant import Merchant

_SHOWN = 200  # characters of a value
_ABOUT = {
    "products.name": N_("As it stands on new invoices, up to {most} characters."),
    "products.price": N_("The usual price, without asking. It can be for more than one, like: {example}"),
    "products.unit": N_("What it is counted in. Tap one, or type it."),
    "products.tax": N_("How it is usually taxed. Tap it, or type a rate."),
    "products.aliases": N_(
        "What else you call it. Type these names with commas between them, like: {example}"
    ),
    "customers.name": N_("As it stands on new invoices, up to {most} characters."),
    "customers.email": N_("Where their invoices go by e-mail."),
    "customers.phone": N_("The mobile number where their invoices go by SMS."),
    "customers.tax_number": N_("Printed on their invoices where it matters, up to {most} characters."),
    "customers.address": N_("As it stands on their invoices, up to {most} characters. Its lines are kept."),
    "customers.country": N_("Where they are. Tap it, or type any country's name."),
    "customers.language": N_("What their invoices are written in."),
    "customers.aliases": N_(
        "What else you call them. Type these names with commas between them, like: {example}"
    ),
}
_EXAMPLES = {
    "products.price": N_("12 per 100"),
    "products.aliases": N_("brand mark, emblem"),
    "customers.aliases": N_("the corner shop, Ahmed’s"),
}


@dataclass(frozen=True)
class Shown:
    """An entry, and what stands around it."""

    book: Book
    entry: Entry
    merchant: Merchant
    composing: bool
    alike: Customer | None = None  # another customer who may be the same


def entry_view(t: Texts, page: Shown, saved: str | None = None) -> Screen:
    """All that is known of it; `saved` names the field that was just changed."""
    book, entry, merchant = page.book, page.entry, page.merchant
    known = columns_of(book, entry)
    fields = [field.name for field in book.fields_for(merchant)]
    title = t("<b>{name}</b>", name=shortened(entry.name, _SHOWN))
    if saved:
        title = "\n\n".join((t("✅ Saved: {label}", label=t.plain(HEADS[saved])), title))
    lines = [
        t("<b>{label}</b>: {value}", label=t.plain(HEADS[name]),
          value=shortened(shown(t, merchant, known, name), _SHOWN))
        for name in fields
        if name != "name"
    ]  # fmt: skip
    if entry.archived_at:
        lines.append(t("🗄 Archived: it is offered nowhere."))
    asked = [Button(t.plain(HEADS[name]), AskEntry(book.key, entry.key, name)) for name in fields]
    text = "\n".join((title, *lines, "", t("Issued invoices stay as they are.")))
    return Screen(text, (*columns(asked, 2), *_same(t, page), *_ways(t, page)))


def _same(t: Texts, page: Shown) -> Rows:
    if page.alike is None or not isinstance(page.entry, Customer):
        return ()
    return ((same_button(t, page.entry, page.alike, PAGE),),)


def _ways(t: Texts, page: Shown) -> Rows:
    book, entry, composing = page.book, page.entry, page.composing
    key = entry.key
    bring = Button(t.plain("↩ Bring back"), ArchiveEntry(book.key, key, 0))
    away = Button(t.plain("🗄 Archive"), ArchiveEntry(book.key, key, 1))
    back = Button(t.plain("‹ Back"), ListBook(book.key, int(entry.archived_at is not None)))
    out = (back, invoice_button(t, composing=True)) if composing else (back,)
    if entry.archived_at:
        return ((bring, *_invoices(t, book, key)), out)
    return ((_use(t, book, key, composing=composing),), (away, *_invoices(t, book, key)), out)


def _use(t: Texts, book: Book, key: int, *, composing: bool) -> Button:
    if book is not PRODUCTS:
        return Button(t.plain("🧾 Invoice them"), UseEntry(book.key, key))
    label = t.plain("➕ Add to the invoice") if composing else t.plain("🧾 New invoice with it")
    return Button(label, UseEntry(book.key, key))


def _invoices(t: Texts, book: Book, key: int) -> tuple[Button, ...]:
    if book is PRODUCTS:
        return ()
    return (Button(t.plain("📚 Their invoices"), ListInvoices(customer_id=key)),)


def question_view(t: Texts, book: Book, entry: Entry, merchant: Merchant, field: Field) -> Screen:
    """One field: what it is for, its present value, ready answers and the way back."""
    name = f"{book.key}.{field.name}"
    example = t.code(t.plain(_EXAMPLES[name])) if name in _EXAMPLES else ""
    known = columns_of(book, entry)
    parts = (
        t("<b>{label}</b>", label=t.plain(HEADS[field.name])),
        t(_ABOUT[name], most=field.most, example=example),
        t("Now: {value}", value=shown(t, merchant, known, field.name)),
    )
    ready = answers(t, merchant, field.name)
    offered = [
        Button(label, SetEntry(book.key, entry.key, field.name, answer)) for answer, label in ready.items()
    ]
    is_set = field.cleared is not None and any(
        known[column] != field.cleared.get(column) for column in field_columns(field.name)
    )
    clear = (Button(t.plain("🗑 Clear"), ClearEntry(book.key, entry.key, field.name)),) if is_set else ()
    back = Button(t.plain("‹ Back"), OpenEntry(book.key, entry.key))
    return Screen("\n\n".join(parts), (*columns(offered, 2), (*clear, back)))


def back_to_entry(t: Texts, book: Book, entry: Entry) -> Button:
    """Out of a question about it."""
    return Button(t.plain("‹ Back"), OpenEntry(book.key, entry.key))
