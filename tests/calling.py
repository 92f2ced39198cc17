"""A bot as others write them, at the Telegram stand-in: python-telegram-bot over its own HTTP client."""

from telegram import Bot
from telegram.request import HTTPXRequest

TOKEN = "100:demo-token"
PDF = b"%PDF-1.7 a small one"


def a_bot(address: str) -> Bot:
    """The stand-in's bot, which still has to be entered."""
    return Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot", request=HTTPXRequest(8))
