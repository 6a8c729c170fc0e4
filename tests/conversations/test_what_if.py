"""«А если…»: every lever, было → стало, the picture redrawn in place, the variant kept as the plan."""

import pytest

from charts.requests import BridgeChart
from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import UNKNOWN, Answer
from storage.tables.accounts import pictures
from tests.conversations.house import House, Person

NO_MONEY = {
    Figure.TURNOVER: UNKNOWN,
    Figure.REFERRALS: Answer(estimate=Estimate.exact(462)),
    Figure.CONVERSION: UNKNOWN,
    Figure.GROWTH: UNKNOWN,
}


async def open_what_if(person: Person) -> None:
    await person.has_plan()
    await person.press(person.words("forecast-buttons.what_if"))


async def test_at_first_everything_is_as_it_is(olga: Person) -> None:
    await open_what_if(olga)
    assert olga.last.split("\n") == [
        "А если…",
        "",
        "План: 444",
        "Лиды: 1 480",
        "Отток: 23 %",
        "По рекомендации: 416",
        "Конверсия: 30 %",
        "Средний чек: 30 000 ₽",
        "Рост: 20 %",
        "",
        "Нажмите кнопку — план пересчитается.",
    ]
    assert "↺ Сбросить" not in olga.buttons
    assert "💾 Сделать планом" not in olga.buttons


@pytest.mark.parametrize(
    ("button", "changed"),
    [
        # 0.2297 − 0.03 = 0.1997: 399.5 lost, 432 come, 367.5 needed
        ("Отток −3", ("Отток: 23 % → 20 % (−3 п.п.)", "План: 444 → 367 (−77)")),
        # 459.46 lost + 400 − 457.51 = 401.95, rounded together
        ("Рекомендации +10", ("По рекомендации: 416 → 457 (+41)", "План: 444 → 402 (−42)")),
        ("Конверсия +5", ("Конверсия: 30 % → 35 % (+5 п.п.)", "Лиды: 1 480 → 1 269 (−211)")),
        # 2 000 × (1.2 ÷ 1.05 − 1) = 285.7
        ("Чек +5", ("Средний чек: 30 000 ₽ → 31 500 ₽ (+1 500 ₽)", "План: 444 → 329 (−115)")),
        ("Рост 0", ("Рост: 20 % → 0 % (−20 п.п.)", "План: 444 → 44 (−400)")),
        ("Рост 10", ("Рост: 20 % → 10 % (−10 п.п.)", "План: 444 → 244 (−200)")),
    ],
)
async def test_one_tap_shows_what_was_and_what_would_be(
    olga: Person, button: str, changed: tuple[str, ...]
) -> None:
    await open_what_if(olga)
    await olga.press(button)
    for line in changed:
        assert line in olga.shown.split("\n")


async def test_taps_add_up_until_the_end(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press(*["Отток −3"] * 8)
    assert "Отток: 23 % → 0 % (−23 п.п.)" in olga.shown
    await olga.press("Отток −3")
    assert olga.alerts[-1] == "Здесь уже так: дальше не меняется."
    assert "Отток: 23 % → 0 % (−23 п.п.)" in olga.shown


async def test_the_growth_that_is_planned_already_changes_nothing(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Рост 20")
    assert olga.alerts == ["Здесь уже так: дальше не меняется."]
    await olga.press("Рост 0", "Рост 20")
    assert "↺ Сбросить" not in olga.buttons


async def test_the_text_and_the_picture_change_in_place(house: House, olga: Person) -> None:
    await open_what_if(olga)
    window = olga.window["message_id"]
    await olga.press("Отток −3", "Чек +5", "Рост 0")
    assert olga.window["message_id"] == window
    assert olga.pictures == 2  # the plan's own and the one that is redrawn
    (plan, *tried) = house.easel.asked
    assert isinstance(plan, BridgeChart)
    assert all(isinstance(request, BridgeChart) for request in tried)
    assert [request.before.whole.plan for request in tried] == [444] * len(tried)
    assert tried[-1].whole.plan != 444


async def test_only_the_latest_picture_to_redraw_is_remembered(house: House, olga: Person) -> None:
    for _ in range(3):
        await open_what_if(olga)
        await olga.press(olga.words("what_if-button-growth-0"))
    (remembered,) = await house.rows(pictures)
    assert remembered.message_id == [shown["message_id"] for shown in olga.answers if "photo" in shown][-1]


async def test_a_picture_the_person_deleted_comes_anew(house: House, olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Отток −3")
    olga.chat.delete(olga.answers[-1]["message_id"])
    assert olga.pictures == 1
    await olga.press("Отток −3")
    assert olga.pictures == 2
    house.forgive("message to edit not found")
    await olga.press("Отток −3")
    assert olga.pictures == 2


@pytest.mark.parametrize(
    ("lever", "typed", "line"),
    [
        ("Отток", "18 %", "Отток: 23 % → 18 % (−5 п.п.)"),
        ("По рекомендации", "15 %", "По рекомендации: 416 → 478 (+62)"),
        ("По рекомендации", "−10 %", "По рекомендации: 416 → 374 (−42)"),
        ("Конверсия", "25%", "Конверсия: 30 % → 25 % (−5 п.п.)"),
        ("Средний чек", "10", "Средний чек: 30 000 ₽ → 33 000 ₽ (+3 000 ₽)"),
        ("Рост", "15%", "Рост: 20 % → 15 % (−5 п.п.)"),
        ("Рост", "-5 %", "Рост: 20 % → −5 % (−25 п.п.)"),
    ],
)
async def test_a_number_of_ones_own_can_be_typed(olga: Person, lever: str, typed: str, line: str) -> None:
    await open_what_if(olga)
    await olga.press("Своё число", lever)
    await olga.send(typed)
    assert line in olga.shown.split("\n")
    assert "💾 Сделать планом" in olga.buttons


@pytest.mark.parametrize(
    ("lever", "typed", "said"),
    [
        ("Отток", "много", "Не вижу здесь числа"),
        ("Отток", "150 %", "Доля не бывает больше 100 %"),
        ("Конверсия", "0 %", "Здесь подходит число от 1 % до 100 %."),
        ("По рекомендации", "600 %", "Здесь подходит число от −100 % до 500 %."),
        ("Средний чек", "-95 %", "Здесь подходит число от −90 % до 500 %."),
        ("Рост", "−60 %", "Здесь подходит число от −50 % до 500 %."),
        ("Рост", "5000 %", "от −100 до +1000 %"),
    ],
)
async def test_a_number_that_cannot_be_is_asked_again(
    olga: Person, lever: str, typed: str, said: str
) -> None:
    await open_what_if(olga)
    await olga.press("Своё число", lever)
    await olga.send(typed)
    assert said in olga.last
    assert olga.buttons == ["‹ Назад"]
    await olga.press("Назад")
    assert "План: 444" in olga.last


async def test_reset_brings_everything_back(olga: Person) -> None:
    await open_what_if(olga)
    before = olga.last
    await olga.press("Отток −3", "Чек +5", "Сбросить")
    assert olga.shown == before


async def test_a_variant_becomes_the_plan(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Рост 0", "Сделать планом")
    assert olga.last == "План на 2027 год сохранён: 44 пациента. Он будет показан в /plan."
    await olga.send("/plan")
    assert olga.texts[-2].startswith("План на 2027 год: 44 новых пациента, 147 лидов")
    assert "это сохранённый план из «А если…»" in olga.texts[-2]


async def test_the_saved_plan_is_where_trying_goes_on_and_can_be_taken_back(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Рост 0", "Сделать планом", "А если")
    assert "План: 444 → 44 (−400)" in olga.last
    assert "Это сохранённый план" in olga.last
    assert "💾 Сделать планом" not in olga.buttons
    await olga.press("Сбросить", "Сделать планом")
    await olga.send("/plan")
    assert olga.texts[-2].startswith("План на 2027 год: 444")


async def test_the_saved_plan_is_what_channels_and_marketer_get(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Рост 0", "Сделать планом", "Маркетологу")
    assert "Привести 44 пациента за год — это 147 лидов" in olga.last


async def test_closing_leaves_the_text_without_buttons(olga: Person) -> None:
    await open_what_if(olga)
    await olga.press("Закрыть")
    assert olga.keyboards == 1  # the result's own
    assert "План: 444" in olga.last


async def test_levers_that_change_nothing_are_not_offered(olga: Person) -> None:
    await olga.has_answered("2000", "1850", "575")
    async with olga.workspace() as workspace:
        clinic = workspace.segments.whole_clinic().id
        for question, answer in NO_MONEY.items():
            workspace.segments.answer(clinic, question, answer)
    await olga.send("/plan")
    await olga.press("А если")
    assert not any(label.startswith("Чек") for label in olga.buttons)
    await olga.press("Своё число")
    assert "Средний чек" not in olga.buttons


@pytest.mark.parametrize(
    ("lever", "typed", "buttons", "line"),
    [
        # one of one hundred, or all of them
        ("churn", "1", {"ru": ["100 %", "1 %"], "en": ["100%", "1%"]}, {"ru": "1 %", "en": "1%"}),
        (
            "growth",
            "0.2",
            {"ru": ["+20 %", "+0,2 %"], "en": ["+20%", "+0.2%"]},
            {"ru": "0,2 %", "en": "0.2%"},
        ),
    ],
)
async def test_a_number_that_can_be_read_in_two_ways_is_asked_about(
    owner: Person, lever: str, typed: str, buttons: dict[str, list[str]], line: dict[str, str]
) -> None:
    await open_what_if(owner)
    await owner.press(owner.words("what_if-button-type"), owner.words(f"what_if-{lever}"))
    await owner.send(typed)
    assert owner.last == owner.words("reading-ask-percent", found=typed)
    shown = [label.replace("\u202f", " ").replace("\u00a0", " ") for label in owner.buttons]
    assert shown == [*buttons[owner.language], owner.words("doubt-retype")]
    await owner.press(owner.buttons[1])
    changed = next(row for row in owner.shown.split("\n") if row.startswith(owner.words(f"what_if-{lever}")))
    assert f"→ {line[owner.language]}" in changed


async def test_a_doubtful_number_beyond_the_bounds_is_asked_again(owner: Person) -> None:
    await open_what_if(owner)
    await owner.press(owner.words("what_if-button-type"), owner.words("what_if-growth"))
    await owner.send("-0.9")  # −90 %, or −0.9 %
    await owner.press(owner.buttons[0])
    assert owner.words("what_if-type-growth") in owner.last
    await owner.send("0.2")
    await owner.press(owner.words("doubt-retype"))
    assert owner.last == owner.words("what_if-type-growth")
