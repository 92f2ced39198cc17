"""Refusals a person can act on."""

from typing import Any


def N_(message: str) -> str:  # gettext's own name for "translate later"
    """Mark a sentence for translation where no language is known yet."""
    return message


class UserError(Exception):
    """Bad input: `message` names the place and the fix, with `{gaps}` filled from `values` in the reader's language."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class InvoiceError(UserError):
    """A rule of the invoice itself refuses; `code` is the stable name of the rule (domain vectors)."""

    def __init__(self, code: str, message: str, **values: Any) -> None:
        super().__init__(message, **values)
        self.code = code
