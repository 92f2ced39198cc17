"""What a merchant's file holds, read and waiting for a yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, UniqueConstraint

from models.columns import Instant
from models.stored import Stored

SHOWN, WANTED, DONE, DROPPED = "shown", "wanted", "done", "dropped"
"""States: waiting for a yes; said yes, to be imported; imported; said no, or the book has changed meanwhile."""


class Batch(Stored, table=True):
    """Products or customers of one file, one transaction away from the book. Its message names it."""

    __table_args__ = (UniqueConstraint("chat_id", "message_id"), {"sqlite_strict": True})

    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)  # of the file
    book: str  # a key of `bot.books.book.BOOKS`
    rows: list[Any] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )  # [] once it is over
    state: str = SHOWN
    created_at: datetime = Field(sa_type=Instant)
