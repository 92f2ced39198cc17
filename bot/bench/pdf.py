"""What a warm PDF costs: ours against WeasyPrint as it comes and against headless Chromium.

`python -m bot.bench.pdf [ROUNDS]` prints ratios of CPU from one interleaved run; all three get the same page.
Seconds would say more about the machine than about the code.
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
from bot.rendering.pdf import page_of
from bot.rendering.pool import PdfPool
from models.document import InvoiceDocument, Language

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROUNDS = 8
RENDERS = 4  # per round and renderer: the clock ticks every 10 ms
CASES: tuple[tuple[int, Language], ...] = ((10, "en"), (10, "ar"), (100, "en"))
# Each renderer by a word of its processes' command lines.
OURS, PLAIN, BROWSER = "bot.rendering.nursery", "spawn_main", "chromium"

Renders = dict[str, Callable[[], Awaitable[object]]]


def page_source(document: InvoiceDocument) -> str:
    """The same page as one HTML text with its style sheet."""
    page = page_of(document, with_logo=False)
    head = f"<head><meta charset='utf-8'/><title>{page.title}</title><style>{page.css}</style></head>"
    return "<!DOCTYPE html>" + page.markup.replace("<body", f"{head}<body", 1)


def plain(source: str) -> int:
    """WeasyPrint as its documentation shows it, with the system's fonts; the size of the PDF."""
    return len(weasyprint.HTML(string=source).write_pdf())


async def measure(rounds: int = ROUNDS) -> None:
    """Print a line for each case."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as plain_process:
        async with PdfPool(1) as pool, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await browser.new_page()
            for lines, language in CASES:
                document = sample(lines, language)
                source = page_source(document)
                renders: Renders = {
                    OURS: lambda document=document: pool.render(document),  # type: ignore[misc]
                    PLAIN: lambda source=source: loop.run_in_executor(plain_process, plain, source),  # type: ignore[misc]
                    BROWSER: lambda source=source: printed(page, source),  # type: ignore[misc]
                }
                spent = await interleaved(renders, rounds)
                print(_report(lines, language, spent), flush=True)
            await browser.close()


async def printed(page: Page, source: str) -> bytes:
    """The page as Chromium prints it."""
    await page.set_content(source)
    return await page.pdf(prefer_css_page_size=True, print_background=True)


async def interleaved(renders: Renders, rounds: int) -> dict[str, float]:
    """CPU seconds of each renderer's processes, after one round to get warm."""
    spent = dict.fromkeys(renders, 0.0)
    for turn in range(rounds + 1):
        for word, render in renders.items():
            if turn == 1:
                spent[word] = 0.0
            before = _cpu_seconds(word)
            for _ in range(RENDERS):
                await render()
            spent[word] += _cpu_seconds(word) - before
    return spent


def _cpu_seconds(word: str) -> float:
    """CPU used so far by our descendants that have `word` in their command line, and by their ended children."""
    used = process_time() if word == OURS else 0.0  # the page is composed here, in the bot's own process
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile: its parent's times hold it
            if word in " ".join(process.cmdline()):
                used += sum(process.cpu_times()[:4])
    return used


def _report(lines: int, language: str, spent: dict[str, float]) -> str:
    ours = spent[OURS]
    return f"{lines:>4} lines, {language}: {ours / spent[PLAIN]:.2f} of plain, {ours / spent[BROWSER]:.2f} of Chromium"


if __name__ == "__main__":
    asyncio.run(measure(*map(int, sys.argv[1:2])))
