"""The account that issues invoices, and its printed seller."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from models.columns import Exact, Instant
from models.document import Party
from models.freeze import GENESIS


class Merchant(SQLModel, table=True):
    """An account. Everything but name and country has a default and lives in /settings."""

    __table_args__ = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)
    name: str
    legal_name: str | None = None
    tax_registered: bool = False
    tax_number: str | None = None
    einvoice_since: date | None = (
        None  # the business's own date, where each is given one (SA: Fatoora, phase 2)
    )
    address: str | None = None
    country: str  # ISO 3166-1 alpha-2
    email: str | None = None  # Reply-To
    phone: str | None = None  # E.164
    currency: str  # ISO 4217
    time_zone: str  # IANA
    tax_rate: Decimal = Field(sa_type=Exact)  # percent; 0 as long as the merchant charges no tax
    digits: str = "latn"
    document_language: str = "en"
    payment_days: int = 7
    payment_terms: str | None = None
    bank_details: str | None = None
    number_pattern: str = "INV-{YYYY}-{seq:5}"
    logo_id: int | None = None
    last_hash: str = GENESIS  # of the invoice issued last; `bot.issuing` reads it locked and moves it on
    warned: str = ""  # what was said once and for all, keys joined by commas
    created_at: datetime = Field(sa_type=Instant)
    suspended_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def key(self) -> int:
        """The id of a stored merchant."""
        assert self.id is not None  # noqa: S101 - a row that was read has its key
        return self.id

    @property
    def charges_tax(self) -> bool:
        """Whether invoices carry tax: registered, and the number that has to stand on them is known."""
        return self.tax_registered and self.tax_number is not None

    def as_seller(self) -> Party:
        """The seller as printed on an invoice issued now."""
        return Party(
            name=self.name, legal_name=self.legal_name,
            tax_number=self.tax_number if self.tax_registered else None, address=self.address,
            country=self.country, email=self.email, phone=self.phone,
        )  # fmt: skip


class Logo(SQLModel, table=True):
    """A logo as normalised on upload; rows are never changed, issued invoices keep naming theirs."""

    __table_args__ = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)
    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    content: bytes  # JPEG or PNG, at most 600 px a side
    created_at: datetime = Field(sa_type=Instant)
