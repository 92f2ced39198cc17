"""Everything between an issued invoice and its customer: PDF, e-mail, SMS, the page on the web."""

import asyncio
import ssl
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

import aiohttp

from bot.delivery.email import EmailTransport
from bot.delivery.sms import SmsTransport
from bot.delivery.transport import REASONS, DeliveryError, OutcomeUnknownError, Transport
from bot.doctor import fixes
from bot.doctor.finding import SECONDS, Finding
from bot.rendering.fonts import fonts_version, missing_fonts
from bot.rendering.pool import PdfPool, RenderError
from bot.settings import Settings
from models.basis import Basis, PricedLine
from models.document import DocumentLine, InvoiceDocument, Party
from models.errors import N_
from models.totals import totals_of

EMAIL, SMS, FONTS, PDF, PUBLIC = N_("E-mail"), N_("SMS"), N_("Fonts"), N_("PDF"), N_("Public address")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_SMTP_FIXES = {
    "login": fixes.MAIL_LOGIN,
    "certificate": fixes.MAIL_CERTIFICATE,
    "no_encryption": fixes.MAIL_ENCRYPTION,
}


async def check_email(settings: Settings) -> Finding:
    """Connects and logs in; sends nothing."""
    if settings.smtp_host is None:
        return Finding(EMAIL, True, "not set up: no e-mail is offered", fixes.SET_UP_EMAIL)
    try:
        transport = EmailTransport(_impatient(settings))
    except (OSError, ssl.SSLError) as error:
        return Finding(EMAIL, False, f"SMTP_CA_FILE cannot be read ({type(error).__name__})", fixes.CA_FILE)
    return await _logged_in(EMAIL, transport, _SMTP_FIXES, fixes.NO_MAIL_SERVER)


async def check_sms(settings: Settings) -> Finding:
    """Reads the account; sends nothing."""
    if settings.twilio_account_sid is None:
        return Finding(SMS, True, "not set up: no SMS is offered", fixes.SET_UP_SMS)
    transport = await asyncio.to_thread(SmsTransport, _impatient(settings))  # the first one loads the SDK
    return await _logged_in(SMS, transport, {"login": fixes.SMS_LOGIN}, fixes.NO_TWILIO)


async def _logged_in(name: str, transport: Transport, known: dict[str, str], otherwise: str) -> Finding:
    try:
        return Finding(name, True, await transport.check())
    except DeliveryError as error:
        said = f"{REASONS[error.reason]} {error.detail}".strip()
        return Finding(name, False, said, known.get(error.reason, otherwise))
    except OutcomeUnknownError as error:
        return Finding(name, False, f"the connection broke {error}".strip(), otherwise)


def _impatient(settings: Settings) -> Settings:
    """A transport that gives up before the doctor does can tell what it waited for."""
    return settings.model_copy(update={"send_timeout": min(settings.send_timeout, 0.8 * SECONDS)})


async def check_fonts(_settings: Settings) -> Finding:
    """All four, or no PDF is made."""
    if missing := missing_fonts():
        return Finding(FONTS, False, f"missing: {', '.join(missing)}", fixes.INSTALL_FONTS)
    return Finding(FONTS, True, fonts_version())


async def check_pdf(_settings: Settings) -> Finding:
    """Renders an invoice of one line in a process of its own."""
    try:
        async with PdfPool(1) as pool:
            content = await pool.render(_specimen())
    except RenderError as error:
        return Finding(PDF, False, str(error), fixes.INSTALL_FONTS if missing_fonts() else fixes.MEND_PDF)
    return Finding(PDF, True, f"made, {len(content):,} bytes")


async def check_public_address(settings: Settings) -> Finding:
    """https unless it is this computer, and it leads to this bot's own /healthz when that runs."""
    address = urlsplit(settings.public_url)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        return Finding(PUBLIC, False, f"{settings.public_url} is not https", fixes.HTTPS)
    if await _healthy(settings.public_url):
        return Finding(PUBLIC, True, f"{settings.public_url} leads here")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if settings.port and await _healthy(f"http://{host}:{settings.port}"):
        said = f"the server runs, but {settings.public_url} does not lead to it"
        return Finding(PUBLIC, False, said, fixes.PROXY)
    return Finding(PUBLIC, True, "the server is not running now; start the bot and look again")


async def _healthy(address: str) -> bool:
    timeout = aiohttp.ClientTimeout(total=0.4 * SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(f"{address}/healthz", allow_redirects=False) as answer,
        ):
            return answer.status == 200 and await answer.text() == "ok"
    except (aiohttp.ClientError, OSError, ValueError):
        return False


def _specimen() -> InvoiceDocument:
    """The smallest invoice there is, with both scripts in it."""
    line = PricedLine(quantity=Decimal(1), unit_price=Decimal(100), tax_category="S", tax_rate=Decimal(14))
    printed = DocumentLine(
        item_name="Coffee قهوة", quantity=Decimal(1), unit_price=Decimal(100), tax_category="S",
        tax_rate=Decimal(14),
    )  # fmt: skip
    return InvoiceDocument(
        number="TEST-1", issue_date=date(2026, 1, 1), issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        due_date=date(2026, 1, 8), language="en", currency="EGP", lines=(printed,),
        seller=Party(name="Sanad", country="EG"), buyer=Party(name="سند"),
        totals=totals_of(Basis(currency="EGP", lines=(line,))),
    )  # fmt: skip
