"""The generated table of parameters and limits."""

import re

import aiogram
import pytest

from simulator import schema
from simulator.generate_bot_api import METHODS as GENERATED
from simulator.generate_bot_api import TABLE, build
from simulator.methods import METHODS

_IMPORTS_AIOGRAM = re.compile(r"^\s*(?:from|import) aiogram", re.MULTILINE)


def test_the_table_is_of_the_same_bot_api_as_aiogram() -> None:
    assert aiogram.__api_version__ == schema.VERSION


def test_every_method_of_the_table_is_there_and_no_other() -> None:
    assert set(METHODS) == set(GENERATED) == set(schema.METHOD_NAMES.values())


def test_the_table_is_small() -> None:
    assert TABLE.stat().st_size < 150_000


@pytest.mark.parametrize(
    ("owner", "name", "maximum"),
    [
        ("sendMessage", "text", 4096),
        ("sendPhoto", "caption", 1024),
        ("InlineKeyboardButton", "callback_data", 64),
    ],
)
def test_known_limits(owner: str, name: str, maximum: int) -> None:
    assert schema.maximum(owner, name) == maximum


def test_a_schema_becomes_a_table() -> None:
    def part(name: str, annotations: list[dict[str, object]], description: str = "") -> dict[str, object]:
        return {"name": name, "annotations": annotations, "description": description}

    def field(name: str, kind: str, required: bool, description: str = "") -> dict[str, object]:
        return {"name": name, "type": kind, "required": required, "description": description}

    methods = [part(name, []) for name in GENERATED if name != "setMyCommands"]
    items = [
        part("Update", [field("update_id", "Integer", True), field("message", "Message", False)]),
        part(
            "setMyCommands",
            [
                field("commands", "Array of BotCommand", True, "At most 100 commands can be specified."),
                field("scope", "Scope", False),
            ],
        ),
        part("BotCommand", [field("description", "String", True, "Words; 1-256 characters")]),
        part("Scope", [], "One of\n - ScopeDefault"),
        part("ScopeDefault", [field("type", "String", True, "Scope type, must be default")]),
    ]
    table = build({"api": {"version": "1.0"}, "items": [{"children": [*methods, *items]}]})
    assert (table["version"], table["updates"]) == ("1.0", ["message"])
    assert table["methods"]["setMyCommands"]["commands"] == {
        "type": "Array of BotCommand",
        "required": True,
        "min": 0,
        "max": 100,
        "unit": "items",
    }
    assert table["types"] == {
        "BotCommand": {
            "description": {"type": "String", "required": True, "min": 1, "max": 256, "unit": "characters"}
        },
        "ScopeDefault": {"type": {"type": "String", "required": True, "const": "default"}},
    }
    assert table["unions"] == {"Scope": ["ScopeDefault"]}


def test_only_the_session_knows_of_aiogram() -> None:
    importing = [
        path.name for path in TABLE.parent.rglob("*.py") if _IMPORTS_AIOGRAM.search(path.read_text())
    ]
    assert importing == ["session.py"]
