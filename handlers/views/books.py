"""Screens of the two books: the list, what a search found, a new entry, how to import."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.books.book import CUSTOMERS, PRODUCTS, Book, Entry
from bot.books.files import MOST_BYTES, MOST_ROWS
from bot.books.pages import Page, Place
from bot.language import Texts
from bot.quickline.answers import UnclearError
from bot.rendering.formats import number
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.books import (
    AskImport,
    ExportBook,
    ListBook,
    ListDuplicates,
    NewEntry,
    OpenEntry,
    PickReading,
)
from handlers.views.parts import shortened
from handlers.views.start import invoice_button
from models.errors import N_
from models.product import Product

TITLES = {"products": N_("📦 <b>Products</b>"), "customers": N_("👥 <b>Customers</b>")}
_ARCHIVED = {"products": N_("🗄 <b>Archived products</b>"), "customers": N_("🗄 <b>Archived customers</b>")}
_EMPTY = {
    "products": N_("Nothing here yet. What you invoice joins by itself; or send me your list as a file."),
    "customers": N_("Nobody here yet. Whom you invoice joins by themselves; or send me your list as a file."),
}
_NEW = {
    "products": N_("What do you sell? Type it with its price, like: {example}"),
    "customers": N_("What is the new customer called?"),
}
_EXAMPLE = N_("Logo design 150")
_ADD = {"products": N_("➕ New item"), "customers": N_("➕ New customer")}
_COLUMNS = {
    "products": N_("name, price, unit, tax, other names"),
    "customers": N_("name, e-mail, phone, tax number, address, country, language"),
}
_NOT_FOUND = {
    "products": N_("No product has “{text}” in its name."),
    "customers": N_("No customer has “{text}” in their name, e-mail or phone."),
}


@dataclass(frozen=True)
class Shelf:
    """A page of a book, and what stands around it."""

    book: Book
    page: Page
    archived: bool  # whether it shows the archived ones
    put_away: int  # how many of those there are
    composing: bool
    duplicates: int = 0  # pairs of customers who may be the same


def list_view(t: Texts, shelf: Shelf) -> Screen:
    """A page of the book, what was used last first."""
    key = shelf.book.key
    title = t((_ARCHIVED if shelf.archived else TITLES)[key])
    entries = shelf.page.entries
    hint = t("Tap one to open it, or type a part of its name.") if entries else t(_EMPTY[key])
    rows: Rows = (*(_entry_row(t, entry, shelf.book) for entry in entries), _turns(t, shelf))
    ways = ((back_to_list(t, shelf.book),),) if shelf.archived else _ways(t, shelf)
    return Screen(f"{title}\n{hint}", (*rows, *ways, (invoice_button(t, composing=shelf.composing),)))


def found_view(t: Texts, book: Book, text: str, found: Sequence[Entry]) -> Screen:
    """What a search came to."""
    said = shortened(text, 60)
    sentence = t("Found for “{text}”:", text=said) if found else t(_NOT_FOUND[book.key], text=said)
    new = () if found else (Button(t.plain(_ADD[book.key]), NewEntry(book.key)),)
    return Screen(sentence, (*(_entry_row(t, entry, book) for entry in found), new, (back_to_list(t, book),)))


def new_view(t: Texts, book: Book) -> Screen:
    """A new entry begins with a name."""
    example = {"example": t.code(t.plain(_EXAMPLE))} if book is PRODUCTS else {}
    return Screen(t(_NEW[book.key], **example), ((back_to_list(t, book),),))


def import_view(t: Texts, book: Book) -> Screen:
    """How a list gets in."""
    text = t(
        "📥 Send your list here as a file, XLSX (Excel) or CSV, of at most {size} MB and {rows} rows. Its first row "
        "says what each column is:\n{columns}\n\nYou see what would change before anything is imported. What is in the "
        "book already is mended, never doubled.",
        size=MOST_BYTES >> 20, rows=number(Decimal(MOST_ROWS), t.language, t.digits),
        columns=t.code(t.plain(_COLUMNS[book.key])),
    )  # fmt: skip
    if book is CUSTOMERS:
        text = "\n\n".join((text, t("Contacts as your phone shares them (VCF) are read too.")))
    return Screen(text, ((back_to_list(t, book),),))


def readings_view(t: Texts, unclear: UnclearError, back: Button) -> Screen:
    """One question with the readings of an unclear answer."""
    choices = [Button(shortened(c, 40), PickReading(i)) for i, c in enumerate(unclear.choices)]
    return Screen(t(unclear.message, **unclear.values), (*columns(choices, 2), (back,)))


def back_to_list(t: Texts, book: Book) -> Button:
    """To the first page."""
    return Button(t.plain("‹ Back"), ListBook(book.key))


def _entry_row(t: Texts, entry: Entry, book: Book) -> tuple[Button, ...]:
    mark = "🗄 " if entry.archived_at else ""
    if isinstance(entry, Product):
        known: str | None = number(entry.unit_price, t.language, t.digits)
    else:
        known = entry.email or entry.phone
    name = shortened(entry.name, 28)
    label = t.beside(name, shortened(known, 30)) if known else name
    return (Button(f"{mark}{label}", OpenEntry(book.key, entry.key)),)


def _turns(t: Texts, shelf: Shelf) -> tuple[Button, ...]:
    def to(place: Place, newer: int) -> ListBook:
        return ListBook(shelf.book.key, int(shelf.archived), place.at, place.key, newer)

    page = shelf.page
    newer = (Button(t.plain("‹ Newer"), to(page.newer, 1)),) if page.newer else ()
    older = (Button(t.plain("Older ›"), to(page.older, 0)),) if page.older else ()
    return (*newer, *older)


def _ways(t: Texts, shelf: Shelf) -> Rows:
    key = shelf.book.key
    export = (Button(t.plain("📤 Export"), ExportBook(key)),) if shelf.page.entries else ()
    archived = (
        (Button(t.plain("🗄 Archived: {count}", count=shelf.put_away), ListBook(key, 1)),)
        if shelf.put_away
        else ()
    )
    count = shelf.duplicates
    twice = (
        (Button(t.plain("🔀 Possible duplicates: {count}", count=count), ListDuplicates()),) if count else ()
    )
    return (
        (Button(t.plain(_ADD[key]), NewEntry(key)), Button(t.plain("📥 Import"), AskImport(key))),
        (*export, *archived),
        twice,
    )
