"""From Telegram's update to a handler of ours: a tap unpacked, an answer cleaned, the merchant named."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.callbacks import Callback, unpack
from bot.turn import Turn, current
from models.errors import N_, UserError
from models.merchant import Merchant
from models.text import cleaned

C = TypeVar("C", bound=Callback)
LONGEST_ANSWER = 4096
_SUSPENDED = N_("This account is suspended. Please write to whoever runs this bot.")


@dataclass(frozen=True)
class Tap(Generic[C]):
    """A tapped button: its value, and the message it stands under."""

    data: C
    message_id: int | None


class _Routed(BaseHandler[Update, Any, None]):
    """A PTB handler whose callback takes the turn instead of a context."""

    def __init__(self, act: Callable[[Update, Turn], Awaitable[None]]) -> None:
        super().__init__(callback=_unused)
        self._act = act

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Any,
        context: Any,
    ) -> None:
        await self._act(update, current.get())


class OnCommand(_Routed):
    """`/name rest`: the handler gets what follows the command."""

    def __init__(self, name: str, handler: Callable[[str, Turn], Awaitable[None]]) -> None:
        super().__init__(lambda update, turn: handler(_after_command(update), turn))
        self.name = name

    def check_update(self, update: object) -> bool:
        return isinstance(update, Update) and _command(update) == self.name


class OnTap(_Routed):
    """A button whose value is of this kind."""

    def __init__(self, kind: type[C], handler: Callable[[Tap[C], Turn], Awaitable[None]]) -> None:
        super().__init__(lambda update, turn: handler(_tap(kind, update), turn))
        self._prefix = kind.tag + ":"
        self._bare = kind.tag

    def check_update(self, update: object) -> bool:
        query = update.callback_query if isinstance(update, Update) else None
        data = query.data if query else None
        return (
            data is not None and (data == self._bare or data.startswith(self._prefix)) and bool(unpack(data))
        )


class OnText(_Routed):
    """Typed text that is no command, cleaned; `lines` keeps its line breaks."""

    def __init__(self, handler: Callable[[str, Turn], Awaitable[None]], *, lines: bool = False) -> None:
        super().__init__(lambda update, turn: handler(_text(update, lines=lines), turn))

    def check_update(self, update: object) -> bool:
        message = update.message if isinstance(update, Update) else None
        return message is not None and bool(message.text) and _command(update) is None


class OnMessage(_Routed):
    """Any message `wanted` says yes to, as Telegram gives it (contacts, photos, what is left over)."""

    def __init__(
        self, wanted: Callable[[Update], bool], handler: Callable[[Update, Turn], Awaitable[None]]
    ) -> None:  # fmt: skip
        super().__init__(handler)
        self._wanted = wanted

    def check_update(self, update: object) -> bool:
        return isinstance(update, Update) and self._wanted(update)


def merchant_of(turn: Turn) -> Merchant:
    """The merchant this chat acts for. UserError for a stranger or a suspended account."""
    if turn.merchant is None:
        raise UserError(N_("Let us set up your business first: send /start"))
    if turn.merchant.suspended_at is not None:
        raise UserError(_SUSPENDED)
    return turn.merchant


def _command(update: object) -> str | None:
    message = update.message if isinstance(update, Update) else None
    if message is None or not message.text or not message.text.startswith("/"):
        return None
    word = message.text.split(maxsplit=1)[0][1:]
    return word.split("@")[0].lower()


def _after_command(update: Update) -> str:
    text = update.message.text if update.message else None
    return cleaned((text or "").partition(" ")[2])


def _text(update: Update, *, lines: bool) -> str:
    text = (update.message.text if update.message else None) or ""
    return cleaned(text[:LONGEST_ANSWER], lines=lines)


def _tap(kind: type[C], update: Update) -> Tap[C]:
    query = update.callback_query
    value = unpack(query.data if query else None)
    if query is None or not isinstance(value, kind):
        raise TypeError("a tap was routed to the wrong handler")
    return Tap(value, query.message.message_id if query.message else None)


async def _unused(_update: Update, _context: Any) -> None:
    raise AssertionError("a routed handler acts by its turn")
