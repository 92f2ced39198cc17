"""What a country asks of a business registered for tax: numbers, titles, rounding, and duties a PDF does not meet.

Facts, dates and sources: countries.json. A country without an entry has the defaults: any number, a plain "Invoice".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal

from models.countries import FACTS, country

Title = Literal["invoice", "tax_invoice", "simplified_tax_invoice", "credit_note", "tax_credit_note"]
Rounding = Literal["group", "line"]
_EACH = "each"


@dataclass(frozen=True)
class Einvoicing:
    """An electronic system invoices have to pass; `system` names the warning, and the disclaimer if there is one."""

    system: str
    since: date | None  # None: each business is given a date of its own
    has_disclaimer: bool

    @property
    def asks_since(self) -> bool:
        """Whether a business has to be asked when it was called."""
        return self.since is None


@dataclass(frozen=True)
class Rules:
    """The rules of one country for its registered businesses."""

    tax: Literal["vat", "gst"] = "vat"  # what the tax is called
    number: str | None = None  # a tax number matches this pattern whole; None: any
    example: str | None = None  # a tax number to show as one
    title: Title = "invoice"
    simplified: Title | None = None  # the title for a buyer who is not registered
    simplified_up_to: Decimal | None = None  # total with tax, in the country's currency: enough for it too
    buyer_numbers: str | None = None  # what says that a buyer's there does not match; None: any does
    exports_in_full: bool = False  # never a simplified one, whoever buys
    credit_note: Title = "credit_note"
    rounding: Rounding = "group"
    einvoicing: Einvoicing | None = None

    @property
    def distinguishes_buyers(self) -> bool:
        """Whether the title depends on the buyer's registration."""
        return self.simplified is not None

    def title_for(
        self, *, buyer_is_registered: bool, total: Decimal | None, is_export: bool = False
    ) -> Title:
        """The title of an invoice that has tax; `total` with tax, None if it is in another currency."""
        if self.simplified is None or (is_export and self.exports_in_full):
            return self.title
        limit = self.simplified_up_to
        is_small = limit is not None and total is not None and total <= limit
        return self.simplified if is_small or not buyer_is_registered else self.title


_AS_WRITTEN: Final = (
    "tax", "number", "example", "title", "simplified", "buyer_numbers", "exports_in_full", "credit_note", "rounding",
)  # fmt: skip


@cache
def rules_of(code: str) -> Rules:
    """The rules of a country by its ISO 3166-1 code."""
    row = FACTS["registration"]["countries"].get(code, {})
    known = {name: row[name] for name in _AS_WRITTEN if name in row}
    limit = row.get("simplified_up_to")
    return Rules(
        **known,
        simplified_up_to=Decimal(limit) if limit else None,
        einvoicing=_einvoicing(row.get("einvoicing")),
    )


def _einvoicing(row: dict[str, Any] | None) -> Einvoicing | None:
    if row is None:
        return None
    since = None if row["since"] == _EACH else date.fromisoformat(row["since"])
    return Einvoicing(row["system"], since, bool(row.get("disclaimer")))


def may_register(code: str) -> bool:
    """Whether there is a tax to be registered for; where we know no rate there may be one."""
    home = country(code)
    return home is None or home.tax_rate > 0 or not home.rate_is_known
