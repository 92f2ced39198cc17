"""E-mail address and phone number anywhere in a message."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, UnreadableError, refusal
from bot.quickline.contacts import parse_email
from bot.quickline.line.frames import Frame
from bot.quickline.line.values import UnclearLineError
from bot.quickline.phones import parse_phone
from bot.quickline.words import plain

_EMAIL: Final = re.compile(r"(?:mailto:)?[^\s@<>,;:()،؛]{1,64}@[^\s@<>,;:()،؛]{1,250}\.[^\W\d_]{2,}")
_LABEL: Final = re.compile(
    r"(?<!\w)(?:e-?mail|phone|mobile|mob|tel|sms|ايميل|إيميل|البريد|بريد|هاتف|تليفون|موبايل|جوال|رقم)\s?[:.]?\s?$",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"\+\(?\d|0\d")
_GROUP: Final = re.compile(r"\+?[\d().\-‐‑–]+")
_BRACKETS: Final = {"(": ")", "<": ">", "[": "]"}
_DIGITS: Final = range(7, 16)  # of a phone number; E.164 has at most 15
_FEWEST_AT_HOME: Final = 9  # digits, where no + says that it is one
_MOST_GROUPS: Final = 6
_MOST_TRIES: Final = 60  # of numbers in one message
_AROUND: Final = 12  # characters of a label


class Reached(NamedTuple):
    """A message without the addresses in it."""

    frame: Frame
    email: str | None = None
    phone: str | None = None


class _Typed(NamedTuple):
    """A stretch of a line that may be a phone number."""

    start: int
    end: int
    text: str
    is_certain: bool  # it begins with a +


def reached(frame: Frame, country: str) -> Reached:
    """Take the addresses out of the lines.

    Raises what `parse_email` and `parse_phone` raise, E_CONTACT_MANY and E_PHONE_MANY.
    """
    lines, emails, phones = list(frame.parts), _Only("E_CONTACT_MANY"), _Only("E_PHONE_MANY")
    for at in range(len(lines)):
        while "@" in lines[at] and (found := _EMAIL.search(lines[at])):
            emails.keep(parse_email(found[0]))
            lines[at] = _without(lines[at], *found.span())
        said = replace(frame, contacts=tuple(filter(None, (emails.address, phones.address))))
        while phone := _phone_in(replace(said, parts=tuple(lines)), at, country):
            phones.keep(phone.text)
            lines[at] = _without(lines[at], phone.start, phone.end)
    contacts = tuple(filter(None, (emails.address, phones.address)))
    return Reached(
        replace(frame, parts=tuple(filter(None, lines)), contacts=contacts), emails.address, phones.address
    )


class _Only:
    """An address; another one is refused."""

    def __init__(self, code: str) -> None:
        self.address: str | None = None
        self._code = code

    def keep(self, address: str) -> None:
        if self.address not in {None, address}:
            raise refusal(self._code, f"{self.address}, {address}")
        self.address = address


def _phone_in(frame: Frame, at: int, country: str) -> _Typed | None:
    """The first phone number of a line, as E.164. Raises E_PHONE_BAD for one that begins with a + and is none."""
    line, bad = frame.parts[at], list[_Typed]()
    for typed in islice(_numbers(plain(line)), _MOST_TRIES):
        try:
            return typed._replace(text=parse_phone(typed.text, country=country))
        except UnreadableError:
            bad += [typed] if typed.is_certain else []
        except UnclearError as unclear:
            choices = (_with(line, typed, choice) for choice in unclear.choices)
            whole = tuple(frame.saying(at, choice).text for choice in choices)
            raise UnclearLineError(
                unclear.code, unclear.message, whole, unclear.choices, **unclear.values
            ) from None
    if bad:
        raise refusal("E_PHONE_BAD", bad[-1].text)
    return None


def _numbers(line: str) -> Iterator[_Typed]:
    """Whatever may be a phone number; of those that begin with one word the longest first."""
    groups = list(re.finditer(r"[^\s,;:]+", line))
    for at, group in enumerate(groups):
        start = group.start() + (group[0][0] in _BRACKETS)
        is_certain = line.startswith("+", start)
        begins = _PHONE.match(line, start) is not None
        if not begins and not (
            line[start : start + 1].isdigit() and _LABEL.search(line[max(0, start - _AROUND) : start])
        ):
            continue
        for end in _ends(line, start, groups[at : at + _MOST_GROUPS]):
            text = line[start:end]
            digits = sum(sign.isdigit() for sign in text)
            if digits in _DIGITS and (is_certain or digits >= _FEWEST_AT_HOME or not begins):
                yield _Typed(start, end, text, is_certain)


def _ends(line: str, start: int, groups: list[re.Match[str]]) -> list[int]:
    """Where a number that begins at `start` may end, the farthest first."""
    ends: list[int] = []
    for group in groups:
        end = group.end() - (group[0][-1] in _BRACKETS.values() and "(" not in line[start : group.end()])
        found = _GROUP.match(line, max(start, group.start()), end)
        if not found or line[found.end() : end][:1].isalnum():
            break
        if ends and line[ends[-1] : group.start()] != " ":
            break
        ends.append(found.end())
        if found.end() != end:
            break
    return ends[::-1]


def _with(line: str, typed: _Typed, text: str) -> str:
    return f"{line[: typed.start]}{text}{line[typed.end :]}"


def _without(line: str, start: int, end: int) -> str:
    """The line without an address, the label before it and the brackets around it."""
    before, after = line[:start].rstrip(), line[end:].lstrip()
    if before and _BRACKETS.get(before[-1], "-") == after[:1]:
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    label = _LABEL.search(before[-_AROUND:])
    if label:
        before = before[: len(before) - len(label[0])].rstrip()
    blank = "" if after[:1] in {":", ",", ";", ""} else " "
    return f"{before}{blank}{after}".strip().lstrip(" ,;:،؛")
