"""A list sent as a file, at any time: read, shown, and imported when the merchant says yes."""

from pathlib import PurePath
from typing import Final

from telegram import Update

from bot.books.files import MOST_BYTES, too_large
from bot.books.importing import decide
from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn, current
from handlers.routing import OnMessage, OnTap, Tap, merchant_of
from handlers.taps.books import ConfirmImport, DropImport
from handlers.views import imports as views
from models.batch import DROPPED, WANTED
from models.text import cleaned

_ENDINGS: Final = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".vcf", ".vcard"}
_KINDS: Final = {
    "text/csv", "text/tab-separated-values", "text/vcard", "text/x-vcard", "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_AWAITED: Final = {"settings.logo_id", "verify"}  # questions that a file answers


async def list_sent(update: Update, turn: Turn) -> None:
    """A file: fetched and read after this turn."""
    merchant_of(turn)
    message = update.message
    document = message.document if message else None
    if message is None or document is None:
        return
    if (document.file_size or 0) > MOST_BYTES:
        raise too_large()
    name = cleaned(document.file_name or "")[:100]
    turn.send_on("read_list", file_id=document.file_id, message_id=message.message_id, name=name)
    turn.say(views.reading_view(turn.t, name))


async def yes_tapped(tap: Tap[ConfirmImport], turn: Turn) -> None:
    """Import what was shown, after this turn; a second yes finds the preview closed."""
    await decide(turn.session, merchant_of(turn).key, tap.data.batch_id, WANTED, turn.now)
    turn.show_at(tap.message_id, views.importing_view(turn.t))
    turn.send_on("import_list", batch_id=tap.data.batch_id)


async def no_tapped(tap: Tap[DropImport], turn: Turn) -> None:
    """Forget what was read."""
    await decide(turn.session, merchant_of(turn).key, tap.data.batch_id, DROPPED, turn.now)
    turn.show_at(tap.message_id, views.dropped_view(turn.t))


def _is_list(update: Update) -> bool:
    """A file of a kind lists come in, unless a question is open that a file answers."""
    document = update.message.document if update.message else None
    if document is None or current.get().draft.step in _AWAITED:
        return False
    ending = PurePath(document.file_name or "").suffix.lower()
    return ending in _ENDINGS or (document.mime_type or "").lower() in _KINDS


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        OnMessage(_is_list, list_sent),
        OnTap(ConfirmImport, yes_tapped),
        OnTap(DropImport, no_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
