"""Where one part of a message ends and the next begins."""

import re
from collections.abc import Iterator
from typing import Final

from bot.quickline.answers import QUESTIONS
from bot.quickline.currencies import codes_of
from bot.quickline.line.frames import Frame
from bot.quickline.line.values import UnclearLineError
from bot.quickline.line.vocabulary import DUE, TAX_PATTERN
from bot.quickline.words import plain
from models.text import folded

_BETWEEN: Final = re.compile(r"[;؛,]|\s\+(?:\s|(?=\d))|(?<=[\d½¼¾])\s(?:and|و)\s", re.IGNORECASE)
_SIGNS: Final = frozenset(";؛,")
# + cake, + 2 cakes; and coffee 15,2x cake.
_ADDED: Final = re.compile(r"(?:[\d½¼¾][\d.,٫½¼¾]*\s?)?(?P<word>[x×✕*]|[^\W\d_]+)", re.IGNORECASE)
_COMMA: Final = re.compile(
    r"(?:(?<=[^\W\d_]{2}\s)|(?<=[x×✕*]))\d[\d.]*,\d+\s?[x×✕*]\s?[^\W\d_]", re.IGNORECASE
)
_TAX: Final = re.compile(rf"(?:{TAX_PATTERN})(?!\w)", re.IGNORECASE)
_DAY: Final = re.compile(r"[^\W\d_]\s\d{1,2}(?:st|nd|rd|th)?$")
_YEAR: Final = re.compile(r"\s?20\d\d(?!\S)")


def cut(line: str) -> list[str]:
    """The parts of a line of a message; none is empty."""
    signs, start, parts = plain(line), 0, []
    for end, following in _cuts(signs):
        if end < start or _is_in_date(signs[start:end], signs[end + 1 : end + 10]):
            continue
        parts.append(line[start:end].strip())
        start = following
    return list(filter(None, (*parts, line[start:].strip())))


def check_commas(frame: Frame) -> None:
    """Raise UnclearLineError A_COMMA where a comma between two figures may be one between two items."""
    for at, line in enumerate(frame.parts):
        found = _COMMA.search(plain(line))
        if found and not line.endswith(":"):
            comma = found.start() + found[0].index(",")
            mended = f"{line[:comma]}, {line[comma + 1 :]}"
            choice = frame.saying(at, mended).text
            raise UnclearLineError("A_COMMA", QUESTIONS["A_COMMA"], (choice,), (mended,), text=found[0])


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    """Where a part may end and where the next one begins then."""
    for found in _BETWEEN.finditer(line):
        before, after = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        if found[0] == "," and before.isdigit() and after.isdigit():
            continue
        if found[0] in _SIGNS or _is_added(line, found.end()):
            yield found.span()


def _is_added(line: str, at: int) -> bool:
    """Whether a name or a number with a name stands there, and no tax and no price: + vat, +35 EGP."""
    added = _ADDED.match(line, at)
    return added is not None and not _TAX.match(line, at) and not codes_of(added["word"])


def _is_in_date(before: str, after: str) -> bool:
    """due Dec 15, 2027"""
    if not (_YEAR.match(after) and _DAY.search(before)):
        return False
    return any(folded(word).rstrip(":") in DUE for word in before.split())
