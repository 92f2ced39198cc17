"""The shapes an item is typed in: which number is the quantity, which the price, what is the name.

qty X name price · qty unit name price · qty name price · name qty X price · name X qty price · name price Xqty ·
name mark price; price = [currency] number [currency] [/unit] [each|total]. The price may be missing.
"""

from collections.abc import Iterator, Sequence

from bot.quickline.heads import WHOLE, Head, heads_of, is_doubtful, price_last
from bot.quickline.parts import Part, Reading, Shape, span_of
from bot.quickline.tails import Tail, grouped, run_of, tail_of
from bot.quickline.tokens import Kind, Token, tokens_of
from bot.quickline.words import PACK_UNITS, UNITS

_PARTS_OF_ONE = {"½", "¼", "¾"}


def shape_of(text: str, own: str) -> Shape:
    """The readings of an item in plain characters; `own` is the merchant's currency (ISO 4217)."""
    tokens = price_last(tokens_of(text, own), own)
    heads, readings, code, currency = heads_of(tokens, own), [], "A_QUANTITY", None
    for head in heads:
        found = _readings(tokens, head, own)
        readings += found.readings
        currency = currency or found.currency
        code = found.code or code
    return Shape(code, readings, currency)


def _readings(tokens: Sequence[Token], head: Head, own: str) -> Shape:
    """The readings that begin with `head`; the code is empty while no question arises."""
    tokens, head = _counted_last(tokens, head, own)
    tail = tail_of(tokens, head.first, own)
    if tail is None:
        quantity = head.quantity or "1"
        named = Reading(
            *span_of(tokens, head.first, len(tokens)), None, quantity, head.unit_code or "C62", False
        )
        shape = Shape("", [named])
    else:
        shape = _priced(Part(tokens, head, tail))._replace(currency=tail.currency)
    if head.bare and _hides_a_name(tokens, head, tail):
        whole = _readings(tokens, WHOLE, own)
        return shape._replace(readings=shape.readings + whole.readings)
    return shape


def _counted_last(tokens: Sequence[Token], head: Head, own: str) -> tuple[Sequence[Token], Head]:
    """logo 150 x2: the quantity comes last where x touches it alone, or a currency marks the price."""
    if head.quantity or head.verbatim or len(tokens) < 4 or tokens[-1].kind is not Kind.NUMBER:
        return tokens, head
    times, rest = tokens[-2], tokens[:-2]
    tail = tail_of(rest, head.first, own) if times.kind is Kind.TIMES else None
    glued = times.touches(tokens[-1]) and not rest[-1].touches(times)
    if tail is None or tail.mark is Kind.TIMES or not (glued or tail.currency):
        return tokens, head
    return rest, head._replace(quantity=tokens[-1].text)


def _priced(part: Part) -> Shape:
    if part.tail.mark is Kind.TIMES:
        return _times_before_price(part)
    if part.head.quantity or part.head.verbatim:
        return _after_quantity(part)
    last = part.last
    if last is None or last.kind is not Kind.NUMBER:
        return _measured(part) or _after_quantity(part)
    return _after_number(part, last)


def _measured(part: Part) -> Shape | None:
    """rice 2 kg 30: two kilos at 30 each, or a bag at 30; water 1.5L 10 is a bottle."""
    measure = part.tokens[part.head.first : part.tail.start][-2:]
    unit_code = UNITS.get(measure[-1].text.casefold()) if len(measure) == 2 else None
    at = part.tail.start - 2
    if unit_code is None or measure[0].kind is not Kind.NUMBER or at == part.head.first:
        return None
    if measure[0].touches(measure[1]) and unit_code in PACK_UNITS and part.tail.mark is None:
        return None
    counted = part.counted(at, measure[0].text)
    counted = counted._replace(head=counted.head._replace(unit_code=unit_code))
    shape = _after_quantity(counted)
    if part.tail.mark in {Kind.AT, Kind.FOR} or part.tail.for_all or part.tail.unit_code:
        return shape
    return Shape("A_QUANTITY", [*shape.readings, part.reading()])


def _after_number(part: Part, last: Token) -> Shape:
    """logo x2 150, logo 2 @ 150; what stands before the price is the number `last`."""
    at = part.tail.start - 1
    if (
        at - 1 > part.head.first
        and part.tokens[at - 1].kind is Kind.TIMES
        and not _is_dimension(part.tokens, at)
    ):
        return _after_quantity(part.counted(at - 1, last.text))  # logo x2 150
    if part.tail.mark is Kind.AT:
        return Shape("", [part.counted(*found).reading() for found in _quantities(part)])  # logo 2 @ 150
    if part.tail.start == part.tail.number:
        return _after_quantity(part)
    shape = _after_quantity(part.counted(at, last.text))  # logo 2: 150, logo 2 for 150, logo 2 EGP 150
    return Shape("A_NUMBERS", [part.reading(), *shape.readings])


def _times_before_price(part: Part) -> Shape:
    """logo 2x150; and what else a times sign before the last number can mean."""
    tail, after_number = part.tail, part.last is not None and part.last.kind is Kind.NUMBER
    if part.head.quantity or part.head.verbatim:
        if after_number:  # 2 x poster 50x70
            return Shape("", [part.reading(end=tail.number + 1, price=None)])
        return Shape("", [part.reading()])
    if after_number:
        return Shape("", [part.counted(*found).reading() for found in _quantities(part)])
    counted = part.reading(price=None, quantity=tail.text)
    if tail.currency or tail.for_all is not None:
        return Shape("", [part.reading()])
    if part.tokens[tail.start].touches(part.tokens[tail.number]):
        return Shape("", [counted])
    return Shape("A_NUMBERS", [counted, part.reading()])  # logo x 150


def _after_quantity(part: Part) -> Shape:
    """The quantity is known, or there is none before the last name: which numbers are the price?"""
    tail, head = part.tail, part.head
    if tail.for_all is None and head.quantity and tail.mark is Kind.FOR:
        return Shape("A_TOTAL_OR_UNIT", [part.reading(), part.reading(for_all=True)])
    if tail.for_all is None and head.quantity in _PARTS_OF_ONE and head.unit_code and tail.mark is None:
        return Shape(
            "A_TOTAL_OR_UNIT", [part.reading(), part._replace(head=WHOLE).reading()]
        )  # ½ kg coffee 200
    run = run_of(part.tokens, head.first, tail)
    if len(run) == 1:
        return Shape("", [part.reading()])
    return Shape("A_NUMBERS", list(_of_several(part, run)))


def _of_several(part: Part, run: Sequence[Token]) -> Iterator[Reading]:
    """iPhone 15 800: an iPhone 15, or 15 of them, or one for 15800."""
    count, number = grouped(run), part.tail.number
    if not (count and run[-1].text.startswith("0")):
        yield part.reading()
        if not (part.head.quantity or part.head.verbatim):
            yield part.reading(end=number - 1, quantity=run[-2].text)
    if count:
        yield part.reading(end=number - count + 1, price=" ".join(token.text for token in run[-count:]))


def _quantities(part: Part) -> Iterator[tuple[int, str]]:
    """Where the quantity before the price begins: 500, or 2 500."""
    end = part.tail.start
    run = run_of(part.tokens, part.head.first, Tail(end - 1, end - 1, part.tokens[end - 1].text))
    yield end - 1, run[-1].text
    count = grouped(run)
    if count:
        yield end - count, " ".join(token.text for token in run[-count:])


def _hides_a_name(tokens: Sequence[Token], head: Head, tail: Tail | None) -> bool:
    """2027 calendar 50, 3 in 1 coffee 50: the first number may be part of the name."""
    name = tokens[head.first : tail.start if tail else len(tokens)]
    return is_doubtful(head.quantity or "") or any(token.kind is Kind.NUMBER for token in name)


def _is_dimension(tokens: Sequence[Token], at: int) -> bool:
    """50x70: the number at `at` is its second side."""
    return at >= 2 and tokens[at - 2].kind is Kind.NUMBER and tokens[at - 2].touches(tokens[at - 1])
