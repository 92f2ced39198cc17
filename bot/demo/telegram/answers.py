"""Answers that carry more than their result."""

from typing import Any, NamedTuple


class Described(NamedTuple):
    """A result with Telegram's remark beside it."""

    result: Any
    description: str
