"""Days that have been, as people type them: yesterday, friday, 3 days ago, 15/11, أمس."""

import re
from datetime import date, timedelta
from typing import Final

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.dates import parse_date
from bot.quickline.supply_days import parse_supply_day
from bot.quickline.words import plain
from models.errors import N_

_FARTHEST: Final = timedelta(days=10 * 365)  # further back is a slip of the finger
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)|\d[/.-]\d{1,2}[/.-]\d{2}$")
_LEAD: Final = re.compile(r"^(?:on|at|في|يوم|بتاريخ) ", re.IGNORECASE)

_BAD: Final = N_("I cannot read the date “{text}”. Try: yesterday, friday, 15/11")
_FUTURE: Final = N_("“{text}” is still to come. Record a payment once it has been made, like: 200 yesterday")


def parse_past_date(text: str, *, today: date, language: str = "en") -> date:
    """The day up to today, at most ten years back, that `text` means; English and Arabic are read.

    A weekday is the last one, a day without a year the nearest one. Raises UnreadableError E_DATE_BAD and
    E_DATE_FUTURE; UnclearError A_DATE as `parse_date` does.
    """
    said = _LEAD.sub("", text.strip())
    try:
        day = _day(said, today, language)
    except UnclearError as unclear:
        if not any(date.fromisoformat(choice) <= today for choice in unclear.choices):
            raise UnreadableError("E_DATE_FUTURE", _FUTURE, text=text) from unclear
        raise
    except UnreadableError as refused:
        raise UnreadableError("E_DATE_BAD", _BAD, text=text) from refused
    if day > today:
        raise UnreadableError("E_DATE_FUTURE", _FUTURE, text=text)
    return day


def _day(said: str, today: date, language: str) -> date:
    if not _YEAR.search(plain(said)):
        return parse_supply_day(said, today=today, language=language)
    try:
        return parse_date(said, today=today - _FARTHEST, language=language)
    except UnreadableError:
        return parse_date(said, today=today, language=language)
