"""The Swiss QR code (SIX, Implementation Guidelines QR-bill, structured addresses alone, which are the rule
since November 2025). On a QR-bill it stands 46 mm wide, a Swiss cross in its middle."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.rendering.codes.fields import figures, message, name
from bot.rendering.codes.iban import checked_iban, grouped, is_qr_iban, is_swiss
from bot.rendering.codes.reference import (
    QR_DIGITS,
    body_of,
    checked_qr,
    checked_rf,
    qr_reference,
    rf_reference,
)
from models.errors import N_, InvoiceError
from models.text import cleaned

CURRENCIES: Final = ("CHF", "EUR")
MOST: Final = Decimal("999999999.99")
LONGEST_NAME, LONGEST_MESSAGE = 70, 140  # characters
LONGEST_CODE: Final = 997  # bytes: as many as fit version 25, the largest allowed, at error correction M
_LONGEST: Final = {"street": 70, "building_number": 16, "postcode": 16, "town": 35, "country": 2}
_NEEDED: Final = ("postcode", "town", "country")
_NOBODY: Final = ("",) * 7
_REFERENCE_LINE: Final = 28  # from 0; on the line before its kind
# Latin letters as the guidelines list them: Basic Latin, Latin-1 Supplement, Latin Extended-A, Ș ș Ț ț, €.
_LETTERS = re.compile("[\x20-\x7e\xa0-\u017f\u0218-\u021b\u20ac\r\n]*")


@dataclass(frozen=True)
class Address:
    """A structured address; street and building number may be empty."""

    name: str
    street: str
    building_number: str
    postcode: str
    town: str
    country: str  # ISO 3166-1 alpha-2


@dataclass(frozen=True)
class Bill:
    """What is paid: a QR-IBAN needs a QR reference, any other IBAN an RF reference or none."""

    iban: str
    creditor: Address
    amount: Decimal
    currency: str  # CHF or EUR
    debtor: Address | None = None
    reference: str = ""
    message: str = ""


def swiss_payload(bill: Bill) -> str:
    """The code's text. Raises InvoiceError: E_SWISS_..., E_IBAN_CHECK, E_RF_CHECK, E_QRR_CHECK."""
    iban = checked_iban(bill.iban)
    if not is_swiss(iban):
        raise InvoiceError("E_SWISS_IBAN", _NOT_SWISS, country=iban[:2])
    if bill.currency not in CURRENCIES:
        raise InvoiceError("E_SWISS_CURRENCY", _CURRENCY, currency=bill.currency)
    payload = "\r\n".join(_lines(iban, bill))
    if not _LETTERS.fullmatch(payload):
        raise InvoiceError("E_SWISS_LETTERS", _LATIN)
    if len(payload.encode()) > LONGEST_CODE:
        raise InvoiceError("E_SWISS_SIZE", _TOO_LARGE, most=LONGEST_CODE)
    return payload


def reference_for(iban: str, number: str) -> str:
    """The reference of an invoice's number that the account takes. Raises InvoiceError E_RF_BODY, E_QRR_BODY."""
    body = body_of(number)
    if is_qr_iban(iban):
        return qr_reference("".join(filter(str.isdecimal, body))[-QR_DIGITS + 1 :])
    return rf_reference(body)


def reference_of(payload: str) -> str:
    """The reference in a code; "" if it has none."""
    return payload.split("\r\n")[_REFERENCE_LINE]


def readable(reference: str) -> str:
    """A reference grouped as on a QR-bill. Who types the payment has to give it."""
    if not reference.isdecimal():
        return grouped(reference)
    fives = (reference[at : at + 5] for at in range(2, len(reference), 5))
    return " ".join((reference[:2], *fives))


def _lines(iban: str, bill: Bill) -> Iterator[str]:
    yield from ("SPC", "0200", "1", iban)  # version 2, UTF-8
    yield from _party(bill.creditor)
    yield from _NOBODY  # the ultimate creditor: for future use
    yield figures(bill.amount, MOST, "E_SWISS_AMOUNT")
    yield bill.currency
    yield from _party(bill.debtor) if bill.debtor else _NOBODY
    yield from _reference(iban, bill.reference)
    yield message(bill.message, LONGEST_MESSAGE, "E_SWISS_MESSAGE_LEN")
    yield "EPD"


def _party(party: Address) -> Iterator[str]:
    yield "S"
    yield name(party.name, LONGEST_NAME, "E_SWISS_NAME_LEN")
    for field, longest in _LONGEST.items():
        text = cleaned(getattr(party, field))
        if len(text) > longest:
            raise InvoiceError("E_SWISS_ADDRESS", _ADDRESS, text=text, most=longest)
        if not text and field in _NEEDED:
            raise InvoiceError("E_SWISS_ADDRESS", _INCOMPLETE)
        yield text


def _reference(iban: str, text: str) -> tuple[str, str]:
    """The kind of the reference, and the reference."""
    if is_qr_iban(iban):
        return "QRR", checked_qr(text)
    return ("SCOR", checked_rf(text)) if text.strip() else ("NON", "")


_NOT_SWISS = N_(
    "A Swiss QR code needs an account in Switzerland or Liechtenstein, not {country}. Type another IBAN."
)
_CURRENCY = N_(
    "A Swiss QR code takes CHF and EUR, not {currency}. Issue the invoice in one of them, or use a payment link."
)
_LATIN = N_(
    "A Swiss QR code takes Latin letters alone. Type name, address and message in them, as your bank has them."
)
_TOO_LARGE = N_(
    "Names, addresses and message are too long for a Swiss QR code of {most} bytes. Shorten the message."
)
_ADDRESS = N_("“{text}” is too long for the Swiss QR code, which takes {most} characters there. Shorten it.")
_INCOMPLETE = N_("A Swiss QR code needs postcode, town and country of an address. Type what is missing.")
