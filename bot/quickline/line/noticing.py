"""What the reader decided for the writer, and how the writer may have meant it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.items import Item, canonical_item
from bot.quickline.line.directives import Reader
from bot.quickline.line.frames import Frame
from bot.quickline.line.goods import Goods
from bot.quickline.line.knowing import newcomer
from bot.quickline.line.merging import is_above
from bot.quickline.line.pieces import Piece, piece_of
from bot.quickline.line.values import Context, Line, LineItem, Named, Notice
from bot.quickline.line.vocabulary import FOR, TRIGGERS, WORDS, keys_of
from bot.quickline.names import Found, name_key

_LONGEST_NAME: Final = 3  # words of a customer who may stand at the beginning
_MOST: Final = 3  # customers to choose from


class Part(NamedTuple):
    """A part of the message and the item in it, if there is one."""

    piece: Piece
    item: LineItem | None


def notices_of(line: Line, frame: Frame, parts: Sequence[Part], goods: Goods) -> tuple[Notice, ...]:
    """In the order they matter."""
    return (
        *_doubtful_customer(line, frame, parts, goods),
        *([] if line.customer else [Notice("A_CUSTOMER")]),
        *_guessed(line, frame),
        *_discounted(line, frame, parts),
    )


def _doubtful_customer(line: Line, frame: Frame, parts: Sequence[Part], goods: Goods) -> Iterator[Notice]:
    """Ahmed coffee 15: coffee for Ahmed, or a thing called Ahmed coffee?"""
    at = next(at for at, part in enumerate(parts) if part.item)
    piece, item = parts[at]
    if line.customer or at or item is None or item.product or not piece.item[0].isalpha():
        return
    words, context = piece.item.split(), goods.context
    led = len(words) > 1 and keys_of(words[:1])[0] in FOR
    longest = min(len(item.item_name.split()) - 1 - led, _LONGEST_NAME)
    names = _names(words[led : led + longest], context) if longest > 0 else {}
    rests = {name: " ".join(words[led + count :]) for name, count in names.items()}
    rests = {name: rest for name, rest in rests.items() if _is_sold(rest, goods)}
    if not rests:
        return
    meant = [replace(frame, customer=name).saying(at, piece.text_with(rest)) for name, rest in rests.items()]
    currency = "" if line.currency == context.currency else line.currency
    nobody = frame.saying(at, piece.text_with(canonical_item(_typed(item), context.language, currency)))
    choices = tuple(one.text for one in (*meant, nobody))
    yield Notice("A_CUSTOMER_OR_ITEM", words[led], choices, (*rests, item.item_name))


def _names(words: Sequence[str], context: Context) -> dict[str, int]:
    """Who may be named at the beginning, and in how many words: those who are known first."""
    names: dict[str, int] = {}
    if keys_of(words[:1])[0] in TRIGGERS | WORDS:
        return names
    words = list(takewhile(lambda word: word[0].isalnum() and not any(map(str.isdigit, word)), words))
    beginnings = {count: " ".join(words[:count]) for count in range(len(words), 0, -1)}
    for count, beginning in beginnings.items():
        for one in context.customers.find(beginning):
            if name_key(one.label) not in map(name_key, names):
                names[one.label] = count
    for count in (1, 2):
        if count in beginnings and " ".join(keys_of(words[:count])) not in WORDS:
            names.setdefault(beginnings[count], count)
    return dict(list(names.items())[:_MOST])


def _is_sold(text: str, goods: Goods) -> bool:
    """Whether it can stand alone as an item."""
    try:
        piece = piece_of(text, Reader(goods.context, goods.currency))
        return bool(piece.item) and goods.read(piece.item, piece.doubt) is not None
    except UnclearError:
        return True
    except UnreadableError:
        return False


def _guessed(line: Line, frame: Frame) -> Iterator[Notice]:
    if line.customer and _is_guess(line.customer):
        names = (line.customer.label, newcomer(line.customer.typed))
        choices = tuple(replace(frame, customer=name).text for name in names)
        yield Notice("N_CUSTOMER_GUESSED", line.customer.typed, choices, names)
    for item in line.items:
        if item.product and _is_guess(item.product):
            yield Notice("N_PRODUCT_GUESSED", item.product.typed, labels=(item.product.name,))


def _is_guess(named: Named) -> bool:
    return named.found in {Found.NEAR, Found.PART}


def _discounted(line: Line, frame: Frame, parts: Sequence[Part]) -> Iterator[Notice]:
    """coffee 15, cake 30 -10%: on both, or on the cake?"""
    at = max(at for at, part in enumerate(parts) if part.item)
    piece = parts[at].piece
    whole = [said for said in piece.said if said.allowance and not said.for_item]
    if len(line.items) < 2 or not whole:
        return
    said = (replace(one, text=f"({one.text})") if one in whole else one for one in piece.said)
    alone, item = replace(piece, said=tuple(said)), parts[at].item
    if item is None or not is_above(item, whole[0].allowance, line.currency):
        return
    choice = frame.saying(at, alone.text_with(alone.item)).text
    yield Notice("N_DISCOUNT_ALL", whole[0].text, (choice,), (piece.item,))


def _typed(item: LineItem) -> Item:
    """The item without what is said behind it."""
    return Item(
        item.item_name,
        item.quantity,
        item.unit_code or "C62",
        item.unit_price,
        base_quantity=item.base_quantity,
    )
