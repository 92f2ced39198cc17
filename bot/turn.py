"""A turn: what one update reads and changes. One transaction; the same update never takes effect twice."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Case, Table, bindparam, case, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.arrivals import Arrival
from bot.database import Database
from bot.language import Texts, language_for, texts
from bot.screens import Screen
from models.draft import Draft
from models.member import Member
from models.merchant import Merchant
from models.receipt import Receipt
from models.schema import table_of

LEASE = timedelta(seconds=15)  # how long the process that committed has to send, before any other may
Call = dict[str, Any]
"""{"do": Bot API method or errand, "with": arguments}; for the chat's card also "keep": the draft's number, and
"apart": whether it shows something else, such as a list, while no draft is open."""

current: ContextVar["Turn"] = ContextVar("turn")


class DuplicateUpdateError(Exception):
    """This update has already taken effect."""


@dataclass
class Turn:
    """The open transaction of one update, the rows it is about, and the calls it will owe."""

    session: AsyncSession
    arrival: Arrival
    receipt_id: int
    draft: Draft
    member: Member | None
    merchant: Merchant | None
    now: datetime
    calls: list[Call] = field(default_factory=list)
    errands: list[Call] = field(default_factory=list)
    error: BaseException | None = None
    kicks: list[int] = field(default_factory=list)  # deliveries to look at once this is committed
    tapped_card: bool = False  # the tapped message is a screen of the open draft
    stays: bool = False  # what changes was said further up: the card is edited where it stands
    is_behind: bool = False  # the chat waits for an earlier reply: the outbox sends this one after it
    _answered: bool = False

    @property
    def language(self) -> str:
        """The member's language; before there is one, the draft's choice or Telegram's."""
        if self.member is not None:
            return self.member.language
        return self.draft.language or language_for(self.arrival.language_code)

    @property
    def t(self) -> Texts:
        """The chat's sentences."""
        return texts(self.language, self.merchant.digits if self.merchant else "latn")

    @property
    def words_from(self) -> int | None:
        """The message whose words are acted on: the one just said, else the one a tap answers a question about."""
        said = self.arrival.said_id
        return self.draft.heard_message_id if said is None else said

    def not_understood(self) -> None:
        """What was said led to a question or a refusal: whoever edits it before saying more says it anew."""
        if self.arrival.said_id is not None:
            self.draft.heard_message_id = self.arrival.said_id

    def owe(self, do: str, *, keep: bool = False, **arguments: Any) -> None:
        """Owe a Bot API call or an errand: carried out after the commit, again after a crash."""
        kept = {"keep": self.draft.number, "apart": self.draft.composition is None} if keep else {}
        self.calls.append({"do": do, "with": arguments, **kept})

    def send_on(self, errand: str, **arguments: Any) -> None:
        """Owe slow work apart from the replies: the chat does not wait for it."""
        self.errands.append({"do": errand, "with": arguments})

    def say(self, screen: Screen) -> None:
        """A new message that stays as it is."""
        self.owe("send_message", chat_id=self.arrival.chat_id, **screen.as_json())

    def show(self, screen: Screen) -> None:
        """The one card of the draft: edited in place after a tap on it, else moved below what was typed or tapped."""
        chat_id, tapped, shown = self.arrival.chat_id, self.arrival.message_id, self.draft.card_message_id
        place = shown if self.stays else None
        if tapped is not None and (tapped == shown or self.tapped_card):
            place = tapped
        if place is not None:
            self.draft.card_message_id = place
            self.owe("edit_message_text", keep=True, chat_id=chat_id, message_id=place, **screen.as_json())
        else:
            self.owe("send_message", keep=True, chat_id=chat_id, **screen.as_json())
        if shown is not None and shown != place:
            self.owe("delete_message", chat_id=chat_id, message_id=shown)

    def show_at(self, message_id: int | None, screen: Screen) -> None:
        """A screen that is not the draft's: in place of the tapped message, or a message of its own."""
        if message_id is None:
            self.say(screen)
            return
        if self.draft.card_message_id == message_id:
            self.draft.card_message_id = None
        self.owe("edit_message_text", chat_id=self.arrival.chat_id, message_id=message_id, **screen.as_json())

    def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """Answer the tap, once; a turn that forgets is answered without words."""
        if self.arrival.callback_query_id is None or self._answered:
            return
        self._answered = True
        words = {"text": text[:200], "show_alert": alert} if text else {}
        answer = {
            "do": "answer_callback_query",
            "with": {"callback_query_id": self.arrival.callback_query_id, **words},
        }
        self.calls.insert(0, answer)

    def ask(self, step: str | None, screen: Screen, **scratch: Any) -> None:
        """Open a question (None: close it) and show its screen."""
        self.draft.step = step
        self.draft.scratch = scratch
        self.show(screen)


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
