"""For those who watch over the process: does it live, can it work?"""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.database import Database
from bot.rendering.fonts import missing_fonts

READY_SECONDS = 5


class Health:
    """`/healthz` and `/readyz`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def routes(self) -> list[Route]:
        """Both, for GET and HEAD."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, _request: Request) -> Response:
        """200 as long as the process answers at all."""
        return PlainTextResponse("ok")

    async def ready(self, _request: Request) -> Response:
        """200, or 503 naming what is missing: the database, the fonts."""
        missing = [] if await self._database_answers() else ["database"]
        missing += ["fonts"] if missing_fonts() else []
        return (
            PlainTextResponse("missing: " + ", ".join(missing), 503) if missing else PlainTextResponse("ok")
        )

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(READY_SECONDS), self._database.reading() as session:
                await session.exec(select(1))
        except (SQLAlchemyError, OSError, TimeoutError):
            return False
        return True
