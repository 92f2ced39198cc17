"""Due dates as people type them: 7d, net 30, friday, 15/12, Dec 15, بعد أسبوع, 1 رجب 1448."""

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Final, Literal

from hijridate import Gregorian, Hijri

from bot.quickline import days
from bot.quickline.answers import check_length, question, refusal
from bot.quickline.words import plain
from models.text import folded

Order = Literal["DMY", "MDY"]

_LONGEST: Final = 60  # characters of a date
_FAR: Final = 10  # more years ahead are a slip of the finger
_HIJRI: Final = range(1300, 1501)
_LEAD: Final = re.compile(
    r"(?:due(?: date)?|payable|by|on|يستحق|تستحق|استحقاق|الاستحقاق|تاريخ الاستحقاق|في|يوم|قبل)(?: on| by| في| يوم)?:? "
)
_TRAIL: Final = re.compile(r" from (?:now|today)$| من (?:الان|اليوم)$|(?<=\d{4}) ?(?:ه|م|ah|ad)$")
_AHEAD: Final = re.compile(
    r"(?:(in|after|within|net|بعد|خلال|نت|صافي) ?)?(a |an )?(?:\+?(\d{1,4}) ?)?([^\W\d_]*)"
)
_NET: Final = {"net", "نت", "صافي"}
_NUMERIC: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{1,4}))?")
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?([^\d,]*[^\d, -])(?:[ ,-]+(\d{2}|\d{4}))?"
)
_MONTH_DAY: Final = re.compile(r"([^\d,]*[^\d, ]) ?(\d{1,2})(?:st|nd|rd|th)?(?:[ ,-]+(\d{4}))?")


def parse_date(text: str, *, today: date, language: str = "en", order: Order = "DMY") -> date:
    """The day from today on that `text` means; English and Arabic are read whatever the `language`.

    A weekday is the first one after today, a day without a year the next one, a month ahead ends with the month, a
    year from 1300 to 1500 or a Hijri month is Umm al-Qura's. `order` is how the merchant writes numeric dates.

    Raises UnclearError A_DATE, its choices ISO dates, where the numbers fit the other order alone; UnreadableError
    E_DATE_BAD and E_DATE_PAST.
    """
    check_length(text)
    typed = _TRAIL.sub("", folded(plain(text[:_LONGEST])).strip(" .!"))
    lead = None if typed in days.TODAY else _LEAD.match(typed)  # on receipt
    typed = typed[lead.end() :] if lead else typed
    found = _day(typed, today, order) if len(text) <= _LONGEST else None
    if found is None:
        raise refusal("E_DATE_BAD", text[:_LONGEST])
    if found < today:
        raise refusal("E_DATE_PAST", text)
    return found


def _day(typed: str, today: date, order: Order) -> date | None:
    """The day; None if it is none or too far ahead."""
    name, _, rest = typed.partition(" ")
    weekday = days.WEEKDAYS.get(name.rstrip(","))
    found = (
        _named(typed, today) or _ahead(typed, today) or _numeric(typed, today, order) or _worded(typed, today)
    )
    if found is None and weekday is not None:  # Sun 29 Nov 2026
        found = _numeric(rest, today, order) or _worded(rest, today)
        found = found if found and found.weekday() == weekday else None
    return found if found and found.year <= today.year + _FAR else None


def _named(typed: str, today: date) -> date | None:
    """Words alone: tomorrow, friday, end of month."""
    if typed in days.TODAY:
        return today + timedelta(days=days.TODAY[typed])
    if typed in days.END_OF_MONTH:
        return _end_of_month(_months_ahead(today, days.END_OF_MONTH[typed]))
    if typed in days.END_OF_YEAR:
        return date(today.year, 12, 31)
    if typed in days.NEXT_WEEK:
        return today + timedelta(days=7)
    if typed in days.NEXT_MONTH:
        month = _months_ahead(today, 1)
        choices = (month.isoformat(), _end_of_month(month).isoformat())
        raise question("A_DATE", typed, tuple(dict.fromkeys(choices)))
    words = [word for word in typed.split() if word not in days.NEXT]
    weekday = days.WEEKDAYS.get(words[0]) if len(words) == 1 else None
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _ahead(typed: str, today: date) -> date | None:
    """7d, 2 weeks, in a month, net 30, بعد شهرين."""
    found = _AHEAD.fullmatch(typed)
    if found is None:
        return None
    lead, article, digits, word = found.groups()
    if digits is None and word in days.TWO:
        digits, word = "2", days.TWO[word]
    if digits is None and not (lead or article):
        return None
    count = int(digits or 1)
    if word in days.SPANS:
        return _months_ahead(today, count * days.SPANS[word])
    if word in days.DAYS:
        return today + timedelta(days=count * days.DAYS[word])
    return today + timedelta(days=count) if digits and not word and lead in _NET else None


def _numeric(typed: str, today: date, order: Order) -> date | None:
    """15/12, 15.12.26, 2026-12-15, 1448-07-01."""
    found = _NUMERIC.fullmatch(typed)
    if found is None:
        return None
    first, _, second, third = found.groups()
    if len(first) == 4:
        return _dated(int(first), int(second), int(third), today) if third else None
    year = _year(third)
    if len(first) > 2 or (third and year is None):
        return None
    day, month = (first, second) if order == "DMY" else (second, first)
    right = _dated(year, int(month), int(day), today)
    swapped = None if right else _dated(year, int(day), int(month), today)
    if swapped and swapped >= today:
        raise question("A_DATE", typed, (swapped.isoformat(),))
    return right or swapped


def _worded(typed: str, today: date) -> date | None:
    """15 Dec, Dec 15, 2027, 1 رجب 1448."""
    if found := _DAY_MONTH.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _MONTH_DAY.fullmatch(typed):
        month, day, year = found.groups()
    else:
        return None
    number = _year(year)
    if month in days.HIJRI_MONTHS:
        return _hijri(number, days.HIJRI_MONTHS[month], int(day), today)
    if month not in days.MONTHS or number in _HIJRI:
        return None
    return _dated(number, days.MONTHS[month], int(day), today)


def _year(digits: str | None) -> int | None:
    return None if digits is None or len(digits) not in {2, 4} else int(digits) + 2000 * (len(digits) == 2)


def _dated(year: int | None, month: int, day: int, today: date) -> date | None:
    """The day if it exists; without a year the next one."""
    if year in _HIJRI:
        return _hijri(year, month, day, today)
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _hijri(year: int | None, month: int, day: int, today: date) -> date | None:
    """The Gregorian day by Umm al-Qura's calendar; without a year the next one."""
    this_year = Gregorian.fromdate(today).to_hijri().year
    try:
        found = date(*Hijri(year or this_year, month, day).to_gregorian().datetuple())
        return (
            found
            if year or found >= today
            else date(*Hijri(this_year + 1, month, day).to_gregorian().datetuple())
        )
    except (ValueError, OverflowError):
        return None


def _months_ahead(today: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(today.month - 1 + months, 12)
    year = min(today.year + years, MAXYEAR)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
