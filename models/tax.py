"""Tax categories and what each demands (EN 16931: BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O)."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from models.errors import N_, InvoiceError


class TaxCategory(StrEnum):
    """UNCL 5305 codes of BT-95, BT-102, BT-118 and BT-151."""

    S = "S"  # standard or reduced rate
    Z = "Z"  # zero-rated
    E = "E"  # exempt, small businesses too
    AE = "AE"  # reverse charge
    K = "K"  # goods to a business elsewhere in the EU
    G = "G"  # export out of the EU
    O = "O"  # outside the scope of tax: the seller is not registered # noqa: E741


class TaxGroup(NamedTuple):
    """What is taxed alike (BG-23)."""

    tax_category: TaxCategory
    tax_rate: Decimal | None  # percent; None in category O


class Taxed(Protocol):
    """A line or a document-level charge."""

    @property
    def tax_category(self) -> TaxCategory: ...
    @property
    def tax_rate(self) -> Decimal | None: ...
    @property
    def exemption_reason(self) -> str | None: ...


def group_of(taxed: Taxed) -> TaxGroup:
    """The group the item is taxed in; 14 and 14.00 percent are the same one."""
    return TaxGroup(taxed.tax_category, taxed.tax_rate)


def check_taxes(items: Sequence[Taxed], buyer_tax_number: str | None) -> None:
    """Refuse a category with the wrong rate, company, buyer or reason: InvoiceError.

    That seller tax numbers are there for S, Z and E (BR-S-02) is for issuing to see, which knows the seller.
    """
    for item in items:
        _check_rate(item.tax_category, item.tax_rate)
    categories = {item.tax_category for item in items}
    if TaxCategory.O in categories and len(categories) > 1:  # BR-O-11..14
        raise InvoiceError("E_CATEGORY_O_MIXED", _MIXED)
    if not buyer_tax_number:
        _check_no_buyer_needed(categories)
    _check_reasons(items)


def _check_rate(category: TaxCategory, rate: Decimal | None) -> None:
    match category:
        case TaxCategory.S if rate is None or not 0 < rate <= 100:  # BR-S-05
            raise InvoiceError("E_RATE_FOR_S", _STANDARD_RATE)
        case TaxCategory.O if rate is not None:  # BR-O-05
            raise InvoiceError("E_RATE_FOR_O", _NO_RATE, rate=rate)
        case TaxCategory.Z | TaxCategory.E | TaxCategory.AE | TaxCategory.K | TaxCategory.G if rate != 0:
            # BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05
            raise InvoiceError(f"E_RATE_FOR_{category}", _ZERO_RATE, category=category.value)


def _check_no_buyer_needed(categories: set[TaxCategory]) -> None:
    if TaxCategory.AE in categories:  # BR-AE-02
        raise InvoiceError("E_AE_BUYER_VAT", _REVERSE_CHARGE)
    if TaxCategory.K in categories:  # BR-IC-02
        raise InvoiceError("E_K_BUYER_VAT", _WITHIN_EU)


def _check_reasons(items: Sequence[Taxed]) -> None:
    reasons = dict.fromkeys(TaxCategory, False)
    for item in items:
        reasons[item.tax_category] |= bool(item.exemption_reason)
    if reasons[TaxCategory.S]:  # BR-S-10; Z may have one, Saudi Arabia wants it
        raise InvoiceError("E_REASON_FOR_S", _NOT_EXEMPT)
    if not reasons[TaxCategory.E] and any(item.tax_category == TaxCategory.E for item in items):  # BR-E-10
        raise InvoiceError("E_EXEMPTION_REASON", _NO_REASON)


_STANDARD_RATE = N_("A taxed item needs a tax rate above 0% and up to 100%. Type the rate, like 14%.")
_NO_RATE = N_("An item outside the scope of tax has no tax rate, not even 0%. Remove the {rate}%.")
_ZERO_RATE = N_("In tax category {category} the rate is 0%. Set it to 0%, or choose the standard category.")
_MIXED = N_("Items outside the scope of tax need their own invoice. Put the taxed items on another one.")
_REVERSE_CHARGE = N_("Reverse charge needs the customer's tax number. Add it to the customer and try again.")
_WITHIN_EU = N_("A tax-free sale within the EU needs the customer's tax number. Add it and try again.")
_NO_REASON = N_("An exempt item needs the reason it is exempt. Add it, like the paragraph of the law.")
_NOT_EXEMPT = N_("A taxed item cannot have a reason for exemption. Remove it, or make the item exempt.")
