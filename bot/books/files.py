"""A file somebody sent, as rows of text: CSV as people write it, XLSX or vCard. Nothing in it is trusted."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from bot.books.columns import score
from bot.books.vcards import is_vcard, vcard_rows
from models.errors import N_, UserError
from models.text import cleaned

MOST_BYTES = 2 << 20
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 10_000, 60, 500
_HEADER_WITHIN: Final = 20  # rows: a title and a date may stand above the columns
_SEPARATORS: Final = (",", ";", "\t", "|", "،", "؛")
_ARABIC_WORD: Final = re.compile("[\u0621-\u064a]{2,}")
_ZIP: Final = b"PK\x03\x04"  # every XLSX file is an archive
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"

_LARGE = N_("This file is larger than {limit} MB. Send it in parts.")
_ROWS = N_("This file has more than {most} rows. Send it in parts.")
_OLD = N_(
    "This is an old Excel file, or one with a password. Save it as XLSX without a password and send it again."
)
_NO_TEXT = N_("I cannot read this file. Send a list as XLSX or CSV, or contacts as VCF.")
_EMPTY = N_("This file has no rows.")
_NO_COLUMNS = N_(
    "I found no row with the names of the columns. Let the first row say what each column is, like: name, price, unit, "
    "or: name, email, phone."
)


class Row(NamedTuple):
    """A row as it stands in the file: its number there, and its cells, cleaned."""

    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """The columns' titles, and the rows below them that have anything in them."""

    titles: tuple[str, ...]
    rows: list[Row]


def too_large() -> UserError:
    """What is said of a file above MOST_BYTES."""
    return UserError(_LARGE, limit=MOST_BYTES >> 20)


def table_in(content: bytes) -> Table:
    """The table of a CSV, XLSX or vCard file. Takes up to seconds: not for the event loop. UserError with the fix."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if content.startswith(_OLD_EXCEL):
        raise UserError(_OLD)
    if content.startswith(_ZIP):
        from bot.books.workbooks import (
            workbook_rows,
        )  # only now: openpyxl takes 10 MB

        return _below_titles(_rows(workbook_rows(content, MOST_COLUMNS)))
    text = _decoded(content)
    if is_vcard(text):
        titles, cards = vcard_rows(text)
        return Table(titles, list(_limited(_rows(cards))))
    return _below_titles(_rows(_separated(text)))


def _rows(raw: Iterable[Iterable[str]]) -> Iterator[Row]:
    """Cleaned, cut to one character more than fits, the empty ones left out."""
    for number, cells in enumerate(raw, start=1):
        row = tuple(
            cell and cleaned(cell[: MOST_CHARACTERS * 4], lines=True) for cell in islice(cells, MOST_COLUMNS)
        )
        if any(row):
            yield Row(number, row)


def _limited(rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UserError(_ROWS, most=f"{MOST_ROWS:,}")
        yield row


def _below_titles(rows: Iterator[Row]) -> Table:
    """The row that knows most columns is that of the titles."""
    first = list(islice(rows, _HEADER_WITHIN))
    if not first:
        raise UserError(_EMPTY)
    at = max(range(len(first)), key=lambda index: (score(first[index].cells), -index))
    if not score(first[at].cells):
        raise UserError(_NO_COLUMNS)
    below = (*first[at + 1 :], *islice(rows, MOST_ROWS + 1))
    table = Table(first[at].cells, list(_limited(below)))
    if not table.rows:
        raise UserError(_EMPTY)
    return table


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16, or what Windows writes: Windows-1256 if that makes Arabic words, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if b"\0" in content:
        evens, odds = content[::2].count(0), content[1::2].count(0)
        return _strictly(content, "utf-16-be" if evens > odds else "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = content.decode("cp1256")
        return arabic if _ARABIC_WORD.search(arabic) else content.decode("cp1252", "replace")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UserError(_NO_TEXT) from None
    if "\0" in text:
        raise UserError(_NO_TEXT)
    return text


def _separated(text: str) -> Iterator[list[str]]:
    """By the separator that makes the most known columns."""
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say it
    body = text[named.end() :] if named else text
    beginning = "".join(body.splitlines(keepends=True)[: _HEADER_WITHIN * 3])
    separator = named[1] if named else max(_SEPARATORS, key=lambda mark: _known(beginning, mark))
    yield from _csv(body, separator)


def _known(beginning: str, separator: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(io.StringIO(beginning), delimiter=separator), _HEADER_WITHIN))
    except csv.Error:
        return 0, 0
    return max((score(row), len(row)) for row in rows) if rows else (0, 0)


def _csv(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        raise UserError(_NO_TEXT) from None
