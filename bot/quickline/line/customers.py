"""Who the invoice is for: where the name stands in the message."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final, NamedTuple

from bot.quickline.line.cutting import cut
from bot.quickline.line.directives import Reader
from bot.quickline.line.frames import Frame
from bot.quickline.line.judging import (
    counts_items,
    has_figures,
    is_price,
    is_product,
    known_words,
    piece_or_none,
)
from bot.quickline.line.knowing import detached
from bot.quickline.line.vocabulary import FOR, IN, TRIGGERS, WORDS, keys_of
from bot.quickline.tokens import Kind, tokens_of
from bot.quickline.words import plain

_COLON: Final = re.compile(r"(?<!\d):(?!//)|:(?!\d|//)")
_MARKS: Final = " ,;:-–—،؛"
_OFF: Final = re.compile(r"\s*-\s?\d[\d.,٫]*\s?%?\s*")
_MOST_COLONS: Final = 5  # in a name that is known


class _Found(NamedTuple):
    """A name, and the lines without it."""

    name: str
    lines: Sequence[str]


class _Start(NamedTuple):
    """The first line of a message, its parts and how many lines follow."""

    line: str
    parts: list[str]
    following: int
    reader: Reader


def with_customer(frame: Frame, reader: Reader) -> Frame:
    """The name taken out of the first line; `frame.parts` are lines still. Without one the frame as it was."""
    frame, is_triggered = _triggered(_without_head(frame, reader), reader)
    if not frame.parts:
        return frame
    line, following = frame.parts[0], frame.parts[1:]
    is_attached = is_triggered and not known_words(line.split(), reader)
    for variant in (detached(line), line) if is_attached else (line,):
        start = _Start(variant, cut(variant), len(following), reader)
        for find in (_before_colon, _without_figures, _known, _before_quantity):
            found = find(start)
            if found is not None and any(map(str.isalnum, found.name)):
                lines = (*map(_bare, found.lines[:1]), *found.lines[1:], *following)
                name = _unled(found.name.strip(_MARKS), reader)
                return replace(frame, customer=name, parts=tuple(filter(None, lines)))
    return frame


def _without_head(frame: Frame, reader: Reader) -> Frame:
    """Directives that stand before all else put behind it: due friday, Ahmed: coffee 15."""
    parts = cut(frame.parts[0]) if frame.parts else []
    head = list(takewhile(lambda part: _is_directive(part, reader), parts))
    if not head or len(head) == len(parts) + len(frame.parts) - 1:
        return frame
    rest = "; ".join(parts[len(head) :])
    return replace(frame, parts=(*filter(None, (rest, *frame.parts[1:])), *head))


def _is_directive(part: str, reader: Reader) -> bool:
    """Whether it says nothing of a name or an item; what is sold may be said like delivery 50."""
    piece = piece_or_none(part, reader)
    return (
        piece is not None
        and not piece.item
        and not any(one.charge or one.prepaid_amount for one in piece.said)
    )


def _triggered(frame: Frame, reader: Reader) -> tuple[Frame, bool]:
    """Without the word that only says that an invoice follows; and whether there was one."""
    words = frame.parts[0].split() if frame.parts else []
    counts = (n for n in (2, 1) if n <= len(words) and " ".join(keys_of(words[:n])) in TRIGGERS)
    count = next(counts, 0)
    if not count or any(":" in word for word in words[:count]) or known_words(words, reader):
        return frame, False
    rest = " ".join(words[count:])
    return replace(frame, parts=tuple(filter(None, (rest, *frame.parts[1:])))), True


def _bare(line: str) -> str:
    """What stands behind a name, without the marks between them; the minus of a discount is none."""
    return line.strip(_MARKS) if not _OFF.fullmatch(plain(line)) else line


def _before_colon(start: _Start) -> _Found | None:
    """Ahmed: coffee 15, but not logo: 150."""
    if start.line.endswith(":") and not _is_label(start.line):
        return _Found(start.line, [])
    ends = [colon.start() for colon in islice(_COLON.finditer(start.line), _MOST_COLONS)]
    splits = [(start.line[:end].strip(_MARKS), start.line[end + 1 :].strip()) for end in ends]
    for name, rest in splits[::-1]:
        if start.reader.context.customers.exact(_unled(name, start.reader)):
            return _Found(name, [rest])
    name, rest = splits[0] if splits else ("", "")
    if not name or _is_label(name):
        return None
    is_item = name[0].isdigit() or (len(cut(name)) > 1 and has_figures(name))
    return None if is_item or is_price(cut(rest)[:1], start.reader) else _Found(name, [rest])


def _without_figures(start: _Start) -> _Found | None:
    """A first line, or what is before a first comma, without any figure; a known item needs none."""
    if len(start.parts) + start.following < 2 or not start.parts or has_figures(start.parts[0]):
        return None
    piece = piece_or_none(start.parts[0], start.reader)
    if piece is None or not piece.item or is_product(piece.item, start.reader):
        return None
    words = piece.item.split()
    count = _known_words(words, start.reader)
    if count and is_product(" ".join(words[count:]), start.reader):  # acme logo, due friday
        return None
    return _Found(piece.item, [*(said.text for said in piece.said), *start.parts[1:]])


def _known(start: _Start) -> _Found | None:
    """The longest known name that the message begins with, an item's name behind it."""
    words = start.parts[0].split() if start.parts else []
    count = _known_words(words, start.reader)
    rest = " ".join(words[count:])
    if not count or (rest and is_price([rest], start.reader)):
        return None
    return _Found(" ".join(words[:count]), [rest, *start.parts[1:]])


def _known_words(words: Sequence[str], reader: Reader) -> int:
    """How many of them are a known name, a for before it among them; 0: none is."""
    led = len(words) > 1 and keys_of(words[:1])[0] in FOR
    count = known_words(words[led:], reader)
    return count and count + led


def _before_quantity(start: _Start) -> _Found | None:
    """Ahmed 2x coffee, Sara - 3h design; Ahmed 2 coffee where Ahmed is known."""
    part = start.parts[0] if start.parts else ""
    tokens = tokens_of(plain(part), start.reader.currency)
    at = len(list(takewhile(lambda token: token.kind is not Kind.NUMBER, tokens)))
    name = part[: tokens[at].start].strip(_MARKS) if 0 < at < len(tokens) - 1 else ""
    if not any(sign.isalpha() for sign in name):
        return None
    if tokens[at - 1].kind is not Kind.WORD and tokens[at - 1].text != "-":
        return None
    if not counts_items(tokens[at:], name, start.reader) or is_product(name, start.reader):
        return None
    return _Found(name, [part[tokens[at].start :], *start.parts[1:]])


def _is_label(name: str) -> bool:
    """due: friday"""
    return " ".join(keys_of(name.split())) in _LABELS


def _unled(name: str, reader: Reader) -> str:
    """Without the for before it."""
    words = name.split()
    if len(words) < 2 or keys_of(words[:1])[0] not in FOR or reader.context.customers.exact(name):
        return name
    return " ".join(words[1:])


_LABELS: Final = WORDS | IN
