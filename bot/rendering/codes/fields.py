"""The fields payment codes have in common, checked: a name, a message, an amount."""

from decimal import Decimal
from typing import Final

from models.errors import N_, InvoiceError
from models.money import rounded
from models.text import cleaned

LEAST: Final = Decimal("0.01")


def name(text: str, most: int, code: str) -> str:
    """The payee on one line, 1 to `most` characters. Raises InvoiceError `code`."""
    text = cleaned(text)  # a line feed would begin the next field
    if not 1 <= len(text) <= most:
        raise InvoiceError(code, _NAME, most=most, length=len(text))
    return text


def message(text: str, most: int, code: str) -> str:
    """The text for the payee on one line, at most `most` characters. Raises InvoiceError `code`."""
    text = cleaned(text)
    if len(text) > most:
        raise InvoiceError(code, _MESSAGE, most=most, length=len(text))
    return text


def figures(amount: Decimal, most: Decimal, code: str) -> str:
    """The amount as 342.00: 0.01 to `most`, two decimals, no grouping. Raises InvoiceError `code`."""
    if not LEAST <= amount <= most or amount != rounded(amount, 2):
        raise InvoiceError(code, _AMOUNT, amount=f"{amount:f}", most=most)
    return f"{rounded(amount, 2):f}"


_NAME = N_(
    "The name of who is paid has {length} characters; this payment code takes 1 to {most}. Type another one."
)
_MESSAGE = N_("The payment message has {length} characters; this payment code takes {most}. Shorten it.")
_AMOUNT = N_(
    "A payment code takes amounts from 0.01 to {most} with two decimals, not {amount}. Leave the code out."
)
