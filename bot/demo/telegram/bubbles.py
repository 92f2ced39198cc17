"""A message as a person sees it, and its text as HTML that is safe to put into a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from bot.demo.telegram.spans import Entity

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
}
_LINK = '<a href="{}" target="_blank" rel="noopener noreferrer">'
_SCHEMES = {"text_link": "", "url": "", "email": "mailto:"}


@dataclass(frozen=True)
class Button:
    """An inline button: `value` is the callback data, the address, the text to copy, or the words to ask with."""

    text: str
    kind: Literal["callback", "url", "copy", "switch", "other"]
    value: str


@dataclass(frozen=True)
class Bubble:
    """One message of a chat; `raw` is the Bot API's Message at the moment of looking."""

    raw: dict[str, Any]

    @property
    def id(self) -> int:
        """message_id."""
        return int(self.raw["message_id"])

    @property
    def from_bot(self) -> bool:
        """Whether the bot said it."""
        return bool(self.raw["from"]["is_bot"])

    @property
    def text(self) -> str:
        """Text or caption as it is read: without markup, a no-break space is a space; "" when there is none."""
        return self._written.replace("\N{NO-BREAK SPACE}", " ")

    @property
    def _written(self) -> str:
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Entity]:
        """Entities of text or caption, offsets in UTF-16 units."""
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """Text with its markup, everything else escaped; line breaks stay (use white-space: pre-wrap)."""
        return safe_html(self._written, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of inline buttons."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(button) for button in row] for row in rows]

    @property
    def document(self) -> dict[str, Any] | None:
        """{"file_name", "mime_type", "file_id", "file_unique_id", "file_size"}."""
        return self.raw.get("document")

    @property
    def photo(self) -> dict[str, Any] | None:
        """The largest size: {"file_id", "file_unique_id", "file_size", "width", "height"}."""
        sizes = self.raw.get("photo")
        return dict(sizes[-1]) if sizes else None

    @property
    def contact(self) -> dict[str, Any] | None:
        """{"phone_number", "first_name", ...}."""
        return self.raw.get("contact")

    @property
    def via(self) -> str | None:
        """The name of the bot whose answer was chosen for it."""
        bot = self.raw.get("via_bot")
        return str(bot["username"]) if bot else None

    @property
    def pins(self) -> int | None:
        """The id of the message it tells to be pinned: Telegram's own words, not the bot's."""
        message = self.raw.get("pinned_message")
        return int(message["message_id"]) if message else None

    @property
    def edited(self) -> bool:
        """Whether its content has changed."""
        return "edit_date" in self.raw

    @property
    def time(self) -> int:
        """Unix seconds of sending."""
        return int(self.raw["date"])

    @property
    def reply_to(self) -> int | None:
        """The id of the message it answers."""
        message = self.raw.get("reply_to_message")
        return int(message["message_id"]) if message else None


def _button(button: dict[str, Any]) -> Button:
    if "callback_data" in button:
        return Button(button["text"], "callback", button["callback_data"])
    if "url" in button:
        return Button(button["text"], "url", button["url"])
    if "copy_text" in button:
        return Button(button["text"], "copy", button["copy_text"]["text"])
    if "switch_inline_query_chosen_chat" in button:
        return Button(button["text"], "switch", button["switch_inline_query_chosen_chat"].get("query", ""))
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return Button(button["text"], "switch", button[name])
    return Button(button["text"], "other", "")


def safe_html(text: str, entities: Sequence[Entity]) -> str:
    """Nested tags around escaped text; only http, https, tg and mailto links come out."""
    encoded = text.encode("utf-16-le")
    units = len(encoded) // 2
    cuts = sorted({0, units, *(edge for entity in entities for edge in _edges(entity))})
    pieces: list[str] = []
    still_open: list[tuple[int, str]] = []
    for start, end in zip(cuts, [*cuts[1:], units], strict=True):
        while still_open and still_open[-1][0] <= start:
            pieces.append(still_open.pop()[1])
        for entity in entities:
            if entity["offset"] == start and entity["length"] > 0:
                opening, closing = _tag(entity, encoded)
                pieces.append(opening)
                still_open.append((_edges(entity)[1], closing))
        pieces.append(escape(encoded[2 * start : 2 * end].decode("utf-16-le", "replace")))
    return "".join(pieces)


def _edges(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _tag(entity: Entity, encoded: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "pre" and entity.get("language"):
        language = escape(str(entity["language"]), quote=True)
        return f'<pre><code class="language-{language}">', "</code></pre>"
    if kind in _SCHEMES:
        start, end = _edges(entity)
        address = entity.get("url") or encoded[2 * start : 2 * end].decode("utf-16-le", "replace")
        address = _SCHEMES[kind] + address
        if address.startswith(("http://", "https://", "tg:", "mailto:")):
            return _LINK.format(escape(address, quote=True)), "</a>"
    return _TAGS.get(kind, ("", ""))
