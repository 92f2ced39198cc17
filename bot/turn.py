"""A turn: what one update reads and changes, and the calls it owes the chat. `bot.turns` opens and closes it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.arrivals import Arrival
from bot.language import Texts, language_for, texts
from bot.screens import Screen
from models.draft import Draft
from models.member import Member
from models.merchant import Merchant

LEASE = timedelta(seconds=15)  # how long the process that committed has to send, before any other may
Call = dict[str, Any]
"""{"do": Bot API method or errand, "with": arguments}; for the chat's card also "keep": the draft's number, and
"apart": whether it shows something else, such as a list, while no draft is open."""

current: ContextVar["Turn"] = ContextVar("turn")


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
