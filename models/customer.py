"""The address book."""

from datetime import datetime

from sqlmodel import Field, Index

from models.aliases import as_searched
from models.columns import Instant
from models.delivery import Channel
from models.document import Party
from models.stored import Stored
from models.text import folded


class Customer(Stored, table=True):
    """Somebody who gets invoices, and the way they like to get them."""

    __table_args__ = (
        Index("ix_customer_recent", "merchant_id", "last_used_at"),
        # An id that was merged away stands on old buttons: nobody else may ever get it.
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    merchant_id: int = Field(foreign_key="merchant.id")
    name: str
    search_name: str  # casefolded, see `folded`
    aliases: str = ""  # other names, one a line
    search_aliases: str = ""  # see `models.aliases.searched`
    email: str | None = None
    phone: str | None = None  # E.164
    channels: str = ""  # remembered choice: "email", "sms", "email,sms"; "": none yet
    tax_number: str | None = None
    address: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2; None: the merchant's
    language: str | None = None  # one of DOCUMENT_LANGUAGES; messages are in its first; None: the merchant's
    last_used_at: datetime = Field(sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)  # offered nowhere since
    distinct_from: str | None = None  # ids of customers much like this one who are somebody else, one a line

    def is_called(self, text: str) -> bool:
        """Whether `text` is this name or one of the others, however it is spelled."""
        return self.search_name == folded(text) or as_searched(text) in self.search_aliases

    def address_for(self, channel: str) -> str | None:
        """Where this channel reaches the customer."""
        return self.email if channel == Channel.EMAIL else self.phone

    def reachable_by(self) -> list[str]:
        """Every channel there is an address for."""
        return [channel for channel in Channel if self.address_for(channel)]

    def usual_channels(self) -> list[str]:
        """What the merchant chose last time; before that e-mail if there is an address, else SMS."""
        remembered = [
            channel for channel in self.channels.split(",") if channel and self.address_for(channel)
        ]
        return remembered or self.reachable_by()[:1]

    def as_buyer(self) -> Party:
        """The buyer as printed on an invoice issued now."""
        return Party(
            name=self.name,
            tax_number=self.tax_number,
            address=self.address,
            country=self.country,
            email=self.email,
            phone=self.phone,
        )
