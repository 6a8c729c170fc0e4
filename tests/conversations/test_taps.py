"""Old buttons, two taps on one button, replies to old messages, presses no button makes."""

import pytest

from storage.tables.accounts import channels
from tests.conversations.house import House, Person


@pytest.mark.parametrize("key", ["start.begin", "start.self_check", "start.segments", "start.settings"])
async def test_a_double_tap_in_the_menu_opens_one_window(owner: Person, key: str) -> None:
    await owner.send("/start")
    before = len(owner.answers)
    await owner.double_tap(owner.words(key))
    assert len(owner.answers) == before
    assert owner.keyboards == 1
    assert owner.words(key) not in owner.buttons
    assert owner.alerts == []


async def test_a_double_tap_on_an_answer_is_one_answer(olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.double_tap("Не знаю")
    assert "2 из 5" in olga.last


async def test_a_double_tap_on_back_goes_one_step(olga: Person) -> None:
    await olga.has_answered("2000", "1850", "575")
    await olga.send("/plan")
    await olga.double_tap("Назад")
    assert "3 из 5" in olga.last
    await olga.press("Назад")
    assert "2 из 5" in olga.last


async def test_a_double_tap_on_a_doubt_settles_one_doubt(olga: Person) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan", "5.000")
    await olga.double_tap("5 000")
    assert "больше чем вдвое" in olga.last
    await olga.double_tap("5 000")
    assert "3 из 5" in olga.last


@pytest.mark.parametrize("label", ["Год плана: 2027", "Заново", "✏ Оборот"])
async def test_a_double_tap_on_the_card_is_one_tap(olga: Person, label: str) -> None:
    await olga.has_answered()
    await olga.send("/start")
    await olga.press("Проверить ответы", label)
    expected = olga.last
    await olga.send("/cancel")
    if "Год" in label:
        await olga.press("Проверить ответы", "Год плана: 2026")
    else:
        await olga.press("Проверить ответы")
    await olga.double_tap(label)
    assert olga.last == expected


async def test_a_double_tap_on_calculate_gives_one_result(olga: Person) -> None:
    await olga.has_answered()
    await olga.send("/start")
    await olga.press("Проверить ответы")
    await olga.double_tap("Посчитать")
    assert sum(text.startswith("План на 2027 год") for text in olga.texts) == 1
    assert olga.pictures == 1
    assert "photo" in olga.answers[-1]
    assert olga.alerts == []


@pytest.mark.parametrize("label", ["А если", "По каналам", "Данные", "Врачи"])
async def test_a_double_tap_under_a_result_opens_one_window(olga: Person, label: str) -> None:
    await olga.has_plan()
    before = len(olga.answers)
    await olga.double_tap(label)
    assert len(olga.answers) == before + 1
    assert olga.keyboards == 2


async def test_a_double_tap_on_marketer_sends_one_message(olga: Person) -> None:
    await olga.has_plan()
    before = len(olga.answers)
    await olga.double_tap("Маркетологу")
    assert len(olga.answers) == before + 1


async def test_a_double_tap_on_a_lever_moves_it_once(house: House, olga: Person) -> None:
    await olga.has_plan()
    await olga.press("А если")
    await olga.double_tap("Отток −3")
    assert "Отток: 23 % → 20 % (−3 п.п.)" in olga.shown
    assert len(house.easel.asked) == 2
    await olga.double_tap("Сделать планом")
    assert sum("сохранён" in text for text in olga.texts) == 1


async def test_a_double_tap_makes_one_channel_and_removes_one(house: House, olga: Person) -> None:
    await olga.has_plan()
    await olga.press("По каналам")
    await olga.double_tap("Добавить канал")
    await olga.double_tap("Соцсети")
    await olga.double_tap("Не знаю")
    await olga.double_tap("Пропустить")
    assert len(await house.rows(channels)) == 1
    await olga.double_tap("✏ Соцсети")
    await olga.double_tap("Сделать естественным")
    assert "Сделать маркетинговым" in " ".join(olga.buttons)
    await olga.double_tap("Удалить")
    assert "Пока ни одного" in olga.last
    await olga.double_tap("Вернуть")
    assert len(await house.rows(channels)) == 1


async def test_a_double_tap_in_the_settings_opens_one_window(olga: Person) -> None:
    await olga.send("/settings")
    await olga.double_tap("Язык")
    assert olga.last == "На каком языке разговариваем?"
    assert olga.alerts == []


async def test_the_same_button_later_is_another_tap(olga: Person) -> None:
    await olga.has_plan()
    result = olga.window
    await olga.press("А если")
    await olga.press("А если", message=result)
    assert sum(text.startswith("А если") for text in olga.texts) == 2
    assert olga.keyboards == 2  # the result's own and the newest window's


async def test_a_button_of_a_window_that_is_gone_shows_the_one_that_is_open(
    house: House, olga: Person
) -> None:
    await olga.send("/start")
    old = olga.window
    await olga.press("Проверить себя")
    gone = olga.window
    await olga.send("/plan")
    assert "1 из 5" in olga.last
    await olga.send("2000")
    before = len(olga.answers)
    olga.chat.replace(gone)  # a button that could not be taken away
    await olga.press(olga.words("self_check-yes"), message=gone)
    assert olga.alerts == ["Эта кнопка уже не действует."]
    assert "2 из 5" in olga.last
    assert len(olga.answers) == before
    assert olga.keyboards == 1
    assert old["message_id"] == gone["message_id"]
    await olga.send("1850")
    assert "3 из 5" in olga.last


async def test_a_button_with_nothing_open_gets_the_menu(olga: Person) -> None:
    await olga.send("/start")
    old = olga.window
    await olga.press("Показать пример")
    olga.chat.replace(old)
    await olga.press("Настройки", message=old)
    assert olga.alerts == ["Эта кнопка уже не действует."]
    assert "▶ Начать" in olga.buttons
    assert "reply_markup" not in next(m for m in olga.answers if m["message_id"] == old["message_id"])


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "b",
        "b:",
        "b:1:",
        "b:7:begin",
        "x\x1db:1:begin",
        "\x1d",
        "go:",
        "go:fly:me",
        "go:what_if:",
        "😈" * 16,
    ],
)
async def test_a_press_no_button_makes_is_answered(olga: Person, forged: str) -> None:
    await olga.send("/start")
    await olga.forge(forged)
    assert olga.chat.callbacks == {}
    assert "▶ Начать" in olga.buttons


@pytest.mark.parametrize(
    "forged",
    [
        "patients:fly",
        "previous_patients:unknown",
        "back:1",
        "edit:patients",
        "calculate",
        "yes",
        "",
        "0",
        "menu2",
    ],
)
async def test_a_forged_answer_changes_nothing(olga: Person, forged: str) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    drawn = olga.data[0].rpartition("patients:")[0]
    await olga.forge(f"{drawn}{forged}")
    assert "1 из 5" in olga.last
    async with olga.workspace() as workspace:
        assert workspace.segments.whole_clinic().answers == {}


async def test_a_button_of_a_segment_that_was_removed(olga: Person) -> None:
    await olga.has_plan()
    await olga.press("Врачи", "Добавить", "Врач")
    await olga.send("Иванов", "500")
    async with olga.workspace() as workspace:
        doctor = next(item for item in workspace.segments.listed() if item.name)
        workspace.segments.remove(doctor.id)
    await olga.send("450")
    assert "▶ Проверить ответы" in olga.buttons
    await olga.send("/start")
    await olga.forge(f"go:data:{doctor.id}")
    assert olga.alerts == ["Эта кнопка уже не действует."]


async def test_a_reply_to_the_open_question_is_an_answer(olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.send("2000", reply_to=olga.window)
    assert "2 из 5" in olga.last


async def test_a_reply_to_an_old_question_is_not_taken_for_the_open_one(olga: Person) -> None:
    await olga.send("/start")
    old = olga.window
    await olga.send("/plan")
    await olga.send("3000", reply_to=old)
    assert "Это ответ на старое сообщение" in olga.last
    assert "1 из 5" in olga.last
    assert olga.keyboards == 1


async def test_a_reply_to_a_result_is_an_ordinary_message(olga: Person) -> None:
    await olga.has_plan()
    await olga.send("спасибо", reply_to=olga.answers[0])
    assert "Я жду кнопку или команду, а не текст. Вот что можно сделать:" in olga.texts


async def test_two_answers_sent_at_once_are_taken_in_order(house: House, olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    for figure in ("2000", "1850", "575"):
        olga.chat.send_text(figure)
    await house.settle()
    assert "4 из 5" in olga.last
    assert olga.keyboards == 1


async def test_two_windows_opened_within_one_second_are_told_apart(house: House, olga: Person) -> None:
    opened = set()
    for _ in range(100):  # named by the second and a number up to 99, some of them would share a name
        await olga.send("/plan")
        opened.add(olga.window["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split("\x1d")[0])
    assert len(opened) == 100
