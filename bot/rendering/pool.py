"""The pool of warm processes that make PDFs and logos: nothing of that happens on the event loop.

A job that takes too long costs its process, which is killed; a process that is lost (by a crash, or for want of
memory) is replaced and its job tried once more. Unused processes wait for work and end with the bot.
"""

import asyncio
import json
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from bot.rendering.fonts import missing_fonts
from bot.rendering.pdf import page_of
from bot.rendering.process import LostError, Nursery, Process
from bot.rendering.wire import NORMALISE, PICTURE, REFUSED, RENDER, Frame
from models.document import InvoiceDocument
from models.errors import N_, UserError

LOGO_SECONDS = 10.0
PICTURE_SECONDS = 5.0
JOBS_PER_PROCESS = 200  # then a fresh one; at once after a document that swells its memory for good
SWELLING_LINES = 200
MOST_LINES = 1_000
MOST_LETTERS = 4_000  # of one text
MOST_LETTERS_IN_ALL = 200_000
_NOT_NOW = N_("Pictures cannot be prepared just now. Please send it again in a few minutes.")


class RenderError(Exception):
    """No PDF could be made; its text is a plain sentence for the log and the admins."""


class PdfPool:
    """`async with PdfPool(2) as pool:` processes start with the first jobs, or all at once by `start()`."""

    def __init__(self, workers: int = 2, *, seconds: tuple[float, float] = (5.0, 15.0)) -> None:
        """`seconds` one job may take: of a document with no lines, and of one with MOST_LINES."""
        self._workers = workers
        self._seconds = seconds
        self._nursery = Nursery()
        self._places: asyncio.LifoQueue[Process | None] = (
            asyncio.LifoQueue()
        )  # None: to be filled by whom it meets
        self._filling: set[asyncio.Task[None]] = set()
        self._closed = False
        for _ in range(workers):
            self._places.put_nowait(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Have all processes warm before the first job. Raises RenderError where that is impossible."""
        _check_fonts()
        places = [await self._places.get() for _ in range(self._workers)]
        await asyncio.gather(*(self._fill(place) for place in places))

    async def render(self, document: InvoiceDocument, logo: bytes | None = None) -> bytes:
        """The document as PDF, always the same bytes; `logo` as `normalise_logo` returned it.

        Raises RenderError: the document is too large, took too long, or cost two processes their life.
        """
        _check_fonts()
        _check_size(document)
        least, most = self._seconds
        seconds = least + (most - least) * len(document.lines) / MOST_LINES
        wear = JOBS_PER_PROCESS if len(document.lines) > SWELLING_LINES else 1
        page = await asyncio.to_thread(page_of, document, with_logo=bool(logo))
        answer = await self._ask(Frame(RENDER, page.as_text(), logo or b""), seconds, wear)
        return answer.content

    async def normalise_logo(self, upload: bytes) -> bytes:
        """The upload as a logo for `render`. Raises UserError with the reason it cannot be one, or not now."""
        try:
            answer = await self._ask(Frame(NORMALISE, content=upload), LOGO_SECONDS)
        except RenderError as error:
            raise UserError(_NOT_NOW) from error
        if answer.kind == REFUSED:
            refusal = json.loads(answer.text)
            raise UserError(refusal["message"], **refusal["values"])
        return answer.content

    async def picture(self, pdf: bytes) -> bytes:
        """The first page of a PDF made here, as PNG; see `bot.rendering.picture`. Raises RenderError."""
        return (await self._ask(Frame(PICTURE, content=pdf), PICTURE_SECONDS)).content

    async def close(self) -> None:
        """End all processes; jobs under way fail."""
        self._closed = True
        for task in self._filling:
            task.cancel()
        for process in [self._places.get_nowait() for _ in range(self._places.qsize())]:
            if process:
                process.close()
            self._places.put_nowait(None)
        await self._nursery.close()

    async def _ask(self, question: Frame, seconds: float, wear: int = 1) -> Frame:
        _check_fonts()  # for a logo too: warming up notes, for good, what the fonts can draw
        try:
            return await self._try(question, seconds, wear)
        except LostError:
            try:
                return await self._try(question, seconds, wear, afresh=True)
            except LostError as error:
                raise RenderError("The process making the PDF ended before it was done, twice.") from error
        except TimeoutError as error:
            raise RenderError(f"Making the PDF took longer than {seconds:.0f} seconds.") from error

    async def _try(self, question: Frame, seconds: float, wear: int, *, afresh: bool = False) -> Frame:
        """One process's answer. However this ends, the place goes back, with a process fit for the next job."""
        process = await self._places.get()
        if self._closed:
            self._places.put_nowait(process)  # the next who waits is told as well
            raise RenderError("The pool of PDF processes is closed.")
        try:
            if process and afresh:  # what ended one may have ended all, and not all show it yet
                process.kill()
                process = None
            if process is None or process.is_lost:
                process = await self._nursery.hatch()
            answer = await process.ask(question, seconds)
        except BaseException:
            if process:
                process.kill()
            self._fill_soon(None)
            raise
        process.wear += wear
        if process.wear < JOBS_PER_PROCESS:
            self._places.put_nowait(process)
        else:
            process.close()
            self._fill_soon(None)
        return answer

    def _fill_soon(self, place: Process | None) -> None:
        if self._closed:
            self._places.put_nowait(None)  # whoever waits is told
            return
        task = asyncio.create_task(self._fill(place))
        self._filling.add(task)
        task.add_done_callback(self._filling.discard)

    async def _fill(self, process: Process | None) -> None:
        """Put a warm process in its place; if none can be had now, the next job will try."""
        try:
            process = process or await self._nursery.hatch()
        except (LostError, TimeoutError):
            process = None
        finally:
            self._places.put_nowait(process)


def _check_fonts() -> None:
    if missing := missing_fonts():
        raise RenderError(f"Fonts are missing: {', '.join(missing)}. Install the package fonts-noto-core.")


def _check_size(document: InvoiceDocument) -> None:
    """What no merchant writes and no page can hold is refused before it costs seconds."""
    if len(document.lines) > MOST_LINES:
        raise RenderError(f"The invoice has {len(document.lines)} lines; at most {MOST_LINES:,} fit a PDF.")
    texts = list(_texts(document))
    if max(map(len, texts)) > MOST_LETTERS:
        raise RenderError(f"One text of the invoice is longer than {MOST_LETTERS:,} letters.")
    if sum(map(len, texts)) > MOST_LETTERS_IN_ALL:
        raise RenderError(
            f"The texts of the invoice are longer than {MOST_LETTERS_IN_ALL:,} letters together."
        )


def _texts(document: InvoiceDocument) -> Iterator[str]:
    """Everything on it that somebody has typed."""
    typed = [
        document.number, document.order_reference, document.reason, document.note, document.payment_terms,
        document.bank_details,
        *(text for line in document.lines for text in (line.item_name, line.exemption_reason)),
        *(text for charge in document.charges for text in (charge.reason, charge.exemption_reason)),
    ]  # fmt: skip
    for model in filter(None, (document.seller, document.buyer, document.payee)):
        typed += model.model_dump().values()
    return filter(None, typed)
