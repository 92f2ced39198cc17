"""A line of text written into the PDF: most of what is drawn, and most of it digits drawn before.

WeasyPrint asks Pango for each glyph's numbers one by one and works out its kerning anew; here a line's numbers are
read at once, and what a glyph of a certain width is written as is kept with its font.
"""

from array import array
from collections.abc import Iterator
from typing import Any

from pydyf import _to_bytes
from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from bot.rendering.engine.keeping import kept

_draw_text = drawing.draw_text
_FIELDS = ffi.sizeof("PangoGlyphInfo") // 4  # of 32 bits: glyph, width, x offset, y offset, attributes
_SMALLEST = 1e-6  # of a font; below it the engine draws nothing


@kept
def _plain(style: Any) -> bool:
    drawn = style["visibility"] == "visible" and style["font_size"] >= _SMALLEST
    return bool(drawn and style["text_decoration_line"] == "none")


def draw_text(stream: Any, box: Any, offset_x: float, overflow: str, ellipsis: str) -> None:
    """`weasyprint.draw.text.draw_text`."""
    if not _plain(box.style) or overflow == "ellipsis" or ellipsis != "none" or box.text.isspace():
        _draw_text(stream, box, offset_x, overflow, ellipsis)
        return
    layout = box.pango_layout
    layout.reactivate(box.style)
    shown = layout.__dict__.get("shown") or _shown(stream, box)
    if shown is None:
        _draw_text(stream, box, offset_x, overflow, ellipsis)
        return
    layout.shown = shown
    if (stream._current_alpha, stream._current_color) != _ink(box.style):
        stream.set_color(box.style["color"])
    stream.begin_text()
    x, y = _to_bytes(box.position_x), _to_bytes(box.position_y + box.baseline)
    stream.stream.append(b"1 0 0 -1 %s %s Tm" % (x, y))
    for font, size, written in shown:
        stream.set_font_size(font, size)
        stream.stream.append(written)
    stream.end_text()


@kept
def _ink(style: Any) -> tuple[str, tuple[Any, ...]]:
    """The style's colour as a stream remembers it."""
    *channels, alpha = style["color"]
    return f"a{alpha}", (style["color"].space, *channels)


def _shown(stream: Any, box: Any) -> list[tuple[str, float, bytes]] | None:
    """Font, size and glyphs of each stretch of the line in one font; None where there is more to it."""
    shown: list[tuple[str, float, str]] = []
    current = None
    for item in _items(pango.pango_layout_get_line_readonly(box.pango_layout.layout, 0)):
        run, pango_font = _numbers(item), item.item.analysis.font
        font, size = stream.add_font(pango_font)
        if run is None or font.bitmap or font.svg or font.png or font.colr:
            return None
        written = _written(item, run, font, size, box, stream)
        if pango_font == current:
            written = shown.pop()[2] + written
        shown.append((font.hash, size, written))
        current = pango_font
    return [(font, size, b"[%s] TJ" % written.encode()) for font, size, written in shown]


def _items(line: Any) -> Iterator[Any]:
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _numbers(item: Any) -> list[tuple[int, int]] | None:
    """Glyphs and widths; None where a glyph is moved, empty or missing."""
    glyphs = item.glyphs
    numbers = array("i", bytes(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * _FIELDS * 4)))
    ids = numbers[::_FIELDS]
    if any(numbers[2::_FIELDS]) or any(numbers[3::_FIELDS]) or not ids or max(ids) >= pango.PANGO_GLYPH_EMPTY:
        return None
    return list(zip(ids, numbers[1::_FIELDS], strict=True))


def _written(item: Any, run: list[tuple[int, int]], font: Any, size: float, box: Any, stream: Any) -> str:
    pieces = font.__dict__.setdefault(f"pieces_{size}", {})
    try:
        written = "".join([pieces[glyph] for glyph in run])
    except KeyError:
        for index, (glyph, width) in enumerate(run):
            if (glyph, width) not in pieces:
                _meet(item, index, font, box)
                pieces[glyph, width] = _piece(item, glyph, width, font, size, stream)
        written = "".join([pieces[glyph] for glyph in run])
    return f"<{written[:-1]}" if written.endswith("<") else f"<{written}>"


def _meet(item: Any, index: int, font: Any, box: Any) -> None:
    """Note what the glyph stands for, for copying and searching, where the font does not know it yet."""
    glyph = item.glyphs.glyphs[index].glyph
    if glyph in font.to_unicode:
        return
    clusters, length, start = item.glyphs.log_clusters, item.item.length, item.item.offset
    if item.item.analysis.level % 2:  # right to left
        end = length if index == 0 else clusters[index - 1]
    else:
        end = length if index == item.glyphs.num_glyphs - 1 else clusters[index + 1]
    encoded = box.pango_layout.text.encode()
    font.to_unicode[glyph] = encoded[start + clusters[index] : start + end].decode()


def _piece(item: Any, glyph: int, width: int, font: Any, size: float, stream: Any) -> str:
    """The glyph, and by how much its width here differs from the font's."""
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(
            item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
        )
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[glyph] + 0.0 - width * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
