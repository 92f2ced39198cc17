"""How a merchant is paid, as typed: accounts, keys and links, each checked by the rules of the code it stands in."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Final

from schwifty import registry
from schwifty.exceptions import SchwiftyException

from bot.entries import fitting
from bot.quickline.words import latin
from bot.rendering.codes import pix, swiss
from bot.rendering.codes.epc import checked_bic
from bot.rendering.codes.iban import checked_iban, is_sepa, is_swiss, needs_bic
from bot.rendering.codes.links import checked_instapay, checked_link
from bot.rendering.codes.pix import taken_key
from bot.rendering.codes.swiss import Address, Bill, swiss_payload
from bot.rendering.codes.upi import checked_upi_id
from models.code import Kind
from models.errors import N_, UserError
from models.merchant import Merchant

LONGEST: Final = {"account_name": 70, "street": 70, "building_number": 16, "postcode": 16, "town": 35}
KINDS: Final[dict[str, str]] = {
    Kind.SWISS: N_("Swiss QR-bill"),
    Kind.EPC: N_("SEPA bank transfer"),
    Kind.PIX: N_("Pix"),
    Kind.UPI: N_("UPI"),
    Kind.INSTAPAY: N_("InstaPay"),
    Kind.LINK: N_("Payment link"),
}
# The smallest coin where amounts in cash are rounded to it. CHF, CAD, DKK: Unicode CLDR (cashRounding); the others
# as public tables of cash rounding agree, read 2026-11-22. Belongs to the currency: an account in EUR, say, has none.
COINS: Final = {
    code: Decimal(coin)
    for coin, codes in {
        "0.05": "CHF CAD AUD SGD MYR", "0.10": "NZD ZAR ILS", "0.50": "DKK", "1": "SEK NOK CZK", "5": "HUF",
    }.items()
    for code in codes.split()
}  # fmt: skip
_EXAMPLE: Final = (
    "CH9300762011623852957"  # of a Swiss account: the address is checked whatever the merchant's is
)

_NO_KIND = N_("Please tap one of the buttons.")
_NO_LATIN = N_("A Pix code takes Latin letters alone. Type this in them, as your bank has it.")
_NO_COIN = N_("Amounts in {currency} are rounded to {coin} or not at all. Please tap a button.")


def iban(text: str, _merchant: Merchant) -> str:
    """Without blanks, upper case, its check digits right."""
    return checked_iban(latin(text))


def bic(text: str, _merchant: Merchant) -> str:
    """8 or 11 characters, upper case."""
    return checked_bic(latin(text)[: LONGEST["account_name"]])


def pix_key(text: str, _merchant: Merchant) -> str:
    """CPF, CNPJ, phone, e-mail or random key."""
    return taken_key(latin(text))


def upi_id(text: str, _merchant: Merchant) -> str:
    """shop@bank."""
    return checked_upi_id(latin(text))


def instapay_link(text: str, _merchant: Merchant) -> str:
    """As the app makes it."""
    return checked_instapay(latin(text))


def payment_link(text: str, _merchant: Merchant) -> str:
    """https, with gaps or without."""
    return checked_link(latin(text))


def account_name(text: str, merchant: Merchant) -> str:
    """Whom the bank knows the account by."""
    return _addressed(text, merchant, "account_name", lambda name: Address(name, "", "", "1", "A", "CH"))


def street(text: str, merchant: Merchant) -> str:
    """Of the account's owner, as the Swiss code has it."""
    return _addressed(text, merchant, "street", lambda street: Address("A", street, "", "1", "A", "CH"))


def building_number(text: str, merchant: Merchant) -> str:
    """Its number in the street."""
    return _addressed(
        text, merchant, "building_number", lambda number: Address("A", "", number, "1", "A", "CH")
    )


def postcode(text: str, merchant: Merchant) -> str:
    """Its postcode."""
    return _addressed(text, merchant, "postcode", lambda postcode: Address("A", "", "", postcode, "A", "CH"))


def town(text: str, merchant: Merchant) -> str:
    """Its town."""
    return _addressed(text, merchant, "town", lambda town: Address("A", "", "", "1", town, "CH"))


def preferred_code(text: str, merchant: Merchant) -> str:
    """One of the codes that can stand on this merchant's invoices."""
    if text not in possible_codes(merchant):
        raise UserError(_NO_KIND)
    return text


def cash_rounding(text: str, merchant: Merchant) -> Decimal:
    """The currency's smallest coin: there is no other to round to."""
    coin = COINS.get(merchant.currency)
    if coin is None or latin(text).strip() != f"{coin}":
        raise UserError(_NO_COIN, currency=merchant.currency, coin=coin or 0)
    return coin


def possible_codes(merchant: Merchant) -> list[Kind]:
    """The kinds of code the settings are complete for, in the order they are tried; see `codes.choosing`."""
    account, money = merchant.iban or "", merchant.currency
    is_possible = {
        Kind.SWISS: can_be_swiss(merchant) and lacking(merchant) is None,
        Kind.EPC: money == "EUR" and is_sepa(account) and not _lacks_bic(merchant),
        Kind.PIX: _can_be_pix(merchant) and lacking(merchant) is None,
        Kind.UPI: money == "INR" and bool(merchant.upi_id),
        Kind.INSTAPAY: money == "EGP" and bool(merchant.instapay_link),
        Kind.LINK: bool(merchant.payment_link),
    }
    return [kind for kind, possible in is_possible.items() if possible]


def can_be_swiss(merchant: Merchant) -> bool:
    """Whether a Swiss QR code can name the account, once the address is known."""
    return merchant.currency in swiss.CURRENCIES and is_swiss(merchant.iban or "")


def lacking(merchant: Merchant) -> str | None:
    """The first setting that the code of the account needs and has not, or not in letters it can carry; else None."""
    if can_be_swiss(merchant):
        parts: tuple[str, ...] = ("postcode", "town", "street", "building_number", "account_name")
    elif _can_be_pix(merchant):
        parts = ("town", "account_name")
    else:
        parts = ()
        if merchant.currency == "EUR" and is_sepa(merchant.iban or "") and _lacks_bic(merchant):
            return "bic"
    return next((part for part in parts if not _is_carried(part, merchant)), None)


def has_ibans(country: str) -> bool:
    """Whether banks of this country (ISO 3166-1) number their accounts so."""
    try:
        registry.get_iban_spec(country)
    except SchwiftyException:
        return False
    return True


def _addressed(text: str, merchant: Merchant, field: str, address: Callable[[str], Address]) -> str:
    """A part of the owner's address; where a code will carry it, in letters such a code takes."""
    value = fitting(latin(text), LONGEST[field])
    if can_be_swiss(merchant):
        swiss_payload(Bill(_EXAMPLE, address(value), Decimal(1), "CHF"))
    if _can_be_pix(merchant) and not pix.plain(value).strip():
        raise UserError(_NO_LATIN)
    return value


def _can_be_pix(merchant: Merchant) -> bool:
    return merchant.currency == "BRL" and merchant.pix_key is not None


def _lacks_bic(merchant: Merchant) -> bool:
    return merchant.bic is None and needs_bic(merchant.iban or "")


def _is_carried(part: str, merchant: Merchant) -> bool:
    """Whether a code can say it: what is set, the business's own name for the holder's, nothing for a street."""
    own = (merchant.legal_name or merchant.name)[: LONGEST[part]] if part == "account_name" else ""
    value = getattr(merchant, part) or own
    if not value:
        return part in {"street", "building_number"}
    with suppress(UserError):
        return bool(_PARTS[part](value, merchant))
    return False


_PARTS: Final = {
    "postcode": postcode, "town": town, "street": street, "building_number": building_number,
    "account_name": account_name,
}  # fmt: skip
