"""What is typed about the account, read: each function gives the value of a setting or raises UserError."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from iso4217 import Currency

from bot.quickline.answers import UnclearError
from bot.quickline.dates import parse_date
from bot.quickline.numbers import parse_percent
from bot.quickline.phones import parse_phone
from bot.quickline.words import latin
from bot.registration import checked_tax_number
from models.countries import countries_like, country_named
from models.document import languages_of
from models.errors import N_, UserError
from models.merchant import Merchant
from models.text import folded

LONGEST_NAME, LONGEST_NUMBER, LONGEST_TEXT = 100, 40, 500
LONGEST_TERM = 365  # days
_YEARS_AGO = timedelta(days=5 * 365)  # where a date that may be past is read from; it may lie 10 years ahead
_YES, _NO = {"yes", "نعم", "y"}, {"no", "لا", "n"}

_EMPTY = N_("There is nothing to read in this. Type it as in the example, or tap Back.")
_LONG = N_("This has {length} characters; at most {most} fit. Please make it shorter.")
_DAYS = N_("“{text}” is not a number of days from 0 to {most}. Type it like 14")
_CHOICE = N_("“{text}” is not one of these: {choices}. Tap a button, or type one of them.")
_CURRENCY = N_("I do not know the currency “{text}”. Type its three letters, like EGP or USD.")
_TIME_ZONE = N_("I know no time zone “{text}”. Type its city, like Cairo, or Asia/Riyadh.")
_YES_OR_NO = N_("Please tap a button, or type yes or no.")
_WHOLE_DATE = N_("I cannot read “{text}” as a date. Type day, month and year, like 1/4/2026.")
_COUNTRY = N_("I know no country “{text}”. Type its name or its two letters, like Egypt or EG.")
_COUNTRY_LIKE = N_("I know no country “{text}”. Do you mean one of these: {countries}? Type its name.")
_PICTURE = N_("Please send the logo as a picture: a photo, or an image file.")


def fitting(text: str, most: int) -> str:
    """The text, if it is some and not too much; UserError otherwise."""
    if not text:
        raise UserError(_EMPTY)
    if len(text) > most:
        raise UserError(_LONG, length=len(text), most=most)
    return text


def unknown_country(text: str) -> UserError:
    """That no country is called so; with the nearest ones, in the script it was typed in."""
    near = [like.name("en" if text.isascii() else "ar") for like in countries_like(text, 3)]
    return UserError(_COUNTRY_LIKE if near else _COUNTRY, text=text[:40], countries=" / ".join(near))


def country(text: str, _merchant: Merchant) -> str:
    """An ISO 3166-1 code, of a country by any of its names."""
    found = country_named(text)
    if found is None:
        raise unknown_country(text)
    return found.code


def days(text: str, _merchant: Merchant) -> int:
    """How many, at most a year."""
    typed = re.fullmatch(r"(\d{1,3})\s?[^\W\d]{0,10}", latin(text))  # "14", "14 days"
    if typed is None or int(typed[1]) > LONGEST_TERM:
        raise UserError(_DAYS, text=text[:40], most=LONGEST_TERM)
    return int(typed[1])


def phone(text: str, merchant: Merchant) -> str:
    """E.164, of a landline too: it is printed and called, never sent to."""
    try:
        return parse_phone(text, country=merchant.country)
    except UnclearError as landline:
        return str(landline.values["phone"])


def yes_or_no(text: str, _merchant: Merchant) -> bool:
    """Whether it is yes."""
    if folded(text) not in _YES | _NO:
        raise UserError(_YES_OR_NO)
    return folded(text) in _YES


def tax_number(text: str, merchant: Merchant) -> str:
    """As the merchant's country has them."""
    return checked_tax_number(fitting(text, LONGEST_NUMBER), merchant.country)


def register_number(text: str, _merchant: Merchant) -> str:
    """As it stands on the certificate: every country has its own form."""
    return fitting(latin(text), LONGEST_NUMBER)


def whole_date(text: str, merchant: Merchant) -> date:
    """A date that means the same on any day it is typed."""
    unread = UserError(_WHOLE_DATE, text=text[:40])
    if re.search(r"\d{4}", latin(text)) is None:
        raise unread
    language, _ = languages_of(merchant.document_language)
    try:
        return parse_date(text, today=merchant.created_at.date() - _YEARS_AGO, language=language)
    except UserError:  # its own words are for due dates: "in 7 days", "friday"
        raise unread from None


def rate(text: str, _merchant: Merchant) -> Decimal:
    """Percent."""
    return parse_percent(text)


def currency(text: str, _merchant: Merchant) -> str:
    """An ISO 4217 code people pay in."""
    code = text.upper()
    try:
        if Currency(code).exponent is None:  # metals, funds, test codes
            raise UserError(_CURRENCY, text=text[:40])
    except ValueError:
        raise UserError(_CURRENCY, text=text[:40]) from None
    return code


@cache
def _time_zones() -> dict[str, str]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    cities = {folded(city(zone, language)): zone for language in ("ar", "en") for zone in zones}
    return cities | {folded(zone): zone for zone in zones} | {"utc": "UTC"}


def city(zone: str, language: str) -> str:
    """The city an IANA time zone is named after: القاهرة, Cairo."""
    named = Locale(language).time_zones.get(zone, {}) if language != "en" else {}
    return str(named.get("city") or zone.rpartition("/")[2].replace("_", " "))


def time_zone(text: str, _merchant: Merchant) -> str:
    """An IANA zone by its name or its city's."""
    zone = _time_zones().get(folded(text)) or _time_zones().get(folded(text.replace(" ", "_")))
    if zone is None:
        raise UserError(_TIME_ZONE, text=text[:40])
    return zone


def one_of(values: Mapping[str, str], text: str, _merchant: Merchant) -> str:
    """The key of a value, typed as either."""
    found = {folded(word): key for key, label in values.items() for word in (key, label)}.get(folded(text))
    if found is None:
        raise UserError(_CHOICE, text=text[:40], choices=" / ".join(values.values()))
    return found


def picture(_text: str, _merchant: Merchant) -> int:
    """A logo is sent, not typed."""
    raise UserError(_PICTURE)
