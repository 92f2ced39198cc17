"""People's text made fit for the page: cleaned, in its own direction, in characters the fonts have.

What differs from the page in direction is isolated (U+2066, U+2068 ... U+2069), so that "Nile Co." keeps its full
stop and a phone number its order in an Arabic document.
"""

import re
import unicodedata

from markupsafe import Markup

from bot.rendering.fonts import drawable
from models.text import cleaned

_MISSING = "\ufffd"
_KEPT = frozenset(map(ord, "\n\u2066\u2068\u2069"))
_PLAIN = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u20c1": "SAR"})
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_AT_HOME = re.compile("[\u0620-\u065f\u0671-\u06d3 \n\u060c]*")  # Arabic letters and the marks between words
# Digits in groups (12-34, 12-34B, +20 100 123): after Arabic letters the groups would change places.
_GROUPED = re.compile(r"\+?\d+(?:[-/()\[\]]+ ?\d+)+[A-Za-z]*|\+\d+(?:[ /()-]+\d+)+")
_POINT = 25.4 / 72  # mm
# Advance widths of Noto Sans Bold in thousandths of the size, rounded up; no other letter is wider, a few signs apart.
_ADVANCES = {
    **dict.fromkeys(map(chr, range(33, 127)), 990),
    **dict.fromkeys("abcdefghijklnopqrstuvxyz", 660),
    **dict.fromkeys("0123456789", 580),
    **dict.fromkeys(".-", 330),
    **dict.fromkeys("\u2066\u2068\u2069", 0),
}
_WIDE_LETTER = 1_430


def may_overflow(text: str, size: float, width: float) -> bool:
    """Whether a word of the text, `size` points high, may be wider than `width` mm and has to be broken."""
    most = width / _POINT / size * 1000
    longest = most / _WIDE_LETTER
    return any(
        len(word) > longest and sum(_ADVANCES.get(letter, _WIDE_LETTER) for letter in word) > most
        for word in text.split()
    )


def lettered(text: str, *, lines: bool = False) -> str:
    """The text cleaned; one line unless `lines`."""
    return cleaned(text, lines=lines).translate(_PLAIN)


def isolated(text: str, *, rtl: bool) -> str:
    """Each line of the text in its own direction, on a page that runs right to left (`rtl`) or left to right."""
    if _AT_HOME.fullmatch(text) if rtl else not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(apart(_GROUPED.sub(_ltr, line)) for line in text.split("\n"))


def left_to_right(text: str) -> str:
    """A number, phone or code that reads left to right wherever it stands."""
    return f"\u2066{text}\u2069"


def apart(text: str) -> str:
    """Words in whatever direction they have, on a page that may run the other way."""
    return f"\u2068{text}\u2069"


def drawn(value: object) -> object:
    """What a template puts out, in characters the fonts can draw: no empty boxes, no chance system fonts.

    A character without a glyph becomes its plain form if that has one (NFKC: a full-width A is an A). A letter or
    a digit becomes a question mark, one for each run, so that a reader sees something is missing; emoji and other
    signs go. Values that are no plain text (numbers, markup) stay as they are.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or drawable().issuperset(map(ord, value)):
        return value
    return re.sub(f"{_MISSING}+", "?", "".join(map(_drawn, value)))


def _drawn(character: str) -> str:
    if ord(character) in drawable() or ord(character) in _KEPT:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and drawable().issuperset(map(ord, plain)):
        return plain
    return _MISSING if unicodedata.category(character)[0] in "LN" else ""


def _ltr(match: re.Match[str]) -> str:
    """After Latin letters (INV-2026-00042) digits are at home, and alone they would part from them."""
    kinds = map(unicodedata.bidirectional, reversed(match.string[: match.start()]))
    before = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "")
    return match[0] if before == "L" else left_to_right(match[0])
