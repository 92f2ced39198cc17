"""The beginning of an item: its quantity, if it stands there."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.quickline.numbers import SCALES
from bot.quickline.tails import grouped, tail_of
from bot.quickline.tokens import Kind, Token
from bot.quickline.words import UNITS

_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Head(NamedTuple):
    """Where the name begins, and the quantity before it."""

    first: int = 0
    quantity: str | None = None
    unit_code: str | None = None
    bare: bool = False  # neither x nor a unit says that it is a quantity
    verbatim: bool = False  # the name begins with all that stands there


WHOLE: Final = Head(verbatim=True)


def heads_of(tokens: Sequence[Token], own: str) -> list[Head]:
    """Each way to begin; the likeliest first. `own` is the merchant's currency."""
    price = tail_of(tokens, 0, own)
    if price and price.start == 0:  # 150 EGP
        return [Head()]
    if len(tokens) > 1 and tokens[0].kind is Kind.TIMES and tokens[1].kind is Kind.NUMBER:
        return [Head(2, tokens[1].text)]
    run = next((i for i, token in enumerate(tokens) if token.kind is not Kind.NUMBER), len(tokens))
    if run in {0, len(tokens)}:
        return _after_a_word(tokens)
    if tokens[run].kind is Kind.TIMES:
        return [Head(run + 1, _text(tokens[:run]))]
    if run > 1:
        return _parted_by_blanks(tokens[:run])
    unit_code = UNITS.get(tokens[1].text.casefold())
    if unit_code is None:
        return [Head(1, tokens[0].text, bare=True)]
    head = Head(2, tokens[0].text, unit_code)
    return [head, WHOLE] if _may_be_a_name(tokens[0], tokens[1]) else [head]


def is_doubtful(quantity: str) -> bool:
    """Whether a bare quantity may be the beginning of a name: 2027 calendar, 4K TV."""
    return bool(_YEAR.fullmatch(quantity)) or quantity[-1:] in SCALES


def price_last(tokens: list[Token], own: str) -> list[Token]:
    """The same, the price at the end where its currency shows that it came first: $150 logo."""
    price, rest = tokens[:2], tokens[2:]
    tail = tail_of(price, 0, own)
    if tail and tail.start == 0 and tail.currency and rest:
        second = tail_of(rest, 0, own)
        return rest + price if second is None or second.mark is Kind.TIMES else tokens
    return tokens


def _after_a_word(tokens: Sequence[Token]) -> list[Head]:
    """Ahmed 2x coffee 15: coffee for Ahmed, or an odd name."""
    for at, (number, times, word) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        if (number.kind, times.kind, word.kind) == (Kind.NUMBER, Kind.TIMES, Kind.WORD):
            return [Head(at + 2, number.text), WHOLE]
    return [Head()]


def _parted_by_blanks(run: Sequence[Token]) -> list[Head]:
    """2 500 screws: 2500 of them, or 2 of 500 screws; 1 000 can only be a thousand."""
    heads = [Head(1, run[0].text, bare=True)]
    if grouped(run) == len(run):
        heads.insert(0, Head(len(run), _text(run)))
        if run[1].text.startswith("0"):
            return heads[:1]
    return [*heads, WHOLE]


def _may_be_a_name(number: Token, unit: Token) -> bool:
    """5G router; 2L milk is milk."""
    return number.touches(unit) and len(unit.text) == 1 and unit.text.isupper() and unit.text != "L"


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
