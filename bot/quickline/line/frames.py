"""A message taken apart, each piece as it was typed, and put together again."""

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.quickline.line.vocabulary import NOTES, is_arabic
from models.text import cleaned

_NOTE: Final = re.compile(rf"(?<![^\W_])(?:{NOTES})\s?:", re.IGNORECASE)
_AT_ONCE: Final = ("!", "！")
_MARKS: Final = " ,;،؛+"


@dataclass(frozen=True)
class Frame:
    """What stands where. Parts are lines first, then items and directives."""

    parts: tuple[str, ...] = ()
    customer: str | None = None
    contacts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_express: bool = False

    @property
    def text(self) -> str:
        """A message that is taken apart into the same pieces."""
        customer = (f"{self.customer}:",) if self.customer else ()
        contacts = (" ".join(self.contacts),) if self.contacts else ()
        notes = (f"{'ملاحظة' if is_arabic(note) else 'note'}: {note}" for note in self.notes)
        return "\n".join((*customer, *contacts, *self.parts, *notes, *(("!",) if self.is_express else ())))

    def saying(self, at: int, part: str) -> "Frame":
        """The same with another part in the place of one."""
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at + 1 :]))


def frame_of(text: str) -> Frame:
    """The lines of a message, its notes and its last exclamation mark apart."""
    body = cleaned(text, lines=True)
    lines, notes, is_express = [], [], False
    while body.endswith(_AT_ONCE) and not _ends_in_note(body):
        body, is_express = unmarked(body), True
    for line in body.split("\n"):
        said, *noted = _NOTE.split(line, maxsplit=1)
        lines.append(said.rstrip(_MARKS) if noted else said)
        notes += [note.strip() for note in noted]
    return Frame(tuple(filter(None, lines)), notes=tuple(filter(None, notes)), is_express=is_express)


def unmarked(text: str) -> str:
    """Without the exclamation marks at its very end."""
    return text.rstrip("".join(_AT_ONCE)).rstrip()


def _ends_in_note(body: str) -> bool:
    """Whether the mark belongs to a note: note: thank you!"""
    line = body.rpartition("\n")[2]
    return _NOTE.search(line) is not None and not line.endswith((" !", " ！"))
