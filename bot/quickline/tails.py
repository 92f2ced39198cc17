"""The end of an item: its price, with what is said about it."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.quickline.currencies import is_currency
from bot.quickline.tokens import Kind, Token
from bot.quickline.words import UNITS

_EACH: Final = "each ea apiece للواحد للواحدة للواحده الواحد الواحدة الواحده للقطعة للقطعه للحبة للحبه"
_ALL: Final = "total all altogether إجمالي اجمالي إجمالى الإجمالي الاجمالي للكل الكل المجموع"
FOR_ALL: Final = {word: word in _ALL.split() for word in f"{_EACH} {_ALL}".split()}
_LEADS: Final = ("for", "in", "per")  # for each, in total
_PER_ARABIC: Final = "لل"  # للكيلو
_MARKS: Final = {Kind.AT, Kind.IS, Kind.FOR, Kind.TIMES}
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")


class Tail(NamedTuple):
    """Where the price begins, its mark included, and where its number stands."""

    start: int
    number: int
    text: str
    mark: Kind | None = None
    for_all: bool | None = None  # "total", "each", or unsaid
    unit_code: str | None = None  # of 30/kg
    currency: str | None = None  # as typed


def tail_of(tokens: Sequence[Token], first: int, own: str) -> Tail | None:
    """The price that `tokens[first:]` end in, if they do."""
    end, for_all = _qualified(tokens, len(tokens))
    end, unit_code = _per_unit(tokens, end)
    currency = None
    if end > first and _is_sign(tokens[end - 1], own):
        end, currency = end - 1, tokens[end - 1].text
    start = number = end - 1
    if number < first or tokens[number].kind is not Kind.NUMBER:
        return None
    if start > first and _is_sign(tokens[start - 1], own, before=True):
        start, currency = start - 1, tokens[start - 1].text
    mark = tokens[start - 1].kind if start > first and tokens[start - 1].kind in _MARKS else None
    for_all = False if unit_code else for_all
    return Tail(start - bool(mark), number, tokens[number].text, mark, for_all, unit_code, currency)


def run_of(tokens: Sequence[Token], first: int, tail: Tail) -> list[Token]:
    """The numbers side by side that end in the price; 70 200 after a times sign are two things, as in 50x70 200."""
    start = tail.number
    while tail.start == tail.number and start > first and tokens[start - 1].kind is Kind.NUMBER:
        start -= 1
    if start > first and tokens[start - 1].kind is Kind.TIMES:
        start = tail.number
    return list(tokens[start : tail.number + 1])


def grouped(tokens: Sequence[Token]) -> int:
    """How many of the last numbers make one whose thousands are parted by blanks; 0 if none do."""
    for count in range(min(len(tokens), 5), 1, -1):
        if _GROUPED.fullmatch(" ".join(token.text for token in tokens[-count:])):
            return count
    return 0


def _qualified(tokens: Sequence[Token], end: int) -> tuple[int, bool | None]:
    for_all = FOR_ALL.get(tokens[end - 1].text.casefold()) if end else None
    if for_all is None:
        return end, None
    leads = end > 1 and tokens[end - 2].text.casefold() in _LEADS
    return end - 1 - leads, for_all


def _per_unit(tokens: Sequence[Token], end: int) -> tuple[int, str | None]:
    word = tokens[end - 1].text.casefold() if end else ""
    if end > 1 and tokens[end - 2].kind is Kind.PER and word in UNITS:
        return end - 2, UNITS[word]
    if word.startswith(_PER_ARABIC) and word.removeprefix(_PER_ARABIC) in UNITS:
        return end - 1, UNITS[word.removeprefix(_PER_ARABIC)]
    return end, None


def _is_sign(token: Token, own: str, *, before: bool = False) -> bool:
    return token.kind in {Kind.SIGN, Kind.WORD} and is_currency(token.text, own, before=before)
