"""The ways Telegram says no, in Telegram's words."""

from typing import Any


class RefusalError(Exception):
    """Becomes {"ok": false, "error_code": ..., "description": ..., "parameters": ...}."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object of the answer."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | {"parameters": self.parameters} if self.parameters else answer


def bad_request(reason: str) -> RefusalError:
    """400 "Bad Request: <reason>"."""
    return RefusalError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusalError:
    """403 "Forbidden: <reason>"."""
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    """409 "Conflict: <reason>"."""
    return RefusalError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> RefusalError:
    """429, to be tried again after `seconds`."""
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
