"""Account numbers: ISO 13616.

schwifty rather than python-stdnum: both agree on the check digits, but Moroccan and Algerian numbers, which banks
there print though they never registered them, are known to schwifty alone, and it says what is wrong: country,
length or check digits.
"""

import re
from typing import Final

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from models.errors import N_, InvoiceError
from models.text import cleaned

LONGEST: Final = 34  # characters of an IBAN
# Countries of the SEPA scheme by the first two letters of their accounts (EPC409-09, with those who joined in
# 2025 and 2026: AL ME MK MD RS).
SEPA: Final = re.compile(
    "A[DLT]|B[EG]|C[HYZ]|D[EK]|E[ES]|F[IR]|G[BIR]|H[RU]|I[EST]|L[ITUV]|M[CDEKT]|N[LO]|P[LT]|R[OS]|S[EIKM]|VA"
)
_WORD: Final = re.compile("^IBAN[.:]?")  # as it is copied from a letter
_OUTSIDE_EEA: Final = re.compile("A[DL]|CH|G[BI]|M[CDEK]|RS|SM|VA")  # of these countries
_QR_INSTITUTIONS: Final = range(30_000, 32_000)  # SIX, QR-bill 3.2: the IID of a QR-IBAN


def checked_iban(text: str) -> str:
    """The IBAN without blanks, upper case. Raises InvoiceError E_IBAN_CHECK: country, length or check digits."""
    typed = _WORD.sub("", "".join(cleaned(text[: LONGEST * 4]).split()).upper())
    try:
        return str(IBAN(typed))
    except SchwiftyException as error:
        raise InvoiceError("E_IBAN_CHECK", _WRONG, iban=typed[:LONGEST]) from error


def grouped(iban: str) -> str:
    """In fours, as people read it: DE89 3704 0044 0532 0130 00."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def is_sepa(iban: str) -> bool:
    """Whether a SEPA credit transfer reaches the account; one without a QR reference reaches no QR-IBAN (SIX)."""
    return SEPA.match(iban) is not None and not is_qr_iban(iban)


def needs_bic(iban: str) -> bool:
    """Whether a SEPA code has to name the bank as well: outside the European Economic Area (EPC069-12, AT-23)."""
    return _OUTSIDE_EEA.match(iban) is not None


def is_swiss(iban: str) -> bool:
    """Whether a QR-bill can name the account: Switzerland or Liechtenstein."""
    return iban.startswith(("CH", "LI"))


def is_qr_iban(iban: str) -> bool:
    """Whether the account takes payments with a QR reference, and no others."""
    return is_swiss(iban) and iban[4:9].isdecimal() and int(iban[4:9]) in _QR_INSTITUTIONS


_WRONG = N_(
    "“{iban}” is not a valid IBAN. Compare it with your bank's letter and type it again, all characters."
)
