"""Favourites: the invoices a merchant makes again and again, each under a name."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.invoices import invoice
from bot.language import Texts
from bot.receipts import notice
from bot.rendering.formats import number
from models.errors import N_, UserError
from models.favourite import Favourite
from models.invoice import Invoice
from models.member import Member

MOST = 20
LONGEST_NAME = 60
_TOO_MANY = N_("At most {most} invoices can be favourites. Remove one in /favourites first.")
_LONG_NAME = N_("A favourite's name may have at most {most} characters; this one has {length}.")
_UNKNOWN = N_("This is no favourite any more.")
_NO_FAVOURITE = N_("A credit note cannot be a favourite.")


async def favourites(
    session: AsyncSession, merchant_id: int, limit: int | None = None
) -> Sequence[Favourite]:
    """All of the merchant's, or so many: what was saved last comes first."""
    mine = select(Favourite).where(Favourite.merchant_id == merchant_id)
    return (await session.exec(mine.order_by(col(Favourite.id).desc()).limit(limit))).all()


async def favourite(session: AsyncSession, merchant_id: int, favourite_id: int) -> Favourite:
    """One of this merchant's; UserError for any other id."""
    wanted = select(Favourite).where(Favourite.id == favourite_id, Favourite.merchant_id == merchant_id)
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise UserError(_UNKNOWN)
    return found


async def favourite_of(session: AsyncSession, issued: Invoice) -> Favourite | None:
    """The favourite that the invoice is, if it is one."""
    wanted = select(Favourite).where(
        Favourite.invoice_id == issued.key, Favourite.merchant_id == issued.merchant_id
    )
    return (await session.exec(wanted)).one_or_none()


async def save_favourite(
    session: AsyncSession, merchant_id: int, invoice_id: int, t: Texts, now: datetime
) -> Favourite:
    """Keep the invoice, under a name it gets from what it says; one that is kept already stays as it is.

    UserError for another merchant's invoice, a credit note, and above `MOST`.
    """
    issued = await invoice(session, merchant_id, invoice_id)
    if issued.is_credit_note:
        raise UserError(_NO_FAVOURITE)
    if known := await favourite_of(session, issued):
        return known
    mine = select(func.count()).select_from(Favourite).where(col(Favourite.merchant_id) == merchant_id)
    if (await session.exec(mine)).one() >= MOST:
        raise UserError(_TOO_MANY, most=MOST)
    kept = Favourite(
        merchant_id=merchant_id, invoice_id=issued.key, name=first_name(t, issued), created_at=now
    )
    session.add(kept)
    await session.flush()
    return kept


async def drop_favourite(session: AsyncSession, issued: Invoice) -> None:
    """Keep the invoice no longer; harmless twice."""
    if known := await favourite_of(session, issued):
        await session.delete(known)
        await session.flush()


def rename(kept: Favourite, name: str) -> None:
    """Call it so. UserError for a name that is too long."""
    if len(name) > LONGEST_NAME:
        raise UserError(_LONG_NAME, most=LONGEST_NAME, length=len(name))
    kept.name = name or kept.name


def first_name(t: Texts, issued: Invoice) -> str:
    """What an invoice is called until it is renamed: “Acme: 2 × Logo”, with the number of its other lines."""
    document = issued.read_document()
    line, others = document.lines[0], len(document.lines) - 1
    item = line.item_name
    if line.quantity != 1:
        item = f"{number(line.quantity, t.language, t.digits)} × {item}"
    more = f" +{number(Decimal(others), t.language, t.digits)}" if others else ""
    buyer = _cut(document.buyer.name, LONGEST_NAME // 2 - 2)
    return f"{buyer}: {_cut(item, LONGEST_NAME - len(buyer) - len(more) - 2)}{more}"


async def tell_of_change(session: AsyncSession, merchant_id: int, chat_id: int, now: datetime) -> None:
    """The other people of the business see the list in their chats change too."""
    others = select(Member.user_id, Member.favourites_message_id).where(
        Member.merchant_id == merchant_id,
        Member.user_id != chat_id,
        col(Member.favourites_message_id).is_not(None),
    )
    for other, shown in (await session.exec(others)).all():
        notice(session, other, now, [{"do": "favourites", "with": {"known": shown}}])


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
