"""The printed document, frozen at issue: what PDF, page, e-mail and SMS show, in EN 16931's words."""

from datetime import date, datetime
from typing import Annotated, Literal, cast

from pydantic import StringConstraints

from models.allowance_charge import DocumentCharge
from models.code import Code
from models.frozen import ExactDecimal, Frozen
from models.payee import Payee
from models.registration import Title
from models.totals import Totals

Language = Literal["en", "ar"]
Template = Literal["classic", "modern", "receipt"]
TypeCode = Literal["380", "381"]
Accent = Annotated[str, StringConstraints(pattern="^#[0-9a-f]{6}$")]

INVOICE: TypeCode = "380"
CREDIT_NOTE: TypeCode = "381"
ACCENT = "#0b5d57"
DOCUMENT_LANGUAGES = ("en", "ar", "en-ar", "ar-en")
"""How a document can be written: in one language, or in both side by side, the first one leading."""


def languages_of(choice: str) -> tuple[Language, Language | None]:
    """The leading language of one of `DOCUMENT_LANGUAGES` and the one beside it; English for anything unknown."""
    first, _, second = choice.partition("-") if choice in DOCUMENT_LANGUAGES else ("en", "", "")
    return cast(Language, first), cast(Language, second) if second else None


class Party(Frozen):
    """Seller (BG-4) or buyer (BG-7) as printed."""

    name: str  # trade name BT-28, buyer name BT-44
    second_name: str | None = None  # the same in the other script, on a document in two languages
    legal_name: str | None = None  # BT-27
    registration_number: str | None = None  # BT-30: the commercial register
    tax_number: str | None = None  # BT-31, BT-48
    address: str | None = None  # free lines, "\n" between them
    town: str | None = None  # BT-37, BT-52; not printed: it stands in the address
    postcode: str | None = None  # BT-38, BT-53; neither
    country: str | None = None  # ISO 3166-1 alpha-2
    email: str | None = None
    phone: str | None = None  # E.164


class DocumentLine(Frozen):
    """An invoice line (BG-25) as printed; its amounts stand at the same index in `totals.lines`."""

    item_name: str  # BT-153
    quantity: ExactDecimal  # BT-129
    unit_code: str = "C62"  # UN/ECE Rec 20, BT-130
    unit_price: ExactDecimal  # as typed: with tax if the invoice's prices include it
    base_quantity: ExactDecimal | None = None  # BT-149: the quantity the price is for; None: one
    discount_percent: ExactDecimal | None = None  # BT-138, shown beside the line's allowance amount
    charge_percent: ExactDecimal | None = None  # BT-143, shown beside the line's charge amount
    tax_category: str
    tax_rate: ExactDecimal | None = None  # percent; None in category O
    exemption_reason: str | None = None  # BT-120
    source: int | None = None  # of a credit note: the index of the invoice's line it takes back; not printed


class Preceding(Frozen):
    """The invoice a credit note corrects (BG-3)."""

    number: str  # BT-25
    issue_date: date  # BT-26


class InvoiceDocument(Frozen):
    """Everything an issued invoice or credit note says. Never changed afterwards; new templates read old ones."""

    version: Literal[1] = 1
    type_code: TypeCode = INVOICE  # BT-3
    title: Title = "invoice"  # its heading, as the law of the seller's country has it
    number: str  # BT-1
    issue_date: date  # BT-2, in the merchant's time zone
    issued_at: datetime  # UTC
    due_date: date  # BT-9; the issue date of a credit note
    supply_date: date | None = None  # BT-72, if it is another day
    preceding: Preceding | None = None  # of a credit note alone
    reason: str | None = None  # of a credit note alone: why it was made (KSA-10)
    order_reference: str | None = None  # BT-13
    currency: str  # BT-5
    tax_currency: str | None = None  # BT-6, if it is another one
    tax_exchange_rate: ExactDecimal | None = None  # units of `tax_currency` for one of `currency`
    language: Language
    second_language: Language | None = None  # beside it, word by word
    digits: Literal["latn", "arab"] = "latn"
    template: Template = "classic"
    accent: Accent = ACCENT
    shows_words: bool = False  # the amount due in words
    shows_hijri: bool = False  # dates by the Umm al-Qura calendar as well
    prices_include_tax: bool = False
    seller: Party
    buyer: Party
    lines: tuple[DocumentLine, ...]
    discount_percent: ExactDecimal | None = None  # of the document-level allowance, if typed in percent
    charges: tuple[DocumentCharge, ...] = ()  # BG-21; their amounts stand in `totals.charge_amounts`
    totals: Totals
    note: str | None = None  # BT-22
    payment_terms: str | None = None  # BT-20
    disclaimer: str | None = None  # what this document is not, in small letters at its foot
    bank_details: str | None = None  # what the merchant wrote about paying
    payee: Payee | None = None  # BG-17: the account to pay to
    code: Code | None = None  # the one code on it
    logo_id: int | None = None  # row of `logo`; its bytes are handed to the renderer

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes back what an invoice asked for."""
        return self.type_code == CREDIT_NOTE
