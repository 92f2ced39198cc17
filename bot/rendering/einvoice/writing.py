"""Electronic invoices written: Factur-X's XML (UN/CEFACT CII D16B/D22B) and UBL 2.1.

Templates of our own, since no builder serves: pycheval has no tax currency in profile BASIC and wants another pypdf
than we do, drafthorse and factur-x bring lxml and know no BASIC, and none of them writes UBL without four thousand
lines. The standard's own schemas and rules judge what is written (tests/test_facturx.py, tests/test_ubl.py).
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

import jinja2

from bot.rendering.einvoice.terms import Terms, terms_of
from models.document import InvoiceDocument
from models.text import cleaned

_BETWEEN = re.compile(r">\s+<")  # the template's own blanks: texts hold no bare < or >


class Profile(StrEnum):
    """How much of EN 16931 a Factur-X file may hold, as its PDF's metadata call it; the least that is enough."""

    BASIC = "BASIC"
    EN16931 = "EN 16931"

    @property
    def guideline(self) -> str:
        """BT-24."""
        return "urn:cen.eu:en16931:2017" + _BASIC if self is Profile.BASIC else "urn:cen.eu:en16931:2017"


_BASIC = "#compliant#urn:factur-x.eu:1p0:basic"


def profile_of(document: InvoiceDocument) -> Profile:
    """BASIC, unless there is a rounding amount (BT-114), which BASIC has no element for."""
    return Profile.EN16931 if document.totals.payable_rounding_amount else Profile.BASIC


def cii(document: InvoiceDocument) -> bytes:
    """Factur-X's XML of a document that `limits.why_not` lets pass; the same bytes each time."""
    return _written("cii.xml", terms_of(document), profile=profile_of(document))


def ubl(document: InvoiceDocument) -> bytes:
    """The document as UBL 2.1 Invoice or CreditNote, saying the same."""
    return _written("ubl.xml", terms_of(document), profile=Profile.EN16931)


def _written(template: str, terms: Terms, *, profile: Profile) -> bytes:
    written = (
        _templates()
        .get_template(template)
        .render(terms=terms, document=terms.document, totals=terms.totals, profile=profile)
    )
    return _BETWEEN.sub(">\n<", written).encode()


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["digits"] = lambda day: f"{day:%Y%m%d}"
    return environment


def _as_text(value: object) -> object:
    """Decimals with every digit they have and no exponent; people's text without what XML forbids."""
    if type(value) is str:
        return value if value.isascii() and value.isprintable() else cleaned(value, lines=True)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
