"""The command line: `sanad demo`, `sanad run`, ..."""

import asyncio
import gc
import os
import sys
from collections.abc import Coroutine
from typing import Annotated, Any, Literal, NoReturn

import typer
import uvloop
from pydantic import ValidationError

from bot.logs import secrets_of, set_up_logs
from bot.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def sanad() -> None:
    """Invoices by chat: issue in Telegram, delivered by e-mail or SMS at once, in Arabic and English."""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the demo's page.", min=0, max=65534)] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier demos made.")] = False,
    script: Annotated[
        bool, typer.Option("--script", help="Without a browser: one invoice, checked.")
    ] = False,
    language: Annotated[Literal["en", "ar"], typer.Option(help="Language of --script.")] = "en",
) -> None:
    """The whole bot on this machine, without any account: a page with the chat and what customers get."""
    set_up_logs("text")
    if script:
        from bot.demo.script import ScriptError, perform

        try:
            _run(perform(language, typer.echo))
        except ScriptError as failure:
            _give_up(str(failure))
        return
    from bot.delivery.seat import SeatTakenError
    from bot.demo.run import demo as show

    try:
        _run(show(port, fresh=fresh, say=typer.echo))
    except SeatTakenError as failure:
        _give_up(str(failure))
    except OSError as failure:
        _give_up(
            f"Port {port} of this machine cannot be used: {_why(failure)}. Try: sanad demo --port {port + 1}"
        )


@app.command()
def run() -> None:
    """The bot, with the settings of the environment or .env."""
    settings = _settings()
    if settings.telegram_bot_token is None:
        _give_up(
            "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env. "
            "To look around without one: sanad demo"
        )
    from telegram.error import InvalidToken, NetworkError

    from bot.delivery.seat import SeatTakenError
    from bot.running import run as work

    try:
        _run(work(settings))
    except SeatTakenError as failure:
        _give_up(str(failure))
    except InvalidToken:
        _give_up("Telegram does not know TELEGRAM_BOT_TOKEN: ask @BotFather for it again.")
    except NetworkError as failure:
        _give_up(f"Telegram cannot be reached at {settings.telegram_api_url} ({failure}): see sanad doctor")
    except OSError as failure:
        _give_up(f"{settings.host}:{settings.port} cannot be used: {_why(failure)}. Set HOST or PORT.")


@app.command()
def migrate() -> None:
    """Bring the database up to date, which `run` does by itself."""
    from bot.database import Database
    from bot.migration import upgrade

    async def bring() -> None:
        database = Database(settings.database_url)
        await upgrade(database)
        await database.close()

    settings = _settings()
    _run(bring())
    typer.echo("The database is up to date.")


@app.command()
def verify() -> None:
    """Is everything issued as it was? Walks every merchant's chain of invoices and PDFs; changes nothing."""
    from bot.auditing import UnreadableError, audit

    try:
        is_whole = _run(audit(_settings().database_url, typer.echo))
    except UnreadableError as failure:
        _give_up(str(failure))
    raise typer.Exit(0 if is_whole else 1)


@app.command()
def doctor() -> None:
    """Try every part this installation needs, and say what to mend."""
    from bot.doctor import examine

    findings = _run(examine(_settings()))
    for finding in findings:
        fix = "" if finding.ok else f"\n    → {finding.fix}"
        typer.echo(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.detail}{fix}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def main() -> None:
    """The program `sanad`."""
    gc.disable()  # what is imported stays: looking through it for garbage takes a quarter of the start
    app(prog_name="sanad")


def problems(error: ValidationError) -> list[str]:
    """One line per setting: what is wrong with it, and what it is for. Secrets are not repeated."""
    lines = []
    for found in error.errors():
        reason = found["msg"].removeprefix("Value error, ")
        name = str(found["loc"][0]) if found["loc"] else ""
        field = Settings.model_fields.get(name)
        if field is None:
            lines.append(f"✗ {reason}")
            continue
        shown = "" if "SecretStr" in str(field.annotation) else f" (now {found['input']!r})"
        lines.append(f"✗ {name.upper()}{shown}: {reason}. → {field.description}")
    return lines


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        _give_up("\n".join(problems(error)))
    set_up_logs(settings.log_format, secrets_of(settings))
    return settings


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    gc.freeze()
    gc.enable()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _why(failure: OSError) -> str:
    """The system's words without ours: "Address already in use"."""
    return os.strerror(failure.errno) if failure.errno else str(failure)


def _give_up(words: str) -> NoReturn:
    typer.echo(words, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
