"""The day something was supplied, as people type it: most often a past one. yesterday, 3 days ago, friday, 15/10."""

import re
from datetime import date, timedelta
from typing import Final

from bot.quickline import days
from bot.quickline.answers import UnreadableError, check_length, refusal
from bot.quickline.dates import parse_date
from bot.quickline.words import plain
from models.text import folded

_BACK: Final = timedelta(days=183)  # a day without a year is the one nearest to today
_FARTHEST: Final = timedelta(days=2 * 366)  # further back is a slip of the finger
_BEFORE: Final = days.numbered(
    "yesterday last_night أمس امبارح إمبارح مبارح البارحة",
    "day_before_yesterday the_day_before_yesterday أول_أمس أول_امبارح قبل_أمس",
    first=1,
)
_AGO: Final = re.compile(r"(?:(?:a |an )?(?P<n>\d{1,3})? ?(?P<span>[^\W\d]+) ago|(?:منذ|قبل|من) (?P<ar>.+))")
_SPAN: Final = re.compile(r"(?P<n>\d{1,3})? ?(?P<span>[^\W\d]+)")
_CALENDAR: Final = re.compile(r"\d[/.-]\d|\d{4}")
_LAST: Final = {"last", "on", "الماضي", "الماضيه", "الفايت", "الفائت", "يوم"}


def parse_supply_day(text: str, *, today: date, language: str) -> date:
    """The day `text` means: past, today or ahead; of a weekday the last one, of a day without a year the nearest.

    Raises what `parse_date` raises; a day more than two years back is E_DATE_BAD.
    """
    check_length(text)
    typed = folded(plain(text)).strip(" .!")
    found = _worded(typed, today)
    if found is not None:
        return found
    try:
        return parse_date(text, today=today - _reach(typed), language=language)
    except UnreadableError as refused:
        raise refusal("E_DATE_BAD", text) from refused


def _worded(typed: str, today: date) -> date | None:
    """Yesterday, 3 days ago, last friday."""
    if typed in _BEFORE:
        return today - timedelta(days=_BEFORE[typed])
    words = [word for word in typed.split() if word not in _LAST]
    weekday = days.WEEKDAYS.get(words[0]) if len(words) == 1 else None
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    ago = _AGO.fullmatch(typed)
    length = _length(ago["ar"] or f"{ago['n'] or 1} {ago['span']}") if ago else None
    return today - timedelta(days=length) if length is not None else None


def _length(span: str) -> int | None:
    """A stretch of time in days: 3 days, two weeks as Arabic has a word for two."""
    found = _SPAN.fullmatch(span)
    if found is None:
        return None
    count, word = int(found["n"] or 1), found["span"]
    if word in days.TWO:
        count, word = 2, days.TWO[word]
    return count * days.DAYS[word] if word in days.DAYS else None


def _reach(typed: str) -> timedelta:
    """How far back a date is looked for; what is said from today on is counted from today."""
    named = any(word in days.MONTHS or word in days.HIJRI_MONTHS for word in re.split(r"[\s\d,-]+", typed))
    if not (_CALENDAR.search(typed) or named):
        return timedelta(0)
    return _FARTHEST if re.search(r"\d{4}", typed) else _BACK
