"""Methods about the bot itself: its names, descriptions, commands and menu button."""

import re
from collections.abc import Callable
from typing import Any

from simulator.call import Call
from simulator.refusal import JsonObject, bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_LANGUAGE = re.compile(r"(?:[a-z]{2})?", re.ASCII)
_SCOPES_OF_GROUPS = frozenset(
    {"all_group_chats", "all_chat_administrators", "chat_administrators", "chat_member"}
)


def get_me(call: Call) -> JsonObject:
    """The bot."""
    flags = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**call.account.me, **flags, "can_connect_to_business": False, "has_main_web_app": False}


def set_my_commands(call: Call) -> bool:
    """The commands for a scope and a language."""
    place = _place(call)
    commands = call.get("commands")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not command["description"].strip():
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    call.account.profile.commands[place] = [
        {**command, "command": command["command"].removeprefix("/")} for command in commands
    ]
    call.account.notify_all("profile")
    return True


def get_my_commands(call: Call) -> list[JsonObject]:
    """The commands set for exactly this scope and language."""
    return call.account.profile.commands.get(_place(call), [])


def delete_my_commands(call: Call) -> bool:
    """No commands for this scope and language any more."""
    call.account.profile.commands.pop(_place(call), None)
    call.account.notify_all("profile")
    return True


def set_text(name: str) -> Callable[[Call], bool]:
    """The method that sets a text of the profile for a language; an empty one removes it."""

    def set_profile_text(call: Call) -> bool:
        texts = call.account.profile.texts[name]
        language = _language(call)
        if call.get(name):
            texts[language] = call.get(name)
        else:
            texts.pop(language, None)
        call.account.notify_all("profile")
        return True

    return set_profile_text


def get_text(name: str) -> Callable[[Call], JsonObject]:
    """The method that gives a text of the profile for a language."""

    def get_profile_text(call: Call) -> JsonObject:
        return {name: call.account.profile.text(name, _language(call))}

    return get_profile_text


def set_chat_menu_button(call: Call) -> bool:
    """The button left of the input field, for one chat or for all."""
    button = call.get("menu_button", {"type": "default"})
    call.account.profile.menu_buttons[_menu_chat(call)] = button
    call.account.notify_all("profile")
    return True


def get_chat_menu_button(call: Call) -> JsonObject:
    """The menu button of one chat, or of all."""
    return call.account.profile.menu_button(_menu_chat(call))


def log_out(call: Call) -> bool:
    """Leave this server: every later call is refused."""
    call.account.is_logged_out = True
    return True


def close(call: Call) -> bool:
    """Let go of the bot before it moves to another server."""
    call.account.updates.delete_webhook()
    return True


def _menu_chat(call: Call) -> int | None:
    return call.chat().id if "chat_id" in call.parameters else None


def _language(call: Call) -> str:
    language: str = call.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _place(call: Call) -> tuple[str, int | None, str]:
    scope = call.get("scope", {"type": "default"})
    kind = scope["type"]
    if kind in _SCOPES_OF_GROUPS - {"all_group_chats", "all_chat_administrators"}:
        raise bad_request("chat not found")
    chat_id = call.account.open_chat(scope["chat_id"]).id if kind == "chat" else None
    return kind, chat_id, _language(call)


METHODS: dict[str, Callable[[Call], Any]] = {
    "close": close,
    "deleteMyCommands": delete_my_commands,
    "getChatMenuButton": get_chat_menu_button,
    "getMe": get_me,
    "getMyCommands": get_my_commands,
    "getMyDescription": get_text("description"),
    "getMyName": get_text("name"),
    "getMyShortDescription": get_text("short_description"),
    "logOut": log_out,
    "setChatMenuButton": set_chat_menu_button,
    "setMyCommands": set_my_commands,
    "setMyDescription": set_text("description"),
    "setMyName": set_text("name"),
    "setMyShortDescription": set_text("short_description"),
}
