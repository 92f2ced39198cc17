"""The printed invoice, frozen at issue: what PDF, page, e-mail and SMS show, in EN 16931's words."""

from datetime import date, datetime
from typing import Literal

from models.frozen import ExactDecimal, Frozen
from models.registration import Title
from models.totals import Totals

Language = Literal["en", "ar"]


class Party(Frozen):
    """Seller (BG-4) or buyer (BG-7) as printed."""

    name: str  # trade name BT-28, buyer name BT-44
    legal_name: str | None = None  # BT-27
    tax_number: str | None = None  # BT-31, BT-48
    address: str | None = None  # free lines, "\n" between them
    country: str | None = None  # ISO 3166-1 alpha-2
    email: str | None = None
    phone: str | None = None  # E.164


class DocumentLine(Frozen):
    """An invoice line (BG-25) as printed; its amounts stand at the same index in `totals.lines`."""

    item_name: str  # BT-153
    quantity: ExactDecimal  # BT-129
    unit_code: str = "C62"  # UN/ECE Rec 20, BT-130
    unit_price: ExactDecimal  # as typed: with tax if the invoice's prices include it
    discount_percent: ExactDecimal | None = None  # BT-138, shown beside the line's allowance amount
    tax_category: str
    tax_rate: ExactDecimal | None = None  # percent; None in category O


class InvoiceDocument(Frozen):
    """Everything an issued invoice says. Never changed afterwards; new templates read old ones."""

    version: Literal[1] = 1
    type_code: Literal["380"] = "380"  # BT-3
    title: Title = "invoice"  # its heading, as the law of the seller's country has it
    number: str  # BT-1
    issue_date: date  # BT-2, in the merchant's time zone
    issued_at: datetime  # UTC
    due_date: date  # BT-9
    currency: str  # BT-5
    language: Language
    digits: Literal["latn", "arab"] = "latn"
    prices_include_tax: bool = False
    seller: Party
    buyer: Party
    lines: tuple[DocumentLine, ...]
    discount_percent: ExactDecimal | None = None  # of the document-level allowance, if typed in percent
    totals: Totals
    note: str | None = None  # BT-22
    payment_terms: str | None = None  # BT-20
    disclaimer: str | None = None  # what this document is not, in small letters at its foot
    bank_details: str | None = None  # BT-84 and what the merchant wrote around it
    logo_id: int | None = None  # row of `logo`; its bytes are handed to the renderer
