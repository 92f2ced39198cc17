"""XLSX workbooks, read as text and written so that a cell never is a formula."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from bot.quickline.numbers import canonical
from models.errors import N_, UserError

_MOST_PARTS, _MOST_UNPACKED = 500, 12 << 20  # bytes; 10,000 rows are half of it
_MOST_CELLS: Final = 250_000  # openpyxl makes half a kilobyte of each
_DAMAGED = N_("This Excel file is damaged, or no Excel file. Open it, save it as XLSX again and send that.")
_UNPACKED = N_(
    "This Excel file is too large once unpacked. Send only the list, without pictures and other sheets."
)
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
# What zipfile and openpyxl let through of a file that is not what it says it is.
_BROKEN: Final = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, ArithmeticError, AttributeError, EOFError,
    LookupError, NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


def workbook_rows(content: bytes, most_columns: int) -> Iterator[list[str]]:
    """The rows of the sheet that was open when it was saved, from its first; formulas are the text they are made of."""
    try:
        _check_parts(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.active
        if sheet is None or not hasattr(sheet, "iter_rows"):
            raise UserError(_DAMAGED)
        for row in sheet.iter_rows(max_col=min(sheet.max_column or most_columns, most_columns)):
            yield [_text(cell) for cell in row]
    except _BROKEN as problem:
        raise UserError(_DAMAGED) from problem


def _check_parts(content: bytes) -> None:
    """A ZIP bomb says how large it is; a part that lies about it is cut off where it said. DTDs are no part of XLSX."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise UserError(_UNPACKED)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                unpacked = archive.read(part)
                if any(mark in unpacked for mark in _DOCTYPE):
                    raise UserError(_DAMAGED)
                if unpacked.count(b"<c ") + unpacked.count(b"<c>") > _MOST_CELLS:
                    raise UserError(_UNPACKED)


def _text(cell: Any) -> str:
    """A cell as somebody would type it: numbers in the one way every language reads alike, dates by ISO 8601."""
    value = cell.value
    if value is None or isinstance(value, str | bool):
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        number = Decimal(repr(value)).normalize()
        if "%" in (cell.number_format or ""):
            return f"{canonical(number * 100)}%"
        return canonical(number)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str | Decimal | None]], *, right_to_left: bool
) -> bytes:
    """An XLSX file of one sheet: numbers as numbers, everything else as text that no program takes for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    for index in range(len(heads)):
        sheet.column_dimensions[chr(ord("A") + index)].width = 28 if index == 0 else 20
    sheet.append([_cell(sheet, head, bold=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: str | Decimal | None, *, bold: bool = False) -> Any:
    number: Any = value if isinstance(value, Decimal) else None
    cell: Any = WriteOnlyCell(sheet, value=number)
    if isinstance(value, str) and value:
        # Given as a value, "=1+1" would become a formula. The prefix is Excel's own mark for text.
        cell._value, cell.data_type, cell.number_format = value, "s", "@"
        cell.quotePrefix = value[0] in "=+-@\t'"
    if bold:
        cell.font = Font(bold=True)
    return cell
