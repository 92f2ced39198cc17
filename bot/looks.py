"""How a merchant's documents look: the templates and colours there are to choose from."""

import re
from collections.abc import Mapping
from typing import Final

from bot.language import LANGUAGES, texts
from bot.quickline.words import latin
from models.document import ACCENT
from models.errors import N_, UserError
from models.merchant import Merchant
from models.text import folded

TEMPLATES: Final[dict[str, str]] = {  # each `models.document.Template`
    "classic": N_("Classic"),
    "modern": N_("Modern"),
    "receipt": N_("Till receipt, 80 mm"),
}
ACCENTS: Final[dict[str, str]] = {
    "#0b5d57": N_("Teal"),
    "#166534": N_("Green"),
    "#1d4ed8": N_("Blue"),
    "#1e3a5f": N_("Navy"),
    "#6d28d9": N_("Violet"),
    "#9d174d": N_("Burgundy"),
    "#b45309": N_("Amber"),
    "#374151": N_("Graphite"),
}
READABLE: Final = 3.0  # contrast of large letters with the paper (WCAG 2.2, 1.4.3)

_NO_COLOUR = N_("“{text}” is not a colour. Tap one, or type six digits 0-9 and A-F, like {example}")
_LIGHT = N_("“{text}” is too light to be read on white paper. Choose a darker colour.")
_NO_TEMPLATE = N_("Please tap one of the buttons.")


def accent(text: str, _merchant: Merchant) -> str:
    """#rrggbb of a colour by its name or its digits; UserError for none, or one that cannot be read on paper."""
    named = _named(ACCENTS, text)
    if named:
        return named
    typed = re.fullmatch("#?([0-9a-f]{3}|[0-9a-f]{6})", latin(text).lower())
    if typed is None:
        raise UserError(_NO_COLOUR, text=text[:40], example=ACCENT)
    digits = typed[1] if len(typed[1]) == 6 else "".join(digit * 2 for digit in typed[1])
    if _contrast_with_paper(digits) < READABLE:
        raise UserError(_LIGHT, text=text[:40])
    return f"#{digits}"


def template(text: str, _merchant: Merchant) -> str:
    """One of the templates, by its name in any language."""
    found = _named(TEMPLATES, text)
    if found is None:
        raise UserError(_NO_TEMPLATE)
    return found


def _named(labels: Mapping[str, str], text: str) -> str | None:
    wanted = folded(text)
    for key, label in labels.items():
        if wanted in {key, *(folded(texts(language).plain(label)) for language in LANGUAGES)}:
            return key
    return None


def _contrast_with_paper(digits: str) -> float:
    """1 to 21, of a colour with white (WCAG 2.2, relative luminance)."""
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
