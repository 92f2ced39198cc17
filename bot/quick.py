"""A whole invoice in one message: read with the names the merchant knows, and made a composition."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import SQLColumnExpression, String, cast
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.products import priced, taxed_as
from bot.quickline.line.values import Line, LineItem, Notice
from bot.quickline.names import NameIndex, Names, Row
from bot.taxation import NO_TAX, usual_tax
from models.allowance_charge import AllowanceCharge
from models.customer import Customer
from models.draft import Composition, DraftCharge, DraftLine, Remark, Taxable
from models.errors import N_, UserError
from models.merchant import Merchant
from models.product import Product

ON_CARD = ("N_DISCOUNT_ALL", "N_CUSTOMER_GUESSED", "N_PRODUCT_GUESSED")
"""The notices that are no question."""

_ROW, _FIELD = "\x1e", "\x1f"  # in no name: control characters are cleaned away
_WORDS, _SPAN = 50, 8  # words of a text, and of a name, that are looked at for the catalogue's
_CURRENCY = N_(
    "Your invoices are in {own}. Send it without {currency}, or change the currency in /settings first."
)


class Indexes:
    """Names in memory, so that only the first message of a merchant waits for them to be sorted.

    The names themselves are read each time, as one text: whoever changed, merged or archived one, in whichever
    process, the next message knows. What is kept is the index over a text that is still the same; of ten thousand
    names, that takes half the time of reading rows. For `most` merchants at most.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, int], tuple[str, NameIndex]] = OrderedDict()

    async def customers(self, session: AsyncSession, merchant_id: int) -> Names:
        """The address book without its archive; e-mail addresses and phone numbers are names too."""
        reach = (func.coalesce(col(column), "") for column in (Customer.email, Customer.phone))
        names = col(Customer.aliases) + "\n" + next(reach) + "\n" + next(reach)
        mine = _as_text(Customer, names).where(
            Customer.merchant_id == merchant_id, col(Customer.archived_at).is_(None)
        )
        return await self._index(session, ("customers", merchant_id), mine)

    async def products(self, session: AsyncSession, merchant_id: int) -> Names:
        """The catalogue without its archive."""
        mine = _as_text(Product, col(Product.aliases)).where(
            Product.merchant_id == merchant_id, col(Product.archived_at).is_(None)
        )
        return await self._index(session, ("products", merchant_id), mine)

    async def _index(
        self, session: AsyncSession, key: tuple[str, int], mine: SelectOfScalar[str]
    ) -> NameIndex:
        each = mine.subquery()
        text = (await session.exec(select(func.aggregate_strings(each.c.row, _ROW)))).one() or ""
        known = self._kept.get(key)
        if known is None or known[0] != text:
            known = (text, await asyncio.to_thread(_sorted, text))
        self._kept[key] = known
        self._kept.move_to_end(key)
        while len(self._kept) > 2 * self._most:
            self._kept.popitem(last=False)
        return known[1]


def _as_text(table: type[Customer] | type[Product], names: SQLColumnExpression[str]) -> SelectOfScalar[str]:
    """Id, name and other names of each as one text."""
    row = cast(table.id, String) + _FIELD + col(table.name) + _FIELD + names
    return select(row.label("row")).order_by(col(table.id))


def knows_any(products: Names, text: str) -> bool:
    """Whether some words of the text are a product's whole name."""
    words = text.split()[:_WORDS]
    spans = range(1, min(products.most_words, len(words), _SPAN) + 1)
    starts = (" ".join(words[at : at + span]) for span in spans for at in range(len(words) - span + 1))
    return any(products.exact(name) for name in starts)


async def composition_of_line(session: AsyncSession, line: Line, merchant: Merchant) -> Composition:
    """All that the line says, without its customer. UserError for what an invoice of this merchant cannot have."""
    if line.currency != merchant.currency:
        raise UserError(_CURRENCY, own=merchant.currency, currency=line.currency)
    if not merchant.charges_tax and any((line.tax_rate, *(item.tax_rate for item in line.items))):
        raise UserError(NO_TAX)
    known = await _products(session, merchant.key, line.items)
    goods = [(item, known.get(item.product.id or 0) if item.product else None) for item in line.items]
    usual = Taxable(tax_rate=merchant.tax_rate)
    composition = Composition(
        lines=[_draft_line(*each, _said(line.tax_rate), usual, nth) for nth, each in enumerate(goods)],
        due_date=line.due_date, note=line.note, prepaid_amount=line.prepaid_amount or Decimal(0),
        prices_include_tax=bool(line.prices_include_tax) and merchant.charges_tax,
        remarks=[
            *(_remark(notice, line) for notice in line.notices if notice.code in ON_CARD),
            *(remark for each in goods if (remark := priced(*each).remark)),
        ],
        **_worth("discount", line.allowance),
    )  # fmt: skip
    tax = dict(_said(line.tax_rate) or usual_tax(composition, merchant))
    composition.charges = [
        DraftCharge(reason=charge.reason or "", percent=charge.percent, amount=charge.amount, **tax)
        for charge in line.charges
    ]
    return composition


def _draft_line(
    item: LineItem, known: Product | None, said: Taxable | None, usual: Taxable, nth: int
) -> DraftLine:
    """One item; what it does not say is as the catalogue has it. Its own tax goes before the whole invoice's."""
    sold = priced(item, known)
    is_usual = item.unit_code in {None, "C62"}
    return DraftLine(
        item_name=known.name if known else item.item_name, quantity=sold.quantity, unit_price=sold.unit_price,
        base_quantity=sold.base_quantity,
        unit_code=known.unit_code if known and is_usual else item.unit_code or "C62",
        **_worth("discount", item.allowance), **_worth("charge", item.charge),
        **dict(_said(item.tax_rate) or said or taxed_as(known, usual)), nth=nth,
    )  # fmt: skip


def _said(rate: Decimal | None) -> Taxable | None:
    return None if rate is None else Taxable(tax_rate=rate)


def _worth(kind: str, worth: AllowanceCharge | None) -> dict[str, Any]:
    if worth is None:
        return {}
    return {f"{kind}_percent": worth.percent, f"{kind}_amount": worth.amount}


def _remark(notice: Notice, line: Line) -> Remark:
    """With what it is about, for it holds as long as that is on the card."""
    name = ""
    if notice.code == "N_PRODUCT_GUESSED":
        name = notice.labels[0]
    elif notice.code == "N_CUSTOMER_GUESSED" and line.customer:
        name = line.customer.name
    elif line.allowance:
        name = f"{line.allowance.percent or line.allowance.amount:f}"
    return Remark(code=notice.code, text=notice.text, name=name)


async def _products(session: AsyncSession, merchant_id: int, items: Iterable[LineItem]) -> dict[int, Product]:
    wanted = {item.product.id for item in items if item.product}
    if not wanted:
        return {}
    mine = select(Product).where(Product.merchant_id == merchant_id, col(Product.id).in_(wanted))
    return {one.key: one for one in (await session.exec(mine)).all()}


def _sorted(text: str) -> NameIndex:
    rows = (row.split(_FIELD) for row in text.split(_ROW) if row)
    return NameIndex(Row(int(key), name, tuple(filter(None, names.split("\n")))) for key, name, names in rows)
