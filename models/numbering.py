"""Invoice numbers: a pattern, a counter, a reset rule (domain rule 2.2)."""

import re
from datetime import date

from models.errors import N_, UserError

DEFAULT_PATTERN = "INV-{YYYY}-{seq:5}"
CREDIT_NOTE_PATTERN = "CN-{YYYY}-{seq:5}"
LONGEST = 16  # characters of a number; safe in every country we know
_TOKEN = re.compile(r"\{(YYYY|YY|MM|seq:([1-9]))\}")


def checked_pattern(pattern: str) -> str:
    """The pattern, if numbers made by it are unique, short and safe in file names; UserError otherwise."""
    pattern = pattern.strip()
    rest = _TOKEN.sub("", pattern)
    if len([m for m in _TOKEN.finditer(pattern) if m[2]]) != 1:
        raise UserError(N_("The pattern needs {counter} once, for the running number: {example}"),
                        counter="{seq:5}", example=DEFAULT_PATTERN)  # fmt: skip
    if not re.fullmatch(r"[A-Za-z0-9/-]*", rest):
        raise UserError(N_("Only letters A-Z, digits, - and / may stand in a number, beside {tokens}."),
                        tokens="{YYYY} {YY} {MM} {seq:5}")  # fmt: skip
    if "{MM}" in pattern and not period_of(pattern, date(2026, 1, 1)):
        raise UserError(
            N_("A pattern with the month needs the year as well: {example}"), example="INV-{YY}{MM}-{seq:4}"
        )
    if len(number_of(pattern, date(2026, 12, 31), 1)) > LONGEST:
        raise UserError(
            N_("Numbers may have at most {longest} characters; this makes longer ones."), longest=LONGEST
        )
    return pattern


def period_of(pattern: str, issue_date: date) -> str:
    """What the counter starts anew for: the year if the pattern shows it, else nothing ("")."""
    return str(issue_date.year) if "{YYYY}" in pattern or "{YY}" in pattern else ""


def number_of(pattern: str, issue_date: date, sequence: int) -> str:
    """BT-1: the pattern filled in."""

    def fill(token: re.Match[str]) -> str:
        if token[2]:
            return str(sequence).zfill(int(token[2]))
        return {"YYYY": f"{issue_date:%Y}", "YY": f"{issue_date:%y}", "MM": f"{issue_date:%m}"}[token[1]]

    return _TOKEN.sub(fill, pattern)
