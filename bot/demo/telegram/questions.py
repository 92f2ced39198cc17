"""What a person types for the bot in any chat, and what is offered for it."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """A document to choose; `content` is what the message will hold, None where it had to be fetched from `url`."""

    id: str
    title: str
    description: str
    content: Json | None
    url: str | None = None


@dataclass
class Question:
    """An inline query, asked in a chat with somebody or (None) with the bot itself."""

    id: str
    person_id: int
    text: str
    beside: int | None
    results: list[Result] | None = None  # until it is answered
    button: Json | None = None
    options: Json = field(default_factory=dict)  # cache_time, is_personal, next_offset as they came
