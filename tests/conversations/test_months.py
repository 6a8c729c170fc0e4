"""Entering a month: question by question, at once held against the plan, corrected later."""

import json
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from charts.requests import ChannelsChart, PlanFactChart, YearMonthsChart
from metrics.channels import ChannelKind
from metrics.monthly import Month, MonthFigure
from services.months import Cell
from storage.tables import months as month_tables
from tests.conversations.house import House, Person, plain

OCTOBER = ("66", "29", "130", "40", "5,1 млн", "310", "450")
"""October of the article's clinic: new, by referral, leads, started, turnover, patients, visits."""

OCTOBER_EN = ("66", "29", "130", "40", "510K", "310", "450")


def at(house: House, year: int, month: int, day: int = 3) -> None:
    house.clock.today = datetime(year, month, day, 7, tzinfo=UTC)


async def has_plan_for_2027(person: Person) -> None:
    """The article's plan, looked at in November of the year it is for."""
    await person.has_answered()
    at(person.house, 2027, 11)


async def has_month(person: Person, month: Month, *values: int | None) -> None:
    """Have figures of a month already, in the order they are asked."""
    async with person.workspace() as workspace:
        for figure, value in zip(MonthFigure, values, strict=False):
            await workspace.months.enter(month, Cell(figure), None if value is None else Fraction(value))


async def enter(person: Person, *answers: str) -> None:
    await person.send("/month", *answers)


async def test_a_month_is_entered_and_held_against_the_plan(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    await olga.send("/month")
    assert olga.last == ("Октябрь 2027. Сколько новых пациентов пришло? Новые — те, кто впервые в клинике.")
    assert olga.buttons == ["Не знаю", "☰ Меню"]
    await olga.send(OCTOBER[0])
    assert olga.last == "✓ 66.\n\nОктябрь 2027. Сколько из них по рекомендации?"
    await olga.send(*OCTOBER[1:])
    text = olga.texts[-2]
    assert text.split("\n")[0] == "Октябрь 2027: маркетинг привёл 37 пациентов, план 37 (0 %)"
    assert "Лиды: 130, план 123 (+6 %)" in text
    assert "Рекомендации: 29, план 34 (−15 %)" in text
    assert "Оборот: 5,1 млн ₽, план 6 млн ₽ (−15 %)" in text
    assert "С начала года: 37, план 37 (за 1 месяц)" in text
    assert "Чтобы выйти на план 444, нужно" in text
    assert "👉 Дальше: внесите ещё месяцы." in text
    request = house.easel.asked[-1]
    assert isinstance(request, PlanFactChart)
    assert [(row.label, int(row.fact), int(row.plan)) for row in request.rows] == [
        ("От маркетинга", 37, 37),
        ("Лиды", 130, 123),
        ("Рекомендации", 29, 34),
        ("Оборот", 5_100_000, 6_000_000),
    ]
    assert olga.buttons == [
        "✏ Исправить",
        "📝 Заметка",
        "📈 Год по месяцам",
        "📅 Все месяцы",
        "↗ Маркетологу",
    ]


async def test_the_same_in_english(house: House, kate: Person) -> None:
    await has_plan_for_2027(kate)
    await enter(kate, *OCTOBER_EN)
    text = kate.texts[-2]
    assert text.split("\n")[0] == "October 2027: marketing brought 37 patients, plan 37 (0%)"
    assert "Turnover: $510K, plan $600K (−15%)" in text
    assert "Since January: 37, plan 37 (1 month)" in text
    assert "👉 Next: enter more months." in text
    assert house.easel.asked[-1].rows[0].label == "From marketing"


async def test_the_previous_value_is_a_button(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await has_month(olga, Month(2027, 9), 37, 12)
    await olga.send("/month")
    assert olga.last.endswith("В сентябре: 37.") or "в сентябре: 37." in olga.last
    await olga.press("Как в сентябре: 37")
    assert olga.last.startswith("✓ 37.")
    await olga.press("Как в сентябре: 12")
    assert "Сколько было лидов" in olga.last


async def test_the_previous_value_of_another_year_has_its_year(house: House, olga: Person) -> None:
    await has_month(olga, Month(2026, 10), 37)
    at(house, 2027, 2)
    await olga.send("/month")
    assert "Как в октябре 2026 года: 37" in olga.buttons


async def test_not_knowing_is_an_answer_and_the_rest_is_told(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await olga.send("/month", "66")
    for _ in range(6):
        await olga.press("Не знаю")
    assert olga.last.startswith("Октябрь 2027: 66 новых пациентов\n")
    assert "нужно знать, сколько из них по рекомендации" in olga.last
    assert olga.pictures == 0


async def test_without_a_plan_a_month_is_held_against_the_month_before(olga: Person) -> None:
    await has_month(olga, Month(2026, 9), 60)
    await enter(olga, *OCTOBER)
    assert olga.last.startswith("Октябрь 2026: 66 новых пациентов\n")
    assert "Новые: 66; в сентябре 60" in olga.last
    assert "посчитайте план на 2026 год" in olga.last


async def test_the_questions_go_on_after_a_restart(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    await olga.send("/month", "66", "29")
    await house.restart()
    await olga.send("130")
    assert olga.last.startswith("✓ 130.")
    await olga.send("/start", "/month")
    assert "Сколько лидов начали лечение?" in olga.last


async def test_back_leads_to_the_question_before(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await olga.send("/month", "66", "29")
    await olga.press("Назад")
    assert "по рекомендации?" in olga.last
    assert "Сейчас записано: 29." in olga.last
    await olga.send("30")
    assert "Сколько было лидов" in olga.last
    await olga.press("Назад", "Назад", "Меню")
    assert "🗓 Внести месяц" in olga.buttons


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        (("20", "29"), "По рекомендации 29, а всего новых 20"),
        (("66", "29", "130", "40", "5 млн", "60"), "Новых 66, а всего пациентов за месяц 60"),
        (("66", "29", "130", "40", "5 млн", "310", "300"), "Пациентов 310, а визитов 300"),
        (("много",), "Не вижу здесь числа"),
        (("30-40",), "Здесь несколько чисел, а нужно одно. Например: 37"),
        (("-5",), "Число не может быть меньше нуля"),
    ],
)
async def test_what_cannot_be_is_refused(olga: Person, answers: tuple[str, ...], refused: str) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, *answers)
    assert refused in olga.last


async def test_more_started_than_leads_is_asked_about(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, "66", "29", "30", "40")
    assert olga.last.startswith("Лечение начали 40, а лидов 30.")
    await olga.press("Да, верно: 40")
    assert "Какой был оборот" in olga.last


async def test_a_threefold_change_is_asked_about_and_thousands_are_offered(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await has_month(olga, Month(2027, 9), 37, 12, 120, 30, 5_000_000)
    await enter(olga, "370")
    assert "Было 37, теперь 370: разница больше чем втрое" in olga.last
    await olga.press("Ввести заново")
    await olga.send("66", "29", "130", "40", "5100")
    assert "Может быть, сумма в тысячах?" in olga.last
    await olga.press("5 100 000")
    assert olga.last.startswith("✓ 5 100 000 ₽.")


async def test_a_corrected_month_keeps_what_it_was(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, *OCTOBER)
    await olga.press("Исправить", "✏ Новые")
    assert "Сейчас записано: 66." in olga.last
    await olga.send("70")
    assert olga.last.startswith("Октябрь 2027\nНовые: 70")
    assert "3 ноября: Новые — было 66, стало 70 (вручную)" in olga.last
    rows = [row for row in await house.rows(month_tables.month_facts) if row.figure == "new_patients"]
    assert [row.value for row in rows] == ["66", "70"]
    await olga.press("План и факт")
    assert olga.texts[-2].startswith("Октябрь 2027: маркетинг привёл 41 пациента")


async def test_a_note_is_kept_and_taken_away(olga: Person) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, *OCTOBER)
    await olga.press("Заметка")
    await olga.send("я" * 501)
    assert "до 500 знаков" in olga.last
    await olga.send("Ушёл <ортодонт> & K")
    assert "📝 Ушёл <ортодонт> & K" in olga.last
    await olga.press("Заметка", "Убрать заметку")
    assert "ортодонт" not in olga.last


async def test_the_history_shows_gaps_and_opens_a_month(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    for number, new in ((1, 10), (2, 80), (4, 40), (9, 40), (10, 60)):
        await has_month(olga, Month(2027, number), new, 5, 100, 30, 5_000_000, 300, 400)
    await olga.send("/history")
    assert olga.last.split("\n")[:4] == [
        "2027 год: внесено 5 из 10",
        "▁█·▄····▄▆",
        "ЯФМАМИИАСОНД",
        "Подряд: 2 месяца.",
    ]
    assert "Фев · 80" in olga.buttons
    assert "Мар —" in olga.buttons
    assert "‹ 2026" in olga.buttons
    await olga.press("Фев")
    assert olga.last.startswith("Февраль 2027\nНовые: 80")
    await olga.press("Все месяцы", "Мар")
    assert olga.last.startswith("Март 2027.")
    await olga.send("/history")
    await olga.press("Год на картинке")
    request = house.easel.asked[-1]
    assert isinstance(request, YearMonthsChart)
    assert request.facts[:4] == (Fraction(5), Fraction(75), None, Fraction(35))
    await olga.send("/history")
    await olga.press("‹ 2026")
    assert olga.last.startswith("2026 год: внесено 0 из 12")
    assert "2027 ›" in olga.buttons


async def test_a_month_that_has_not_ended_cannot_be_forged_open(olga: Person) -> None:
    await olga.send("/history")
    data = next(data for data in olga.data if "open:" in data)
    for month in ("2026-11", "2030-01", "1800-01", "nonsense", "2026-13"):
        await olga.forge(data.rpartition("open:")[0] + f"open:{month}")
        assert olga.last.startswith("2026 год")


async def test_a_month_is_told_by_channel(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    async with olga.workspace() as workspace:
        for name in ("Карты", "Соцсети"):
            channel = await workspace.channels.add(
                workspace.segments.whole_clinic().id, name=name, kind=ChannelKind.MARKETING, new_patients=50
            )
            channel.cost_per_lead = Fraction(1000)
            await workspace.channels.save(workspace.segments.whole_clinic().id, channel)
    await enter(olga, *OCTOBER)
    assert "Разнести по каналам? 2 канала, по два числа на каждый." in olga.last
    await olga.press("По каналам")
    assert "Сколько лидов дал канал?" in olga.last
    await olga.send("70", "131")
    assert "По каналам вышло 131 новых, а всего за месяц 66." in olga.last
    await olga.send("20", "50", "15")
    assert "конверсия 28,6 %, пациент за 3 500 ₽ (план 3 333 ₽)" in olga.texts[-2]
    assert "Конверсия лида с начала года: 30,8 %" in olga.texts[-2]


async def test_the_marketer_gets_a_picture_and_a_workbook_with_the_facts(house: House, owner: Person) -> None:
    await has_plan_for_2027(owner)
    async with owner.workspace() as workspace:
        channel = await workspace.channels.add(
            workspace.segments.whole_clinic().id, name="Google", kind=ChannelKind.MARKETING, new_patients=50
        )
    await owner.send("/plan")
    await owner.press(owner.words("forecast-buttons.marketer"))
    assert [type(request) for request in house.easel.asked[-1:]] == [ChannelsChart]
    async with owner.workspace() as workspace:
        for figure, value in ((MonthFigure.LEADS, 100), (MonthFigure.NEW_PATIENTS, 30)):
            await workspace.months.enter(Month(2027, 10), Cell(figure, channel.id), Fraction(value))
    await owner.press(owner.words("forecast-buttons.marketer"))
    assert owner.alerts[-1] == owner.words("marketer-hint-files")
    request = house.easel.asked[-1]
    assert isinstance(request, PlanFactChart)
    assert [(row.label, int(row.fact), int(row.plan)) for row in request.rows] == [("Google", 30, 37)]
    documents = [answer["document"] for answer in owner.answers if "document" in answer]
    assert documents[-1]["file_name"] == f"{owner.words('plan_book-file.marketer', year='2027')}.xlsx"
    book = load_workbook(BytesIO(house.account.files.for_download(documents[-1]["file_id"]).content))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Google", 100, 30} < cells


async def test_channels_can_be_left_out(olga: Person) -> None:
    await has_plan_for_2027(olga)
    async with olga.workspace() as workspace:
        await workspace.channels.add(
            workspace.segments.whole_clinic().id, name="Карты", kind=ChannelKind.MARKETING, new_patients=50
        )
    await enter(olga, *OCTOBER)
    await olga.press("Без каналов")
    assert "маркетинг привёл 37" in olga.texts[-2]


async def test_the_months_of_two_clinics_stay_apart(house: House, olga: Person) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, *OCTOBER)
    result = olga.window
    await olga.send("/month")
    async with olga.workspace() as workspace:
        first = workspace.clinic_id
        workspace.add_clinic("Север")
    await olga.send("/month")
    assert "Сколько новых пациентов пришло?" in olga.last
    await olga.send("5")
    async with olga.workspace() as workspace:
        records = await workspace.of_clinic(first).months.records()
        assert records[Month(2027, 10)].cells[Cell(MonthFigure.NEW_PATIENTS)].value == 66
    await olga.press("Исправить", message=result)
    assert olga.last.startswith("Октябрь 2027\nНовые: 66")


async def test_the_buttons_of_somebody_elses_month_do_nothing(olga: Person, kate: Person) -> None:
    await has_plan_for_2027(kate)
    await enter(kate, *OCTOBER_EN)
    theirs = next(data for data in kate.data if data.startswith("go:month:"))
    await olga.send("/start")
    await olga.forge(theirs)
    assert olga.alerts == ["Эта кнопка уже не действует."]


async def test_everything_entered_can_be_taken_away_and_goes_with_the_person(
    house: House, olga: Person
) -> None:
    await has_plan_for_2027(olga)
    await enter(olga, *OCTOBER)
    await olga.send("/export")
    file = house.account.files.for_download(olga.answers[-1]["document"]["file_id"])
    (clinic,) = json.loads(file.content)["clinics"]
    told = {(entry["month"], entry["figure"]): entry["value"] for entry in clinic["months"]}
    assert told["2027-10", "turnover"] == "5100000"
    await olga.send("/forget")
    await olga.press("Удалить навсегда")
    for table in (month_tables.month_facts, month_tables.months, month_tables.year_plans):
        assert await house.rows(table) == []


async def test_after_three_months_the_year_end_and_the_deviations_are_told(olga: Person) -> None:
    await has_plan_for_2027(olga)
    for number in range(1, 10):
        await has_month(
            olga, Month(2027, number), 52 + number % 3, 35, 124 + number % 5, 37, 6_000_000 + number
        )
    await enter(olga, *("53", "35", "60", "18", "6 млн", "310", "450"))
    text = olga.texts[-2]
    assert "Если темп сохранится, за год будет" in text
    assert "👉 Дальше: спросите маркетолога, где просели лиды." in text
    assert "⚠ Лидов в этом месяце меньше плана" in text
    assert plain(text).count("\n👉") == 1
