"""The payment link of India's UPI apps (NPCI, UPI linking specification)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from bot.rendering.codes.fields import figures, message, name
from models.errors import N_, InvoiceError

MOST: Final = Decimal("9999999999.99")  # what a bank lets through at once is less, and its own rule
LONGEST_NAME, LONGEST_NOTE, LONGEST_REFERENCE = 99, 80, 35  # characters
_ID = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z][A-Za-z0-9]{1,63}")


@dataclass(frozen=True)
class UpiPayment:
    """Who is paid in rupees, how much, and for what."""

    upi_id: str
    name: str
    amount: Decimal
    note: str = ""
    reference: str = ""


def upi_link(payment: UpiPayment) -> str:
    """upi://pay?pa=shop@bank&pn=...: opens the payer's app. Raises InvoiceError E_UPI_..."""
    values = {
        "pa": checked_upi_id(payment.upi_id),
        "pn": _quoted(name(payment.name, LONGEST_NAME, "E_UPI_NAME_LEN")),
        "am": figures(payment.amount, MOST, "E_UPI_AMOUNT"),
        "cu": "INR",
        "tn": _quoted(message(payment.note, LONGEST_NOTE, "E_UPI_NOTE_LEN")),
        "tr": _quoted(message(payment.reference, LONGEST_REFERENCE, "E_UPI_REF_LEN")),
    }
    return "upi://pay?" + "&".join(f"{key}={value}" for key, value in values.items() if value)


def checked_upi_id(text: str) -> str:
    """A UPI ID: shop@bank. Raises InvoiceError E_UPI_ID."""
    typed = text.strip()
    if not _ID.fullmatch(typed):
        raise InvoiceError("E_UPI_ID", _ID_WRONG, id=typed)
    return typed


def _quoted(text: str) -> str:
    return quote(text, safe="")


_ID_WRONG = N_("“{id}” is not a UPI ID. Type it as your UPI app shows it, like shop@okaxis.")
