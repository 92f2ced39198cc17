"""Whatever people type, the PDF is made within its limits, or refused with a sentence; nothing is ever fetched."""

import asyncio
import io
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bench.samples import sample
from bot.rendering.lettering import drawn, isolated, lettered
from bot.rendering.pool import MOST_LETTERS, MOST_LINES, PdfPool, RenderError
from bot.rendering.sheet import sheet_of
from models.basis import PricedLine
from models.document import InvoiceDocument, Party
from models.payee import Payee
from models.tax import TaxCategory
from models.totals import DocumentCharge
from tests.printing import words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(2) as pool:
        await pool.start()
        yield pool


def everywhere(value: str, language: str = "en") -> InvoiceDocument:
    """A document that says `value` wherever somebody may type."""
    party = Party(
        name=value, second_name=value, legal_name=value, registration_number=value, tax_number=value, address=value,
        email=value, phone=value,
    )  # fmt: skip
    tax = {"tax_category": TaxCategory.E, "tax_rate": Decimal(0), "exemption_reason": value or "-"}
    priced = [PricedLine(quantity=Decimal(1), unit_price=Decimal("8.7"), **tax) for _ in range(2)]
    charges = (DocumentCharge(percent=Decimal(1), reason=value, **tax),)
    return sample(
        2, "ar" if language == "ar" else "en", {"currency": "EGP", "lines": tuple(priced), "charges": charges},
        seller=party, buyer=party, item_0=value, item_1=value, note=value, payment_terms=value, bank_details=value,
        order_reference=value, payee=Payee(account_name=value, iban="DE89370400440532013000"),
        second_language="en" if language == "ar" else "ar",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script><style>*{display:none}</style>",
        "</td></tr></table><h1>Paid in full</h1>",
        "{{ 7 * 7 }}{% for x in range(10**9) %}{% endfor %}",
        "]]>&lt;&amp;&#0;<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
        "NUL \x00 and \x0b and \x1f and \ufffe end",
        "lone \ud800 surrogate \udfff end",
        "\u202eevil\u202c \u2067hidden\u2066 marks\u200f",
        "e" + "\u0301" * 400 + " x",
        "ب" + "\u064e" * 400 + " x",
        "x" * 500,
        "ب" * 500,
        "- " * 250,
        "\n" * 400 + "x",
        "☕️🎉👩‍👩‍👧‍👦 ok",
        "北京公司 ok",
        "\U000e0001\U000f0000\u00ad ok",
        "ﷺ ﷽ ﷼ ok",
        " ",
    ],
)
async def test_no_text_breaks_the_page(pool: PdfPool, value: str, language: str) -> None:
    document = everywhere(value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"), language)
    words = words_of(await pool.render(document))
    assert document.number in words
    assert "8,305" not in words
    assert "\ufffd" not in words


async def test_lone_surrogates_cannot_reach_the_page() -> None:
    assert lettered("lone \ud800 surrogate") == "lone surrogate"


async def test_markup_is_shown_not_obeyed(pool: PdfPool) -> None:
    words = words_of(await pool.render(sample(1, item_0="<b>bold</b> & {{ 7 * 7 }}")))
    assert "<b>bold</b> & {{ 7 * 7 }}" in words


async def test_nothing_is_fetched_and_no_file_is_read(pool: PdfPool, tmp_path: Path) -> None:
    calls = 0

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.close()

    secret = tmp_path / "secret.txt"
    secret.write_text("the merchant's secret")
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
        value = (
            f'"/><img src="{url}"/><link rel="attachment" href="{secret.as_uri()}"/>'
            f'<style>@import "{url}"; body {{ background: url({url}) }}</style><a href="javascript:x">x</a>'
        )
        pdf = pypdf.PdfReader(io.BytesIO(await pool.render(everywhere(value))))
    assert calls == 0
    assert not pdf.attachments
    assert not any(page.get("/Annots") for page in pdf.pages)


@pytest.mark.parametrize(
    "document",
    [
        sample(1, item_0="x" * 100_000),
        sample(1, note="a" + "\u0301" * 20_000),
        sample(1, note="x" * (MOST_LETTERS + 1)),
        sample(1, order_reference="x" * (MOST_LETTERS + 1)),
        sample(1, payee=Payee(account_name="x" * (MOST_LETTERS + 1))),
        sample(1, seller=Party(name="word " * 1000)),
        sample(MOST_LINES + 1),
        sample(300, "en", None, **{f"item_{n}": "word " * 200 for n in range(300)}),
    ],
    ids=["word", "marks", "note", "order", "account", "name", "lines", "total"],
)
async def test_what_no_page_can_hold_is_refused_with_a_sentence(
    pool: PdfPool, document: InvoiceDocument
) -> None:
    with pytest.raises(RenderError, match=r"^(One text|The texts|The invoice) .*\.$"):
        await pool.render(document)


async def test_the_largest_texts_allowed_are_rendered_in_time(pool: PdfPool) -> None:
    letters = "x" * MOST_LETTERS
    pdf = await pool.render(sample(3, item_0=letters, note=letters, bank_details="\n".join("x" * 1000)))
    assert words_of(pdf).count("x") >= 2 * MOST_LETTERS


async def test_a_broken_logo_leaves_the_invoice_whole(pool: PdfPool) -> None:
    assert "Amount due" in words_of(await pool.render(sample(1), b"not a picture"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("قهوة ☕️ ممتازة", "قهوة  ممتازة"),
        ("北京 Co.", "? Co."),
        ("ＡＢＣ１２３", "ABC123"),
        ("5 − 3", "5 - 3"),
        ("﷼ 5", "﷼ 5"),
    ],
)
async def test_what_the_fonts_cannot_draw_is_replaced_or_dropped(typed: str, shown: str) -> None:
    assert drawn(lettered(typed)) == shown


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_only_a_document_with_a_long_word_is_searched_for_places_to_break_it(language: str) -> None:
    def has_long_words(**document: Any) -> bool:
        return sheet_of(
            sample(10, "ar" if language == "ar" else "en", **document), with_logo=False
        ).has_long_words

    assert not has_long_words()
    assert has_long_words(item_0="W" * 40)
    assert has_long_words(note="see https://pay.example/" + "x" * 60)
    assert has_long_words(number="N" * 40)
    assert has_long_words(seller=Party(name="m" * 19))
    assert has_long_words(buyer=Party(name="Bo", address="س" * 30))


async def test_values_keep_their_own_direction_in_arabic() -> None:
    assert isolated("Nile Co.", rtl=True) == "\u2068Nile Co.\u2069"
    assert isolated("هاتف +20 100 123 4567", rtl=True) == "\u2068هاتف \u2066+20 100 123 4567\u2069\u2069"
    assert isolated("قهوة تركية", rtl=True) == "قهوة تركية"
    assert isolated("Nile Co.", rtl=False) == "Nile Co."
    assert isolated("قهوة", rtl=False) == "\u2068قهوة\u2069"


async def test_a_code_in_arabic_text_stays_in_one_piece() -> None:
    for code in ("INV-2026-00042", "Galaxy S24 12/256 GB", "A-12/34"):
        assert isolated(f"رقم {code} (أسود)", rtl=True) == f"\u2068رقم {code} (أسود)\u2069"
    assert isolated("Nile شقة 12-34B", rtl=True) == "\u2068Nile شقة \u206612-34B\u2069\u2069"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=80), language=st.sampled_from(["en", "ar"]))
async def test_any_text_at_all_gives_a_pdf(pool: PdfPool, value: str, language: str) -> None:
    assert (await pool.render(everywhere(value, language))).startswith(b"%PDF")
