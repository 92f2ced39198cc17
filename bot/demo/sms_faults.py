"""Trouble at the SMS gateway: planned by a test, or called by a magic number. See `bot.demo.smsgateway`."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ApiError:
    """An error as Twilio's REST API answers it."""

    status: int
    code: int
    message: str
    retry_after: int | None = None


RECIPIENTS: Final = {
    "0001": ApiError(400, 21211, "Invalid 'To' Phone Number: {to}"),
    "0002": ApiError(400, 21612, "The 'To' phone number {to} is not currently reachable via SMS"),
    "0003": ApiError(400, 21408, "Permission to send an SMS has not been enabled for the region: {to}"),
    "0004": ApiError(400, 21610, "Attempt to send to unsubscribed recipient"),
    "0009": ApiError(400, 21614, "'To' number is not a valid mobile number: {to}"),
}
SENDERS: Final = {
    "0001": ApiError(400, 21212, "The 'From' number {to} is not a valid phone number"),
    "0007": ApiError(400, 21606, "The 'From' phone number {to} is not a valid, SMS-capable number"),
    "0008": ApiError(429, 21611, "This 'From' number has exceeded the maximum number of queued messages"),
}
# Accepted, then never delivered: the code of the last callback.
UNDELIVERED: Final = {"0010": 30003, "0011": 30007, "0012": 30006}
STUCK: Final = "0013"  # stays "sent"
_MAGIC: Final = re.compile(r"\+\d+555(00\d\d)")


def magic(number: str) -> str:
    """The last four digits of a magic number, "" of any other."""
    found = _MAGIC.fullmatch(number)
    return found.group(1) if found else ""


@dataclass
class Fault:
    """One planned trouble; `left` counts the requests it still hits (None: all)."""

    method: str
    recipient: str | None
    error: ApiError | None
    delay: float
    drop_answer: bool
    left: int | None


class Faults:
    """The queue of planned troubles; the first that fits is used, then the magic numbers."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._met: Counter[str] = Counter()

    def add(
        self,
        status: int | None = None,
        code: int | None = None,
        *,
        method: str = "POST",
        recipient: str | None = None,
        retry_after: int | None = None,
        delay: float = 0.0,
        drop_answer: bool = False,
        times: int | None = 1,
    ) -> Fault:
        """Plan a trouble: an HTTP error instead of the work, or a delay (seconds), or an answer lost after it.

        `recipient` counts for POST alone; None is anybody. `times` None: until `clear`.
        """
        error = ApiError(status, code or status, "Planned trouble", retry_after) if status else None
        fault = Fault(method, recipient, error, delay, drop_answer, times)
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """From now on all is well, magic numbers aside."""
        self._planned.clear()

    def take(self, method: str, recipient: str | None = None) -> Fault | None:
        """The trouble for this request, counted down."""
        for fault in self._planned:
            if fault.method == method and fault.recipient in (None, recipient):
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left == 0:
                        self._planned.remove(fault)
                return fault
        return self._magic(recipient) if method == "POST" and recipient else None

    def _magic(self, recipient: str) -> Fault | None:
        """0014: 429 twice, then well; 0015: the first answer is lost."""
        kind = magic(recipient)
        times = {"0014": 2, "0015": 1}.get(kind, 0)
        self._met[recipient] += 1 if times else 0
        if self._met[recipient] <= times and times:
            busy = ApiError(429, 20429, "Too Many Requests", retry_after=1)
            return Fault("POST", recipient, busy if kind == "0014" else None, 0.0, kind == "0015", None)
        del self._met[recipient]
        return None
