"""What no other handler wants: unknown commands, old buttons, words without a question, groups."""

from telegram import Update
from telegram.constants import ChatType

from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn
from handlers.desk import desk_of
from handlers.quick import line_typed
from handlers.routing import OnMessage, OnText
from handlers.views import fallback as views


async def old_button_tapped(_update: Update, turn: Turn, context: Context) -> None:
    """A button no version of ours knows: today's screen."""
    turn.answer(turn.t.plain("This button is from an earlier version."))
    if turn.merchant is not None and turn.draft.composition is not None:
        await desk_of(turn, context).lay()


async def command_unknown(_update: Update, turn: Turn) -> None:
    """The same answer for what does not exist and for what is not for everybody."""
    turn.say(views.unknown_command_view(turn.t))


async def message_unclear(_update: Update, turn: Turn) -> None:
    """A sticker, a voice message or a place while no question is open."""
    turn.say(views.unclear_view(turn.t, stranger=turn.merchant is None))


async def group_spoken_in(_update: Update, turn: Turn) -> None:
    """Invoices are nobody else's business."""
    turn.say(views.group_view(turn.t))


def _in_group(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type != ChatType.PRIVATE


def _is_command(update: Update) -> bool:
    return update.message is not None and (update.message.text or "").startswith("/")


def first() -> list[Handler]:
    """Before everything else: groups get one sentence for a command, silence otherwise."""
    return [
        OnMessage(lambda update: _in_group(update) and _is_command(update), group_spoken_in),
        OnMessage(_in_group, _silence),
    ]


def last(context: Context) -> list[Handler]:
    """After everything else."""
    return [
        OnMessage(
            lambda update: update.callback_query is not None,
            lambda update, turn: old_button_tapped(update, turn, context),
        ),
        OnMessage(_is_command, command_unknown),
        OnText(lambda text, turn: line_typed(text, turn, context), lines=True),
        OnMessage(lambda update: update.message is not None, message_unclear),
    ]


async def _silence(_update: Update, _turn: Turn) -> None:
    return
