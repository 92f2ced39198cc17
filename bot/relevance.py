"""Which settings mean anything to a merchant: who does not need a thing is not asked for it."""

from collections.abc import Callable
from typing import Final

from bot import registration
from bot.payees import COINS, can_be_swiss, has_ibans, lacking, possible_codes
from bot.rendering.codes.iban import SEPA
from models.document import languages_of
from models.merchant import Merchant

# Where dates are written by the Islamic calendar too (Unicode CLDR 48.2, calendarPreferenceData, without IL).
_HIJRI: Final = (
    "AE AF AL AZ BD BH DJ DZ EG EH ER ID IQ IR JO KM KW LB LY MA MR MV MY NE OM PK PS QA SA SD SY TD TJ TM TN TR "
    "UZ XK YE"
)
_IBAN_CURRENCIES: Final = frozenset({"EUR", "CHF"})
_PAID_BY: Final = frozenset({"iban", "pix_key", "postcode", "town"})


def is_asked_for(setting: str, merchant: Merchant) -> bool:
    """Whether a setting is shown; `bot.registration` knows those about tax."""
    rule = _RULES.get(setting)
    return rule(merchant) if rule else registration.is_asked_for(setting, merchant)


def question_after(changed: str, merchant: Merchant) -> str | None:
    """The setting that is asked for next, now that `changed` is known, so that a code or a document lacks nothing."""
    if changed in _PAID_BY and getattr(merchant, changed) and (missing := lacking(merchant)):
        return missing
    if changed == "document_language" and merchant.second_name is None and _has_two_names(merchant):
        return "second_name"
    return registration.question_after(changed, merchant)


def _has_two_names(merchant: Merchant) -> bool:
    """Documents in two languages show both; a name once given can be taken back."""
    return languages_of(merchant.document_language)[1] is not None or merchant.second_name is not None


def _has_iban(merchant: Merchant) -> bool:
    return merchant.currency in _IBAN_CURRENCIES or has_ibans(merchant.country)


def _has_account(merchant: Merchant) -> bool:
    return bool(merchant.iban or merchant.pix_key or merchant.upi_id)


def _has_bic(merchant: Merchant) -> bool:
    return merchant.iban is not None and _has_iban(merchant)


def _has_town(merchant: Merchant) -> bool:
    """Codes of Switzerland and Brazil name it, and so do electronic invoices in Europe (BT-37, BT-38)."""
    return _has_postcode(merchant) or merchant.currency == "BRL"


def _has_postcode(merchant: Merchant) -> bool:
    return can_be_swiss(merchant) or SEPA.match(merchant.country) is not None


_RULES: dict[str, Callable[[Merchant], bool]] = {
    "second_name": _has_two_names,
    "shows_hijri": lambda merchant: merchant.country in _HIJRI.split(),
    "account_name": _has_account,
    "iban": _has_iban,
    "bic": _has_bic,
    "street": can_be_swiss,
    "building_number": can_be_swiss,
    "postcode": _has_postcode,
    "town": _has_town,
    "pix_key": lambda merchant: merchant.currency == "BRL",
    "upi_id": lambda merchant: merchant.currency == "INR",
    "instapay_link": lambda merchant: merchant.currency == "EGP",
    "preferred_code": lambda merchant: len(possible_codes(merchant)) > 1,
    "cash_rounding": lambda merchant: merchant.currency in COINS,
}
