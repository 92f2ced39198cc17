"""Where everything is kept: the database, the disk under it, the file with the secrets."""

import os
import shutil
import stat
from pathlib import Path

from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.database import Database
from bot.delivery.replies import quoted
from bot.doctor import fixes
from bot.doctor.finding import Finding
from bot.migration import current_revision, newest_revision
from bot.settings import Settings
from bot.vitals import data_folder
from models.errors import N_

DATABASE, DISK, SECRETS = N_("Database"), N_("Disk"), N_("File .env")
_LEAST_FREE = 500_000_000  # bytes: thousands of invoices, and room for a backup


async def check_database(settings: Settings) -> Finding:
    """Opens it as the bot does and begins to write; a file that is not there yet is not made."""
    try:
        if problem := _unusable_file(settings.database_url):
            return problem
        database = Database(settings.database_url)
    except (ValueError, ImportError, SQLAlchemyError) as error:
        return Finding(
            DATABASE, False, f"DATABASE_URL cannot be used ({type(error).__name__})", fixes.DATABASE_URL
        )
    try:
        async with database.engine.begin() as connection:
            return await connection.run_sync(_examine)
    except (SQLAlchemyError, OSError) as error:
        fix = fixes.NOT_WRITABLE if database.is_sqlite else fixes.NO_DATABASE
        return Finding(DATABASE, False, f"cannot be opened: {_reason(error)}", fix)
    finally:
        await database.close()


def _unusable_file(url: str) -> Finding | None:
    """A finding that needs no connection: a file that cannot be written, or that the first start will make."""
    if not url.startswith("sqlite"):
        return None
    file = Path(make_url(url).database or "")
    folder = next((parent for parent in file.absolute().parents if parent.exists()), Path("/"))
    writable = os.access(file if file.exists() else folder, os.W_OK) and os.access(folder, os.W_OK)
    if not writable:
        return Finding(DATABASE, False, f"{file} cannot be written", fixes.NOT_WRITABLE)
    return None if file.exists() else Finding(DATABASE, True, f"{file} is made at the first start")


def _examine(connection: Connection) -> Finding:
    if connection.dialect.name == "sqlite":
        version = connection.execute(text("SELECT 'SQLite ' || sqlite_version()")).scalar_one()
        if (mode := connection.execute(text("PRAGMA journal_mode")).scalar_one()) != "wal":
            return Finding(DATABASE, False, f"{version} in mode {mode} instead of WAL", fixes.NO_WAL)
    else:
        version = f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"
    current, newest = current_revision(connection), newest_revision(connection)
    if current != newest:
        return Finding(
            DATABASE, False, f"{version}; migration {current or 'none'} instead of {newest}", fixes.MIGRATE
        )
    return Finding(DATABASE, True, f"{version}, migration {current}")


def _reason(error: SQLAlchemyError | OSError) -> str:
    """The driver's own words, without the statement; drivers do not repeat passwords."""
    return quoted(str(error.orig if isinstance(error, DBAPIError) else error) or type(error).__name__)


async def check_disk(settings: Settings) -> Finding:
    """Free space where the SQLite file is, or will be; else where the bot runs."""
    folder = data_folder(settings.database_url).absolute()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    said = f"{free / 1e9:,.1f} GB free in {existing}"
    return Finding(DISK, True, said) if free >= _LEAST_FREE else Finding(DISK, False, said, fixes.MAKE_ROOM)


async def check_secrets(_settings: Settings) -> Finding:
    """.env holds the token and passwords."""
    return _secrets()


def _secrets() -> Finding:
    file = Path(str(Settings.model_config.get("env_file") or ".env"))
    if not file.exists():
        return Finding(SECRETS, True, "not there: every setting comes from the environment")
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and mode & stat.S_IROTH:
        return Finding(SECRETS, False, f"everybody on this computer may read it ({mode:o})", fixes.CLOSE_FILE)
    return Finding(SECRETS, True, f"closed to others ({mode:o})")
