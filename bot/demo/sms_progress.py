"""How an accepted SMS goes on: queued, sent, delivered or not, and the signed callbacks that tell of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from twilio.request_validator import RequestValidator

from bot.demo.sms_faults import STUCK, UNDELIVERED, magic
from bot.demo.sms_record import API_VERSION, FINAL, Sms


@dataclass
class Callbacks:
    """How status callbacks are posted: `pause` seconds between steps, each `repeats` times, or the last first."""

    pause: float = 0.05
    repeats: int = 1
    reverse: bool = False


def steps(recipient: str) -> list[tuple[str, int | None]]:
    """The states after "queued", with the error code of the last."""
    kind = magic(recipient)
    if kind == STUCK:
        return [("sent", None)]
    code = UNDELIVERED.get(kind)
    return [("sent", None), ("undelivered", code) if code else ("delivered", None)]


async def run(sms: Sms, how: Callbacks, auth_token: str) -> None:
    """Walk the message through its states; the callbacks follow each step, or come in reverse at the end."""
    told: list[dict[str, str]] = []
    for status, code in steps(sms.recipient):
        await asyncio.sleep(how.pause)
        sms.status, sms.error_code = status, code
        sms.sent_at = sms.sent_at or datetime.now(UTC)
        told.append(_report(sms))
        if not how.reverse:
            await _tell(sms, told[-1], how.repeats, auth_token)
    if how.reverse:
        for report in reversed(told):
            await _tell(sms, report, how.repeats, auth_token)


def _report(sms: Sms) -> dict[str, str]:
    report = {
        "AccountSid": sms.account_sid,
        "ApiVersion": API_VERSION,
        "From": sms.sender,
        "To": sms.recipient,
        "MessageSid": sms.sid,
        "MessageStatus": sms.status,
        "SmsSid": sms.sid,
        "SmsStatus": sms.status,
    }
    return {**report, "ErrorCode": str(sms.error_code)} if sms.error_code and sms.status in FINAL else report


async def _tell(sms: Sms, report: dict[str, str], repeats: int, auth_token: str) -> None:
    """Post it as Twilio does: signed for the address given, once more if it fails."""
    if sms.status_callback is None:
        return
    signature = RequestValidator(auth_token).compute_signature(sms.status_callback, report)
    headers = {"X-Twilio-Signature": signature}
    limit = aiohttp.ClientTimeout(total=15)
    async with aiohttp.ClientSession(timeout=limit) as http:
        for _ in range(repeats):
            for _attempt in range(2):
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with http.post(sms.status_callback, data=report, headers=headers) as answer:
                        if answer.ok:
                            break
