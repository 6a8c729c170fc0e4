"""Every way to answer, to go back, to be asked back, to correct."""

import pytest

from tests.conversations.house import Person

QUESTIONS = ("1 из 5", "2 из 5", "3 из 5", "4 из 5", "5 из 5", "Из 10 лидов", "Какой рост")
ANSWERS = ("2000", "1850", "575", "60 млн", "462", "30 %", "20 %")


async def begin(person: Person) -> None:
    await person.send("/start")
    await person.press(person.words("start.begin"))


async def at(person: Person, question: int) -> None:
    """Be at a question, all before it answered."""
    if question:
        await person.has_answered(*ANSWERS[:question])
    await person.send("/plan")
    assert QUESTIONS[question] in person.last


async def at_card(person: Person) -> None:
    """Be at the card, everything answered."""
    await person.has_answered()
    await person.send("/start")
    await person.press(person.words("start.check"))


@pytest.mark.parametrize("question", range(1, len(QUESTIONS)))
async def test_back_leads_to_the_question_before_and_its_answer_can_be_given_anew(
    olga: Person, question: int
) -> None:
    await at(olga, question)
    await olga.press("Назад")
    assert QUESTIONS[question - 1] in olga.last
    await olga.send(ANSWERS[question - 1])
    assert QUESTIONS[question] in olga.last


async def test_back_from_the_first_question_is_the_menu(olga: Person) -> None:
    await begin(olga)
    assert olga.buttons[-1] == "☰ Меню"
    await olga.press("Меню")
    assert "Узнаем, сколько новых пациентов" in olga.last


async def test_whoever_goes_far_back_types_only_what_is_wrong(olga: Person) -> None:
    await at(olga, 5)
    await olga.press(*["Назад"] * 4)
    await olga.send("1900")
    assert olga.last.startswith("✓ 1 900, база выросла на 5 %.")
    assert QUESTIONS[5] in olga.last


@pytest.mark.parametrize(
    ("question", "typed", "understood"),
    [
        (0, "2 000", "✓ 2 000."),
        (0, "2 тыс.", "✓ 2 000."),
        (0, "около 2000 человек", "✓ 2 000."),
        (0, "1800–1900", "✓ от 1 800 до 1 900."),
        (0, "от 1800 до 1900", "✓ от 1 800 до 1 900."),
        (3, "60 млн", "✓ 60 000 000 ₽, по 30 000 ₽ на пациента."),
        (3, "1,5 млн", "✓ 1 500 000 ₽, по 750 ₽ на пациента."),
        (3, "60 000 000 ₽", "✓ 60 000 000 ₽, по 30 000 ₽ на пациента."),
        (3, "55-65 млн", "✓ от 55 000 000 ₽ до 65 000 000 ₽, по 30 000 ₽ на пациента."),
        (5, "23%", "✓ 23 % лидов начинают лечение."),
        (5, "0,23", "✓ 23 % лидов начинают лечение."),
        (5, "3 из 10", "✓ 30 % лидов начинают лечение."),
        (5, "20-25 %", "✓ от 20 % до 25 % лидов начинают лечение."),
    ],
)
async def test_a_number_is_understood_as_people_write_it(
    olga: Person, question: int, typed: str, understood: str
) -> None:
    await at(olga, question)
    await olga.send(typed)
    assert olga.last.startswith(understood)
    assert QUESTIONS[question + 1] in olga.last


@pytest.mark.parametrize(
    ("question", "typed", "choices"),
    [
        (0, "2.000", ["2 000", "2"]),
        (3, "60.000", ["60 000 ₽", "60 ₽"]),
        (5, "3", ["30 %", "3 %"]),
        (5, "23", ["23 %"]),
    ],
)
async def test_what_can_be_read_twice_is_asked_back(
    olga: Person, question: int, typed: str, choices: list[str]
) -> None:
    await at(olga, question)
    await olga.send(typed)
    assert f"«{typed}»" in olga.last
    assert olga.buttons == [*choices, "✏ Ввести заново"]


async def test_the_chosen_reading_is_taken(olga: Person) -> None:
    await begin(olga)
    await olga.send("2.000")
    await olga.press("2 000")
    assert olga.last == "✓ 2 000.\n\n2 из 5. А в 2025 году?"


async def test_instead_of_choosing_one_can_type_again(olga: Person) -> None:
    await begin(olga)
    await olga.send("2.000", "2100")
    assert olga.last.startswith("✓ 2 100.")
    await olga.press("Назад")
    await olga.send("2.000")
    await olga.press("Ввести заново")
    assert olga.last.startswith("1 из 5")


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (0, "много", "Не вижу здесь числа"),
        (0, "23%", "Не понимаю «%»"),
        (0, "2000, 3000", "Здесь несколько чисел"),
        (0, "2000 или 3000", "Не понимаю «или»"),
        (0, "-5", "не может быть меньше нуля"),
        (0, "0", "Введите число больше нуля"),
        (0, "10,5", "«10,5» — не целое"),
        (0, "999999999999", "слишком много людей"),
        (0, "1" * 500, "слишком длинное"),
        (1, "0", "Нужно хотя бы несколько пациентов"),
        (3, "60 млн $", "не та валюта"),
        (3, "60 трлн", "слишком большая сумма"),
        (5, "0", "больше 0 и не больше 100 %"),
        (5, "150 %", "Доля не бывает больше 100 %"),
        (6, "5000 %", "от −100 до +1000 %"),
    ],
)
async def test_what_is_no_answer_is_told_and_the_question_stays(
    olga: Person, question: int, typed: str, said: str
) -> None:
    await at(olga, question)
    await olga.send(typed)
    assert said in olga.last
    assert QUESTIONS[question] in olga.last


async def test_a_refusal_shows_what_was_typed_as_text(olga: Person) -> None:
    await begin(olga)
    await olga.send("<b>много</b>")
    assert "1 из 5" in olga.last
    await olga.send("2000 & <i>")
    assert "Не понимаю «&»" in olga.last


@pytest.mark.parametrize(
    ("question", "typed", "figures"),
    [
        (2, "3000", ("3 000", "2 000")),
        (2, "100", ("1 900", "1 850")),
        (4, "600", ("600", "575")),
    ],
    ids=["more new than patients", "more stayed than there were", "more referrals than new"],
)
async def test_a_contradiction_names_the_two_figures(
    olga: Person, question: int, typed: str, figures: tuple[str, str]
) -> None:
    await at(olga, question)
    await olga.send(typed)
    problem = olga.last.split("\n\n")[0]
    for figure in figures:
        assert figure in problem
    assert QUESTIONS[question] in olga.last


async def test_a_check_below_500_is_asked_whether_it_is_in_thousands(olga: Person) -> None:
    await at(olga, 3)
    await olga.send("60000")
    assert "30 ₽ на одного пациента" in olga.last
    assert olga.buttons == ["60 000 000 ₽", "Да, верно: 60 000 ₽", "✏ Ввести заново"]
    await olga.press("60 000 000 ₽")
    assert olga.last.startswith("✓ 60 000 000 ₽, по 30 000 ₽ на пациента.")


async def test_an_unlikely_check_can_be_right(olga: Person) -> None:
    await at(olga, 3)
    await olga.send("60000")
    await olga.press("60 000 ₽")
    assert olga.last.startswith("✓ 60 000 ₽, по 30 ₽ на пациента.")


async def test_a_check_above_500_000_is_asked_about(olga: Person) -> None:
    await at(olga, 3)
    await olga.send("60 млрд")
    assert "30 000 000 ₽ на одного пациента" in olga.last
    assert olga.buttons == ["Да, верно: 60 000 000 000 ₽", "✏ Ввести заново"]


@pytest.mark.parametrize("before", ["999", "4001"])
async def test_a_base_that_changed_more_than_twice_is_asked_about(olga: Person, before: str) -> None:
    await begin(olga)
    await olga.send("2000", before)
    assert "больше чем вдвое" in olga.last
    assert "2 000" in olga.last
    await olga.press(olga.buttons[0])
    assert "3 из 5" in olga.last


@pytest.mark.parametrize("before", ["1000", "4000"])
async def test_a_base_that_changed_exactly_twice_is_not(olga: Person, before: str) -> None:
    await begin(olga)
    await olga.send("2000", before)
    assert "3 из 5" in olga.last


async def test_unknown_everywhere_leads_to_a_card_and_to_reasons(owner: Person) -> None:
    await begin(owner)
    unknown = owner.words("unknown")
    await owner.press(unknown, unknown, unknown, unknown)
    assert owner.words("question-average_check.example").split()[0] in owner.last
    await owner.press(unknown, unknown)
    await owner.press(owner.words("question-conversion.choice-unknown"))
    await owner.press(owner.words("question-growth.choice-unknown"))
    assert owner.words("card-example_conversion") in owner.last
    await owner.press(owner.words("card-calculate"))
    assert owner.last.startswith(owner.words("forecast-headline-none", year="2027").replace("<b>", "")[:20])
    for name in ("churn", "check", "growth"):
        assert owner.words(f"forecast-missing-{name}") in owner.last
    assert owner.pictures == 0
    assert owner.words("forecast-buttons.data") in owner.buttons


async def test_not_knowing_can_be_typed(owner: Person) -> None:
    await begin(owner)
    await owner.send(f" {owner.words('unknown').upper()} ")
    assert owner.last.startswith(owner.words("ack-unknown"))


async def test_unknown_patients_come_from_turnover_and_check(olga: Person) -> None:
    await begin(olga)
    await olga.press("Не знаю")
    await olga.send("1850", "575", "60 млн")
    assert "Сколько в среднем оставляет один пациент за год?" in olga.last
    await olga.send("30000")
    assert olga.last.startswith("✓ 30 000 ₽ — значит, было около 2 000 пациентов.")
    await olga.send("462")
    await olga.press("3", "+20")
    assert "Пациенты в 2026: около 2 000, посчитано по чеку" in olga.last
    await olga.press("Посчитать")
    assert olga.texts[-2].startswith("План на 2027 год: 444")
    assert "число пациентов — из оборота и чека" in olga.texts[-2]


async def test_an_unlikely_check_told_by_itself_is_asked_about_too(olga: Person) -> None:
    await begin(olga)
    await olga.press("Не знаю")
    await olga.send("1850", "575", "60 млн", "30")
    assert "30 ₽ на одного пациента" in olga.last
    assert olga.buttons == ["30 000 ₽", "Да, верно: 30 ₽", "✏ Ввести заново"]
    await olga.press("30 000 ₽")
    assert "около 2 000 пациентов" in olga.last


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [("almost_all", "460", "575"), ("half", "230", "345"), ("third", "144", "230"), ("unknown", "0", "575")],
)
async def test_words_about_referrals_are_kept_as_bounds(
    owner: Person, word: str, low: str, high: str
) -> None:
    await begin(owner)
    await owner.send("2000", "1850", "575", "6 млн")
    label = owner.words("unknown" if word == "unknown" else f"question-referrals.choice-{word}")
    await owner.press(label, "3", "+20")
    if word != "unknown":
        assert f"({low}–{high})" in owner.last
    await owner.press(owner.words("card-calculate"))
    assert owner.words("how-estimates").removeprefix("<b>").removesuffix("</b>") in owner.texts[-2]
    assert f"{low}–{high}" in owner.texts[-2]


async def test_unknown_conversion_is_the_articles_example_and_never_a_norm(owner: Person) -> None:
    await begin(owner)
    await owner.send("2000", "1850", "575", "6 млн", "462")
    await owner.press(owner.words("question-conversion.choice-unknown"))
    assert owner.words("ack-conversion-unknown") in owner.last
    await owner.press("+20", owner.words("card-calculate"))
    assert owner.words("how-estimate-conversion") in owner.texts[-2]


async def test_another_conversion_can_be_typed(olga: Person) -> None:
    await at(olga, 5)
    await olga.press("Другое")
    assert "Какая доля лидов" in olga.last
    assert olga.buttons == ["‹ Назад"]
    await olga.send("25%")
    assert olga.last.startswith("✓ 25 % лидов начинают лечение.")


async def test_another_growth_can_be_typed_and_taken_back(olga: Person) -> None:
    await at(olga, 6)
    await olga.press("Другой", "Назад")
    assert "+20 %" in olga.buttons
    await olga.press("Другой")
    await olga.send("15")
    assert "Рост оборота: +15 %" in olga.last


async def test_the_card_has_a_line_and_a_pencil_for_every_answer(olga: Person) -> None:
    await at_card(olga)
    assert olga.last.split("\n") == [
        "Проверьте цифры",
        "Пациенты в 2026: 2 000",
        "Пациенты в 2025: 1 850",
        "Впервые в 2026: 575",
        "Оборот за 2026: 60 000 000 ₽",
        "По рекомендации: 462",
        "Конверсия лида: 30 %",
        "Рост оборота: +20 %",
        "Вернулись после года: не знаю, считаем 0",
    ]
    assert sum(label.startswith("✏") for label in olga.buttons) == 8


@pytest.mark.parametrize(
    ("pencil", "typed", "line"),
    [
        ("✏ Пациенты в 2026", "2010", "Пациенты в 2026: 2 010"),
        ("✏ Пациенты в 2025", "1860", "Пациенты в 2025: 1 860"),
        ("✏ Впервые", "580", "Впервые в 2026: 580"),
        ("✏ Оборот", "61 млн", "Оборот за 2026: 61 000 000 ₽"),
        ("✏ По рекомендации", "460", "По рекомендации: 460"),
        ("✏ Конверсия", "25 %", "Конверсия лида: 25 %"),
        ("✏ Рост", "15 %", "Рост оборота: +15 %"),
        ("✏ Вернулись", "40", "Вернулись после года: 40"),
    ],
)
async def test_every_line_of_the_card_can_be_corrected(
    olga: Person, pencil: str, typed: str, line: str
) -> None:
    await at_card(olga)
    await olga.press(pencil)
    assert "✓" not in olga.last
    await olga.send(typed)
    assert olga.last.startswith("Проверьте цифры")
    assert line in olga.last.split("\n")


async def test_back_from_a_correction_is_the_card(olga: Person) -> None:
    await at_card(olga)
    await olga.press("✏ Оборот", "Назад")
    assert "Оборот за 2026: 60 000 000 ₽" in olga.last


async def test_making_the_patients_unknown_on_the_card_asks_only_for_the_check(olga: Person) -> None:
    await at_card(olga)
    await olga.press("✏ Пациенты в 2026", "Не знаю")
    assert "Сколько в среднем оставляет один пациент" in olga.last
    await olga.send("30 000")
    assert olga.last.startswith("Проверьте цифры")


async def test_the_whole_card_can_be_changed_to_a_smaller_clinic(olga: Person) -> None:
    await at_card(olga)
    await olga.press("✏ Пациенты в 2026")
    await olga.send("300")
    await olga.press("300")
    assert "⚠" in olga.last
    assert "575" in olga.last.split("⚠")[1]
    await olga.press("Посчитать")
    assert olga.last.startswith("Впервые пришли 575, а всего пациентов 300")
    assert olga.pictures == 0
    for pencil, typed in (("✏ Впервые", "80"), ("✏ По рекомендации", "40")):
        await olga.press(pencil)
        await olga.send(typed)
    assert "⚠" not in olga.last
    await olga.press("✏ Пациенты в 2025")
    await olga.send("280")
    assert "⚠" not in olga.last
    await olga.press("Посчитать")
    assert olga.pictures == 1


async def test_returned_patients_count_among_those_who_are_not_lost(olga: Person) -> None:
    await at_card(olga)
    await olga.press("✏ Вернулись")
    await olga.send("1600")
    assert "Впервые и после перерыва пришли 2 175, а всего пациентов 2 000" in olga.last
    await olga.press("✏ Вернулись")
    await olga.send("37")
    await olga.press("Посчитать")
    # (2 000 − 575 − 37) ÷ 1 850 stayed: 75.03 %
    assert "Отток 25 %" in olga.texts[-2]


async def test_starting_over_asks_and_clears(olga: Person) -> None:
    await at_card(olga)
    await olga.press("Заново")
    assert "Стереть 7 ответов" in olga.last
    await olga.press("Назад")
    assert "462" in olga.last
    await olga.press("Заново", "Стереть и начать заново")
    assert olga.last.startswith("1 из 5")
    await olga.send("/start")
    assert olga.buttons[0] == "▶ Начать"


async def test_starting_over_forgets_the_saved_plan(olga: Person) -> None:
    await olga.plan()
    await olga.press("А если", "Чек +5 %", "Сделать планом")
    await olga.press("✏ Данные", "Заново", "Стереть и начать заново")
    await olga.send("2000", "1850", "575", "60 млн", "462")
    await olga.press("3", "+20", "Посчитать")
    assert olga.texts[-2].startswith("План на 2027 год: 444")
    assert "сохранённый план" not in olga.texts[-2]


async def test_another_year_can_be_planned(olga: Person) -> None:
    await at_card(olga)
    await olga.press("Год плана: 2027")
    assert "Теперь нужны цифры за 2025 и 2024 годы" in olga.last
    assert "Пациенты в 2025: 2 000" in olga.last
    await olga.press("Посчитать")
    assert olga.texts[-2].startswith("План на 2026 год: 444")
    await olga.send("/start")
    await olga.press("Проверить ответы", "Год плана: 2026")
    assert "Теперь нужны цифры за 2026 и 2025 годы" in olga.last


async def test_a_clinic_without_new_patients_or_growth_can_be_planned(olga: Person) -> None:
    await olga.plan("1000", "1000", "0", "30 млн", "0", growth="0 %")
    assert "рекомендации ровно закрывают потребность" in olga.texts[-2]
    assert "Оттока нет" in olga.texts[-2]
