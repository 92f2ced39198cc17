"""The catalogue: what was invoiced before, at its usual price."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.draft import DraftLine
from models.errors import N_, UserError
from models.product import Product
from models.text import folded

_UNKNOWN = N_("This item is no longer in your catalogue.")


async def recent_products(session: AsyncSession, merchant_id: int, limit: int = 6) -> list[Product]:
    """The ones used last."""
    newest = select(Product).where(Product.merchant_id == merchant_id)
    newest = newest.order_by(col(Product.last_used_at).desc(), col(Product.id).desc()).limit(limit)
    return list((await session.exec(newest)).all())


async def product(session: AsyncSession, merchant_id: int, product_id: int) -> Product:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Product).where(Product.id == product_id, Product.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_UNKNOWN)
    return found


async def product_named(session: AsyncSession, merchant_id: int, name: str) -> Product | None:
    """The one of exactly this name, however it is spelled."""
    wanted = select(Product).where(Product.merchant_id == merchant_id, Product.search_name == folded(name))
    return (await session.exec(wanted)).one_or_none()


async def remember_products(
    session: AsyncSession, merchant_id: int, lines: Iterable[DraftLine], now: datetime
) -> None:
    """New items join the catalogue; known ones take the price they were just sold at."""
    for line in {folded(line.item_name): line for line in lines}.values():
        known = await product_named(session, merchant_id, line.item_name)
        if known is None:
            known = Product(
                merchant_id=merchant_id, name=line.item_name, search_name=folded(line.item_name),
                unit_price=line.unit_price, last_used_at=now,
            )  # fmt: skip
            session.add(known)
        known.unit_price, known.unit_code, known.last_used_at = line.unit_price, line.unit_code, now
        await session.flush()
