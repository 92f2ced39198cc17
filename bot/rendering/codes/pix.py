"""The static Pix code of Brazil (BR Code: Banco Central do Brasil, initiation standards, after EMV)."""

import re
import unicodedata
from binascii import crc_hqx
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.rendering.codes.fields import figures, message, name
from models.errors import N_, InvoiceError

MOST: Final = Decimal("9999999999.99")  # 13 characters
LONGEST_NAME, LONGEST_TOWN, LONGEST_ID, LONGEST_ACCOUNT = 25, 15, 25, 99  # characters
_CPF, _CPF_WEIGHTS, _CNPJ_WEIGHTS = 11, 10, 8  # characters; weights 2 to 11, and 2 to 9 over and over
NO_ID: Final = "***"
_SCHEME: Final = "br.gov.bcb.pix"
_KEY = re.compile(  # e-mail; phone; CPF; CNPJ, with letters since 2026; random
    r"(?=[!-~]{3,77}$)[^\s@]+@[^\s@]+\.[^\s@]+|\+[1-9]\d{6,14}|\d{11}|[0-9A-Z]{12}\d{2}|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    re.ASCII,
)


@dataclass(frozen=True)
class PixPayment:
    """Who is paid, how much, and for what; without an amount the payer types it."""

    key: str
    name: str
    town: str
    amount: Decimal | None = None
    transaction_id: str = ""  # letters and digits
    information: str = ""


def pix_payload(payment: PixPayment) -> str:
    """The code's text. Raises InvoiceError E_PIX_..."""
    town = name(plain(payment.town), LONGEST_TOWN, "E_PIX_CITY_LEN")
    account = _field(0, _SCHEME) + _field(1, checked_key(payment.key))
    room = LONGEST_ACCOUNT - len(account) - 4
    if information := message(plain(payment.information), room, "E_PIX_INFO_LEN"):
        account += _field(2, information)
    content = (
        f"{_field(0, '01')}{_field(26, account)}{_field(52, '0000')}{_field(53, '986')}"
        f"{'' if payment.amount is None else _field(54, figures(payment.amount, MOST, 'E_PIX_AMOUNT'))}"
        f"{_field(58, 'BR')}{_field(59, name(plain(payment.name), LONGEST_NAME, 'E_PIX_NAME_LEN'))}"
        f"{_field(60, town)}{_field(62, _field(5, _transaction_id(payment.transaction_id)))}6304"
    )
    return f"{content}{crc_hqx(content.encode(), 0xFFFF):04X}"


def checked_key(text: str) -> str:
    """A Pix key: CPF or CNPJ without marks, +phone, e-mail or random key. Raises InvoiceError E_PIX_KEY."""
    typed = text.strip()
    typed = typed.lower() if "@" in typed or "-" in typed else typed.upper()  # as the central bank keeps them
    if not _KEY.fullmatch(typed):
        raise InvoiceError("E_PIX_KEY", _KEY_WRONG, key=typed)
    return typed


def taken_key(text: str) -> str:
    """The key of who is paid: of a CPF or CNPJ the check digits too, since 11 digits may as well be a phone."""
    key = checked_key(text)
    if key.isalnum() and not _has_check_digits(key):
        raise InvoiceError("E_PIX_CHECK", _DIGITS_WRONG, key=key)
    return key


def plain(text: str) -> str:
    """In ASCII, which every bank reads: São Paulo is Sao Paulo; letters of other scripts go."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _has_check_digits(key: str) -> bool:
    """Whether the last two digits of a CPF or CNPJ fit (modulo 11; letters of a CNPJ count from 17)."""
    weights = _CPF_WEIGHTS if len(key) == _CPF else _CNPJ_WEIGHTS
    for body, digit in ((key[:-2], key[-2]), (key[:-1], key[-1])):
        total = sum((ord(letter) - ord("0")) * (2 + at % weights) for at, letter in enumerate(reversed(body)))
        if int(digit) != (11 - total % 11) % 11 % 10:
            return False
    return True


def _transaction_id(text: str) -> str:
    if text and not re.fullmatch(f"[A-Za-z0-9]{{1,{LONGEST_ID}}}", text):
        raise InvoiceError("E_PIX_TXID", _ID_WRONG, reference=text, most=LONGEST_ID)
    return text or NO_ID


def _field(tag: int, value: str) -> str:
    return f"{tag:02}{len(value):02}{value}"


_KEY_WRONG = N_(
    "“{key}” is not a Pix key. Type a CPF or CNPJ without dots, a phone like +5511987654321, an e-mail or a random key."
)
_DIGITS_WRONG = N_(
    "“{key}” is no CPF and no CNPJ: its last two digits do not fit. Type it again; a phone begins with +55."
)
_ID_WRONG = N_(
    "A Pix reference is made of up to {most} letters A-Z and digits, not “{reference}”. Change the invoice number."
)
