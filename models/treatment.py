"""How something may be free of tax in a country, and the reasons for it that its law knows.

Facts, dates and sources: "taxation" in countries.json. Which category demands what: `models.tax`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from models.countries import FACTS
from models.document import DOCUMENT_LANGUAGES, languages_of
from models.tax import TaxCategory

_EU = "EU"


@dataclass(frozen=True)
class Reason:
    """Why nothing is charged, as printed (BT-120), and its code in the lists of VATEX codes (BT-121)."""

    key: str
    category: TaxCategory
    en: str
    ar: str
    code: str | None = None
    export: bool = False

    @property
    def texts(self) -> set[str]:
        """However it may stand on a document."""
        return {self.text(choice) for choice in DOCUMENT_LANGUAGES}

    def text(self, document_language: str) -> str:
        """As it stands on a document in one of `DOCUMENT_LANGUAGES`; in two languages the leading one first."""
        leading, second = languages_of(document_language)
        said = {"en": self.en, "ar": self.ar}
        return " / ".join(dict.fromkeys(said[language] for language in (leading, second) if language))


def in_eu(country: str | None) -> bool:
    """Whether it is a member state of the European Union."""
    return country in FACTS["taxation"]["eu_members"]


def treatments_of(country: str) -> tuple[TaxCategory, ...]:
    """What sellers there may choose instead of a rate: Z and E everywhere; AE where it is known; K and G in the EU."""
    reverse = in_eu(country) or country in FACTS["taxation"]["reverse_charge"]
    within = (TaxCategory.K, TaxCategory.G) if in_eu(country) else ()
    return (TaxCategory.Z, TaxCategory.E, *((TaxCategory.AE,) if reverse else ()), *within)


def needs_reason(country: str, category: TaxCategory) -> bool:
    """Whether the invoice has to say why: E everywhere (BR-E-10), Z where the law asks for it."""
    if category == TaxCategory.Z:
        return country in FACTS["taxation"]["zero_needs_reason"]
    return category == TaxCategory.E


def reasons_of(country: str, category: TaxCategory) -> tuple[Reason, ...]:
    """The usual reasons there, its own first; there may be none."""
    return tuple(reason for reason in _reasons(country) if reason.category == category)


def export_reason(country: str) -> Reason | None:
    """What a zero-rated export is called there; None where the law knows several kinds, so that one is chosen."""
    known = [reason for reason in _reasons(country) if reason.export]
    if len(known) > 1:
        return None
    return known[0] if known else _reason(FACTS["taxation"]["export"])


def reason_of(country: str, printed: str) -> Reason | None:
    """The usual reason that stands on a document in these words; None for what was typed."""
    known = (*_reasons(country), _reason(FACTS["taxation"]["export"]))
    return next((reason for reason in known if printed in reason.texts), None)


@cache
def _reasons(country: str) -> tuple[Reason, ...]:
    listed = FACTS["taxation"]["reasons"]
    own = listed.get(country, {}).get("reasons", [])
    shared = listed[_EU]["reasons"] if in_eu(country) else []
    return tuple(_reason(row) for row in (*own, *shared))


def _reason(row: dict[str, Any]) -> Reason:
    return Reason(**row | {"category": TaxCategory(row["category"])})
