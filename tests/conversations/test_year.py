"""A whole year of a clinic: reminded, entered, put off, skipped, uploaded, rolled over, in both languages."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from locales.writing import Writer
from metrics.monthly import Month, MonthFigure
from services.months import Cell, FigureSource
from tests.conversations.house import House, Person
from tests.conversations.test_reminders import agree, reminders

SAID = {
    "ru": {
        "asked": "{month}: сколько пришло новых пациентов?",
        "no_plan": "Декабрь 2026: 70 новых пациентов",
        "january": "Январь 2027: маркетинг привёл 40 пациентов, план 37 (+8 %)",
        "february": "Февраль 2027: маркетинг привёл 21 пациента, план 37 (−43 %)",
        "february_year": "С начала года: 61, план 74 (за 2 месяца)",
        "february_needed": "Чтобы выйти на план 444, нужно 39 в месяц",
        "skipped": "Март 2027 пропущен",
        "december": "Декабрь 2027: маркетинг привёл 30 пациентов, план 37 (−19 %)",
        "history": "2027 год: внесено 10 из 12",
        "new_year": "2027 год закончился — пора считать план на 2028",
        "gaps": "За 2027 год внесено месяцев: 9 из 12. Сумма за год неполная, поэтому её спросим.",
        "first_question": "Сколько разных пациентов было в 2027 году?",
    },
    "en": {
        "asked": "{month}: how many new patients came?",
        "no_plan": "December 2026: 70 new patients",
        "january": "January 2027: marketing brought 40 patients, plan 37 (+8%)",
        "february": "February 2027: marketing brought 21 patients, plan 37 (−43%)",
        "february_year": "Since January: 61, plan 74 (2 months)",
        "february_needed": "To reach the plan of 444 you need 39 a month",
        "skipped": "March 2027 is skipped",
        "december": "December 2027: marketing brought 30 patients, plan 37 (−19%)",
        "history": "2027: 10 of 12 months entered",
        "new_year": "2027 is over — time to plan 2028",
        "gaps": "Months of 2027 entered: 9 of 12. The year’s sum is not complete, so I will ask for it.",
        "first_question": "How many different patients did you see in 2027?",
    },
}
DAY = timedelta(days=1)


def third(year: int, month: int) -> datetime:
    """Ten in the morning in Moscow on the 3rd."""
    return datetime(year, month, 3, 7, tzinfo=UTC)


async def enter_rest(person: Person, referrals: int, *, leads: int = 120) -> None:
    """Answer every question after the one for new patients."""
    money = "6 млн" if person.language == "ru" else "600K"
    await person.send(str(referrals), str(leads), "36", money, "300", "400")


async def is_asked(house: House, person: Person, moment: datetime, month: str) -> None:
    before = len(reminders(person))
    await house.remind_at(moment)
    assert len(reminders(person)) == before + 1
    assert person.shown.split("\n")[0] == SAID[person.language]["asked"].format(month=month)


async def is_left_alone(house: House, person: Person, *moments: datetime) -> None:
    before = len(person.answers)
    for moment in moments:
        await house.remind_at(moment)
    assert len(person.answers) == before


def name(person: Person, number: int, year: int = 2027) -> str:
    return f"{Writer(person.language).month(number).capitalize()} {year}"


async def test_a_year_of_a_clinic(house: House, owner: Person) -> None:
    said = SAID[owner.language]
    house.clock.today = datetime(2026, 12, 21, 7, tzinfo=UTC)
    await owner.has_plan()
    await agree(owner)

    # January: the first reminder asks for a month of which there is no plan.
    await is_asked(house, owner, third(2027, 1), name(owner, 12, 2026))
    await owner.press(enter_label(owner, 12))
    await owner.send("70")
    await enter_rest(owner, 30)
    assert owner.last.split("\n")[0] == said["no_plan"]

    # February: as many as the month before, by one tap on the reminder.
    await is_asked(house, owner, third(2027, 2), name(owner, 1))
    await owner.press(": 70")
    await enter_rest(owner, 30)
    assert owner.texts[-2].split("\n")[0] == said["january"]
    await is_left_alone(house, owner, third(2027, 2) + 2 * DAY, third(2027, 2) + 7 * DAY)

    # March: put off till tomorrow.
    await is_asked(house, owner, third(2027, 3), name(owner, 2))
    await owner.press(owner.words("reminder.month_tomorrow"))
    await house.remind_at(third(2027, 3) + DAY)
    await owner.press(enter_label(owner, 2))
    await owner.send("51")
    await enter_rest(owner, 30)
    february = owner.texts[-2].split("\n")
    assert february[0] == said["february"]
    assert said["february_year"] in february
    assert said["february_needed"] in february

    # April: skipped, and it breaks nothing.
    await is_asked(house, owner, third(2027, 4), name(owner, 3))
    await owner.press(owner.words("reminder.month_skip"))
    assert any(text.startswith(said["skipped"]) for text in owner.texts)
    await is_left_alone(house, owner, third(2027, 4) + 2 * DAY, third(2027, 4) + 7 * DAY)

    # May: nobody answers; two more times, then quiet.
    await is_asked(house, owner, third(2027, 5), name(owner, 4))
    await is_asked(house, owner, third(2027, 5) + 2 * DAY, name(owner, 4))
    await is_asked(house, owner, third(2027, 5) + 7 * DAY, name(owner, 4))
    await is_left_alone(house, owner, third(2027, 5) + 9 * DAY, third(2027, 5) + 20 * DAY)

    # June: an upload covers May, so nobody asks for it.
    await upload_may(house, owner)
    await is_left_alone(house, owner, third(2027, 6), third(2027, 6) + 2 * DAY)

    # July to December: entered every month.
    for number in range(7, 13):
        await is_asked(house, owner, third(2027, number), name(owner, number - 1))
        await has_entered(owner, Month(2027, number - 1), new=60)
        await is_left_alone(house, owner, third(2027, number) + 2 * DAY)

    # January: the last month of the plan, the history, and the new year.
    await is_asked(house, owner, third(2028, 1), name(owner, 12))
    await owner.press(enter_label(owner, 12))
    await owner.send("80")
    await enter_rest(owner, 50)
    assert owner.texts[-3].split("\n")[0] == said["december"]
    assert owner.texts[-2].split("\n")[0] == said["new_year"]
    await owner.send("/history")
    # Of the highest, 80: 70 is 6 steps of 7, 51 is 4, 60 is 5; March to May have no new patients told.
    assert owner.last.split("\n")[:2] == [said["history"], "▇▅···▆▆▆▆▆▆█"]
    await owner.send("/start")
    await owner.press(owner.words("start.new_year", year="2028"))
    assert owner.last.split("\n")[0] == said["new_year"]
    assert said["gaps"] in owner.last.split("\n")
    await owner.press(owner.words("new_year.yes"))
    assert said["first_question"] in owner.last
    assert not any("{" in text for text in owner.texts)


def enter_label(person: Person, number: int) -> str:
    return person.words("reminder.month_enter", month=Writer(person.language).month(number))


async def upload_may(house: House, person: Person) -> None:
    house.clock.today = datetime(2027, 6, 1, 9, tzinfo=UTC) - timedelta(seconds=house.clock.passed)
    days = [date(2027, 5, 1) + timedelta(days=number) for number in range(31)]
    rows = [f"{number % 20:04};{day:%d.%m.%Y};5000" for number, day in enumerate(days)]
    await person.upload("\n".join(["Карта;Дата;Оплачено", *rows]).encode())
    await person.press(person.words("upload-keep", count=31))
    async with person.workspace() as workspace:
        record = await workspace.months.record(Month(2027, 5))
        assert record.is_entered
        assert record.cells[Cell(MonthFigure.VISITS)].source is FigureSource.ROWS
        assert record.facts.clinic[MonthFigure.TURNOVER] == 31 * 5000


async def has_entered(person: Person, month: Month, *, new: int) -> None:
    turnover = 6_000_000 if person.language == "ru" else 600_000
    figures = (new, 24, 120, 36, turnover, 300, 400)
    async with person.workspace() as workspace:
        for figure, value in zip(MonthFigure, figures, strict=True):
            await workspace.months.enter(month, Cell(figure), Fraction(value))
