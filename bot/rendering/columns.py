"""The table of lines: which columns an invoice needs, what stands in them, and how wide they must be."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from bot.rendering import formats
from bot.rendering.reader import Label, Reader
from models.document import DocumentLine, InvoiceDocument
from models.totals import LineTotals

PAGE_WIDTH = 174.0  # mm between the margins
_MOST_WIDTH = 126.0  # mm; with less left for the item's name the table is set smaller
_WORTH = 4.0  # mm, if that gives it so much more
_ITEM_PADDING = 7.5  # mm
_GAP = 5.5  # mm between columns
_MARGIN = 2.5  # mm after the last column
# mm, looks alone
_LEAST = {"quantity": 18, "unit_price": 23, "discount": 20, "surcharge": 20, "tax_rate": 16, "line_net": 25}
_SIZES = (9.0, 7.5, 6.0)  # points
# Advance widths of Noto Sans in thousandths of the font size (its table `hmtx`); letters by a generous mean.
_ADVANCES = {".": 268, ",": 268, "-": 322, " ": 260, "%": 831, **dict.fromkeys("0123456789", 572)}
_LETTER = 620
_LABEL_SIZE = 8.0  # points


@dataclass(frozen=True)
class Column:
    """A column of figures with its width in mm, or the first one, of item names, which takes the rest (0)."""

    name: str
    label: Label
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
    def heads(self) -> dict[str, Label]:
        """The columns' labels by their names."""
        return {column.name: column.label for column in self.columns}

    def last_width(self, size: float) -> int:
        """Millimetres the figures of the last column take, set in letters of `size` points."""
        return math.ceil((self.columns[-1].width - _GAP - _MARGIN) * size / self.size)

    @property
    def lines(self) -> Iterator[dict[str, str]]:
        """The cells line by line, each under its column's name."""
        names = [column.name for column in self.columns]
        rows = zip(*(column.cells for column in self.columns), strict=True)
        return (dict(zip(names, row, strict=True)) for row in rows)


def grid_of(document: InvoiceDocument, reader: Reader, sums: Sequence[str]) -> Grid:
    """The table of a document; its last column is wide enough for `sums`, which stand below it."""
    item, *others = (_column(name, document, reader) for name in _names(document))
    needs = [_need(column, sums if column.name == "line_net" else ()) for column in others]
    widths = {size: [need.width(size) for need in needs] for size in _SIZES}
    least = min(map(sum, widths.values())) + _WORTH
    size = next(size for size in _SIZES if sum(widths[size]) <= max(_MOST_WIDTH, least))
    sized = (replace(column, width=width) for column, width in zip(others, widths[size], strict=True))
    return Grid((item, *sized), size)


def is_taxed(document: InvoiceDocument) -> bool:
    """Whether tax is spoken of at all: not by a merchant outside it (category O)."""
    return any(line.tax_category != "O" for line in document.lines)


def _names(document: InvoiceDocument) -> Iterator[str]:
    yield from ("item", "quantity", "unit_price")
    if any(line.allowance_amount for line in document.totals.lines):
        yield "discount"
    if any(line.charge_amount for line in document.totals.lines):
        yield "surcharge"
    if is_taxed(document):
        yield "tax_rate"
    yield "line_net"


def _column(name: str, document: InvoiceDocument, reader: Reader) -> Column:
    with_tax = document.prices_include_tax and is_taxed(document)
    label = f"{name}_with_tax" if with_tax and name in {"unit_price", "line_net"} else name
    pairs = zip(document.lines, document.totals.lines, strict=True)
    cells = tuple(_cell(name, line, totals, reader) for line, totals in pairs)
    return Column(name, reader.label(label), cells)


def _cell(name: str, line: DocumentLine, totals: LineTotals, reader: Reader) -> str:
    match name:
        case "item":
            return reader.text(line.item_name, lines=True)
        case "quantity":
            return formats.quantity(line.quantity, line.unit_code, reader.language)
        case "unit_price":
            return _price(line, reader)
        case "discount":
            return _part(-totals.allowance_amount, line.discount_percent, reader)
        case "surcharge":
            return _part(totals.charge_amount, line.charge_percent, reader)
        case "tax_rate" if line.tax_category == "E":
            return reader.word("exempt")
        case "tax_rate":
            return formats.percent(line.tax_rate or Decimal(0))
        case _:
            return reader.figure(totals.net_amount)


def _price(line: DocumentLine, reader: Reader) -> str:
    price = reader.figure(line.unit_price)
    if line.base_quantity in {None, Decimal(1)}:
        return price
    base = formats.quantity(line.base_quantity or Decimal(1), line.unit_code, reader.language)
    return f"{price}\n{reader.word('per', quantity=base)}"


def _part(value: Decimal, percent: Decimal | None, reader: Reader) -> str:
    """What is taken off a line or put on it, its rate below."""
    if not value:
        return ""
    return f"{reader.figure(value)}\n{formats.percent(percent)}" if percent else reader.figure(value)


class _Need(NamedTuple):
    """What makes a column wide, in thousandths of the size of its letters."""

    figures: int
    label: int
    name: str

    def width(self, size: float) -> int:
        """Millimetres at a size of letters in points; the label has its own.

        Whole ones: few different widths are few different styles, which the renderer then knows already.
        """
        needed = max(self.figures * size, self.label * _LABEL_SIZE) / 1000 * 25.4 / 72 + _GAP
        return max(math.ceil(needed + (_MARGIN if self.name == "line_net" else 0)), _LEAST[self.name])


def _need(column: Column, sums: Sequence[str]) -> _Need:
    """Its longest figure, and the longest word of its label."""
    figures = max(_length(line) for text in {*column.cells, *sums} for line in text.split("\n"))
    label = max(map(len, f"{column.label} {column.label.second}".split())) * _LETTER
    return _Need(figures, label, column.name)


def _length(text: str) -> int:
    return sum(_ADVANCES.get(character, _LETTER) for character in text)
