"""Months of a clinic: what is kept of them, where it comes from, what is planned for them."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from handlers.transport.people import identity_of
from metrics.channels import ChannelKind
from metrics.funnel import Scenario
from metrics.month_totals import MonthTotals
from metrics.monthly import Month, MonthFigure
from metrics.plan_fact import Line
from services.example import example_segment
from services.months import Cell, FigureSource
from services.plan_fact import keep_plan, plan_of_year, report_of
from services.product import months_covered
from services.workspace import Workspace
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

OCTOBER = Month(2026, 10)
NEW, PATIENTS, VISITS = MonthFigure.NEW_PATIENTS, MonthFigure.PATIENTS, MonthFigure.VISITS


@pytest.fixture
async def unit(tmp_path: Path, empty_file: Path) -> AsyncIterator[UnitOfWork]:
    file = tmp_path / "months.sqlite3"
    shutil.copy(empty_file, file)
    database = await Database.open(f"sqlite:///{file}", clock=FakeClock())
    yield UnitOfWork(database)
    await database.close()


@pytest.fixture
async def workspace(unit: UnitOfWork) -> Workspace:
    return await Workspace.open(unit, identity_of(1), "ru", FakeClock(datetime(2026, 11, 3, tzinfo=UTC)))


async def reopened(unit: UnitOfWork) -> Workspace:
    """The same workspace as the next update sees it."""
    await unit.commit()
    return await Workspace.open(UnitOfWork(unit.database), identity_of(1), "ru", FakeClock())


async def fill(workspace: Workspace, month: Month, value: int = 30) -> None:
    for figure in MonthFigure:
        await workspace.months.enter(month, Cell(figure), Fraction(value))


async def test_every_change_is_kept_with_its_time(unit: UnitOfWork, workspace: Workspace) -> None:
    for value in (37, 37, 39):
        await workspace.months.enter(OCTOBER, Cell(NEW), Fraction(value))
    months = (await reopened(unit)).months
    assert [change.known.value for change in await months.changes(OCTOBER)] == [37, 39]
    first, last = await months.changes(OCTOBER)
    assert last.known.entered_at - first.known.entered_at == timedelta(0)
    assert first.known.entered_at == datetime(2026, 11, 3, tzinfo=UTC)
    assert (await months.record(OCTOBER)).facts.clinic == {NEW: 39}


async def test_a_month_is_entered_once_every_question_is_answered(workspace: Workspace) -> None:
    months = workspace.months
    for figure in MonthFigure:
        assert not await months.is_entered(OCTOBER)
        await months.enter(OCTOBER, Cell(figure), None)
    assert await months.is_entered(OCTOBER)
    assert (await months.record(OCTOBER)).facts.clinic == {}


async def test_the_previous_value_passes_over_gaps_and_what_was_not_known(workspace: Workspace) -> None:
    months = workspace.months
    await months.enter(Month(2026, 6), Cell(NEW), Fraction(37))
    await months.enter(Month(2026, 9), Cell(NEW), None)
    await months.enter(Month(2026, 11), Cell(NEW), Fraction(50))
    assert await months.previous(OCTOBER, Cell(NEW)) == (Month(2026, 6), Fraction(37))
    assert await months.previous(Month(2026, 6), Cell(NEW)) is None


async def test_the_streak_ends_at_a_gap_and_waits_for_the_last_month(workspace: Workspace) -> None:
    months = workspace.months
    assert await months.streak(OCTOBER) == 0
    for number in (5, 7, 8, 9):
        await fill(workspace, Month(2026, number))
    assert await months.streak(OCTOBER) == 3
    await fill(workspace, OCTOBER)
    assert await months.streak(OCTOBER) == 4
    assert await months.streak(Month(2026, 12)) == 0


async def test_rows_fill_what_was_not_typed(unit: UnitOfWork, workspace: Workspace) -> None:
    months = workspace.months
    await months.enter(OCTOBER, Cell(NEW), Fraction(37))
    await months.enter(OCTOBER, Cell(PATIENTS), None)
    await months.take_rows({OCTOBER: {NEW: Fraction(40), PATIENTS: Fraction(300)}})
    months = (await reopened(unit)).months
    record = await months.record(OCTOBER)
    assert record.facts.clinic == {NEW: 37, PATIENTS: 300}
    assert record.cells[Cell(PATIENTS)].source is FigureSource.ROWS
    assert await months.is_entered(OCTOBER)


async def test_a_later_upload_replaces_an_earlier_one_and_takes_back_what_it_does_not_cover(
    workspace: Workspace,
) -> None:
    months, september = workspace.months, Month(2026, 9)
    await months.take_rows({september: {NEW: Fraction(30)}, OCTOBER: {NEW: Fraction(40)}})
    await months.take_rows({OCTOBER: {NEW: Fraction(41)}})
    assert (await months.record(OCTOBER)).facts.clinic == {NEW: 41}
    assert (await months.record(september)).facts.clinic == {}
    assert not await months.is_entered(september)
    assert await months.is_entered(OCTOBER)


def test_rows_tell_new_patients_only_after_two_years_of_history() -> None:
    totals = tuple(
        MonthTotals(date(2024 + index // 12, index % 12 + 1, 1), 300, 40, 400, 500_000_050)
        for index in range(26)
    )
    covered = months_covered(totals)
    assert covered[Month(2025, 12)] == {
        PATIENTS: 300,
        VISITS: 400,
        MonthFigure.TURNOVER: Fraction("5000000.5"),
    }
    assert covered[Month(2026, 1)][NEW] == 40
    assert len(months_covered(totals * 2)) <= 36


async def test_a_month_of_another_clinic_is_another_month(workspace: Workspace) -> None:
    await fill(workspace, OCTOBER)
    workspace.add_clinic("Север")
    assert not await workspace.months.is_entered(OCTOBER)
    assert await workspace.months.records() == {}


async def plan_2027(workspace: Workspace) -> str:
    clinic = workspace.segments.whole_clinic()
    for name, answer in example_segment(2027).answers.items():
        workspace.segments.answer(clinic.id, name, answer)
    workspace.segments.plan_for(clinic.id, 2027)
    return clinic.id


async def test_the_plan_of_a_year_has_every_line(workspace: Workspace) -> None:
    await plan_2027(workspace)
    plan = await plan_of_year(workspace, 2027)
    assert plan is not None
    assert {line: sum(months) for line, months in plan.lines.items()} == {
        Line.ATTRACTED: 444,
        Line.LEADS: 1480,
        Line.REFERRALS: 416,
        Line.TURNOVER: 72_000_000,
    }
    assert plan.conversion == Fraction(3, 10)
    assert await plan_of_year(workspace, 2026) is None


async def test_an_adopted_scenario_is_the_plan(workspace: Workspace) -> None:
    clinic = await plan_2027(workspace)
    await workspace.plans.adopt(clinic, Scenario(growth=Fraction(0)))
    plan = await plan_of_year(workspace, 2027)
    assert plan is not None
    assert sum(plan.lines[Line.ATTRACTED]) == 44
    assert sum(plan.lines[Line.TURNOVER]) == 60_000_000


async def test_what_was_planned_stays_when_the_figures_move_on(
    unit: UnitOfWork, workspace: Workspace
) -> None:
    clinic = await plan_2027(workspace)
    channel = await workspace.channels.add(clinic, name="Карты", kind=ChannelKind.MARKETING, new_patients=5)
    channel.budget = Fraction(1_200_000)
    await workspace.channels.save(clinic, channel)
    before = await plan_of_year(workspace, 2027)
    await keep_plan(workspace)
    workspace.segments.start_over(clinic)
    assert before is not None
    assert await plan_of_year(await reopened(unit), 2027) == before


async def test_the_plan_follows_the_clinics_own_season_from_twelve_months_on(workspace: Workspace) -> None:
    await plan_2027(workspace)
    for number in range(1, 13):
        await workspace.months.enter(Month(2026, number), Cell(NEW), Fraction(20 if number <= 6 else 60))
        plan = await plan_of_year(workspace, 2027)
        assert plan is not None
        assert (plan.lines[Line.ATTRACTED][0] == plan.lines[Line.ATTRACTED][11]) == (number < 12)
    assert plan is not None
    # Level 40, χ² = 12 · 20²/40 = 120, kept 1 − 9/120 = 0.925: weights 0.5375 and 1.4625.
    assert [int(month) for month in plan.lines[Line.ATTRACTED]] == [20] * 6 + [54] * 6
    await workspace.months.enter(Month(2027, 1), Cell(NEW), Fraction(10**4))
    assert await plan_of_year(workspace, 2027) == plan


async def test_a_month_without_any_plan_has_a_report_all_the_same(workspace: Workspace) -> None:
    await fill(workspace, OCTOBER)
    report = await report_of(workspace, OCTOBER)
    assert (report.plan, report.findings) == (None, ())
