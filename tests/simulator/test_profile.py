"""The bot's own names, descriptions, commands and menu button."""

import pytest

from simulator.refusal import JsonObject
from tests.simulator.conftest import World


def command(name: str, description: str = "слова") -> JsonObject:
    return {"command": name, "description": description}


async def test_get_me_tells_who_the_bot_is(world: World) -> None:
    me = await world.ok("getMe")
    assert (me["id"], me["username"], me["can_join_groups"]) == (1, "clinic_pulse_bot", True)


async def test_commands_are_kept_per_scope_and_language(world: World) -> None:
    await world.ok("setMyCommands", commands=[command("/help")])
    await world.ok("setMyCommands", commands=[command("plan")], language_code="ru")
    await world.ok("setMyCommands", commands=[command("own")], scope={"type": "chat", "chat_id": 1001})
    assert await world.ok("getMyCommands") == [command("help")]
    assert await world.ok("getMyCommands", language_code="ru") == [command("plan")]
    assert await world.ok("getMyCommands", language_code="en") == []


async def test_the_narrowest_scope_is_shown_and_in_it_the_own_language(world: World) -> None:
    for scope, language in (
        ({"type": "default"}, ""),
        ({"type": "default"}, "ru"),
        ({"type": "all_private_chats"}, ""),
        ({"type": "chat", "chat_id": 1001}, ""),
    ):
        name = f"{scope['type']}_{language}"
        await world.ok("setMyCommands", commands=[command(name)], scope=scope, language_code=language)
    shown = []
    for scope in ({"type": "chat", "chat_id": 1001}, {"type": "all_private_chats"}, {"type": "default"}):
        shown.append(world.account.profile.commands_for(world.chat)[0]["command"])
        await world.ok("deleteMyCommands", scope=scope)
    await world.ok("deleteMyCommands", language_code="ru")
    assert shown == ["chat_", "all_private_chats_", "default_ru"]
    assert world.account.profile.commands_for(world.chat) == []


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"commands": [command("Start")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("план")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("a-b")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x" * 33)]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x", "")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command("x", " ")]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command("x", "я" * 257)]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [command(f"c{number}") for number in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "rus"}, "LANG_CODE_INVALID"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 7}}, "chat not found"),
        ({"commands": [], "scope": {"type": "chat_administrators", "chat_id": -7}}, "chat not found"),
        (
            {"commands": [], "scope": {"type": "everybody"}},
            'can\'t parse scope: type "everybody" is not supported',
        ),
        ({}, 'parameter "commands" is required'),
    ],
)
async def test_bad_commands_are_refused(world: World, parameters: JsonObject, reason: str) -> None:
    assert await world.refused("setMyCommands", **parameters) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("setter", "getter", "name", "maximum"),
    [
        ("setMyName", "getMyName", "name", 64),
        ("setMyDescription", "getMyDescription", "description", 512),
        ("setMyShortDescription", "getMyShortDescription", "short_description", 120),
    ],
)
async def test_a_text_of_the_profile_by_language(
    world: World, setter: str, getter: str, name: str, maximum: int
) -> None:
    await world.ok(setter, None, **{name: "everybody"})
    await world.ok(setter, None, **{name: "всем"}, language_code="ru")
    assert await world.ok(getter, language_code="ru") == {name: "всем"}
    assert await world.ok(getter, language_code="kk") == {name: "everybody"}
    await world.ok(setter, None, **{name: ""}, language_code="ru")
    assert await world.ok(getter, language_code="ru") == {name: "everybody"}
    refusal = await world.refused(setter, None, **{name: "я" * (maximum + 1)})
    assert refusal == f"Bad Request: {setter}.{name} must have 0-{maximum} characters"


async def test_the_menu_button_of_one_chat_and_of_all(world: World) -> None:
    assert await world.ok("getChatMenuButton") == {"type": "default"}
    await world.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await world.ok("getChatMenuButton", chat_id=1001) == {"type": "commands"}
    await world.ok("setChatMenuButton", chat_id=1001, menu_button='{"type": "default"}')
    assert await world.ok("getChatMenuButton", chat_id=1001) == {"type": "default"}


async def test_close_lets_go_of_the_webhook(world: World) -> None:
    await world.ok("setWebhook", url="https://a.ru")
    await world.ok("close")
    assert (await world.ok("getWebhookInfo"))["url"] == ""
