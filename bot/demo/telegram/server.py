"""The stand-in as one object: mount its routes, or serve it alone."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.demo.telegram import browser, gateway
from bot.demo.telegram.faults import Faults
from bot.demo.telegram.limits import FloodLimit
from bot.demo.telegram.people import Person
from bot.demo.telegram.signals import until
from bot.demo.telegram.updates import Updates
from bot.demo.telegram.webhook import Webhook
from bot.demo.telegram.world import Call, Chat, World
from bot.web.serving import serving

_DEMO_BOT = "100:demo-token"  # opens nothing


class TelegramServer:
    """Telegram for one bot.

    `webhook_pause`: seconds before a refused webhook post is tried again, doubled each time (Telegram: about
    one). `loopback_links=False` refuses link buttons to this machine, as Telegram does. `flood`: (messages,
    seconds) one chat takes; None is off. `inline=False`: @BotFather has not switched inline mode on. `first_id`: where
    ids of updates and messages begin, for a bot that remembers those of an earlier stand-in.
    """

    def __init__(
        self,
        token: str = _DEMO_BOT,
        name: str = "Sanad",
        username: str = "sanad_bot",
        *,
        webhook_pause: float = 0.05,
        loopback_links: bool = True,
        flood: tuple[int, float] | None = None,
        inline: bool = True,
        first_id: int | None = None,
    ) -> None:
        updates = Updates() if first_id is None else Updates(first_id)
        self.world = World(
            token, _bot_user(token, name, username), updates, Webhook(updates, webhook_pause), loopback_links
        )
        self.world.me["supports_inline_queries"] = inline
        if first_id is not None:
            self.world.message_ids = itertools.count(first_id)
        self.world.flood = FloodLimit(*flood) if flood else None
        self._people: dict[int, Person] = {}
        self.routes: list[BaseRoute] = [*gateway.routes(self.world), *browser.routes(self.world, self.user)]
        self.app = Starlette(routes=self.routes, lifespan=self._lifespan)

    @property
    def faults(self) -> Faults:
        """Plan trouble here."""
        return self.world.faults

    @property
    def calls(self) -> list[Call]:
        """What the bot has called, oldest first; the last 20,000."""
        return list(self.world.calls)

    def called(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.world.calls if call.method.lower() == method.lower()]

    async def wait_for_call(
        self,
        method: str,
        seconds: float = 10,
        after: int = 0,
    ) -> Call:
        """The first call of a method that has arrived, skipping the first `after`. TimeoutError."""
        return await until(lambda: next(iter(self.called(method)[after:]), None), seconds, self.world.asked)

    @property
    def pending(self) -> int:
        """Updates the bot has not confirmed yet."""
        return len(self.world.updates)

    def user(
        self,
        user_id: int,
        first_name: str = "Mona",
        language_code: str | None = "en",
        *,
        last_name: str | None = None,
        username: str | None = None,
        started: bool = True,
    ) -> Person:
        """The person with this id, created at the first mention.

        `started=False`: has never opened the bot, which gets 403 until the person says something.
        """
        if user_id not in self._people:
            optional = {"last_name": last_name, "username": username, "language_code": language_code}
            user: dict[str, Any] = {"id": user_id, "is_bot": False, "first_name": first_name}
            user |= {key: value for key, value in optional.items() if value}
            chat = self.world.chats[user_id] = Chat(user, started)
            self._people[user_id] = Person(self.world, chat)
            self.world.signal.fire()
        return self._people[user_id]

    def reopen(self) -> None:
        """After `close`: take polls again and post what is pending."""
        self.world.updates.is_open = True
        self.world.webhook.resume()

    async def close(self) -> None:
        """End long polls, event streams and webhook posts; what is pending stays pending for `reopen`."""
        self.world.sessions += 1
        self.world.updates.is_open = False
        self.world.updates.end_poll()
        self.world.signal.fire()
        await self.world.webhook.close()

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[str]:
        """Serve on loopback; yields "http://127.0.0.1:PORT"."""
        async with serving(self.app, port=port) as address:
            try:
                yield address
            finally:
                await self.close()

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.reopen()
        yield
        await self.close()


def _bot_user(token: str, name: str, username: str) -> dict[str, Any]:
    no = (
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    )
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": name,
        "username": username,
        "can_join_groups": True,
        **dict.fromkeys(no, False),
    }
