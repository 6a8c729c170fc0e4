"""The year a plan is for: tried, corrected, left for the next, in both languages."""

from datetime import UTC, datetime
from fractions import Fraction

from metrics.monthly import Month, MonthFigure
from metrics.plan_fact import Line
from services.months import Cell
from services.plan_fact import plan_of_year
from tests.conversations.house import House, Person


def year_button(person: Person, year: int) -> str:
    return person.words("card-year", year=str(year))


async def planned(person: Person, year: int) -> int | None:
    """New patients from marketing that months of a year are held against."""
    async with person.workspace() as workspace:
        plan = await plan_of_year(workspace, year)
        return None if plan is None else int(sum(plan.lines[Line.ATTRACTED]))


async def test_a_year_tried_and_left_has_no_plan(house: House, owner: Person) -> None:
    house.clock.today = datetime(2026, 11, 20, 7, tzinfo=UTC)
    await owner.fill_in()
    await owner.press(year_button(owner, 2027), year_button(owner, 2026), owner.words("card-calculate"))
    assert (await planned(owner, 2026), await planned(owner, 2027)) == (None, 444)


async def test_a_corrected_year_leaves_no_plan_behind(house: House, owner: Person) -> None:
    house.clock.today = datetime(2026, 11, 20, 7, tzinfo=UTC)
    await owner.fill_in()
    await owner.press(year_button(owner, 2027), owner.words("card-calculate"))
    assert (await planned(owner, 2026), await planned(owner, 2027)) == (444, None)


async def test_the_running_years_plan_stays_when_the_next_gets_its_own_figures(
    house: House, owner: Person
) -> None:
    house.clock.today = datetime(2026, 5, 20, 7, tzinfo=UTC)
    await owner.fill_in()
    await owner.press(owner.words("card-calculate"))
    async with owner.workspace() as workspace:
        cell = Cell(MonthFigure.NEW_PATIENTS)
        await workspace.months.enter(Month(2026, 4), cell, Fraction(50))
    await owner.press(
        owner.words("forecast-buttons.data"), year_button(owner, 2026), owner.words("card-calculate")
    )
    assert (await planned(owner, 2026), await planned(owner, 2027)) == (444, 444)
    growth = owner.words("question-growth.short", plan="2027")
    await owner.press(owner.words("forecast-buttons.data"), owner.words("card-edit", name=growth))
    await owner.send("0 %")
    await owner.press(owner.words("card-calculate"))
    assert (await planned(owner, 2026), await planned(owner, 2027)) == (444, 44)
