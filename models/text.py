"""Text as it enters: cleaned once, so that nothing after it has to fear it."""

import re
import unicodedata

# What XML forbids, lone surrogates and non-characters; tab and line feed may stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Direction marks are ours to set (see house rules on isolation), never the typist's.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(
    r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def cleaned(text: str, *, lines: bool = False) -> str:
    """NFC, no control or direction characters, blanks folded; one line unless `lines`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _MARKS.sub(r"\1", _DIRECTION.sub("", _FORBIDDEN.sub("", unicodedata.normalize("NFC", text))))
    if not lines:
        return " ".join(text.split())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def folded(text: str) -> str:
    """The form names are compared in: case, accents, tatweel and the spellings of alef, yeh and teh made one."""
    if text.isascii():
        return " ".join(text.lower().split())
    text = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(text.translate(_LETTERS).split())


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})
