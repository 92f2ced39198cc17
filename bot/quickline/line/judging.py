"""What a stretch of a message can be: a price, a quantity of something, directives, a name that is known."""

from collections.abc import Sequence
from typing import Final

from bot.quickline.currencies import is_currency
from bot.quickline.line.directives import Reader
from bot.quickline.line.pieces import Piece, piece_of
from bot.quickline.line.vocabulary import FOR, keys_of
from bot.quickline.numbers import SCALES
from bot.quickline.tails import FOR_ALL
from bot.quickline.tokens import Kind, Token, tokens_of
from bot.quickline.words import PACK_UNITS, UNITS, plain
from models.errors import UserError

_PARTS_OF_ONE: Final = frozenset("½¼¾")


def counts_items(tokens: Sequence[Token], name: str, reader: Reader) -> bool:
    """Whether the number that comes first is a quantity and a name follows."""
    number, second, *rest = tokens
    named = bool(rest) and rest[0].kind is Kind.WORD and not is_currency(rest[0].text, reader.currency)
    if second.kind is Kind.TIMES:
        return named
    unit = UNITS.get(second.text.casefold())
    if second.kind is not Kind.WORD or is_currency(second.text, reader.currency):
        return False
    if unit:  # water 1.5L bottle 10
        return named and not (unit in PACK_UNITS and number.touches(second))
    led = keys_of(name.split()[:1])[0] in FOR and " " in name
    return led or bool(reader.context.customers.find(name))


def is_price(parts: Sequence[str], reader: Reader) -> bool:
    """Whether the part is a price and no more than that, apart from directives."""
    piece = piece_or_none(parts[0], reader) if parts else None
    item = piece.item if piece else " ".join(parts)
    tokens = tokens_of(plain(item), reader.currency)
    before = [None, *(token.kind for token in tokens)]
    pairs = zip(before, tokens, strict=False)
    return bool(tokens) and all(_is_of_price(token, kind, reader.currency) for kind, token in pairs)


def _is_of_price(token: Token, before: Kind | None, own: str) -> bool:
    word = token.text.casefold()
    known = word in FOR_ALL or word in SCALES or (word in UNITS and before is Kind.PER)
    return token.kind is not Kind.WORD or known or is_currency(word, own)


def piece_or_none(part: str, reader: Reader) -> Piece | None:
    """None where the directives are in doubt: it is told when they are read in their place."""
    try:
        return piece_of(part, reader)
    except UserError:
        return None


def is_product(name: str, reader: Reader) -> bool:
    """Whether it is the whole name of something sold, and nobody's."""
    return bool(reader.context.products.exact(name)) and not reader.context.customers.exact(name)


def known_words(words: Sequence[str], reader: Reader) -> int:
    """How many words the longest known customer's name has that they begin with; 0 where a product's is longer."""
    customers, products = reader.context.customers, reader.context.products
    counts = (customers.most_words, products.most_words)
    for count in range(min(len(words), max(counts)), 0, -1):
        name = " ".join(words[:count])
        if customers.exact(name):
            return count
        if products.exact(name):
            return 0
    return 0


def has_figures(text: str) -> bool:
    """Whether there is a digit of any script in it, or a half."""
    return any(sign.isdigit() or sign in _PARTS_OF_ONE for sign in text)
