"""Whatever colour a merchant chooses, the document stays readable (WCAG 2.2, 1.4.3: 4.5 to 1)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.bench.samples import sample
from bot.rendering.colours import contrast, palette_of
from bot.rendering.pool import PdfPool
from models.document import ACCENT
from tests.printing import printed

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest_asyncio.fixture(loop_scope="function")
async def pool() -> AsyncIterator[PdfPool]:
    """A pool for one test."""
    async with PdfPool(1) as pool:
        yield pool


@given(colours)
def test_text_can_be_read_on_every_colour_and_in_every_colour(accent: str) -> None:
    palette = palette_of(accent)
    assert palette.accent == accent
    assert contrast(palette.on_accent, accent) >= 4.5
    for behind in ("#ffffff", palette.tint):
        assert contrast(palette.ink, behind) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert palette_of(ACCENT).ink == ACCENT
    assert palette_of(ACCENT).on_accent == "#ffffff"
    assert palette_of("#ffe14d").on_accent == "#1d2939"


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


async def test_the_invoice_is_printed_in_the_merchants_colour(pool: PdfPool) -> None:
    for accent in ("#8a1538", "#ffe14d", ACCENT, "#8a1538"):
        page = printed(await pool.render(sample(2, accent=accent)), dpi=30)
        assert page.getpixel((page.width // 2, 1)) == tuple(bytes.fromhex(accent[1:]))
