"""One item as typed: its name, quantity, unit, price and discount, in any of the shapes people use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from itertools import product
from typing import Final
from unicodedata import category

from bot.quickline.answers import UnclearError, UnreadableError, check_length, question, refusal
from bot.quickline.bases import based, one_unit
from bot.quickline.currencies import is_doubtful
from bot.quickline.edges import amount_off, check_single, discounted, trimmed
from bot.quickline.numbers import canonical, quantity_readings, unclear_number
from bot.quickline.parts import Reading, Shape
from bot.quickline.prices import price_readings
from bot.quickline.shapes import shape_of
from bot.quickline.words import plain, unit_word
from models.basis import INTEGER_DIGITS, PRICE_EXTRA_DECIMALS
from models.money import EXACT, minor_units, rounded

_MOST_COUNTED: Final = 99
_MARKS: Final = " ,;:=-–—@،؛×✕*/+"  # around a name, not of it


@dataclass(frozen=True)
class Item:
    """What one item says; `unit_price` is None where only a name, perhaps with a quantity, was typed."""

    item_name: str
    quantity: Decimal = Decimal(1)
    unit_code: str = "C62"  # UN/ECE Rec 20
    unit_price: Decimal | None = None  # in the merchant's currency
    discount_percent: Decimal | None = None
    base_quantity: Decimal = Decimal(1)  # the quantity the price is for
    may_count: bool = field(default=False, compare=False)  # "logo 2": of something with a price it may be two


def parse_item(text: str, *, currency: str, language: str) -> Item:
    """The item that `text` (cleaned, at most 1,000 characters) means, priced in the merchant's `currency`.

    Digits of the name come back as 0-9, so that the catalogue finds it. A name alone has no price, a name that ends
    in a number has: look the whole text up in the catalogue first if `iPhone 15` may be a product.

    Raises UnclearError where there are several readings, each choice being one of them: A_NUMBERS, A_QUANTITY,
    A_NUMBER_FORMAT, A_TOTAL_OR_UNIT, A_TOTAL_NOT_DIVISIBLE, A_CURRENCY; UnreadableError where there is none.
    """
    check_length(text)
    typed = trimmed(text)
    if not typed:
        raise refusal("E_EMPTY", text)
    check_single(typed, currency)
    item = _Reader(typed, currency, language).item()
    return replace(item, may_count=_is_name_and_number(plain(discounted(typed).text), item))


def _is_name_and_number(typed: str, item: Item) -> bool:
    """Whether there is nothing but a name and a small whole number behind it."""
    price = item.unit_price
    if price is None or not 0 < price <= _MOST_COUNTED or price % 1:
        return False
    return typed == f"{item.item_name} {canonical(price)}"


def canonical_item(item: Item, language: str, currency: str = "") -> str:
    """The item as text that is read in this one way, its currency named where that was the question."""
    unit = "×" if item.unit_code == "C62" else unit_word(item.unit_code, language)
    price = "" if item.unit_price is None else f" @ {canonical(item.unit_price)} {currency}".rstrip()
    if item.base_quantity != 1:
        price += f" per {canonical(item.base_quantity)}"
    percent = item.discount_percent
    discount = "" if percent is None else f" (-{canonical(percent)}%)"
    return f"{canonical(item.quantity)} {unit} {item.item_name}{price}{discount}"


class _Reader:
    """A text on its way to an item."""

    def __init__(self, typed: str, currency: str, language: str) -> None:
        self.text, self.currency, self.language = typed, currency, language
        undiscounted, self.discount = discounted(typed)
        self.based = based(undiscounted, language)
        self.typed = self.based.text

    def item(self) -> Item:
        """The only reading, or the question which one it is."""
        items, unclear = self.meant()
        if unclear is None:
            return items[0]
        named = self.currency if unclear.code == "A_CURRENCY" else ""
        written = [(canonical_item(item, self.language, named), item) for item in items]
        choices = tuple(text for text, item in written if self._is_clear(text, item))
        if not choices:
            raise refusal("E_ITEM_SHAPE", self.text)
        raise UnclearError(unclear.code, unclear.message, choices, **unclear.values)

    def meant(self) -> tuple[list[Item], UnclearError | None]:
        """Every reading, and the question if there are several or the only one is in doubt."""
        self._check_amount_off()
        shape = shape_of(plain(self.typed), self.currency)
        doubtful = shape.currency is not None and is_doubtful(shape.currency, self.currency)
        named = [reading for reading in shape.readings if self._name(reading)]
        readings = self._readable(self._priced(named) if named and self.based.base_quantity != 1 else named)
        items = list(dict.fromkeys(item for reading in readings for item in self._items(reading)))
        if doubtful:
            return items, question("A_CURRENCY", str(shape.currency), ())
        return items, self._question(shape, readings, items)

    def _question(
        self, shape: Shape, readings: Sequence[Reading], items: Sequence[Item]
    ) -> UnclearError | None:
        if len(items) > 1:
            return (
                question(shape.code, self.text, ()) if len(readings) > 1 else self._which_number(readings[0])
            )
        if items[0].item_name != self._name(readings[0]):
            return question("A_TOTAL_NOT_DIVISIBLE", self.text, ())
        return None

    def _is_clear(self, text: str, item: Item) -> bool:
        """Whether the text is read as this item and as no other."""
        try:
            check_single(text, self.currency)
            return _Reader(trimmed(text), self.currency, self.language).meant() == ([item], None)
        except UnreadableError:
            return False

    def _readable(self, readings: Sequence[Reading]) -> list[Reading]:
        """Those whose numbers an invoice can hold; the first one's refusal if there are none."""
        if not readings:
            raise refusal("E_NO_DESC", self.text)
        readable, refusals = [], []
        for reading in readings:
            try:
                self._numbers(reading)
                readable.append(reading)
            except UnreadableError as refused:
                refusals.append(refused)
        if not readable:
            raise refusals[0]
        return readable

    def _numbers(self, reading: Reading) -> tuple[tuple[Decimal, ...], tuple[Decimal | None, ...]]:
        """What quantity and price can be."""
        if reading.unit_code is None:
            raise refusal("E_ITEM_SHAPE", self.text)
        quantities = quantity_readings(reading.quantity, self.language, within=self.text)
        if reading.price is None:
            return quantities, (None,)
        return quantities, price_readings(reading.price, self.currency, self.language)

    def _items(self, reading: Reading) -> Iterator[Item]:
        name, base = self._name(reading), self.based.base_quantity
        unit_code = one_unit(reading.unit_code, self.based.unit_code, self.text)
        for quantity, price in product(*self._numbers(reading)):
            item = Item(name, quantity, unit_code, price, self.discount, base)
            yield self._shared(item) if reading.for_all and price is not None else item

    def _shared(self, item: Item) -> Item:
        """The price of all as the price of one, or all as one item where it does not divide evenly."""
        decimals = minor_units(self.currency) + PRICE_EXTRA_DECIMALS
        with localcontext(EXACT):
            each = rounded((item.unit_price or Decimal(0)) / item.quantity, decimals)
            if each * item.quantity == item.unit_price and each < 10**INTEGER_DIGITS:
                return replace(item, unit_price=Decimal(canonical(each)))
        name = canonical_item(Item(item.item_name, item.quantity, item.unit_code), self.language)
        return Item(name, Decimal(1), "C62", item.unit_price, self.discount)

    def _which_number(self, reading: Reading) -> UnclearError:
        quantities, prices = self._numbers(reading)
        if len(prices) > 1:
            return unclear_number(
                str(reading.price), tuple(price for price in prices if price is not None), ()
            )
        return unclear_number(reading.quantity, quantities, ())

    def _priced(self, readings: Sequence[Reading]) -> list[Reading]:
        """Those of a price for a hundred: it is neither missing nor the price of all."""
        priced = [reading for reading in readings if reading.price is not None and not reading.for_all]
        if not priced:
            raise refusal("E_NO_PRICE", self.text)
        return priced

    def _name(self, reading: Reading) -> str:
        """The name as typed, without the marks around it; empty if there is no letter or emoji in it."""
        name = self.text[reading.start : reading.end].strip(_MARKS)
        return name if any(sign.isalpha() or category(sign) == "So" for sign in name) else ""

    def _check_amount_off(self) -> None:
        """Refuse -50, which reads as an amount off the price: E_DISCOUNT_AMOUNT, E_NO_PRICE if there is none."""
        if found := amount_off(self.typed):
            item, amount = found
            if any(reading.price is not None for reading in shape_of(item, self.currency).readings):
                raise refusal("E_DISCOUNT_AMOUNT", amount)
            raise refusal("E_NO_PRICE", item)
