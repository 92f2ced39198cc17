"""The table of lines: which columns an invoice needs, what stands in them, and how wide they must be."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.rendering import formats
from bot.rendering.reader import Reader
from models.document import DocumentLine, InvoiceDocument
from models.totals import LineTotals

PAGE_WIDTH = 174.0  # mm between the margins
_ITEM_WIDTH = 48.0  # mm; with less left for the item's name the table is set smaller
_ITEM_PADDING = 7.5  # mm
_GAP = 5.5  # mm between columns
_MARGIN = 2.5  # mm after the last column
_LEAST = {"quantity": 18, "unit_price": 23, "discount": 20, "tax_rate": 16, "line_net": 25}  # mm, looks alone
_SIZES = (9.0, 7.5, 6.0)  # points
# Advance widths of Noto Sans in thousandths of the font size (its table `hmtx`); letters by a generous mean.
_ADVANCES = {".": 268, ",": 268, "-": 322, " ": 260, "%": 831, **dict.fromkeys("0123456789", 572)}
_LETTER = 620
_LABEL_SIZE = 8.0  # points


@dataclass(frozen=True)
class Column:
    """A column of figures with its width in mm, or the first one, of item names, which takes the rest (0)."""

    name: str
    label: str
    cells: tuple[str, ...]
    width: int = 0


@dataclass(frozen=True)
class Grid:
    """The columns with their widths and the size of their letters in points."""

    columns: tuple[Column, ...]
    size: float

    @property
    def item_room(self) -> float:
        """Millimetres for the item's name."""
        return PAGE_WIDTH - sum(column.width for column in self.columns) - _ITEM_PADDING

    @property
    def rows(self) -> Iterator[tuple[str, ...]]:
        """The cells line by line."""
        return zip(*(column.cells for column in self.columns), strict=True)


def grid_of(document: InvoiceDocument, reader: Reader, sums: Sequence[str]) -> Grid:
    """The table of a document; its last column is wide enough for `sums`, which stand below it."""
    columns = [_column(name, document, reader) for name in _names(document)]
    for size in _SIZES:
        widths = [_width(column, size, sums if column.name == "line_net" else ()) for column in columns[1:]]
        rest = PAGE_WIDTH - sum(widths)
        if rest >= _ITEM_WIDTH or size == _SIZES[-1]:
            break
    widths = [0, *widths]
    sized = (replace(column, width=width) for column, width in zip(columns, widths, strict=True))
    return Grid(tuple(sized), size)


def is_taxed(document: InvoiceDocument) -> bool:
    """Whether tax is spoken of at all: not by a merchant outside it (category O)."""
    return any(line.tax_category != "O" for line in document.lines)


def _names(document: InvoiceDocument) -> Iterator[str]:
    yield from ("item", "quantity", "unit_price")
    if any(line.allowance_amount for line in document.totals.lines):
        yield "discount"
    if is_taxed(document):
        yield "tax_rate"
    yield "line_net"


def _column(name: str, document: InvoiceDocument, reader: Reader) -> Column:
    with_tax = document.prices_include_tax and is_taxed(document)
    label = f"{name}_with_tax" if with_tax and name in {"unit_price", "line_net"} else name
    pairs = zip(document.lines, document.totals.lines, strict=True)
    cells = tuple(_cell(name, line, totals, reader) for line, totals in pairs)
    return Column(name, reader.word(label), cells)


def _cell(name: str, line: DocumentLine, totals: LineTotals, reader: Reader) -> str:
    match name:
        case "item":
            return reader.text(line.item_name, lines=True)
        case "quantity":
            return formats.quantity(line.quantity, line.unit_code, reader.language)
        case "unit_price":
            return reader.figure(line.unit_price)
        case "discount":
            return _discount(line, totals, reader)
        case "tax_rate":
            return (
                reader.word("exempt")
                if line.tax_category == "E"
                else formats.percent(line.tax_rate or Decimal(0))
            )
        case _:
            return reader.figure(totals.net_amount)


def _discount(line: DocumentLine, totals: LineTotals, reader: Reader) -> str:
    if not totals.allowance_amount:
        return ""
    taken = reader.figure(-totals.allowance_amount)
    return f"{taken}\n{formats.percent(line.discount_percent)}" if line.discount_percent else taken


def _width(column: Column, size: float, sums: Sequence[str]) -> int:
    """Millimetres the column needs: its longest figure, or the longest word of its label.

    Whole ones: few different widths are few different styles, which the renderer then knows already.
    """
    figures = max(_length(line) for text in (*column.cells, *sums) for line in text.split("\n"))
    label = max(map(len, column.label.split())) * _LETTER
    needed = max(figures * size, label * _LABEL_SIZE) / 1000 * 25.4 / 72 + _GAP
    return max(math.ceil(needed + (_MARGIN if column.name == "line_net" else 0)), _LEAST[column.name])


def _length(text: str) -> int:
    return sum(_ADVANCES.get(character, _LETTER) for character in text)
