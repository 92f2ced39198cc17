"""Who may act for a merchant: one Telegram account."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from models.columns import Instant


class Member(SQLModel, table=True):
    """A Telegram user who acts for a merchant; a private chat has its user's id."""

    __table_args__ = {"sqlite_strict": True}

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    name: str  # as Telegram gives it; "by whom" in the timeline
    language: str = "en"  # of the chat
    favourites_message_id: int | None = Field(default=None, sa_type=BigInteger)  # the pinned list of them
    created_at: datetime = Field(sa_type=Instant)
