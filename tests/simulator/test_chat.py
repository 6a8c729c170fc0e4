"""What a person can do in a chat and who hears of it."""

import pytest

from simulator.chat import NoSuchButtonError
from simulator.refusal import JsonObject
from tests.simulator.conftest import World


def inline(*buttons: tuple[str, str]) -> JsonObject:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}] for label, data in buttons]}


async def pressed(world: World, button: str) -> str:
    world.chat.press(button)
    data: str = world.account.take_updates()[-1]["callback_query"]["data"]
    return data


@pytest.mark.parametrize(
    ("button", "data"),
    [("Не знаю", "unknown"), ("знаю, взять", "three"), ("2", "two"), ("three", "three"), ("12", "twelve")],
)
async def test_a_button_is_found_by_data_then_label_then_part(world: World, button: str, data: str) -> None:
    markup = inline(("12", "twelve"), ("2", "two"), ("Не знаю, взять 3", "three"), ("Не знаю", "unknown"))
    await world.ok("sendMessage", text="?", reply_markup=markup)
    assert await pressed(world, button) == data


async def test_the_newest_button_is_pressed_unless_a_message_is_named(world: World) -> None:
    old = await world.ok("sendMessage", text="1", reply_markup=inline(("Да", "old")))
    await world.ok("sendMessage", text="2", reply_markup=inline(("Да", "new")))
    assert await pressed(world, "Да") == "new"
    world.chat.press("Да", message=old)
    assert world.account.take_updates()[-1]["callback_query"]["data"] == "old"


async def test_a_missing_button_names_those_that_are_there(world: World) -> None:
    await world.ok("sendMessage", text="1", reply_markup=inline(("Да", "yes")))
    await world.ok("sendMessage", text="2", reply_markup={"keyboard": [[{"text": "Меню"}]]})
    with pytest.raises(NoSuchButtonError, match="no button «Нет»; there are: Да, Меню"):
        world.chat.press("Нет")


async def test_a_link_can_not_be_pressed(world: World) -> None:
    markup = {"inline_keyboard": [[{"text": "Сайт", "url": "https://a.ru"}]]}
    await world.ok("sendMessage", text="1", reply_markup=markup)
    with pytest.raises(NoSuchButtonError):
        world.chat.press("Сайт")


def test_an_empty_chat_has_no_last_message(world: World) -> None:
    chat = world.simulator.chat(world.account, world.simulator.add_user("Пётр"))
    with pytest.raises(LookupError):
        _ = chat.last


def test_a_person_has_one_chat_with_a_bot(world: World) -> None:
    assert world.simulator.chat(world.account, world.chat.person) is world.chat


def test_writing_to_a_blocked_bot_unblocks_it(world: World) -> None:
    world.chat.block()
    world.chat.block()
    world.chat.send_text("/start")
    kinds = [next(kind for kind in update if kind != "update_id") for update in world.account.take_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    assert not world.chat.is_blocked


def test_an_answer_to_a_message_carries_it(world: World) -> None:
    sent = world.chat.send_text("да", reply_to=world.chat.last)
    assert sent["reply_to_message"]["text"] == "/start"


async def test_watchers_hear_of_every_change(world: World) -> None:
    heard: list[str] = []
    world.account.watchers.append(lambda *change: heard.append(change[1]))
    message = await world.ok("sendMessage", text="x", reply_markup=inline(("Да", "yes")))
    await world.ok("sendChatAction", action="typing")
    query = world.chat.press("Да")
    await world.ok("answerCallbackQuery", callback_query_id=query)
    await world.ok("editMessageText", message_id=message["message_id"], text="y")
    await world.ok("deleteMessage", message_id=message["message_id"])
    await world.ok("setMyCommands", commands=[])
    assert heard == ["message", "action", "pressed", "answered", "edited", "deleted", "profile"]
