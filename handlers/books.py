"""/products and /customers: the lists, searching them by typing, new entries, the whole list as a file."""

from collections.abc import Sequence

from bot.books.book import CUSTOMERS, PRODUCTS, Book, Entry, change
from bot.books.fields import PIECE, Writer
from bot.books.pages import Place, Window, count_of, found_in, page_of
from bot.context import Context
from bot.conversation import Handler
from bot.customers import add_customer
from bot.duplicates import DUPLICATES
from bot.quickline.answers import UnclearError
from bot.quickline.items import parse_item
from bot.turn import Turn, current
from handlers.book_entry import field_answered, show_entry
from handlers.quick import line_typed
from handlers.quick_reading import is_invoice
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.shelves import FIELD, LIST, NEW, book_named, open_beside
from handlers.taps.books import AskImport, ExportBook, ListBook, NewEntry, PickReading
from handlers.views import books as views
from models.errors import N_, UserError
from models.product import Product
from models.text import cleaned

_NO_PRICE = N_("“{item}” is new, so it needs a price. Type it like this: {item} 50")


async def show_list(turn: Turn, wanted: ListBook) -> None:
    """A page of a book; what is typed next searches it."""
    merchant, book = merchant_of(turn), book_named(wanted.book)
    place = Place(wanted.at, wanted.key)
    window = Window(archived=bool(wanted.archived), **{"after" if wanted.newer else "before": place})
    page = await page_of(turn.session, book, merchant.key, window)
    put_away = await count_of(turn.session, book, merchant.key, archived=True)
    composing = turn.draft.composition is not None
    pairs = await DUPLICATES.pairs(turn.session, merchant.key) if book is CUSTOMERS else []
    shelf = views.Shelf(book, page, window.archived, put_away, composing, len(pairs))
    open_beside(turn, LIST, views.list_view(turn.t, shelf), book=book.key)


async def list_wanted(text: str, turn: Turn, book: Book) -> None:
    """The command, perhaps with something to look for."""
    await (_search(text, turn, book) if text else show_list(turn, ListBook(book.key)))


async def search_answered(text: str, turn: Turn, context: Context) -> None:
    """A part of a name, typed while a list or an entry is open; an invoice is an invoice here too."""
    book = book_named(turn.draft.scratch["book"])
    wanted = cleaned(text)
    found = await found_in(turn.session, book, merchant_of(turn).key, wanted)
    if not found and await is_invoice(text, turn, context):
        await line_typed(text, turn, context)
    else:
        _show_found(wanted, turn, book, found)


async def _search(text: str, turn: Turn, book: Book) -> None:
    _show_found(text, turn, book, await found_in(turn.session, book, merchant_of(turn).key, text))


def _show_found(text: str, turn: Turn, book: Book, found: Sequence[Entry]) -> None:
    open_beside(turn, LIST, views.found_view(turn.t, book, text, found), book=book.key)


async def new_tapped(tap: Tap[NewEntry], turn: Turn) -> None:
    """A new product or customer: what is it called?"""
    merchant_of(turn)
    book = book_named(tap.data.book)
    open_beside(turn, NEW, views.new_view(turn.t, book), book=book.key)


async def new_answered(text: str, turn: Turn) -> None:
    """The name of a new customer, or a new product with its price."""
    if book_named(turn.draft.scratch["book"]) is CUSTOMERS:
        added = await add_customer(turn.session, merchant_of(turn).key, text, turn.now)
        await show_entry(turn, CUSTOMERS, added.key, saved="name")
        return
    try:
        product = await _product_of(text, turn)
    except UnclearError as unclear:
        if not unclear.choices:
            raise
        back = views.back_to_list(turn.t, PRODUCTS)
        screen = views.readings_view(turn.t, unclear, back)
        open_beside(turn, NEW, screen, book=PRODUCTS.key, readings=list(unclear.choices))
    else:
        await show_entry(turn, PRODUCTS, product.key, saved="name")


async def reading_tapped(tap: Tap[PickReading], turn: Turn) -> None:
    """One of the readings of an unclear answer; of a closed question none is left."""
    readings = turn.draft.scratch.get("readings", []) if turn.draft.step in {NEW, FIELD} else []
    if tap.data.index >= len(readings):
        await show_list(turn, ListBook(PRODUCTS.key))
    elif turn.draft.step == NEW:
        await new_answered(readings[tap.data.index], turn)
    else:
        await field_answered(readings[tap.data.index], turn)


async def _product_of(text: str, turn: Turn) -> Product:
    merchant = merchant_of(turn)
    item = parse_item(text, currency=merchant.currency, language=turn.language)
    if item.unit_price is None:
        raise UserError(_NO_PRICE, item=item.item_name)
    named = PRODUCTS.fields["name"].read(item.item_name, Writer(merchant, turn.language))
    product = Product(
        merchant_id=merchant.key, name="", search_name="", unit_price=item.unit_price,
        base_quantity=item.base_quantity, unit_code=item.unit_code or PIECE, last_used_at=turn.now,
    )  # fmt: skip
    await change(turn.session, PRODUCTS, product, named)
    turn.session.add(product)
    await turn.session.flush()
    return product


async def import_tapped(tap: Tap[AskImport], turn: Turn) -> None:
    """How a list is imported; the file may come at any time."""
    merchant_of(turn)
    book = book_named(tap.data.book)
    open_beside(turn, LIST, views.import_view(turn.t, book), book=book.key)


async def export_tapped(tap: Tap[ExportBook], turn: Turn) -> None:
    """The whole list as a file, after this turn."""
    merchant_of(turn)
    turn.send_on("export_book", book=book_named(tap.data.book).key)
    turn.answer(turn.t.plain("📤 Your list is on its way."))


class _OnCancel(OnCommand):
    """/cancel at the question for a new entry: the invoice being composed stays."""

    def check_update(self, update: object) -> bool:
        return super().check_update(update) and current.get().draft.step == NEW


async def _cancelled(_rest: str, turn: Turn) -> None:
    await show_list(turn, ListBook(turn.draft.scratch["book"]))


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        _OnCancel("cancel", _cancelled),
        OnCommand("products", lambda rest, turn: list_wanted(rest, turn, PRODUCTS)),
        OnCommand("customers", lambda rest, turn: list_wanted(rest, turn, CUSTOMERS)),
        OnTap(ListBook, lambda tap, turn: show_list(turn, tap.data)),
        OnTap(NewEntry, new_tapped),
        OnTap(PickReading, reading_tapped),
        OnTap(AskImport, import_tapped),
        OnTap(ExportBook, export_tapped),
    ]


def states(context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means."""
    return {
        LIST: [OnText(lambda text, turn: search_answered(text, turn, context), lines=True)],
        NEW: [OnText(new_answered)],
    }
