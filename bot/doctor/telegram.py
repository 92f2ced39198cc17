"""Telegram as the settings name it: the token, the webhook, and the clock by Telegram's own."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.doctor import fixes
from bot.doctor.finding import SECONDS, Finding
from bot.settings import Settings
from models.errors import N_

TELEGRAM, WEBHOOK, CLOCK = N_("Telegram"), N_("Webhook"), N_("Clock")
_OFF = timedelta(seconds=5)  # a clock may be
_LATELY = timedelta(hours=1)
_TIMEOUT = aiohttp.ClientTimeout(total=0.8 * SECONDS)


class _RefusedError(Exception):
    """Telegram's own no."""


async def check_token(settings: Settings) -> Finding:
    """getMe."""
    if settings.telegram_bot_token is None:
        return Finding(TELEGRAM, False, "TELEGRAM_BOT_TOKEN is not set; only the demo runs", fixes.NO_TOKEN)
    try:
        me = await _ask(settings, "getMe")
    except _RefusedError as refusal:
        return Finding(TELEGRAM, False, f"the token is refused ({refusal})", fixes.WRONG_TOKEN)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Finding(TELEGRAM, False, _not_reached(settings, error), fixes.NO_TELEGRAM)
    return Finding(TELEGRAM, True, f"@{me['username']}, by {settings.telegram_api_url}")


async def check_webhook(settings: Settings) -> Finding:
    """getWebhookInfo, where updates are to come by webhook."""
    if not (settings.webhook_url and settings.telegram_bot_token):
        return Finding(WEBHOOK, True, "not set up: the bot asks Telegram for updates, which works everywhere")
    try:
        info = await _ask(settings, "getWebhookInfo")
    except (_RefusedError, aiohttp.ClientError, OSError, ValueError) as error:
        return Finding(WEBHOOK, False, _not_reached(settings, error), fixes.NO_TELEGRAM)
    pending = f"{info.get('pending_update_count', 0)} updates wait"
    if info.get("url") != settings.webhook_url:
        return Finding(
            WEBHOOK, False, f"Telegram does not know our WEBHOOK_URL; {pending}", fixes.NOT_REGISTERED
        )
    failed_at = datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
    if failed_at > datetime.now(UTC) - _LATELY:
        said = f"Telegram said at {failed_at:%H:%M} UTC: {str(info.get('last_error_message'))[:120]}"
        return Finding(WEBHOOK, False, f"{said}; {pending}", fixes.WEBHOOK_REFUSED)
    return Finding(WEBHOOK, True, f"registered; {pending}")


async def check_clock(settings: Settings) -> Finding:
    """Ours against the Date header (RFC 9110, 6.6.1) of Telegram's server; it has whole seconds."""
    before = datetime.now(UTC)
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as http,
            http.get(settings.telegram_api_url, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError):
        return Finding(CLOCK, True, "not compared: Telegram's server told no time")
    earliest, latest = before - timedelta(seconds=1), datetime.now(UTC)
    off = max(earliest - theirs.astimezone(UTC), theirs.astimezone(UTC) - latest, timedelta())
    seconds = f"{off.total_seconds():.0f} seconds off Telegram's"
    return Finding(CLOCK, True, seconds) if off <= _OFF else Finding(CLOCK, False, seconds, fixes.SET_CLOCK)


async def _ask(settings: Settings, method: str) -> dict[str, Any]:
    """A Bot API call's result. Raises _RefusedError, aiohttp.ClientError, OSError, ValueError."""
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    address = f"{settings.telegram_api_url}/bot{token}/{method}"
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as http, http.get(address) as answer:
        said = await answer.json(content_type=None)
    match said:
        case {"ok": True, "result": result}:
            return dict(result)
        case dict():
            raise _RefusedError(f"{answer.status} {str(said.get('description', ''))[:80]}")
    raise ValueError("not a Bot API server")


def _not_reached(settings: Settings, error: Exception) -> str:
    """Without the error's own words: they may name the address, which holds the token."""
    return f"{settings.telegram_api_url} does not answer ({type(error).__name__})"
