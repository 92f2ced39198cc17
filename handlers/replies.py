"""/cancel in reply to the card of what was issued: it cannot be undone, so what can be done is offered."""

from telegram import Update

from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn
from handlers.compose import cancel_said
from handlers.credit import credit_said
from handlers.more import show_more
from handlers.replied_cards import whose_card
from handlers.routing import OnMessage
from models.text import cleaned


async def cancel_replied(update: Update, turn: Turn, context: Context) -> None:
    """/cancel in reply to the card of what was issued: what can be done with it; with a reason, its credit note."""
    message = update.message
    reply = message.reply_to_message if message else None
    issued = await whose_card(reply, turn) if reply else None
    reason = cleaned(((message.text if message else None) or "").partition(" ")[2])
    if issued is None:
        await cancel_said(turn)
    elif reason:
        await credit_said(issued.key, reason, turn, context)
    else:
        await show_more(turn, context, issued.key, None)


def _is_cancel_reply(update: Update) -> bool:
    message = update.message
    words = ((message.text if message else None) or "").split(maxsplit=1)
    is_cancel = bool(words) and words[0].split("@")[0].lower() == "/cancel"
    return is_cancel and message is not None and message.reply_to_message is not None


def entry(context: Context) -> list[Handler]:
    """Before /cancel by itself."""
    return [OnMessage(_is_cancel_reply, lambda update, turn: cancel_replied(update, turn, context))]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
