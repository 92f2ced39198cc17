"""All stand-ins together: Telegram, a mail server, an SMS provider and the page that shows them, on loopback."""

import secrets
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.demo.mailbox import Mailbox
from bot.demo.mischief import Mischief
from bot.demo.news import News
from bot.demo.sms_progress import Callbacks
from bot.demo.smsgateway import SmsGateway
from bot.demo.telegram import TelegramServer
from bot.demo.window import Window
from bot.settings import Settings
from bot.web.serving import serving

PAGE = Path(__file__).parent / "page"
MONA, SALMA = 7001, 7002
_ACCOUNT = f"AC{0:032x}"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class DemoSettings(Settings):
    """Settings that listen to nobody: neither the environment nor a .env file changes the demo."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the demo says, alone."""
        return (init_settings,)


class Stand:
    """The stand-ins; `address` is theirs once they stand."""

    def __init__(self, sms_pause: float) -> None:
        # The database outlives the demo: no id of an earlier run may come again, however fast that was tapped.
        self.telegram = TelegramServer(first_id=time.time_ns() // 10**6)
        self.mailbox = Mailbox()
        self.sms = SmsGateway(_ACCOUNT, secrets.token_hex(16), Callbacks(pause=sms_pause))
        self.news = News(self.telegram, self.mailbox, self.sms)
        self.mischief = Mischief(self.telegram, self.mailbox, self.sms, self.news.changed)
        self.window = Window()
        self.address = ""
        self.mona = self.telegram.user(MONA, "Mona", "en", started=False)
        self.salma = self.telegram.user(SALMA, "سلمى", "ar", started=False)
        self.app = Starlette(
            routes=[
                Route("/", _index),
                Mount("/page", StaticFiles(directory=PAGE)),
                *(self.news.routes() + self.mischief.routes() + self.window.routes()),
                *(self.telegram.routes + self.mailbox.routes + self.sms.routes),
            ],
            middleware=[
                Middleware(_Headers),
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            ],
        )

    def settings(self, database_url: str, port: int) -> Settings:
        """Those of a bot that talks to these stand-ins alone; its own web server will listen on `port`."""
        self.window.address = f"http://127.0.0.1:{port}"
        return DemoSettings(
            telegram_bot_token=SecretStr(self.telegram.world.token), telegram_api_url=self.address,
            database_url=database_url, public_url=self.window.address, port=port,
            smtp_host=self.mailbox.host, smtp_port=self.mailbox.port, smtp_security="plain",
            mail_from="invoices@sanad.example",
            twilio_account_sid=self.sms.account_sid, twilio_auth_token=SecretStr(self.sms.auth_token),
            twilio_from="+15005550006", twilio_api_url=self.address,
            send_timeout=5, settle_seconds=3, sweep_seconds=0.5, pdf_workers=1,
            retry_seconds=(3, 5, 10, 20, 40, 60, 120, 300, 600),
        )  # fmt: skip


@asynccontextmanager
async def standing(port: int = 0, sms_pause: float = 0.8) -> AsyncIterator[Stand]:
    """The stand-ins, listening; `sms_pause`: seconds between an SMS's states. OSError if the port is taken."""
    stand = Stand(sms_pause)
    async with (
        stand.mailbox, stand.sms.running(), serving(stand.app, port=port) as stand.address, stand.news.running()
    ):  # fmt: skip
        try:
            yield stand
        finally:
            await stand.telegram.close()


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody listens there, else any other."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")


async def _index(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


class _Headers:
    """ASGI middleware: the page's rules on every response that has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)
