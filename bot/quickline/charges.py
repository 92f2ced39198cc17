"""A charge on the whole invoice as typed: what for and how much. shipping 35, service 12%, خدمة ١٢٪."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.quickline.answers import UnclearError, UnreadableError, check_length, question
from bot.quickline.edges import trimmed
from bot.quickline.numbers import canonical, check_decimals, fits, parse_percent
from bot.quickline.prices import parse_price
from bot.quickline.words import UNITS, plain
from models.money import minor_units

_PLUS: Final = re.compile(r"(?<![^\s:=])\+\s?(?=\d)")
_PERCENT: Final = re.compile(r"(?:(?P<before>.*?)[\s:=]+)?(?P<percent>\d[\d.,٫]*)\s?%(?:\s+(?P<after>.+))?")
_PARTED: Final = re.compile(r"(?P<reason>.*\S)\s?[:=]\s?(?P<amount>[^:=]*\d[^:=]*)")
_MARKS: Final = " ,;:=-–—،؛"
_LONGEST_PRICE: Final = 3  # words: EGP 1 500


@dataclass(frozen=True)
class Charge:
    """What was said of it: a reason, a percentage or an amount in the merchant's currency, or only one of these."""

    reason: str = ""
    percent: Decimal | None = None
    amount: Decimal | None = None

    @property
    def has_worth(self) -> bool:
        """Whether it says how much."""
        return self.percent is not None or self.amount is not None


def parse_charge(text: str, *, currency: str, language: str) -> Charge:
    """What `text` says of a charge.

    Raises UnclearError A_NUMBERS and A_NUMBER_FORMAT, and what `parse_percent` and `parse_price` raise.
    """
    check_length(text)
    typed = _PLUS.sub("", trimmed(text))
    if found := _PERCENT.fullmatch(plain(typed)):
        parts = (typed[slice(*found.span(name))] for name in ("before", "after") if found[name])
        return Charge(" ".join(parts).strip(_MARKS), percent=parse_percent(found["percent"]))
    if parted := _PARTED.fullmatch(typed):
        return Charge(
            parted["reason"].strip(_MARKS), amount=parse_amount(parted["amount"], currency, language)
        )
    readings = {amount: reason for reason, amount in _readings(typed, currency, language)}
    if len(readings) > 1:
        choices = tuple(f"{reason}: {canonical(amount)}" for amount, reason in readings.items())
        raise question("A_NUMBERS", typed, choices)
    for amount, reason in readings.items():
        return Charge(reason, amount=amount)
    return Charge(typed.strip(_MARKS))


def _readings(typed: str, currency: str, language: str) -> Iterator[tuple[str, Decimal]]:
    """Each reason with its amount: the amount stands last, or first, or alone."""
    words = typed.split()
    ends = [(words[:-n], words[-n:]) for n in range(1, min(len(words), _LONGEST_PRICE) + 1)]
    found = list(_priced(ends, currency, language))
    if not found and not (len(words) > 1 and words[1].casefold() in UNITS):  # 2 day delivery
        starts = [(words[n:], words[:n]) for n in range(min(len(words) - 1, _LONGEST_PRICE), 0, -1)]
        found = list(_priced(starts, currency, language))[:1]
    yield from found


def _priced(
    splits: list[tuple[list[str], list[str]]], currency: str, language: str
) -> Iterator[tuple[str, Decimal]]:
    for rest, price in splits:
        reason = " ".join(rest).strip(_MARKS)
        try:
            yield reason, parse_amount(" ".join(price), currency, language)
        except UnclearError as unclear:
            choices = tuple(f"{reason}: {choice}" if reason else choice for choice in unclear.choices)
            raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None
        except UnreadableError as refused:
            if refused.code != "E_BAD_NUMBER":
                raise


def parse_amount(text: str, currency: str, language: str) -> Decimal:
    """An amount alone, perhaps with its currency; a reading with more decimals than the currency has is none.

    Raises what `parse_price` raises.
    """
    decimals = minor_units(currency)
    try:
        amounts = [parse_price(text, currency=currency, language=language)]
    except UnclearError as unclear:
        if unclear.code != "A_NUMBER_FORMAT":
            raise
        known = [parse_price(choice, currency=currency, language=language) for choice in unclear.choices]
        amounts = [amount for amount in known if fits(amount, decimals)]
        if len(amounts) != 1:
            raise
    check_decimals(amounts[0], decimals, text)
    return amounts[0]
