"""SMS by Twilio's own SDK, asynchronously: no thread per send, one connection per request.

A kept connection that Twilio has closed meanwhile would make a POST's outcome unknown for nothing; and there
is nothing to close. The SDK comes with the first `SmsTransport` (0.7 s, 14 MB), not with this module.
Every text ends with a word that is its delivery's alone (`bot.rendering.messages`): so `find` knows it again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from bot.delivery.replies import OWN_SHARE, quoted
from bot.delivery.sms_codes import failure_reason
from bot.delivery.transport import DeliveryError, Message, OutcomeUnknownError
from bot.settings import Settings

_CLOCKS: Final = timedelta(minutes=5)  # ours and Twilio's may differ
_LOOK_BACK: Final = 200  # messages to one number
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")


@dataclass
class _Exchange:
    """What is known of the request under way."""

    client: Any  # twilio.rest.Client
    connected: bool = False  # False: nothing can have reached Twilio
    retry_after: float | None = None


class SmsTransport:
    """One Twilio account. `TWILIO_FROM` is a number, a registered name or a messaging service (MG...)."""

    def __init__(self, settings: Settings) -> None:
        from twilio.http.async_http_client import AsyncTwilioHttpClient
        from twilio.rest import Client

        if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_from):
            raise ValueError("TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are not set")
        logging.getLogger("twilio").setLevel(logging.WARNING)  # it writes phone numbers at INFO
        self._settings = settings
        token = settings.twilio_auth_token.get_secret_value()
        self._client_with = partial(Client, settings.twilio_account_sid, token)
        self._http_class = AsyncTwilioHttpClient
        self._sender = {_sender_field(settings.twilio_from): settings.twilio_from}

    async def send(self, message: Message) -> str:
        """Queue the SMS; returns Twilio's SID. Raises as `Transport.send` says.

        A 5xx other than 503 (RFC 9110: refused at the door) leaves the outcome unknown: it may be queued.
        """
        address = self._callback(message.delivery_id)
        values = {"to": message.recipient, "body": message.text, **self._sender, **address}
        async with self._exchange(writing=True) as exchange:
            created = await exchange.client.messages.create_async(**values)
            return str(created.sid)

    async def find(self, message: Message, since: datetime) -> str | None:
        """The SID of the SMS to this number with this delivery's word; `since`: when the first attempt began.

        Asked twice, by date and among the latest: what is still queued has no date of sending yet.
        """
        word, earliest = message.text.split()[-1], since - _CLOCKS
        async with self._exchange() as exchange:
            for period in ({"date_sent_after": earliest}, {}):
                found = await exchange.client.messages.list_async(
                    to=message.recipient, limit=_LOOK_BACK, **period
                )
                if sid := _sid_with(word, found, earliest):
                    return sid
        return None

    async def check(self) -> str:
        """Read the account."""
        sid = self._settings.twilio_account_sid
        async with self._exchange() as exchange:
            account = await exchange.client.api.v2010.accounts(sid).fetch_async()
        if account.status != "active":
            raise DeliveryError("login", detail=f"the account is {account.status}")
        return f"Twilio account {account.friendly_name}, sender {self._settings.twilio_from}"

    @asynccontextmanager
    async def _exchange(self, *, writing: bool = False) -> AsyncIterator[_Exchange]:
        """A client for one request. `writing`: once connected, a lost answer leaves the outcome unknown."""
        from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

        exchange = _Exchange(None)
        try:
            async with (
                asyncio.timeout(OWN_SHARE * self._settings.send_timeout),
                self._http_class(trace_configs=[_watching(exchange)]) as http,
            ):
                exchange.client = self._client(http)
                yield exchange
        except TwilioRestException as error:
            raise _refusal(error, error.msg, exchange, writing=writing) from error
        except TwilioServiceException as error:
            raise _refusal(error, error.title, exchange, writing=writing) from error
        except (TwilioException, aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: no JSON
            raise _broken(error, exchange, writing=writing) from error

    def _client(self, http: Any) -> Any:
        client = self._client_with(http_client=http)
        client.region = client.edge = None  # TWILIO_REGION and TWILIO_EDGE would rewrite the host
        client.api.base_url = self._settings.twilio_api_url
        return client

    def _callback(self, delivery_id: int) -> dict[str, str]:
        """Where Twilio tells what became of it; none where Twilio cannot reach us (it would answer 21609)."""
        ours, theirs = self._settings.public_url, self._settings.twilio_api_url
        if urlsplit(ours).hostname in _LOCAL and urlsplit(theirs).hostname not in _LOCAL:
            return {}
        return {"status_callback": f"{ours}/twilio/status?delivery={delivery_id}"}


def signature_ok(settings: Settings, path_and_query: str, form: Mapping[str, Any], signature: str) -> bool:
    """Whether Twilio signed this callback, for the PUBLIC address it knows; compared in constant time."""
    from twilio.request_validator import RequestValidator

    if settings.twilio_auth_token is None:
        return False
    validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
    return bool(validator.validate(settings.public_url + path_and_query, form, signature))


def _sender_field(sender: str) -> str:
    return "messaging_service_sid" if sender.startswith("MG") and len(sender) == 34 else "from_"


def _sid_with(word: str, messages: Iterable[Any], earliest: datetime) -> str | None:
    for found in messages:
        if word in (found.body or "").split() and (
            found.date_created is None or found.date_created >= earliest
        ):
            return str(found.sid)
    return None


def _watching(exchange: _Exchange) -> aiohttp.TraceConfig:
    """Notes when the connection stands, and what the answer's headers ask for."""

    async def connected(*_: object) -> None:
        exchange.connected = True

    async def answered(_session: object, _context: object, end: aiohttp.TraceRequestEndParams) -> None:
        seconds = end.response.headers.get("Retry-After", "")
        exchange.retry_after = float(seconds) if seconds.isdecimal() else None

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(connected)
    trace.on_request_end.append(answered)
    return trace


def _refusal(
    error: Any, words: str, exchange: _Exchange, *, writing: bool
) -> DeliveryError | OutcomeUnknownError:
    """What an answer of 400 and more means; the code of one without Twilio's JSON is its HTTP status."""
    detail = quoted(f"{error.code} {words}")
    if writing and error.status >= 500 and error.status != 503:
        return OutcomeUnknownError(detail)
    if error.status >= 500:
        reason, permanent = "provider", False
    else:
        reason, permanent = failure_reason(error.status if error.status in (401, 429) else error.code)
    return DeliveryError(reason, permanent=permanent, detail=detail, retry_after=exchange.retry_after)


def _broken(error: Exception, exchange: _Exchange, *, writing: bool) -> DeliveryError | OutcomeUnknownError:
    """No answer, or none to be understood; a list that is refused is told by a bare TwilioException."""
    detail = quoted(str(error) or type(error).__name__)
    if writing and exchange.connected:
        return OutcomeUnknownError(detail)
    reason = "timeout" if isinstance(error, TimeoutError) else "provider"
    return DeliveryError(reason, detail=detail, retry_after=exchange.retry_after)
