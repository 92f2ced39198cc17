"""A delivery: one recipient, one channel. The row is both the queue and the log; the attempts are its history."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel

from models.columns import Instant
from models.stored import Stored


class Channel(StrEnum):
    """How a document travels."""

    EMAIL = "email"
    SMS = "sms"


class State(StrEnum):
    """What is known of a delivery. `sending` past its lease means: the outcome is unknown."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the provider accepted it
    DELIVERED = "delivered"  # the provider says it arrived
    FAILED = "failed"


class Delivery(Stored, table=True):
    """One document on its way to one address."""

    __table_args__ = (
        Index("ix_delivery_due", "state", "next_at"),
        {"sqlite_strict": True},
    )

    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    payment_id: int | None = Field(
        default=None, foreign_key="payment.id"
    )  # a receipt for it; None: the document
    channel: str
    recipient: str  # e-mail address or E.164
    state: str = State.QUEUED
    attempts: int = 0
    fence: int = 0  # grows with each attempt; a result counts only if its fence still stands
    next_at: datetime = Field(sa_type=Instant)  # when a queued one is due
    lease_until: datetime | None = Field(
        default=None, sa_type=Instant
    )  # when a sending one may be looked at again
    message_id: str | None = None  # RFC 5322 Message-ID, the same in every attempt
    provider_ref: str | None = Field(default=None, index=True)  # Twilio's SID
    reason: str | None = (
        None  # code of `bot.delivery.transport.REASONS`; why the last attempt did not succeed
    )
    detail: str | None = None  # the provider's own short words, cleaned
    requested_by: str  # the member's name: "by whom"
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)  # when it failed for good

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has ever begun to send it, so that it can be held back."""
        return self.state == State.QUEUED and self.fence == 0

    @property
    def is_put_off(self) -> bool:
        """Whether it waits from the start, for a while in which it can be taken back."""
        return self.is_untouched and self.next_at > self.created_at


class Attempt(Stored, table=True):
    """What one try of a delivery came to."""

    delivery_id: int = Field(foreign_key="delivery.id", index=True)
    number: int
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str | None = None  # sent, retry, failed; None: not known (yet)
    reason: str | None = None
    detail: str | None = None


class Pause(SQLModel, table=True):
    """A channel an admin has stopped; its deliveries wait in the queue."""

    __table_args__ = {"sqlite_strict": True}

    channel: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)
