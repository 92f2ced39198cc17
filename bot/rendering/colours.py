"""The merchant's colour, and what goes with it so that everything on it and in it can be read (WCAG 2, 1.4.3)."""

from dataclasses import dataclass
from typing import Final

_LEGIBLE: Final = 4.5  # contrast of text with what is behind it
_WHITE: Final = "#ffffff"
_ON: Final = (_WHITE, "#1d2939", "#000000")  # the last one is legible wherever white is not
_TINT, _RULE = 0.085, 0.17  # how much of the colour is in a pale band, and in a thin line
_DARKER: Final = 0.96

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """Colours as style sheets write them."""

    accent: str  # as chosen: for surfaces
    on_accent: str  # text on it
    ink: str  # text in the colour, on white or on the tint
    tint: str
    rule: str


def palette_of(accent: str) -> Palette:
    """What goes with `accent`, "#rrggbb"."""
    colour = _rgb(accent)
    tint = _mixed(colour, _TINT)
    return Palette(
        accent=accent,
        on_accent=next(text for text in _ON if contrast(text, accent) >= _LEGIBLE),
        ink=_darkened(colour, tint),
        tint=tint,
        rule=_mixed(colour, _RULE),
    )


def contrast(one: str, other: str) -> float:
    """Between 1, none, and 21, black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _darkened(colour: Rgb, behind: str) -> str:
    while contrast(_hex(colour), behind) < _LEGIBLE:
        red, green, blue = colour
        colour = (red * _DARKER, green * _DARKER, blue * _DARKER)
    return _hex(colour)


def _mixed(colour: Rgb, share: float) -> str:
    """So much of the colour in white."""
    red, green, blue = (255 - (255 - part) * share for part in colour)
    return _hex((red, green, blue))


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = map(_linear, _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + bytes(map(round, colour)).hex()
