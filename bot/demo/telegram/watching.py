"""What a person sees on the phone, and waiting until it is there."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.demo.telegram.bubbles import Bubble
from bot.demo.telegram.signals import Found, until
from bot.demo.telegram.world import Alert, Chat, Json, World


class Watcher:
    """The reading half of a Person."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def id(self) -> int:
        """User id, which is the chat's id too."""
        return self._chat.id

    @property
    def user(self) -> Json:
        """The Bot API's User."""
        return self._chat.user

    @property
    def chat(self) -> list[Bubble]:
        """Every visible message, oldest first."""
        return [Bubble(message) for message in self._chat.messages.values()]

    @property
    def pinned(self) -> list[Bubble]:
        """What is pinned to the top of the chat, newest first."""
        return [Bubble(message) for message in self._chat.pins]

    @property
    def last(self) -> Bubble:
        """The newest message of the bot. LookupError when it has said nothing."""
        bubble = next(self._from_bot(), None)
        if bubble is None:
            raise LookupError("the bot has said nothing")
        return bubble

    @property
    def alerts(self) -> list[Alert]:
        """Answers to taps, oldest first; a silent answer has an empty text."""
        return list(self._chat.alerts)

    @property
    def keyboard(self) -> Json | None:
        """The reply keyboard under the input field (ReplyKeyboardMarkup)."""
        return self._chat.keyboard

    @property
    def action(self) -> str | None:
        """What the bot is doing ("typing"), until its next message."""
        return self._chat.action

    @property
    def blocked(self) -> bool:
        """Whether the person has stopped the bot."""
        return self._chat.blocked

    @property
    def commands(self) -> list[dict[str, str]]:
        """The commands menu in this person's language."""
        return self._world.profile.menu(self.id, str(self.user.get("language_code", ""))[:2])

    @property
    def version(self) -> int:
        """Grows with every change of what this person sees."""
        return self._chat.signal.count + self._world.signal.count

    def download(self, message: Bubble) -> bytes:
        """The bytes of a message's document or photo. LookupError without one."""
        head = message.document or message.photo or {}
        stored = self._world.files.find(head.get("file_id", ""))
        if stored is None:
            raise LookupError("this message has no file")
        return stored.content

    async def wait_for(
        self,
        wanted: str | Callable[[Bubble], bool],
        seconds: float = 10,
        after: int = 0,
    ) -> Bubble:
        """The newest message of the bot, with an id above `after`, that contains a text or fits a test.

        Returns at once if it is there already; raises TimeoutError with the chat's last lines.
        """

        def fits(bubble: Bubble) -> bool:
            return wanted in bubble.text if isinstance(wanted, str) else wanted(bubble)

        def newest() -> Bubble | None:
            return next((bubble for bubble in self._from_bot() if bubble.id > after and fits(bubble)), None)

        return await self.wait_until(newest, seconds)

    async def wait_for_alert(
        self,
        fragment: str = "",
        seconds: float = 10,
        after: int = 0,
    ) -> Alert:
        """The first answer to a tap, skipping the first `after`, that contains a text."""

        def first() -> Alert | None:
            return next((alert for alert in self._chat.alerts[after:] if fragment in alert.text), None)

        return await self.wait_until(first, seconds)

    async def wait_until(
        self,
        find: Callable[[], Found | None],
        seconds: float = 10,
    ) -> Found:
        """What `find` finds, asked again after each change. TimeoutError with the chat's last lines."""
        try:
            return await until(find, seconds, self._chat.signal, self._world.signal)
        except TimeoutError:
            raise TimeoutError(f"nothing came in {seconds} s; the chat ends with:\n{self._tail()}") from None

    @contextmanager
    def listening(self, changed: asyncio.Event) -> Iterator[None]:
        """Set `changed` whenever what this person sees changes."""
        with self._chat.signal.listening(changed), self._world.signal.listening(changed):
            yield

    def _from_bot(self) -> Iterator[Bubble]:
        """The bot's messages, newest first; that one was pinned is told by Telegram."""
        bubbles = map(Bubble, reversed(list(self._chat.messages.values())))
        return (bubble for bubble in bubbles if bubble.from_bot and bubble.pins is None)

    def _tail(self) -> str:
        lines = [
            f"{'bot' if b.from_bot else 'me'} {b.id}: {b.text!r} {b.document or ''}" for b in self.chat[-5:]
        ]
        return "\n".join(lines)
