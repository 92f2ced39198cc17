"""The QR code of SEPA credit transfers, called GiroCode in Germany (EPC069-12, version 002)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.rendering.codes.fields import figures, message, name
from bot.rendering.codes.iban import checked_iban, is_sepa, needs_bic
from bot.rendering.codes.reference import checked_rf
from models.errors import N_, InvoiceError

MOST: Final = Decimal("999999999.99")
LONGEST_NAME, LONGEST_TEXT, LONGEST_INFORMATION, LONGEST_PURPOSE = 70, 140, 70, 4  # characters
LONGEST_CODE: Final = 331  # bytes: as many as fit version 13, the largest allowed, at error correction M
_BIC = re.compile("[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_PURPOSE = re.compile(f"[A-Z0-9]{{0,{LONGEST_PURPOSE}}}")


@dataclass(frozen=True)
class Transfer:
    """A credit transfer in euro, the buyer's bank to carry it out."""

    name: str
    iban: str
    amount: Decimal
    bic: str = ""
    text: str = ""  # for the payee to read; or
    reference: str = ""  # RF, for the payee's bank to check
    purpose: str = ""  # ISO 20022 purpose code: GDDS
    information: str = ""  # shown to the payer


def epc_payload(transfer: Transfer) -> str:
    """The code's text. Raises InvoiceError: E_EPC_..., E_BIC, E_IBAN_CHECK, E_RF_CHECK."""
    if transfer.text.strip() and transfer.reference.strip():
        raise InvoiceError("E_EPC_TEXT_AND_REF", _TEXT_AND_REFERENCE)
    iban = _sepa_iban(transfer.iban)
    if needs_bic(iban) and not transfer.bic.strip():
        raise InvoiceError("E_EPC_BIC", _BIC_NEEDED, country=iban[:2])
    lines = (
        "BCD", "002", "1", "SCT",  # 1: UTF-8
        checked_bic(transfer.bic) if transfer.bic.strip() else "",
        name(transfer.name, LONGEST_NAME, "E_EPC_NAME_LEN"),
        iban,
        f"EUR{figures(transfer.amount, MOST, 'E_EPC_AMOUNT')}",
        _purpose(transfer.purpose),
        checked_rf(transfer.reference) if transfer.reference.strip() else "",
        message(transfer.text, LONGEST_TEXT, "E_EPC_TEXT_LEN"),
        message(transfer.information, LONGEST_INFORMATION, "E_EPC_INFO_LEN"),
    )  # fmt: skip
    payload = "\n".join(lines).rstrip("\n")
    if len(payload.encode()) > LONGEST_CODE:
        raise InvoiceError("E_EPC_SIZE", _TOO_LARGE, most=LONGEST_CODE)
    return payload


def checked_bic(text: str) -> str:
    """A bank's code, 8 or 11 characters, upper case. Raises InvoiceError E_BIC."""
    typed = "".join(text.split()).upper()
    if not _BIC.fullmatch(typed):
        raise InvoiceError("E_BIC", _BIC_WRONG, bic=typed)
    return typed


def _sepa_iban(text: str) -> str:
    iban = checked_iban(text)
    if not is_sepa(iban):
        raise InvoiceError("E_EPC_NOT_SEPA", _NOT_SEPA, country=iban[:2])
    return iban


def _purpose(text: str) -> str:
    if not _PURPOSE.fullmatch(text):
        raise InvoiceError("E_EPC_PURPOSE", _PURPOSE_WRONG, purpose=text)
    return text


_TEXT_AND_REFERENCE = N_(
    "A SEPA payment code carries a message or an RF reference, not both. Leave one of them out."
)
_TOO_LARGE = N_(
    "Name and message together are too long for a SEPA payment code of {most} bytes. Shorten the message."
)
_BIC_WRONG = N_(
    "“{bic}” is not a BIC: 8 or 11 letters and digits, like COBADEFF. Type it again or leave it out."
)
_BIC_NEEDED = N_("A SEPA payment code for an account in {country} has to name the bank. Type its BIC too.")
_NOT_SEPA = N_(
    "A SEPA payment code needs an account in a SEPA country, not {country}. Type another IBAN, or use a payment link."
)
_PURPOSE_WRONG = N_(
    "“{purpose}” is not a purpose code: up to 4 letters A-Z and digits, like GDDS. Type it again or leave it out."
)
