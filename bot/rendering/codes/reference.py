"""References a bank can check: RF of ISO 11649, and the QR reference of Swiss bills."""

import re
from itertools import accumulate
from typing import Final

from models.errors import N_, InvoiceError

LONGEST_BODY: Final = 21  # characters after RF and the check digits
QR_DIGITS: Final = 27  # with the check digit
_RF = re.compile("RF[0-9]{2}[0-9A-Z]{1,21}")
_CARRIES: Final = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)  # modulo 10, recursive


def body_of(number: str) -> str:
    """The letters and digits of an invoice number: INV-2026-00042 is INV202600042."""
    return re.sub("[^0-9A-Z]", "", number.upper())


def rf_reference(body: str) -> str:
    """RF18539007547034 for 539007547034. Raises InvoiceError E_RF_BODY unless 1 to 21 letters A-Z and digits."""
    if not re.fullmatch("[0-9A-Z]{1,21}", body):
        raise InvoiceError("E_RF_BODY", _BODY, body=body, most=LONGEST_BODY)
    return f"RF{98 - _remainder(body, '00'):02}{body}"


def checked_rf(text: str) -> str:
    """The reference without blanks, upper case. Raises InvoiceError E_RF_CHECK."""
    typed = "".join(text.split()).upper()
    if not _RF.fullmatch(typed) or _remainder(typed[4:], typed[2:4]) != 1:
        raise InvoiceError("E_RF_CHECK", _RF_WRONG, reference=typed)
    return typed


def qr_reference(digits: str) -> str:
    """27 digits: up to 26 with zeros before and the check digit behind. Raises InvoiceError E_QRR_BODY."""
    if not re.fullmatch(f"[0-9]{{1,{QR_DIGITS - 1}}}", digits) or not digits.strip("0"):
        raise InvoiceError("E_QRR_BODY", _QR_BODY, digits=digits, most=QR_DIGITS - 1)
    body = digits.rjust(QR_DIGITS - 1, "0")
    return f"{body}{_check_digit(body)}"


def checked_qr(text: str) -> str:
    """The QR reference without blanks. Raises InvoiceError E_QRR_CHECK."""
    typed = "".join(text.split())
    if not re.fullmatch(f"[0-9]{{{QR_DIGITS}}}", typed) or int(typed[-1]) != _check_digit(typed[:-1]):
        raise InvoiceError("E_QRR_CHECK", _QR_WRONG, reference=typed)
    return typed


def _remainder(body: str, check_digits: str) -> int:
    """Modulo 97 of body, RF and check digits, letters as 10 to 35."""
    return int("".join(str(int(letter, 36)) for letter in f"{body}RF{check_digits}")) % 97


def _check_digit(digits: str) -> int:
    *_, carry = accumulate(map(int, digits), lambda carry, digit: _CARRIES[(carry + digit) % 10], initial=0)
    return (10 - carry) % 10


_BODY = N_(
    "A payment reference is made of 1 to {most} letters A-Z and digits, not “{body}”. Change the invoice number."
)
_RF_WRONG = N_("“{reference}” is not a valid RF reference: its check digits do not fit. Type it again.")
_QR_BODY = N_(
    "A QR reference is made of up to {most} digits that are not all 0, not “{digits}”. Change the invoice number."
)
_QR_WRONG = N_(
    "“{reference}” is not a valid QR reference: 27 digits, the last one a check digit. Type it again."
)
