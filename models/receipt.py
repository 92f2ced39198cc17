"""One row per Telegram update taken, with the replies it still owes: dedupe key and outbox in one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, text
from sqlmodel import Field, Index, UniqueConstraint

from models.columns import Instant
from models.stored import Stored


class Receipt(Stored, table=True):
    """An update that took effect, or (without an update_id) a notice of our own."""

    __table_args__ = (
        Index("ix_receipt_owed", "owed_at", postgresql_where=text("owed_at IS NOT NULL"),
              sqlite_where=text("owed_at IS NOT NULL")),
        {"sqlite_strict": True},
    )  # fmt: skip

    update_id: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    calls: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # see bot.outbox
    owed_at: datetime | None = Field(
        default=None, sa_type=Instant
    )  # to be sent (again) from then; None: done
    taken_at: datetime = Field(sa_type=Instant)


class Card(Stored, table=True):
    """The message in a chat that shows an invoice and is edited in place."""

    __table_args__ = (UniqueConstraint("chat_id", "invoice_id"), {"sqlite_strict": True})

    chat_id: int = Field(sa_type=BigInteger)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    message_id: int = Field(sa_type=BigInteger)
