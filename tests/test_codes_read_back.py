"""Every code is drawn, read by a decoder, embedded in a PDF, printed at 150 dpi and read again."""

import io
import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import weasyprint
import zxingcpp
from PIL import Image
from weasyprint.urls import URLFetcherResponse

from bot.rendering.codes.drawing import Drawing, drawn
from bot.rendering.codes.epc import Transfer, epc_payload
from models.code import Code, Kind

VECTORS = Path(__file__).parent / "vectors"
ZATCA = json.loads((VECTORS / "zatca_qr.json").read_text("utf-8"))
EPC = json.loads((VECTORS / "epc_qr.json").read_text("utf-8"))
PAYMENTS = json.loads((VECTORS / "payments.json").read_text("utf-8"))
CODES = {
    **{vector["id"]: Code(Kind.ZATCA, vector["base64"]) for vector in ZATCA["vectors"]},
    **{vector["id"]: Code(Kind.EPC, vector["payload"]) for vector in EPC["vectors"]},
    **{vector["id"]: Code(Kind.SWISS, vector["payload"]) for vector in PAYMENTS["swiss_qr"]},
    **{vector["id"]: Code(Kind.PIX, vector["payload"]) for vector in PAYMENTS["pix"]},
    **{vector["id"]: Code(Kind.UPI, vector["uri"]) for vector in PAYMENTS["upi"]},
    "InstaPay": Code(Kind.INSTAPAY, PAYMENTS["links"][0]["url"]),
    "link": Code(Kind.LINK, "https://paypal.me/shop/342.00EGP"),
    "longest link": Code(Kind.LINK, "https://pay.example/" + "Ab3-" * 120),
    "umlauts": Code(Kind.EPC, epc_payload(Transfer("Müller", "DE89370400440532013000", Decimal(1), text="für ß"))),
    "Arabic": Code(Kind.EPC, epc_payload(Transfer("محمصة النيل", "DE89370400440532013000", Decimal(1)))),
}  # fmt: skip
DPI = 150


def read(png: bytes) -> str:
    """What the one code in the picture says."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found.bytes.decode()


def printed(drawing: Drawing) -> bytes:
    """A page of an Arabic document with the code on it, as a printer of 150 dpi sees it."""
    page = (
        '<html dir="rtl"><style>@page{size:A5;margin:15mm}</style><body><p>فاتورة</p><img src="code:" '
        f'style="width:{drawing.side}mm;height:{drawing.side}mm;image-rendering:pixelated"/></body></html>'
    )

    def fetch(url: str, **_: Any) -> URLFetcherResponse:
        assert url == "code:"
        return URLFetcherResponse(url, drawing.png)

    pdf = weasyprint.HTML(string=page, url_fetcher=fetch).write_pdf()
    command = ["pdftoppm", "-r", str(DPI), "-png", "-"]
    return bytes(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("name", CODES)
def test_a_phone_reads_what_was_put_in(name: str) -> None:
    assert read(drawn(CODES[name]).png) == CODES[name].payload


@pytest.mark.parametrize("name", CODES)
def test_a_phone_reads_it_off_a_printed_page(name: str) -> None:
    assert read(printed(drawn(CODES[name]))) == CODES[name].payload


@pytest.mark.parametrize("name", CODES)
def test_a_code_mends_15_percent_of_itself_and_is_no_larger_than_banks_allow(name: str) -> None:
    picture = Image.open(io.BytesIO(drawn(CODES[name]).png)).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.ec_level == "M"
    modules = picture.width // (10 if CODES[name].kind is Kind.SWISS else 1) - 8
    assert (modules - 17) // 4 <= {Kind.EPC: 13, Kind.SWISS: 25}.get(CODES[name].kind, 20)


def test_the_picture_is_small_and_its_modules_are_not() -> None:
    for code in CODES.values():
        drawing = drawn(code)
        width, height = Image.open(io.BytesIO(drawing.png)).size
        assert width == height
        assert len(drawing.png) < 3_000
        if code.kind is not Kind.SWISS:
            assert drawing.side / width >= 0.39  # mm a module


def test_a_swiss_code_is_46_mm_wide_and_has_the_cross_in_its_middle() -> None:
    drawing = drawn(CODES["S1"])
    picture = Image.open(io.BytesIO(drawing.png)).convert("L")
    modules = picture.width // 10 - 8
    assert drawing.side * modules / (modules + 8) == pytest.approx(46, abs=0.01)
    millimetre, middle = modules * 10 / 46, picture.width // 2
    across = [picture.getpixel((round(middle + mm * millimetre), middle)) for mm in (0, 1.5, 2.5, 3.2)]
    assert across == [255, 255, 0, 255]  # the white cross, the black square, its white border
