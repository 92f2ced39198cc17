"""Twilio's error codes in our words (twilio.com/docs/api/errors)."""

from typing import Final

# Code (HTTP status where Twilio gives none) -> reason, and whether another try is useless.
_REASONS: Final[dict[int, tuple[str, bool]]] = {
    401: ("login", False),
    403: ("login", False),
    429: ("rate", False),
    14107: ("rate", False),  # this sender's limit
    20001: ("provider", True),
    20003: ("login", False),
    20005: ("login", False),  # account not active
    20404: ("login", False),  # no such account
    20429: ("rate", False),
    21211: ("number_invalid", True),
    21217: ("number_invalid", True),
    21408: ("region", True),
    21604: ("number_invalid", True),
    21610: ("opted_out", True),
    21611: ("rate", False),  # the sender's queue is full
    21612: ("region", True),  # no route from this sender to this number
    21614: ("number_not_mobile", True),
    30001: ("rate", False),  # queue overflow
    30002: ("login", False),  # account suspended
    30003: ("number_unreachable", False),
    30004: ("carrier", True),  # blocked by the phone or its network
    30005: ("number_invalid", True),  # no such number (any more)
    30006: ("number_not_mobile", True),  # a landline
    30007: ("carrier", True),  # filtered
    30008: ("provider", False),  # Twilio's own "unknown"
    30022: ("rate", False),
    30034: ("carrier", True),  # sender not registered with the networks
    30410: ("provider", False),
    30500: ("provider", False),
    63038: ("rate", False),  # the account's daily limit
}
# Ours to mend at Twilio: sender or callback address is not what Twilio accepts.
_SETUP: Final = frozenset({21212, 21603, 21606, 21609, 21659, 21660, 21703, 21705})


def failure_reason(code: int | str | None) -> tuple[str, bool]:
    """A key of REASONS and whether it is permanent, for an error code of an answer or of a status callback.

    A code we do not know is Twilio's problem and, since it was told us, final.
    """
    number = int(code) if str(code).isdecimal() and code else 0
    if number in _SETUP:
        return "provider", False
    return _REASONS.get(number, ("provider", number != 0))
