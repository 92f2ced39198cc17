"""The customer's page: whoever holds the link sees the invoice, in either language, and its PDF."""

import hashlib
import re

from sqlmodel import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.balances import balance_of
from bot.crediting import credit_notes_of
from bot.database import Database
from bot.documents import Documents
from bot.rendering.page import PAGE_POLICY, page_html
from bot.rendering.page_news import Account
from models.invoice import Invoice
from models.merchant import Logo

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits in base64url
# A browser's own PDF viewer is a page that styles itself.
_PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


class CustomerPage:
    """`/i/TOKEN`, its `/pdf` (or `/ANY.pdf`) and `/logo`. It outlives a merchant's suspension, as debts do."""

    def __init__(self, database: Database, documents: Documents, product_name: str) -> None:
        self._database = database
        self._documents = documents
        self._product_name = product_name

    def routes(self) -> list[Route]:
        """Paths below the mount; HEAD comes with GET."""
        return [
            Route("/{token}", self.show),
            Route("/{token}/pdf", self.pdf),
            Route("/{token}/{name}.pdf", self.pdf),  # for programs that call a file by the end of its address
            Route("/{token}/logo", self.logo),
        ]

    async def show(self, request: Request) -> Response:
        """The invoice, in its own language or in `?lang=`."""
        invoice = await self._invoice(request)
        content = page_html(
            invoice.read_document(),
            account=None if invoice.is_credit_note else await self._account(invoice),
            token=invoice.token,
            language=request.query_params.get("lang"),
            product_name=self._product_name,
        )
        return Response(content, headers={"Content-Security-Policy": PAGE_POLICY}, media_type="text/html")

    async def _account(self, invoice: Invoice) -> Account:
        """Where the invoice stands now."""
        async with self._database.reading() as session:
            notes = await credit_notes_of(session, invoice.merchant_id, invoice.key)
            balance = await balance_of(session, invoice)
        return Account(balance, [(note.number, note.payable_amount) for note in notes])

    async def pdf(self, request: Request) -> Response:
        """The kept PDF, to look at, or with `?download` to save."""
        invoice = await self._invoice(request)
        file = await self._documents.file(invoice.key)
        disposition = "attachment" if "download" in request.query_params else "inline"
        headers = {
            "Content-Disposition": f'{disposition}; filename="{file.filename}"',
            "Content-Security-Policy": _PDF_POLICY,
        }
        return _unless_known(request, file.sha256, Response(file.content, 200, headers, "application/pdf"))

    async def logo(self, request: Request) -> Response:
        """The logo the invoice was issued with."""
        logo_id = (await self._invoice(request)).read_document().logo_id
        async with self._database.reading() as session:
            logo = await session.get(Logo, logo_id) if logo_id else None
        if logo is None:
            raise HTTPException(404)
        kind = "image/png" if logo.content.startswith(b"\x89PNG") else "image/jpeg"
        sha256 = hashlib.sha256(logo.content).hexdigest()
        return _unless_known(request, sha256, Response(logo.content, media_type=kind))

    async def _invoice(self, request: Request) -> Invoice:
        """The invoice of the token; malformed ones are looked up like unknown ones, and take as long."""
        token = request.path_params["token"]
        known = select(Invoice).where(Invoice.token == (token if _TOKEN.fullmatch(token) else ""))
        async with self._database.reading() as session:
            invoice = (await session.exec(known)).one_or_none()
        if invoice is None:
            raise HTTPException(404)
        return invoice


def _unless_known(request: Request, sha256: str, response: Response) -> Response:
    """The response with its ETag, or 304 if the browser has it; asked for each time."""
    etag = f'"{sha256}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if not known & {etag, "*"}:
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)
