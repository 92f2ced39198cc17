"""A whole message to what it says: `parse_line`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.quickline.answers import REFUSALS, UnclearError, UnreadableError, check_length, refusal
from bot.quickline.line.addresses import Reached, reached
from bot.quickline.line.currency import in_its_currency
from bot.quickline.line.customers import with_customer
from bot.quickline.line.cutting import check_commas, cut
from bot.quickline.line.directives import Reader, Said
from bot.quickline.line.frames import Frame, frame_of
from bot.quickline.line.goods import Goods
from bot.quickline.line.knowing import customer_of
from bot.quickline.line.merging import check_discounts, merged, with_said
from bot.quickline.line.noticing import Part, notices_of
from bot.quickline.line.pieces import Piece, piece_of
from bot.quickline.line.values import Context, Line, UnclearLineError

_Value = TypeVar("_Value")
_MINUS = "\N{MINUS SIGN}"


def parse_line(text: str, *, context: Context) -> Line:
    """The invoice that one message of at most 1,000 characters says; English and Arabic are read alike.

    Raises UnclearLineError for one question, each of its choices being the whole message with that place said in one
    way: A_AND, A_COMMA, A_CURRENCY, A_CUSTOMER_WHICH, A_DATE, A_NUMBER_FORMAT, A_NUMBERS, A_PHONE_NOT_MOBILE,
    A_PRODUCT, A_QUANTITY, A_TOTAL_NOT_DIVISIBLE, A_TOTAL_OR_UNIT; UnreadableError where a place cannot be read
    at all, which is told before anything is asked.
    """
    check_length(text)
    frame = frame_of(text.replace(_MINUS, "-"))  # cards print the real one, and people copy it
    if not frame.parts:
        raise UnreadableError(
            "E_NO_ITEMS" if frame.notes else "E_EMPTY", REFUSALS["E_NO_ITEMS"], text=text.strip()
        )
    check_commas(frame)
    found = reached(frame, context.country)
    return in_its_currency(found.frame, context.currency, lambda code: _line(found, context, code))


def _line(found: Reached, context: Context, currency: str) -> Line:
    """The message in this currency. Raises E_CURRENCY_MIX before anything else if another one is named."""
    goods, failures = Goods(context, currency), _Failures()
    frame = with_customer(found.frame, Reader(context, currency))
    frame = replace(frame, parts=tuple(part for line in frame.parts for part in cut(line)))
    reader = Reader(context, currency, is_named=frame.customer is not None)
    pieces = [
        failures.past(frame, at, partial(piece_of, part, reader)) for at, part in enumerate(frame.parts)
    ]
    frame, pieces = _named_last(frame, pieces)
    parts = []
    for at, piece in enumerate(_with_items(pieces)):
        read = partial(goods.read, piece.item, piece.doubt)
        parts.append(Part(piece, failures.past(frame, at, read, piece) if piece.item else None))
    failures.tell()
    if not any(part.item for part in parts):
        raise refusal("E_NO_ITEMS", found.frame.text)
    line = _composed(parts, found, currency)
    line = replace(line, customer=customer_of(frame, context), note="\n".join(frame.notes) or None)
    return replace(line, notices=notices_of(line, frame, parts, goods))


def _named_last(frame: Frame, pieces: Sequence[Piece | None]) -> tuple[Frame, list[Piece | None]]:
    """The customer from behind an item: coffee 15 for Ahmed. Raises E_REPEATED for two of them."""
    said = [one for piece in pieces if piece for one in piece.said if one.customer]
    if not said:
        return frame, list(pieces)
    name = merged(said).customer
    rest = [replace(p, said=tuple(one for one in p.said if not one.customer)) if p else None for p in pieces]
    parts = (
        piece.text_with(piece.item) if piece else part for piece, part in zip(rest, frame.parts, strict=True)
    )
    kept = [(part, piece) for part, piece in zip(parts, rest, strict=True) if part]
    return replace(frame, customer=name, parts=tuple(part for part, _ in kept)), [piece for _, piece in kept]


def _with_items(pieces: Sequence[Piece | None]) -> list[Piece]:
    """Where nothing else was sold, delivery and a deposit are the items. A part that failed is an empty piece."""
    read = [piece or Piece("") for piece in pieces]
    if None in pieces or any(piece.item for piece in read):
        return read
    return [_as_item(piece) for piece in read]


def _as_item(piece: Piece) -> Piece:
    first = piece.said[0] if piece.said else Said()
    sold = first.charge is not None or first.prepaid_amount is not None
    return replace(piece, item=first.text, said=piece.said[1:]) if sold else piece


def _composed(parts: Sequence[Part], found: Reached, currency: str) -> Line:
    """What stands behind an item is the item's if it is in brackets, or a discount or a tax and not at the end."""
    last = max(at for at, part in enumerate(parts) if part.item)
    items, rest = [], list[Said]()
    for at, (piece, item) in enumerate(parts):
        own = [said for said in piece.said if item and (said.for_item or (at < last and said.may_be_of_item))]
        rest += [said for said in piece.said if said not in own]
        if item:
            is_price = any(said.currency for said in piece.said)
            items.append(replace(with_said(item, own), may_count=item.may_count and not is_price))
    whole = merged(rest)
    check_discounts(items, whole.allowance, currency)
    return Line(
        currency, tuple(items), None, found.email, found.phone, whole.due_date, whole.allowance,
        tuple(said.charge for said in rest if said.charge), whole.prepaid_amount, whole.tax_rate,
        whole.prices_include_tax, is_express=found.frame.is_express,
    )  # fmt: skip


class _Failures:
    """What could not be read, told when everything was tried: refusals first, then the first question."""

    def __init__(self) -> None:
        self._refused: UnreadableError | None = None
        self._unclear: UnclearError | None = None

    def past(
        self, frame: Frame, at: int, read: Callable[[], _Value], piece: Piece | None = None
    ) -> _Value | None:
        """What is read of a part of the frame; None if that fails, another currency apart. `piece` holds the item."""
        try:
            return read()
        except UnreadableError as refused:
            if refused.code == "E_CURRENCY_MIX":
                raise
            self._refused = self._refused or refused
        except UnclearError as unclear:
            parts = [piece.text_with(choice) for choice in unclear.choices] if piece else unclear.choices
            whole = tuple(frame.saying(at, part).text for part in parts)
            labels = unclear.labels if isinstance(unclear, UnclearLineError) else unclear.choices
            self._unclear = self._unclear or UnclearLineError(
                unclear.code, unclear.message, whole, labels, **unclear.values
            )
        return None

    def tell(self) -> None:
        """Raise it."""
        failure = self._refused or self._unclear
        if failure is not None:
            raise failure
