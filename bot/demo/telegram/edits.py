"""Methods that change or remove what was said."""

from collections.abc import Callable
from typing import Any

from bot.demo.telegram.keyboards import read_markup
from bot.demo.telegram.messages import caption_content, text_content, writable
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.world import Chat, Json, World

_BODY = ("text", "entities", "link_preview_options", "caption", "caption_entities", "document", "photo")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def editable(world: World, params: Params) -> tuple[Chat, Json]:
    """The chat and the message of an edit. A message sent with a reply keyboard can never be edited."""
    if params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat, number = writable(world, params), params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.me["id"] or number in chat.fixed:
        raise bad_request("message can't be edited")
    return chat, message


def replace(world: World, params: Params, place: tuple[Chat, Json], content: Json) -> Json:
    """Put new content and the call's inline keyboard (or none) in the place of the old ones."""
    chat, old = place
    markup = read_markup(params, world.loopback_links)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    new = {key: value for key, value in old.items() if key not in (*_BODY, "reply_markup")} | content
    if markup is not None:
        new["reply_markup"] = markup
    if all(new.get(key) == old.get(key) for key in (*_BODY, "reply_markup")):
        raise bad_request(_NOT_MODIFIED)
    if any(new.get(key) != old.get(key) for key in _BODY):  # a new keyboard alone does not show as "edited"
        new["edit_date"] = world.now()
    return chat.keep(new)


def edit_message_text(world: World, params: Params) -> Json:
    """New text; without reply_markup the inline keyboard goes away."""
    content = text_content(world, params)
    place = editable(world, params)
    if "text" not in place[1]:
        raise bad_request("there is no text in the message to edit")
    return replace(world, params, place, content)


def edit_message_caption(world: World, params: Params) -> Json:
    """New caption; the file stays."""
    content = caption_content(world, params)
    place = editable(world, params)
    kept = {key: place[1][key] for key in ("document", "photo") if key in place[1]}
    if not kept:
        raise bad_request("there is no caption in the message to edit")
    return replace(world, params, place, kept | content)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """New inline keyboard; the content stays."""
    place = editable(world, params)
    return replace(world, params, place, {key: place[1][key] for key in _BODY if key in place[1]})


def delete_message(world: World, params: Params) -> bool:
    """Remove a message, the bot's or the person's, for both."""
    chat = world.reachable(params.chat_id())
    if chat.messages.pop(params.integer("message_id"), None) is None:
        raise bad_request("message to delete not found")
    chat.signal.fire()
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Remove up to 100 messages; those not found are skipped."""
    chat = world.reachable(params.chat_id())
    for number in params.structure("message_ids", "message identifiers") or []:
        chat.messages.pop(int(number), None)
    chat.signal.fire()
    return True


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
