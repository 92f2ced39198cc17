"""The self-test, owed by a turn: it talks to the network, so it runs after the commit."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot

from bot.doctor.finding import Finding
from bot.language import texts
from handlers.views.admin import checking_view, selftest_view


class Selftest:
    """`selftest`: {"language": the reader's, "message_id": where the result goes, else a message of its own}.

    Repeated after a crash, it checks once more.
    """

    def __init__(self, bot: Bot, examine: Callable[[], Awaitable[Sequence[Finding]]]) -> None:
        self._bot, self._examine = bot, examine

    async def __call__(self, chat_id: int, wanted: dict[str, Any]) -> None:
        """Check, then show what was found."""
        t = texts(wanted["language"])
        message_id = wanted.get("message_id")
        if message_id is None:
            sent = await self._bot.send_message(chat_id=chat_id, **checking_view(t).as_json())
            message_id = sent.message_id
        result = selftest_view(t, await self._examine())
        await self._bot.edit_message_text(chat_id=chat_id, message_id=message_id, **result.as_json())
