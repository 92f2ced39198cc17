"""Arabic beside Latin in a chat, whose programs give each line the direction of its first letter (UAX #9, P2).

What stands in isolates does not count there, and cannot turn what stands around it.
"""

import re
from functools import cache
from typing import Final
from unicodedata import bidirectional

RLM, LRI, FSI, PDI = "\u200f", "\u2066", "\u2068", "\u2069"
_RIGHT: Final = {"R", "AL"}
_TAG_OR_GAP: Final = r"<[^>]*>|\{[^}]*\}"
_PIECE: Final = re.compile(
    rf"{_TAG_OR_GAP}|(?P<latin>[/+@.-]?[A-Za-z0-9]+(?:(?:[@._/:+=-]+| [/+.-]?)[A-Za-z0-9]+)*(?:%|://)?)"
)
_NUMBER: Final = re.compile(r"\d[\d.,/]*%?")  # runs from left to right by itself


def has_right_to_left(text: str) -> bool:
    """Whether anything in it runs from right to left."""
    return not text.isascii() and any(bidirectional(c) in _RIGHT | {"AN"} for c in text)


def isolated(text: str) -> str:
    """The text, line by line, in its own direction, whatever stands around it."""
    return "\n".join(line and f"{FSI}{line}{PDI}" for line in text.split("\n"))


@cache
def arranged(sentence: str) -> str:
    """A right-to-left sentence with its {gaps} and <tags>: each line begins on the right, Latin in it stays whole."""
    return "\n".join(_arranged(line) for line in sentence.split("\n"))


def _arranged(line: str) -> str:
    words = re.sub(_TAG_OR_GAP, "", line)
    mark = "" if not words or any(bidirectional(c) in _RIGHT for c in words) else RLM
    return mark + _PIECE.sub(_whole, line)


def _whole(piece: re.Match[str]) -> str:
    latin = piece["latin"]
    return piece[0] if latin is None or _NUMBER.fullmatch(latin) else f"{LRI}{latin}{PDI}"
