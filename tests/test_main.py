"""The command line, as an operator types it."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import bot
from bot.demo.stand import free_port
from bot.demo.telegram import TelegramServer

ROOT = Path(bot.__file__).parents[1]
TOKEN = "100:demo-token"


@asynccontextmanager
async def started(
    folder: Path, *arguments: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`sanad ARGUMENTS` in an empty folder with nothing but these settings in its environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
        "COLUMNS": "200",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ran(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """Its exit code and everything it said."""
    async with started(folder, *arguments, **settings) as process:
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()


async def told(process: asyncio.subprocess.Process, wanted: str) -> str:
    """What it says up to the line with `wanted`."""
    said = ""
    assert process.stdout is not None
    async for line in process.stdout:
        said += line.decode()
        if wanted in said:
            return said
    raise AssertionError(f"it never said {wanted!r}, but: {said}")


async def stopped(process: asyncio.subprocess.Process, by: signal.Signals) -> tuple[int, float]:
    """Exit code and seconds it took after the signal."""
    began = time.monotonic()
    process.send_signal(by)
    code = await asyncio.wait_for(process.wait(), 30)
    return code, time.monotonic() - began


async def test_sanad_alone_shows_what_it_can_do(tmp_path: Path) -> None:
    _, said = await ran(tmp_path)
    for command in ("demo", "run", "migrate", "verify", "doctor"):
        assert re.search(rf"\b{command}\b", said)


async def test_without_a_token_run_says_where_to_get_one_and_names_the_demo(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, "run")
    assert code == 1
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "@BotFather" in said
    assert "sanad demo" in said
    assert "Traceback" not in said


async def test_each_wrong_setting_is_one_line_with_its_fix(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, "run", SMTP_PORT="99999", ADMIN_IDS="mona", TELEGRAM_BOT_TOKEN=TOKEN)
    assert code == 1
    assert len(said.strip().splitlines()) == 2
    assert re.search(r"^✗ SMTP_PORT \(now '99999'\): .*65535.* → 587 with STARTTLS", said, re.MULTILINE)
    assert re.search(r"^✗ ADMIN_IDS \(now 'mona'\): .* → Telegram user ids", said, re.MULTILINE)


async def test_settings_that_do_not_fit_together_are_explained_without_repeating_secrets(
    tmp_path: Path,
) -> None:
    code, said = await ran(
        tmp_path, "run", WEBHOOK_URL="https://bot.example/telegram", WEBHOOK_SECRET="tooshort"
    )
    assert code == 1
    assert said.strip() == "✗ WEBHOOK_URL needs WEBHOOK_SECRET of at least 16 characters"


async def test_an_unknown_token_is_told_in_a_sentence(tmp_path: Path) -> None:
    async with TelegramServer().serving() as telegram:
        code, said = await ran(
            tmp_path, "run", TELEGRAM_BOT_TOKEN="200:another-token", TELEGRAM_API_URL=telegram, PORT="0"
        )
    assert code == 1
    assert "@BotFather" in said
    assert "Traceback" not in said
    assert "another-token" not in said


async def test_run_polls_answers_and_ends_when_asked(tmp_path: Path) -> None:
    server = TelegramServer()
    mona = server.user(7)
    async with server.serving() as telegram:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram, "PORT": str(free_port())}
        async with started(tmp_path, "run", **settings) as process:
            mona.say("/start")
            await mona.wait_for("Welcome", seconds=30)
            code, _ = await stopped(process, signal.SIGTERM)
    assert code == 0
    assert server.pending == 0
    assert (tmp_path / "var/sanad.db").exists()


async def test_run_behind_a_webhook_sets_it_and_takes_what_is_posted(tmp_path: Path) -> None:
    server = TelegramServer()
    mona = server.user(7)
    port = free_port()
    async with server.serving() as telegram:
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram, "PORT": str(port),
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "WEBHOOK_SECRET": "a-secret-of-enough-length",
        }  # fmt: skip
        async with started(tmp_path, "run", **settings) as process:
            call = await server.wait_for_call("setWebhook", seconds=30)
            mona.say("/start")
            await mona.wait_for("Welcome", seconds=30)
            code, _ = await stopped(process, signal.SIGINT)
    assert code == 0
    assert call.params["secret_token"] == "a-secret-of-enough-length"
    assert "callback_query" in call.params["allowed_updates"]
    assert int(call.params["max_connections"]) > 1
    assert not server.called("getUpdates")


async def test_the_demo_prints_its_address_and_ctrl_c_ends_it_soon(tmp_path: Path) -> None:
    port = free_port()
    async with started(tmp_path, "demo", "--port", str(port)) as process:
        await told(process, f"http://127.0.0.1:{port}")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /demo/events?user=7001 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")  # an open page
        assert b"200" in await reader.readline()
        _, second = await ran(tmp_path, "demo", "--port", str(port))
        code, seconds = await stopped(process, signal.SIGINT)
        writer.close()
    assert code == 0
    assert seconds < 5  # two on a machine with nothing else to do
    assert f"Port {port} of this machine cannot be used" in second
    assert (tmp_path / "var/demo.db").exists()


async def test_the_demo_listens_to_no_settings_of_a_real_bot(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SMTP_PORT=nonsense\nWEBHOOK_URL=https://bot.example/telegram\n")
    async with started(tmp_path, "demo", "--port", "0", DATABASE_URL="postgresql://nowhere/x") as process:
        await told(process, "http://127.0.0.1:")


async def test_the_script_succeeds_from_the_command_line(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, "demo", "--script")
    assert code == 0, said
    assert "SHA-256" in said
    assert list((tmp_path / "var/demo").glob("*.pdf"))


async def test_migrate_makes_a_database(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert (code, said.strip().splitlines()[-1]) == (0, "The database is up to date.")
    assert (tmp_path / "new.db").exists()


@pytest.mark.parametrize("command", ["demo", "run", "migrate", "verify", "doctor"])
async def test_each_command_explains_itself(command: str, tmp_path: Path) -> None:
    code, said = await ran(tmp_path, command, "--help")
    assert code == 0
    assert f"sanad {command}" in said
