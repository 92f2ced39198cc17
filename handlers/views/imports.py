"""Screens of an import: what it would do, and what it did."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.books.book import Book
from bot.books.exporting import HEADS
from bot.books.matching import Change, Plan
from bot.books.reading import Trouble
from bot.language import Texts
from bot.screens import Button, Rows, Screen
from handlers.taps.books import ConfirmImport, DropImport, ListBook
from handlers.views.book_values import field_columns, shown
from handlers.views.parts import shortened
from models.errors import N_
from models.merchant import Merchant

_CHANGES, _TROUBLES = 8, 10  # shown
_TITLES = {"products": N_("📥 Products in “{file}”"), "customers": N_("📥 Customers in “{file}”")}
_OPEN = {"products": N_("📦 Products"), "customers": N_("👥 Customers")}


def reading_view(t: Texts, name: str) -> Screen:
    """The file has come; what it holds is seen after this turn."""
    return Screen(t("Reading “{file}” …", file=shortened(name, 60)))


def refused_view(t: Texts, message: str, values: dict[str, object]) -> Screen:
    """Nothing in it could be read, and why."""
    return Screen(t(message, **values))


def preview_view(
    t: Texts,
    name: str,
    merchant: Merchant,
    book: Book,
    plan: Plan,
    *,
    unused: Sequence[str],
    batch_id: int | None,
) -> Screen:
    """What importing would do, before anything is done."""
    parts = [t(_TITLES[book.key], file=shortened(name, 60)), "\n".join(_counts(t, plan))]
    if plan.changes:
        parts.append("\n".join(_changes(t, merchant, book, plan.changes)))
    if plan.troubles:
        parts.append("\n".join(_troubles(t, plan.troubles)))
    if unused:
        titles = t.beside(*(shortened(title, 30) for title in unused[:10]))
        parts.append(t("Columns that are not used: {titles}", titles=Markup("{}").format(titles)))
    if not plan.count:
        parts.append(t("There is nothing to import."))
    return Screen("\n\n".join(parts), _buttons(t, plan, batch_id))


def _buttons(t: Texts, plan: Plan, batch_id: int | None) -> Rows:
    if batch_id is None or not plan.count:
        return ()
    yes = Button(t.plain("✅ Import {count}", count=plan.count), ConfirmImport(batch_id))
    return ((yes, Button(t.plain("✕ Cancel"), DropImport(batch_id))),)


def _counts(t: Texts, plan: Plan) -> list[str]:
    new, changed, same, left_out = len(plan.new), len(plan.changes), plan.same, len(plan.refused)
    lines = {
        t.plural("{n} is new.", "{n} are new.", new): new,
        t.plural("{n} would change.", "{n} would change.", changed): changed,
        t.plural("{n} row says nothing new.", "{n} rows say nothing new.", same): same,
        t.plural("{n} row is left out.", "{n} rows are left out.", left_out): left_out,
    }
    return [line for line, count in lines.items() if count]


def _changes(t: Texts, merchant: Merchant, book: Book, changes: Sequence[Change]) -> list[str]:
    lines = [_change(t, merchant, book, change) for change in changes[:_CHANGES]]
    hidden = len(changes) - _CHANGES
    more = [t.plural("… and {n} more change", "… and {n} more changes", hidden)] if hidden > 0 else []
    return [t("<b>Changes</b>"), *lines, *more]


def _change(t: Texts, merchant: Merchant, book: Book, change: Change) -> str:
    """The entry, and the first field that changes, before and after."""
    name, before = shortened(change.known.columns["name"], 40), change.known.columns
    fields = [field for field in book.fields if not change.columns.keys().isdisjoint(field_columns(field))]
    if not fields:
        return t("{name}: back from the archive", name=name)
    values = {
        "name": name,
        "label": t.plain(HEADS[fields[0]]),
        "before": shortened(shown(t, merchant, before, fields[0]), 40),
        "after": shortened(shown(t, merchant, before | change.columns, fields[0]), 40),
    }
    if len(fields) > 1:
        return t("{name}: {label} {before} → {after}, and more", **values)
    return t("{name}: {label} {before} → {after}", **values)


def _troubles(t: Texts, troubles: Sequence[Trouble]) -> list[str]:
    lines = [_trouble(t, trouble) for trouble in troubles[:_TROUBLES]]
    hidden = len(troubles) - _TROUBLES
    more = [t.plural("… and {n} more", "… and {n} more", hidden)] if hidden > 0 else []
    return [t("<b>To correct in the file</b>"), *lines, *more]


def _trouble(t: Texts, trouble: Trouble) -> str:
    problem = Markup(t(trouble.message, **trouble.values))  # noqa: S704 - escaped by t
    values = {"row": trouble.row, "problem": problem}
    if trouble.choices:
        choices = Markup(t.beside(*trouble.choices[:2]))  # noqa: S704 - figures of ours
        return t("Row {row}: {problem} Write it as: {choices}", **values, choices=choices)
    return t("Row {row}: {problem}", **values)


def importing_view(t: Texts) -> Screen:
    """Yes was said."""
    return Screen(t("Importing …"))


def dropped_view(t: Texts) -> Screen:
    """No was said."""
    return Screen(t("Nothing was imported."))


def imported_view(t: Texts, book: Book, plan: Plan) -> Screen:
    """It is in the book."""
    new, changed = len(plan.new), len(plan.changes)
    lines = {
        t.plural("{n} new", "{n} new", new): new,
        t.plural("{n} changed", "{n} changed", changed): changed,
    }
    done = (t("✅ Imported."), *(line for line, count in lines.items() if count))
    return Screen("\n".join(done), ((Button(t.plain(_OPEN[book.key]), ListBook(book.key)),),))


def changed_meanwhile_view(t: Texts) -> Screen:
    """All or nothing: nothing."""
    return Screen(
        t(
            "Nothing was imported: the list here has changed since the preview. Send the file again to see a new one."
        )
    )
