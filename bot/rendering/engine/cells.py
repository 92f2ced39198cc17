"""The layout of a table cell that holds one short line of text, straight: most of an invoice is such cells.

WeasyPrint lays a cell out as it would a page of paragraphs, floats and footnotes, through nine functions. Here are
the few steps of them that change anything for one text that fits; all other cells take the long way.
"""

from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TextBox
from weasyprint.layout import block
from weasyprint.text import line_break

from bot.rendering.engine import walks
from bot.rendering.engine.keeping import kept
from bot.rendering.engine.lengths import lengths_of
from bot.rendering.engine.shaping import Line, lined

_lay_out = block.block_container_layout
_PLAIN = {"position": "static", "float": "none", "continue": "auto", "box_decoration_break": "slice"}
_SIDES = {"auto", "left", "right", "start", "end"}
_SPACES = ("margin", "padding", "border")


class _Level(NamedTuple):
    """Where texts of one font stand in their lines, from the top down, in pixels."""

    margin: float
    baseline: float
    top: float
    line_baseline: float
    line_height: float


class _Form(NamedTuple):
    """What the lines of a style have in common."""

    lengths: dict[str, Any]
    is_rtl: bool
    is_at_end: bool
    levels: dict[tuple[float, float], _Level]  # by height and baseline of the text


@kept
def _plain(style: Any) -> bool:
    return all(style[name] == value for name, value in _PLAIN.items()) and style["max_lines"] == "none"


@kept
def _form(style: Any) -> _Form | None:
    """None where there is more to a line of this style than a text at one of its sides."""
    aligned = {style["text_align_all"], style["text_align_last"]} <= _SIDES
    wraps = style["white_space"] in {"normal", "pre-line"} and style["text_indent"].value == 0
    lengths = lengths_of(style)
    if not (aligned and wraps and style["vertical_align"] == "baseline" and _plain(style) and lengths):
        return None
    if any(value for name, value in lengths.items() if name.startswith(_SPACES)):
        return None
    last, is_rtl = style["text_align_last"], style["direction"] == "rtl"
    side = style["text_align_all"] if last == "auto" else last
    return _Form(lengths, is_rtl, side in {"end", "left" if is_rtl else "right"}, {})


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
        line = _line_of(box) if box.children and not context.footnotes else None
        below = box.border_bottom_width + box.padding_bottom
        if not box.children or (
            line and not context.overflows_page(bottom_space, line.position_y + line.height + below)
        ):
            cell = box.copy_with_children([line] if line else [])
            height = max(0, line.position_y + line.height - line.position_y) if line else 0
            cell.height = max(min(height, cell.max_height), cell.min_height)
            return cell, None, {"break": "any", "page": None}, [], False, None
    return _lay_out(context, box, bottom_space, skip_stack, page_is_empty, *more, **options)


def _line_of(cell: Any) -> Any:
    """The cell's only line, placed; None where there is more to it."""
    line = cell.children[0]
    if type(line) is not LineBox or len(cell.children) + len(line.children) != 2:
        return None
    (text,) = line.children
    if type(text) is not TextBox or text.style is not line.style or " " in {text.text[0], text.text[-1]}:
        return None
    form = _form(line.style)
    shaped = lined(line.style, text.text) if form else None
    if form is None or shaped is None:
        return None
    left = cell.content_box_x()
    end = left + cell.width
    start = end if form.is_rtl else left
    if shaped.width > (start + (end - left)) * (1 + 1e-9) - start:
        return None
    return _placed(line, text, form, shaped, start, end - left, cell.content_box_y())


def _placed(
    line: Any, text: Any, form: _Form, shaped: Line, start: float, room: float, top: float
) -> LineBox:
    """The line with its text where its alignment wants it, in the engine's own order of operations."""
    width = start + shaped.width - start
    offset = room - width if form.is_at_end and width < room else 0
    x = start + (offset * -1 - width if form.is_rtl else offset)
    level = form.levels.get((shaped.height, shaped.baseline)) or _level(form, line.style, shaped)
    words, placed = TextBox.__new__(TextBox), LineBox.__new__(LineBox)
    words.__dict__ = text.__dict__ | form.lengths | {
        "width": shaped.width, "height": shaped.height, "pango_layout": shaped.layout,
        "margin_top": level.margin, "margin_bottom": level.margin, "baseline": level.baseline,
        "position_x": x, "position_y": level.top + (top + level.line_baseline),
    }  # fmt: skip
    placed.__dict__ = line.__dict__ | form.lengths | {
        "children": [words], "width": width, "height": level.line_height, "baseline": level.line_baseline,
        "position_x": x, "position_y": top, "text_indent": 0, "resume_at": None,
    }  # fmt: skip
    walks.mark(placed)
    return placed


def _level(form: _Form, style: Any, shaped: Line) -> _Level:
    line_height, line_baseline = line_break.strut(style)
    margin = (line_height - shaped.height) / 2
    baseline = shaped.baseline + margin
    size = style["font_size"]
    half = (line_height - size) / 2
    above = min(-line_baseline, -baseline)
    bottom = max(-line_baseline + (size + half + half), -baseline + (shaped.height + margin + margin))
    level = _Level(margin, baseline, -baseline, -above, bottom - above)
    form.levels[shaped.height, shaped.baseline] = level
    return level
