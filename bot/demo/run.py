"""`sanad demo`: the whole real bot on this machine, with stand-ins for everybody it talks to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.assembly import Parts, assembled
from bot.demo.stand import Stand, free_port, standing
from bot.polling import polling
from bot.running import stop_signal

DATABASE = Path("var/demo.db")
_INVITATION = """
  Sanad's demo is ready:  {address}

  The bot is real; Telegram, the mail server and the SMS provider are stand-ins on this machine.
  What you make is kept in {database} (--fresh begins anew). Ctrl-C ends it.
"""


async def demo(port: int, *, fresh: bool, say: Callable[[str], None]) -> None:
    """Until Ctrl-C; `say` is told the address. OSError when the port is taken."""
    stop = stop_signal()
    async with standing(port) as stand:
        if fresh:
            forget(DATABASE)
        async with talking(stand, DATABASE, free_port(port + 1 if port else 0)):
            say(_INVITATION.format(address=stand.address, database=DATABASE))
            await stop.wait()


@asynccontextmanager
async def talking(stand: Stand, database: Path, port: int) -> AsyncIterator[Parts]:
    """The bot, talking to `stand`; its own web server listens on `port`."""
    async with assembled(stand.settings(f"sqlite:///{database}", port)) as parts, polling(parts.front):
        yield parts


def forget(database: Path) -> None:
    """Remove an SQLite database."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
