"""Whatever a person sends, there is a sensible answer, once."""

from typing import Any

import pytest

from simulator.chat import Chat
from simulator.refusal import JsonObject
from storage.tables.accounts import people
from tests.conversations.house import PIXEL, House, Person


class Group(Chat):
    """A group in which somebody wrote to the bot."""

    def __init__(self, house: House, person: Person) -> None:
        super().__init__(house.account, {**person.chat.person, "id": -500})
        self.somebody = person.chat.person
        house.account.chats[self.id] = self

    def as_field(self) -> JsonObject:
        return {"id": self.id, "type": "group", "title": "Врачи"}

    def _dated(self, sender: JsonObject, content: JsonObject) -> JsonObject:
        return super()._dated(self.somebody if sender["id"] == self.id else sender, content)


async def test_help(owner: Person) -> None:
    await owner.send("/help")
    for command in ("/start", "/plan", "/settings", "/cancel"):
        assert command in owner.last


async def test_help_does_not_disturb_a_question(owner: Person) -> None:
    await owner.has_answered("2000")
    await owner.send("/plan", "/help", "1850")
    assert owner.words("counter", position=3, total=5).removeprefix("<b>").removesuffix("</b>") in owner.last


async def test_cancel_stops_and_keeps_what_was_entered(olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.send("2000", "/cancel")
    assert "Остановились. Всё, что вы ввели, сохранено." in olga.texts
    assert olga.buttons[0] == "▶ Продолжить: осталось 6 вопросов"
    assert olga.keyboards == 1


async def test_text_out_of_nowhere_gets_the_menu(owner: Person) -> None:
    await owner.send("здравствуйте")
    assert owner.words("unknown_text") in owner.texts
    assert owner.words("start.begin") in owner.buttons


async def test_a_command_there_is_none_of_gets_the_menu(owner: Person) -> None:
    await owner.send("/price")
    assert owner.words("unknown_command") in owner.texts
    assert owner.words("start.begin") in owner.buttons


async def test_text_at_a_window_that_waits_for_a_button(owner: Person) -> None:
    await owner.send("/start", "2000")
    assert owner.last.startswith(owner.words("unknown_text"))
    assert owner.words("start.begin") in owner.buttons
    assert owner.keyboards == 1


def sticker(chat: Chat) -> None:
    chat.send_sticker()


def voice(chat: Chat) -> None:
    chat.send_voice()


def photo(chat: Chat) -> None:
    chat.send_photo(PIXEL, "2000")


def album(chat: Chat) -> None:
    chat.send_album([("1.png", PIXEL), ("2.png", PIXEL), ("3.png", PIXEL)], "2000")


ANYTHING = [sticker, voice, photo, album]


@pytest.mark.parametrize("send", ANYTHING)
async def test_what_is_no_text_is_answered_once_and_the_question_stays(
    house: House, olga: Person, send: Any
) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan")
    shown = len(olga.answers)
    send(olga.chat)
    await house.settle()
    assert len(olga.answers) == shown  # the question went from its place to the end
    assert ("По фотографии цифры не прочитать" in olga.last) == (send in (photo, album))
    assert ("нужен ответ текстом или кнопкой" in olga.last) == (send in (sticker, voice))
    assert "2 из 5" in olga.last
    await olga.send("1850")
    assert "3 из 5" in olga.last


@pytest.mark.parametrize("send", ANYTHING)
async def test_what_is_no_text_out_of_nowhere_is_answered_once(
    house: House, owner: Person, send: Any
) -> None:
    send(owner.chat)
    await house.settle()
    key = "not_text" if send in (sticker, voice) else "upload-photo"
    assert owner.texts[0] == owner.words(key)
    assert len(owner.answers) == 2
    assert owner.words("start.begin") in owner.buttons


async def test_an_edited_message_is_no_new_answer(house: House, olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    typed = olga.chat.send_text("2000")
    await house.settle()
    olga.chat.edit_text(typed, "3000")
    await house.settle()
    assert "Правку сообщения я не вижу" in olga.last
    await olga.send("1850")
    assert "✓ 1 850, база выросла на 8 %." in olga.last


async def test_in_a_group_commands_are_pointed_to_the_private_chat(house: House, owner: Person) -> None:
    group = Group(house, owner)
    group.send_text("/start")
    await house.settle()
    assert group.messages[-1]["text"] == owner.words("group_chat")
    shown = len(group.messages)
    group.send_text("привет всем")
    group.send_sticker()
    await house.settle()
    assert len(group.messages) == shown + 2


async def test_nothing_is_stored_of_a_group(house: House, olga: Person) -> None:
    group = Group(house, olga)
    group.send_text("/plan")
    await house.settle()
    assert await house.rows(people) == []


async def test_who_blocked_and_returned_goes_on_where_they_were(house: House, olga: Person) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan")
    olga.chat.block()
    await house.settle()
    olga.chat.unblock()
    await house.settle()
    await olga.send("1850")
    assert "3 из 5" in olga.last


async def test_an_answer_given_just_before_blocking_is_kept(house: House, olga: Person) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan")
    olga.chat.send_text("1850")
    olga.chat.block()
    await house.settle()
    house.forgive("bot was blocked by the user")
    await olga.send("/start")
    assert olga.buttons[0] == "▶ Продолжить: осталось 5 вопросов"


async def test_two_people_do_not_meet(olga: Person, kate: Person) -> None:
    await olga.has_answered("2000", "1850")
    await kate.has_answered("100")
    await olga.send("/plan")
    await kate.send("/plan", "90")
    assert kate.last.startswith("✓ 90")
    await olga.send("575")
    assert olga.last.startswith("✓ 575.")
