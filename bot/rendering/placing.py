"""Where things go at the end of the page: what stands beside the sums, what below, and on which side the code.

The two columns form a block that is kept on one page with the last line; heights are reckoned in lines of text.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.rendering.remarks import Remark
from models.code import Code, Kind

_ROOM: Final = 20  # lines that are sure to fit a page with the last line of the table
_LETTERS: Final = 44  # fill a line beside the sums
_SWISS_LINES, _USUAL_LINES = 12, 8
_LONG_PAYLOAD, _LONG_LINES = 300, 11  # bytes; a finer code is larger
_SUM, _DUE, _WORDS = 1.4, 3, 2


class Placing(NamedTuple):
    """The remarks in two lots, and whether the code is under the sums, not under the first lot."""

    beside: tuple[Remark, ...]
    below: tuple[Remark, ...]
    code_under_sums: bool


def placed(remarks: Sequence[Remark], code: Code | None, *, sums: int, words: int) -> Placing:
    """Arrange the end of a document of so many sums, with its amount in so many languages' words."""
    figures = _SUM * sums + _DUE + _WORDS * words
    texts = sum(map(_lines_of, _fitting(remarks, _ROOM)))
    under = figures < texts
    room = _ROOM if code is None or under else _ROOM - _lines_of_code(code)
    beside = tuple(_fitting(remarks, room))
    return Placing(beside, tuple(remarks[len(beside) :]), under)


def _fitting(remarks: Sequence[Remark], room: float) -> Iterator[Remark]:
    """The first ones for which there is room: their order says what is important."""
    for remark in remarks:
        room -= _lines_of(remark)
        if room < 0:
            return
        yield remark


def _lines_of(remark: Remark) -> int:
    return 2 + sum(1 + len(line) // _LETTERS for line in remark.text.split("\n"))


def _lines_of_code(code: Code) -> int:
    if code.kind is Kind.SWISS:
        return _SWISS_LINES
    return _LONG_LINES if len(code.payload.encode()) > _LONG_PAYLOAD else _USUAL_LINES
