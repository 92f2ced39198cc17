"""Turns opened and closed, each in one transaction; the same update never takes effect twice."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import cast

from sqlalchemy import Case, Table, bindparam, case, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.arrivals import Arrival
from bot.database import Database
from bot.turn import LEASE, Turn, current
from models.draft import Draft
from models.member import Member
from models.merchant import Merchant
from models.receipt import Receipt
from models.schema import table_of


class DuplicateUpdateError(Exception):
    """This update has already taken effect."""


def _due_at(receipts: Table) -> Case[datetime]:
    """Leased to the process that commits; but behind an earlier reply that is still owed, whoever sends that."""
    earlier = receipts.alias()
    is_behind = exists().where(
        earlier.c.chat_id == bindparam("chat"),
        earlier.c.update_id.is_not(None),
        earlier.c.owed_at.is_not(None),
    )
    kind = receipts.c.owed_at.type
    return case((is_behind, bindparam("at_once", type_=kind)), else_=bindparam("leased", type_=kind))


class Turns:
    """Opens and closes turns; each end runs in one go on the connection, with statements built once."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        insert = (sqlite if database.is_sqlite else postgresql).insert
        table = table_of(Receipt)
        self._take = insert(table).on_conflict_do_nothing().returning(table.c.id)
        self._rows = (
            select(Draft, Member, Merchant)
            .outerjoin(Member, col(Member.user_id) == col(Draft.chat_id))
            .outerjoin(Merchant, col(Merchant.id) == col(Member.merchant_id))
            .where(col(Draft.chat_id) == bindparam("chat"))
            .with_for_update(of=Draft)
        )
        self._owe = (
            update(table)
            .where(table.c.id == bindparam("receipt"))
            .values(calls=bindparam("owed_calls"), owed_at=_due_at(table))
            .returning(table.c.owed_at)
        )

    def _open(self, session: Session, arrival: Arrival) -> Turn:
        now = self._clock()
        values = {"update_id": arrival.update_id, "chat_id": arrival.chat_id, "calls": [], "taken_at": now}
        receipt_id = session.connection().execute(self._take, values).scalar()
        if receipt_id is None:
            raise DuplicateUpdateError
        row = session.execute(self._rows, {"chat": arrival.chat_id}).first()
        if row is None:
            session.add(Draft(chat_id=arrival.chat_id))
            session.flush()
            row = session.execute(self._rows, {"chat": arrival.chat_id}).one()
        draft, member, merchant = row
        if arrival.said_id is not None and not arrival.is_edit:
            draft.heard_message_id = None
        return Turn(cast(AsyncSession, None), arrival, receipt_id, draft, member, merchant, now)

    def _close(self, session: Session, turn: Turn) -> None:
        turn.answer()
        for errand in turn.errands:
            session.add(
                Receipt(chat_id=turn.arrival.chat_id, calls=[errand], owed_at=turn.now, taken_at=turn.now)
            )
        session.flush()
        if turn.calls:
            owed = {"receipt": turn.receipt_id, "owed_calls": turn.calls, "chat": turn.arrival.chat_id,
                    "at_once": turn.now, "leased": turn.now + LEASE}  # fmt: skip
            turn.is_behind = session.connection().execute(self._owe, owed).scalar_one() == turn.now
        session.commit()

    @asynccontextmanager
    async def take(self, arrival: Arrival) -> AsyncIterator[Turn]:
        """One turn. Raises DuplicateUpdateError, or what the handler raised, with nothing of it kept."""
        async with self._database.session() as session:
            turn = await session.run_sync(self._open, arrival)
            turn.session = session
            token = current.set(turn)
            try:
                yield turn
            finally:
                current.reset(token)
            if turn.error is not None:
                raise turn.error
            await session.run_sync(self._close, turn)
