"""What the stand-in knows: the bot, its chats, its files and what it was asked."""

import itertools
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.demo.telegram.faults import Faults
from bot.demo.telegram.files import Files
from bot.demo.telegram.limits import FloodLimit
from bot.demo.telegram.profile import Profile
from bot.demo.telegram.questions import Question
from bot.demo.telegram.refusals import bad_request, forbidden
from bot.demo.telegram.signals import Signal
from bot.demo.telegram.updates import Update, Updates
from bot.demo.telegram.webhook import Webhook

Json = dict[str, Any]


@dataclass
class Call:
    """One call of the bot: parameters as they came (uploads by name and size), status answered (0: none, or lost)."""

    method: str
    params: Json
    time: float
    status: int = 0


@dataclass(frozen=True)
class Alert:
    """An answer to a tap: a toast, or a dialog when `show_alert`."""

    text: str
    show_alert: bool
    query_id: str


class Chat:
    """A private chat: the messages both can see, and what the person's phone shows around them."""

    def __init__(self, user: Json, started: bool) -> None:
        self.user = user
        self.started = started
        self.blocked = False
        self.messages: dict[int, Json] = {}
        self.keyboard: Json | None = None
        self.fixed: set[int] = set()  # sent with a reply keyboard, hence never editable
        self.pinned: set[int] = set()
        self.alerts: list[Alert] = []
        self.action: str | None = None
        self.signal = Signal()

    @property
    def id(self) -> int:
        """The chat's id, which is the user's."""
        return int(self.user["id"])

    @property
    def face(self) -> Json:
        """The chat as the Bot API shows it."""
        names: Json = {
            key: self.user[key] for key in ("first_name", "last_name", "username") if key in self.user
        }
        return {"id": self.user["id"], "type": "private", **names}

    @property
    def pins(self) -> list[Json]:
        """The messages that are pinned and still there, newest first."""
        return [message for number, message in reversed(self.messages.items()) if number in self.pinned]

    def unpin(self, number: int) -> None:
        """Whoever does it: nobody is told."""
        self.pinned.discard(number)
        self.signal.fire()

    def quoted(self, message_id: int) -> Json:
        """A message as a reply to it holds it: what that one replied to is left out, and so are its buttons."""
        left_out = {"reply_to_message", "reply_markup"}
        return {key: value for key, value in self.messages[message_id].items() if key not in left_out}

    def keep(self, message: Json) -> Json:
        """Show a new or changed message."""
        self.messages[message["message_id"]] = message
        self.action = None
        self.signal.fire()
        return message


@dataclass
class World:
    """Everything behind one token."""

    token: str
    me: Json
    updates: Updates
    webhook: Webhook
    loopback_links: bool = True
    flood: FloodLimit | None = None
    chats: dict[int, Chat] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    faults: Faults = field(default_factory=Faults)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=20_000))
    queries: dict[str, int] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    talks: defaultdict[frozenset[int], list[Json]] = field(default_factory=lambda: defaultdict(list))
    signal: Signal = field(default_factory=Signal)
    sessions: int = 0
    asked: Signal = field(default_factory=Signal)
    message_ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def reachable(self, chat_id: int | None) -> Chat:
        """The chat, if the bot may write to it. Raises Telegram's 400 and 403."""
        chat = self.chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def new_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A message with the next id, from the bot or the person; not shown yet."""
        head = {"message_id": next(self.message_ids), "from": sender, "chat": chat.face, "date": self.now()}
        return head | content

    def now(self) -> int:
        """Unix seconds, as Telegram dates everything."""
        return int(time.time())

    def push(self, kind: str, content: Json, lane: str) -> Update:
        """Something happened: queue it for the bot, if the bot wants this kind."""
        update, wanted = self.updates.add(kind, content, lane)
        if wanted:
            self.webhook.offer(update)
        return update

    def deliver_again(self, update: Update) -> None:
        """The same update once more, confirmed or not."""
        if self.webhook.url:
            self.webhook.offer(update)
        else:
            self.updates.add_again(update)
