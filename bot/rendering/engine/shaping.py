"""Each text shaped once, in a Pango context its style keeps.

WeasyPrint makes a context for a text, shapes the text to measure it, forgets both, and does it again to draw it.
"""

from typing import Any, NamedTuple

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

from bot.rendering.engine.keeping import kept

_setup, _set_text, _reactivate = Layout.setup, Layout.set_text, Layout.reactivate
_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
_PARAGRAPH_ENDS = frozenset("\n\r\u2029")


@kept
def _pango(style: Any) -> tuple[Any, Any, Any] | None:
    """Context, language and font, if that is all there is to a text of this style."""
    plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
    if not plain or not style["lang"] or font_features(*(style[name] for name in _FEATURES)):
        return None
    font_map = style.font_config.font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    pointer, _letters = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    return context, language, get_font_description(style)


def setup(layout: Any, style: Any) -> None:
    """`Layout.setup`."""
    known = _pango(style)
    if known is None:
        _setup(layout, style)
        return
    context, layout.language, font = known
    layout.style, layout.first_line_direction = style, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font)


class Line(NamedTuple):
    """A text on one line, however long it is; all in pixels."""

    layout: Layout
    width: float
    height: float
    baseline: float


_extents = ffi.new("PangoRectangle *")


@kept
def _spaced(style: Any) -> bool:
    """Whether a text of this style is more than its letters as the font sets them."""
    wraps_words = style["overflow_wrap"] in {"anywhere", "break-word"}
    return bool(style["letter_spacing"] != "normal" or style["word_spacing"] or wraps_words)


_lines: dict[tuple[int, str], Line] = {}


def forget() -> None:
    """A new document: shape its texts anew."""
    _lines.clear()


def lined(style: Any, text: str) -> Line | None:
    """What `split_first_line` makes of a text without line ends that has all the room it wants.

    What stands on a page twice is shaped once: rates, units, quantities.
    """
    line = _lines.get((id(style), text))
    if line is None and (line := _lined(style, text)):
        _lines[id(style), text] = line
    return line


def _lined(style: Any, text: str) -> Line | None:
    if _spaced(style) or _pango(style) is None or not _PARAGRAPH_ENDS.isdisjoint(text) or "\t" in text:
        return None
    layout = Layout.__new__(Layout)
    setup(layout, style)
    layout.justification_spacing, layout.max_width, layout.text = 0, None, text
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    pango.pango_layout_set_text(layout.layout, ffi.new("char[]", text.encode()), -1)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    layout.first_line_direction = line.resolved_dir
    pango.pango_layout_line_get_extents(line, ffi.NULL, _extents)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return Line(layout, _extents.width * FROM_UNITS, _extents.height * FROM_UNITS, baseline)


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """`Layout.set_text`; one paragraph is known as such at once, or saying so to draw it would undo the shaping."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, _PARAGRAPH_ENDS.isdisjoint(text))
    _set_text(layout, text, justify)


def deactivate(_layout: Any) -> None:
    """`Layout.deactivate`: keep what was shaped until the page is drawn."""


def reactivate(layout: Any, style: Any) -> None:
    """`Layout.reactivate`: only a justified text has changed its width since."""
    if layout.justification_spacing or layout.style is not style:
        _reactivate(layout, style)
