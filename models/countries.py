"""What a country settles for a merchant: currency, time zone, usual tax rate. Facts and sources: countries.json."""

import json
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from models.text import folded

LONGEST_NAME = 60
FACTS: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166-1 code; `tax_rate` in percent, 0 where none is known."""

    code: str
    currency: str  # ISO 4217
    time_zone: str  # IANA
    tax_rate: Decimal
    rate_is_known: bool

    @property
    def flag(self) -> str:
        """Its flag: the code in regional indicator letters."""
        return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in self.code)

    def name(self, language: str) -> str:
        """Its name in `language`, from CLDR."""
        return str(Locale.parse(language).territories[self.code])

    @property
    def time_zones(self) -> list[str]:
        """Every IANA zone of the country, its usual one first."""
        zones = get_global("zone_territories").items()
        return [self.time_zone, *sorted(z for z, code in zones if code == self.code and z != self.time_zone)]


_COUNTRIES = {
    row["code"]: Country(
        row["code"], row["currency"], row["time_zone"], Decimal(row.get("tax_rate", 0)), "tax_rate" in row
    )
    for row in FACTS["countries"]
}  # fmt: skip


def country(code: str) -> Country | None:
    """The country with this ISO 3166-1 alpha-2 code."""
    return _COUNTRIES.get(code)


def likely_countries(language: str) -> list[Country]:
    """Where those who chat in `language` most likely are, the likeliest first."""
    return [_COUNTRIES[code] for code in FACTS["likely"][language]]


def country_named(text: str) -> Country | None:
    """The one country called exactly this: its name in English or Arabic, its ISO code, a usual short name."""
    code = _names().get(_key(text))
    return _COUNTRIES[code] if code else None


def countries_like(text: str, limit: int = 6) -> list[Country]:
    """Countries whose name begins with, holds, or nearly is `text`, in that order."""
    wanted, names = _key(text), _names()
    if len(wanted) < 2:
        return []
    nearest = (
        *(name for name in names if name.startswith(wanted)),
        *(name for name in names if wanted in name),
        *get_close_matches(wanted, names, n=limit, cutoff=0.7),
    )
    return [_COUNTRIES[code] for code in list(dict.fromkeys(names[name] for name in nearest))[:limit]]


def _key(text: str) -> str:
    """A name as it is compared: folded, without the Arabic article."""
    return folded(text[:LONGEST_NAME]).removeprefix("ال")


@cache
def _names() -> dict[str, str]:
    """Every way to name a country, to its code."""
    named: dict[str, str] = {}
    for row in FACTS["countries"]:
        code = row["code"]
        names = (_COUNTRIES[code].name(language) for language in ("en", "ar"))
        named |= {_key(name): code for name in (code, *row.get("aliases", ()), *names)}
    for alias, codes in get_global("territory_aliases").items():  # ISO 3166-1 alpha-3 among them
        if len(alias) == 3 and len(codes) == 1 and codes[0] in _COUNTRIES:
            named.setdefault(_key(alias), codes[0])
    return named
