"""An item cut into numbers, marks and words; each knows where it stood, so that a name is a stretch of the text."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum, auto
from typing import Final, NamedTuple

from bot.quickline.currencies import SIGNS, is_currency
from bot.quickline.numbers import SCALES
from bot.quickline.words import UNITS


class Kind(StrEnum):
    """What a piece can be; whether a word means something depends on its place."""

    NUMBER = auto()
    TIMES = auto()  # 2 x logo
    AT = auto()  # 2 @ 150: what is before is a quantity, what is after the price of one
    IS = auto()  # logo: 150, logo = 150, logo - 150
    FOR = auto()  # 2 coffee for 30: of one or of all?
    PER = auto()  # 30/kg
    SIGN = auto()  # $
    WORD = auto()


class Token(NamedTuple):
    """A piece of the text, `text[start:end]`, in plain characters."""

    kind: Kind
    text: str
    start: int
    end: int

    def touches(self, following: "Token") -> bool:
        """Whether there is no blank between the two."""
        return self.end == following.start


_WORD_KINDS: Final = {
    "for": Kind.FOR, "ب": Kind.FOR, "بـ": Kind.FOR, "at": Kind.AT, "بسعر": Kind.IS, "-": Kind.IS, "per": Kind.PER,
    "x": Kind.TIMES, "/": Kind.PER, "@": Kind.AT, ":": Kind.IS, "=": Kind.IS, "×": Kind.TIMES, "✕": Kind.TIMES,
    "*": Kind.TIMES,
}  # fmt: skip
_SIGN: Final = f"[{''.join(SIGNS)}]"
_FIGURES: Final = r"(?:\d(?:[\d.,٫٬']*\d)?|[.,٫]\d+|[½¼¾])"
_STARTS_PRICE: Final = rf"(?=$|-?{_SIGN}?-?[\d½¼¾.])"
_NUMBER: Final = re.compile(rf"-?{_FIGURES}")
_AFTER_NUMBER: Final = re.compile(
    rf"$|[×✕*@=]|{_SIGN}|:$|/(?=[^\W\d])|[xX](?![a-zA-Z])|[xX](?!x*[sl]$)(?=[a-zA-Z]{{3}})|[,;؛]+$"
)  # 2x, 2xقهوة and 2xlogo, not 2xl
_SUFFIX: Final = re.compile(r"[^\s\d×✕*@/()%:=,;]+[23]?(?=$|[×✕*/,;])")  # 3h, 150EGP, 1.5k
_CUT: Final = re.compile(rf"(?:[@=×✕*]|(?<!\d):){_STARTS_PRICE}|{_SIGN}(?=[\d.])|[,;؛]+$")
_PREFIX: Final = re.compile(r"(بـ?|[^\W\d_][^\W\d_.]{1,3}\.?)(?=\d)")  # ب30, EGP150
_MARK_AFTER_NUMBER: Final = re.compile(rf"[×✕*@:=/xX]|{_SIGN}")
_MARK: Final = re.compile(rf"[×✕*@:=/]|[xX](?=\d|$)|{_SIGN}")


def tokens_of(text: str, own: str) -> list[Token]:
    """The pieces of a text in plain characters; `own` is the merchant's currency."""
    tokens: list[Token] = []
    for chunk in re.finditer(r"\S+", text):
        if tokens and tokens[-1].kind is Kind.NUMBER and chunk[0] in SCALES and len(chunk[0]) > 1:
            tokens.append(joined(text, (tokens.pop(), Token(Kind.NUMBER, chunk[0], *chunk.span()))))
        else:
            tokens += _pieces(chunk[0], chunk.start(), own)
    return tokens


def joined(text: str, tokens: Sequence[Token]) -> Token:
    """One number out of several with blanks between: 1 500, 2 ألف."""
    start, end = tokens[0].start, tokens[-1].end
    return Token(Kind.NUMBER, text[start:end], start, end)


def _pieces(chunk: str, start: int, own: str) -> Iterator[Token]:
    kind = _WORD_KINDS.get(chunk.casefold())
    if kind is not None:
        yield Token(kind, chunk, start, start + len(chunk))
        return
    at, before = 0, Kind.TIMES
    while at < len(chunk):
        kind, end = _piece(chunk, at, before, own)
        yield Token(kind, chunk[at:end], start + at, start + end)
        at, before = end, kind


def _piece(chunk: str, at: int, before: Kind, own: str) -> tuple[Kind, int]:
    """The kind and the end of the piece at `at`; `before` is the kind of the piece it touches."""
    number = _NUMBER.match(chunk, at) if before not in {Kind.NUMBER, Kind.WORD} else None
    end = _number_end(chunk, number.end(), own) if number else 0
    if end:
        return Kind.NUMBER, end
    mark = (_MARK_AFTER_NUMBER if before is Kind.NUMBER else _MARK).match(chunk, at)
    if mark:
        return _WORD_KINDS.get(mark[0].casefold(), Kind.SIGN), mark.end()
    prefix = _PREFIX.match(chunk) if at == 0 else None
    if prefix and (prefix[0].startswith("ب") or is_currency(prefix[0], own, before=True)):
        return _WORD_KINDS.get(prefix[0], Kind.SIGN), prefix.end()
    cut = _CUT.search(chunk, at + 1)
    return Kind.WORD, cut.start() if cut else len(chunk)


def _number_end(chunk: str, end: int, own: str) -> int:
    """Where the number ends that has digits up to `end`; 0 if what follows makes it part of a word, as in 7up."""
    if _AFTER_NUMBER.match(chunk, end):
        return end
    suffix = _SUFFIX.match(chunk, end)
    if suffix is None:
        return 0
    if suffix[0] in SCALES:
        return suffix.end()
    return end if suffix[0].casefold() in UNITS or is_currency(suffix[0], own) else 0
