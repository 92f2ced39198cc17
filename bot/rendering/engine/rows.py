"""Table rows built at once: a row of cells with nothing but text needs none of the engine's six passes over its boxes.

WeasyPrint makes boxes from elements, then walks all of them to collapse blanks, to mend tables, to blockify flex and
grid items, and to put lines into blocks and blocks out of lines. For such a row it always comes to the same.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TableRowBox, TextBox

from bot.rendering.engine.keeping import kept

_BLANKS = re.compile(r"[\t\n\r]|  ")  # what may be collapsed
_element_to_box, _wrap_table = build.element_to_box, build.wrap_table
_PLAIN = (
    "float", "position", "anchor", "counter_reset", "counter_set", "counter_increment", "string_set",
    "bookmark_level", "text_transform", "content", "transform", "outline_style", "z_index", "opacity", "overflow",
)  # fmt: skip


@kept
def _plain(style: Any) -> bool:
    return all(style[name] == INITIAL_VALUES[name] for name in _PLAIN)


def element_to_box(element: Element, style_for: Any, *more: Any, **options: Any) -> Any:
    """`weasyprint.formatting_structure.build.element_to_box`."""
    if element.tag == "tr" and len(element):
        style = style_for(element)
        if _plain(style) and style["display"] == ("table-row",):
            cells = [_cell(child, style_for(child)) for child in element]
            if all(cells):
                row = TableRowBox("tr", style, element, ())
                row.children, row.string_set = cells, []
                row.is_finished, row.process_whitespace, row.process_text_transform = True, _done, _done
                return [row]
    return _element_to_box(element, style_for, *more, **options)


def _cell(element: Element, style: Any) -> TableCellBox | None:
    if len(element) or not _plain(style) or style["display"] != ("table-cell",):
        return None
    spans = "colspan" in element.attrib or "rowspan" in element.attrib
    cell = TableCellBox(element.tag, style, element, ()) if spans else _cast(TableCellBox, style, element)
    cell.children, cell.string_set = [], []
    if element.text:
        text = _cast(TextBox, style.anonymous_style, element)
        text.text = element.text
        if _BLANKS.search(element.text):
            text.process_whitespace()
        if not text.text.strip() or text.leading_collapsible_space:
            return None
        line = _cast(LineBox, style.anonymous_style, element)
        line.children = (text,)
        cell.children.append(line)
    return cell


def _cast(kind: Any, style: Any, element: Element) -> Any:
    """A box as the engine's constructors make it, of which there are up to five for one."""
    box = kind.__new__(kind)
    box.element_tag, box.style, box.element = element.tag, style, element
    box.children, box.remove_decoration_sides = (), set()
    box.first_letter_style = box.first_line_style = None
    return box


def wrap_table(box: Any, children: Any) -> Any:
    """`weasyprint.formatting_structure.build.wrap_table`: the styles of table and wrapper are parted once."""
    wrapper = _wrap_table(box, children)
    table = wrapper.get_wrapped_table()
    wrapper.style, table.style = box.style.__dict__.setdefault("parted", (wrapper.style, table.style))
    return wrapper


def _done(*_: object) -> None:
    """The cells' blanks are collapsed already, and no letter is transformed."""


def finished(walk: Any) -> Any:
    """A pass over the boxes that leaves finished rows alone."""

    def walked(box: Any) -> Any:
        return box if "is_finished" in box.__dict__ else walk(box)

    return walked
