"""The page an invoice is printed on, ready for `bot.rendering.paper`: always the same for the same document."""

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import jinja2

from bot.rendering.colours import palette_of
from bot.rendering.einvoice.limits import why_not
from bot.rendering.einvoice.writing import cii, profile_of
from bot.rendering.lettering import drawn
from bot.rendering.sheet import Sheet, sheet_of
from bot.rendering.wire import LOGO, Page
from bot.rendering.words import LABELS
from models.document import InvoiceDocument

# The language's own font first: digits and words of a line come from one font, which costs less to set.
_FAMILIES = {"en": "'Noto Sans', 'Noto Sans Arabic'", "ar": "'Noto Sans Arabic', 'Noto Sans'"}
_FOOT = "font-size: 7.5pt; color: #667085; vertical-align: top; padding-top: 5mm;"
_DIRECTIONS = {"en": "ltr", "ar": "rtl"}
_ROLLS = {"receipt"}  # templates for paper without pages
_LOOKS = 32  # style sheets to keep, each for a template, languages, digits and a colour


def page_of(document: InvoiceDocument, *, with_logo: bool) -> Page:
    """All that the process making the PDF has to know; it knows nothing of invoices."""
    sheet = sheet_of(document, with_logo=with_logo)
    code = document.code if sheet.mark else None
    electronic = why_not(document) is None
    return Page(
        markup=_markup(sheet, document.template, with_logo=with_logo),
        css=_css(document.template, sheet.language, sheet.second_language, document.digits, document.accent),
        language=document.language,
        title=str(drawn(f"{sheet.title} {document.number}")),
        author=str(drawn(sheet.author)),
        created=sheet.created,
        identifier=sha256(f"{document.number} {document.issued_at}".encode()).hexdigest()[:32],
        code=(code.kind, code.payload, code.error_correction) if code else (),
        xml=cii(document).decode() if electronic else "",
        profile=profile_of(document).value if electronic else "",
        is_roll=document.template in _ROLLS,
    )


def _markup(sheet: Sheet, template: str, *, with_logo: bool) -> str:
    """The document as XHTML."""
    page = _template(template, "html").render(
        sheet=sheet, word=sheet.reader.word, logo=LOGO if with_logo else ""
    )
    return page.replace(
        ">\n<", "><"
    )  # a blank between two elements is a box to lay out; texts hold no bare < or >


def _template(name: str, kind: str) -> jinja2.Template:
    return _templates().select_template([f"{name}.{kind}", f"classic.{kind}"])


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=drawn,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(_LOOKS)
def _css(template: str, language: str, second: str, digits: str, accent: str) -> str:
    """The style sheet: nothing of it is anybody's text, and the colour is nothing but a colour."""
    rtl = language == "ar"
    return _template(template, "css").render(
        colour=palette_of(accent), foot=_FOOT, fonts=_FAMILIES[language], label_size="8pt" if rtl else "7.5pt",
        direction=_DIRECTIONS[language], other_direction=_DIRECTIONS[second or language],
        start="right" if rtl else "left", end="left" if rtl else "right",
        pages=_pages(language, second, digits),
    )  # fmt: skip


def _pages(language: str, second: str, digits: str) -> str:
    """Page 1 of 2, as style sheets write it; in two languages the figures say enough."""
    words = LABELS[language]
    style = ", arabic-indic" if language == "ar" and digits == "arab" else ""
    before, between, after = f"{words['page']} ", f" {words['of']} ", ""
    if second:
        before, between, after = "\u2066", " / ", "\u2069"  # left to right, as `lettering` does it
    return f'"{before}" counter(page{style}) "{between}" counter(pages{style}) "{after}"'
