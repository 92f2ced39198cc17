"""A bare python-telegram-bot bot with an in-memory ConversationHandler that answers the same updates: the yardstick."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    Updater,
    filters,
)

CUSTOMER, ITEM, CARD, DISCOUNT = range(4)
Context = ContextTypes.DEFAULT_TYPE
_TEXT = filters.TEXT & ~filters.COMMAND


def _buttons(*rows: str) -> InlineKeyboardMarkup:
    cells = [[InlineKeyboardButton(label, callback_data=label) for label in row.split("|")] for row in rows]
    return InlineKeyboardMarkup(cells)


_CARD = _buttons(
    "Issue and send", "Item|Lines", "Discount|Tax", "Due date|Note", "Customer|Send by", "Cancel"
)


async def _show(update: Update, context: Context, text: str, buttons: InlineKeyboardMarkup) -> None:
    """The same calls as the real bot's: edit after a tap; after words a new card, and the old one removed."""
    kept: dict[str, Any] = context.user_data if context.user_data is not None else {}
    if update.callback_query:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(text, reply_markup=buttons, parse_mode="HTML")
    elif update.message:
        sent = await update.message.reply_text(text, reply_markup=buttons, parse_mode="HTML")
        if old := kept.get("card"):
            await context.bot.delete_message(sent.chat_id, old)
        kept["card"] = sent.message_id


async def _new(update: Update, context: Context) -> int:
    await _show(
        update, context, "<b>New invoice</b>\nWho is it for?", _buttons("Acme", "New customer|Cancel")
    )
    return CUSTOMER


async def _customer(update: Update, context: Context) -> int:
    await _show(update, context, "What is it for?", _buttons("Logo", "Back|Cancel"))
    return ITEM


async def _item(update: Update, context: Context) -> int:
    await _show(update, context, "<b>Invoice for Acme</b>\n1. Logo: 2 × EGP 150\nTotal: EGP 342.00", _CARD)
    return CARD


async def _discount(update: Update, context: Context) -> int:
    await _show(
        update, context, "How much discount?", _buttons("5%|10%|15%|20%", "No discount", "Back|Cancel")
    )
    return DISCOUNT


async def _discounted(update: Update, context: Context) -> int:
    await _show(update, context, "<b>Invoice for Acme</b>\n1. Logo: 2 × EGP 150\nTotal: EGP 307.80", _CARD)
    return CARD


async def _cancel(update: Update, context: Context) -> int:
    await _show(update, context, "Put aside.", _buttons("Bring it back|New invoice"))
    return ConversationHandler.END


@asynccontextmanager
async def plain_bot(token: str, api: str) -> AsyncIterator[None]:
    """The bot, polling, in this process."""
    application = Application.builder().token(token).base_url(f"{api}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("new", _new)],
            states={
                CUSTOMER: [CallbackQueryHandler(_customer, "Acme")],
                ITEM: [MessageHandler(_TEXT, _item)],
                CARD: [CallbackQueryHandler(_discount, "Discount"), CallbackQueryHandler(_cancel, "Cancel")],
                DISCOUNT: [MessageHandler(_TEXT, _discounted)],
            },
            fallbacks=[],
            allow_reentry=True,
        )
    )
    async with application:
        await application.start()
        updater = cast(Updater, application.updater)  # built with one
        await updater.start_polling()
        try:
            yield
        finally:
            await updater.stop()
            await application.stop()
