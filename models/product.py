"""The catalogue: items that were invoiced once, or imported."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, UniqueConstraint

from models.columns import Exact, Instant
from models.stored import Stored


class Product(Stored, table=True):
    """An item with its usual price; a new line's item joins by itself."""

    __table_args__ = (
        UniqueConstraint("merchant_id", "search_name"),
        Index("ix_product_recent", "merchant_id", "last_used_at"),
        {"sqlite_strict": True},
    )

    merchant_id: int = Field(foreign_key="merchant.id")
    name: str
    search_name: str  # casefolded, see `folded`
    aliases: str = ""  # other names, one a line
    search_aliases: str = ""  # see `models.aliases.searched`
    unit_code: str = "C62"
    unit_price: Decimal = Field(sa_type=Exact)
    base_quantity: Decimal = Field(default=Decimal(1), sa_type=Exact)  # the quantity the price is for
    tax_rate: Decimal | None = Field(default=None, sa_type=Exact)  # percent; None: as the invoice has it
    tax_category: str | None = None  # Z or E; None: the rate decides
    last_used_at: datetime = Field(sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)  # offered nowhere since
