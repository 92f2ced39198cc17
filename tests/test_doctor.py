"""What `sanad doctor` says: everything is tried for real, and what is broken comes with its fix."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.database import Database
from bot.doctor import CHECKS, examine, fixes, sending, storage, telegram
from bot.doctor.finding import Finding, examined
from bot.migration import upgrade
from bot.settings import Settings
from tests.town import free_port, standing, town

TOKEN = "100:demo-token"


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


@asynccontextmanager
async def answering(content: bytes) -> AsyncIterator[int]:
    """A server that says this, whatever it is asked, and then nothing; its port."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_town_in_good_order_is_green_all_over(database_url: str) -> None:
    async with town(database_url) as home:
        findings = await examine(home.settings)
    assert [found.name for found in findings] == list(CHECKS)
    assert [found for found in findings if not found.ok] == []
    said = {found.name: found.detail for found in findings}
    assert said["Telegram"].startswith("@sanad_bot, by http://127.0.0.1:")
    assert said["Public address"] == f"{home.settings.public_url} leads here"
    assert said["Clock"].endswith("seconds off Telegram's")


async def test_nothing_set_up_is_no_fault_but_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    empty = settings(port=free_port(), telegram_api_url=f"http://127.0.0.1:{free_port()}")
    said = {found.name: found for found in await examine(empty)}
    assert not said["Telegram"].ok
    assert "@BotFather" in said["Telegram"].fix
    assert all(found.ok for name, found in said.items() if name != "Telegram")
    assert said["E-mail"] == Finding("E-mail", True, "not set up: no e-mail is offered", fixes.SET_UP_EMAIL)
    assert said["SMS"] == Finding("SMS", True, "not set up: no SMS is offered", fixes.SET_UP_SMS)
    assert said["Database"].detail == "var/sanad.db is made at the first start"
    assert "not running" in said["Public address"].detail
    assert is_empty(tmp_path)


async def test_a_wrong_token_is_copied_once_more_and_shown_to_nobody() -> None:
    async with standing() as (_, _, _, values):
        wrong = settings(**values | {"telegram_bot_token": SecretStr("100:wrong-token")})
        found = await telegram.check_token(wrong)
    assert (found.ok, found.fix) == (False, fixes.WRONG_TOKEN)
    assert "401" in found.detail


async def test_an_unreachable_telegram_is_told_without_the_token() -> None:
    away = settings(telegram_bot_token=SecretStr(TOKEN), telegram_api_url=f"http://127.0.0.1:{free_port()}")
    for check in (telegram.check_token, telegram.check_webhook):
        found = await check(away.model_copy(update={"webhook_url": "https://sanad.example/telegram"}))
        assert (found.ok, found.fix) == (False, fixes.NO_TELEGRAM)
        assert "demo-token" not in found.detail


async def test_something_else_than_telegram_at_its_address_is_no_telegram() -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<ht>"
    async with answering(page) as port:
        other = settings(telegram_bot_token=SecretStr(TOKEN), telegram_api_url=f"http://127.0.0.1:{port}")
        assert (await telegram.check_token(other)).fix == fixes.NO_TELEGRAM


async def test_the_webhook_is_told_of_with_its_last_error() -> None:
    async with standing() as (server, _, _, values):
        ours = f"http://127.0.0.1:{free_port()}/telegram"
        chosen = settings(**values, webhook_url=ours, webhook_secret=SecretStr("s" * 16))
        assert (await telegram.check_webhook(chosen)).fix == fixes.NOT_REGISTERED
        address = f"{chosen.telegram_api_url}/bot{TOKEN}/setWebhook"
        async with aiohttp.ClientSession() as http, http.post(address, data={"url": ours}) as answer:
            assert answer.status == 200
        assert await telegram.check_webhook(chosen) == Finding("Webhook", True, "registered; 0 updates wait")
        server.user(7).say("/start")
        for _ in range(500):
            if not (found := await telegram.check_webhook(chosen)).ok:
                break
            await asyncio.sleep(0.02)
    assert found.fix == fixes.WEBHOOK_REFUSED
    assert "1 updates wait" in found.detail


async def test_a_clock_that_is_wrong_is_red() -> None:
    past = b"HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 09:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
    async with answering(past) as port:
        found = await telegram.check_clock(settings(telegram_api_url=f"http://127.0.0.1:{port}"))
    assert (found.ok, found.fix) == (False, fixes.SET_CLOCK)


async def test_mail_that_cannot_be_sent_has_a_fix_for_each_reason(tmp_path: Path) -> None:
    async with standing() as (_, _, _, values):
        wishes: tuple[tuple[dict[str, Any], str], ...] = (
            ({"smtp_port": free_port()}, fixes.NO_MAIL_SERVER),
            ({"smtp_security": "starttls"}, fixes.MAIL_ENCRYPTION),
            ({"smtp_ca_file": tmp_path / "none.pem"}, fixes.CA_FILE),
        )
        for wish, fix in wishes:
            found = await sending.check_email(settings(**values | wish))
            assert (found.ok, found.fix) == (False, fix), wish


async def test_a_silent_mail_server_is_given_up_in_time() -> None:
    async with answering(b"") as port:
        silent = settings(smtp_host="127.0.0.1", smtp_port=port, smtp_security="plain", send_timeout=0.2)
        found = await sending.check_email(silent)
    assert (found.ok, found.fix) == (False, fixes.NO_MAIL_SERVER)


async def test_a_wrong_twilio_token_is_copied_once_more() -> None:
    async with standing() as (_, _, _, values):
        wrong = settings(**values | {"twilio_auth_token": SecretStr("wrong")})
        found = await sending.check_sms(wrong)
    assert (found.ok, found.fix) == (False, fixes.SMS_LOGIN)


async def test_a_database_that_is_behind_is_migrated(database_url: str) -> None:
    chosen = settings(database_url=database_url)
    database = Database(database_url)
    async with database.engine.connect():  # makes the file
        pass
    found = await storage.check_database(chosen)
    assert (found.ok, found.fix) == (False, fixes.MIGRATE)
    await upgrade(database)
    await database.close()
    found = await storage.check_database(chosen)
    assert found.ok
    assert "migration 0" in found.detail


async def test_a_database_that_cannot_be_opened_says_which_way(tmp_path: Path) -> None:
    wishes = (
        (f"sqlite:///{tmp_path}", fixes.NOT_WRITABLE),
        (f"postgresql://sanad:secret-word@127.0.0.1:{free_port()}/sanad", fixes.NO_DATABASE),
        ("mysql://127.0.0.1/sanad", fixes.DATABASE_URL),
        ("nonsense", fixes.DATABASE_URL),
    )
    for url, fix in wishes:
        found = await storage.check_database(settings(database_url=url))
        assert (found.ok, found.fix) == (False, fix), url
        assert "secret-word" not in found.detail


async def test_the_public_address_has_to_be_https_and_to_lead_here(tmp_path: Path) -> None:
    open_address = await sending.check_public_address(settings(public_url="http://sanad.example"))
    assert (open_address.ok, open_address.fix) == (False, fixes.HTTPS)
    elsewhere = f"http://127.0.0.1:{free_port()}"
    async with town(f"sqlite:///{tmp_path}/sanad.db", public_url=elsewhere) as home:
        found = await sending.check_public_address(home.settings)
    assert (found.ok, found.fix) == (False, fixes.PROXY)


async def test_a_file_of_secrets_that_everybody_may_read_is_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secrets = tmp_path / ".env"
    secrets.write_text("TELEGRAM_BOT_TOKEN=100:x\n")
    secrets.chmod(0o644)
    found = await storage.check_secrets(settings())
    assert (found.ok, found.fix) == (False, fixes.CLOSE_FILE)
    secrets.chmod(0o600)
    assert (await storage.check_secrets(settings())).ok


async def test_a_check_that_hangs_or_breaks_hides_no_other() -> None:
    async def hangs(_settings: Settings) -> Finding:
        await asyncio.Event().wait()
        raise AssertionError

    async def breaks(_settings: Settings) -> Finding:
        raise RuntimeError("secret-word")

    slow = await examined("Slow", hangs, settings(), seconds=0.05)
    assert slow == Finding("Slow", False, "no answer within 0.05 seconds", fixes.TRY_LATER)
    broken = await examined("Broken", breaks, settings())
    assert broken == Finding("Broken", False, "the check broke (RuntimeError)", fixes.REPORT)
