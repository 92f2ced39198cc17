"""Phone numbers as people type them."""

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from bot.quickline.answers import check_length, question, refusal
from bot.quickline.words import latin

_TYPED: Final = re.compile(r"\+?[\d() ./\-‐‑–]{3,40}")
_MOBILE: Final = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}  # North America cannot tell
# Whose mobile numbers a neighbour may have typed without the country code.
_NEIGHBOURS: Final = ("EG", "SA", "AE", "KW", "QA", "BH", "OM", "JO")


def parse_phone(text: str, *, country: str) -> str:
    """A mobile number as E.164 (`+201001234567`); `country` (ISO 3166-1 alpha-2) is where it is dialled from.

    Raises UnreadableError E_PHONE_BAD, and UnclearError A_PHONE_NOT_MOBILE for a landline, its choices being the
    mobile numbers of neighbouring countries the same digits would be.
    """
    check_length(text)
    typed = latin(text).strip()
    number = _dialled(typed, country) if _TYPED.fullmatch(typed) else None
    if number is None:
        raise refusal("E_PHONE_BAD", text)
    if phonenumbers.number_type(number) not in _MOBILE:
        raise question("A_PHONE_NOT_MOBILE", typed, _abroad(typed, country), phone=_e164(number))
    return _e164(number)


def _dialled(typed: str, country: str) -> PhoneNumber | None:
    """The valid number; a country code without its + is one where the number is none at home."""
    number = _valid(typed, country)
    if number is None and not typed.startswith(("+", "0")):
        number = _valid(f"+{typed}", country)
    return number


def _valid(typed: str, country: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _abroad(typed: str, country: str) -> tuple[str, ...]:
    """The same digits as a mobile number of another country nearby."""
    if typed.startswith(("+", "00")):
        return ()
    numbers = [_valid(typed, region) for region in _NEIGHBOURS if region != country]
    return tuple(
        _e164(number) for number in numbers if number and phonenumbers.number_type(number) in _MOBILE
    )


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
