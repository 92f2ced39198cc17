"""What the shapes of an item are told apart with: its parts in, its readings out."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.quickline.heads import Head
from bot.quickline.tails import Tail
from bot.quickline.tokens import Token


class Reading(NamedTuple):
    """One way to read an item, its numbers still as typed; the name is `text[start:end]`."""

    start: int
    end: int
    price: str | None
    quantity: str
    unit_code: str | None  # None where two contradict each other
    for_all: bool  # the price is for the whole quantity


class Shape(NamedTuple):
    """All ways to read an item; `code` names the question if there are several."""

    code: str
    readings: list[Reading]
    currency: str | None = None  # as typed


class Part(NamedTuple):
    """An item whose beginning and end are known: what is left between them is the name, or hides a quantity."""

    tokens: Sequence[Token]
    head: Head
    tail: Tail

    @property
    def last(self) -> Token | None:
        """What stands before the price."""
        return self.tokens[self.tail.start - 1] if self.tail.start > self.head.first else None

    def reading(
        self,
        *,
        end: int | None = None,
        price: str | None = "",
        quantity: str | None = None,
        for_all: bool = False,
    ) -> Reading:
        """The name up to the token `end`, at the price at the end of the item if no other is given."""
        units = {code for code in (self.head.unit_code, self.tail.unit_code) if code}
        return Reading(
            *span_of(self.tokens, self.head.first, self.tail.start if end is None else end),
            price=self.tail.text if price == "" else price,
            quantity=quantity or self.head.quantity or "1",
            unit_code=None if len(units) > 1 else units.pop() if units else "C62",
            for_all=for_all or self.tail.for_all is True,
        )

    def counted(self, at: int, quantity: str) -> "Part":
        """The same, a quantity having been found at the token `at`, where the name ends."""
        return self._replace(head=self.head._replace(quantity=quantity), tail=self.tail._replace(start=at))


def span_of(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """Where `tokens[first:end]` stand in the text."""
    return (tokens[first].start, tokens[end - 1].end) if first < end else (0, 0)
