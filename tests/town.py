"""The whole application in this process against the stand-ins: a town with a merchant, a customer and the post."""

import random
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from bot.assembly import Parts, assembled
from bot.database import Database
from bot.demo.mailbox import Mailbox
from bot.demo.smsgateway import SmsGateway
from bot.demo.telegram import Bubble, Person, TelegramServer
from bot.polling import polling
from bot.settings import Settings
from bot.web.serving import serving

ACCOUNT, TOKEN = "AC" + "0" * 32, "twilio-token"
_PORTS = random.SystemRandom()


@dataclass
class Town:
    """What stands there, and the running bot."""

    telegram: TelegramServer
    mailbox: Mailbox
    sms: SmsGateway
    settings: Settings
    parts: Parts

    @property
    def database(self) -> Database:
        """The bot's own."""
        return self.parts.database


def free_port() -> int:
    """A port nobody listens on, and that is given to nobody who asks for any: other tests do so all the time."""
    with socket.socket() as probe:
        while True:
            with suppress(OSError):
                probe.bind(("127.0.0.1", _PORTS.randrange(10_000, 32_000)))
                return int(probe.getsockname()[1])


@asynccontextmanager
async def standing(
    **wanted: Any,
) -> AsyncIterator[tuple[TelegramServer, Mailbox, SmsGateway, dict[str, Any]]]:
    """The stand-ins, and the settings that lead to them."""
    telegram, sms = TelegramServer(), SmsGateway(ACCOUNT, TOKEN)
    async with AsyncExitStack() as stack:
        telegram_url = await stack.enter_async_context(telegram.serving())
        sms_url = await stack.enter_async_context(serving(sms.app))
        mailbox = await stack.enter_async_context(Mailbox())
        port = free_port()
        yield telegram, mailbox, sms, {
            "telegram_bot_token": SecretStr("100:demo-token"),
            "telegram_api_url": telegram_url,
            "host": "127.0.0.1",
            "port": port,
            "public_url": f"http://127.0.0.1:{port}",
            "smtp_host": "127.0.0.1",
            "smtp_port": mailbox.port,
            "smtp_security": "plain",
            "mail_from": "invoices@sanad.example",
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": SecretStr(TOKEN),
            "twilio_from": "+15005550006",
            "twilio_api_url": sms_url,
            "sweep_seconds": 0.2,
            "pdf_workers": 1,
            **wanted,
        }  # fmt: skip


@asynccontextmanager
async def town(database_url: str, **wanted: Any) -> AsyncIterator[Town]:
    """Everything, taking updates."""
    async with standing(**wanted) as (telegram, mailbox, sms, values):
        settings = Settings(_env_file=None, database_url=database_url, **values)
        async with assembled(settings) as parts, polling(parts.front):
            yield Town(telegram, mailbox, sms, settings, parts)


class Merchant:
    """Somebody with a phone and a business."""

    def __init__(self, person: Person) -> None:
        self.person = person

    async def says(self, text: str, answer: str) -> Bubble:
        """Type something and wait for the bot's answer that has `answer` in it."""
        self.person.say(text)
        return await self.person.wait_for(answer)

    async def taps(self, button: str, answer: str) -> Bubble:
        """Tap a button and wait for what it shows."""
        self.person.tap(button)
        return await self.person.wait_for(answer)

    async def set_up(self, name: str = "Coffee Shop", country: str = "Egypt") -> None:
        """Onboarding of a business that is registered for tax."""
        await self.says("/start", "called")
        await self.says(name, "country")
        await self.taps(country, "registered for")
        await self.taps("Yes, registered", "Under which number")
        await self.says("100531385", "first invoice")


async def merchant(home: Town, user_id: int = 7, first_name: str = "Mona", language: str = "en") -> Merchant:
    """A merchant who has gone through onboarding."""
    somebody = Merchant(home.telegram.user(user_id, first_name, language))
    await somebody.set_up()
    return somebody
