"""What WeasyPrint 70 does again for every box although the answer is known: done once, or not at all.

Each shortcut gives what the engine gives, byte for byte (tests/test_pdf_shortcuts.py); where its condition does not
hold, the engine's own code runs. They pay because `bot.rendering.engine.styles` keeps the styles they rest on;
together they save half of the CPU of a page with 100 lines.
"""

import sys
from typing import Any

from weasyprint import anchors, draw, stacking
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import border, text
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import background, block, percent
from weasyprint.text import line_break

from bot.rendering.engine import cells, glyphs, lengths, rows, shaping, walks
from bot.rendering.engine.keeping import kept

_CORNERS = [f"border_{side}_radius" for side in ("top_left", "top_right", "bottom_right", "bottom_left")]
_NOT_ROUND = ((0, 0),) * 4
_BARE = (
    *_CORNERS, "background_image", "box_shadow", "border_image_source", "mask_border_source",
    "visibility",
)  # fmt: skip
_WALKS = ("anonymous_table_boxes", "flex_boxes", "grid_boxes", "inline_in_block", "block_in_inline")
_layout_background, _rounded_box = background.layout_box_backgrounds, boxes.Box.rounded_box


@kept
def _bare(style: Any) -> bool:
    # Colours are equal whatever their alpha: black is what no colour is.
    is_clear = getattr(style["background_color"], "alpha", 1) == 0
    return is_clear and all(style[name] == INITIAL_VALUES[name] for name in _BARE)


def layout_box_backgrounds(page: Any, box: Any, *more: Any, **options: Any) -> None:
    """`weasyprint.layout.background.layout_box_backgrounds`: few boxes have one, or round corners."""
    if len(more) > 1 or options or box is page or not _bare(box.style):
        _layout_background(page, box, *more, **options)
        return
    if walks.holds_text(box) or (walks.is_simple(box) and all(_bare(cell.style) for cell in box.children)):
        return
    for child in box.all_children():
        layout_box_backgrounds(page, child, *more)


def rounded_box(box: Any, top: float, right: float, bottom: float, left: float) -> Any:
    """`weasyprint.formatting_structure.boxes.Box.rounded_box`: few are."""
    corners = tuple(getattr(box, name) for name in _CORNERS)
    if corners != _NOT_ROUND:
        return _rounded_box(box, top, right, bottom, left)
    width, height = box.border_width() - left - right, box.border_height() - top - bottom
    return box.border_box_x() + left, box.border_box_y() + top, width, height, *corners


def take() -> None:
    """Let the engine take the shortcuts from now on, in every module that has imported the long way."""
    for home, name, new in (
        (percent, "resolve_percentages", lengths.resolve_percentages),
        (background, "layout_box_backgrounds", layout_box_backgrounds),
        (block, "block_container_layout", cells.block_container_layout),
        (line_break, "strut", kept(line_break.strut)),
        (text, "draw_text", glyphs.draw_text),
        (build, "element_to_box", rows.element_to_box),
        (build, "wrap_table", rows.wrap_table),
        (stacking, "_dispatch", walks.dispatch),
        (anchors, "gather_anchors", walks.gather_anchors),
        (border, "draw_outline", walks.draw_outline),
        (draw, "draw_inline_level", walks.draw_inline_level),
        (draw, "draw_block_level", walks.draw_block_level),
        *((build, name, rows.finished(getattr(build, name))) for name in _WALKS),
    ):
        old = getattr(home, name)
        for module in [module for at, module in sys.modules.items() if at.startswith("weasyprint.")]:
            if getattr(module, name, None) is old:
                setattr(module, name, new)
    for name in _CORNERS:
        setattr(boxes.Box, name, (0, 0))
    boxes.Box.background = None
    boxes.Box.rounded_box = rounded_box
    boxes.Box.is_in_normal_flow = walks.is_in_normal_flow
    boxes.PageBox.descendants = walks.descendants
    for method in (shaping.setup, shaping.set_text, shaping.deactivate, shaping.reactivate):
        setattr(line_break.Layout, method.__name__, method)
