"""A chat as lines of a terminal, told as it happens."""

from collections.abc import Callable

from bot.demo.telegram import Bubble, Person

_INVISIBLE = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))  # isolates, which terminals show as boxes


class Transcript:
    """Does what `person` does and tells it, and what the bot answers; TimeoutError when it does not."""

    def __init__(self, person: Person, tell: Callable[[str], None]) -> None:
        self._person, self._tell = person, tell
        self._told: dict[int, str] = {}

    async def say(self, text: str) -> None:
        """Write it."""
        self._tell(f"👤 {text}")
        self._person.say(text)
        await self._person.wait_until(self._tell_news)

    async def tap(self, label: str) -> None:
        """Tap the newest button with this in its text."""
        bubble = await self._person.wait_for(lambda shown: _button(shown, label) is not None)
        self._tell(f"👤 [{_button(bubble, label)}]")
        self._person.tap(label, bubble)
        await self._person.wait_until(self._tell_news)

    async def read_until(self, fits: Callable[[Bubble], bool], seconds: float) -> Bubble:
        """Tell what the bot says until one of its messages fits."""
        return await self._person.wait_until(lambda: self._read(fits), seconds)

    def _read(self, fits: Callable[[Bubble], bool]) -> Bubble | None:
        self._tell_news()
        return next((bubble for bubble in self._person.chat if bubble.from_bot and fits(bubble)), None)

    def _tell_news(self) -> bool | None:
        """New and changed messages; None when there are none."""
        news = [bubble for bubble in self._person.chat if bubble.from_bot and self._is_news(bubble)]
        for bubble in news:
            self._told[bubble.id] = _lines(bubble)
            self._tell(self._told[bubble.id])
        return True if news else None

    def _is_news(self, bubble: Bubble) -> bool:
        return self._told.get(bubble.id) != _lines(bubble)


def _button(bubble: Bubble, label: str) -> str | None:
    texts = (button.text for row in bubble.buttons for button in row)
    return next((text.translate(_INVISIBLE) for text in texts if label in text), None)


def _lines(bubble: Bubble) -> str:
    rows = [" ".join(f"[{button.text}]" for button in row) for row in bubble.buttons]
    lines = [*bubble.text.splitlines(), *rows]
    return "\n".join(f"{'   ' if i else '🤖 '}{line}".rstrip() for i, line in enumerate(lines)).translate(
        _INVISIBLE
    )
