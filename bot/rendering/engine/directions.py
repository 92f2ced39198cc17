"""A text that goes on in the next line goes on in its direction.

WeasyPrint 70 lays each line out by itself, so what an isolate (U+2066, U+2068) opened on one line is forgotten on the
next: of an English sentence on an Arabic page, or of an address, the full stops and brackets would change sides there.
"""

import re
from typing import Any
from unicodedata import bidirectional

from weasyprint.layout import inline

_LEFT, _RIGHT, _FIRST_STRONG, _END = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = re.compile(f"[{_LEFT}{_RIGHT}{_FIRST_STRONG}]")
_split_text_box = inline.split_text_box


def split_text_box(
    context: Any, box: Any, available_width: float | None, skip: int, is_line_start: bool = True
) -> tuple[Any, int | None, bool]:
    """`weasyprint.layout.inline.split_text_box`; `skip` is in bytes of UTF-8, and so is what is returned of it."""
    opened = _open_before(box.text, skip) if skip and _ISOLATES.search(box.text) else ""
    rest = box.text.encode()[skip:].decode() if opened else ""
    if rest:
        line, resume, is_end = _split_text_box(
            context, box.copy_with_text(opened + rest), available_width, 0, is_line_start
        )
        ahead = len(opened.encode())
        if resume is None or resume > ahead:
            return line, resume and resume - ahead + skip, is_end
    result: tuple[Any, int | None, bool] = _split_text_box(context, box, available_width, skip, is_line_start)
    return result


def take() -> None:
    """Let the engine break lines like this from now on."""
    inline.split_text_box = split_text_box


def _open_before(text: str, skip: int) -> str:
    """The isolates still open after `skip` bytes, each with the direction it has."""
    before = text.encode()[:skip].decode()
    paragraph = before.rpartition("\n")[2]
    opened: list[str] = []
    for index, letter in enumerate(paragraph, len(before) - len(paragraph)):
        if letter == _END and opened:
            opened.pop()
        elif letter == _FIRST_STRONG:
            opened.append(_direction(text, index + 1))
        elif letter in {_LEFT, _RIGHT}:
            opened.append(letter)
    return "".join(opened)


def _direction(text: str, start: int) -> str:
    """That of the first letter; what our texts isolate within an isolate are figures, which have none."""
    kinds = (bidirectional(letter) for letter in text[start:])
    return _RIGHT if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else _LEFT
