"""What a warm PDF costs: ours against WeasyPrint as it comes, headless Chromium, and Typst with an equivalent page.

`python -m bot.bench.pdf [ROUNDS]` prints ratios of CPU from one interleaved run. Seconds would say more about the
machine than about the code.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from time import process_time

import psutil
import weasyprint
from playwright.async_api import Page, async_playwright

from bot.bench.samples import sample
from bot.bench.typeset import typeset
from bot.rendering.pdf import page_of
from bot.rendering.pool import PdfPool
from models.document import InvoiceDocument, Language

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROUNDS = 8
RENDERS = 4  # per round and renderer
CASES: tuple[tuple[int, Language], ...] = ((1, "en"), (10, "en"), (10, "ar"), (100, "en"))
OURS, BROWSER = "bot.rendering.nursery", "chromium"  # each by a word of its processes' command lines

Render = Callable[[], Awaitable[float]]
"""Makes one PDF and says how many CPU seconds that took."""


def page_source(document: InvoiceDocument) -> str:
    """The same page as one HTML text with its style sheet."""
    page = page_of(document, with_logo=False)
    head = f"<head><meta charset='utf-8'/><title>{page.title}</title><style>{page.css}</style></head>"
    return "<!DOCTYPE html>" + page.markup.replace("<body", f"{head}<body", 1)


def plain(source: str) -> float:
    """WeasyPrint as its documentation shows it, with the system's fonts; CPU seconds."""
    before = process_time()
    weasyprint.HTML(string=source).write_pdf()
    return process_time() - before


async def measure(rounds: int = ROUNDS) -> None:
    """Print a line for each case."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        async with PdfPool(1) as pool, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await browser.new_page()
            for lines, language in CASES:
                document = sample(lines, language)
                spent = await interleaved(renders(document, pool, elsewhere, page), rounds)
                ratios = ", ".join(f"{spent['ours'] / spent[other]:.2f} of {other}" for other in OTHERS)
                print(f"{lines:>4} lines, {language}: {ratios}", flush=True)
            await browser.close()


OTHERS = ("plain", "Chromium", "Typst")


def renders(
    document: InvoiceDocument, pool: PdfPool, elsewhere: ProcessPoolExecutor, page: Page
) -> dict[str, Render]:
    """Every renderer at work on one invoice."""
    loop, source = asyncio.get_running_loop(), page_source(document)
    return {
        "ours": lambda: counted(OURS, pool.render(document)),
        "plain": lambda: loop.run_in_executor(elsewhere, plain, source),
        "Chromium": lambda: counted(BROWSER, printed(page, source)),
        "Typst": lambda: loop.run_in_executor(elsewhere, typeset, document),
    }


async def counted(word: str, work: Awaitable[object]) -> float:
    """CPU seconds the work takes our descendants that have `word` in their command line.

    Of ours also what this process spends on it, which composes the page as the bot does; looking for them is no part.
    """
    before, began = _cpu_seconds(word), process_time()
    await work
    here = process_time() - began if word == OURS else 0.0
    return _cpu_seconds(word) - before + here


async def printed(page: Page, source: str) -> bytes:
    """The page as Chromium prints it."""
    await page.set_content(source)
    return await page.pdf(prefer_css_page_size=True, print_background=True)


async def interleaved(works: dict[str, Render], rounds: int) -> dict[str, float]:
    """CPU seconds of each renderer, after one round to get warm."""
    spent = dict.fromkeys(works, 0.0)
    for turn in range(rounds + 1):
        if turn == 1:
            spent = dict.fromkeys(works, 0.0)
        for name, render in works.items():
            for _ in range(RENDERS):
                spent[name] += await render()
    return spent


def _cpu_seconds(word: str) -> float:
    """CPU used so far by our descendants that have `word` in their command line, and by their ended children."""
    used = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile: its parent's times hold it
            if word in " ".join(process.cmdline()):
                used += sum(process.cpu_times()[:4])
    return used


if __name__ == "__main__":
    asyncio.run(measure(*map(int, sys.argv[1:2])))
