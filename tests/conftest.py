"""Shared fixtures: a fresh database of each kind; a Telegram of the test's own with a bot at it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url
from telegram import Bot

from bot.database import Database
from bot.demo.telegram import TelegramServer
from models.schema import metadata
from tests.calling import a_bot

settings.register_profile("sanad", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("sanad")

New = Callable[[bool], AbstractContextManager[str]]
"""The address of a new database, with all tables or empty, which is dropped in the end."""


@pytest.fixture(scope="session")
def tables_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables; a copy of it takes a twentieth of the time they take."""
    file = tmp_path_factory.mktemp("tables") / "sanad.db"
    _make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def new_on_postgresql() -> Iterator[New]:
    """On the server that `make test` starts and names in TEST_POSTGRES_URL."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        pytest.fail("TEST_POSTGRES_URL names no PostgreSQL server: run the tests by `make test`")
    with (
        psycopg.connect(f"{server}/postgres", autocommit=True) as connection,
        _copy(connection, "template1") as with_tables,
    ):
        _make_tables(f"{server}/{with_tables}")

        @contextmanager
        def new(has_tables: bool) -> Iterator[str]:
            with _copy(connection, with_tables if has_tables else "template1") as name:
                yield f"{server}/{name}"

        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own: empty, or with all tables where it asks for `database` too."""
    has_tables = "database" in request.fixturenames
    if request.param == "sqlite":
        if has_tables:
            shutil.copy(request.getfixturevalue("tables_on_sqlite"), tmp_path / "sanad.db")
        yield f"sqlite:///{tmp_path}/sanad.db"
        return
    new: New = request.getfixturevalue("new_on_postgresql")
    with new(has_tables) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with all tables, on SQLite and on PostgreSQL in turn."""
    opened = Database(database_url)
    async with opened.engine.begin():
        pass  # its first connection is there, as in a bot that has started
    yield opened
    await opened.close()


@pytest.fixture
def server() -> TelegramServer:
    """A Telegram for one bot."""
    return TelegramServer()


@pytest.fixture
async def address(server: TelegramServer) -> AsyncIterator[str]:
    """Where it listens."""
    async with server.serving() as address:
        yield address


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    """The bot, which has said hello."""
    async with a_bot(address) as bot:
        yield bot


@contextmanager
def _copy(connection: psycopg.Connection, template: str) -> Iterator[str]:
    """A database like `template`, by its name. From PostgreSQL 15 on only when asked by files, which is faster."""
    name = f"sanad_{uuid4().hex}"
    how = " STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
    connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{how}'.encode())
    yield name
    connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _make_tables(url: str) -> None:
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername=drivers[parsed.drivername]))
    metadata.create_all(engine)
    engine.dispose()
