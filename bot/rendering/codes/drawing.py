"""A code as a picture: PNG, a pixel for each module.

Of what WeasyPrint can embed this is the cheapest: 2 to 3 ms and 1 to 2.4 KB a page, where the same code as SVG
costs 8 to 24 ms and 2 to 7 KB, and more pixels for each module cost more and are no sharper. It has to be shown
with `image-rendering: pixelated` (exact squares in the PDF, however far it is enlarged) and at `side` mm.
"""

import io
from dataclasses import dataclass
from typing import Final

import segno
from PIL import Image, ImageDraw

from models.code import Code, Kind

QUIET: Final = 4  # modules of white around a code (ISO/IEC 18004)
_MODULE: Final = 0.4  # mm: a phone reads it off a screen, and off paper from a cheap printer
_SMALLEST: Final = 25.0  # mm
_SWISS_SIDE: Final = 46.0  # mm, without the quiet zone
# The Swiss cross (SIX, style guide QR-bill): 7 mm of white, in it a black square, in it the white cross.
_CROSS: Final = 7.0
_SQUARE: Final = 6.0
_BAR_LONG, _BAR_SHORT = 3.9, 1.17
_FINE: Final = 10  # pixels for each module where the cross is drawn


@dataclass(frozen=True)
class Drawing:
    """The PNG with its quiet zone, and how wide and high to print it."""

    png: bytes
    side: float  # mm


def drawn(code: Code) -> Drawing:
    """The code drawn. CPU: 5 to 30 ms, so not on the event loop."""
    symbol = segno.make_qr(code.payload, error=code.error_correction, encoding="utf-8", boost_error=False)
    modules = len(symbol.matrix)
    if code.kind is Kind.SWISS:
        return Drawing(_crossed(symbol, modules), round(_SWISS_SIDE * (modules + 2 * QUIET) / modules, 2))
    return Drawing(_png(symbol, 1), max(_SMALLEST, round(_MODULE * (modules + 2 * QUIET), 2)))


def _png(symbol: segno.QRCode, scale: int) -> bytes:
    content = io.BytesIO()
    symbol.save(content, kind="png", scale=scale, border=QUIET)
    return content.getvalue()


def _crossed(symbol: segno.QRCode, modules: int) -> bytes:
    """With the Swiss cross over the middle; the error correction makes up for what it hides."""
    picture = Image.open(io.BytesIO(_png(symbol, _FINE))).convert("1")
    draw = ImageDraw.Draw(picture)
    for width, height, colour in (
        (_CROSS, _CROSS, 1), (_SQUARE, _SQUARE, 0), (_BAR_LONG, _BAR_SHORT, 1), (_BAR_SHORT, _BAR_LONG, 1),
    ):  # fmt: skip
        draw.rectangle(_centred(picture.width, width, height, modules * _FINE / _SWISS_SIDE), fill=colour)
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _centred(side: int, width: float, height: float, scale: float) -> tuple[float, float, float, float]:
    """Corners in pixels of a rectangle in the middle; width and height in mm, `scale` pixels for each mm."""
    middle = (side - 1) / 2
    right, down = width * scale / 2, height * scale / 2
    return (middle - right, middle - down, middle + right, middle + down)
