"""Make `bot_api.json`, the table of parameters and limits the simulator checks calls against.

The Bot API schema is part of aiogram's source distribution and not of its wheel:

    pip download --no-binary :all: --no-deps --dest /tmp/aiogram aiogram==<the locked version>
    python -m simulator.generate_bot_api /tmp/aiogram/aiogram-<version>.tar.gz

Run it again whenever aiogram is upgraded; a test compares the table's version with aiogram's.

The table: ``{"version", "updates": [kind…], "methods": {name: {parameter: rule}},
"types": {name: {field: rule}}, "unions": {name: [type…]}}`` where a rule is
``{"type", "required"?, "min"?, "max"?, "unit"?, "const"?}``; ``unit`` is what the bounds count: ``parsed``
(UTF-16 units after parsing of entities), ``characters``, ``bytes`` or ``items``; ``const`` is the only value
the field may have.
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("bot_api.json")

METHODS = (
    "answerCallbackQuery",
    "close",
    "copyMessage",
    "deleteMessage",
    "deleteMessages",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageCaption",
    "editMessageMedia",
    "editMessageReplyMarkup",
    "editMessageText",
    "forwardMessage",
    "getChat",
    "getChatMenuButton",
    "getFile",
    "getMe",
    "getMyCommands",
    "getMyDescription",
    "getMyName",
    "getMyShortDescription",
    "getUpdates",
    "getWebhookInfo",
    "logOut",
    "pinChatMessage",
    "sendChatAction",
    "sendDocument",
    "sendMediaGroup",
    "sendMessage",
    "sendPhoto",
    "sendSticker",
    "sendVoice",
    "setChatMenuButton",
    "setMyCommands",
    "setMyDescription",
    "setMyName",
    "setMyShortDescription",
    "setWebhook",
    "unpinAllChatMessages",
    "unpinChatMessage",
)

_PRIMITIVES = frozenset({"Integer", "String", "Boolean", "True", "Float", "InputFile"})
_BOUNDS = (
    (re.compile(r"(\d+)-(\d+) characters after entit(?:ies|y) parsing"), "parsed"),
    (re.compile(r"(\d+)-(\d+) characters"), "characters"),
    (re.compile(r"(\d+)-(\d+) bytes"), "bytes"),
    (re.compile(r"must include (\d+)-(\d+) items"), "items"),
    (re.compile(r"list of (\d+)-(\d+) identifiers"), "items"),
    (re.compile(r"At most ()(\d+) commands"), "items"),
)
_CONST = re.compile(r"(?:Scope type|Type of the media|Type of the button), must be (\w+)$")

Schema = dict[str, Any]


def read_schema(sdist: Path) -> Schema:
    """The schema inside aiogram's source archive."""
    with tarfile.open(sdist) as archive:
        member = next(name for name in archive.getnames() if name.endswith("/.butcher/schema/schema.json"))
        file = archive.extractfile(member)
        assert file is not None  # noqa: S101 - getnames lists a regular file here
        schema: Schema = json.load(file)
        return schema


def rule(annotation: Schema) -> Schema:
    """What the table keeps of one parameter or field."""
    kept: Schema = {"type": annotation["type"]}
    if annotation["required"]:
        kept["required"] = True
    description = annotation["description"]
    for pattern, unit in _BOUNDS:
        if found := pattern.search(description):
            kept |= {"min": int(found[1] or 0), "max": int(found[2]), "unit": unit}
            break
    if found := _CONST.search(description):
        kept["const"] = found[1]
    return kept


def named_types(spelling: str) -> Iterator[str]:
    """The object types named in «Array of A, B and C» or «A or B»."""
    for name in re.findall(r"[A-Z]\w+", spelling):
        if name not in _PRIMITIVES | {"Array"}:
            yield name


def build(schema: Schema) -> Schema:
    """The table for the supported methods and for every type their parameters reach."""
    definitions = {item["name"]: item for group in schema["items"] for item in group["children"]}
    table: Schema = {
        "version": schema["api"]["version"],
        "updates": [field["name"] for field in definitions["Update"]["annotations"]][1:],
        "methods": {name: _rules(definitions[name]) for name in METHODS},
        "types": {},
        "unions": {},
    }
    waiting = [name for rules in table["methods"].values() for name in _types_of(rules)]
    while waiting:
        name = waiting.pop()
        if name in table["types"] or name in table["unions"]:
            continue
        definition = definitions[name]
        variants = re.findall(r"^ - (\w+)$", definition["description"], re.MULTILINE)
        if variants and not definition["annotations"]:
            table["unions"][name] = variants
            waiting += variants
        else:
            table["types"][name] = _rules(definition)
            waiting += _types_of(table["types"][name])
    return table


def _rules(definition: Schema) -> Schema:
    return {annotation["name"]: rule(annotation) for annotation in definition["annotations"]}


def _types_of(rules: Schema) -> list[str]:
    names = (name for kept in rules.values() for name in named_types(kept["type"]))
    return [name for name in names if not name.startswith("InputRich")]


def main() -> None:
    """Write the table from the source archive named on the command line."""
    table = build(read_schema(Path(sys.argv[1])))
    TABLE.write_text(json.dumps(table, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
