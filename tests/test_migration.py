"""The database is brought to today's tables at every start, on both kinds."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.database import Database
from bot.migration import current_revision, newest_revision, upgrade
from models.schema import metadata


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_the_tables_the_code_expects(database_url: str) -> None:
    database = Database(database_url)
    await upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_starting_again_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    await upgrade(database)
    await upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(lambda c: "invoice" in inspect(c).get_table_names())
        newest = await connection.run_sync(newest_revision)
        assert await connection.run_sync(current_revision) == newest == "0001"
    await database.close()


@pytest.mark.parametrize(
    "database_url", ["postgresql"], indirect=True
)  # one process per SQLite file, see the seat
async def test_two_processes_starting_at_once_migrate_once(database_url: str) -> None:
    both = Database(database_url), Database(database_url)
    await asyncio.gather(*(upgrade(database) for database in both))
    for database in both:
        await database.close()
