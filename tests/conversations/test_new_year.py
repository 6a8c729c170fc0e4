"""A new year: this year becomes last year, with what the months already tell."""

from datetime import UTC, datetime
from fractions import Fraction

from metrics.channels import ChannelKind
from metrics.funnel import Figure
from metrics.monthly import Month, MonthFigure
from metrics.plan_fact import Line
from services.months import Cell
from services.plan_fact import plan_of_year
from storage.repositories.accounts import StoredChannel
from tests.conversations.house import House, Person

YEAR = {
    MonthFigure.NEW_PATIENTS: 50,
    MonthFigure.REFERRALS: 30,
    MonthFigure.LEADS: 100,
    MonthFigure.STARTED: 25,
    MonthFigure.TURNOVER: 6_000_000,
    MonthFigure.PATIENTS: 300,
    MonthFigure.VISITS: 400,
}


async def has_lived_2027(person: Person, months: int = 12) -> StoredChannel:
    """The article's plan for 2027, months of that year, a channel; it is January 2028."""
    await person.has_answered()
    person.house.clock.today = datetime(2028, 1, 10, 7, tzinfo=UTC)
    async with person.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        channel = await workspace.channels.add(
            clinic.id, name="Карты", kind=ChannelKind.MARKETING, new_patients=50
        )
        for number in range(1, months + 1):
            month = Month(2027, number)
            for figure, value in YEAR.items():
                await workspace.months.enter(month, Cell(figure), Fraction(value))
            cell = Cell(MonthFigure.NEW_PATIENTS, channel.id)
            await workspace.months.enter(month, cell, Fraction(8))
    return channel


async def test_the_year_rolls_over_and_only_the_rest_is_asked(house: House, olga: Person) -> None:
    channel = await has_lived_2027(olga)
    await olga.send("/start")
    await olga.press("План на 2028 год")
    assert olga.last.split("\n") == [
        "2027 год закончился — пора считать план на 2028",
        "Прошлым годом станет 2027. Вот что уже известно:",
        "Впервые в 2027: 600",
        "По рекомендации: 360",
        "Оборот за 2027: 72 000 000 ₽",
        "Конверсия лида: 25 %",
        "Пациенты в 2026: 2 000",
        "Останется 2 вопроса. План на прошлый год сохранится для сравнения.",
    ]
    await olga.press("Перенести и продолжить")
    assert "Сколько разных пациентов было в 2027 году?" in olga.last
    await olga.send("2100")
    assert "Какой рост оборота хотите в 2028 году?" in olga.last
    await olga.press("+10 %", "Посчитать")
    assert "План на 2028 год" in olga.texts[-2]
    async with olga.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        assert (await workspace.channels.get(clinic.id, channel.id)).new_patients == 96
        kept = await plan_of_year(workspace, 2027)
        assert kept is not None
        assert sum(kept.lines[Line.ATTRACTED]) == 444
    await olga.send("/start")
    assert not any("План на" in label for label in olga.buttons)
    await olga.send("/history")
    await olga.press("Дек", "План и факт")
    assert olga.texts[-2].startswith("Декабрь 2027: маркетинг привёл 20 пациентов, план 37")


async def test_of_a_year_with_gaps_the_sums_are_asked(kate: Person) -> None:
    await has_lived_2027(kate, months=11)
    await kate.send("/start")
    await kate.press("Plan for 2028")
    assert kate.last.split("\n") == [
        "2027 is over — time to plan 2028",
        "2027 becomes the previous year. This is known already:",
        "Months of 2027 entered: 11 of 12. The year’s sum is not complete, so I will ask for it.",
        "Lead conversion: 25%",
        "Patients in 2026: 2,000",
        "5 questions will be left. The old year’s plan is kept for comparison.",
    ]
    await kate.press("Not now")
    assert "🎆 Plan for 2028" in kate.buttons


async def test_a_forged_or_late_tap_rolls_nothing_over(olga: Person) -> None:
    await has_lived_2027(olga)
    await olga.send("/start")
    await olga.press("План на 2028 год")
    window, yes = olga.find("Перенести")
    await olga.press("Перенести")
    await olga.forge(yes, window)
    async with olga.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        assert clinic.plan_year == 2028
        assert Figure.NEW_PATIENTS in clinic.answers
