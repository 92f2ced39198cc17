"""What a turn needs to know of an update, free of Telegram's types."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arrival:
    """An update: somebody's message, its edit, or a tap."""

    update_id: int
    chat_id: int
    language_code: str | None = None
    person: str = ""
    callback_query_id: str | None = None
    message_id: int | None = None  # of the tapped message
    said_id: int | None = None  # of the message that was sent, or edited
    is_edit: bool = False
