"""What an SMTP reply or a broken conversation means: a reason, or an honest "nobody knows"."""

import re
import ssl
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from aiosmtplib import SMTPException, SMTPResponseException

from bot.delivery.transport import DeliveryError, OutcomeUnknownError
from models.text import cleaned


class Phase(StrEnum):
    """How far a conversation came. With the message on the wire (END), only the server knows its fate."""

    CONNECT = "connect"
    LOGIN = "login"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END = "end"


# Enhanced status codes (RFC 3463, RFC 7505) without their class; 7.28 is Google's own "too fast".
_ENHANCED: Final = {
    "1.1": "mailbox_unknown", "1.2": "mailbox_unknown", "1.3": "mailbox_unknown", "1.6": "mailbox_unknown",
    "1.10": "mailbox_unknown", "2.1": "mailbox_unknown", "2.2": "mailbox_full", "2.3": "message_too_big",
    "3.4": "message_too_big", "7.28": "rate",
}  # fmt: skip
OWN_SHARE: Final = 0.95  # of send_timeout: who calls us cuts at all of it, and would not know how far we came
_STATUS = re.compile(r"\s*[245]\.(\d{1,3}\.\d{1,3})\b")
_POLICY = re.compile(r"block|spam|policy|reputation|denied|listed|dmarc|spf\b", re.IGNORECASE)
_SIZE = re.compile(r"size|too (?:big|large|much)", re.IGNORECASE)
_RELAY = re.compile(r"\brelay", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;]+")
_PHONE = re.compile(r"\+?\d{7,}")


def quoted(text: str, limit: int = 120) -> str:
    """A provider's words for log and merchant: one line of at most `limit`, addresses and phones masked."""
    line = _PHONE.sub("…", _ADDRESS.sub("…@…", cleaned(text)))
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def failure(phase: Phase, error: SMTPException | OSError) -> DeliveryError | OutcomeUnknownError:
    """What an exception of the conversation means for the message."""
    if isinstance(error, SMTPResponseException) and 400 <= error.code < 600:
        return refusal(phase, error.code, error.message)
    detail = quoted(str(error) or type(error).__name__)
    if phase is Phase.END:
        return OutcomeUnknownError(detail)
    return DeliveryError(_trouble(phase, error), detail=detail)


def refusal(phase: Phase, code: int, text: str) -> DeliveryError:
    """A reply of 400 to 599. Refused before a recipient is named means ours to mend, so temporary."""
    status = found.group(1) if (found := _STATUS.match(text)) else ""
    detail = quoted(f"{code} {text}")
    if phase is Phase.LOGIN or code in (530, 534, 535, 538) or (_RELAY.search(text) and code >= 500):
        return DeliveryError("login", detail=detail)
    if code < 500:
        reason = _ENHANCED.get(status, "greylisted")
        return DeliveryError("greylisted" if reason == "mailbox_unknown" else reason, detail=detail)
    reason = _ENHANCED.get(status) or _by_code(phase, code, status, text)
    ours = phase in (Phase.CONNECT, Phase.MAIL) and reason != "message_too_big"
    return DeliveryError("provider" if ours else reason, permanent=not ours, detail=detail)


def _by_code(phase: Phase, code: int, status: str, text: str) -> str:
    """RFC 5321's codes where the enhanced status says nothing precise."""
    if code == 552:
        return "message_too_big" if phase is Phase.MAIL or _SIZE.search(text) else "mailbox_full"
    policy = status.startswith("7.") or _POLICY.search(text)
    return "mailbox_unknown" if phase is Phase.RCPT and code in (550, 551, 553) and not policy else "refused"


def _trouble(phase: Phase, error: SMTPException | OSError) -> str:
    """A conversation that broke before the message left."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return "certificate"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, SMTPResponseException):
        return "provider"
    return "unreachable" if isinstance(error, OSError) or phase is not Phase.LOGIN else "login"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
