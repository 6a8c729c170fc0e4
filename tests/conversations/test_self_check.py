"""Seven questions, two outcomes, and what to do first."""

import pytest

from storage.tables.accounts import self_checks
from tests.conversations.house import Person


async def begin(person: Person) -> None:
    await person.send("/start")
    await person.press(person.words("start.self_check"))


async def test_seven_taps_to_the_result(owner: Person) -> None:
    await begin(owner)
    owner.taps = 0
    await owner.press(*[owner.words("self_check-no")] * 7)
    assert owner.taps == 7
    assert owner.words("self_check-clear") in owner.last
    await owner.press(owner.words("self_check-again"))
    await owner.press(*[owner.words("self_check-yes")] * 7)
    assert owner.words("self_check-first", step="").strip() in owner.last


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ("ННННННН", "Ни одного «верно» — система в порядке."),
        ("ДДДНННН", "3 из 7 — система в порядке."),
        ("ДДДДННН", "4 из 7 — управление по цифрам пока работает слабо."),
        ("ДДДДДДД", "7 из 7 — управление по цифрам пока работает слабо."),
    ],
)
async def test_more_than_three_yes_is_not_effective_enough(olga: Person, given: str, outcome: str) -> None:
    await begin(olga)
    await olga.press(*("Верно" if letter == "Д" else "Неверно" for letter in given))
    assert olga.last.startswith(outcome)


async def test_the_result_says_what_to_do_first_and_which_blocks_to_work_on(olga: Person) -> None:
    await begin(olga)
    await olga.press("Верно", "Неверно", "Неверно", "Неверно", "Верно", "Верно", "Неверно")
    assert "👉 Начните с этого: спросите у администраторов" in olga.last
    assert "• Медицинский продукт: конверсия по врачам" in olga.last
    assert "• Пациенты: база пациентов" in olga.last
    assert "• Привлечение: куда вкладывать" in olga.last
    assert "Финансы и управление" not in olga.last
    await olga.press("Посчитать план")
    assert olga.last.startswith("1 из 5")


async def test_the_questions_are_the_articles_in_its_order(olga: Person) -> None:
    await begin(olga)
    for position, words in enumerate(
        ("конверсия", "целей", "что приносит", "кто приносит", "вкладывать", "базы пациентов", "сотрудников"),
        1,
    ):
        assert f"{position} из 7." in olga.last
        assert words in olga.last
        await olga.press("Неверно")


async def test_back_takes_the_last_answer_back(olga: Person) -> None:
    await begin(olga)
    await olga.press("Верно", "Верно", "Верно", "Верно", "Назад", "Неверно", "Неверно", "Неверно", "Неверно")
    assert olga.last.startswith("3 из 7 — система в порядке.")


async def test_from_the_first_question_back_to_the_menu(owner: Person) -> None:
    await begin(owner)
    await owner.press(owner.words("menu"))
    assert owner.words("start.self_check") in owner.buttons


async def test_a_double_tap_answers_one_question(olga: Person) -> None:
    await begin(olga)
    await olga.double_tap("Верно")
    assert olga.last.startswith("2 из 7.")


async def test_a_typed_answer_gets_the_question_again(olga: Person) -> None:
    await begin(olga)
    await olga.send("да")
    assert "Я жду кнопку" in olga.last
    assert "1 из 7." in olga.last


async def test_the_answers_are_kept(olga: Person) -> None:
    await begin(olga)
    await olga.press("Верно", "Неверно", "Неверно", "Неверно", "Неверно", "Неверно", "Верно")
    (kept,) = await olga.house.rows(self_checks)
    assert kept.answers == "[true, false, false, false, false, false, true]"


async def test_a_plan_that_exists_is_not_advised_but_shown(owner: Person) -> None:
    await owner.has_plan()
    await begin(owner)
    await owner.press(owner.words("self_check-no"), owner.words("self_check-yes"))
    await owner.press(*[owner.words("self_check-no")] * 5)
    assert owner.words("self_check-step-no_goals-planned") in owner.last
    assert owner.words("self_check-plan") not in owner.buttons
    drawn = owner.pictures
    await owner.press(owner.words("self_check-plan.there"))
    assert owner.pictures == drawn + 1
    assert "444" in owner.texts[-2]
    await begin(owner)
    await owner.press(*[owner.words("self_check-no")] * 7)
    assert owner.words("self_check-clear-planned") in owner.last
