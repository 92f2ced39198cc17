"""Each text shaped once, in a Pango context its style keeps.

WeasyPrint makes a context for a text, shapes the text to measure it, forgets both, and does it again to draw it.
"""

from typing import Any

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

from bot.rendering.keeping import kept

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
