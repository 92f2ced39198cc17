"""Who paid, among the words of a payment: Acme paid 200, got 200 cash from Acme, دفعت شركة النيل ٢٠٠."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.quickline.card_words import Kind, Wish
from bot.quickline.days import numbered
from bot.quickline.names import Found, NameIndex, Names, Row
from models.text import folded

_VERBS: Final = numbered("paid received got transferred دفع دفعت سدد سددت حول حولت استلمت وصلني قبضت")
_METHODS: Final = numbered("transferred حول حولت")  # verbs that say how
_BESIDE: Final = numbered("has have just already قد لقد")
_FROM: Final = numbered("from by من")
_PRONOUNS: Final = (
    "they",
    "he",
    "she",
    "the customer",
    "client",
    "the client",
    "العميل",
    "العميلة",
    "الزبون",
)
_MOST_WORDS, _LONGEST_NAME = 40, 6
_POINTS: Final = ".,:;!؟،"

ANYBODY: Final = NameIndex([Row(0, "customer", _PRONOUNS)])
"""Whoever it is; the id is 0."""


class Payer(NamedTuple):
    """Who may be meant, and what of a payment is said besides."""

    ids: frozenset[int]
    wish: Wish


def payers(text: str, customers: Names) -> Iterator[Payer]:
    """Each way to read somebody of `customers` out of a payment; whether the rest is one, its reader decides."""
    words = text.split()
    keys = [folded(word).strip(_POINTS) for word in words]
    verb = next((at for at, key in enumerate(keys) if key in _VERBS), None)
    if verb is None or len(words) > _MOST_WORDS or "\n" in text:
        return
    for start, end in _places(keys, verb):
        found = customers.find(" ".join(words[start:end]))
        if found and found[0].found >= Found.PART:
            dropped = {*range(start, end), *([] if keys[verb] in _METHODS else [verb])}
            rest = (
                word for at, word in enumerate(words) if at not in dropped and not _is_beside(keys, at, start)
            )
            yield Payer(frozenset(one.id for one in found), Wish(Kind.PAID, " ".join(rest)))


def _places(keys: list[str], verb: int) -> Iterator[tuple[int, int]]:
    """Where a name may stand: before the verb, behind it, or behind a "from"; the longest first."""
    end = next((at for at in range(verb, 0, -1) if keys[at - 1] not in _BESIDE), 0)
    if end:
        yield 0, end
    for start in (verb + 1, *(at + 1 for at in range(verb + 1, len(keys)) if keys[at] in _FROM)):
        figure = next((at for at in range(start, len(keys)) if any(map(str.isdigit, keys[at]))), len(keys))
        yield from ((start, end) for end in range(min(figure, start + _LONGEST_NAME), start, -1))


def _is_beside(keys: list[str], at: int, name: int) -> bool:
    """Whether the word only joins name and verb."""
    return keys[at] in _BESIDE or (at == name - 1 and keys[at] in _FROM)
