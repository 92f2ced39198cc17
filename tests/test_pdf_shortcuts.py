"""Our shortcuts through WeasyPrint change no byte: the engine as it comes makes the same PDFs from the same pages."""

import asyncio
import hashlib
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.bench.samples import sample
from bot.bench.showpieces import credit_note, everything
from bot.rendering.pdf import page_of
from bot.rendering.pool import PdfPool
from models.basis import PricedLine
from models.document import InvoiceDocument, Language, Party
from models.totals import AllowanceCharge

PLAIN_ENGINE = """
import hashlib, json, os, pathlib, sys
from xml.etree import ElementTree
from bot.rendering.fonts import write_fontconfig
os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(pathlib.Path(sys.argv[1])))
import cssselect2, weasyprint
from weasyprint.text.fonts import FontConfiguration
from bot.rendering import roll
from bot.rendering.archive import Metadata, written
from bot.rendering.engine import directions
from bot.rendering.wire import Page
assert not any(name.startswith(("bot.rendering.paper", "bot.rendering.engine.shortcuts")) for name in sys.modules)

directions.take()

class Plain(weasyprint.HTML):
    def __init__(self, markup):
        self.base_url, self.url_fetcher, self.media_type = None, None, "print"
        root = ElementTree.fromstring(markup)
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root
    def _ua_stylesheets(self, forms=False):
        return []

fonts = FontConfiguration()
for text in sys.stdin.read().splitlines():
    page = Page.from_text(text)
    document = Plain(page.markup).render(
        stylesheets=[weasyprint.CSS(string=page.css, font_config=fonts)], font_config=fonts
    )
    document.metadata = Metadata(page)
    if page.is_roll:
        document.pages = [weasyprint.document.Page(roll.cut(sheet._page_box)) for sheet in document.pages]
    print(hashlib.sha256(written(document, page)).hexdigest())
"""


def line(quantity: str, price: str, rate: str | None = "14", category: str = "S", **more: Any) -> PricedLine:
    return PricedLine(
        quantity=Decimal(quantity), unit_price=Decimal(price), tax_category=category,
        tax_rate=Decimal(rate) if rate else None, **more,
    )  # fmt: skip


def documents(language: Language) -> list[InvoiceDocument]:
    """What invoices look like, from the least one to what nobody should type."""
    other = "en" if language == "ar" else "ar"
    discounted = line("123456.789", "99999.99", allowance=AllowanceCharge(percent=Decimal(15)))
    many = {
        "currency": "USD",
        "lines": (discounted, line("1", "10", "0", "Z")) * 3,
        "prepaid_amount": Decimal(100),
    }
    untaxed = {"currency": "KWD", "lines": (line("3", "2.375", None, "O"),)}
    with_tax = {"currency": "SAR", "prices_include_tax": True, "lines": (line("1", "1000", "15"),) * 7}
    huge = {"currency": "USD", "lines": (line("123456789.123456", "999999999.9999", "11"),)}
    odd = "<b>&amp; \ufdfa \u5317\u4eac e" + "\u0301" * 9 + " \u0628" + "\u064e" * 8 + " 12-34 " + "y" * 400
    strange = Party(name=odd[:80], legal_name=odd, tax_number="123", address=f"{odd}\n{odd}", phone="+20 1")
    return [
        *(sample(lines, language) for lines in (1, 10, 15, 16, 17, 18, 40)),
        sample(
            1, language, untaxed, seller=Party(name="Bob"), payment_terms=None, bank_details=None, note=None
        ),
        sample(6, language, many, item_0="word " * 40, item_1="x" * 300, note="One\ntwo " * 20),
        sample(7, language, with_tax, digits="arab"),
        sample(1, language, huge),
        sample(2, language, seller=strange, buyer=strange, item_0=odd, item_1=" a  b ", note=odd),
        *(everything(choice, code=None, accent="#ffe14d") for choice in (language, f"{language}-{other}")),
        *(credit_note(choice, code=None) for choice in (language, f"{language}-{other}")),
        everything(language, code=None, accent="#000000"),
    ]


@pytest.mark.parametrize("template", ["classic", "modern", "receipt"])
async def test_the_engine_as_it_comes_makes_the_same_pdfs(tmp_path: Path, template: str) -> None:
    kinds = slice(
        None if template == "classic" else -8, None
    )  # the ends of many a page once, all that is odd thrice
    originals = [*documents("en")[kinds], *documents("ar")[kinds]]
    invoices = [document.model_copy(update={"template": template}) for document in originals]
    async with PdfPool(1) as pool:
        first = [await pool.render(invoice) for invoice in invoices]
        assert [await pool.render(invoice) for invoice in reversed(invoices)] == first[::-1]
    pages = "\n".join(page_of(invoice, with_logo=False).as_text() for invoice in invoices)
    engine = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PLAIN_ENGINE, str(tmp_path),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    output, _ = await engine.communicate(pages.encode())
    assert output.decode().split() == [hashlib.sha256(pdf).hexdigest() for pdf in first]


async def test_what_is_left_out_of_the_engine_is_there_when_wanted(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys\n"
        "from bot.rendering.fonts import font_files, write_fontconfig\n"
        "from bot.rendering.engine.lean import lean_imports\n"
        "os.environ['FONTCONFIG_FILE'] = str(write_fontconfig(pathlib.Path(sys.argv[1])))\n"
        "with lean_imports():\n"
        "    import bot.rendering.paper\n"
        "assert not {'fontTools', 'jinja2', 'pydantic', 'asyncio'} & set(sys.modules)\n"
        "from weasyprint.pdf import fonts\n"
        "print(fonts.TTFont(font_files()[0])['head'].unitsPerEm, fonts.subset.Options().hinting)\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(tmp_path), stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    output, _ = await process.communicate()
    assert output.split() == [b"1000", b"True"]
