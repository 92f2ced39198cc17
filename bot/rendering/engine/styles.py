"""The computed styles of the invoice's elements, kept from one document to the next.

WeasyPrint matches every rule against every element and computes the hundred properties it then asks for, again for
each document. Our sheet selects by tag, class and ancestor alone, so an element's style follows from its parent's
and its own attributes: there are some eighty of them, and soon all are known.
"""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.css import StyleFor
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration

_Computed = dict[tuple[object, str | None], Any]


@dataclass(frozen=True)
class Look:
    """A style sheet and the styles it has given so far."""

    sheet: CSS
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)


class KeptStyles(StyleFor):  # type: ignore[misc]  # it has no type hints
    """The styles for one document; those it shares with earlier ones are theirs."""

    def __init__(self, html: HTML, look: Look, font_config: FontConfiguration) -> None:
        self._kept = look.kept
        self._computed_styles: _Computed = {}
        self._cascaded_styles: _Computed = {}
        self._sheets = [(look.sheet, "author", None)]
        self.font_config = font_config
        self.initial_page_sizes = {"box": None, "area": None}
        try:
            self._recall(html.etree_element, None, {})
        except KeyError:
            super().__init__(html, self._sheets, False, font_config, TargetCollector())
            self._recall(html.etree_element, None, self._computed_styles.copy())

    def _recall(self, element: Element, parent: object, computed: _Computed) -> None:
        """Give the element and all in it their kept styles. Raises KeyError for one neither kept nor computed."""
        key = (id(parent), element.tag, element.get("class"), element.get("style"))
        style = self._kept.get(key)
        if style is None:
            style = self._kept[key] = computed[element, None]
        self._computed_styles[element, None] = style
        for child in element:
            self._recall(child, style, computed)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **more: Any
    ) -> None:
        """The same for pages: our only `@page` says nothing of single ones."""
        key = ("@page", pseudo_type)
        known = None if isinstance(element, Element) else self._kept.get(key)
        if known is None:
            super().set_computed_styles(element, parent, root, pseudo_type, **more)
            known = self._computed_styles[element, pseudo_type]
            if not isinstance(element, Element):
                self._kept[key] = known
        self._computed_styles[element, pseudo_type] = known
