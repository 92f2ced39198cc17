"""The account that issues invoices, and its printed seller."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.code import Kind
from models.columns import Exact, Instant
from models.document import Party
from models.freeze import GENESIS
from models.numbering import CREDIT_NOTE_PATTERN, DEFAULT_PATTERN
from models.payee import Payee
from models.stored import Stored


class Merchant(Stored, table=True):
    """An account. Everything but name and country has a default and lives in /settings."""

    name: str
    second_name: str | None = None  # in the other script, for documents in two languages
    legal_name: str | None = None
    registration_number: str | None = None  # commercial register
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
    document_language: str = "en"  # one of `models.document.DOCUMENT_LANGUAGES`
    template: str = "classic"
    accent: str | None = None  # "#0b5d57"; None: ours
    shows_words: bool = False
    shows_hijri: bool = False
    payment_days: int = 7
    payment_terms: str | None = None
    bank_details: str | None = None
    account_name: str | None = None  # see `models.payee` for these
    iban: str | None = None
    bic: str | None = None
    street: str | None = None
    building_number: str | None = None
    postcode: str | None = None
    town: str | None = None
    pix_key: str | None = None
    upi_id: str | None = None
    instapay_link: str | None = None
    payment_link: str | None = None
    preferred_code: str | None = None  # `models.code.Kind`
    cash_rounding: Decimal | None = Field(default=None, sa_type=Exact)  # smallest coin, such as 0.05
    tax_exchange_rate: Decimal | None = Field(default=None, sa_type=Exact)  # as typed last, see `Composition`
    exemption_reasons: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # given last, by tax category
    sends_receipts: bool = False  # for each payment, to the customer
    is_express: bool = False  # a typed invoice that ends in "!" is issued at once
    number_pattern: str = DEFAULT_PATTERN
    credit_note_pattern: str = CREDIT_NOTE_PATTERN
    logo_id: int | None = None
    last_hash: str = GENESIS  # of the invoice issued last; `bot.issuing` reads it locked and moves it on
    warned: str = ""  # what was said once and for all, keys joined by commas
    created_at: datetime = Field(sa_type=Instant)
    suspended_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def charges_tax(self) -> bool:
        """Whether invoices carry tax: registered, and the number that has to stand on them is known."""
        return self.tax_registered and self.tax_number is not None

    def tell_once(self, key: str) -> bool:
        """Whether this is still to be said; from now on it was."""
        said = self.warned.split(",") if self.warned else []
        if key in said:
            return False
        self.warned = ",".join((*said, key))
        return True

    def as_seller(self) -> Party:
        """The seller as printed on an invoice issued now."""
        return Party(
            name=self.name, second_name=self.second_name, legal_name=self.legal_name,
            registration_number=self.registration_number,
            tax_number=self.tax_number if self.tax_registered else None, address=self.address,
            town=self.town, postcode=self.postcode,
            country=self.country, email=self.email, phone=self.phone,
        )  # fmt: skip

    def as_payee(self) -> Payee:
        """How a code on an invoice issued now asks to be paid."""
        return Payee(
            account_name=self.account_name, iban=self.iban, bic=self.bic, street=self.street,
            building_number=self.building_number, postcode=self.postcode, town=self.town,
            pix_key=self.pix_key, upi_id=self.upi_id, instapay_link=self.instapay_link,
            payment_link=self.payment_link,
            preferred=Kind(self.preferred_code) if self.preferred_code else None,
        )  # fmt: skip


class Logo(Stored, table=True):
    """A logo as normalised on upload; rows are never changed, issued invoices keep naming theirs."""

    merchant_id: int = Field(foreign_key="merchant.id", index=True)
    content: bytes  # JPEG or PNG, at most 600 px a side
    created_at: datetime = Field(sa_type=Instant)
