"""`sanad demo --script`: one invoice from the first hello to the customer's hands, checked, without a browser."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import aiohttp

from bot.assembly import Parts
from bot.demo.mailbox import Mail
from bot.demo.run import talking
from bot.demo.sms_record import Sms
from bot.demo.stand import Stand, free_port, standing
from bot.demo.telegram import Bubble
from bot.demo.transcript import Transcript
from bot.invoices import invoice
from bot.language import texts
from handlers.views.deliveries import NEWS
from models.delivery import State
from models.invoice import Invoice

_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language")
_EMAIL, _PHONE = "sara@shop.example", "+201001234567"
_TAX_NUMBER = "100531385"
Language = Literal["en", "ar"]
Say = Callable[[str], None]


class ScriptError(Exception):
    """Something is missing, late or wrong; the words say what."""


@dataclass(frozen=True)
class Answers:
    """What the merchant types."""

    business: str
    customer: str
    item: str


ANSWERS: dict[Language, Answers] = {
    "en": Answers("Mona’s Studio", "Sara Hassan", "2 x Logo design 150"),
    "ar": Answers("ستوديو سلمى", "نور حسن", "2 × تصميم شعار 150"),
}


async def perform(
    language: Language, say: Say, folder: Path = Path("var/demo"), patience: float = 90.0
) -> None:  # fmt: skip
    """The conversation, then the proof, in `patience` seconds; the PDF is saved in `folder`.

    ScriptError if anything is missing, wrong or late.
    """
    try:
        async with asyncio.timeout(patience), standing(sms_pause=0.1) as stand:
            with TemporaryDirectory() as scratch:
                async with talking(stand, Path(scratch) / "script.db", free_port()) as parts:
                    await _converse(stand, language, say)
                    await _prove(stand, parts, say, folder)
    except TimeoutError as error:
        raise ScriptError(f"The script has not come to its end: {error or 'too slow'}") from error


async def _converse(stand: Stand, language: Language, say: Say) -> None:
    """A stranger becomes a merchant, issues an invoice and reads that it has arrived."""
    t, answers = texts(language), ANSWERS[language]
    chat = Transcript(stand.mona if language == "en" else stand.salma, say)
    await chat.say("/start")
    await chat.say(answers.business)
    await chat.tap("🇪🇬")
    await chat.tap(t.plain("Yes, registered"))
    await chat.say(_TAX_NUMBER)
    await chat.read_until(lambda bubble: _offers(bubble, t.plain("🧾 Your first invoice")), seconds=10)
    await chat.say("/new")
    await chat.say(answers.customer)
    await chat.tap(t.plain("➕ Add {name}", name=answers.customer))
    await chat.say(f"{_EMAIL} {_PHONE}")
    await chat.say(answers.item)
    await chat.tap(t.plain("📨 Send by"))
    await chat.tap(t.plain("Both"))
    await chat.tap(t.plain("✅ Issue and send"))
    ends = [t(NEWS[state]).split("\n")[1].partition("{")[0] for state in (State.SENT, State.DELIVERED)]
    await chat.read_until(lambda bubble: all(end in bubble.text for end in ends), seconds=40)


def _offers(bubble: Bubble, label: str) -> bool:
    return any(button.text == label for row in bubble.buttons for button in row)


async def _prove(stand: Stand, parts: Parts, say: Say, folder: Path) -> None:
    """The customer's side: everything there, and everywhere the same PDF."""
    async with parts.database.reading() as session:
        issued = await invoice(session, merchant_id=1, invoice_id=1)  # the database is the script's own
    stored = await parts.documents.file(issued.key)
    mail, sms = await stand.mailbox.wait_for(_EMAIL), await stand.sms.wait_for(_PHONE, final=True)
    attached = _attached(mail, issued)
    link, page_pdf = await _opened(sms)
    for place, content in (("the e-mail", attached), ("the customer's page", page_pdf)):
        if sha256(content).hexdigest() != stored.sha256:
            raise ScriptError(f"The PDF of {place} is not the stored one.")
    path = await asyncio.to_thread(_saved, folder / stored.filename, stored.content)
    _report(say, mail, sms, link)
    say(f"\n📄 {path}, {len(stored.content)} bytes; stored, attached and on the page the same:")
    say(f"   SHA-256 {stored.sha256}")


def _attached(mail: Mail, issued: Invoice) -> bytes:
    """The PDF of the e-mail, which names the invoice."""
    if issued.number not in str(mail.parsed["Subject"]):
        raise ScriptError(f"The subject of the e-mail does not name {issued.number}.")
    if len(mail.attachments) != 1:
        raise ScriptError(f"The e-mail has {len(mail.attachments)} attachments instead of one.")
    content = mail.attachments[0].get_content()
    return content if isinstance(content, bytes) else b""


async def _opened(sms: Sms) -> tuple[str, bytes]:
    """The link of the SMS, which works, and the PDF behind it."""
    found = re.search(r"https?://\S+", sms.body)
    if found is None:
        raise ScriptError("The SMS has no link.")
    link = found.group()
    pdf_link = f"{link.partition('?')[0]}/pdf"
    async with aiohttp.ClientSession() as http, http.get(link) as page, http.get(pdf_link) as pdf:
        if page.status != 200 or pdf.status != 200:
            raise ScriptError(f"The link of the SMS answers {page.status}, its PDF {pdf.status}.")
        return link, await pdf.read()


def _saved(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _report(say: Say, mail: Mail, sms: Sms, link: str) -> None:
    say("\n📬 The e-mail")
    for name in _HEADERS:
        if mail.parsed[name]:
            say(f"   {name}: {mail.parsed[name]}")
    say(f"   Attachment: {mail.attachments[0].get_filename()}")
    say(f"\n💬 The SMS ({sms.status}, {sms.measure.segments} SMS of {sms.measure.encoding})")
    say("   " + sms.body.replace("\n", "\n   "))
    say(f"\n🌐 The customer's page\n   {link} answers 200")
