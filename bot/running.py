"""`sanad run`: the bot at work until it is told to stop, by long polling or behind a webhook."""

import asyncio
import signal

import structlog

from bot.assembly import Parts, assembled
from bot.polling import UPDATES, poll
from bot.settings import Settings

_CONNECTIONS = 40  # posts Telegram may have open at a time
log = structlog.get_logger(__name__)


async def run(settings: Settings) -> None:
    """Until SIGINT or SIGTERM. Raises InvalidToken, NetworkError, or OSError when the port is taken."""
    stop = stop_signal()
    async with assembled(settings) as parts:
        log.info("running", address=parts.address, updates="webhook" if settings.webhook_url else "polling")
        await take_updates(settings, parts, stop)
    log.info("stopped")


async def take_updates(settings: Settings, parts: Parts, stop: asyncio.Event) -> None:
    """By the way the settings say, until `stop` is set; what is under way is finished."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        await poll(parts.front, stop)
        return
    await parts.front.application.bot.set_webhook(
        settings.webhook_url, allowed_updates=UPDATES, max_connections=_CONNECTIONS,
        secret_token=settings.webhook_secret.get_secret_value(),
    )  # fmt: skip
    await stop.wait()


def stop_signal() -> asyncio.Event:
    """Set by SIGINT and SIGTERM, from now on."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
