"""What the program writes for its operators."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import Mask, secrets_of, set_up_logs
from bot.settings import Settings

TOKEN = "8123456789:AAHk3dd5Q6n0sYzq1mB7cVxW9tLpRfGhJkM"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines go; afterwards logging is as it was."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", "httpx", "aiohttp", "telegram")}
    yield io.StringIO()
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_addresses_phone_numbers_and_tokens_reach_no_log(stream: io.StringIO) -> None:
    set_up_logs("json", ["s3cret-password"], stream)
    log = structlog.get_logger("bot.somewhere")
    log.warning("refused", to="sara@shop.example", phone="+20 100 123 4567", local="01001234567")
    log.error(
        "broken", why=f"GET https://api.telegram.org/bot{TOKEN}/getMe", login=("mona", "s3cret-password")
    )
    logging.getLogger("aiosmtplib").warning("to <%s> at %s", "sara@shop.example", "00201001234567")
    log.info("page", path="/i/56hROULsdPIkqMSC5MEIRQ?d=2")
    written = stream.getvalue()
    for private in ("sara", "1001234567", "100 123", TOKEN, "AAHk3", "s3cret", "56hROUL"):
        assert private not in written
    assert [line["event"] for line in lines(stream)][:2] == ["refused", "broken"]


def test_an_exception_is_told_without_the_row_it_was_about(stream: io.StringIO) -> None:
    set_up_logs("json", stream=stream)
    try:
        int("constraint failed\n[parameters: ('Sara Hassan', 'sara@shop.example')]\nmore")
    except ValueError:
        structlog.get_logger("bot").exception("handler failed", update_id=500000001)
    [line] = lines(stream)
    assert "ValueError" in str(line["exception"])
    assert "Sara Hassan" not in str(line["exception"])
    assert line["update_id"] == 500000001


def test_libraries_are_heard_only_when_something_is_wrong(stream: io.StringIO) -> None:
    set_up_logs("text", stream=stream)
    for name in ("httpx", "aiohttp.access", "telegram.ext.Application"):
        logging.getLogger(name).info("HTTP Request: POST ...")
        logging.getLogger(name).warning("lost the connection")
    assert stream.getvalue().count("lost the connection") == 3
    assert "HTTP Request" not in stream.getvalue()


@pytest.mark.parametrize(
    "harmless",
    [
        "INV-2026-00042",
        "2026-11-22T17:00:00+00:00",
        "http://127.0.0.1:8080",
        "3 of 120",
        "sha256 6d5e1f",
        "12:30",
    ],
)
def test_what_is_nobodys_secret_stays_readable(harmless: str) -> None:
    assert Mask().masked(harmless) == harmless


def test_every_secret_setting_is_known_to_the_mask() -> None:
    chosen = Settings(_env_file=None, telegram_bot_token=TOKEN, smtp_password="s3cret-password")
    assert {TOKEN, "s3cret-password"} <= set(secrets_of(chosen))
