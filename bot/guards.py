"""Guards: what of an invoice in the making may be a slip of the finger. They say so and stand in nobody's way."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import bindparam, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.aliases import as_searched
from models.customer import Customer
from models.document import INVOICE
from models.doubts import DOUBTFUL_TOTAL, CurrencyDoubt, Doubt, PriceDoubt, TotalDoubt, price_doubt
from models.draft import Composition, DraftLine
from models.invoice import Invoice
from models.merchant import Merchant
from models.product import Product
from models.text import folded
from models.totals import Totals

MOST: Final = 3  # doubts of one card
A_MOMENT: Final = timedelta(minutes=10)
"""Within which a second invoice like the first may be a mistake."""

_ENOUGH: Final = 5  # invoices that say something of the next one's total
_BY_ALIAS: Final = 20  # unknown items that are looked for among the other names as well
_JUST_ISSUED: Final = 20

_note = aliased(Invoice)
_STANDS: Final = ~exists().where(col(_note.credits_id) == Invoice.id)
"""Nothing of the invoice is credited: what is was perhaps a mistake itself."""

_mine = (col(Invoice.merchant_id) == bindparam("merchant"), Invoice.type_code == INVOICE)
_LAST: Final = (
    select(Invoice.currency)
    .where(*_mine, col(Invoice.customer_id) == bindparam("customer"))
    .order_by(col(Invoice.id).desc())
    .limit(1)
)
# Drawn with every card, so these are built once.
_OF_LATE: Final = (
    select(
        Invoice.currency,
        col(Invoice.payable_amount),
        _LAST.scalar_subquery(),
    )
    .where(*_mine, _STANDS)
    .order_by(col(Invoice.id).desc())
    .limit(50)
)
_NAMED: Final = select(Product).where(
    col(Product.merchant_id) == bindparam("merchant"),
    col(Product.search_name).in_(bindparam("names", expanding=True)),
)


async def doubts(
    session: AsyncSession, merchant: Merchant, customer: Customer, composition: Composition, totals: Totals
) -> list[Doubt]:
    """What the card asks about, the weightiest first, three at most; nothing on a credit note.

    Five statements at most, however many lines there are.
    """
    if composition.credits_id is not None:
        return []
    whose = {"merchant": merchant.key, "customer": customer.key}
    of_late = (await session.exec(_OF_LATE, params=whose)).all()
    last = of_late[0][2] if of_late else (await session.exec(_LAST, params=whose)).first()  # the customer's
    has_changed = bool(of_late) and of_late[0][0] != merchant.currency
    prices = [] if has_changed else await _price_doubts(session, merchant, composition)
    found: list[Doubt] = [*prices]
    if not found and composition.repeats_id is None:
        found += _total_doubt(totals, merchant, of_late)
    if last is not None and last != merchant.currency:
        found = [*found[: MOST - 1], CurrencyDoubt(last)]
    return found[:MOST]


async def just_issued_like(
    session: AsyncSession, merchant: Merchant, composition: Composition, totals: Totals, now: datetime
) -> Invoice | None:
    """The invoice over the same amount for the same customer that was issued some minutes ago, and still stands.

    What was paid before is not looked at: of two that are paid already, nothing is due on both. None where this one
    repeats it on purpose, and for a credit note.
    """
    if composition.credits_id is not None:
        return None
    moment_ago = select(Invoice).where(
        Invoice.merchant_id == merchant.key, Invoice.customer_id == composition.customer_id,
        Invoice.type_code == INVOICE, col(Invoice.issued_at) > now - A_MOMENT, Invoice.currency == merchant.currency,
        _STANDS,
    )  # fmt: skip
    newest = moment_ago.order_by(col(Invoice.id).desc()).limit(_JUST_ISSUED)
    for issued in (await session.exec(newest)).all():
        if issued.read_document().totals.tax_inclusive_amount == totals.tax_inclusive_amount:
            return None if issued.id == composition.repeats_id else issued
    return None


def _total_doubt(
    totals: Totals, merchant: Merchant, of_late: Iterable[tuple[str, Decimal, str | None]]
) -> list[TotalDoubt]:
    alike = [amount for currency, amount, _ in of_late if currency == merchant.currency]
    largest = max(alike, default=Decimal(0))
    is_doubtful = len(alike) >= _ENOUGH and totals.payable_amount >= DOUBTFUL_TOTAL * largest > 0
    return [TotalDoubt(totals.payable_amount, largest)] if is_doubtful else []


async def _price_doubts(
    session: AsyncSession, merchant: Merchant, composition: Composition
) -> list[PriceDoubt]:
    """Each item once, unless the invoice that this one repeats has it at this price."""
    is_meant = await _meant(session, merchant, composition)
    usual = await _usual(session, merchant, {folded(line.item_name) for line in composition.lines})
    found: dict[str, PriceDoubt] = {}
    for line in composition.lines:
        name = folded(line.item_name)
        doubt = price_doubt(line, usual[name]) if name in usual and not is_meant(line) else None
        if doubt is not None and (name not in found or found[name].weight < doubt.weight):
            found[name] = doubt
    return sorted(found.values(), key=lambda doubt: doubt.weight, reverse=True)[:MOST]


async def _meant(
    session: AsyncSession, merchant: Merchant, composition: Composition
) -> Callable[[DraftLine], bool]:
    """Whether a line's price is as on the invoice that is repeated.

    Where that one has been credited, as for a correction, any price is: what it says is no usual price.
    """
    if composition.repeats_id is None:
        return lambda _line: False
    mine = select(Invoice, _STANDS).where(
        Invoice.id == composition.repeats_id, Invoice.merchant_id == merchant.key
    )
    row = (await session.exec(mine)).one_or_none()
    if row is None:
        return lambda _line: False
    lines, stands = row[0].read_document().lines, row[1]
    prices = {(folded(line.item_name), line.unit_price, line.base_quantity or Decimal(1)) for line in lines}
    names = {name for name, _, _ in prices}
    if not stands:
        return lambda line: folded(line.item_name) in names
    return lambda line: (folded(line.item_name), line.unit_price, line.base_quantity) in prices


async def _usual(session: AsyncSession, merchant: Merchant, names: set[str]) -> dict[str, Product]:
    """The catalogue's entries of these folded names, or of these other names; their price is the last one."""
    named = await session.exec(_NAMED, params={"merchant": merchant.key, "names": list(names)})
    usual = {product.search_name: product for product in named.all()}
    unknown = sorted(names - usual.keys())[:_BY_ALIAS]
    if not unknown:
        return usual
    aliases = col(Product.search_aliases)
    called = (aliases.contains(as_searched(name), autoescape=True) for name in unknown)
    mine = select(Product).where(Product.merchant_id == merchant.key, aliases != "", or_(*called))
    for product in (await session.exec(mine)).all():
        usual |= {name: product for name in unknown if as_searched(name) in product.search_aliases}
    return usual
