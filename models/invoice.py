"""Issued invoices. There is no edit and no delete: a row is written once, with its number, and stays."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from models.columns import Exact, Instant
from models.document import CREDIT_NOTE, INVOICE, InvoiceDocument
from models.freeze import canonical_json, chain_hash
from models.stored import Stored


class Seal(NamedTuple):
    """What an issued invoice says, chained to the merchant's invoice before."""

    document: str
    previous_hash: str
    hash: str


def sealed(document: InvoiceDocument, previous_hash: str) -> Seal:
    """The columns of an invoice that say this, issued after the one with `previous_hash`."""
    canonical = canonical_json(document.model_dump(mode="json"))
    return Seal(canonical.decode(), previous_hash, chain_hash(previous_hash, canonical))


class Series(Stored, table=True):
    """A counter; the statement that takes a number lives in `bot.series`. `period` is the year or "" for no reset."""

    __table_args__ = (UniqueConstraint("merchant_id", "type_code", "period"), {"sqlite_strict": True})

    merchant_id: int = Field(foreign_key="merchant.id")
    type_code: str = INVOICE
    period: str
    next: int = 1


class Invoice(Stored, table=True):
    """An issued invoice or credit note: its place in the series, its frozen document, and what lists are made of."""

    __table_args__ = (
        UniqueConstraint("series_id", "sequence"),
        UniqueConstraint("merchant_id", "number"),
        UniqueConstraint("merchant_id", "previous_hash"),  # one chain per merchant: nothing branches off it
        UniqueConstraint(
            "chat_id", "draft_number"
        ),  # a draft becomes one invoice, however often it is tapped
        Index("ix_invoice_page", "merchant_id", "id"),
        {"sqlite_strict": True},
    )

    merchant_id: int = Field(foreign_key="merchant.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    series_id: int = Field(foreign_key="series.id")
    type_code: str = INVOICE  # BT-3
    credits_id: int | None = Field(
        default=None, foreign_key="invoice.id", index=True
    )  # what a credit note corrects
    sequence: int
    number: str
    chat_id: int = Field(sa_type=BigInteger)  # where it was composed; its live card stands there
    draft_number: int  # below 0: of the credit note that undid the invoice of that number
    message_ids: list[int] = Field(  # of the chat, those it was typed in
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    issued_by: str  # the member's name: "by whom"
    issued_at: datetime = Field(sa_type=Instant)
    issue_date: date
    due_date: date
    currency: str
    payable_amount: Decimal = Field(sa_type=Exact)
    buyer_name: str
    token: str = Field(unique=True)  # 128 random bits, base64url: the customer's link
    document: str  # InvoiceDocument as canonical JSON
    previous_hash: str  # of the merchant's invoice issued before, whatever its series
    hash: str  # see `models.freeze`

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes back what an invoice asked for."""
        return self.type_code == CREDIT_NOTE

    @property
    def is_intact(self) -> bool:
        """Whether it still says what it said when it was issued."""
        try:
            return chain_hash(self.previous_hash, self.document.encode()) == self.hash
        except ValueError:  # the previous hash is none
            return False

    def read_document(self) -> InvoiceDocument:
        """The frozen document."""
        return InvoiceDocument.model_validate_json(self.document)


class Pdf(SQLModel, table=True):
    """The rendered bytes: made once, sent ever after."""

    __table_args__ = {"sqlite_strict": True}

    invoice_id: int = Field(foreign_key="invoice.id", primary_key=True)
    content: bytes
    sha256: str = Field(index=True)
    fonts: str  # version of the font package it was rendered with
    rendered_at: datetime = Field(sa_type=Instant)
    file_id: str | None = None  # Telegram's, since it was sent into a chat; another bot's token makes it void
