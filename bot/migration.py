"""The database brought to today's tables, at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import models.migrations
from bot.database import Database

_LOCK = 7001  # PostgreSQL: of several processes starting at once, one migrates and the others wait


async def upgrade(database: Database) -> None:
    """Apply what is missing; nothing happens when nothing is."""
    async with database.engine.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await connection.run_sync(_upgrade)


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for this connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(models.migrations.__path__[0])))
    config.attributes["connection"] = connection
    return config


def current_revision(connection: Connection) -> str | None:
    """The last migration applied; None where there are no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision(connection: Connection) -> str | None:
    """The last migration there is."""
    return ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
