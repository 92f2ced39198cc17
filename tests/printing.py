"""PDFs as a reader and a printer see them."""

import io
import subprocess
from typing import Any

import pypdf
import zxingcpp
from PIL import Image

_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f\u2066\u2067\u2068\u2069"))


def words_of(pdf: bytes) -> str:
    """The words as poppler finds them, blanks folded, marks of direction gone."""
    output = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    return " ".join(output.decode().translate(_MARKS).split())


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def printed(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    """A page as a printer lays it down."""
    command = ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-"]
    content = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(content)).convert("RGB")


def codes_of(pdf: bytes) -> list[tuple[int, str]]:
    """What a camera reads off each printed page: the page's index and the code's text."""
    pages = range(len(pypdf.PdfReader(io.BytesIO(pdf)).pages))
    return [
        (page, found.bytes.decode())
        for page in pages
        for found in zxingcpp.read_barcodes(printed(pdf, page + 1))
    ]


def links_of(pdf: bytes) -> set[Any]:
    """Where the links on the first page lead."""
    annotations = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get("/Annots") or []
    return {note.get_object()["/A"]["/URI"] for note in annotations}
