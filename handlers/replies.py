"""/cancel in reply to the card of what was issued: it cannot be undone, so what can be done is offered."""

from sqlmodel import select
from telegram import Update

from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn
from handlers.compose import cancel_wanted
from handlers.more import show_more
from handlers.routing import OnMessage
from models.receipt import Card


async def cancel_replied(update: Update, turn: Turn, context: Context) -> None:
    """/cancel in reply to an invoice's card: what can be done with it. In reply to anything else: /cancel."""
    reply = update.message.reply_to_message if update.message else None
    here = Card.chat_id == turn.arrival.chat_id, Card.message_id == (reply.message_id if reply else 0)
    found = (await turn.session.exec(select(Card).where(*here).limit(1))).first()
    if found is None:
        await cancel_wanted(turn)
        return
    await show_more(turn, context, found.invoice_id, None)


def _is_cancel_reply(update: Update) -> bool:
    message = update.message
    said = (message.text or "").split("@")[0].strip() if message else ""
    return said == "/cancel" and message is not None and message.reply_to_message is not None


def entry(context: Context) -> list[Handler]:
    """Before /cancel by itself."""
    return [OnMessage(_is_cancel_reply, lambda update, turn: cancel_replied(update, turn, context))]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
