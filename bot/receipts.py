"""What the outbox asks and tells the receipts: which may be sent now, who has them, what has been sent."""

from datetime import datetime

from sqlalchemy import bindparam, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.turn import Call
from models.draft import Draft
from models.invoice import Invoice
from models.receipt import Receipt
from models.schema import table_of

_receipts = table_of(Receipt)
_drafts = table_of(Draft)
MARK = (
    update(_receipts)
    .where(_receipts.c.id == bindparam("receipt"))
    .values(owed_at=bindparam("until"), calls=bindparam("rest"))
)
TAKE_OVER = (
    update(_receipts)
    .where(_receipts.c.owed_at > bindparam("now"), _receipts.c.owed_at <= bindparam("leased"))
    .values(owed_at=bindparam("now"))
)
_became_invoice = exists().where(
    col(Invoice.chat_id) == _drafts.c.chat_id, col(Invoice.draft_number) == _drafts.c.number
)
KEEP = (  # late, the draft's message may show its invoice already: it is not the next draft's to move away
    update(_drafts)
    .where(_drafts.c.chat_id == bindparam("chat"), _drafts.c.number == bindparam("draft_number"))
    .where(or_(bindparam("is_apart"), ~_became_invoice))
    .values(card_message_id=bindparam("card"))
)
CLAIM = (
    update(_receipts)
    .where(_receipts.c.id == bindparam("receipt"), _receipts.c.owed_at <= bindparam("now"))
    .values(owed_at=bindparam("until"))
    .returning(_receipts.c.calls)
)


def due(now: datetime) -> SelectOfScalar[Receipt]:
    """What may be sent now, oldest first: a reply that is not due yet holds up all later ones of its chat."""
    earlier = aliased(Receipt)
    is_behind = exists().where(
        col(earlier.chat_id) == col(Receipt.chat_id), col(earlier.id) < col(Receipt.id),
        col(earlier.update_id).is_not(None), col(earlier.owed_at) > now,
    )  # fmt: skip
    return select(Receipt).where(col(Receipt.owed_at) <= now, ~is_behind).order_by(col(Receipt.id)).limit(200)


def notice(session: AsyncSession, chat_id: int, now: datetime, calls: list[Call]) -> None:
    """Owe the chat something no update asked for; `Outbox.wake` after the commit sends it."""
    session.add(Receipt(chat_id=chat_id, calls=calls, owed_at=now, taken_at=now))
