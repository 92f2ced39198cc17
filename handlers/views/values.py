"""Values of the settings as people read them, and ready answers to choose from."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.numbers import get_currency_name
from markupsafe import Markup, escape

from bot.language import LANGUAGES, Texts
from bot.preferences import DIGITS, Setting
from bot.rendering.formats import day, percent
from bot.screens import Button, Rows, columns
from handlers.taps import ChooseSetting
from handlers.views.parts import shortened
from models.countries import country, likely_countries
from models.member import Member
from models.merchant import Merchant


@dataclass(frozen=True)
class Account:
    """Whose settings they are, and what the next invoice would be numbered."""

    merchant: Merchant
    member: Member
    next_number: str

    def value(self, setting: Setting) -> object:
        """What it is set to."""
        return getattr(self.member if setting.personal else self.merchant, setting.name)


def shown(t: Texts, account: Account, setting: Setting, most: int | None = None) -> Markup:
    """The value as HTML in the reader's language; what was typed is cut to one line of `most` characters, if given."""
    value = account.value(setting)
    if value is None:
        return Markup(t("not set"))  # noqa: S704 - a sentence of ours
    show = _SHOWN.get(setting.name)
    if show is not None:
        return escape(t.isolated(show(t, account, value)))
    return escape(t.isolated(shortened(str(value), most) if most else str(value)))


def _number(t: Texts, account: Account, pattern: object) -> str:
    return t.plain("{pattern} (the next one is {number})", pattern=pattern, number=account.next_number)


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
        day(a.merchant.einvoice_since, t.language) if a.merchant.einvoice_since else ""
    ),
    "tax_rate": lambda t, a, _value: (
        percent(a.merchant.tax_rate, t.language) if a.merchant.tax_rate else t.plain("no tax")
    ),
    "number_pattern": _number,
    "currency": lambda t, _account, value: t.plain(
        "{code}, {name}", code=value, name=get_currency_name(str(value), locale=t.language)
    ),
    "country": lambda t, _account, value: _country(t, value),
    "document_language": lambda _t, _account, value: LANGUAGES[str(value)],
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
    usual = [(percent(home.tax_rate, t.language), str(home.tax_rate))] if home and home.tax_rate else []
    return [*usual, (t.plain("No tax"), "0")]


def _currencies(_t: Texts, merchant: Merchant) -> list[tuple[str, str]]:
    home = country(merchant.country)
    return [(code, code) for code in dict.fromkeys((home.currency if home else "USD", "USD", "EUR", "SAR"))]


def _time_zones(_t: Texts, merchant: Merchant) -> list[tuple[str, str]]:
    home = country(merchant.country)
    return [(zone, zone) for zone in home.time_zones[:6]] if home else []


_OFFERED: dict[str, Callable[[Texts, Merchant], list[tuple[str, str]]]] = {
    "payment_days": lambda _t, _merchant: [(days, days) for days in ("0", "7", "14", "30")],
    "tax_rate": _rates,
    "currency": _currencies,
    "country": lambda t, _merchant: [(_country(t, c.code), c.code) for c in likely_countries(t.language)],
    "time_zone": _time_zones,
    "document_language": lambda _t, _merchant: [(name, code) for code, name in LANGUAGES.items()],
    "language": lambda _t, _merchant: [(name, code) for code, name in LANGUAGES.items()],
    "digits": lambda _t, _merchant: [(look, key) for key, look in DIGITS.items()],
}
