"""PDF/A-3b: a PDF that looks the same in thirty years, and carries its invoice as XML where it has one (Factur-X).

WeasyPrint's own variant, with three mends: it names an attachment twice in /AF, writes what is added to its metadata
outside of them, and lets viewers smooth pictures. An attachment has the document's dates, not the clock's.
"""

from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

import pydyf
from weasyprint import DEFAULT_OPTIONS, Attachment
from weasyprint.pdf import generate_pdf
from weasyprint.pdf.metadata import DocumentMetadata

from bot.rendering.engine import tagging
from bot.rendering.engine.binding import bound
from bot.rendering.wire import Page

tagging.take()

FILE_NAME: Final = "factur-x.xml"
_OPTIONS = DEFAULT_OPTIONS | {
    "pdf_variant": "pdf/a-3b", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"
}  # fmt: skip
_RELATIONSHIP = "Alternative"  # the same invoice in another form: Factur-X 1.0, from profile BASIC on
_END = b"</rdf:RDF>"
_FIELDS = {
    "DocumentFileName": "name of the embedded XML invoice file",
    "DocumentType": "INVOICE",
    "Version": "The actual version of the Factur-X XML schema",
    "ConformanceLevel": "The conformance level of the embedded Factur-X data",
}
_SCHEMA = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


class Metadata(DocumentMetadata):  # type: ignore[misc]  # it has no type hints
    """Title, author and dates of a page; and, with an XML invoice, what it is (Factur-X, XMP extension schema)."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            title=page.title, authors=[page.author], generator="Sanad", lang=page.language,
            created=page.created, modified=page.created,
            attachments=[_attachment(page)] if page.xml else [],
        )  # fmt: skip
        self._profile = page.profile

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """The engine's own, with ours before their end: PDF/A wants one rdf:RDF."""
        own: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return own.removesuffix(_END) + _described(self._profile).encode() + _END if self._profile else own


def written(document: Any, page: Page) -> bytes:
    """The document, laid out and with the page's Metadata, as a file."""
    pdf = generate_pdf(document, None, 1, **_OPTIONS)
    _finish(document, pdf)
    return bound(pdf, bytes.fromhex(page.identifier))


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    """Show the title, not the file name, and turn the pages the way the language reads."""
    rtl = document.metadata.lang == "ar"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
        {"DisplayDocTitle": "true", "Direction": "/R2L" if rtl else "/L2R"}
    )
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"  # PDF/A leaves no pixel to the viewer's taste
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _attachment(page: Page) -> Attachment:
    created = datetime.fromisoformat(page.created)
    return Attachment(
        string=page.xml, url_fetcher=_nothing, name=FILE_NAME, description=f"Factur-X {page.profile}",
        created=created, modified=created, relationship=_RELATIONSHIP,
    )  # fmt: skip


def _nothing(url: str) -> None:
    raise ValueError("nothing is fetched for a document")


def _described(profile: str) -> str:
    """What the XML is, and the words to say so, which PDF/A does not know of itself."""
    known = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, meaning in _FIELDS.items()
    )
    values = zip(_FIELDS, (FILE_NAME, "INVOICE", "1.0", profile), strict=True)
    return (
        f'<rdf:Description rdf:about="" xmlns:fx="{_SCHEMA}">'
        + "".join(f"<fx:{name}>{escape(value)}</fx:{name}>" for name, value in values)
        + '</rdf:Description><rdf:Description rdf:about="" '
        'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_SCHEMA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{known}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
