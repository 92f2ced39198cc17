"""Methods by which a bot gets its updates: getUpdates and the webhook."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.demo.telegram.answers import Described
from bot.demo.telegram.guard import LOOPBACK
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request, conflict
from bot.demo.telegram.world import World

_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    """Long polling; `timeout` at most 50 seconds, `limit` 1-100."""
    if world.webhook.url:
        raise conflict(_WEBHOOK_ACTIVE)
    world.updates.allow(params.structure("allowed_updates", "allowed updates"))
    limit = min(max(params.integer("limit", 100), 1), 100)
    return await world.updates.poll(
        params.integer("offset"), limit, min(max(params.number("timeout"), 0.0), 50.0)
    )


def set_webhook(world: World, params: Params) -> Described:
    """Telegram wants https; here the address must be on this machine, where http is as good."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: this Telegram posts to its own machine only")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.structure("allowed_updates", "allowed updates"))
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    known = world.webhook.url == url
    world.updates.end_poll(conflict("terminated by setWebhook request"))
    world.webhook.set(url, secret, min(max(params.integer("max_connections", 40), 1), 100))
    return Described(True, "Webhook is already set" if known else "Webhook was set")


def delete_webhook(world: World, params: Params) -> Described:
    """Back to getUpdates; pending updates stay unless dropped."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    known = bool(world.webhook.url)
    world.webhook.set("", "", 40)
    return Described(True, "Webhook was deleted" if known else "Webhook is already deleted")


def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    """Where updates go and how that works."""
    return world.webhook.info()


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
