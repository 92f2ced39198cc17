"""E-mail by SMTP, step by step, so that a failure always tells whether the message may have left."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from urllib.parse import urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.delivery.letter import Letter, letter
from bot.delivery.replies import OWN_SHARE, Phase, failure
from bot.delivery.transport import DeliveryError, Message
from bot.settings import Settings

_LINE_START_DOT = re.compile(rb"(?m)^\.")


class _Session:
    """One connection and how far it has come."""

    def __init__(self, smtp: SMTP) -> None:
        self.smtp = smtp
        self.phase = Phase.CONNECT


class EmailTransport:
    """The mail server of the settings. `smtp_security` rules: never less encryption than it says."""

    def __init__(self, settings: Settings) -> None:
        if settings.smtp_host is None:
            raise ValueError("SMTP_HOST is not set")
        self._settings = settings
        self._tls = ssl.create_default_context()
        if settings.smtp_ca_file:
            self._tls.load_verify_locations(settings.smtp_ca_file)

    async def send(self, message: Message) -> None:
        """Hand the message over; the mail server gives no reference. Raises as `Transport.send` says."""
        post = await asyncio.to_thread(letter, message, self._settings.mail_from)
        async with self._session() as session:
            await self._hand_over(session, post)

    async def find(self, message: Message, since: datetime) -> None:
        """None: the same Message-ID is sent again, and the reader's mailbox shows it once."""
        return

    async def check(self) -> str:
        """Connect, encrypt, log in, say goodbye."""
        chosen = self._settings
        async with self._session() as session:
            await session.smtp.noop()
        login = f"logged in as {chosen.smtp_username}" if chosen.smtp_username else "no login"
        return f"{chosen.smtp_host}:{chosen.smtp_port}, {chosen.smtp_security}, {login}"

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[_Session]:
        session = _Session(self._client())
        try:
            async with asyncio.timeout(OWN_SHARE * self._settings.send_timeout):
                await self._open(session)
                yield session
        except (SMTPException, OSError) as error:
            raise failure(session.phase, error) from error
        else:
            _say_goodbye(session.smtp)
        finally:
            session.smtp.close()

    def _client(self) -> SMTP:
        chosen = self._settings
        return SMTP(
            hostname=chosen.smtp_host,
            port=chosen.smtp_port,
            use_tls=chosen.smtp_security == "tls",
            start_tls=False,  # a step of its own, see _open
            tls_context=self._tls,
            timeout=chosen.send_timeout,
            local_hostname=_own_name(chosen.public_url),
        )

    async def _open(self, session: _Session) -> None:
        smtp, chosen = session.smtp, self._settings
        await smtp.connect()
        await smtp.ehlo()
        if chosen.smtp_security == "starttls":
            if not smtp.supports_extension("starttls"):
                raise DeliveryError("no_encryption", detail="STARTTLS is not offered")
            await smtp.starttls()
            await smtp.ehlo()
        if chosen.smtp_username:
            session.phase = Phase.LOGIN
            password = chosen.smtp_password.get_secret_value() if chosen.smtp_password else ""
            await smtp.login(chosen.smtp_username, password)

    async def _hand_over(self, session: _Session, post: Letter) -> None:
        smtp = session.smtp
        session.phase = Phase.MAIL
        await smtp.mail(self._settings.mail_from, options=_mail_options(smtp, post))
        session.phase = Phase.RCPT
        await smtp.rcpt(post.recipient, encoding="utf-8" if post.utf8 else "ascii")
        session.phase = Phase.DATA
        _expect(354, *await smtp.execute_command(b"DATA"))
        session.phase = Phase.END
        _expect(250, *await _answer_to(smtp, post.content))


async def _answer_to(smtp: SMTP, content: bytes) -> tuple[int, str]:
    """Write the message and wait for the verdict. Apart from DATA's own answer, unlike in `SMTP.data`."""
    if smtp.protocol is None:
        raise ConnectionResetError("connection lost")
    smtp.protocol.write(_LINE_START_DOT.sub(b"..", content) + b".\r\n")
    code, text = await smtp.protocol.read_response(timeout=smtp.timeout)
    return code, text


def _expect(code: int, answer: int, text: str) -> None:
    if answer // 100 != code // 100:
        raise SMTPResponseException(answer, text)


def _mail_options(smtp: SMTP, post: Letter) -> list[str]:
    options = [f"SIZE={len(post.content)}"] if smtp.supports_extension("size") else []
    if post.utf8:
        if not smtp.supports_extension("smtputf8"):
            raise DeliveryError("address_letters", permanent=True, detail="SMTPUTF8 is not offered")
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    return options


def _say_goodbye(smtp: SMTP) -> None:
    """Without waiting for the server's: the message is taken, and nothing may change that now."""
    with suppress(SMTPException):
        if smtp.protocol:
            smtp.protocol.write(b"QUIT\r\n")


def _own_name(public_url: str) -> str:
    """Our name for EHLO; asking DNS for it could take seconds."""
    host = urlsplit(public_url).hostname or ""
    return host if re.search("[a-z]", host) and ":" not in host else "[127.0.0.1]"
