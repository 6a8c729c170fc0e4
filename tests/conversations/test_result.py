"""What the result says, down to the last figure under «Как посчитано», and what when figures are missing."""

import pytest

from charts.requests import BridgeChart
from storage.queue import WorkerDiedError
from tests.conversations.house import House, Person
from workers.worker import WorkerDied, WorkerFailed

FIGURES_OF_THE_ARTICLE = {
    "ru": ("23 %", "27 %", "416", "44", "400", "444", "1 480"),
    "en": ("23%", "27%", "416", "44", "400", "444", "1,480"),
}


async def test_the_example_takes_one_tap_and_gives_every_figure_of_the_article(owner: Person) -> None:
    await owner.send("/start")
    owner.taps = 0
    await owner.press(owner.words("start.example"))
    assert owner.taps == 1
    result = owner.texts[-2]
    for figure in FIGURES_OF_THE_ARTICLE[owner.language]:
        assert figure in result
    assert owner.pictures == 1
    assert owner.buttons == [owner.words("example-own")]


async def test_the_example_is_drawn_as_it_is_told(house: House, owner: Person) -> None:
    await owner.send("/start")
    await owner.press(owner.words("start.example"))
    (request,) = house.easel.asked
    assert isinstance(request, BridgeChart)
    whole = request.whole
    assert (whole.lost, whole.growth, whole.referrals, whole.plan) == (460, 400, 416, 444)


async def test_from_the_example_to_ones_own_clinic(owner: Person) -> None:
    await owner.send("/start")
    await owner.press(owner.words("start.example"), owner.words("example-own"))
    assert owner.words("counter", position=1, total=5).removeprefix("<b>").removesuffix("</b>") in owner.last
    assert owner.keyboards == 2  # the example keeps its button


async def test_the_result_is_short_and_begins_with_the_plan(olga: Person) -> None:
    await olga.has_plan()
    told, folded = olga.texts[-2].split("\n\nКак посчитано\n")
    assert told.split("\n") == [
        "План на 2027 год: 444 новых пациента, 1 480 лидов",
        "≈ 37 пациентов и 124 лида в месяц",
        "Отток 23 %: уйдут 460 из 2 000",
        "Средний чек 30 000 ₽, под риском 13 800 000 ₽",
        "Придут по рекомендации 416",
        "На рост 20 % нужно ещё 400",
        "С учётом случайности: от 223 до 757",
        "За прошлый год не по рекомендации пришли 113 новых",
        "👉 Дальше: разложите план по каналам — это задача маркетологу на месяц.",
    ]
    assert folded


async def test_every_figure_is_explained_in_the_owners_own_numbers(olga: Person) -> None:
    await olga.has_plan()
    told = olga.texts[-2]
    for line in (
        "1 − (2 000 − 575 новых − 0 вернувшихся) ÷ 1 850 = 23 %. С учётом случайности: 21–25 %.",
        "Уйдут: 2 000 × 23 % = 460; останутся 1 540.",
        "60 000 000 ₽ ÷ 2 000 = 30 000 ₽.",
        "460 × 30 000 ₽ ≈ 13 800 000 ₽; стабильно ≈ 46 200 000 ₽.",
        "(2 000 ÷ 1 850) × (462 ÷ 1 850) = 27 %.",
        "2 000 × (1 − 23 %) × 27 % = 416.",
        "460 − 416 = 44.",
        "2 000 × 20 % = 400.",
        "44 + 400 = 444.",
        "444 ÷ 30 %, вверх до целого = 1 480.",
        "придут 478, план 382",
        "вернувшихся после года считаем 0",
        "новый пациент тратит средний чек",
    ):
        assert line in told, line


async def test_the_explanation_is_folded(owner: Person) -> None:
    await owner.has_plan()
    quotes = [entity for entity in owner.answers[-2]["entities"] if entity["type"] == "expandable_blockquote"]
    assert len(quotes) == 1
    units = owner.texts[-2].encode("utf-16-le")[quotes[0]["offset"] * 2 :]
    assert f"<b>{units.decode('utf-16-le')}".startswith(owner.words("how").removesuffix("</b>"))


async def test_the_first_line_is_bold(owner: Person) -> None:
    await owner.has_plan()
    first = owner.answers[-2]["entities"][0]
    assert (first["type"], first["offset"]) == ("bold", 0)
    assert first["length"] == len(owner.texts[-2].split("\n")[0])


@pytest.mark.parametrize(
    ("answers", "computed", "missing"),
    [
        (
            ("2000", "Не знаю", "575", "60 млн", "462"),
            ("Средний чек 30 000 ₽",),
            ("• отток, потеря и план — нужны пациенты за оба года и число новых",),
        ),
        (
            ("2000", "1850", "Не знаю", "60 млн", "Не знаю"),
            ("Средний чек 30 000 ₽",),
            ("• отток, потеря и план — нужны пациенты за оба года и число новых",),
        ),
        (
            ("2000", "1850", "575", "Не знаю", "462"),
            ("План на 2027 год: 444", "Отток 23 %"),
            ("• средний чек и деньги под риском — нужны оборот и число пациентов",),
        ),
    ],
    ids=["no year before", "no new patients", "no turnover"],
)
async def test_what_can_be_computed_is_and_the_rest_has_its_reason(
    olga: Person, answers: tuple[str, ...], computed: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    await olga.plan(*answers)
    result = next(text for text in olga.texts[::-1] if "план" in text.lower() and "Не посчитано" in text)
    for part in (*computed, *missing):
        assert part in result


async def test_without_a_plan_there_is_no_picture_and_the_buttons_are_under_the_text(olga: Person) -> None:
    await olga.plan("2000", "Не знаю", "575", "60 млн", "462")
    assert olga.last.startswith("Плана на 2027 год пока нет: не хватает цифр")
    assert olga.pictures == 0
    await olga.press("А если")
    assert olga.alerts == ["Пробовать не на чем: плана пока нет. Допишите недостающие цифры."]
    await olga.press("Маркетологу")
    assert olga.alerts[-1].startswith("Пока нечего пересылать")
    await olga.press("Данные")
    assert olga.last.startswith("Проверьте цифры")
    assert "Без этого плана не будет: Пациенты в 2025" in olga.last


async def test_a_shrinking_base_drops_the_trend_and_says_so(olga: Person) -> None:
    await olga.plan("1850", "2000", "400", "60 млн", "300")
    assert "База не росла, поэтому тренд не берём." in olga.texts[-2]
    assert "база сократилась — тренд в рекомендациях не учитываем" in olga.texts[-2]


async def test_more_referrals_than_needed_are_a_surplus_and_not_a_plan(olga: Person) -> None:
    await olga.plan("2000", "1850", "575", "60 млн", "575", growth="0 %")
    # 460 lost, 2 000 × 0.77 × (2 000 ÷ 1 850) × (575 ÷ 1 850) ≈ 518 come by themselves
    assert "рекламы не нужно, благодаря рекомендациям в запасе 58 пациентов" in olga.texts[-2].split("\n")[0]
    assert "меньше нуля, поэтому 0" in olga.texts[-2]
    assert olga.pictures == 1


async def test_a_range_for_an_input_is_a_range_for_the_plan(olga: Person) -> None:
    await olga.plan("1900-2100", "1850", "575", "60 млн", "462")
    assert "Оценка: от" in olga.texts[-2]
    assert "• Пациенты в 2026: 1 900–2 100" in olga.texts[-2]


async def test_the_marketer_gets_a_message_to_forward(olga: Person) -> None:
    await olga.has_plan()
    await olga.press("Маркетологу")
    assert olga.last.startswith("Задача по новым пациентам на 2027 год")
    assert "Привести 444 пациента за год — это 1 480 лидов при конверсии 30 %." in olga.last
    assert "reply_markup" not in olga.answers[-1]
    assert olga.alerts == ["Это сообщение можно переслать маркетологу как есть."]


async def test_a_picture_that_fails_leaves_the_figures_and_the_buttons(house: House, owner: Person) -> None:
    house.easel.failure = WorkerFailed("no fonts")
    await owner.has_plan()
    assert owner.last == owner.words("chart-failed")
    assert "444" in owner.texts[-2]
    assert owner.words("forecast-buttons.what_if") in owner.buttons


async def test_a_picture_that_costs_its_process_twice_is_given_up_and_the_person_told(
    house: House, owner: Person
) -> None:
    house.easel.failure = WorkerDied("ended at work")
    await owner.has_plan()
    assert [type(error) for error in house.parked] == [WorkerDiedError]
    assert owner.last == owner.words("chart-failed")
    assert owner.pictures == 0
    house.parked.clear()


async def test_a_slow_picture_says_that_it_is_being_drawn(
    house: House, owner: Person, impatient: None
) -> None:
    house.easel.seconds = 0.2
    said = []
    house.account.watchers.append(lambda _, kind, content: said.append((kind, content.get("text", ""))))
    await owner.has_plan()
    assert ("message", owner.words("chart-drawing")) in said
    assert owner.words("chart-drawing") not in owner.texts
    assert owner.pictures == 1


async def test_a_slow_picture_can_be_stopped(house: House, owner: Person, impatient: None) -> None:
    house.easel.seconds = 30
    await owner.has_answered()

    def stop(_: object, kind: str, content: dict[str, str]) -> None:
        if kind == "message" and content.get("text") == owner.words("chart-drawing"):
            owner.chat.press(owner.words("chart-drawing.stop"))

    house.account.watchers.append(stop)
    await owner.send("/plan")
    assert owner.pictures == 0
    assert owner.last == owner.words("chart-stopped")
    assert owner.words("forecast-buttons.what_if") in owner.buttons


async def test_only_ones_own_picture_can_be_stopped(house: House, olga: Person, kate: Person) -> None:
    await olga.has_plan()
    await kate.send("/start")
    await kate.forge(f"go:stop:chart:{olga.id}:100000010/")
    assert kate.alerts == ["That button no longer works."]
