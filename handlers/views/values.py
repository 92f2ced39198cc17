"""Values of the settings as people read them, and ready answers to choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.numbers import get_currency_name
from markupsafe import Markup, escape

from bot.entries import city
from bot.language import LANGUAGES, Texts
from bot.looks import ACCENTS, TEMPLATES
from bot.payees import COINS, KINDS, possible_codes
from bot.preferences import DIGITS, WRITTEN_IN, Setting
from bot.rendering.codes.iban import grouped
from bot.rendering.formats import day, money, percent
from bot.screens import Button, Rows, columns
from handlers.taps.account import ChooseSetting
from handlers.views.parts import shortened
from models.countries import country, likely_countries
from models.document import ACCENT
from models.errors import N_
from models.member import Member
from models.merchant import Merchant


@dataclass(frozen=True)
class Account:
    """Whose settings they are, and the next number of each kind of document by the setting that holds its pattern."""

    merchant: Merchant
    member: Member
    next_numbers: Mapping[str, str]

    def value(self, setting: Setting) -> object:
        """What it is set to."""
        return getattr(self.member if setting.personal else self.merchant, setting.name)


def shown(t: Texts, account: Account, setting: Setting, most: int | None = None) -> Markup:
    """The value as HTML in the reader's language; what was typed is cut to one line of `most` characters, if given."""
    value = account.value(setting)
    if value is None:
        return Markup(t(_UNSET.get(setting.name, N_("not set"))))  # noqa: S704 - a sentence of ours
    show = _SHOWN.get(setting.name)
    if show is not None:
        return escape(t.isolated(show(t, account, value)))
    return escape(t.isolated(shortened(str(value), most) if most else str(value)))


_UNSET = {
    "accent": ACCENTS[ACCENT],
    "preferred_code": N_("the first that fits"),
    "cash_rounding": N_("no"),
}


def _number(setting: str) -> Callable[[Texts, Account, object], str]:
    return lambda t, account, pattern: t.plain(
        "{pattern} (the next one is {number})", pattern=pattern, number=account.next_numbers[setting]
    )


def _yes_or_no(t: Texts, _account: Account, value: object) -> str:
    return t.plain("yes") if value else t.plain("no")


def _registration(t: Texts, account: Account, _registered: object) -> str:
    merchant = account.merchant
    if merchant.tax_registered and not merchant.charges_tax:
        return t.plain("yes; invoices carry no tax until your tax number is here")
    return t.plain("yes") if merchant.tax_registered else t.plain("no")


def _country(t: Texts, code: object) -> str:
    found = country(str(code))
    return f"{found.flag} {found.name(t.language)}" if found else str(code)


_SHOWN: dict[str, Callable[[Texts, Account, object], str]] = {
    "logo_id": lambda t, _account, _value: t.plain("there is one"),
    "tax_registered": _registration,
    "einvoice_since": lambda t, a, _value: (
        day(a.merchant.einvoice_since, t.language, t.digits) if a.merchant.einvoice_since else ""
    ),
    "tax_rate": lambda t, a, _value: (
        percent(a.merchant.tax_rate, t.language, t.digits) if a.merchant.tax_rate else t.plain("no tax")
    ),
    "number_pattern": _number("number_pattern"),
    "credit_note_pattern": _number("credit_note_pattern"),
    "sends_receipts": _yes_or_no,
    "is_express": _yes_or_no,
    "shows_words": _yes_or_no,
    "shows_hijri": _yes_or_no,
    "template": lambda t, _account, value: t.plain(TEMPLATES.get(str(value), "{value}"), value=value),
    "accent": lambda t, _account, value: t.plain(ACCENTS.get(str(value), "{value}"), value=value),
    "iban": lambda _t, _account, value: grouped(str(value)),
    "preferred_code": lambda t, _account, value: t.plain(KINDS[str(value)]),
    "cash_rounding": lambda t, a, _value: (
        _coin(t, a.merchant) if a.merchant.cash_rounding is not None else ""
    ),
    "currency": lambda t, _account, value: t.plain(
        "{code}, {name}", code=value, name=get_currency_name(str(value), locale=t.language)
    ),
    "country": lambda t, _account, value: _country(t, value),
    "time_zone": lambda t, _account, value: city(str(value), t.language),
    "document_language": lambda _t, _account, value: WRITTEN_IN[str(value)],
    "language": lambda _t, _account, value: LANGUAGES[str(value)],
    "digits": lambda _t, _account, value: DIGITS[str(value)],
}


def choices(t: Texts, account: Account, setting: Setting) -> Rows:
    """Ready answers, where few are likely."""
    offered = _OFFERED.get(setting.name)
    pairs = offered(t, account.merchant) if offered else []
    return columns([Button(label, ChooseSetting(setting.name, answer)) for label, answer in pairs], 2)


def _rates(t: Texts, merchant: Merchant) -> list[tuple[str, str]]:
    home = country(merchant.country)
    usual = (
        [(percent(home.tax_rate, t.language, t.digits), str(home.tax_rate))] if home and home.tax_rate else []
    )
    return [*usual, (t.plain("No tax"), "0")]


def _currencies(_t: Texts, merchant: Merchant) -> list[tuple[str, str]]:
    home = country(merchant.country)
    return [(code, code) for code in dict.fromkeys((home.currency if home else "USD", "USD", "EUR", "SAR"))]


def _time_zones(t: Texts, merchant: Merchant) -> list[tuple[str, str]]:
    home = country(merchant.country)
    return [(city(zone, t.language), zone) for zone in home.time_zones[:6]] if home else []


def _yes_no(t: Texts, _merchant: Merchant) -> list[tuple[str, str]]:
    return [(t.plain("Yes"), "yes"), (t.plain("No"), "no")]


def _coin(t: Texts, merchant: Merchant) -> str:
    return t.plain(
        "to {amount}", amount=money(COINS[merchant.currency], merchant.currency, t.language, t.digits)
    )


_OFFERED: dict[str, Callable[[Texts, Merchant], list[tuple[str, str]]]] = {
    "payment_days": lambda _t, _merchant: [(days, days) for days in ("0", "7", "14", "30")],
    "tax_rate": _rates,
    "currency": _currencies,
    "country": lambda t, _merchant: [(_country(t, c.code), c.code) for c in likely_countries(t.language)],
    "time_zone": _time_zones,
    "document_language": lambda _t, _merchant: [(name, code) for code, name in WRITTEN_IN.items()],
    "sends_receipts": _yes_no,
    "is_express": _yes_no,
    "shows_words": _yes_no,
    "shows_hijri": _yes_no,
    "template": lambda t, _merchant: [(t.plain(name), key) for key, name in TEMPLATES.items()],
    "accent": lambda t, _merchant: [(t.plain(name), key) for key, name in ACCENTS.items()],
    "preferred_code": lambda t, merchant: [(t.plain(KINDS[kind]), kind) for kind in possible_codes(merchant)],
    "cash_rounding": lambda t, merchant: (
        [(_coin(t, merchant), f"{COINS[merchant.currency]}")] if merchant.currency in COINS else []
    ),
    "language": lambda _t, _merchant: [(name, code) for code, name in LANGUAGES.items()],
    "digits": lambda _t, _merchant: [(look, key) for key, look in DIGITS.items()],
}
