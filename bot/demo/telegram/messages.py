"""Methods that say something or look at a chat."""

from collections.abc import Callable
from typing import Any

from bot.demo.telegram.entities import parse_html
from bot.demo.telegram.keyboards import Markup, read_markup
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.spans import Entity, arrange, clean, is_blank, utf16_length
from bot.demo.telegram.world import Alert, Chat, Json, World

TEXT_LIMIT, CAPTION_LIMIT, ALERT_LIMIT = (
    4096,
    1024,
    200,
)  # UTF-16 units: the strictest reading of "characters"


def formatted(world: World, params: Params, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    """The text of a call, its markup read. Raises 400."""
    source, mode = params.text(field), params.text("parse_mode").lower()
    if mode == "html":
        return parse_html(source, world.loopback_links)
    if mode:  # Markdown is Telegram's to know, not ours: the bot writes HTML
        raise bad_request("unsupported parse_mode")
    given = params.structure(entities_field, "message entities") or []
    text = clean(source)
    _check_ranges(given, utf16_length(text))
    return arrange(text, [dict(entity) for entity in given])


def _check_ranges(entities: list[Entity], size: int) -> None:
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0:
            raise bad_request(f"receive an entity with incorrect offset {start}")
        if start > size:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > size:
            words = f"entity beginning at UTF-16 offset {start} ends after the end of the text"
            raise bad_request(f"{words} at UTF-16 offset {end}")


def text_content(world: World, params: Params) -> Json:
    """The `text` of a message, 1-4096 long after its markup is read."""
    text, entities = formatted(world, params, "text", "entities")
    if is_blank(text):
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if preview := params.structure("link_preview_options", "link preview options"):
        content["link_preview_options"] = preview
    return content


def caption_content(world: World, params: Params) -> Json:
    """The `caption` of a file, at most 1024 long; nothing when it is empty."""
    caption, entities = formatted(world, params, "caption", "caption_entities")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return ({"caption": caption} | ({"caption_entities": entities} if entities else {})) if caption else {}


def writable(world: World, params: Params) -> Chat:
    """The chat of a call, if it may be written to now."""
    chat = world.reachable(params.chat_id())
    if world.flood is not None:
        world.flood.take(chat.id)
    return chat


def deliver(world: World, params: Params, content: Json) -> Json:
    """Send a message of the bot: the end of every send method."""
    markup = read_markup(params, world.loopback_links)
    chat = writable(world, params)
    extra: Json = {"reply_to_message": reply} if (reply := _replied(chat, params)) else {}
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    message = world.new_message(chat, world.me, extra | content)
    _put_keyboard(chat, message, markup)
    return chat.keep(message)


def _put_keyboard(chat: Chat, message: Json, markup: Markup | None) -> None:
    """An inline keyboard belongs to the message; the others change what lies under the input field."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        message["reply_markup"] = markup
        return
    chat.fixed.add(message["message_id"])
    if "keyboard" in markup:
        chat.keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.keyboard = None


def _replied(chat: Chat, params: Params) -> Json | None:
    wanted = params.structure("reply_parameters", "reply parameters") or {}
    number = int(wanted.get("message_id") or params.integer("reply_to_message_id"))
    if not number:
        return None
    message = chat.messages.get(number)
    lenient = wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return chat.quoted(number) if message else None


def send_message(world: World, params: Params) -> Json:
    """A text."""
    return deliver(world, params, text_content(world, params))


def send_chat_action(world: World, params: Params) -> bool:
    """ "typing" and the like, shown until the next message."""
    if not params.text("action"):
        raise bad_request("wrong parameter action in request")
    chat = world.reachable(params.chat_id())
    chat.action = params.text("action")
    chat.signal.fire()
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a tap; only once."""
    text, query = params.text("text"), params.text("callback_query_id")
    if utf16_length(text) > ALERT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = world.chats.get(world.queries.pop(query, 0))
    if chat is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    chat.alerts.append(Alert(text, params.flag("show_alert"), query))
    chat.signal.fire()
    return True


def get_me(world: World, _params: Params) -> Json:
    """The bot."""
    return world.me


def get_chat(world: World, params: Params) -> Json:
    """A chat, with the fields a ChatFullInfo must have."""
    chat_id = params.chat_id()
    if chat_id is None or chat_id not in world.chats:
        raise bad_request("chat not found")
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    chat = world.chats[chat_id]
    pinned = {"pinned_message": chat.pins[0]} if chat.pins else {}
    return chat.face | full | pinned


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
}
