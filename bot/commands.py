"""The commands of a merchant, as Telegram lists them under the menu button."""

from typing import TYPE_CHECKING

from bot.language import LANGUAGES, texts
from models.errors import N_

if TYPE_CHECKING:  # a screen may list the commands; only their registration talks to Telegram
    from telegram import Bot

COMMANDS = {
    "start": N_("Start, or start again; nothing is lost"),
    "new": N_("New invoice"),
    "invoices": N_("Your invoices"),
    "favourites": N_("What you issue again and again, a tap away"),
    "products": N_("What you sell: prices, units, lists"),
    "customers": N_("Your customers and how to reach them"),
    "verify": N_("Is a PDF genuine?"),
    "settings": N_("Business, tax, bank details, languages"),
    "help": N_("How it works"),
    "cancel": N_("Put the open invoice or question aside"),
}


async def register_commands(bot: "Bot") -> None:
    """Tell Telegram, once per start: English for everybody, each other language for those who use it."""
    for language in LANGUAGES:
        listed = [(name, texts(language).plain(meaning)) for name, meaning in COMMANDS.items()]
        await bot.set_my_commands(listed, language_code=None if language == "en" else language)
