"""Prices as they were typed."""

from bot.language import Texts
from bot.rendering.formats import money, quantity
from models.draft import DraftLine
from models.product import Product


def price_text(t: Texts, currency: str, priced: DraftLine | Product) -> str:
    """A price with the quantity it is for if that is not one: EGP 12.00 per 100."""
    price = money(priced.unit_price, currency, t.language, t.digits)
    if priced.base_quantity == 1:
        return price
    base = quantity(priced.base_quantity, priced.unit_code, t.language, t.digits)
    return t.plain("{price} per {quantity}", price=price, quantity=base)
