"""The customer's page in a real browser, at the width of a phone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.database import Database
from tests.browsing import browsing, fresh_database
from tests.issued import ARABIC_LINES, document, logo_png, store

ENGLISH_PAGE, ARABIC_PAGE, WIDE_PAGE = "E" * 22, "A" * 22, "W" * 22
# Chromium sandboxes by namespaces, which containers seldom have; the rest keeps it off the network.
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Database]:
    """Three invoices: English, Arabic, and one whose words and figures are as wide as they may be."""
    widest = (("A" * 500, "1", "999999999999.99", None), ("ب" * 300, "3", "1", "5"))
    async with fresh_database(tmp_path) as database:
        await store(database, document(), token=ENGLISH_PAGE, sequence=1, logo=logo_png())
        await store(
            database, document(ARABIC_LINES, language="ar", number="INV-2"), token=ARABIC_PAGE, sequence=2
        )
        wide = document(widest, currency="BHD", number="INV-2026-3", bank_details="IBAN: " + "EG38" * 40)
        await store(database, wide, token=WIDE_PAGE, sequence=3)
        yield database


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield browser
        await browser.close()


async def opened(browser: Browser, address: str, complaints: list[str], **context: Any) -> Page:
    """The page; what it, its console or its policy complain of is written down."""
    page = await (await browser.new_context(**{"viewport": PHONE, **context})).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    await page.goto(address)
    return page


async def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the screen."""
    return int(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


async def test_the_page_fits_a_phone_in_both_languages_by_day_and_by_night(
    shop: Database, chromium: Browser, tmp_path: Path
) -> None:
    complaints: list[str] = []
    async with browsing(shop) as client:
        for token, scheme in (
            (ENGLISH_PAGE, "light"), (ENGLISH_PAGE, "dark"), (ARABIC_PAGE, "light"), (WIDE_PAGE, "dark"),
        ):  # fmt: skip
            page = await opened(chromium, f"{client.base_url}/i/{token}", complaints, color_scheme=scheme)
            assert await overflow(page) == 0
            picture = await page.screenshot(path=tmp_path / f"{token[0]}-{scheme}.png", full_page=True)
            assert len(picture) > 20_000
    assert complaints == []


async def test_the_page_works_without_javascript_and_changes_its_language(
    shop: Database, chromium: Browser
) -> None:
    complaints: list[str] = []
    async with browsing(shop) as client:
        page = await opened(
            chromium, f"{client.base_url}/i/{ENGLISH_PAGE}?d=7", complaints, java_script_enabled=False
        )
        assert await page.get_by_role("heading", level=1).inner_text() == "Invoice INV-2026-00042"
        assert await page.locator(".brand img").bounding_box()
        await page.get_by_role("link", name="العربية").click()
        assert await page.locator("html").get_attribute("dir") == "rtl"
        assert "المبلغ المستحق" in await page.inner_text("main")
        await page.get_by_role("link", name="English").click()
        assert "Amount due" in await page.inner_text("main")
        assert await page.context.cookies() == []
    assert complaints == []


async def test_one_press_takes_a_whole_bank_number(shop: Database, chromium: Browser) -> None:
    async with browsing(shop) as client:
        page = await opened(chromium, f"{client.base_url}/i/{ARABIC_PAGE}", [])
        await page.get_by_text("EG380019000500000000263180002").click(click_count=2)
        assert await page.evaluate("getSelection().toString()") == "EG380019000500000000263180002"


async def test_the_keyboard_reaches_every_link_and_shows_where_it_is(
    shop: Database, chromium: Browser
) -> None:
    async with browsing(shop) as client:
        page = await opened(chromium, f"{client.base_url}/i/{ENGLISH_PAGE}", [])
        outlines = []
        for _ in range(await page.locator("a").count()):
            await page.keyboard.press("Tab")
            outlines.append(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert outlines == ["solid"] * 6


async def test_words_stand_out_from_what_they_stand_on(shop: Database, chromium: Browser) -> None:
    async with browsing(shop) as client:
        for scheme in ("light", "dark"):
            page = await opened(chromium, f"{client.base_url}/i/{ENGLISH_PAGE}", [], color_scheme=scheme)
            assert await page.evaluate(_FAINT) == []


# Texts below WCAG 2.2's contrast of 4.5 (1.4.3); a gradient counts by each of its colours.
_FAINT = """() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const style = getComputedStyle(element), stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
      if (stops) return stops.map(rgb);
      const colour = rgb(style.backgroundColor);
      if (colour[3] !== 0) return [colour];
    }
    return [[255, 255, 255]];
  };
  const contrast = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  return [...document.querySelectorAll('body *')]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(element => ground(element).some(
      colour => contrast(light(colour), light(rgb(getComputedStyle(element).color))) < 4.5))
    .map(element => element.textContent.trim());
}"""
