"""The page an invoice is printed on, ready for `bot.rendering.paper`: always the same for the same document."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import jinja2

from bot.rendering.lettering import drawn
from bot.rendering.sheet import Sheet, sheet_of
from bot.rendering.wire import LOGO, Page
from bot.rendering.words import LABELS
from models.document import InvoiceDocument

ACCENT = "#0b5d57"
# The language's own font first: digits and words of a line come from one font, which costs less to set.
_FAMILIES = {"en": "'Noto Sans', 'Noto Sans Arabic'", "ar": "'Noto Sans Arabic', 'Noto Sans'"}
_FOOT = "font-size: 7.5pt; color: #667085; vertical-align: top; padding-top: 5mm;"


def page_of(document: InvoiceDocument, *, with_logo: bool) -> Page:
    """All that the process making the PDF has to know; it knows nothing of invoices."""
    sheet = sheet_of(document, with_logo=with_logo)
    return Page(
        markup=_markup(sheet, with_logo=with_logo),
        css=_css(document.language, document.digits),
        language=document.language,
        title=str(drawn(f"{sheet.title} {document.number}")),
        author=str(drawn(sheet.author)),
        created=sheet.created,
        identifier=sha256(f"{document.number} {document.issued_at}".encode()).hexdigest()[:32],
    )


def _markup(sheet: Sheet, *, with_logo: bool) -> str:
    """The document as XHTML."""
    template = _templates().get_template("invoice.html")
    page = template.render(sheet=sheet, word=sheet.reader.word, logo=LOGO if with_logo else "")
    return page.replace(
        ">\n<", "><"
    )  # a blank between two elements is a box to lay out; texts hold no bare < or >


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


@cache
def _css(language: str, digits: str) -> str:
    """The style sheet for a language: nothing of it comes from a document."""
    rtl = language == "ar"
    words = LABELS[language]
    return _templates().get_template("invoice.css").render(
        accent=ACCENT, foot=_FOOT, fonts=_FAMILIES[language], label_size="8pt" if rtl else "7.5pt",
        direction="rtl" if rtl else "ltr",
        start="right" if rtl else "left", end="left" if rtl else "right",
        page=words["page"], of=words["of"], style=", arabic-indic" if rtl and digits == "arab" else "",
    )  # fmt: skip
