"""Names as people type them, found among those that are known: spelled out, cut short or misspelled."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import islice
from typing import Final, NamedTuple, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.quickline.words import latin
from models.text import folded

_MOST: Final = 6  # candidates of one question
_SHORTEST_PART: Final = 2  # characters of a name cut short
_EXACT_WORD: Final = 3  # characters; a shorter word with another letter is another word: size S, size M
_ONE_SLIP, _TWO_SLIPS = 4, 8  # characters from which so many slips are one
_POINTS: Final = " .,;:!?-–—_/|،؛()[]\"'"


class Found(IntEnum):
    """How a name was found; the surest is the greatest."""

    NEAR = 1  # misspelled
    PART = 2  # words of it
    ALIAS = 3
    EXACT = 4


class Candidate(NamedTuple):
    """Somebody or something that may be meant; `label` is what to type so that no other is."""

    id: int
    name: str
    label: str
    found: Found
    score: float  # 0 to 1: how much of the name was typed right


class Names(Protocol):
    """What is known by name: customers, or products."""

    @property
    def most_words(self) -> int:
        """Of the longest name; 0 if there is none."""

    def exact(self, name: str) -> Sequence[Candidate]:
        """Whose whole name or alias it is, however it is spelled."""

    def find(self, name: str) -> Sequence[Candidate]:
        """Who may be meant, the likeliest first, all of them found in one way. Only one: nobody else comes near."""


class Row(NamedTuple):
    """What an index is made of; aliases may be addresses and numbers."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """The form names are compared in: `folded`, its digits 0-9, without the points around its words."""
    words = (word.strip(_POINTS) for word in folded(latin(name)).split())
    return " ".join(filter(None, words))


class NameIndex:
    """Names in memory. Building takes some microseconds a row, finding does not depend on how many there are.

    Except for a misspelled name, which is compared with all names of its length: a millisecond among 10,000.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        keys = [name_key(row.name) for row in self._rows]
        times = Counter(keys)
        self._labels = [
            row.name if times[key] == 1 else f"{row.name} #{row.id}"
            for row, key in zip(self._rows, keys, strict=True)
        ]
        self._named: dict[str, list[int]] = {}
        self._aliased: dict[str, list[int]] = {}
        self._holding: dict[str, list[int]] = {}  # by each word of a name
        self._of_length: dict[int, dict[int, str]] = {}
        for at, key in enumerate(keys):
            self._add(at, key)
        self._words = sorted(self._holding)
        self.most_words = max((key.count(" ") + 1 for key in (*self._named, *self._aliased)), default=0)

    def exact(self, name: str) -> list[Candidate]:
        """Whose whole name or alias it is, however it is spelled."""
        key = name_key(name)
        return self._candidates(self._named.get(key, ()), Found.EXACT) or self._candidates(
            self._aliased.get(key, ()), Found.ALIAS
        )

    def find(self, name: str) -> list[Candidate]:
        """Who may be meant, the likeliest first, all of them found in one way; six at most."""
        key = name_key(name)
        parts = islice(self._with_words(key), _MOST)
        return (
            self.exact(name)
            or self._candidates(parts, Found.PART, len(key))
            or self._candidates(self._misspelled(key), Found.NEAR, len(key))
        )

    def _add(self, at: int, key: str) -> None:
        row, label = self._rows[at], self._labels[at]
        if not key:
            return
        self._named.setdefault(key, []).append(at)
        for alias in (*row.aliases, *((label,) if label != row.name else ())):
            self._aliased.setdefault(name_key(alias), []).append(at)
        for word in dict.fromkeys(key.split()):
            self._holding.setdefault(word, []).append(at)
        self._of_length.setdefault(len(key), {})[at] = key

    def _candidates(self, found: Iterable[int], how: Found, typed: int = 0) -> list[Candidate]:
        """Each row once, with how much of it was typed."""
        rows = [(at, self._rows[at]) for at in dict.fromkeys(found)][:_MOST]
        return [
            Candidate(
                row.id, row.name, self._labels[at], how, min(typed / len(row.name), 1) if typed else 1.0
            )
            for at, row in rows
        ]

    def _with_words(self, key: str) -> Iterator[int]:
        """The names that have all these words; the last one may be the beginning of a word."""
        words = key.split()
        if not words or len(words[-1]) < _SHORTEST_PART:
            return
        last = islice(self._beginning(words[-1]), 100)  # words; there is none with more in a real book
        whole = [self._holding.get(word, []) for word in words[:-1]]
        rest = [set(rows) for rows in whole]
        ends = [self._holding[word] for word in last]
        if rest:
            shortest = min(whole, key=len)
            endings = {at for rows in ends for at in rows}
            yield from (at for at in shortest if at in endings and all(at in rows for rows in rest))
        else:
            yield from (at for rows in ends for at in rows)

    def _beginning(self, start: str) -> Iterator[str]:
        at = bisect_left(self._words, start)
        while at < len(self._words) and self._words[at].startswith(start):
            yield self._words[at]
            at += 1

    def _misspelled(self, key: str) -> list[int]:
        """The names so few slips of the finger away that they may be meant, the nearest first."""
        slips = (len(key) >= _ONE_SLIP) + (len(key) >= _TWO_SLIPS)
        if not slips:
            return []
        near = []
        for length in range(len(key) - slips, len(key) + slips + 1):
            names = self._of_length.get(length, {})
            found = process.extract(
                key, names, scorer=OSA.distance, score_cutoff=slips, limit=_MOST, processor=None
            )
            near += [(distance, at) for name, distance, at in found if _same_words(key, name)]
        return [at for _, at in sorted(near)]


class _Nothing:
    """Nobody is known."""

    most_words = 0

    def exact(self, name: str) -> list[Candidate]:
        return []

    def find(self, name: str) -> list[Candidate]:
        return []


NOTHING: Final[Names] = _Nothing()


def _same_words(typed: str, name: str) -> bool:
    """Whether only long words differ, and no figures: iPhone 14 is not a slip of iPhone 15."""
    if typed.replace(" ", "") == name.replace(" ", ""):
        return True
    pairs = list(zip(typed.split(), name.split(), strict=False))
    same_count = len(pairs) == typed.count(" ") + 1 == name.count(" ") + 1
    return same_count and all(one == other or _may_differ(one, other) for one, other in pairs)


def _may_differ(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return shorter > _EXACT_WORD and not any(sign.isdigit() for sign in one + other)
