"""How many SMS a text costs (3GPP TS 23.038 and 23.040): what the network bills."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]

LIMITS: Final[dict[Encoding, tuple[int, int]]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}  # alone, per part
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")  # an escape and the character: two septets, never parted


@dataclass(frozen=True)
class Measure:
    """A text as the network counts it: units are septets or UCS-2 code units."""

    encoding: Encoding
    units: int
    segments: int


def measured(text: str) -> Measure:
    """The cost of `text`; an empty text is one segment."""
    encoding: Encoding = "GSM-7" if _BASIC.union(_ESCAPED).issuperset(text) else "UCS-2"
    widths = list(_widths(text, encoding))
    alone, part = LIMITS[encoding]
    units = sum(widths)
    return Measure(encoding, units, 1 if units <= alone else _parts(widths, part))


def fits(text: str) -> bool:
    """Whether it goes out as one SMS."""
    return measured(text).segments == 1


def _widths(text: str, encoding: Encoding) -> Iterator[int]:
    for character in text:
        yield 2 if (character in _ESCAPED if encoding == "GSM-7" else character > "\uffff") else 1


def _parts(widths: Iterable[int], limit: int) -> int:
    """Filled one after the other; an escape or surrogate pair that does not fit whole opens the next part."""
    parts, filled = 1, 0
    for width in widths:
        if filled + width > limit:
            parts, filled = parts + 1, 0
        filled += width
    return parts
