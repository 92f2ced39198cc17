"""build_application(): every handler, in order, in one visible list."""

from typing import Any

from telegram import Bot
from telegram.ext import Application, ExtBot

from bot.context import Context
from bot.conversation import Conversation, Handler
from bot.front import keep_error
from bot.http import AiohttpRequest
from handlers import (
    admin,
    again,
    book_entry,
    books,
    card_replies,
    compose,
    edits,
    exports,
    express,
    fallback,
    favourites,
    help,
    imports,
    invoices,
    issue,
    merging,
    more,
    payment_list,
    payments,
    previews,
    questions,
    quick,
    refunds,
    replies,
    resending,
    settings,
    share,
    start,
    verify,
    which_card,
)  # fmt: skip

PtbApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(context: Context, bot: Bot) -> PtbApplication:
    """PTB's application around `bot`, without its updater, queues and memory: turns feed it."""
    application: PtbApplication = Application.builder().bot(bot).updater(None).job_queue(None).build()
    application.add_handler(conversation(context))
    application.add_error_handler(keep_error)
    return application


def build_bot(context: Context) -> Bot:
    """The bot of the settings' token. ValueError without one."""
    token = context.settings.telegram_bot_token
    if token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    api = context.settings.telegram_api_url
    return ExtBot(
        token.get_secret_value(), base_url=f"{api}/bot", base_file_url=f"{api}/file/bot",
        request=AiohttpRequest(64), get_updates_request=AiohttpRequest(2, read_timeout=35),
    )  # fmt: skip


def conversation(context: Context) -> Conversation:
    """All there is to say and tap, in the order it is looked for."""
    parts = (
        admin, edits, share, start, settings, previews, help, verify, replies, card_replies, which_card, books,
        book_entry, merging, imports, compose, questions, quick, issue, again, more, favourites, express, resending,
        payments, refunds, payment_list, exports, invoices,
    )  # fmt: skip
    entry = [handler for part in parts for handler in part.entry(context)]
    states: dict[str, list[Handler]] = {}
    for part in parts:
        states |= part.states(context)
    return Conversation([*fallback.first(), *entry], states, fallback.last(context))
