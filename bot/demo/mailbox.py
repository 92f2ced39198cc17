"""A mail server that keeps what it gets: real SMTP on a socket, inside the running loop.

    async with Mailbox() as mailbox:                      # mailbox.host, mailbox.port
        mail = await mailbox.wait_for("sara@shop.example")

Magic addresses, whatever the domain (`full+anything@...` works too):
`unknown@` 550 5.1.1 no such mailbox; `full@` 552 5.2.2 mailbox full; `refused@` 550 5.7.1 after the message;
`big@` 552 5.3.4 too big; `later@` 451 twice, then accepted; `slow@` accepted after 3 s; `lost@` kept, but the
connection is cut before the 250 the first time (outcome unknown), accepted with an answer the second.

For the demo page, mount `Mailbox.routes`:
`GET /demo/mail` -> [{number, received_at, from, to, subject, message_id, language,
attachments: [{filename, media_type, size}]}], newest first;
`GET /demo/mail/{number}` -> one of them and {headers: [[name, value]], text};
`.../{number}/html` the HTML body (sandboxed); `.../{number}/raw` the message as .eml;
`.../{number}/attachments/{index}` the file (`?inline=1` shows it).
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

from starlette.routing import BaseRoute

from bot.demo import mail_view
from bot.demo.mail_conversation import Conversation
from bot.demo.mail_faults import Faults

Predicate = Callable[["Mail"], bool]


@dataclass(frozen=True)
class Mail:
    """An accepted message with its envelope."""

    number: int
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @cached_property
    def parsed(self) -> EmailMessage:
        """The message, decoded."""
        return message_from_bytes(self.content, _class=EmailMessage, policy=default)

    def body(self, kind: Literal["plain", "html"]) -> str:
        """The text or the HTML; "" if there is none."""
        part = self.parsed.get_body((kind,))
        return part.get_content() if part else ""

    @property
    def attachments(self) -> list[EmailMessage]:
        """The files."""
        return [part for part in self.parsed.iter_attachments() if isinstance(part, EmailMessage)]


class Mailbox:
    """The server; `faults` plans trouble, `mails` are the last `keep` accepted ones, oldest first.

    `tls`: "plain", "starttls" (demanded) or "tls" from the first byte; the latter two need `certificate`, a
    server's context. With `username` nobody sends without the login. `utf8=False`: a server without SMTPUTF8.
    """

    def __init__(
        self,
        port: int = 0,
        tls: Literal["plain", "starttls", "tls"] = "plain",
        *,
        certificate: ssl.SSLContext | None = None,
        username: str | None = None,
        password: str = "",
        utf8: bool = True,
        host: str = "127.0.0.1",
        keep: int = 1000,
        size_limit: int = 2**25,
    ) -> None:
        self.host, self.port, self.tls = host, port, tls
        self.certificate, self.utf8, self.size_limit = certificate, utf8, size_limit
        self.login = (username.encode(), password.encode()) if username else None
        self.faults = Faults()
        self.mails: deque[Mail] = deque(maxlen=keep)
        self.received = 0
        self.routes: list[BaseRoute] = mail_view.routes(self)
        self._news = asyncio.Condition()
        self.conversations: set[Conversation] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        tls = self.certificate if self.tls == "tls" else None
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Conversation(self), self.host, self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.close()
        for conversation in list(self.conversations):
            conversation.hang_up()
        await asyncio.sleep(0)  # the closed connections end their tasks

    async def wait_for(self, wanted: str | Predicate, seconds: float = 5.0) -> Mail:
        """The first mail to the address `wanted`, or that fits it; TimeoutError after `seconds`."""
        fits = wanted if callable(wanted) else lambda mail: wanted in mail.recipients
        async with asyncio.timeout(seconds), self._news:
            while (found := next(filter(fits, self.mails), None)) is None:
                await self._news.wait()
        return found

    def copies(self, message_id: str) -> list[Mail]:
        """All accepted mails with this Message-ID."""
        return [mail for mail in self.mails if mail.parsed["Message-ID"] == message_id]

    async def keep(self, sender: str, recipients: list[str], content: bytes) -> None:
        """Accept a message."""
        self.received += 1
        self.mails.append(Mail(self.received, datetime.now(UTC), sender, tuple(recipients), content))
        async with self._news:
            self._news.notify_all()
