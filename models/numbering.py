"""Numbers of invoices and credit notes: a pattern, a counter, a reset rule (domain rule 2.2)."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from models.errors import N_, UserError

DEFAULT_PATTERN = "INV-{YYYY}-{seq:5}"
CREDIT_NOTE_PATTERN = "CN-{YYYY}-{seq:5}"
LONGEST = 16  # characters of a number; safe in every country we know
_TOKEN = re.compile(r"\{(YYYY|YY|MM|seq:([1-9]))\}")
_DIGITS = "0123456789"


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


def check_apart(invoices: str, credit_notes: str) -> None:
    """UserError where the two patterns could ever make the same number, however far they have counted."""
    if _may_meet(_places(invoices), _places(credit_notes)):
        raise UserError(
            N_(
                "An invoice and a credit note could get the same number this way: {invoices} and {credit_notes}. "
                "Let one of them begin differently, like {example}."
            ),
            invoices=invoices,
            credit_notes=credit_notes,
            example=CREDIT_NOTE_PATTERN,
        )


class Place(NamedTuple):
    """Where a number stands: its period (see `period_of`), and its running number there."""

    period: str
    sequence: int


def place_of(pattern: str, number: str) -> Place | None:
    """The place at which the pattern makes this number, in capitals or not; None: it never does."""
    found = _reading(pattern).fullmatch(number)
    if found is None:
        return None
    fields = found.groupdict()
    year = fields.get("YYYY") or (f"20{fields['YY']}" if "YY" in fields else "")
    return Place(year, int(fields["seq"]))


@lru_cache(maxsize=64)
def _reading(pattern: str) -> re.Pattern[str]:
    """What its numbers look like; a token that comes twice says the same both times."""
    seen: set[str] = set()

    def read(token: re.Match[str]) -> str:
        name = "seq" if token[2] else token[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>[0-9]{{{token[2]},}})" if token[2] else f"(?P<{name}>[0-9]{{{len(name)}}})"

    return re.compile(_TOKEN.sub(read, pattern), re.IGNORECASE)


_Step = tuple[str, bool]  # the characters that may stand here; whether any number of them may, even none


def _places(pattern: str) -> list[_Step]:
    """What may stand where in the numbers of a pattern; capitals and small letters are one."""
    steps: list[_Step] = []
    end = 0
    for token in _TOKEN.finditer(pattern):
        steps += [(letter, False) for letter in pattern[end : token.start()].upper()]
        end = token.end()
        if token[2]:
            steps += [(_DIGITS, False)] * int(token[2]) + [(_DIGITS, True)]
        else:
            steps += [
                ("01" if token[1] == "MM" else _DIGITS, False),
                *[(_DIGITS, False)] * (len(token[1]) - 1),
            ]
    return steps + [(letter, False) for letter in pattern[end:].upper()]


def _may_meet(one: list[_Step], other: list[_Step]) -> bool:
    """Whether some text fits both, walking along them together."""
    seen, todo = set[tuple[int, int]](), [(0, 0)]
    while todo:
        i, j = todo.pop()
        if (i, j) in seen:
            continue
        seen.add((i, j))
        if i == len(one) and j == len(other):
            return True
        if i < len(one) and one[i][1]:
            todo.append((i + 1, j))
        if j < len(other) and other[j][1]:
            todo.append((i, j + 1))
        if i < len(one) and j < len(other) and set(one[i][0]) & set(other[j][0]):
            todo.append((i + (not one[i][1]), j + (not other[j][1])))
    return False
