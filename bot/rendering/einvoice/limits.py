"""Which documents can be electronic invoices of EN 16931, and why others cannot."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from bot.rendering.einvoice.traders import prefixed
from models.document import InvoiceDocument
from models.errors import N_
from models.money import minor_units
from models.tax import TaxCategory
from models.totals import TaxSubtotal

MOST_DECIMALS: Final = 2  # BR-DEC-01 to BR-DEC-28
_NO_CURRENCIES: Final = frozenset({"STN", "XAD"})  # in the rules' lists: BR-CL-04, BR-CL-05
_NO_PREFIX: Final = "SS"  # in theirs of countries, South Sudan: BR-CO-09
_LEAST_RATE = Decimal("0.5")  # what the rules round to 0 percent must have no tax (BR-CO-17)
_LARGEST_GAP = 1  # between a group's tax and its base times the rate (BR-CO-17)

DECIMALS = N_(
    "Electronic invoices of the European standard have no room for the three decimals of {currency}."
)
TAX_DECIMALS = N_(
    "The tax of this invoice is also given in {tax_currency}. Electronic invoices of the European standard have no "
    "room for its three decimals."
)
CURRENCY = N_("Electronic invoices of the European standard do not know the currency {currency}.")
TAX_CURRENCY = N_(
    "The tax of this invoice is also given in {tax_currency}. Electronic invoices of the European standard do not know "
    "that currency."
)
TAX_NUMBER = N_("Electronic invoices of the European standard do not know tax numbers of South Sudan.")
SELLER = N_(
    "An electronic invoice has to say who sells: it needs a tax number or a commercial register number. "
    "Add one in /settings; it counts for the invoices issued after that."
)
SELLER_TAX = N_(
    "An electronic invoice with tax needs your tax number. Add it in /settings; it counts for the invoices issued "
    "after that."
)
BUYER_TAX = N_(
    "A tax-free sale to another business needs the customer's tax number in an electronic invoice."
)
COUNTRY = N_("An electronic invoice needs the country of your business. Choose it in /settings.")
ROUNDING = N_(
    "The tax of this invoice is not rounded the way electronic invoices of the European standard want it."
)


def why_not(document: InvoiceDocument) -> str | None:
    """What the document lacks, as a sentence with {currency} and {tax_currency} to translate; None: nothing."""
    return next(_obstacles(document), None)


def may_be_exported(currency: str) -> bool:
    """Whether documents in this currency can be electronic at all."""
    return minor_units(currency) <= MOST_DECIMALS


def _obstacles(document: InvoiceDocument) -> Iterator[str]:
    seller, groups = document.seller, document.totals.tax_subtotals
    categories = {group.tax_category for group in groups}
    if not may_be_exported(document.currency):
        yield DECIMALS
    if document.tax_currency and not may_be_exported(document.tax_currency):  # BR-DEC-15
        yield TAX_DECIMALS
    yield from _unknown_codes(document, taxed=TaxCategory.O not in categories)
    if not seller.country:  # BR-09
        yield COUNTRY
    if not seller.tax_number and TaxCategory.O not in categories:  # BR-S-02, BR-Z-02, BR-E-02 ...
        yield SELLER_TAX
    if not seller.tax_number and not seller.registration_number:  # BR-CO-26
        yield SELLER
    if categories & {TaxCategory.AE, TaxCategory.K} and not document.buyer.tax_number:  # BR-AE-02, BR-IC-02
        yield BUYER_TAX
    if not all(map(_agrees, groups)):
        yield ROUNDING


def _unknown_codes(document: InvoiceDocument, *, taxed: bool) -> Iterator[str]:
    """Currencies, and prefixes of tax numbers, that the rules' lists lack."""
    if document.currency in _NO_CURRENCIES:
        yield CURRENCY
    if document.tax_currency in _NO_CURRENCIES:
        yield TAX_CURRENCY
    for party in (document.seller, document.buyer):
        country = party.country or document.seller.country or ""
        if taxed and party.tax_number and prefixed(party.tax_number, country).startswith(_NO_PREFIX):
            yield TAX_NUMBER


def _agrees(group: TaxSubtotal) -> bool:
    """Whether the group's tax is what the rules expect of its base."""
    rate = group.tax_rate or Decimal(0)
    if 0 < rate < _LEAST_RATE:
        return abs(group.tax_amount) < _LEAST_RATE  # of returns it is below 0
    return abs(group.tax_amount - group.taxable_amount * rate / 100) < _LARGEST_GAP
