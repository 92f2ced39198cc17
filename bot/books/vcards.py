"""Contacts as phones share them: vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as far as an invoice needs them."""

import quopri
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TITLES: Final = ("name", "email", "phone", "address", "aliases")
_ESCAPED: Final = re.compile(r"\\([\\,;:nN])")
_SPLIT: Final = re.compile(r"(?<!\\);")
_LONGEST_LINE: Final = 4000  # characters: pictures are longer, and nobody's name is


class _Property(NamedTuple):
    name: str
    parameters: str  # in capitals, each after ";"
    value: str  # still escaped


def is_vcard(text: str) -> bool:
    """Whether it begins like one."""
    return text.lstrip("\ufeff \r\n")[:20].upper().startswith("BEGIN:VCARD")


def vcard_rows(text: str) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """The titles, and for each card a row below them; a card says nothing that is not in its row."""
    return _TITLES, (_row(card) for card in _cards(text))


def email_in(text: str) -> str | None:
    """The first e-mail address of the first card, as it stands there."""
    for card in _cards(text):
        return next((_unescaped(one.value) for one in card if one.name == "EMAIL" and one.value), None)
    return None


def _row(card: list[_Property]) -> list[str]:
    first: dict[str, str] = {}
    for one in card:
        first.setdefault(one.name, one.value)
    name = (
        _unescaped(first.get("FN", "")) or _full_name(first.get("N", "")) or _unescaped(first.get("ORG", ""))
    )
    address = ", ".join(
        filter(None, (_unescaped(part).strip() for part in _SPLIT.split(first.get("ADR", ""))))
    )
    nickname = _unescaped(first.get("NICKNAME", ""))
    return [name.strip(" ;"), _unescaped(first.get("EMAIL", "")), _phone(card), address, nickname]


def _phone(card: list[_Property]) -> str:
    """The mobile number, if the card says which it is; else the first."""
    numbers = [one for one in card if one.name == "TEL" and one.value]
    mobiles = [one for one in numbers if "CELL" in one.parameters or "IPHONE" in one.parameters]
    return next((one.value.removeprefix("tel:").partition(";")[0] for one in (*mobiles, *numbers)), "")


def _full_name(structured: str) -> str:
    """Family; given; middle; before; after."""
    parts = [_unescaped(part) for part in _SPLIT.split(structured)]
    family, given, middle = (*parts, "", "", "")[:3]
    return " ".join(filter(None, (given, middle, family)))


def _cards(text: str) -> Iterator[list[_Property]]:
    card: list[_Property] | None = None
    for line in _unfolded(text):
        one = _property(line)
        if one is None:
            continue
        if (one.name, one.value.strip().upper()) == ("BEGIN", "VCARD"):
            card = []
        elif one.name == "END" and card is not None:
            yield card
            card = None
        elif card is not None:
            card.append(one)


def _unfolded(text: str) -> Iterator[str]:
    """Lines as they were before they were folded: by a blank, or (vCard 2.1) by "=" in quoted-printable."""
    whole = ""
    for line in text.splitlines():
        if line[:1] in {" ", "\t"} and whole:
            whole = (whole + line[1:])[:_LONGEST_LINE]
        elif whole.endswith("=") and "QUOTED-PRINTABLE" in whole[:200].upper():
            whole = (whole[:-1] + line)[:_LONGEST_LINE]
        else:
            yield whole
            whole = line[:_LONGEST_LINE]
    yield whole


def _property(line: str) -> _Property | None:
    """`item1.TEL;TYPE=CELL:+20100` without its group."""
    head, colon, value = line.partition(":")
    if not colon:
        return None
    name, _, parameters = head.partition(";")
    parameters = f";{parameters}".upper()
    if "QUOTED-PRINTABLE" in parameters:
        value = quopri.decodestring(value.encode("utf-8")).decode("utf-8", "replace")
    return _Property(name.rpartition(".")[2].strip().upper(), parameters, value)


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
