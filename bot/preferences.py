"""The settings of a merchant: what each is called in its row, and how a typed answer is read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from bot import entries, looks, payees
from bot.entries import LONGEST_NAME, LONGEST_NUMBER, LONGEST_TEXT, fitting
from bot.language import LANGUAGES
from bot.quickline.contacts import parse_email
from models.document import DOCUMENT_LANGUAGES
from models.merchant import Merchant
from models.numbering import check_apart, checked_pattern

DIGITS: Final = {"latn": "123", "arab": "١٢٣"}


def _written_in(first: str, *second: str) -> str:
    return " ".join((LANGUAGES[first], *(f"(+ {LANGUAGES[code]})" for code in second)))


WRITTEN_IN: Final = {choice: _written_in(*choice.split("-")) for choice in DOCUMENT_LANGUAGES}
"""The languages of a document as buttons name them, each in itself. The second is in brackets: a line runs in the
direction of its first word, so with a sign between them both orders would look the same."""


@dataclass(frozen=True)
class Setting:
    """One setting: `name` is its column; `read` gives its value or raises UserError."""

    name: str
    read: Callable[[str, Merchant], Any]
    most: int | None = None  # characters
    optional: bool = False  # may be cleared
    lines: bool = False  # keeps line breaks
    personal: bool = False  # a column of the member, not of the merchant
    confirmed: bool = False  # asked twice, and told to the others: money goes where it says


def _text(name: str, most: int, **flags: bool) -> Setting:
    return Setting(name, lambda text, _merchant: fitting(text, most), most, **flags)


def _addressed(name: str, read: Callable[[str, Merchant], str]) -> Setting:
    return Setting(name, read, payees.LONGEST[name], optional=True)


def _paid(name: str, read: Callable[[str, Merchant], str]) -> Setting:
    return Setting(name, read, optional=True, confirmed=True)


def _number_pattern(text: str, merchant: Merchant) -> str:
    pattern = checked_pattern(text)
    check_apart(pattern, merchant.credit_note_pattern)
    return pattern


def _credit_note_pattern(text: str, merchant: Merchant) -> str:
    pattern = checked_pattern(text)
    check_apart(merchant.number_pattern, pattern)
    return pattern


SETTINGS: Final = {
    setting.name: setting
    for setting in (
        _text("name", LONGEST_NAME),
        _text("second_name", LONGEST_NAME, optional=True),
        _text("legal_name", LONGEST_NAME, optional=True),
        Setting("registration_number", entries.register_number, LONGEST_NUMBER, optional=True),
        _text("address", LONGEST_TEXT, optional=True, lines=True),
        Setting("email", lambda text, _merchant: parse_email(text), optional=True),
        Setting("phone", entries.phone, optional=True),
        Setting("country", entries.country),
        Setting("currency", entries.currency),
        Setting("time_zone", entries.time_zone),
        Setting("document_language", partial(entries.one_of, WRITTEN_IN)),
        Setting("number_pattern", _number_pattern),
        Setting("credit_note_pattern", _credit_note_pattern),
        Setting("payment_days", entries.days),
        _text("payment_terms", LONGEST_TEXT, optional=True, lines=True),
        Setting("sends_receipts", entries.yes_or_no),
        Setting("is_express", entries.yes_or_no),
        Setting("template", looks.template),
        Setting("accent", looks.accent, optional=True),
        Setting("logo_id", entries.picture, optional=True),
        Setting("shows_words", entries.yes_or_no),
        Setting("shows_hijri", entries.yes_or_no),
        Setting("digits", partial(entries.one_of, DIGITS)),
        Setting("tax_registered", entries.yes_or_no),
        Setting("tax_number", entries.tax_number, LONGEST_NUMBER, optional=True),
        Setting("tax_rate", entries.rate),
        Setting("einvoice_since", entries.whole_date, optional=True),
        _text("bank_details", LONGEST_TEXT, optional=True, lines=True, confirmed=True),
        _paid("iban", payees.iban),
        Setting("bic", payees.bic, optional=True),
        _addressed("account_name", payees.account_name),
        _addressed("street", payees.street),
        _addressed("building_number", payees.building_number),
        _addressed("postcode", payees.postcode),
        _addressed("town", payees.town),
        _paid("pix_key", payees.pix_key),
        _paid("upi_id", payees.upi_id),
        _paid("instapay_link", payees.instapay_link),
        _paid("payment_link", payees.payment_link),
        Setting("preferred_code", payees.preferred_code, optional=True),
        Setting("cash_rounding", payees.cash_rounding, optional=True),
        Setting("language", partial(entries.one_of, LANGUAGES), personal=True),
    )
}
