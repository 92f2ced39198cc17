"""The layout of a table cell that holds one short line of text, straight: most of an invoice is such cells.

WeasyPrint lays a cell out as it would a page of paragraphs, floats and footnotes, through nine functions. Here are
the few steps of them that change anything for one text that fits; all other cells take the long way.
"""

from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TextBox
from weasyprint.layout import block, inline

from bot.rendering.keeping import kept
from bot.rendering.lengths import resolve_percentages

_lay_out = block.block_container_layout
_PLAIN = {"position": "static", "float": "none", "continue": "auto", "box_decoration_break": "slice"}
_SIDES = {"auto", "left", "right", "start", "end"}


@kept
def _plain(style: Any) -> bool:
    return all(style[name] == value for name, value in _PLAIN.items()) and style["max_lines"] == "none"


@kept
def _plain_text(style: Any) -> bool:
    aligned = {style["text_align_all"], style["text_align_last"]} <= _SIDES
    wraps = style["white_space"] in {"normal", "pre-line"} and style["text_indent"].value == 0
    level = style["vertical_align"] == "baseline"
    return aligned and wraps and level and _plain(style)


def block_container_layout(
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    page_is_empty: bool,
    *more: Any,
    **options: Any,
) -> Any:
    """`weasyprint.layout.block.block_container_layout`."""
    if skip_stack is None and isinstance(box, TableCellBox) and _plain(box.style):
        line = _line_of(box, context)
        if line and not context.overflows_page(
            bottom_space, line.position_y + line.height + box.border_bottom_width + box.padding_bottom
        ):
            cell = box.copy_with_children([line])
            height = max(0, line.position_y + line.height - cell.content_box_y())
            cell.height = max(min(height, cell.max_height), cell.min_height)
            return cell, None, {"break": "any", "page": None}, [], False, None
    return _lay_out(context, box, bottom_space, skip_stack, page_is_empty, *more, **options)


def _line_of(cell: Any, context: Any) -> Any:
    """The cell's only line, placed; None where there is more to it."""
    if len(cell.children) != 1 or type(cell.children[0]) is not LineBox or cell.height != "auto":
        return None
    (line,) = cell.children
    if len(line.children) != 1 or type(line.children[0]) is not TextBox or context.footnotes:
        return None
    (text,) = line.children
    if "\n" in text.text or text.text != text.text.strip(" ") or not _plain_text(line.style):
        return None
    resolve_percentages(line, cell)
    resolve_percentages(text, cell)
    left = cell.content_box_x()
    rtl = cell.style["direction"] == "rtl"
    start = left + cell.width if rtl else left
    room = (start + (left + cell.width - left)) * (1 + 1e-9) - start
    placed, rest, _ = inline.split_text_box(context, text, room, 0)
    if placed is None or rest is not None or placed.width > room:
        return None
    return _placed(line, placed, start, cell)


def _placed(line: Any, text: Any, start: float, cell: Any) -> Any:
    """The line with its text where the cell's alignment wants it, in the engine's own order of operations."""
    top = cell.content_box_y()
    line = line.copy_with_children([text])
    line.position_x, line.position_y, line.text_indent = start, top, 0
    text.position_x, text.position_y = start, top
    line.width = text.position_x + text.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    left = cell.content_box_x()
    offset = inline.text_align(None, line, left + cell.width - left, last=True)
    if cell.style["direction"] == "rtl":
        offset = offset * -1 - line.width
    bottom, above = inline.line_box_verticality(line)
    line.baseline, line.position_y, line.height = -above, above, bottom - above
    line.margin_top = line.margin_bottom = 0
    line.translate(offset, top - above)
    line.position_y = top
    line.resume_at = None
    return line
