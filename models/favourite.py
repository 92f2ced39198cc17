"""Invoices a merchant issues again and again: each is a name for one that was issued."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from models.columns import Instant
from models.stored import Stored


class Favourite(Stored, table=True):
    """An issued invoice that new ones are made like, under a name of its own."""

    __table_args__ = (UniqueConstraint("merchant_id", "invoice_id"), {"sqlite_strict": True})

    merchant_id: int = Field(foreign_key="merchant.id")
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    name: str
    created_at: datetime = Field(sa_type=Instant)
