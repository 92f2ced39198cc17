"""The engine's walks over all boxes of a page, shorter: they end at a cell's line, which holds nothing special."""

from collections.abc import Iterator
from typing import Any

from weasyprint import anchors, draw, stacking
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import border
from weasyprint.formatting_structure.boxes import Box, LineBox, TableBox, TableCellBox

from bot.rendering.engine.glyphs import draw_text
from bot.rendering.engine.keeping import kept

_dispatch, _gather_anchors = stacking._dispatch, anchors.gather_anchors
_is_in_normal_flow = Box.is_in_normal_flow
_draw_outline, _draw_inline_level = border.draw_outline, draw.draw_inline_level
_draw_block_level = draw.draw_block_level
_FLOWS = {"position": "static", "float": "none", "opacity": 1, "overflow": "visible"}
_UNSEEN = ("bookmark_level", "anchor", "outline_style", "border_image_source", "mask_border_source")
_SIDES = ("top", "right", "bottom", "left")


@kept
def _flows(style: Any) -> bool:
    """Whether a box of this style is painted where it stands."""
    return not style["transform"] and all(style[name] == value for name, value in _FLOWS.items())


@kept
def _unseen(style: Any) -> bool:
    """Whether a box of this style is neither drawn nor a target of links: only what is in it counts."""
    borders = any(style[f"border_{side}_width"] for side in _SIDES)
    return not borders and all(style[name] == INITIAL_VALUES[name] for name in _UNSEEN)


@kept
def _only_text(style: Any) -> bool:
    return bool(_flows(style) and _unseen(style))


def mark(line: Any) -> None:
    """Note, for all walks, of a line that holds nothing but text: whether it is itself neither drawn nor moved."""
    line.only_text = _only_text(line.style)


def holds_text(box: Any) -> bool:
    """Whether the box is such a line."""
    return bool(box.__dict__.get("only_text"))


def is_finished(row: Any) -> bool:
    """Whether the box is a table row of nothing but text, without links and outlines (`bot.rendering.engine.rows`)."""
    return "is_finished" in row.__dict__


@kept
def _in_flow(style: Any) -> bool:
    away = style["position"] in {"absolute", "fixed"} or style["position"][0] in {"running()", "note()"}
    return not away and style["float"] not in {"left", "right", "inline-start", "inline-end", "footnote"}


def is_in_normal_flow(box: Any) -> bool:
    """`weasyprint.formatting_structure.boxes.Box.is_in_normal_flow`."""
    return bool(_is_in_normal_flow(box) if "is_floated" in box.__dict__ else _in_flow(box.style))


def descendants(page: Any, placeholders: bool = False) -> Iterator[Any]:
    """`weasyprint.formatting_structure.boxes.Box.descendants` of a page, asked for anchors, labels and strings."""
    waiting = [page]
    while waiting:
        box = waiting.pop()
        if isinstance(box, Box):
            yield box
            if "is_finished" not in box.__dict__:
                waiting.extend(reversed(box.children))
        elif placeholders:
            yield from box.descendants(placeholders)
        else:
            yield box


def _is_simple(cell: Any) -> bool:
    return _flows(cell.style) and all(map(holds_text, cell.children))


def is_simple(box: Any) -> bool:
    """Whether the box is a finished row, laid out, and all its cells are painted where they stand.

    Several walks ask, and nothing of it changes between them.
    """
    facts = box.__dict__
    if "is_simple" not in facts and is_finished(box):
        facts["is_simple"] = all(map(_is_simple, box.children))
    return bool(facts.get("is_simple"))


def dispatch(
    box: Any, page: Any, child_contexts: Any, blocks: Any, floats: Any, blocks_and_cells: dict[Any, Any]
) -> Any:
    """`weasyprint.stacking._dispatch`: what stays where it is need not be copied."""
    if holds_text(box):
        return box
    if is_simple(box):
        blocks_and_cells.update((cell, {}) for cell in box.children)
        return box
    if type(box) is TableCellBox and not box.is_grid_item and _is_simple(box):
        blocks_and_cells[box] = {}
        return box
    return _dispatch(box, page, child_contexts, blocks, floats, blocks_and_cells)


def gather_anchors(box: Any, found: Any, links: Any, *more: Any, **options: Any) -> None:
    """`weasyprint.anchors.gather_anchors`."""
    if is_finished(box) or (
        not box.link and holds_text(box) and not any(child.link for child in box.children)
    ):
        return
    _gather_anchors(box, found, links, *more, **options)


def draw_outline(stream: Any, box: Any) -> None:
    """`weasyprint.draw.border.draw_outline`."""
    if not holds_text(box) and not is_finished(box):
        _draw_outline(stream, box)


def draw_inline_level(
    stream: Any,
    page: Any,
    box: Any,
    offset_x: float = 0,
    text_overflow: str = "clip",
    block_ellipsis: str = "none",
) -> None:
    """`weasyprint.draw.draw_inline_level`."""
    if not holds_text(box) or box.background is not None:
        _draw_inline_level(stream, page, box, offset_x, text_overflow, block_ellipsis)
        return
    for child in box.children:
        ellipsis = box.block_ellipsis if child is box.children[-1] else "none"
        with stream.marked(child, "Span"):
            draw_text(
                stream, child, offset_x + child.position_x - box.position_x, box.text_overflow, ellipsis
            )


def draw_block_level(page: Any, stream: Any, blocks_and_cells: dict[Any, Any]) -> None:
    """`weasyprint.draw.draw_block_level`, no deeper than there are boxes."""
    for block, inner in blocks_and_cells.items():
        if inner or type(block) is not TableCellBox:
            _draw_block_level(page, stream, {block: inner})
        elif block.children and isinstance(block.children[-1], LineBox):
            for line in block.children:
                draw_inline_level(stream, page, line)


def untie(box: Any) -> None:
    """Cut the knot each table ties with its columns: what is done with is then gone at once, not looked for later."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        if isinstance(box, TableBox):
            for column in (column for group in box.column_groups for column in group.children):
                column.__dict__.pop("get_cells", None)
        waiting.extend(child for child in box.children if isinstance(child, Box) and not is_finished(child))
