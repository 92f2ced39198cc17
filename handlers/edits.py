"""A message edited in the chat: the open draft follows it, an issued invoice never does, all else is silent."""

from typing import Any

from telegram import Message, Update
from telegram.ext import Application, BaseHandler

from bot.context import Context
from bot.conversation import Handler
from bot.edits import is_news, issued_from_message
from bot.quickline.card_words import Kind, wish_of
from bot.quickline.line.frames import unmarked
from bot.turn import Turn, current
from handlers.aside import STEPS, ask_aside
from handlers.desk import desk_of, take_answer
from handlers.express import say_unchanging
from handlers.lines import item_answered, typed_at
from handlers.quick import line_edited
from handlers.routing import LONGEST_ANSWER
from models.draft import Composition
from models.text import cleaned

_QUESTIONS = frozenset({"choices", "readings", "line"})
"""In the scratch of a question about a message as it was typed."""


async def draft_edited(text: str, message_id: int, turn: Turn, context: Context) -> bool:
    """The open draft, or one line of it, as its message says it now; whether it was that message."""
    composition = Composition.model_validate(turn.draft.composition or {})
    update_id, at = turn.arrival.update_id, typed_at(composition, message_id)
    if composition.credits_id is not None:
        return False
    if composition.typed is not None and composition.typed.message_id == message_id:
        if is_news(text, update_id, composition.typed):
            await _in_place(turn, line_edited(text, turn, context))
        return True
    if at is None:
        return False
    known, item = composition.lines[at].typed, _item(text)
    if known is not None and is_news(item, update_id, known):
        await _in_place(turn, _line_edited(item, turn, context))
    return True


async def issued_edited(message_id: int, turn: Turn) -> bool:
    """The message an invoice was issued from: that one never changes; whether it was such a message."""
    if turn.merchant is None:
        return False
    issued = await issued_from_message(turn.session, turn.draft, turn.merchant.key, message_id)
    if issued is not None:
        await say_unchanging(turn, issued)
    return issued is not None


class OnEdit(BaseHandler[Update, Any, None]):
    """The text of a message, edited. What was said last and led to nothing counts as said now."""

    def __init__(self, context: Context) -> None:
        super().__init__(callback=_unused)
        self._context = context

    def check_update(self, update: object) -> bool:
        """Commands have been carried out."""
        message = update.edited_message if isinstance(update, Update) else None
        return message is not None and bool(message.text) and not (message.text or "").startswith("/")

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        _check: Any,
        _context: Any,
    ) -> None:
        """By what came of the message."""
        turn, message = current.get(), update.edited_message
        if message is None or await self._is_followed(message, turn):
            return
        draft = turn.draft
        is_credit = bool((draft.composition or {}).get("credits_id"))
        if draft.heard_message_id == message.message_id and not is_credit:
            turn.stays = not _QUESTIONS.isdisjoint(draft.scratch)
            draft.heard_message_id = None
            await application.process_update(Update(update.update_id, message=message))

    async def _is_followed(self, message: Message, turn: Turn) -> bool:
        text = cleaned((message.text or "")[:LONGEST_ANSWER], lines=True)
        is_composed = await draft_edited(text, message.message_id, turn, self._context)
        return is_composed or await issued_edited(message.message_id, turn)


async def _line_edited(text: str, turn: Turn, context: Context) -> None:
    turn.draft.step = "card"
    await take_answer(text, desk_of(turn, context), item_answered)


async def _in_place(turn: Turn, change: Any) -> None:
    """The card changes where it stands; a question beside it stays open."""
    draft = turn.draft
    beside = (draft.step, draft.scratch) if draft.step in STEPS else None
    turn.stays = True
    await change
    if beside and _QUESTIONS.isdisjoint(draft.scratch):
        step, scratch = beside
        ask_aside(turn, str(step), **{name: half for name, half in scratch.items() if name != "waiting"})


def _item(text: str) -> str:
    """What is read of a line: its words without the sign that it is one."""
    wish = wish_of(text)
    return wish.text if wish is not None and wish.kind is Kind.ADD else unmarked(cleaned(text))


async def _unused(_update: Update, _context: Any) -> None:
    raise AssertionError("an edit is looked at by what came of its message")


def entry(context: Context) -> list[Handler]:
    """Edits of what was said."""
    return [OnEdit(context)]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
