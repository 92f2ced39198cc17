"""/cancel in reply to the card of what was issued: it cannot be undone, so what can be done is offered."""

from sqlmodel import select
from telegram import Update

from bot.context import Context
from bot.conversation import Handler
from bot.crediting import is_open
from bot.invoices import invoice
from bot.turn import Turn
from handlers.compose import cancel_wanted
from handlers.routing import OnMessage, merchant_of
from handlers.views.more import more_view
from models.receipt import Card


async def cancel_replied(update: Update, turn: Turn) -> None:
    """/cancel in reply to an invoice's card: what can be done with it. In reply to anything else: /cancel."""
    reply = update.message.reply_to_message if update.message else None
    here = Card.chat_id == turn.arrival.chat_id, Card.message_id == (reply.message_id if reply else 0)
    found = (await turn.session.exec(select(Card).where(*here).limit(1))).first()
    if found is None:
        await cancel_wanted(turn)
        return
    issued = await invoice(turn.session, merchant_of(turn).key, found.invoice_id)
    turn.say(more_view(turn.t, issued, is_open=await is_open(turn.session, issued)))


def _is_cancel_reply(update: Update) -> bool:
    message = update.message
    said = (message.text or "").split("@")[0].strip() if message else ""
    return said == "/cancel" and message is not None and message.reply_to_message is not None


def entry(_context: Context) -> list[Handler]:
    """Before /cancel by itself."""
    return [OnMessage(_is_cancel_reply, cancel_replied)]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
