"""A part of a message as its item and the directives behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.currencies import SIGNS, is_currency
from bot.quickline.line.directives import Reader, Said
from bot.quickline.line.values import UnclearLineError
from bot.quickline.line.vocabulary import FIRST_WORDS, LONGEST, OFF, keys_of
from bot.quickline.numbers import SCALES
from bot.quickline.tails import FOR_ALL

_SIGNS: Final = frozenset("-+(%")
_OFF: Final = frozenset(OFF.split("|"))
_MOST: Final = 24  # directives behind one item
_DEEPEST: Final = 5  # directives in a row that do not end in a figure: no tax, incl vat, due friday
_JOINTS: Final = frozenset(
    ["+", "&", "and", "with", "و", "مع", ",", "-"]
)  # between an item and what is said of it
_PARTS_OF_ONE: Final = frozenset("½¼¾")


@dataclass(frozen=True)
class Piece:
    """A part of a message: an item, or directives, or both."""

    item: str  # as typed; empty: directives alone
    said: tuple[Said, ...] = ()
    doubt: UnreadableError | None = None  # a date's refusal, to be told if the item has no price

    def text_with(self, item: str) -> str:
        """The part with its item said otherwise."""
        return " ".join(filter(None, (item, *(said.text for said in self.said))))


def piece_of(part: str, reader: Reader) -> Piece:
    """Take the directives off the end of a part.

    Raises what `Reader.read` raises, E_DATE_BAD only behind a price; the choices of a question are whole parts.
    """
    ends, said = _Ends(part, reader), list[Said]()
    size, doubt = len(ends.words), None
    while size and len(said) < _MOST:
        found, doubt = ends.last(size, said)
        if found is None:
            break
        size, said = size - len(found.text.split()), [found, *said]
        while size and ends.words[size - 1] in _JOINTS:
            size -= 1
    return Piece(" ".join(ends.words[:size]), tuple(said), doubt) if size else _bare(said)


class _Ends:
    """The words of a part, and which of its beginnings are complete."""

    def __init__(self, part: str, reader: Reader) -> None:
        self.words, self.reader = part.split(), reader
        self._keys = keys_of(self.words)
        self._closed: dict[int, bool] = {0: True}
        self._depth = 0

    def last(self, size: int, said: Sequence[Said]) -> tuple[Said | None, UnreadableError | None]:
        """The directive that the first `size` words end in, the longest; else what a date was refused with, if any.

        What is for somebody comes last: `for Ahmed due friday` ends in a date. `said` is what stands behind.
        """
        doubt, certain, for_whom = None, False, None
        for at in range(max(0, size - LONGEST), size):
            words, keys = self.words[at:size], self._keys[at:size]
            if not _may_begin(words, keys):
                continue
            closed = self._is_closed(at)
            try:
                found = self.reader.read(words, keys, closed=closed)
            except UnreadableError as refused:
                if refused.code != "E_DATE_BAD":
                    raise
                if not certain:
                    doubt, certain = refused, closed and at > 0 and str(refused.values["text"])[:1].isalnum()
                continue
            except UnclearError as unclear:
                raise _whole(unclear, self.words[:at], said) from None
            if found and not found.customer:
                return found, None
            for_whom = for_whom or found
        if doubt and certain:
            raise doubt
        return for_whom, doubt

    def _is_closed(self, size: int) -> bool:
        """Whether an item is complete with these words: they end in a price or a directive, or name a product."""
        if size not in self._closed:
            priced = _ends_in_price(self.words[:size], self.reader) or _is_product(
                self.words[:size], self.reader
            )
            self._closed[size] = priced or self._ends_in_directive(size)
        return self._closed[size]

    def _ends_in_directive(self, size: int) -> bool:
        """Behind an item that is complete: due friday paid 50, but not box incl delivery 50."""
        if self._depth == _DEEPEST:
            return False
        self._depth += 1
        try:
            found, _ = self.last(size, ())
        except (UnreadableError, UnclearError):
            return True  # told in its turn
        finally:
            self._depth -= 1
        return found is not None and self._is_closed(size - len(found.text.split()))


def _bare(said: list[Said]) -> Piece:
    """Directives alone; what is in brackets makes an item of what is before it: shipping 35 (-5)."""
    last = max((at for at, one in enumerate(said, start=1) if one.for_item), default=0)
    before = [one for one in said[:last] if not one.for_item]
    behind = [one for one in said if one not in before] if before else said[last:]
    return Piece(" ".join(one.text for one in before or said[:last]), tuple(behind))


def _may_begin(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether they may be a directive; a quick no for most."""
    word, key = words[0], keys[0]
    if word[0].isdigit():  # 10% off, 50 off
        return any("%" in one or "٪" in one for one in words[:2]) or keys[-1] in _OFF
    begins = word[0] in _SIGNS or word[0] in SIGNS or key in FIRST_WORDS
    return begins or word.isupper() or key[:3] in {"net", "بال"}


def _ends_in_price(words: Sequence[str], reader: Reader) -> bool:
    last = words[-1].rstrip(",;:").casefold()
    if any(sign.isdigit() or sign in _PARTS_OF_ONE for sign in last) or last in FOR_ALL or last in SCALES:
        return True
    currency = words[1:] and is_currency(last.strip("()"), reader.currency)
    return bool(currency) and any(map(str.isdigit, words[-2]))


def _is_product(words: Sequence[str], reader: Reader) -> bool:
    """logo, 2 logo, 2 x logo"""
    names = (" ".join(words[at:]) for at in range(min(len(words), 3)))
    return bool(reader.context.products.most_words) and any(map(reader.context.products.exact, names))


def _whole(unclear: UnclearError, before: Sequence[str], said: Sequence[Said]) -> UnclearLineError:
    """The question about a directive, its choices being the whole part."""
    after = [one.text for one in said]
    whole = tuple(" ".join((*before, choice, *after)) for choice in unclear.choices)
    return UnclearLineError(unclear.code, unclear.message, whole, unclear.choices, **unclear.values)
