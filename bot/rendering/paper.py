"""WeasyPrint as we use it: XHTML of our own in, a PDF out, the same bytes every time; nothing is fetched or guessed.

Runs in the warm processes of `bot.rendering.pool` alone: FONTCONFIG_FILE must name the private configuration before
this module is imported, and importing it costs most of a second.
"""

import gc
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import cast
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.document import Page as Sheet
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from bot.rendering import roll
from bot.rendering.archive import Metadata, written
from bot.rendering.codes.drawing import drawn
from bot.rendering.engine import directions, shaping, shortcuts, walks
from bot.rendering.engine.styles import KeptStyles, Look
from bot.rendering.wire import CODE, CODE_SIDE, LOGO, Page
from models.code import Code, ErrorCorrection, Kind

shortcuts.take()
directions.take()

_LOOKS = 32  # looks to keep: some 80 computed styles each


class _Fetcher:
    """Knows the document's own pictures and nothing else; whatever it names, nothing is opened or fetched."""

    _fail_on_errors = False

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures

    def __call__(self, url: str) -> URLFetcherResponse:
        if url not in self._pictures:
            raise ValueError("nothing is fetched for a document")
        return URLFetcherResponse(url, self._pictures[url])


class _Paper(HTML):  # type: ignore[misc]  # it has no type hints
    """XHTML, read by expat."""

    base_url = None
    media_type = "print"

    def __init__(self, markup: str, pictures: Mapping[str, bytes]) -> None:
        self.url_fetcher = _Fetcher(pictures)
        self.etree_element = ElementTree.fromstring(markup)  # noqa: S314 - our template: no DTD, no entities

    @property
    def wrapper_element(self) -> cssselect2.ElementWrapper:
        """What rules are matched against; wanted for elements never met before alone."""
        return cssselect2.ElementWrapper.from_html_root(self.etree_element, content_language=None)


def render(page: Page, logo: bytes | None) -> bytes:
    """The page as PDF; `logo` as `bot.rendering.logo.normalised` made it."""
    gc.disable()
    try:
        paper = _paper(page, logo)
        document = Document(
            _laid_out(paper, _look(page.css), page), Metadata(page), paper.url_fetcher, _fonts(), {}, None
        )
        pdf = written(document, page)
        for sheet in document.pages:
            walks.untie(sheet._page_box)
    finally:
        shaping.forget()
        gc.enable()
    return pdf


def _paper(page: Page, logo: bytes | None) -> _Paper:
    """The page with its pictures: the logo, and the code, drawn here and given its size."""
    markup, pictures = page.markup, {}
    if logo:
        pictures[LOGO] = roll.greyed(logo) if page.is_roll else logo
    if page.code:
        kind, payload, error_correction = page.code
        drawing = drawn(Code(Kind(kind), payload, cast(ErrorCorrection, error_correction)))
        pictures[CODE] = drawing.png
        markup = markup.replace(CODE_SIDE, f"{drawing.side}mm")
    return _Paper(markup, pictures)


def _laid_out(paper: _Paper, look: Look, page: Page) -> list[Sheet]:
    """The engine's own steps, less its search for style sheets and metadata."""
    styles = KeptStyles(paper, look, _fonts())
    images = partial(get_image_from_uri, cache={}, url_fetcher=paper.url_fetcher, options=DEFAULT_OPTIONS)
    context = LayoutContext(styles, images, _fonts(), UA_COUNTER_STYLE, TargetCollector())
    root = build_formatting_structure(
        paper.etree_element, styles, context.get_image_from_uri, None, context.target_collector,
        UA_COUNTER_STYLE, context.footnotes,
    )  # fmt: skip
    boxes = layout_document(paper, root, context)
    return [Sheet(roll.cut(box) if page.is_roll else box) for box in boxes]


@cache
def _fonts() -> FontConfiguration:
    """One for all documents: each costs a search for fonts, and memory for good."""
    return FontConfiguration()


@lru_cache(_LOOKS)
def _look(css: str) -> Look:
    """The style sheet, read once for all documents that share template, languages, digits and colour."""
    return Look(CSS(string=css, font_config=_fonts(), url_fetcher=_Fetcher({})))
