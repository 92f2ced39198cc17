"""The layout of a table cell that holds one short line of text, straight: most of an invoice is such cells.

WeasyPrint lays a cell out as it would a page of paragraphs, floats and footnotes, through nine functions. Here are
the few steps of them that change anything for one text that fits; all other cells take the long way.
"""

from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TextBox
from weasyprint.layout import block, inline
from weasyprint.text import line_break

from bot.rendering.engine import walks
from bot.rendering.engine.keeping import kept
from bot.rendering.engine.lengths import resolve_percentages
from bot.rendering.engine.shaping import Line, lined

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
    if skip_stack is None and isinstance(box, TableCellBox) and _plain(box.style) and box.height == "auto":
        lines = _lines_of(box, context)
        if lines is not None and not (
            lines
            and context.overflows_page(
                bottom_space,
                lines[0].position_y + lines[0].height + box.border_bottom_width + box.padding_bottom,
            )
        ):
            cell = box.copy_with_children(lines)
            height = max(0, lines[0].position_y + lines[0].height - cell.content_box_y()) if lines else 0
            cell.height = max(min(height, cell.max_height), cell.min_height)
            return cell, None, {"break": "any", "page": None}, [], False, None
    return _lay_out(context, box, bottom_space, skip_stack, page_is_empty, *more, **options)


def _lines_of(cell: Any, context: Any) -> list[Any] | None:
    """The cell's only line, placed, or none; None where there is more to it."""
    if not cell.children:
        return []
    if len(cell.children) != 1 or type(cell.children[0]) is not LineBox or context.footnotes:
        return None
    (line,) = cell.children
    if len(line.children) != 1 or type(line.children[0]) is not TextBox or not _plain_text(line.style):
        return None
    (text,) = line.children
    if text.text[0] == " " or text.text[-1] == " ":
        return None
    resolve_percentages(line, cell)
    resolve_percentages(text, cell)
    left = cell.content_box_x()
    start = left + cell.width if cell.style["direction"] == "rtl" else left
    room = (start + (left + cell.width - left)) * (1 + 1e-9) - start
    shaped = lined(text.style, text.text)
    if shaped is None or shaped.width > room:
        return None
    return [_placed(line, text, shaped, start, cell)]


def _placed(line: Any, text: Any, shaped: Line, start: float, cell: Any) -> Any:
    """The line with its text where the cell's alignment wants it, in the engine's own order of operations."""
    text = text.copy()
    text.width, text.height, text.pango_layout = shaped.width, shaped.height, shaped.layout
    line_height, line_baseline = line_break.strut(text.style)
    text.margin_top = text.margin_bottom = (line_height - shaped.height) / 2
    text.baseline = shaped.baseline + text.margin_top
    line = line.copy_with_children([text])
    line.width = start + text.margin_width() - start
    room = cell.content_box_x() + cell.width - cell.content_box_x()
    offset = inline.text_align(None, line, room, last=True)
    if cell.style["direction"] == "rtl":
        offset = offset * -1 - line.width
    size = line.style["font_size"]
    half = (line_height - size) / 2
    above, bottom = -line_baseline, -line_baseline + (size + half + half)
    text_top = -text.baseline
    above, bottom = min(above, text_top), max(bottom, text_top + text.margin_height())
    top = cell.content_box_y()
    line.position_x, line.position_y = start + offset, top
    text.position_x, text.position_y = start + offset, text_top + (top - above)
    line.baseline, line.height, line.text_indent = -above, bottom - above, 0
    line.margin_top = line.margin_bottom = 0
    line.resume_at = None
    walks.mark(line)
    return line
