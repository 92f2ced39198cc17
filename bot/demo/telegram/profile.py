"""Methods about how the bot presents itself: commands, descriptions, the menu button."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import bad_request

if TYPE_CHECKING:
    from bot.demo.telegram.world import World

Command = dict[str, str]
_LIMITS = {"description": 512, "short_description": 120, "name": 64}


class Profile:
    """What was set, per scope and language; "" is every language without its own."""

    def __init__(self) -> None:
        self.commands: dict[tuple[str, str], list[Command]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}

    def menu(self, chat_id: int, language: str) -> list[Command]:
        """The commands a person sees in their private chat."""
        scopes = (f"chat:{chat_id}", "all_private_chats", "default")
        keys = [(scope, code) for scope in scopes for code in (language, "")]
        return next((self.commands[key] for key in keys if key in self.commands), [])


def _place(params: Params) -> tuple[str, str]:
    scope = params.structure("scope", "BotCommandScope") or {"type": "default"}
    kind, language = str(scope.get("type")), _language(params)
    return (f"chat:{scope.get('chat_id')}" if kind == "chat" else kind), language


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def set_my_commands(world: "World", params: Params) -> bool:
    """At most 100 commands, each [a-z0-9_]{1,32} with a description of 1-256."""
    commands = params.structure("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse bot commands: Expected an Array")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_checked(command) for command in commands]
    if kept:
        world.profile.commands[_place(params)] = kept
    else:
        world.profile.commands.pop(_place(params), None)
    world.signal.fire()
    return True


def _checked(command: Any) -> Command:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description.strip()}


def get_my_commands(world: "World", params: Params) -> list[Command]:
    """Exactly what was set for this scope and language."""
    return world.profile.commands.get(_place(params), [])


def delete_my_commands(world: "World", params: Params) -> bool:
    """Fall back to the next wider scope."""
    world.profile.commands.pop(_place(params), None)
    world.signal.fire()
    return True


def _setter(field: str) -> Callable[["World", Params], bool]:
    def set_text(world: "World", params: Params) -> bool:
        """One of the bot's texts in one language."""
        text = params.text(field)
        if len(text) > _LIMITS[field]:
            raise bad_request(f"BOT_{'TITLE' if field == 'name' else 'ABOUT'}_TOO_LONG")
        world.profile.texts[(field, _language(params))] = text
        return True

    return set_text


def _getter(field: str) -> Callable[["World", Params], dict[str, str]]:
    def get_text(world: "World", params: Params) -> dict[str, str]:
        """The text in this language, else the one for all."""
        texts, unset = world.profile.texts, world.me["first_name"] if field == "name" else ""
        return {field: texts.get((field, _language(params))) or texts.get((field, "")) or unset}

    return get_text


def set_chat_menu_button(world: "World", params: Params) -> bool:
    """For one chat, or for all without chat_id."""
    button = params.structure("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request(f"can't parse menu button: {json.dumps(button)}")
    world.profile.menu_buttons[params.integer("chat_id")] = button
    return True


def get_chat_menu_button(world: "World", params: Params) -> dict[str, Any]:
    """The chat's button, else the one for all."""
    buttons = world.profile.menu_buttons
    return buttons.get(params.integer("chat_id")) or buttons.get(0) or {"type": "commands"}


METHODS: dict[str, Callable[["World", Params], Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
