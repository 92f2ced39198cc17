"""Every kind of code is on the PDF, whole, and a camera reads from the print exactly what was put in."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.bench.samples import sample
from bot.bench.showpieces import ZATCA, credit_note, everything
from bot.rendering.codes.captions import CAPTIONS
from bot.rendering.pool import PdfPool
from models.code import Code, Kind
from tests.printing import codes_of, links_of, pages_of, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

VECTORS = Path(__file__).parent / "vectors"
PAYMENTS = json.loads((VECTORS / "payments.json").read_text("utf-8"))
CODES = {
    Kind.ZATCA: json.loads((VECTORS / "zatca_qr.json").read_text("utf-8"))["vectors"][0]["base64"],
    Kind.EPC: json.loads((VECTORS / "epc_qr.json").read_text("utf-8"))["vectors"][0]["payload"],
    Kind.SWISS: PAYMENTS["swiss_qr"][0]["payload"],
    Kind.PIX: PAYMENTS["pix"][0]["payload"],
    Kind.UPI: PAYMENTS["upi"][0]["uri"],
    Kind.INSTAPAY: PAYMENTS["links"][0]["url"],
    Kind.LINK: "https://paypal.me/shop/342.00EGP",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(2) as pool:
        await pool.start()
        yield pool


@pytest.mark.parametrize("choice", ["en", "ar", "en-ar"])
@pytest.mark.parametrize("kind", CODES)
async def test_a_camera_reads_the_code_off_the_printed_invoice(
    pool: PdfPool, kind: Kind, choice: str
) -> None:
    pdf = await pool.render(everything(choice, code=Code(kind, CODES[kind])))
    assert [text for _, text in codes_of(pdf)] == [CODES[kind]]
    assert CAPTIONS[choice[:2]][f"code_{kind}"].split()[0] in words_of(pdf)


@pytest.mark.parametrize("kind", CODES)
async def test_a_code_that_is_an_address_can_be_tapped(pool: PdfPool, kind: Kind) -> None:
    code = Code(kind, CODES[kind])
    links = links_of(await pool.render(sample(2, code=code)))
    assert links == ({code.payload} if kind in {Kind.UPI, Kind.INSTAPAY, Kind.LINK} else set())


async def test_every_payer_has_a_code_of_his_own(pool: PdfPool) -> None:
    for payload in ("https://pay.example/1", "https://pay.example/2"):
        pdf = await pool.render(sample(2, code=Code(Kind.LINK, payload)))
        assert codes_of(pdf) == [(0, payload)]
        assert links_of(pdf) == {payload}


@pytest.mark.parametrize("kind", [Kind.SWISS, Kind.LINK])
async def test_a_code_stands_whole_beside_the_amount_due(pool: PdfPool, kind: Kind) -> None:
    code = Code(kind, CODES[kind])
    for count in range(7, 15):  # around the end of the first page
        pdf = await pool.render(sample(count, code=code))
        (with_total,) = (page for page, text in enumerate(pages_of(pdf)) if "Amount due" in text)
        assert codes_of(pdf) == [(with_total, code.payload)]


async def test_an_invoice_of_one_page_is_not_made_two_by_its_code(pool: PdfPool) -> None:
    for count in (1, 4, 7):
        pdf = await pool.render(sample(count, code=Code(Kind.EPC, CODES[Kind.EPC])))
        assert len(pages_of(pdf)) == 1


async def test_a_credit_note_has_the_tax_offices_code_and_none_to_pay_by(pool: PdfPool) -> None:
    assert codes_of(await pool.render(credit_note("en"))) == [(0, ZATCA.payload)]
    payable = credit_note("en", code=Code(Kind.LINK, CODES[Kind.LINK]))
    assert not codes_of(await pool.render(payable))
