"""The PDF as an archive and a screen reader want it, with the invoice for machines inside."""

import io
import re
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import facturx
import pikepdf
import pytest
import pytest_asyncio
from PIL import Image

from bot.bench.samples import sample
from bot.rendering.einvoice.writing import cii
from bot.rendering.pool import PdfPool
from models.basis import PricedLine
from models.code import Code, Kind
from models.document import Party
from tests.einvoices import BASIC, EN16931, judged, of_vector

pytestmark = pytest.mark.asyncio(loop_scope="module")

FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PDFAID, DC = "http://www.aiim.org/pdfa/ns/id/", "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    async with PdfPool(1) as pool:
        yield pool


def opened(content: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.open(io.BytesIO(content))
    assert pdf.check_pdf_syntax() == []
    return pdf


def metadata(pdf: pikepdf.Pdf) -> ElementTree.Element:
    """The one rdf:RDF of its metadata."""
    packet = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert packet.count("<rdf:RDF") == 1
    return ElementTree.fromstring(re.sub(r"<\?xpacket.*?\?>", "", packet))  # noqa: S314 - our own


def said(root: ElementTree.Element, namespace: str, name: str) -> str:
    """A property, whether written as an attribute or as an element."""
    tag = f"{{{namespace}}}{name}"
    for element in root.iter():
        if tag in element.attrib:
            return element.attrib[tag]
        if element.tag == tag:
            return "".join(element.itertext())
    raise LookupError(name)


def embedded(pdf: pikepdf.Pdf) -> bytes:
    return bytes(pdf.attachments["factur-x.xml"].get_file().read_bytes())


def kids(element: Any) -> Iterator[Any]:
    """The structure elements below one."""
    below = element.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from kids(kid)


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    return list(kids(pdf.Root.StructTreeRoot))


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S)[1:] for element in structure(pdf)]


def objects(pdf: pikepdf.Pdf, key: str, value: str) -> list[Any]:
    """All of its dictionaries and streams with this entry."""
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream)]
    return [item for item in found if item.get(key) == value]


def instructions(page: pikepdf.Page) -> Iterator[tuple[list[Any], str]]:
    """What is done to draw a page: operands and operator."""
    for step in pikepdf.parse_content_stream(page):
        yield list(step.operands), str(step.operator)


@pytest.mark.parametrize("template", ["classic", "modern", "receipt"])
@pytest.mark.parametrize(("language", "second"), [("en", None), ("ar", None), ("ar", "en")])
async def test_the_xml_inside_is_the_invoice_and_the_standard_accepts_it(
    pool: PdfPool, template: str, language: str, second: str | None
) -> None:
    document = of_vector("T04", template=template, language=language, second_language=second)
    content = await pool.render(document)
    pdf = opened(content)
    assert embedded(pdf) == cii(document)
    verdict = judged(embedded(pdf), BASIC)
    assert verdict.complaints == []
    assert verdict.fired > 50
    name, found = facturx.get_xml_from_pdf(content, check_xsd=True, check_schematron=False)
    assert (name, found) == ("factur-x.xml", cii(document))


async def test_the_attachment_is_named_once_as_the_same_invoice_in_another_form(pool: PdfPool) -> None:
    pdf = opened(await pool.render(sample(2)))
    assert list(pdf.Root.Names.EmbeddedFiles.Names)[::2] == ["factur-x.xml"]
    (file,) = pdf.Root.AF
    assert str(file.AFRelationship) == "/Alternative"
    assert str(file.EF.F.Subtype) == "/text/xml"
    assert str(file.EF.F.Params.ModDate) == "D:20261122093000Z"


async def test_its_metadata_say_what_it_is(pool: PdfPool) -> None:
    pdf = opened(await pool.render(sample(2)))
    root = metadata(pdf)
    assert said(root, PDFAID, "part") == "3"
    assert said(root, PDFAID, "conformance") == "B"
    facts = {
        name: said(root, FX, name)
        for name in ("DocumentFileName", "DocumentType", "Version", "ConformanceLevel")
    }
    assert facts == {
        "DocumentFileName": "factur-x.xml", "DocumentType": "INVOICE", "Version": "1.0", "ConformanceLevel": "BASIC",
    }  # fmt: skip
    described = {element.text for element in root.iter() if element.tag.endswith("}name")}
    assert described == set(facts)
    assert said(root, DC, "title") == str(pdf.docinfo["/Title"]) == "Invoice INV-2026-00042"


async def test_a_rounded_amount_is_told_in_the_larger_profile(pool: PdfPool) -> None:
    document = of_vector("T20")
    pdf = opened(await pool.render(document))
    assert said(metadata(pdf), FX, "ConformanceLevel") == "EN 16931"
    assert judged(embedded(pdf), EN16931).complaints == []


async def test_what_cannot_be_electronic_is_an_archive_without_xml(pool: PdfPool) -> None:
    line = PricedLine(quantity=Decimal(3), unit_price=Decimal("2.375"), tax_category="O", tax_rate=None)
    document = sample(basis={"currency": "KWD", "lines": (line,)}, seller=Party(name="Bob"))
    pdf = opened(await pool.render(document))
    assert "/AF" not in pdf.Root
    assert len(pdf.attachments) == 0
    assert said(metadata(pdf), PDFAID, "part") == "3"
    with pytest.raises(LookupError):
        said(metadata(pdf), FX, "ConformanceLevel")
    assert pdf.Root.MarkInfo.Marked
    assert "Table" in kinds(pdf)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_colours_fonts_and_language_are_settled(pool: PdfPool, language: str) -> None:
    pdf = opened(await pool.render(of_vector("T04", language=language)))
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert len(intent.DestOutputProfile.read_bytes()) > 1000
    fonts = objects(pdf, "/Type", "/FontDescriptor")
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
    assert all("/ToUnicode" in font for font in objects(pdf, "/Subtype", "/Type0"))
    assert str(pdf.Root.Lang) == language
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "/ID" in pdf.trailer
    assert not pdf.is_encrypted


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
async def test_pictures_are_left_as_they_are_and_described(pool: PdfPool, mode: str) -> None:
    upload = io.BytesIO()
    Image.new(mode, (300, 100), (200, 80, 40, 90)[: len(mode)]).save(upload, "PNG")
    logo = await pool.normalise_logo(upload.getvalue())
    code = Code(Kind.LINK, "https://pay.example/INV-2026-00042")
    pdf = opened(await pool.render(sample(1, code=code), logo))
    shown = objects(pdf, "/Subtype", "/Image")
    assert len(shown) == (3 if mode == "RGBA" else 2)  # a transparent one has a mask
    assert not any(picture.get("/Interpolate", False) for picture in shown)
    figures = [element for element in structure(pdf) if str(element.S) == "/Figure"]
    assert len(figures) == 2
    assert all(str(figure.Alt) for figure in figures)


async def test_every_link_can_be_printed_and_belongs_to_the_structure(pool: PdfPool) -> None:
    code = Code(Kind.LINK, "https://pay.example/INV-2026-00042")
    pdf = opened(await pool.render(sample(1, code=code)))
    parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert kinds(pdf).count("Link") == 1
    for link in list(pdf.pages[0].Annots):
        assert link.F == 4
        assert str(parents[parents.index(link.StructParent) + 1].S) == "/Link"


async def test_who_listens_hears_the_title_and_the_table_by_its_columns(pool: PdfPool) -> None:
    pdf = opened(await pool.render(sample(3)))
    found = kinds(pdf)
    assert found[0] == "Document"
    assert found.count("H1") == 1
    assert found.count("Table") == 1
    assert found.count("TR") == 4
    heads = [element for element in structure(pdf) if str(element.S) == "/TH"]
    assert len(heads) * 4 == found.count("TH") + found.count("TD")
    assert all(str(head.A.Scope) == "/Column" for head in heads)


@pytest.mark.parametrize("lines", [1, 60])
async def test_all_words_on_every_page_are_tagged(pool: PdfPool, lines: int) -> None:
    pdf = opened(await pool.render(sample(lines)))
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    for number, page in enumerate(pdf.pages):
        depth, marked = 0, 0
        for operands, name in instructions(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
            if name == "BDC":
                assert marked == operands[1].MCID
                marked += 1
            assert name not in {"Tj", "TJ", "Do"} or depth == 1
        assert page.StructParents == number
        assert len(parents[number]) == marked
    found = kinds(pdf)
    assert found.count("TR") == lines + 1  # a head repeated on another page is not read again
    assert found.count("TH") * found.count("TR") == found.count("TH") + found.count("TD")


async def test_no_letter_is_an_empty_box(pool: PdfPool) -> None:
    document = sample(2, item_0="北京 🎁 \u0378 x", note="\ue000 😀 é")
    pdf = opened(await pool.render(document))
    for operands, name in instructions(pdf.pages[0]):
        if name == "TJ":
            shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            assert b"\0\0" not in {shown[at : at + 2] for at in range(0, len(shown), 2)}
