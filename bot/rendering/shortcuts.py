"""What WeasyPrint 70 does again for every box although the answer is known: done once, or not at all.

Each shortcut gives what the engine gives, byte for byte (tests/test_pdf_shortcuts.py); where its condition does not
hold, the engine's own code runs. They pay because `bot.rendering.styles` keeps the styles they rest on. CPU without
each of them, of 10 and of 100 lines: styles +47% and +25%, shaping +13% and +18%, cells 0 and +16%, lengths +1% and
+8%, backgrounds +4% and +5%, line heights 0 and +8%.
"""

import re
import sys
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.layout import background, block, percent
from weasyprint.text import line_break

from bot.rendering import cells, lengths, shaping
from bot.rendering.keeping import kept

_SQUARE = {name: (0, 0) for name in INITIAL_VALUES if re.fullmatch("border_[a-z]+_[a-z]+_radius", name)}
_BARE = (
    *_SQUARE, "background_image", "background_color", "box_shadow", "border_image_source", "mask_border_source",
    "visibility",
)  # fmt: skip
_layout_background = background.layout_box_backgrounds


@kept
def _bare(style: Any) -> bool:
    return all(style[name] == INITIAL_VALUES[name] for name in _BARE)


def layout_box_backgrounds(page: Any, box: Any, *more: Any, **options: Any) -> None:
    """`weasyprint.layout.background.layout_box_backgrounds`: few boxes have one, or round corners."""
    if len(more) > 1 or options or box is page or not _bare(box.style):
        _layout_background(page, box, *more, **options)
        return
    box.__dict__.update(_SQUARE, background=None)
    for child in box.all_children():
        layout_box_backgrounds(page, child, *more)


def take() -> None:
    """Let the engine take the shortcuts from now on, in every module that has imported the long way."""
    for home, name, new in (
        (percent, "resolve_percentages", lengths.resolve_percentages),
        (background, "layout_box_backgrounds", layout_box_backgrounds),
        (block, "block_container_layout", cells.block_container_layout),
        (line_break, "strut", kept(line_break.strut)),
    ):
        old = getattr(home, name)
        for module in [module for at, module in sys.modules.items() if at.startswith("weasyprint.")]:
            if getattr(module, name, None) is old:
                setattr(module, name, new)
    for method in (shaping.setup, shaping.set_text, shaping.deactivate, shaping.reactivate):
        setattr(line_break.Layout, method.__name__, method)
