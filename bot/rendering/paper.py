"""WeasyPrint as we use it: XHTML of our own in, a PDF out, the same bytes every time; nothing is fetched or guessed.

Runs in the warm processes of `bot.rendering.pool` alone: FONTCONFIG_FILE must name the private configuration before
this module is imported, and importing it costs most of a second.
"""

import gc
from functools import cache, partial
from typing import Any
from xml.etree import ElementTree

import cssselect2
import pydyf
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.document import Page as Sheet
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from bot.rendering import shortcuts
from bot.rendering.styles import KeptStyles, Look
from bot.rendering.wire import LOGO, Page

shortcuts.take()


class _Fetcher:
    """Knows the merchant's logo and nothing else; whatever a document names, nothing is opened or fetched."""

    _fail_on_errors = False

    def __init__(self, logo: bytes | None) -> None:
        self._logo = logo

    def __call__(self, url: str) -> URLFetcherResponse:
        if url != LOGO or self._logo is None:
            raise ValueError("nothing is fetched for a document")
        return URLFetcherResponse(url, self._logo)


class _Paper(HTML):  # type: ignore[misc]  # it has no type hints
    """XHTML, read by expat."""

    base_url = None
    media_type = "print"

    def __init__(self, markup: str, logo: bytes | None) -> None:
        self.url_fetcher = _Fetcher(logo)
        self.etree_element = ElementTree.fromstring(markup)  # noqa: S314 - our template: no DTD, no entities

    @property
    def wrapper_element(self) -> cssselect2.ElementWrapper:
        """What rules are matched against; wanted for elements never met before alone."""
        return cssselect2.ElementWrapper.from_html_root(self.etree_element, content_language=None)


def render(page: Page, logo: bytes | None) -> bytes:
    """The page as PDF; `logo` as `bot.rendering.logo.normalised` made it."""
    gc.disable()
    try:
        metadata = DocumentMetadata(
            title=page.title, authors=[page.author], generator="Sanad", lang=page.language,
            created=page.created, modified=page.created,
        )  # fmt: skip
        paper = _Paper(page.markup, logo)
        document = Document(
            _laid_out(paper, _look(page.css)), metadata, paper.url_fetcher, _fonts(), {}, None
        )
        pdf: bytes = document.write_pdf(pdf_identifier=bytes.fromhex(page.identifier), finisher=_finish)
    finally:
        gc.enable()
    return pdf


def _laid_out(paper: _Paper, look: Look) -> list[Sheet]:
    """The engine's own steps, less its search for style sheets and metadata."""
    styles = KeptStyles(paper, look, _fonts())
    images = partial(get_image_from_uri, cache={}, url_fetcher=paper.url_fetcher, options=DEFAULT_OPTIONS)
    context = LayoutContext(styles, images, _fonts(), UA_COUNTER_STYLE, TargetCollector())
    root = build_formatting_structure(
        paper.etree_element, styles, context.get_image_from_uri, None, context.target_collector,
        UA_COUNTER_STYLE, context.footnotes,
    )  # fmt: skip
    return [Sheet(box) for box in layout_document(paper, root, context)]


@cache
def _fonts() -> FontConfiguration:
    """One for all documents: each costs a search for fonts, and memory for good."""
    return FontConfiguration()


@cache
def _look(css: str) -> Look:
    """The style sheet, read once for all documents; there is one for each language and kind of digits."""
    return Look(CSS(string=css, font_config=_fonts(), url_fetcher=_Fetcher(None)))


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    """Show the title, not the file name, and turn the pages the way the language reads."""
    rtl = document.metadata.lang == "ar"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
        {"DisplayDocTitle": "true", "Direction": "/R2L" if rtl else "/L2R"}
    )
