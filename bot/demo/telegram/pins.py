"""Methods that pin a message to the top of a chat, where it stays in reach.

A private chat takes several; people see the newest one, by when it was sent. Pinning leaves a message of its own in
the chat, which comes to the bot as an update although the bot pinned; unpinning leaves none.
"""

from collections.abc import Callable
from typing import Any

from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.world import Chat, Json, World

_NOT_MODIFIED = "CHAT_NOT_MODIFIED"


def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message, once."""
    chat = world.reachable(params.chat_id())
    message = _message(chat, params.integer("message_id"), "pin")
    if message["message_id"] in chat.pinned:
        raise bad_request(_NOT_MODIFIED)
    chat.pinned.add(message["message_id"])
    shown = {key: value for key, value in message.items() if key != "reply_to_message"}
    told = chat.keep(world.new_message(chat, world.me, {"pinned_message": shown}))
    world.push("message", told, f"chat:{chat.id}")
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """Unpin a message; without `message_id` the newest one that is pinned."""
    chat = world.reachable(params.chat_id())
    newest = next(iter(chat.pins), {"message_id": 0})
    number = params.integer("message_id") or newest["message_id"]
    if _message(chat, number, "unpin")["message_id"] not in chat.pinned:
        raise bad_request(_NOT_MODIFIED)
    chat.unpin(number)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """Unpin whatever is pinned."""
    chat = world.reachable(params.chat_id())
    chat.pinned.clear()
    chat.signal.fire()
    return True


def _message(chat: Chat, number: int, verb: str) -> Json:
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if "pinned_message" in message:
        raise bad_request("service messages can't be pinned")
    return message


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
