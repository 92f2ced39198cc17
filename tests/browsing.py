"""The web server on a real socket, and a browser's side of it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.routing import BaseRoute

from bot.database import Database
from bot.documents import Documents, Renderer
from bot.settings import Settings
from bot.web.app import build_web
from bot.web.serving import serving
from models.delivery import Delivery
from models.document import InvoiceDocument
from models.schema import metadata

PUBLIC_URL = "https://invoices.example"
TWILIO_TOKEN = "twilio-auth-token"


@asynccontextmanager
async def fresh_database(folder: Path) -> AsyncIterator[Database]:
    """An SQLite database, for what has nothing to do with its kind."""
    database = Database(f"sqlite:///{folder}/sanad.db")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


class Press:
    """Makes a tiny PDF; remembers how often it was asked."""

    def __init__(self) -> None:
        self.prints = 0

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        self.prints += 1
        return f"%PDF-1.7\n% {document.number}\n%%EOF\n".encode()


class Chat:
    """Hears the news of deliveries."""

    def __init__(self) -> None:
        self.news: list[str] = []
        self.woken = 0

    async def report(self, _session: AsyncSession, delivery: Delivery) -> None:
        self.news.append(delivery.state)

    def wake(self) -> None:
        self.woken += 1


@asynccontextmanager
async def browsing(
    database: Database,
    *,
    press: Renderer | None = None,
    chat: Chat | None = None,
    extra_routes: Sequence[BaseRoute] = (),
    **settings: Any,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running web server."""
    chosen = Settings(
        _env_file=None, **{"public_url": PUBLIC_URL, "twilio_auth_token": TWILIO_TOKEN, **settings}
    )
    listener = chat or Chat()
    app = build_web(
        chosen, database, Documents(database, press or Press()), listener.report,
        committed=listener.wake, extra_routes=extra_routes,
    )  # fmt: skip
    async with serving(app) as address, httpx.AsyncClient(base_url=address) as client:
        yield client
