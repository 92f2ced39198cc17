"""Payment links a merchant pastes: https alone, with gaps for amount and number; InstaPay's as the app makes them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import quote, urlsplit

from models.errors import N_, InvoiceError
from models.money import minor_units, rounded

LONGEST: Final = 500  # characters
_GAP = re.compile(r"\{(amount|currency|number)\}")
_INSTAPAY = re.compile(r"https://ipn\.eg/S/([A-Za-z0-9._-]{1,64})/instapay/[A-Za-z0-9]{6}")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}")
_WRITTEN = re.compile(r"https://[!-~]+", re.IGNORECASE)  # a link as it is copied: ASCII without blanks


@dataclass(frozen=True)
class Due:
    """What fills the gaps of a link."""

    amount: Decimal
    currency: str
    number: str


def checked_link(text: str) -> str:
    """The link with its gaps {amount} {number} {currency}, as typed. Raises InvoiceError E_LINK_..."""
    typed = text.strip()
    if not _WRITTEN.fullmatch(typed) or len(typed) > LONGEST:
        raise InvoiceError("E_LINK_FORM", _FORM, most=LONGEST)
    _check_gaps(typed)
    host_of(typed)
    return typed


def host_of(link: str) -> str:
    """Whom the payer will deal with, for the merchant to confirm: paypal.me. Raises InvoiceError E_LINK_HOST."""
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvoiceError("E_LINK_HOST", _HOST_WRONG) from error
    if "@" in parts.netloc or port is not None or not _HOST.fullmatch(host):
        raise InvoiceError(
            "E_LINK_HOST", _HOST_WRONG
        )  # https://bank.example@thief.example shows the wrong one
    return host


def filled(link: str, due: Due) -> str:
    """The link of one invoice, values encoded: https://paypal.me/shop/{amount}{currency} ends in 342.00EUR."""
    amount = rounded(due.amount, minor_units(due.currency))
    values = {"amount": f"{amount:f}", "number": quote(due.number, safe=""), "currency": due.currency}
    return _GAP.sub(lambda gap: values[gap[1]], checked_link(link))


def checked_instapay(text: str) -> str:
    """A personal InstaPay link. Raises InvoiceError E_INSTAPAY_LINK: it cannot be computed, only copied."""
    typed = text.strip()
    if not _INSTAPAY.fullmatch(typed):
        raise InvoiceError("E_INSTAPAY_LINK", _INSTAPAY_WRONG)
    return typed


def instapay_address(link: str) -> str:
    """What a payer can type instead of scanning: coffeeshop@instapay."""
    found = _INSTAPAY.fullmatch(checked_instapay(link))
    return f"{found[1]}@instapay" if found else ""


def _check_gaps(link: str) -> None:
    if re.search("[{}]", _GAP.sub("", link)):
        raise InvoiceError("E_LINK_GAP", _GAP_WRONG, gaps="{amount} {currency} {number}")


_FORM = N_(
    "A payment link begins with https://, has no blanks, Latin letters alone and at most {most} characters. Copy it "
    "from your payment provider and paste it here."
)
_HOST_WRONG = N_(
    "I cannot see whose page this payment link opens. Paste one that names its site, like https://paypal.me/shop."
)
_GAP_WRONG = N_(
    "A payment link can have these gaps and no other braces: {gaps}. Correct the link and paste it again."
)
_INSTAPAY_WRONG = N_(
    "This is not an InstaPay link. Copy it in the InstaPay app; it looks like https://ipn.eg/S/coffeeshop/instapay/7NdOtO."
)
