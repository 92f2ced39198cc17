"""Shared fixtures: a fresh database of each kind."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings

from bot.database import Database
from models.schema import metadata

settings.register_profile("sanad", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("sanad")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; PostgreSQL's on the server that `make test` starts and names in TEST_POSTGRES_URL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/sanad.db"
        return
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        pytest.fail("TEST_POSTGRES_URL names no PostgreSQL server: run the tests by `make test`")
    name = f"sanad_{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with all tables, on SQLite and on PostgreSQL in turn."""
    opened = Database(database_url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()
