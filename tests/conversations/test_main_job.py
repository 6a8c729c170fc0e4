"""From /start to the plan and its picture, as an owner does it."""

import pytest

from charts.requests import BridgeChart
from tests.conversations.house import House, Person


async def test_ten_taps_five_of_them_typed_numbers(owner: Person) -> None:
    await owner.plan()
    assert owner.taps == 10
    assert "444" in owner.texts[-2]
    assert owner.pictures == 1


async def test_the_questions_come_as_they_were_designed(olga: Person) -> None:
    await olga.send("/start")
    assert "в 2027 году" in olga.last
    assert "Понадобятся 5 цифр" in olga.last
    await olga.press("Начать")
    assert olga.last.startswith("1 из 5. Сколько разных пациентов было в 2026 году? Людей, а не визитов.")
    await olga.send("2000")
    assert olga.last == "✓ 2 000.\n\n2 из 5. А в 2025 году?"
    await olga.send("1850")
    assert olga.last == "✓ 1 850, база выросла на 8 %.\n\n3 из 5. Сколько из 2 000 пришли впервые?"
    await olga.send("575")
    assert olga.last == "✓ 575.\n\n4 из 5. Оборот за 2026 год? Можно «60 млн»."
    await olga.send("60 млн")
    assert olga.last.startswith("✓ 60 000 000 ₽, по 30 000 ₽ на пациента.\n\n5 из 5. Сколько из 575 новых")
    assert olga.buttons == ["Почти все", "Половина", "Треть", "Не знаю", "‹ Назад"]
    await olga.send("462")
    assert "Из 10 лидов сколько начинают лечение?" in olga.last
    assert olga.buttons == ["2", "3", "4", "Другое", "Не знаю, взять 3", "‹ Назад"]
    await olga.press("3")
    assert "Какой рост оборота хотите" in olga.last
    assert olga.buttons[:4] == ["0 %", "+10 %", "+20 %", "Другой"]


async def test_one_window_at_a_time_has_buttons(owner: Person) -> None:
    await owner.send("/start")
    await owner.press(owner.words("start.begin"))
    for figure in ("2000", "1850", "575"):
        await owner.send(figure)
        assert owner.keyboards == 1
    await owner.press(owner.words("back"))
    assert owner.keyboards == 1


async def test_the_plan_comes_before_its_picture_and_the_buttons_below(olga: Person) -> None:
    await olga.plan()
    assert olga.texts[-2].startswith("План на 2027 год: 444 новых пациента, 1 480 лидов")
    assert "photo" in olga.answers[-1]
    assert olga.buttons[:2] == ["🔁 А если…", "📊 По каналам"]
    assert olga.buttons[2:] == [
        *("📄 Excel", "↗ Маркетологу"),
        *("🔔 Напоминать", "✏ Данные"),
        "🧩 Врачи и направления",
    ]
    assert olga.keyboards == 1


async def test_the_picture_is_of_the_plan(house: House, owner: Person) -> None:
    await owner.plan()
    (request,) = house.easel.asked
    assert isinstance(request, BridgeChart)
    assert request.whole.plan == 444
    assert (request.plan_year, request.language, request.subject) == (2027, owner.language, None)


@pytest.mark.parametrize(("month", "year"), [(1, 2026), (9, 2026), (10, 2027), (12, 2027)])
async def test_from_october_on_people_plan_the_next_year(
    house: House, olga: Person, month: int, year: int
) -> None:
    house.clock.today = house.clock.today.replace(month=month)
    await olga.send("/start")
    assert f"в {year} году" in olga.last
    await olga.press("Начать")
    assert f"в {year - 1} году" in olga.last
    assert ("последние 12 месяцев" in olga.last) is (year == 2027)


async def test_the_menu_offers_to_go_on_then_to_check_and_the_plan(olga: Person) -> None:
    await olga.send("/start")
    await olga.press("Начать")
    await olga.send("2000", "1850", "/start")
    assert olga.buttons[0] == "▶ Продолжить: осталось 5 вопросов"
    await olga.press("Продолжить")
    assert "3 из 5" in olga.last
    await olga.send("575", "60 млн", "462")
    await olga.press("3", "0 %")
    await olga.send("/start")
    assert olga.buttons[:2] == ["📊 Мой план", "▶ Проверить ответы"]
    await olga.press("Мой план")
    assert olga.texts[-2].startswith("План на 2027 год: 44 новых пациента, 147 лидов")


async def test_plan_command_gives_the_plan_or_the_way_to_it(olga: Person) -> None:
    await olga.send("/plan")
    assert "1 из 5" in olga.last
    await olga.send("2000", "1850", "575", "60 млн", "462")
    await olga.press("3", "+20")
    await olga.send("/plan")
    assert "444" in olga.texts[-2]
    assert olga.pictures == 1


async def test_the_language_is_that_of_the_telegram(house: House) -> None:
    pairs = [("ru", "Начать"), ("uk", "Начать"), ("kk", "Начать"), ("en", "Start"), ("de", "Start")]
    for language, begin in pairs:
        person = Person(house, language, "Somebody")
        await person.send("/start")
        assert any(begin in label for label in person.buttons), language
