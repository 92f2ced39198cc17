"""The PDF a customer gets: complete, the same every time, readable in both languages."""

import asyncio
import gc
import hashlib
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pypdf
import pytest
import pytest_asyncio
import uvloop
from fontTools.ttLib import TTFont
from PIL import Image

from bot.bench.samples import sample
from bot.rendering import fonts as fonts_module
from bot.rendering.fonts import FONTS, drawable, font_files, fonts_version, missing_fonts
from bot.rendering.formats import amount, short_day
from bot.rendering.pdf import page_of
from bot.rendering.pool import PdfPool, RenderError
from bot.rendering.process import ENVIRONMENT
from models.basis import PricedLine
from models.document import Party
from models.errors import UserError
from models.totals import AllowanceCharge
from tests.printing import words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(2) as pool:
        await pool.start()
        yield pool


def line(quantity: str, price: str, rate: str | None = "14", category: str = "S", **more: Any) -> PricedLine:
    return PricedLine(
        quantity=Decimal(quantity), unit_price=Decimal(price), tax_category=category,
        tax_rate=Decimal(rate) if rate else None, **more,
    )  # fmt: skip


def fonts(pdf: bytes) -> list[list[str]]:
    """A row for each font: name, type, encoding, embedded, subset, with its characters, two numbers."""
    listing = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [row.split() for row in listing.splitlines()[2:]]


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def language_of(pdf: bytes) -> str:
    return str(reader(pdf).root_object["/Lang"])


def family() -> list[psutil.Process]:
    """The nurseries of this test run and their children."""
    nurseries = [p for p in psutil.Process().children() if "bot.rendering.nursery" in " ".join(p.cmdline())]
    return [process for nursery in nurseries for process in (nursery, *nursery.children())]


def processes() -> list[psutil.Process]:
    """The rendering processes of this test run: the children of the nurseries."""
    return [process for process in family() if process.ppid() != os.getpid()]


async def test_every_amount_of_the_invoice_is_on_the_page(pool: PdfPool) -> None:
    basis = {
        "lines": (
            line("2", "150"),
            line("3", "19.99", allowance=AllowanceCharge(percent=Decimal(15))),
            line("1", "40", "0", "Z"),
        ),
        "allowance": AllowanceCharge(percent=Decimal(10)),
        "prepaid_amount": Decimal(100),
        "cash_rounding": Decimal("0.25"),
    }  # fmt: skip
    document = sample(basis=basis)
    words = words_of(await pool.render(document))
    totals = document.totals
    amounts = [
        *(item.net_amount for item in totals.lines), *(item.tax_amount for item in totals.tax_subtotals),
        totals.line_extension_amount, totals.allowance_total_amount, totals.tax_exclusive_amount,
        totals.tax_inclusive_amount, totals.prepaid_amount, totals.payable_rounding_amount,
    ]  # fmt: skip
    assert [str(value) for value in amounts if amount(value, "EGP") not in words] == []
    assert f"EGP {amount(totals.payable_amount, 'EGP')}" in words


async def test_who_what_and_when_is_on_the_page(pool: PdfPool) -> None:
    document = sample(3)
    words = words_of(await pool.render(document))
    parties = (document.seller, document.buyer)
    expected = [
        value
        for party in parties
        for value in (party.name, party.tax_number, party.email, party.phone)
        if value
    ]
    expected += [item.item_name for item in document.lines]
    expected += [short_day(document.issue_date, "en"), short_day(document.due_date, "en"), document.number]
    expected += ["Invoice", "Payable within 7 days.", "EG38 0019 0005 0000 0000 2631 8000 2", "Thank you"]
    assert [value for value in expected if value not in words] == []
    assert "Tax invoice" not in words


async def test_an_arabic_invoice_runs_right_to_left(pool: PdfPool) -> None:
    pdf = await pool.render(sample(3, "ar"))
    words = words_of(pdf)
    for expected in ("فاتورة", "محمصة النيل", "سارة حسن", "ساعات", "310-122-393", "+201001234567", "ج.م"):
        assert expected in words
    assert language_of(pdf) == "ar"
    preferences = reader(pdf).viewer_preferences
    assert preferences is not None
    assert str(preferences["/Direction"]) == "/R2L"


async def test_arabic_digits_stay_out_of_the_columns(pool: PdfPool) -> None:
    words = words_of(await pool.render(sample(1, "ar", basis={"lines": (line("2", "150"),)}, digits="arab")))
    assert "٣٤٢٫٠٠" in words  # the amount due
    assert "300.00" in words
    assert "٢٠٢٦" in words


async def test_a_merchant_without_tax_sees_no_tax_at_all(pool: PdfPool) -> None:
    basis = {"currency": "KWD", "lines": (line("3", "2.375", None, "O"),)}
    document = sample(
        basis=basis, seller=Party(name="Bob"), buyer=Party(name="Cash customer"),
        payment_terms=None, bank_details=None, note=None,
    )  # fmt: skip
    words = words_of(await pool.render(document))
    assert "Tax" not in words
    assert "Subtotal" not in words
    assert "KWD 7.125" in words
    assert "None" not in words


async def test_prices_with_tax_say_so(pool: PdfPool) -> None:
    basis = {"currency": "SAR", "prices_include_tax": True, "lines": (line("1", "1000", "15"),)}
    words = words_of(await pool.render(sample(basis=basis)))
    for expected in ("Prices include tax", "869.57", "130.43", "SAR 1,000.00"):
        assert expected in words


@pytest.mark.parametrize(
    ("currency", "lines", "due"),
    [
        ("JPY", (line("3", "1234", "10"), line("1", "555", "8")), "JPY 4,671"),
        ("EGP", (line("1", "250", allowance=AllowanceCharge(percent=Decimal(100))),), "EGP 0.00"),
        ("IDR", (line("99999", "98765432.10", "11"),), "IDR 10,962,853,333,470.37"),
        ("USD", (line("123456789.123456", "999999999.9999", "11"),), "USD 137,037,035,927,022,456.30"),
    ],
)
async def test_no_amount_is_too_small_or_too_large(
    pool: PdfPool, currency: str, lines: tuple[PricedLine, ...], due: str
) -> None:
    document = sample(basis={"currency": currency, "lines": lines})
    words = words_of(await pool.render(document))
    assert due.split()[1] == amount(document.totals.payable_amount, currency)
    assert due in words


async def test_the_head_repeats_and_the_total_never_stands_alone(pool: PdfPool) -> None:
    counts = range(12, 22)  # around the end of the first page
    for pdf in await asyncio.gather(*(pool.render(sample(count)) for count in counts)):
        pages = [page.extract_text() for page in reader(pdf).pages]
        assert all("Description" in page for page in pages)
        assert "Amount due" in pages[-1]
        assert "%" in pages[-1].split("Amount due")[0].split("Subtotal")[0]  # a line of the table before it
        assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, start=1))


async def test_two_hundred_lines_are_all_there(pool: PdfPool) -> None:
    document = sample(200)
    pdf = await pool.render(document)
    words = words_of(pdf)
    assert words.count("Grinder maintenance") == 20
    assert f"EGP {amount(document.totals.payable_amount, 'EGP')}" in words
    assert len(reader(pdf).pages) < 12


async def test_the_pdf_says_what_it_is(pool: PdfPool) -> None:
    content = await pool.render(sample(1))
    pdf = reader(content)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Invoice INV-2026-00042"
    assert pdf.metadata.author == "Nile Coffee Roasters"
    assert str(pdf.metadata["/CreationDate"]).startswith("D:20261122093000")
    assert language_of(content) == "en"


async def test_fonts_are_embedded_and_reduced_to_what_is_used(pool: PdfPool) -> None:
    pdf = await pool.render(sample(3, "ar"))
    rows = fonts(pdf)
    assert {name.split("+")[1].removesuffix("-Bold") for name, *_ in rows} == {
        "Noto-Sans",
        "Noto-Sans-Arabic",
    }
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert len(pdf) < 60_000


async def test_the_same_invoice_gives_the_same_bytes_in_every_process(pool: PdfPool, tmp_path: Path) -> None:
    documents = [sample(5), sample(5, "ar")]
    expected = [await pool.render(document) for document in documents]
    for _ in range(4):
        assert await asyncio.gather(*map(pool.render, documents)) == expected
    script = (
        "import os, sys, hashlib, pathlib\n"
        "from bot.rendering.fonts import write_fontconfig\n"
        "os.environ['FONTCONFIG_FILE'] = str(write_fontconfig(pathlib.Path(sys.argv[1])))\n"
        "from bot.rendering.paper import render\n"
        "from bot.rendering.pdf import page_of\n"
        "from models.document import InvoiceDocument\n"
        "for text in sys.stdin.read().splitlines():\n"
        "    page = page_of(InvoiceDocument.model_validate_json(text), with_logo=False)\n"
        "    print(hashlib.sha256(render(page, None)).hexdigest())\n"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "PYTHONPATH": str(Path.cwd()),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(tmp_path), env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate("\n".join(d.model_dump_json() for d in documents).encode())
    assert output.decode().split() == [hashlib.sha256(pdf).hexdigest() for pdf in expected]


async def test_a_logo_stands_where_the_name_stood(pool: PdfPool) -> None:
    upload = io.BytesIO()
    Image.new("RGB", (800, 300), "#884422").save(upload, "PNG")
    logo = await pool.normalise_logo(upload.getvalue())
    with_logo = reader(await pool.render(sample(1), logo))
    assert [image.image.size for image in with_logo.pages[0].images if image.image] == [(600, 225)]
    assert not reader(await pool.render(sample(1))).pages[0].images


async def test_a_refused_logo_reaches_the_merchant_as_a_sentence(pool: PdfPool) -> None:
    with pytest.raises(UserError, match="PNG, JPEG or WebP"):
        await pool.normalise_logo(b"not a picture")


async def test_a_crashed_process_costs_nobody_an_invoice(pool: PdfPool) -> None:
    expected = await pool.render(sample(2))
    jobs = [asyncio.create_task(pool.render(sample(2))) for _ in range(12)]
    await asyncio.sleep(0)
    processes()[0].send_signal(signal.SIGSEGV)
    assert set(await asyncio.gather(*jobs)) == {expected}


async def test_a_dead_nursery_is_replaced(pool: PdfPool) -> None:
    expected = await pool.render(sample(2))
    next(p for p in psutil.Process().children() if "bot.rendering.nursery" in " ".join(p.cmdline())).kill()
    assert await pool.render(sample(2)) == expected


async def test_a_process_has_one_gigabyte_and_no_secrets(pool: PdfPool) -> None:
    await pool.render(sample(1))
    for process in processes():
        assert process.rlimit(psutil.RLIMIT_AS) == (1 << 30, 1 << 30)
        assert set(process.environ()) <= {"PATH", "LANG", "TZ", "PYTHONHASHSEED"} | {
            "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_"
        }  # fmt: skip


async def test_the_idle_processes_are_small() -> None:
    others = {process.pid for process in family()}
    async with PdfPool(2) as pool:
        await pool.start()
        taken = [process.memory_full_info().pss for process in family() if process.pid not in others]
    assert len(taken) == 3
    assert sum(taken) < 75 << 20


async def test_a_large_document_is_followed_by_a_fresh_process() -> None:
    others = {process.pid for process in processes()}
    async with PdfPool(1) as pool:
        await pool.render(sample(1))
        (first,) = [process for process in processes() if process.pid not in others]
        await pool.render(sample(250))
        await pool.render(sample(1))
        assert first.pid not in {process.pid for process in processes()}


async def test_a_job_that_takes_too_long_is_stopped_and_the_next_one_served() -> None:
    async with PdfPool(1, seconds=(10.0, 0.3)) as pool:
        await pool.render(sample(1))
        with pytest.raises(RenderError, match="longer than"):
            await pool.render(sample(1000))
        assert (await pool.render(sample(1))).startswith(b"%PDF")


async def test_a_cancelled_job_leaves_the_pool_whole() -> None:
    async with PdfPool(1) as pool:
        await pool.start()
        job = asyncio.create_task(pool.render(sample(400)))
        await asyncio.sleep(0.2)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert (await pool.render(sample(1))).startswith(b"%PDF")


def tidy(tmp: Path, lost: str) -> None:
    (path,) = tmp.glob(f"sanad-fonts-*/{lost}")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def fonts_folders(tmp: Path) -> int:
    """How many a nursery has left, or filled."""
    return len(list(tmp.glob("sanad-fonts-*")))


async def test_jobs_that_still_wait_when_the_pool_closes_are_told() -> None:
    async with PdfPool(1) as pool:
        await pool.start()
        jobs = [asyncio.create_task(pool.render(sample(400))) for _ in range(3)]
        await asyncio.sleep(0.2)
    async with asyncio.timeout(5):
        answers = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(answer) for answer in answers] == [RenderError] * 3


async def test_a_pool_closed_while_its_processes_hatch_leaves_none_behind() -> None:
    others = {process.pid for process in family()}
    async with PdfPool(2) as pool:
        jobs = [asyncio.create_task(pool.render(sample(1))) for _ in range(3)]
        await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        answers = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(answer) for answer in answers] == [RenderError] * 3
    assert {process.pid for process in family()} <= others


async def test_where_no_process_can_be_had_the_next_job_tries_again() -> None:
    """The machine is out of files for a while; out of memory is the same error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with PdfPool(1) as pool:
        await asyncio.to_thread(
            page_of, sample(1), with_logo=False
        )  # templates are read, a thread has its files
        gc.collect()  # nothing else is closed meanwhile
        os.close(free := os.dup(0))  # the lowest number that is left: a count would overlook gaps below it
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
        try:
            with pytest.raises(RenderError):
                await pool.render(sample(1))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert (await pool.render(sample(1))).startswith(b"%PDF")


@pytest.mark.parametrize("lost", ["fonts", "fonts.conf"])
async def test_a_tidied_tmp_costs_nobody_an_invoice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Many systems clear old files out of /tmp; a bot runs for months."""
    monkeypatch.setitem(ENVIRONMENT, "TMPDIR", str(tmp_path))
    others = {process.pid for process in processes()}
    async with PdfPool(1) as pool:
        expected = await pool.render(sample(2, "ar"))
        tidy(tmp_path, lost)
        assert await pool.render(sample(2, "ar")) == expected
        next(process for process in processes() if process.pid not in others).kill()
        assert await pool.render(sample(2, "ar")) == expected
        assert fonts_folders(tmp_path) == 1


async def test_nothing_is_left_when_the_bot_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "shop.py"
    script.write_text(
        "import asyncio, psutil\n"
        "from bot.rendering.pool import PdfPool\n"
        "async def main():\n"
        "    async with PdfPool(2) as pool:\n"
        "        await pool.start()\n"
        "        print(*(p.pid for p in psutil.Process().children(recursive=True)), flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    bot = await asyncio.create_subprocess_exec(
        sys.executable, str(script), stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert bot.stdout is not None
    family = [psutil.Process(int(pid)) for pid in (await bot.stdout.readline()).split()]
    assert len(family) == 3
    bot.kill()
    await bot.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, 5)
    assert alive == []


async def test_fonts_that_are_installed_while_the_bot_runs_are_used_whatever_was_asked_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logo, sent to a bot without fonts, once made every letter of later invoices a question mark."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    drawable.cache_clear()
    async with PdfPool(1) as pool:
        with monkeypatch.context() as uninstalled:
            uninstalled.setattr(fonts_module, "FOLDERS", (tmp_path,))
            with pytest.raises(RenderError, match="Fonts are missing"):
                await pool.render(sample(1))
            with pytest.raises(UserError, match="cannot be prepared just now"):
                await pool.normalise_logo(picture.getvalue())
        assert "Nile Coffee Roasters" in words_of(await pool.render(sample(1)))


async def test_what_the_fonts_can_draw_is_known_without_loading_them() -> None:
    expected = {point for path in font_files() for point in TTFont(path, lazy=True).getBestCmap()}
    assert drawable() == expected


async def test_the_fonts_are_known_and_present() -> None:
    assert missing_fonts() == []
    assert len(FONTS) == 4
    assert fonts_version().startswith("Noto Sans 2.")


async def test_it_works_on_uvloop_as_well() -> None:
    async def one() -> bytes:
        async with PdfPool(1) as pool:
            return await pool.render(sample(1))

    def on_uvloop() -> bytes:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(one())

    assert (await asyncio.to_thread(on_uvloop)).startswith(b"%PDF")
