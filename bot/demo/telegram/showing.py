"""What a person sees, as the JSON documented in `browser`."""

from typing import Any

from bot.demo.telegram.bubbles import Bubble
from bot.demo.telegram.people import Person
from bot.demo.telegram.questions import Question
from bot.demo.telegram.world import World

Json = dict[str, Any]
_USER_FIELDS = ("id", "first_name", "last_name", "username", "language_code")


def state(world: World, person: Person | None) -> Json:
    """GET state."""
    alerts = (
        [(number, alert) for number, alert in enumerate(person.alerts, 1) if alert.text] if person else []
    )
    return {
        "version": person.version if person else world.signal.count,
        "bot": {"name": world.me["first_name"], "username": world.me["username"]},
        "users": [_user(chat.user) for chat in world.chats.values()],
        "user": _user(person.user) | {"blocked": person.blocked} if person else None,
        "messages": [_message(bubble) for bubble in person.chat] if person else [],
        "pinned": [bubble.id for bubble in person.pinned] if person else [],
        "keyboard": _keyboard(person.keyboard) if person and person.keyboard else None,
        "commands": person.commands if person else [],
        "action": person.action if person else None,
        "alert": _alert(*alerts[-1]) if alerts else None,
        "offer": _offer(person.offer) if person and person.offer else None,
    }


def _user(user: Json) -> Json:
    return {field: user.get(field) for field in _USER_FIELDS}


def _alert(number: int, alert: Any) -> Json:
    return {"number": number, "text": alert.text, "dialog": alert.show_alert}


def _offer(question: Question) -> Json:
    results = [vars(result) for result in question.results or ()]
    shown = [{name: result[name] for name in ("id", "title", "description")} for result in results]
    return {
        "text": question.text,
        "answered": question.results is not None,
        "results": shown,
        "button": question.button,
    }


def _keyboard(keyboard: Json) -> Json:
    rows = [
        [{"text": button["text"], "contact": bool(button.get("request_contact"))} for button in row]
        for row in keyboard["keyboard"]
    ]
    return {
        "rows": rows,
        "one_time": bool(keyboard.get("one_time_keyboard")),
        "resize": bool(keyboard.get("resize_keyboard")),
        "placeholder": keyboard.get("input_field_placeholder") or "",
    }


def _message(bubble: Bubble) -> Json:
    return {
        "id": bubble.id,
        "from": "bot" if bubble.from_bot else "user",
        "time": bubble.time,
        "edited": bubble.edited,
        "reply_to": bubble.reply_to,
        "via": bubble.via,
        "pins": bubble.pins,
        "text": bubble.text,
        "html": bubble.html,
        "buttons": [[vars(button) for button in row] for row in bubble.buttons],
        "document": _document(bubble.document),
        "photo": _photo(bubble.photo),
        "contact": bubble.contact,
    }


def _document(document: Json | None) -> Json | None:
    if document is None:
        return None
    return {"name": document["file_name"], "mime": document["mime_type"], **_file(document)}


def _photo(photo: Json | None) -> Json | None:
    return {"width": photo["width"], "height": photo["height"], **_file(photo)} if photo else None


def _file(head: Json) -> Json:
    return {"size": head["file_size"], "file_id": head["file_id"], "url": f"file/{head['file_id']}"}
