"""An e-mail as it travels: headers, text, HTML and the PDF in seven-bit MIME that every server carries."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote

import idna

from bot.delivery.transport import DeliveryError, Message

_POLICY = SMTP.clone(cte_type="7bit")
_UNSAFE = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
# Nobody's holiday notice shall answer an invoice (RFC 3834; [MS-OXCMAIL] 2.1.3.2.20).
_QUIET = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, DR, RN, NRN, AutoReply"}


@dataclass(frozen=True)
class Letter:
    """Envelope and content. `utf8`: the address has letters that need SMTPUTF8 (RFC 6531)."""

    recipient: str
    content: bytes
    utf8: bool


def letter(message: Message, mail_from: str) -> Letter:
    """The bytes to send; DeliveryError if the recipient is no address at all."""
    recipient = routable(message.recipient)
    headers = _headers(message, recipient, mail_from)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return Letter(recipient, head.encode() + _body(message).as_bytes(), not recipient.isascii())


def routable(address: str) -> str:
    """The address with its domain as DNS spells it (IDNA); the local part is its own server's business."""
    local, _, domain = address.strip().rpartition("@")
    if not local or _UNSAFE.search(address.strip()):
        raise DeliveryError("mailbox_unknown", permanent=True)
    try:
        return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise DeliveryError("mailbox_unknown", permanent=True) from error


def _headers(message: Message, recipient: str, mail_from: str) -> dict[str, str]:
    """The headers as they stand on the wire. (EmailMessage would lose blanks where it folds Arabic.)"""
    headers = {
        "From": _mailbox(message.sender_name, mail_from),
        "To": recipient,
        "Subject": _encoded(message.subject, "Subject"),
        "Date": format_datetime(datetime.now(UTC)),
        "Content-Language": message.language,
        **_QUIET,
    }
    if reply_to := _reply_to(message.reply_to):
        headers["Reply-To"] = reply_to
    if message.message_id:
        headers["Message-ID"] = message.message_id
        headers["Resend-Idempotency-Key"] = message.message_id.strip("<>")
    if message.in_reply_to:
        headers["In-Reply-To"] = headers["References"] = message.in_reply_to
    return headers


def _reply_to(address: str | None) -> str | None:
    """The merchant's address, unless it would keep the invoice from going out."""
    try:
        found = routable(address or "")
    except DeliveryError:
        return None
    return found if found.isascii() else None


def _body(message: Message) -> EmailMessage:
    mail = EmailMessage(policy=_POLICY)
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    if file := message.attachment:
        kind, _, subtype = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.filename)
    return mail


def _mailbox(name: str, address: str) -> str:
    """Name and address, on two lines if one would be long (RFC 2047: 76 columns)."""
    if not name.strip():
        return address
    phrase = f'"{quote(_line(name))}"' if name.isascii() and "=?" not in name else _encoded(name, "From")
    gap = " " if len(phrase) + len(address) < 66 else "\r\n "
    return f"{phrase}{gap}<{address}>"


def _encoded(text: str, name: str) -> str:
    """RFC 2047 where it is needed, folded, without a line break of the writer's."""
    line = _line(text)
    charset = "us-ascii" if line.isascii() and "=?" not in line else "utf-8"
    return Header(line, charset, maxlinelen=76, header_name=name).encode(linesep="\r\n")


def _line(text: str) -> str:
    return " ".join(text.split())
