"""reply_markup: inline and reply keyboards, checked as Telegram checks them."""

from typing import Any

from bot.demo.telegram.links import link_flaw
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request

Markup = dict[str, Any]

ROW_LIMIT, BUTTON_LIMIT, REPLY_BUTTON_LIMIT, COPY_LIMIT = 8, 100, 300, 256
DATA_BYTES = 64
_INLINE = "can't parse inline keyboard button: "
_ACTIONS = (
    *("url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query"),
    *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay"),
)
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def read_markup(params: Params, loopback_links: bool) -> Markup | None:
    """The keyboard of a call, None without one (an empty inline keyboard is none). Raises 400."""
    markup = params.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kinds = [kind for kind in _KINDS if markup.get(kind)]
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        _check_inline(rows, loopback_links)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        rows = [[_reply_button(button) for button in row] for row in _rows(markup["keyboard"], "keyboard")]
        if sum(map(len, rows)) > REPLY_BUTTON_LIMIT:
            raise bad_request("reply markup is too long")
        return {**markup, "keyboard": rows}
    return markup if kinds else None


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name.replace(" ", "_")}" of the ReplyKeyboardMarkup must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name}: array of rows expected")
    return [row for row in rows if row]


def _reply_button(button: Any) -> dict[str, Any]:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("can't parse keyboard button: Button text must be non-empty")
    return button


def _check_inline(rows: list[list[Any]], loopback_links: bool) -> None:
    if sum(map(len, rows)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button, loopback_links)


def _check_button(button: Any, loopback_links: bool) -> None:
    if not isinstance(button, dict):
        raise bad_request(f"{_INLINE}InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{_INLINE}Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{_INLINE}Button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, "", False)]
    if not actions:
        raise bad_request(f"{_INLINE}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:  # Telegram quietly takes one of them; its documentation says exactly one
        raise bad_request(f"{_INLINE}exactly one of {', '.join(actions)} must be used")
    if actions == ["callback_data"] and len(str(button["callback_data"]).encode()) > DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if actions == ["copy_text"]:
        _check_copy(button["copy_text"])
    if actions == ["url"]:
        _check_url(str(button["url"]), loopback_links)


def _check_copy(copy: Any) -> None:
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: str, loopback_links: bool) -> None:
    if flaw := link_flaw(url, loopback_links):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {flaw}")
