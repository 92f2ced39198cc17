"""Twilio's Account and Message resources, version 2010-04-01, as far as a sender of SMS uses them."""

from __future__ import annotations

import asyncio
import base64
import hmac
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.sms_faults import RECIPIENTS, SENDERS, ApiError, Fault, magic
from bot.demo.sms_record import API_VERSION, Sms
from bot.demo.telegram.faults import hang_up

if TYPE_CHECKING:
    from bot.demo.smsgateway import SmsGateway

Endpoint = Callable[[Request], Awaitable[Response]]

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_LENGTH_LIMIT = 1600
_UNAUTHORIZED = ApiError(401, 20003, "Authenticate")
_NOT_FOUND = ApiError(404, 20404, "The requested resource was not found")


def routes(gateway: SmsGateway) -> list[BaseRoute]:
    """Create, list and fetch messages; fetch the account."""

    async def create(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        fault = gateway.faults.take("POST", form.get("To"))
        error = (fault.error if fault else None) or _mistake(form)
        sms = None if error else await gateway.accept(form)
        await _endure(request, fault)
        return _error(error, form.get("To", "")) if error or not sms else JSONResponse(sms.resource(), 201)

    async def index(request: Request) -> Response:
        fault = gateway.faults.take("GET")
        await _endure(request, fault)
        return _error(fault.error) if fault and fault.error else JSONResponse(_page(gateway, request))

    async def message(request: Request) -> Response:
        found = [sms for sms in gateway.messages if sms.sid == request.path_params["message"]]
        return JSONResponse(found[0].resource()) if found else _error(_NOT_FOUND)

    async def account(request: Request) -> Response:
        sid = gateway.account_sid
        return JSONResponse({"sid": sid, "friendly_name": "Demo", "status": "active", "type": "Trial"})

    def guarded(endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            return await endpoint(request) if _authorized(gateway, request) else _error(_UNAUTHORIZED)

        return answer

    base = f"/{API_VERSION}/Accounts/{{account}}"
    return [
        Route(f"{base}/Messages.json", guarded(create), methods=["POST"]),
        Route(f"{base}/Messages.json", guarded(index), methods=["GET"]),
        Route(f"{base}/Messages/{{message}}.json", guarded(message)),
        Route(f"{base}.json", guarded(account)),
    ]


def _authorized(gateway: SmsGateway, request: Request) -> bool:
    """HTTP Basic: account SID and auth token, for this account alone."""
    pair = f"{gateway.account_sid}:{gateway.auth_token}".encode()
    wanted = b"Basic " + base64.b64encode(pair)
    shown = request.headers.get("Authorization", "").encode()
    return request.path_params["account"] == gateway.account_sid and hmac.compare_digest(shown, wanted)


async def _endure(request: Request, fault: Fault | None) -> None:
    if fault:
        await asyncio.sleep(fault.delay)
        if fault.drop_answer:
            await hang_up(request.receive)


def _mistake(form: dict[str, str]) -> ApiError | None:
    """Twilio's validation, in its order as far as it is known."""
    sender = form.get("From") or form.get("MessagingServiceSid") or ""
    recipient, callback = form.get("To", ""), urlsplit(form.get("StatusCallback", "http://localhost"))
    rules: list[tuple[bool, ApiError]] = [
        (not recipient, ApiError(400, 21604, "A 'To' phone number is required.")),
        (not sender, ApiError(400, 21603, "A 'From' phone number is required.")),
        (not form.get("Body"), ApiError(400, 21602, "Message body is required.")),
        (not _E164.fullmatch(recipient), RECIPIENTS["0001"]),
        (len(form.get("Body", "")) > _LENGTH_LIMIT, ApiError(400, 21617, "The message body is too long.")),
        (not (callback.scheme and callback.hostname), ApiError(400, 21609, "Invalid 'StatusCallback' URL")),
    ]
    broken = next((error for wrong, error in rules if wrong), None)
    return broken or SENDERS.get(magic(sender)) or RECIPIENTS.get(magic(recipient))


def _error(error: ApiError | None, to: str = "") -> Response:
    error = error or _NOT_FOUND
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else None
    shown = {"code": error.code, "message": error.message.format(to=to), "status": error.status}
    link = f"https://www.twilio.com/docs/errors/{error.code}"
    return JSONResponse({**shown, "more_info": link}, error.status, headers)


def _page(gateway: SmsGateway, request: Request) -> dict[str, Any]:
    """A page of the list, newest first; what has no date of sending yet fits no date filter."""
    query = request.query_params
    number, size = int(query.get("Page", 0)), min(int(query.get("PageSize", 50)), 1000)
    fitting = [sms for sms in reversed(gateway.messages) if _fits(sms, query)]
    shown = fitting[number * size : (number + 1) * size]
    following = urlencode({**query, "Page": number + 1, "PageToken": f"PA{shown[-1].sid}"}) if shown else ""
    more = len(fitting) > (number + 1) * size
    return {
        "messages": [sms.resource() for sms in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + len(shown) - 1,
        "uri": f"{request.url.path}?{request.url.query}",
        "first_page_uri": f"{request.url.path}?{urlencode({**query, 'Page': 0})}",
        "next_page_uri": f"{request.url.path}?{following}" if more else None,
        "previous_page_uri": None,
    }


def _fits(sms: Sms, query: Any) -> bool:
    if query.get("To", sms.recipient) != sms.recipient or query.get("From", sms.sender) != sms.sender:
        return False
    after, before = (
        datetime.fromisoformat(query[key]) if key in query else None for key in ("DateSent>", "DateSent<")
    )
    if sms.sent_at is None:
        return after is None and before is None
    return (after is None or sms.sent_at >= after) and (before is None or sms.sent_at <= before)
