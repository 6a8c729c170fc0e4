"""Language, currency, the clinic's name: at once and everywhere."""

import pytest

from tests.conversations.house import House, Person


async def open_settings(person: Person) -> None:
    await person.send("/settings")


async def test_the_language_changes_at_once(house: House, olga: Person) -> None:
    await open_settings(olga)
    await olga.press("Язык", "English")
    assert olga.last.startswith("Settings")
    assert "Language: English" in olga.last
    assert olga.alerts == ["✓ Saved"]
    menu = house.account.profile.commands_for(olga.chat)
    assert menu[0] == {"command": "start", "description": "start or open the menu"}
    await olga.send("/start")
    assert "▶ Start" in olga.buttons
    await open_settings(olga)
    await olga.press("Language", "Русский")
    assert olga.last.startswith("Настройки")


async def test_the_language_stays_though_telegram_says_another(house: House, olga: Person) -> None:
    await open_settings(olga)
    await olga.press("Язык", "English")
    await house.restart()
    await olga.send("/help")
    assert olga.last.startswith("What you can do here")


@pytest.mark.parametrize(
    ("label", "written"),
    [("₽", "60 000 000 ₽"), ("$", "60 000 000 $"), ("€", "60 000 000 €"), ("₸", "60 000 000 ₸")],
)
async def test_the_sign_of_money_changes_and_the_figures_stay(olga: Person, label: str, written: str) -> None:
    await olga.has_answered()
    await open_settings(olga)
    await olga.press("Валюта", label)
    assert f"Валюта: {label}" in olga.last
    await olga.send("/start")
    await olga.press("Проверить ответы")
    assert f"Оборот за 2026: {written}" in olga.last


async def test_money_is_read_in_the_chosen_currency(olga: Person) -> None:
    await olga.has_answered("2000", "1850", "575")
    await open_settings(olga)
    await olga.press("Валюта", "₸")
    await olga.send("/plan", "60 млн руб")
    assert "не та валюта" in olga.last
    await olga.send("60 млн тенге")
    assert olga.last.startswith("✓ 60 000 000 ₸, по 30 000 ₸ на пациента.")


@pytest.mark.parametrize("name", ["Улыбка", "<b>Дента & Ко</b>"])
async def test_the_clinics_name_is_in_plans_and_pictures(house: House, olga: Person, name: str) -> None:
    await olga.has_answered()
    await open_settings(olga)
    await olga.press("Название клиники")
    await olga.send(name)
    assert f"Клиника: {name}" in olga.last
    await olga.send("/plan")
    assert olga.texts[-2].split("\n")[1] == name
    assert house.easel.asked[-1].subject == name
    await olga.press("А если")
    assert olga.last.startswith(f"А если… — {name}")
    await open_settings(olga)
    await olga.press("Название клиники", "Без названия")
    assert "Клиника: без названия" in olga.last


async def test_a_name_that_is_none_is_asked_again(olga: Person) -> None:
    await open_settings(olga)
    await olga.press("Название клиники")
    await olga.send("я" * 61)
    assert "от 1 до 60 знаков" in olga.last
    await olga.press("Назад")
    assert olga.last.startswith("Настройки")
    assert olga.alerts == []


async def test_back_and_menu(owner: Person) -> None:
    await open_settings(owner)
    for setting in ("language", "currency", "name"):
        await owner.press(owner.words(f"settings.{setting}"), owner.words("back"))
        assert owner.words("settings.language") in owner.buttons
    await owner.press(owner.words("menu"))
    assert owner.words("start.settings") in owner.buttons


async def test_the_bot_describes_itself_in_both_languages(house: House, olga: Person, kate: Person) -> None:
    profile = house.account.profile
    assert profile.text("description", "ru").startswith("Посчитаю отток, средний чек и план")
    assert profile.text("description", "").startswith("Churn, average check")
    names = [
        "start",
        "plan",
        "month",
        "history",
        "remind",
        "uploads",
        "template",
        "metrics",
        "report",
        "decision",
        "help",
        "cancel",
        "settings",
        "privacy",
        "export",
        "forget",
    ]
    for person in (olga, kate):
        await person.send("/start")
        menu = profile.commands_for(person.chat)
        assert [command["command"] for command in menu] == names
    place = names.index("help")
    assert profile.commands_for(olga.chat)[place]["description"] == "что умеет бот"
    assert profile.commands_for(kate.chat)[place]["description"] == "what this bot can do"
