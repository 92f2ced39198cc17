"""A table's rows, each read by its fields; what cannot be read is told with its row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.books.book import Book
from bot.books.columns import FAMILY, GIVEN, book_of, recognised
from bot.books.fields import Columns, Field, Writer
from bot.books.files import MOST_CHARACTERS, Row, Table
from bot.quickline.answers import UnclearError
from models.errors import N_, UserError

_LONG_CELL = N_("a cell has more than {most} characters. Make it shorter.")
_LANDLINE = N_("“{text}” is no mobile number, so SMS cannot reach it; it is left out.")
_NO_UNIT = N_("“{text}” is a unit I do not know; it is left out.")
_NO_NAME = N_("it has no name. Type one.")
_PARTS: Final = (GIVEN, FAMILY)
_NO_COLUMN = N_("I found no column with names in this file. Call it: name")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a row; a `fatal` one keeps it out of the book."""

    row: int  # its number in the file
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()  # how it can be written instead
    fatal: bool = True


@dataclass(frozen=True)
class Reading:
    """What a file says: the columns of each row that could be read, by its number."""

    book: Book
    rows: Mapping[int, Columns]
    troubles: tuple[Trouble, ...]
    unused: tuple[str, ...]  # titles of columns nobody asked for


def read(table: Table, writer: Writer) -> Reading:
    """Every row of the table. UserError where no column holds names."""
    book = book_of(table.titles)
    if book is None:
        raise UserError(_NO_COLUMN)
    known = recognised(table.titles, book)
    asked = {one.name: one for one in book.fields_for(writer.merchant)}
    rows: dict[int, Columns] = {}
    troubles: list[Trouble] = []
    for row in table.rows:
        found = list(_read_row(row, known, asked, writer))
        wrong = [each for each in found if isinstance(each, Trouble)]
        troubles += wrong
        if not any(each.fatal for each in wrong):
            rows[row.number] = _merged([each for each in found if not isinstance(each, Trouble)])
    named = {index for index, name in known.items() if name in asked or name in _PARTS}
    unused = tuple(title for index, title in enumerate(table.titles) if title and index not in named)
    return Reading(book, rows, tuple(troubles), unused)


def _read_row(
    row: Row, known: Mapping[int, str], asked: Mapping[str, Field], writer: Writer
) -> Iterator[Columns | Trouble]:
    """The columns of each cell that says something, and what is wrong with the others."""
    if any(len(cell) > MOST_CHARACTERS for cell in row.cells):
        yield Trouble(row.number, _LONG_CELL, {"most": MOST_CHARACTERS})
        return
    cells = {name: row.cells[index] for index, name in known.items() if index < len(row.cells)}
    whole = " ".join(filter(None, (cells.pop(part, "") for part in _PARTS)))
    cells["name"] = cells.get("name") or whole
    if not cells["name"]:
        yield Trouble(row.number, _NO_NAME)
        return
    for name, text in cells.items():
        if name in asked and text:
            yield _read_cell(row.number, asked[name], text, writer)


def _read_cell(number: int, asked: Field, text: str, writer: Writer) -> Columns | Trouble:
    typed = text if asked.lines else " ".join(text.split())
    try:
        return asked.read(typed, writer)
    except UnclearError as unclear:
        if unclear.code == "A_PHONE_NOT_MOBILE":
            return Trouble(number, _LANDLINE, {"text": typed[:40]}, fatal=False)
        return Trouble(number, unclear.message, unclear.values, unclear.choices)
    except UserError as refusal:
        if asked.name == "unit":  # nobody invoices less for want of a word
            return Trouble(number, _NO_UNIT, {"text": typed[:40]}, fatal=False)
        return Trouble(number, refusal.message, refusal.values)


def _merged(parts: list[Columns]) -> Columns:
    """All columns of a row; a unit in its own column counts more than one beside the price."""
    return {column: value for part in parts for column, value in part.items()}
