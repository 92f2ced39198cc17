"""What a view makes and a turn sends: a text with rows of buttons, as plain values."""

from dataclasses import dataclass
from typing import Any, Final

from bot.callbacks import Callback
from bot.rendering.formats import unbroken


@dataclass(frozen=True)
class Button:
    """An inline button: a value to send back, a link to open, a text to copy, or words to find in another chat."""

    label: str
    callback: Callback | None = None
    url: str | None = None
    copy: str | None = None
    find: str | None = None  # typed for the bot in a chat that is chosen then: people and groups

    def as_json(self) -> dict[str, Any]:
        """Telegram's InlineKeyboardButton."""
        if self.callback is not None:
            return {"text": self.label, "callback_data": self.callback.pack()}
        if self.url is not None:
            return {"text": self.label, "url": self.url}
        if self.find is not None:
            chosen = {"query": self.find, "allow_user_chats": True, "allow_group_chats": True}
            return {"text": self.label, "switch_inline_query_chosen_chat": chosen}
        return {"text": self.label, "copy_text": {"text": self.copy}}


_ROW_LETTERS: Final = 44  # of the labels in a row: more are cut on a phone

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Screen:
    """A message as shown: Telegram HTML and its buttons."""

    text: str
    rows: Rows = ()

    def as_json(self) -> dict[str, Any]:
        """Arguments of sendMessage and editMessageText."""
        content: dict[str, Any] = {
            "text": unbroken(self.text),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.rows:
            rows = [[button.as_json() for button in row] for row in self.rows if row]
            content["reply_markup"] = {"inline_keyboard": rows}
        return content


def columns(buttons: list[Button], width: int) -> Rows:
    """The buttons in rows of `width`, in their order; one whose label would be cut there has a row of its own."""
    rows: list[tuple[Button, ...]] = []
    has_room = False  # the last row
    for button in buttons:
        is_long = len(button.label) > _ROW_LETTERS // width
        if has_room and not is_long:
            rows[-1] += (button,)
        else:
            rows.append((button,))
        has_room = not is_long and len(rows[-1]) < width
    return tuple(rows)
