"""What several directives say together, and whether a discount leaves anything."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any, Final

from bot.quickline.answers import refusal
from bot.quickline.line.directives import Said
from bot.quickline.line.values import LineItem
from models.allowance_charge import AllowanceCharge, worth
from models.money import EXACT, minor_units

_ONCE: Final = (
    "due_date",
    "allowance",
    "prepaid_amount",
    "tax_rate",
    "prices_include_tax",
    "currency",
    "customer",
)


def merged(said: Iterable[Said]) -> Said:
    """All of it as one; charges are told apart. Raises UnreadableError E_REPEATED where two contradict each other."""
    known: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for one in said:
        for name in _ONCE:
            value = getattr(one, name)
            if value is not None and known.setdefault(name, value) != value:
                raise refusal("E_REPEATED", one.text, first=texts[name])
            if value is not None:
                texts.setdefault(name, one.text)
    return Said(**known)


def with_said(item: LineItem, said: Sequence[Said]) -> LineItem:
    """The item with what is said of it alone."""
    typed = (*([Said(allowance=item.allowance)] if item.allowance else []), *said)
    both = merged(typed)
    charges = [one.charge for one in said if one.charge]
    if charges[1:]:
        raise refusal("E_REPEATED", said[-1].text, first=said[0].text)
    return replace(item, allowance=both.allowance, charge=next(iter(charges), None), tax_rate=both.tax_rate)


def check_discounts(items: Sequence[LineItem], allowance: AllowanceCharge | None, currency: str) -> None:
    """Refuse a discount above what it is on: UnreadableError E_DISCOUNT_GT_TOTAL. Unknown prices say nothing."""
    amounts = [_amount_of(item, currency) for item in items]
    known = [amount for amount in amounts if amount is not None]
    if allowance and allowance.amount is not None and len(known) == len(amounts):
        _check(allowance.amount, sum(known, Decimal(0)), currency)


def is_above(item: LineItem, allowance: AllowanceCharge | None, currency: str) -> bool:
    """Whether the item comes to no less than the discount."""
    amount = _amount_of(item, currency)
    return allowance is None or allowance.amount is None or amount is None or allowance.amount <= amount


def _amount_of(item: LineItem, currency: str) -> Decimal | None:
    """What the item comes to, its own discount and surcharge included; None if its price may be the product's."""
    if item.unit_price is None or (item.may_count and item.product):
        return None
    decimals = minor_units(currency)
    with localcontext(EXACT):
        base = round(item.unit_price * item.quantity / item.base_quantity, decimals)
        if item.allowance and item.allowance.amount is not None:
            _check(item.allowance.amount, base, currency)
        return base - worth(item.allowance, base, decimals) + worth(item.charge, base, decimals)


def _check(discount: Decimal, total: Decimal, currency: str) -> None:
    if discount > total:
        raise refusal("E_DISCOUNT_GT_TOTAL", f"-{discount:f}", total=f"{total:,f}", currency=currency)
