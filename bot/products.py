"""The catalogue: what was invoiced before, at its usual price."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.quickline.items import Item
from bot.quickline.line.values import LineItem
from bot.quickline.numbers import canonical
from models.aliases import as_searched
from models.draft import DraftLine, Remark, Taxable
from models.errors import N_, UserError
from models.product import Product
from models.tax import TaxCategory
from models.text import folded

_UNKNOWN = N_("This item is no longer in your catalogue.")
_NO_PRICE = N_("“{item}” is new, so it needs a price. Type it like this: {item} 50")

_RECENT = (  # asked for each item, so it is built once
    select(Product)
    .where(col(Product.merchant_id) == bindparam("merchant"), col(Product.archived_at).is_(None))
    .order_by(col(Product.last_used_at).desc(), col(Product.id).desc())
    .limit(bindparam("most"))
)


async def recent_products(session: AsyncSession, merchant_id: int, limit: int = 6) -> list[Product]:
    """The ones used last."""
    return list((await session.exec(_RECENT, params={"merchant": merchant_id, "most": limit})).all())


async def product(session: AsyncSession, merchant_id: int, product_id: int) -> Product:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Product).where(Product.id == product_id, Product.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_UNKNOWN)
    return found


async def product_named(session: AsyncSession, merchant_id: int, name: str) -> Product | None:
    """The one of exactly this name or other name, however it is spelled; an archived one is not offered."""
    wanted = select(Product).where(
        Product.merchant_id == merchant_id,
        col(Product.archived_at).is_(None),
        (col(Product.search_name) == folded(name))
        | col(Product.search_aliases).contains(as_searched(name), autoescape=True),
    )
    own_name_first = wanted.order_by(col(Product.search_name) != folded(name), col(Product.id))
    return (await session.exec(own_name_first.limit(1))).first()


def line_of(known: Product, usual: Taxable) -> DraftLine:
    """One of it at its usual price; `usual` is how the invoice's new lines are taxed."""
    return DraftLine(
        item_name=known.name, unit_code=known.unit_code, unit_price=known.unit_price,
        base_quantity=known.base_quantity, **dict(taxed_as(known, usual)),
    )  # fmt: skip


class Priced(NamedTuple):
    """How much of something is sold, and at which price."""

    quantity: Decimal
    unit_price: Decimal
    base_quantity: Decimal
    remark: Remark | None = None  # a number that could have been the price was taken for the quantity


def priced(item: Item | LineItem, known: Product | None) -> Priced:
    """What is typed of an item, as the catalogue has it where it says nothing. UserError where it has no price.

    “logo 2” of a logo that costs 150 is two of them: nobody takes a third of the price without saying more.
    """
    price = item.unit_price
    if known is None and price is None:
        raise UserError(_NO_PRICE, item=item.item_name)
    if known is None or (price is not None and not (item.may_count and 3 * price <= known.unit_price)):
        return Priced(item.quantity, price or Decimal(0), item.base_quantity)
    if price is None:
        return Priced(item.quantity, known.unit_price, known.base_quantity)
    remark = Remark(code="N_COUNTED", text=f"{item.item_name} {canonical(price)}", name=known.name)
    return Priced(price, known.unit_price, known.base_quantity, remark)


def is_counted(line: DraftLine, remark: Remark) -> bool:
    """Whether the number of an N_COUNTED remark is the line's quantity still, and not its price."""
    number = Decimal(remark.text.rpartition(" ")[2])
    return line.item_name == remark.name and line.quantity == number != line.unit_price


def taxed_as(known: Product | None, usual: Taxable) -> Taxable:
    """How a product is taxed on an invoice whose new lines are taxed as `usual`: in its own way, if it has one.

    Where the invoice is free of tax by a reason of its own, an export for example, so is everything on it.
    """
    if known is None or known.tax_rate is None or usual.tax_category is not None:
        return usual
    category = TaxCategory(known.tax_category) if known.tax_category else None
    return Taxable(tax_rate=known.tax_rate, tax_category=category)


async def remember_products(
    session: AsyncSession, merchant_id: int, lines: Iterable[DraftLine], now: datetime
) -> None:
    """New items join the catalogue; known ones take the price they were just sold at, archived ones come back.

    What was given away keeps its price: the next one is not free.
    """
    for line in {folded(line.item_name): line for line in lines}.values():
        known = await _of_name(session, merchant_id, line.item_name) or await product_named(
            session, merchant_id, line.item_name
        )
        if known is None:
            known = Product(
                merchant_id=merchant_id, name=line.item_name, search_name=folded(line.item_name),
                unit_price=line.unit_price, last_used_at=now,
            )  # fmt: skip
            session.add(known)
        if line.unit_price:
            known.unit_price, known.base_quantity = line.unit_price, line.base_quantity
        known.unit_code, known.last_used_at, known.archived_at = line.unit_code, now, None
        await session.flush()


async def _of_name(session: AsyncSession, merchant_id: int, name: str) -> Product | None:
    """The row of this name, archived or not: there is one at most."""
    wanted = select(Product).where(Product.merchant_id == merchant_id, Product.search_name == folded(name))
    return (await session.exec(wanted)).one_or_none()
