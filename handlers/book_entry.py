"""One product or customer: its fields one question at a time, into the archive and back, onto an invoice."""

from bot.books.book import CUSTOMERS, Book, archive, bring_back, change, entry_of
from bot.books.fields import Field, Writer
from bot.context import Context
from bot.conversation import Handler
from bot.drafts import add_line, open_new
from bot.duplicates import alike
from bot.products import line_of
from bot.quickline.answers import UnclearError
from bot.taxation import usual_tax
from bot.turn import Turn, current
from handlers.compose import new_wanted
from handlers.desk import desk_of
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.shelves import FIELD, LIST, book_named, is_open, open_beside
from handlers.taps.books import ArchiveEntry, AskEntry, ClearEntry, OpenEntry, SetEntry, UseEntry
from handlers.views import book_entry as views
from handlers.views.books import readings_view
from models.customer import Customer
from models.errors import N_, UserError
from models.product import Product

_NEEDED = N_("Every invoice needs this. Type what it should say instead.")


async def show_entry(turn: Turn, book: Book, entry_id: int, saved: str | None = None) -> None:
    """All that is known of it; what is typed while it is open searches the book."""
    merchant = merchant_of(turn)
    found = await entry_of(turn.session, book, merchant.key, entry_id)
    other = await alike(turn.session, merchant.key, found.key) if isinstance(found, Customer) else None
    shown = views.Shown(book, found, merchant, composing=turn.draft.composition is not None, alike=other)
    open_beside(turn, LIST, views.entry_view(turn.t, shown, saved), book=book.key)


async def entry_tapped(tap: Tap[OpenEntry], turn: Turn) -> None:
    """One of the list."""
    await show_entry(turn, book_named(tap.data.book), tap.data.entry_id)


async def field_tapped(tap: Tap[AskEntry], turn: Turn) -> None:
    """Ask for one field; a name of another version leads back to the entry."""
    merchant, book = merchant_of(turn), book_named(tap.data.book)
    field = _known(turn, book, tap.data.field)
    if field is None:
        await show_entry(turn, book, tap.data.entry_id)
        return
    found = await entry_of(turn.session, book, merchant.key, tap.data.entry_id)
    screen = views.question_view(turn.t, book, found, merchant, field)
    open_beside(turn, FIELD, screen, book=book.key, entry=found.key, field=field.name)


async def field_answered(text: str, turn: Turn) -> None:
    """A typed answer to the open question."""
    scratch = turn.draft.scratch
    await _take(turn, book_named(scratch["book"]), scratch["entry"], scratch["field"], text)


async def answer_tapped(tap: Tap[SetEntry], turn: Turn) -> None:
    """A ready answer, whatever question is open."""
    await _take(turn, book_named(tap.data.book), tap.data.entry_id, tap.data.field, tap.data.answer)


async def clear_tapped(tap: Tap[ClearEntry], turn: Turn) -> None:
    """Nothing instead of a value."""
    merchant, book = merchant_of(turn), book_named(tap.data.book)
    field = _known(turn, book, tap.data.field)
    found = await entry_of(turn.session, book, merchant.key, tap.data.entry_id)
    if field is None or field.cleared is None:
        raise UserError(_NEEDED)
    await change(turn.session, book, found, field.cleared)
    await show_entry(turn, book, found.key, saved=field.name)


async def archive_tapped(tap: Tap[ArchiveEntry], turn: Turn) -> None:
    """Offered nowhere from now on, or again."""
    book = book_named(tap.data.book)
    found = await entry_of(turn.session, book, merchant_of(turn).key, tap.data.entry_id)
    if tap.data.archived:
        archive(found, turn.now)
    else:
        bring_back(found)
    await show_entry(turn, book, found.key)


async def use_tapped(tap: Tap[UseEntry], turn: Turn, context: Context) -> None:
    """Onto an invoice: the open one, or a new one. A second tap finds the entry closed and adds nothing."""
    book, opened = book_named(tap.data.book), turn.draft.composition or {}
    found = await entry_of(turn.session, book, merchant_of(turn).key, tap.data.entry_id)
    if not is_open(turn) or found.archived_at is not None:
        await show_entry(turn, book, found.key)
        return
    if opened.get("credits_id") or (book is CUSTOMERS and opened.get("customer_id") not in {None, found.key}):
        await new_wanted(turn, context)
        return
    if turn.draft.composition is None:
        open_new(turn.draft)
    desk = desk_of(turn, context)
    if isinstance(found, Product):
        add_line(desk.composition, line_of(found, usual_tax(desk.composition, desk.merchant)))
    else:
        desk.composition.customer_id, desk.composition.channels = found.key, None
    await desk.lay()


async def _take(turn: Turn, book: Book, entry_id: int, name: str, text: str) -> None:
    merchant, field = merchant_of(turn), _known(turn, book, name)
    found = await entry_of(turn.session, book, merchant.key, entry_id)
    if field is None:
        await show_entry(turn, book, entry_id)
        return
    try:
        typed = text if field.lines else " ".join(text.split())
        writer = Writer(merchant, turn.language, found if isinstance(found, Customer) else None)
        columns = field.read(typed, writer)
    except UnclearError as unclear:
        if not unclear.choices:
            raise
        screen = readings_view(turn.t, unclear, views.back_to_entry(turn.t, book, found))
        asked = {"book": book.key, "entry": found.key, "field": name}
        open_beside(turn, FIELD, screen, readings=list(unclear.choices), **asked)
    else:
        await change(turn.session, book, found, columns)
        await show_entry(turn, book, found.key, saved=name)


def _known(turn: Turn, book: Book, name: str) -> Field | None:
    """The field of a button, unless it means nothing to this merchant."""
    return next((field for field in book.fields_for(merchant_of(turn)) if field.name == name), None)


class _OnCancel(OnCommand):
    """/cancel at a question about an entry: the invoice being composed stays."""

    def check_update(self, update: object) -> bool:
        return super().check_update(update) and current.get().draft.step == FIELD


async def _cancelled(_rest: str, turn: Turn) -> None:
    await show_entry(turn, book_named(turn.draft.scratch["book"]), turn.draft.scratch["entry"])


def entry(context: Context) -> list[Handler]:
    """Always there."""
    return [
        _OnCancel("cancel", _cancelled),
        OnTap(OpenEntry, entry_tapped),
        OnTap(AskEntry, field_tapped),
        OnTap(SetEntry, answer_tapped),
        OnTap(ClearEntry, clear_tapped),
        OnTap(ArchiveEntry, archive_tapped),
        OnTap(UseEntry, lambda tap, turn: use_tapped(tap, turn, context)),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means; an address keeps its lines, and each field folds what it does not."""
    return {FIELD: [OnText(field_answered, lines=True)]}
