"""What an electronic invoice says of a document, in EN 16931's terms: both formats are written from these.

Every amount is one of the document's totals, as it is printed; none is computed anew.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.rendering.codes.iban import is_sepa
from bot.rendering.einvoice.prices import NetPrice, net_price
from bot.rendering.einvoice.traders import Trader, trader_of
from bot.rendering.paying import payment_reference
from bot.rendering.words import EXEMPTIONS, LABELS
from models.allowance_charge import DocumentCharge
from models.document import DocumentLine, InvoiceDocument
from models.money import minor_units
from models.tax import TaxCategory
from models.totals import LineTotals, Totals

# BT-121 where the category says all (BR-AE-10, BR-IC-10, BR-G-10, BR-O-10); an exempt line has its own reason.
REASON_CODES: Final = {
    TaxCategory.AE: "VATEX-EU-AE",
    TaxCategory.K: "VATEX-EU-IC",
    TaxCategory.G: "VATEX-EU-G",
    TaxCategory.O: "VATEX-EU-O",
}
TAXED: Final = (TaxCategory.S, TaxCategory.Z)  # BR-S-10, BR-Z-10: no reason, whatever is printed
CREDIT_TRANSFER, SEPA_CREDIT_TRANSFER = "30", "58"  # UNCL 4461
DISCOUNT = "95"  # UNCL 5189


@dataclass(frozen=True)
class Adjustment:
    """An allowance or charge, on a line (BG-27, BG-28) or on the document, in its tax group (BG-20, BG-21)."""

    is_charge: bool
    amount: Decimal
    reason: str
    reason_code: str | None = None
    tax_category: str | None = None
    tax_rate: Decimal | None = None


@dataclass(frozen=True)
class Item:
    """An invoice line (BG-25)."""

    printed: DocumentLine
    price: NetPrice
    adjustments: tuple[Adjustment, ...]
    net_amount: Decimal


@dataclass(frozen=True)
class Exemption:
    """Why a tax group is not taxed: BT-120 and BT-121."""

    reason: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Payment:
    """By credit transfer to this account (BG-16, BG-17)."""

    means: str  # BT-81
    iban: str  # BT-84
    reference: str  # BT-83
    account_name: str | None  # BT-85
    bic: str | None  # BT-86


@dataclass(frozen=True)
class Terms:
    """Everything a format writes beside what stands in `document` as it is."""

    document: InvoiceDocument
    totals: Totals
    seller: Trader
    buyer: Trader
    items: tuple[Item, ...]
    adjustments: tuple[Adjustment, ...]
    exemptions: tuple[Exemption, ...]  # in the order of `totals.tax_subtotals`
    payment: Payment | None
    notes: tuple[str, ...]  # BT-22
    delivery_date: date  # BT-72
    delivery_country: str | None  # BT-80, of goods to another country of the EU (BR-IC-12)


def terms_of(document: InvoiceDocument) -> Terms:
    """The terms of a document that `limits.why_not` lets pass."""
    totals = document.totals
    categories = {subtotal.tax_category for subtotal in totals.tax_subtotals}
    words = LABELS[document.language]
    home = document.seller.country or ""
    buyer = trader_of(document.buyer, home, taxed=TaxCategory.O not in categories)
    notes = (document.note, document.reason, document.bank_details, document.disclaimer)
    return Terms(
        document=document,
        totals=totals,
        seller=trader_of(document.seller, home, taxed=TaxCategory.O not in categories),
        buyer=buyer,
        items=tuple(
            _item(document, line, amounts, words)
            for line, amounts in zip(document.lines, totals.lines, strict=True)
        ),
        adjustments=(*_allowances(totals, words), *_charges(document, words)),
        exemptions=tuple(_exemption(document, group.tax_category) for group in totals.tax_subtotals),
        payment=_payment(document),
        notes=tuple(note for note in notes if note),
        delivery_date=document.supply_date or document.issue_date,
        delivery_country=buyer.country if TaxCategory.K in categories else None,
    )


def _item(document: InvoiceDocument, line: DocumentLine, totals: LineTotals, words: dict[str, str]) -> Item:
    decimals = minor_units(document.currency)
    price = net_price(line, totals, with_tax=document.prices_include_tax, decimals=decimals)
    adjustments = (
        Adjustment(False, price.allowance, words["discount"], DISCOUNT),
        Adjustment(True, price.charge, words["surcharge"]),
    )
    return Item(line, price, tuple(one for one in adjustments if one.amount), totals.net_amount)


def _allowances(totals: Totals, words: dict[str, str]) -> list[Adjustment]:
    """The document's discount, shared among the tax groups."""
    return [
        Adjustment(
            False, group.allowance_amount, words["discount"], DISCOUNT, group.tax_category, group.tax_rate
        )
        for group in totals.tax_subtotals
        if group.allowance_amount
    ]


def _charges(document: InvoiceDocument, words: dict[str, str]) -> list[Adjustment]:
    """All of them, a charge of 0 too: it may be all its tax group has."""
    return [
        Adjustment(True, amount, charge.reason or words["charge"], None, charge.tax_category, charge.tax_rate)
        for charge, amount in zip(document.charges, document.totals.charge_amounts, strict=True)
    ]


def _exemption(document: InvoiceDocument, category: TaxCategory) -> Exemption:
    if category in TAXED:
        return Exemption()
    usual, _ = EXEMPTIONS[document.language][category]
    taxables: tuple[DocumentLine | DocumentCharge, ...] = (*document.lines, *document.charges)
    own = (taxable.exemption_reason for taxable in taxables if taxable.tax_category == category)
    reasons = dict.fromkeys(filter(None, own))  # a group has room for one text; on paper each has its line
    return Exemption("; ".join(reasons) or usual, REASON_CODES.get(category))


def _payment(document: InvoiceDocument) -> Payment | None:
    payee = document.payee
    if document.is_credit_note or payee is None or payee.iban is None:
        return None
    iban = payee.iban.replace(" ", "")
    return Payment(
        means=SEPA_CREDIT_TRANSFER if document.currency == "EUR" and is_sepa(iban) else CREDIT_TRANSFER,
        iban=iban,
        reference="".join(payment_reference(document).split()),
        account_name=payee.account_name,
        bic=payee.bic,
    )
