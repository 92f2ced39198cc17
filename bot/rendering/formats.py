"""Numbers, money and dates as people read them: plain text, no direction marks, hard blanks only by `unbroken`.

Every function takes the reader's language ("en", "ar") and digits: "arab" gives Arabic-Indic digits in Arabic
text, everything else Latin ones. Nothing is rounded here: amounts come rounded, and what they have is shown.
"""

import re
from datetime import date, time
from decimal import Decimal
from typing import Final

from hijridate import Gregorian

from bot.rendering.units import UNITS
from bot.rendering.words import ARAB_CURRENCIES, MONTHS, WEEKDAYS
from models.money import minor_units

_ARAB = str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")
_HIJRI: Final = (date(1924, 8, 1), date(2077, 11, 16))  # the days whose Hijri month is settled
_SIGNS: Final = "|".join([*map(re.escape, ARAB_CURRENCIES.values()), "[A-Z]{3}"])
_INSIDE_AMOUNT: Final = re.compile(rf"(?<=\b[A-Z]{{3}}) (?=[\d٠-٩])|(?<=[\d٠-٩]) (?=(?:{_SIGNS})\b)")
_HIJRI_ERA: Final = {"en": "AH", "ar": "هـ"}


def number(value: Decimal, language: str = "en", digits: str = "latn", *, decimals: int = 0) -> str:
    """Grouped in threes, `decimals` places at least, no trailing zeros beyond them: 1,234.5 or ١٬٢٣٤٫٥."""
    whole, _, fraction = f"{value if value else abs(value):,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    return in_digits(f"{whole}.{fraction}" if fraction else whole, language, digits)


def amount(value: Decimal, currency: str, language: str = "en", digits: str = "latn") -> str:
    """Money without its currency, for columns: at least the minor units ISO 4217 gives the currency."""
    return number(value, language, digits, decimals=minor_units(currency))


def money(value: Decimal, currency: str, language: str, digits: str = "latn") -> str:
    """EGP 342.00 or 342.00 ج.م."""
    figures = amount(abs(value), currency, language, digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{figures} {currency_sign(currency)}" if language == "ar" else f"{sign}{currency} {figures}"


def unbroken(text: str) -> str:
    """The text, in which no line ends between a currency and its figures."""
    return _INSIDE_AMOUNT.sub("\N{NO-BREAK SPACE}", text)


def currency_sign(currency: str) -> str:
    """The currency in Arabic text: ج.م; its ISO code if Arabic has no short form for it."""
    return ARAB_CURRENCIES.get(currency, currency)


def percent(value: Decimal, language: str = "en", digits: str = "latn") -> str:
    """14%, 8.1% or ١٤٪; `value` is in percent."""
    return in_digits(f"{number(value)}%", language, digits)


def day(value: date, language: str, digits: str = "latn") -> str:
    """Sun 29 Nov 2026, or in Arabic الأحد 29 نوفمبر 2026."""
    return f"{WEEKDAYS[language][value.weekday()]} {short_day(value, language, digits)}"


def short_day(value: date, language: str, digits: str = "latn") -> str:
    """29 Nov 2026, or in Arabic 29 نوفمبر 2026."""
    return in_digits(f"{value.day} {MONTHS[language][value.month - 1]} {value.year}", language, digits)


def clock(value: time, language: str, digits: str = "latn") -> str:
    """Hours and minutes, of 24 hours: 09:05."""
    return in_digits(f"{value:%H:%M}", language, digits)


def hijri_day(value: date, language: str, digits: str = "latn") -> str | None:
    """12 Jumada al-Akhirah 1448 AH, or in Arabic 12 جمادى الآخرة 1448 هـ, by the Umm al-Qura calendar of Saudi Arabia.

    None before 1 Muharram 1343 and after 1500, for which the calendar is not made.
    """
    if not _HIJRI[0] <= value <= _HIJRI[1]:
        return None
    hijri = Gregorian.fromdate(value).to_hijri()
    said = f"{hijri.day} {hijri.month_name('ar' if language == 'ar' else 'en')} {hijri.year} {_HIJRI_ERA[language]}"
    return in_digits(said, language, digits)


def quantity(value: Decimal, unit_code: str, language: str, digits: str = "latn") -> str:
    """The quantity and its unit (UN/ECE Rec 20): 2, 1.5 h, 3 days, 3 أيام; an unknown unit is its code."""
    forms = UNITS[language].get(unit_code, (unit_code,) * 3)
    return f"{number(value, language, digits)} {forms[_form(value, language)]}".rstrip()


def pdf_filename(number: str) -> str:
    """An ASCII file name for an invoice number: INV-2026-00042.pdf."""
    return f"{re.sub('[^A-Za-z0-9]+', '-', number).strip('-') or 'invoice'}.pdf"


def _form(value: Decimal, language: str) -> int:
    """Which of the three unit forms follows the number (CLDR plural rules; 2 and 100 take the plain one)."""
    if language == "en":
        return 0 if value == 1 else 1
    if value != value.to_integral_value():
        return 0
    hundreds = int(value) % 100
    return 1 if 3 <= hundreds <= 10 else 2 if hundreds >= 11 else 0


def in_digits(text: str, language: str, digits: str) -> str:
    """Figures in Latin digits, in those of the reader."""
    return text.translate(_ARAB) if digits == "arab" and language == "ar" else text
