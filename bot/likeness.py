"""Who may be the same as whom, by the look of it: one phone, one e-mail address, names much alike."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.quickline.names import name_key
from models.text import folded

_OF_A_GROUP: Final = 6  # with one phone: more are an office's number
_EXACT_WORD: Final = 4  # letters; a shorter word with another letter is another word: Ali, Aly
_SLIPS: Final = 2  # in a whole name, one a word
_FORMS: Final = frozenset(
    folded(
        "the and & co company ltd limited llc llp plc inc incorporated corp corporation gmbh ag sa sarl srl bv est "
        "establishment شركة شركه مؤسسة ذمم شمم محدودة المحدودة"
    ).split()
)
"""Words that one leaves off a company's name and another does not."""


class Entry(NamedTuple):
    """What a customer is recognised by."""

    id: int
    name: str
    aliases: str = ""
    email: str | None = None
    phone: str | None = None
    distinct_from: str | None = None

    def is_apart(self, other: "Entry") -> bool:
        """Whether it was said that they are not the same; of one who was merged since, only the other may know."""
        return self._excludes(other) or other._excludes(self)

    def _excludes(self, other: "Entry") -> bool:
        return str(other.id) in (self.distinct_from or "").splitlines()

    def contradicts(self, other: "Entry") -> bool:
        """Whether they are reached in different places: two people may well have one name, or nearly one."""
        places = ((self.phone, other.phone), (_host(self.email), _host(other.email)))
        return any(mine and theirs and mine != theirs for mine, theirs in places)


def _host(email: str | None) -> str:
    return (email or "").rpartition("@")[2].casefold()


class _Sign(NamedTuple):
    whole: str  # the words of the name that matter, joined
    words: str
    block: str | None  # what names a slip apart have in common; None: no word of it is long enough for a slip


@lru_cache(maxsize=65_536)
def _sign(name: str) -> _Sign:
    words = [word.replace(".", "") for word in name_key(name).split()]
    core = [word for word in words if word not in _FORMS] or words
    block = [word if _is_exact(word) else f"{word[0]}*" for word in core]
    return _Sign("".join(core), " ".join(core), None if block == core else " ".join(block))


def _is_exact(word: str) -> bool:
    return len(word) <= _EXACT_WORD or any(map(str.isdigit, word))


def _places(entry: Entry) -> Iterator[str]:
    """Who shares one of these is taken for the same."""
    if entry.phone:
        yield entry.phone
    if entry.email:
        yield entry.email.casefold()


def _names(entry: Entry) -> set[str]:
    """Who shares one of these is, unless they are reached elsewhere."""
    wholes = {_sign(name).whole for name in (entry.name, *entry.aliases.splitlines())}
    return wholes - {""}


def _is_slip(one: str, other: str) -> bool:
    """Whether each word is the same, or one slip of the finger from it."""
    pairs = zip(one.split(), other.split(), strict=True)
    return all(a == b or OSA.distance(a, b, score_cutoff=1) <= 1 for a, b in pairs)


def pairs_among(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """The ids of those who may be the same, the older one first; each with each among the first of a larger group.

    A look at each entry, and at those whose names have all short words and first letters in common.
    """
    reached, named, blocks = (defaultdict[str, list[int]](list) for _ in range(3))
    for at, entry in enumerate(entries):
        for place in _places(entry):
            reached[place].append(at)
        for name in _names(entry):
            named[name].append(at)
        if block := _sign(entry.name).block:
            blocks[block].append(at)
    near = {*_combined(named), *(pair for block in blocks.values() for pair in _slips_among(entries, block))}
    near = {pair for pair in near if not entries[pair[0]].contradicts(entries[pair[1]])}
    found = ((entries[one], entries[other]) for one, other in sorted(near | set(_combined(reached))))
    return [(one.id, other.id) for one, other in found if not one.is_apart(other)]


def _combined(groups: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    for group in groups.values():
        yield from combinations(group[:_OF_A_GROUP], 2)


def _slips_among(entries: Sequence[Entry], members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Those of a block that are a slip or two apart."""
    names = [_sign(entries[at].name).words for at in members]
    for place, name in enumerate(names[:-1]):
        others = names[place + 1 :]
        near = process.extract(
            name, others, scorer=OSA.distance, processor=None, score_cutoff=_SLIPS, limit=_OF_A_GROUP
        )
        for other, _, further in near:
            pair = members[place], members[place + 1 + further]
            if _is_slip(name, other):
                yield pair


def likely(entries: Iterable[Entry], one: Entry) -> list[int]:
    """The ids of those who may be the same as `one`, who stands among them."""
    others = (other for other in entries if other.id != one.id and not one.is_apart(other))
    places, names, sign = set(_places(one)), _names(one), _sign(one.name)

    def is_like(other: Entry) -> bool:
        if not places.isdisjoint(_places(other)):
            return True
        is_named = not names.isdisjoint(_names(other)) or _is_near(sign, _sign(other.name))
        return is_named and not one.contradicts(other)

    return [other.id for other in others if is_like(other)]


def _is_near(one: _Sign, other: _Sign) -> bool:
    if one.block is None or one.block != other.block:
        return False
    is_near = OSA.distance(one.words, other.words, score_cutoff=_SLIPS) <= _SLIPS
    return is_near and _is_slip(one.words, other.words)
