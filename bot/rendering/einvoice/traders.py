"""Who sells and who buys, as EN 16931 tells them apart."""

import re
from dataclasses import dataclass
from typing import Final

from models.countries import country as country_of
from models.document import Party

_FOREIGN: Final = ("EL", "XI")  # Greece and Northern Ireland have a prefix of their own


@dataclass(frozen=True)
class Trader:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str  # BT-27, BT-44
    trading_name: str | None  # BT-28
    identifier: str | None  # BT-29, BT-46
    registration_number: str | None  # BT-30
    tax_number: str | None  # BT-31, BT-48
    address: tuple[str, ...]  # three lines at most
    town: str | None
    postcode: str | None
    country: str | None
    email: str | None  # BT-34, BT-49


def trader_of(party: Party, home: str, *, taxed: bool) -> Trader:
    """`taxed`: the document is within the scope of tax; else tax numbers are no more than names (BR-O-02)."""
    country = party.country or home
    first, second, *more = [*filter(None, (party.address or "").split("\n")), "", ""]
    legal = party.legal_name or party.name
    return Trader(
        name=legal,
        trading_name=party.name if party.name != legal else None,
        identifier=None if taxed else party.tax_number,
        registration_number=party.registration_number,
        tax_number=prefixed(party.tax_number, country) if taxed and party.tax_number else None,
        address=tuple(filter(None, (first, second, ", ".join(filter(None, more))))),
        town=party.town,
        postcode=party.postcode,
        country=country,
        email=party.email,
    )


def prefixed(number: str, country: str) -> str:
    """A tax number as BR-CO-09 has it: no blanks, its country's code before it."""
    bare = re.sub(r"[\s.\-/]", "", number).upper()
    if bare[:2] in _FOREIGN or country_of(bare[:2]):
        return bare
    return ("EL" if country == "GR" else country) + bare
