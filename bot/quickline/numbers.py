"""Numbers as people type them, in any digits: each way one can be read, or why it cannot."""

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, check_length, question, refusal
from bot.quickline.words import plain
from models.basis import INTEGER_DIGITS, PERCENT_DECIMALS, QUANTITY_DECIMALS
from models.money import minor_units

_COMMA_DECIMAL: Final = frozenset(["de", "es", "fr", "pt", "tr", "id", "it", "nl", "ar_MA", "ar_TN", "ar_DZ"])
SCALES: Final = {"k": 3, "K": 3, "ألف": 3, "الف": 3, "آلاف": 3, "الاف": 3, "مليون": 6, "ملايين": 6}
_PARTS_OF_ONE: Final = {"½": "0.5", "¼": "0.25", "¾": "0.75", "نص": "0.5", "نصف": "0.5", "ربع": "0.25"}
_SCALED: Final = re.compile(rf"(?P<body>.*?)\s?(?P<scale>{'|'.join(SCALES)})?")
_MARKS: Final = re.compile(r"[.,٫٬' ]")
_DOUBTFUL: Final = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})")
_WHOLE: Final = re.compile(
    r"\d+|[1-9]\d{0,2}([.,٬' ])\d{3}(?:\1\d{3})*|[1-9]\d?(?:([.,٬])\d\d)(?:\2\d\d)*\2\d{3}"
)


class Marks(NamedTuple):
    """Which mark nobody doubts between one to three digits and three more (`1.500`), and what it is there."""

    settled: str
    is_decimal: bool


def parse_number(text: str, *, currency: str, language: str) -> Decimal:
    """A number of at most 12 digits and 6 decimals; `1.500` is read as the language and the currency have it.

    Raises UnclearError A_NUMBER_FORMAT where that leaves two readings, UnreadableError where it leaves none:
    E_BAD_NUMBER, E_PRICE_NEG below 0, E_TOO_LARGE, E_TOO_MANY_DECIMALS.
    """
    return the_one(text, number_readings(text, currency, language))


def parse_percent(text: str) -> Decimal:
    """A percentage from 0 to 100, at most 4 decimals, with its sign or without: `14`, `8.1%`, `٪٥`.

    Raises UnreadableError: E_PERCENT_RANGE, E_BAD_NUMBER, E_TOO_LARGE, E_TOO_MANY_DECIMALS.
    """
    typed = plain(text).strip(" %")
    if typed.startswith("-"):
        raise refusal("E_PERCENT_RANGE", text)
    # Thousands are no percentage, so both marks are decimal here.
    smallest = min(_values(typed, text, None))
    if smallest > 100:
        raise refusal("E_PERCENT_RANGE", text)
    check_decimals(smallest, PERCENT_DECIMALS, text)
    return smallest


def parse_quantity(text: str, *, language: str) -> Decimal:
    """A quantity above 0, at most 6 decimals. Raises what `parse_number` raises; E_QTY_ZERO and E_QTY_NEG."""
    return the_one(text, quantity_readings(text, language))


def number_readings(text: str, currency: str, language: str) -> tuple[Decimal, ...]:
    """The one or two numbers of 0 or more that `text` can mean."""
    typed = plain(text).strip()
    if re.match(r"-\s?[\d.,½¼¾]", typed):
        raise refusal("E_PRICE_NEG", text)
    return _values(typed, text, _marks(language, three_decimals=minor_units(currency) >= 3))


def quantity_readings(text: str, language: str, within: str = "") -> tuple[Decimal, ...]:
    """The one or two quantities `text` can mean; no currency helps to decide. `within` is named where it is 0."""
    typed = plain(text).strip()
    if typed.startswith("-"):
        raise refusal("E_QTY_NEG", within or text)
    values = _values(typed, text, _marks(language, three_decimals=False))
    if not all(values):
        raise refusal("E_QTY_ZERO", within or text)
    return values


def the_one(text: str, values: tuple[Decimal, ...]) -> Decimal:
    """The only reading, or the question which one it is."""
    if len(values) > 1:
        raise unclear_number(text, values, tuple(canonical(value) for value in values))
    return values[0]


def unclear_number(text: str, values: tuple[Decimal, ...], choices: tuple[str, ...]) -> UnclearError:
    """The question which of two numbers is meant."""
    first, second = (f"{value:,f}" for value in values)
    return question("A_NUMBER_FORMAT", plain(text), choices, first=first, second=second)


def canonical(value: Decimal) -> str:
    """The number as text that every language and currency reads alike: 1500, 1.5, and 1.1250, never 1.125."""
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}{'0' * (len(fraction) == 3)}" if fraction else whole


def fits(value: Decimal, decimals: int) -> bool:
    """Whether the number has at most so many decimals."""
    return value == round(value, decimals)


def check_decimals(value: Decimal, decimals: int, text: str) -> None:
    """Refuse more decimals than an invoice can hold: E_TOO_MANY_DECIMALS."""
    if not fits(value, decimals):
        raise refusal("E_TOO_MANY_DECIMALS", text, decimals=decimals)


@cache
def _marks(language: str, *, three_decimals: bool) -> Marks:
    """A three-decimal currency settles its decimal mark, any other the mark of its thousands."""
    language = language.replace("-", "_")
    comma_is_decimal = not _COMMA_DECIMAL.isdisjoint({language, language[:2]})
    return Marks("," if comma_is_decimal == three_decimals else ".", three_decimals)


def _values(typed: str, text: str, marks: Marks | None) -> tuple[Decimal, ...]:
    """What `typed` can mean; without `marks` both are in doubt. `text` is named where it is nothing."""
    check_length(text)
    if typed in _PARTS_OF_ONE:
        return (Decimal(_PARTS_OF_ONE[typed]),)
    scaled = _SCALED.fullmatch(typed)
    if scaled is None:
        raise refusal("E_BAD_NUMBER", text)
    power = SCALES.get(scaled["scale"], 0)
    return tuple(_exact(*parts, power, text) for parts in _readings(scaled["body"], marks, text))


def _readings(body: str, marks: Marks | None, text: str) -> list[tuple[str, str]]:
    """The digits before and after the decimal point, for each reading."""
    doubtful = _DOUBTFUL.fullmatch(body)
    if doubtful is None:
        return [_undoubted(body, text)]
    whole, mark, last = doubtful.groups()
    both = [(whole, last), (whole + last, "")]
    return both if marks is None or mark != marks.settled else both[:1] if marks.is_decimal else both[1:]


def _undoubted(body: str, text: str) -> tuple[str, str]:
    found = _MARKS.findall(body)
    whole, fraction = body, ""
    if found and (found[-1] == "٫" or (found[-1] in ".," and found.count(found[-1]) == 1)):
        whole, _, fraction = body.rpartition(found[-1])
        if not fraction.isdigit() or found[-1] in whole:
            raise refusal("E_BAD_NUMBER", text)
    if not _WHOLE.fullmatch(whole or ("0" if fraction else "")):
        raise refusal("E_BAD_NUMBER", text)
    return _MARKS.sub("", whole), fraction


def _exact(whole: str, fraction: str, power: int, text: str) -> Decimal:
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if len(whole) + power * bool(whole) > INTEGER_DIGITS:
        raise refusal("E_TOO_LARGE", text, digits=INTEGER_DIGITS)
    if len(fraction) - power > QUANTITY_DECIMALS:
        raise refusal("E_TOO_MANY_DECIMALS", text, decimals=QUANTITY_DECIMALS)
    value = Decimal(f"{whole or 0}.{fraction}E{power}" if fraction else f"{whole or 0}E{power}")
    return Decimal(f"{value:f}")
