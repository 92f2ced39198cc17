"""One SMTP conversation with the demo's mailbox, with whatever trouble is planned for it."""

from __future__ import annotations

import asyncio
import hmac
import logging
from typing import TYPE_CHECKING, Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.demo.mail_faults import Fault, Phase

if TYPE_CHECKING:
    from bot.demo.mailbox import Mailbox

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of its own attribute at each login


class Conversation(SMTP):
    """One connection; the mailbox's handler and server in one."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._greeted = False
        super().__init__(
            self,
            hostname="mail.demo",
            ident="Demo",
            enable_SMTPUTF8=mailbox.utf8,
            data_size_limit=mailbox.size_limit,
            tls_context=mailbox.certificate if mailbox.tls == "starttls" else None,
            require_starttls=mailbox.tls == "starttls",
            auth_require_tls=mailbox.tls == "starttls",
            auth_exclude_mechanism=() if mailbox.login else ("LOGIN", "PLAIN"),
            authenticator=self._authenticated,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._mailbox.conversations.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._mailbox.conversations.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """Cut the connection."""
        if self.transport is not None:
            cast(asyncio.WriteTransport, self.transport).abort()  # uvloop's are no subclass of it

    async def push(self, status: Any) -> None:
        """Say a line; the first one is the greeting."""
        if not self._greeted:
            self._greeted = True
            status = await self._answer("connect", None) or status
        await super().push(status)

    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._mailbox.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if refusal := await self._answer("mail", None):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := await self._answer("rcpt", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def smtp_DATA(self, arg: str) -> None:
        recipients = self.envelope.rcpt_tos if self.envelope else []
        if recipients and (refusal := await self._answer("start", recipients[0])):
            await self.push(refusal)
        else:
            await super().smtp_DATA(arg)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        fault = self._mailbox.faults.take("data", envelope.rcpt_tos[0])
        if fault is None or not fault.refuses:
            content = envelope.original_content or b""
            await self._mailbox.keep(envelope.mail_from or "", envelope.rcpt_tos, content)
        return await self._met(fault) or "250 2.0.0 OK, kept"

    async def _answer(self, phase: Phase, recipient: str | None) -> str | None:
        return await self._met(self._mailbox.faults.take(phase, recipient))

    async def _met(self, fault: Fault | None) -> str | None:
        if fault is None:
            return None
        await asyncio.sleep(fault.delay)
        if fault.drop_answer:
            self.hang_up()
            await asyncio.Event().wait()  # the lost connection cancels this
        return fault.reply

    def _authenticated(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, shown: LoginPassword
    ) -> AuthResult:
        wanted = self._mailbox.login or (b"", b"")
        good = all(
            hmac.compare_digest(a, b) for a, b in zip(wanted, (shown.login, shown.password), strict=True)
        )
        return AuthResult(success=good, handled=False)  # handled=False: aiosmtpd says the 535
