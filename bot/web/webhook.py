"""Telegram's webhook: 200 after the commit and the first try to reply, 503 for "bring it again"."""

import hmac

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update

from bot.database import UNAVAILABLE
from bot.front import Front

log = structlog.get_logger(__name__)


def webhook_route(front: Front, secret: str) -> Route:
    """POST /telegram, for those who know the secret token."""
    expected = secret.encode()

    async def telegram(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "").encode()
        if not hmac.compare_digest(given, expected):
            return Response(status_code=403)
        try:
            update = Update.de_json(await request.json(), front.application.bot)
        except ValueError:
            return Response(status_code=400)
        except ClientDisconnect:
            return Response(status_code=503)
        try:
            await front.handle(update)
        except UNAVAILABLE as failure:
            log.error("update not stored, Telegram brings it again", why=type(failure).__name__)
            return Response(status_code=503)
        return Response()

    return Route("/telegram", telegram, methods=["POST"])
