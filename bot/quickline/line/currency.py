"""The one currency of an invoice: the merchant's own, unless another one is named."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final, TypeVar

from bot.quickline.answers import QUESTIONS, UnclearError, UnreadableError, question
from bot.quickline.currencies import SIGNS, codes_of
from bot.quickline.line.frames import Frame
from bot.quickline.line.values import UnclearLineError

_Value = TypeVar("_Value")

_FIRST: Final = ("USD", "GBP")  # whose sign is meant if the merchant's own currency has another one


def in_its_currency(frame: Frame, own: str, read: Callable[[str], _Value]) -> _Value:
    """What `read` reads in the merchant's `own` currency (ISO 4217), or in the other one that is named.

    Raises what `read` does, UnreadableError E_CURRENCY_MIX where there are two, and UnclearLineError A_CURRENCY for
    the name of several currencies, none of which is the merchant's.
    """
    try:
        return read(own)
    except UnreadableError as refused:
        if refused.code != "E_CURRENCY_MIX":
            raise
        mixed = refused
    typed = str(mixed.values["text"])
    codes = codes_of(typed)
    if len(codes) == 1 or _FIRST[0] in codes:
        return _read_in(_FIRST[0] if _FIRST[0] in codes else min(codes), own, read, mixed)
    with suppress(UnclearError):
        _read_in(min(codes), own, read, mixed)  # what is refused in any currency need not be asked about
    choices = {_named(frame, typed, code).text: code for code in sorted(codes)}
    labels = tuple(choices.values()) if len(choices) > 1 else ()
    raise UnclearLineError(
        "A_CURRENCY", QUESTIONS["A_CURRENCY"], tuple(choices)[: len(labels)], labels, text=typed
    )


def _read_in(code: str, own: str, read: Callable[[str], _Value], mixed: UnreadableError) -> _Value:
    """In a foreign currency; `mixed` is told where the merchant's own is named beside it."""
    try:
        return read(code)
    except UnreadableError as refused:
        other = str(refused.values["text"])
        if refused.code == "E_CURRENCY_MIX" and (other.upper() == own or own in codes_of(other)):
            raise mixed from None
        raise


def which_currency(sign: str, within: str, own: str) -> UnclearError:
    """The question whose sign it is: `own`, or that of the currency it is first thought of."""
    codes = dict.fromkeys((own, *(code for code in _FIRST if code in codes_of(sign))))
    written = (" ".join(within.replace(sign, f" {code} ", 1).split()) for code in codes)
    return question("A_CURRENCY", sign, tuple(written))


def _named(frame: Frame, typed: str, code: str) -> Frame:
    """With the code for the word beside a number, or alone."""
    word = re.escape(typed)
    beside = rf"(?<=[\d½¼¾])\s?{word}(?![^\W\d_])|(?<![^\W\d_]){word}\s?(?=[\d½¼¾.])"
    alone = rf"(?<![^\W\d_])(?:ب?ال)?{word}(?![^\W\d_])"
    if typed in SIGNS:
        beside = word
    pattern = re.compile(beside if any(re.search(beside, part) for part in frame.parts) else alone)
    named = (" ".join(pattern.sub(f" {code} ", part).split()) for part in frame.parts)
    return replace(frame, parts=tuple(named))
