"""The commands that exist for the admins alone, as Telegram lists them in their chats and nowhere else."""

from collections.abc import Iterable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from bot.commands import COMMANDS
from bot.language import LANGUAGES, texts
from models.errors import N_

log = structlog.get_logger(__name__)

ADMIN_COMMANDS = {
    "admin": N_("How the bot is"),
    "queue": N_("Deliveries that wait or fail"),
    "retry": N_("Try a delivery again: /retry 12, or /retry failed"),
    "pause": N_("Stop a channel: /pause email, or /pause sms"),
    "resume": N_("Open a channel again: /resume email, or /resume sms"),
    "merchants": N_("Find, suspend and restore merchants"),
    "selftest": N_("Check every setting"),
}


async def register_admin_menu(bot: Bot, admin_ids: Iterable[int]) -> None:
    """Tell Telegram, once per start; an admin who has never written to the bot has no chat to list them in."""
    for admin_id in sorted(admin_ids):
        try:
            await _register(bot, admin_id)
        except (BadRequest, Forbidden) as refusal:
            log.info("no menu for this admin yet", admin=admin_id, why=str(refusal)[:80])


async def _register(bot: Bot, admin_id: int) -> None:
    for language in LANGUAGES:
        t = texts(language)
        listed = [BotCommand(name, t.plain(meaning)) for name, meaning in (COMMANDS | ADMIN_COMMANDS).items()]
        code = None if language == "en" else language
        await bot.set_my_commands(listed, scope=BotCommandScopeChat(admin_id), language_code=code)
