"""The QR code of Saudi tax invoices, phase 1: tag, length, value, in base64 (ZATCA, QR code guide, 2021-11-18).

It seals nothing: phase 2 documents carry a cryptographic stamp, and a phase 1 code must not stand in for it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from models.errors import N_, InvoiceError
from models.money import rounded
from models.text import cleaned

LONGEST_VALUE: Final = 255  # bytes of UTF-8: 127 Arabic letters
_DECIMALS: Final = 2  # of the amounts
_VAT_NUMBER = re.compile("3[0-9]{13}3")

Fields = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TaxFacts:
    """What the code says of an invoice: BT-27, BT-31, BT-2 with its time, BT-112 and BT-110."""

    seller_name: str
    vat_number: str
    issued_at: datetime  # aware
    tax_inclusive_amount: Decimal
    tax_amount: Decimal


def zatca_payload(facts: TaxFacts, *, decimals: int = _DECIMALS) -> str:
    """The code's text: under the 500 characters allowed, as only the name can be long. `decimals`: the currency's.

    Raises InvoiceError E_SA_VAT_FORMAT, E_QR_VALUE_TOO_LONG, E_QR_AMOUNT.
    """
    if decimals != _DECIMALS:
        raise InvoiceError("E_QR_AMOUNT", _AMOUNT, amount=f"{facts.tax_inclusive_amount:f}")
    return encoded(
        (
            (1, cleaned(facts.seller_name)),
            (2, checked_vat_number(facts.vat_number)),
            (3, facts.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            (4, _figures(facts.tax_inclusive_amount)),
            (5, _figures(facts.tax_amount)),
        )
    )


def checked_vat_number(text: str) -> str:
    """A Saudi VAT registration number, 15 digits, without blanks. Raises InvoiceError E_SA_VAT_FORMAT."""
    typed = "".join(text.split())
    if not _VAT_NUMBER.fullmatch(typed):
        raise InvoiceError("E_SA_VAT_FORMAT", _VAT_FORMAT, number=typed)
    return typed


def encoded(fields: Iterable[tuple[int, str]]) -> str:
    """Tags and values as base64. Raises InvoiceError E_QR_VALUE_TOO_LONG."""
    content = bytearray()
    for tag, text in fields:
        value = text.encode()
        if len(value) > LONGEST_VALUE:
            raise InvoiceError("E_QR_VALUE_TOO_LONG", _TOO_LONG, text=text[:20], most=LONGEST_VALUE)
        content += bytes((tag, len(value))) + value
    return b64encode(content).decode()


def decoded(payload: str) -> Fields:
    """The tags and values of a code. Raises InvoiceError E_QR_NOT_TLV, E_QR_TRUNCATED."""
    try:
        return tuple(_values(b64decode(payload, validate=True)))
    except ValueError as error:  # no base64, no UTF-8
        raise InvoiceError("E_QR_NOT_TLV", _NOT_TLV) from error


def _values(content: bytes) -> Iterator[tuple[int, str]]:
    if content[:1] != b"\x01":
        raise InvoiceError("E_QR_NOT_TLV", _NOT_TLV)
    at = 0
    while at < len(content):
        end = at + 2 + content[at + 1] if at + 1 < len(content) else len(content) + 1
        if end > len(content):
            raise InvoiceError("E_QR_TRUNCATED", _TRUNCATED)
        yield content[at], content[at + 2 : end].decode()
        at = end


def _figures(amount: Decimal) -> str:
    """Two decimals, no grouping."""
    if amount < 0 or amount != rounded(amount, _DECIMALS):
        raise InvoiceError("E_QR_AMOUNT", _AMOUNT, amount=f"{amount:f}")
    return f"{rounded(amount, _DECIMALS):f}"


_TOO_LONG = N_(
    "“{text}…” is too long for the Saudi tax QR code: {most} bytes, 127 Arabic letters. Shorten the legal name."
)
_VAT_FORMAT = N_(
    "“{number}” is not a Saudi VAT number: 15 digits, the first and the last one 3. Type it as on the certificate."
)
_AMOUNT = N_(
    "The Saudi tax QR code takes amounts of 0 or more with two decimals, not {amount}. Issue the invoice in SAR."
)
_NOT_TLV = N_("This is not the QR code of a Saudi tax invoice. Scan the code printed on the invoice.")
_TRUNCATED = N_("This QR code of a Saudi tax invoice is cut off. Scan the whole code again.")
