"""The table of the Bot API: which parameters a method has, of what type and within which bounds.

Values come as they travel: text in a query or a form, JSON inside of text, or JSON values of a JSON body.
Telegram passes over parameters it does not know; the simulator refuses them: they are slips of the pen.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from simulator.refusal import JsonObject, RefusalError, bad_request

Check = Callable[[Any, str], Any]

_TABLE: JsonObject = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))

VERSION: str = _TABLE["version"]
"""The version of the Bot API the table was made from, as «10.3»."""

UPDATE_KINDS = frozenset[str](_TABLE["updates"])
"""Every kind of update a bot may ask for."""

METHOD_NAMES: dict[str, str] = {name.lower(): name for name in _TABLE["methods"]}
"""Supported methods by their name in small letters: Telegram does not look at the case."""

_MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}

# Where the service has its own word for a value out of bounds.
_WORDS_OUT_OF_BOUNDS = {
    "InlineKeyboardButton.callback_data": "BUTTON_DATA_INVALID",
    "CopyTextButton.text": "BUTTON_COPY_TEXT_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
    "setMyCommands.commands": "BOT_COMMANDS_TOO_MUCH",
}


def decode(method: str, values: Mapping[str, Any]) -> JsonObject:
    """The typed parameters of a call of ``method`` (its exact name).

    Raises RefusalError for a parameter Telegram does not have, and for one that is missing, of a wrong type
    or out of bounds.
    """
    checks, required = _object(method, "methods")
    decoded: JsonObject = {}
    for name, value in values.items():
        check = checks.get(name)
        if check is None:
            raise bad_request(f'method {method} has no parameter "{name}"')
        decoded[name] = check(value, name)
    if missing := required - decoded.keys():
        raise bad_request(f'parameter "{min(missing)}" is required')
    return decoded


@cache
def maximum(owner: str, name: str) -> int:
    """The upper bound of a parameter of a method or of a field of a type."""
    rules = _TABLE["methods"].get(owner) or _TABLE["types"][owner]
    bound: int = rules[name]["max"]
    return bound


@cache
def _object(owner: str, kind: str) -> tuple[dict[str, Check], frozenset[str]]:
    rules = _TABLE[kind][owner]
    checks = {name: _bounded(_check(rule["type"]), rule, f"{owner}.{name}") for name, rule in rules.items()}
    # An empty text or chat has Telegram's own words, said by the method.
    spoken_for = {"text", "chat_id", "document", "photo", "sticker", "voice"} if kind == "methods" else set()
    return checks, frozenset(n for n, rule in rules.items() if rule.get("required") and n not in spoken_for)


@cache
def _check(spelling: str) -> Check:
    if spelling.startswith("Array of "):
        return _array(spelling.removeprefix("Array of "))
    if spelling in _SIMPLE:
        return _SIMPLE[spelling]
    if spelling.startswith("InlineKeyboardMarkup or "):
        return _markup
    variants = _TABLE["unions"].get(spelling) or re.split(r", | and ", spelling)
    return _union(variants) if len(variants) > 1 else _typed(spelling)


def _bounded(check: Check, rule: JsonObject, owner: str) -> Check:
    unit, low, high, const = rule.get("unit"), rule.get("min", 0), rule.get("max"), rule.get("const")
    if const is not None:
        return _constant(const)
    if high is None or unit == "parsed":
        return check
    measure = _utf8_length if unit == "bytes" else len
    reason = _WORDS_OUT_OF_BOUNDS.get(owner) or f"{owner} must have {low}-{high} {unit}"

    def bounded(value: Any, path: str) -> Any:
        checked = check(value, path)
        if not low <= measure(checked) <= high:
            raise bad_request(reason)
        return checked

    return bounded


def _constant(const: str) -> Check:
    def constant(value: Any, path: str) -> Any:
        if value != const:
            raise bad_request(f'{path} must be "{const}"')
        return value

    return constant


def _utf8_length(text: str) -> int:
    return len(text.encode())


def _string(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise bad_request(f'field "{path}" must be of type String')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value


def _integer(value: Any, path: str) -> int:
    if isinstance(value, bool):
        raise _no_number(path)
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value, re.ASCII):
        return int(value)
    raise _no_number(path)


def _no_number(path: str) -> RefusalError:
    return bad_request(f'field "{path}" must be a valid Number')


def _boolean(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    lowered = str(value).lower()
    if lowered in {"true", "1", "yes", "t"}:
        return True
    if lowered in {"false", "0", "no", "f", ""}:
        return False
    raise bad_request(f'field "{path}" must be of type Boolean')


def _either_text_or_number(value: Any, path: str) -> str | int:
    return value if isinstance(value, int) and not isinstance(value, bool) else _string(value, path)


def _parsed(value: Any, path: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {path} JSON object") from None


def _array(inner: str) -> Check:
    check = _check(inner)

    def array(value: Any, path: str) -> list[Any]:
        values = _parsed(value, path)
        if not isinstance(values, list):
            raise bad_request(f'field "{path}" must be of type Array')
        return [check(item, path) for item in values]

    return array


def _typed(name: str) -> Check:
    def typed(value: Any, path: str) -> JsonObject:
        return _fields(name, _expect_object(value, path))

    return typed


def _union(variants: list[str]) -> Check:
    by_kind = {_TABLE["types"][name]["type"]["const"]: name for name in variants}

    def union(value: Any, path: str) -> JsonObject:
        fields = _expect_object(value, path)
        name = by_kind.get(fields.get("type", ""))
        if name is None:
            raise bad_request(f'can\'t parse {path}: type "{fields.get("type", "")}" is not supported')
        return _fields(name, fields)

    return union


def _markup(value: Any, path: str) -> JsonObject:
    fields = _parsed(value, path)
    if not isinstance(fields, dict):
        raise bad_request("object expected as reply markup")
    for marker, name in _MARKUPS.items():
        if marker in fields:
            return _fields(name, fields)
    raise bad_request("can't parse reply markup: it is no keyboard Telegram has")


def _expect_object(value: Any, path: str) -> JsonObject:
    fields = _parsed(value, path)
    if not isinstance(fields, dict):
        raise bad_request(f'field "{path}" must be of type Object')
    return fields


def _fields(name: str, fields: JsonObject) -> JsonObject:
    checks, required = _object(name, "types")
    decoded: JsonObject = {}
    for field, value in fields.items():
        check = checks.get(field)
        if check is None:
            raise bad_request(f'{name} has no field "{field}"')
        decoded[field] = check(value, field)
    if missing := required - decoded.keys():
        raise bad_request(f"can't parse {name}: can't find field \"{min(missing)}\"")
    return decoded


_SIMPLE: dict[str, Check] = {
    "Boolean": _boolean,
    "InputFile": _string,
    "InputFile or String": _string,
    "Integer": _integer,
    "Integer or String": _either_text_or_number,
    "String": _string,
    "True": _boolean,
}
