"""What the owner told of months and channels, as figures of the advice; every figure worked out by hand."""

import shutil
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from handlers.transport.people import identity_of
from metrics.analysis import analyze
from metrics.channels import ChannelKind
from metrics.measures import Measure, Metric
from metrics.monthly import Month, MonthFigure
from services.months import Cell
from services.supplied import supplied_measures
from services.workspace import Workspace
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock
from tests.metrics.clinics import visits

NOW = datetime(2026, 7, 21, tzinfo=UTC)
NOTHING_UPLOADED = analyze(visits([]), date(2026, 6, 30), np.random.default_rng(1), with_outlook=False)


@pytest.fixture
async def workspace(tmp_path: Path, empty_file: Path) -> AsyncIterator[Workspace]:
    file = tmp_path / "supplied.sqlite3"
    shutil.copy(empty_file, file)
    database = await Database.open(f"sqlite:///{file}", clock=FakeClock(NOW))
    yield await Workspace.open(UnitOfWork(database), identity_of(1), "ru", FakeClock(NOW))
    await database.close()


async def enter(workspace: Workspace, month: Month, figures: Mapping[MonthFigure, int]) -> None:
    for figure, value in figures.items():
        await workspace.months.enter(month, Cell(figure), Fraction(value))


async def supplied(workspace: Workspace) -> dict[Metric, Measure]:
    return {measure.metric: measure for measure in await supplied_measures(workspace, NOTHING_UPLOADED)}


async def has_leads(workspace: Workspace, pairs: list[tuple[int, int]]) -> None:
    """Leads of the months from January 2026 on, and of the same months a year before."""
    for number, (now, before) in enumerate(pairs, 1):
        await enter(workspace, Month(2026, number), {MonthFigure.LEADS: now})
        await enter(workspace, Month(2025, number), {MonthFigure.LEADS: before})


LEADS = [(10, 11), (12, 11), (14, 11), (16, 11), (18, 11), (20, 11)]


async def test_leads_against_the_same_months_of_the_year_before(workspace: Workspace) -> None:
    await has_leads(workspace, LEADS)
    leads = (await supplied(workspace))[Metric.LEADS]
    assert (leads.value, leads.n) == (90, 90)
    assert leads.change is not None
    # −1, 1, 3, 5, 7, 9: together 24, variance 70/5 = 14; t with 5 degrees 2.571: ± 2.571·√(14·6) = 23.56.
    assert (leads.change.other, leads.change.difference) == (66, 24)
    assert (leads.change.low, leads.change.high) == pytest.approx((0.44, 47.56), abs=0.01)


async def test_a_month_before_the_last_twelve_or_known_in_one_year_only_is_not_counted(
    workspace: Workspace,
) -> None:
    await has_leads(workspace, LEADS)
    await enter(workspace, Month(2024, 6), {MonthFigure.LEADS: 1000})
    await enter(workspace, Month(2025, 12), {MonthFigure.LEADS: 1000})
    leads = (await supplied(workspace))[Metric.LEADS]
    assert leads.change is not None
    assert (leads.value, leads.change.other) == (90, 66)


async def test_five_months_are_too_few_to_compare_leads(workspace: Workspace) -> None:
    await has_leads(workspace, LEADS[:5])
    assert Metric.LEADS not in await supplied(workspace)


async def test_conversion_of_the_months_known_in_both_years(workspace: Workspace) -> None:
    await enter(workspace, Month(2026, 1), {MonthFigure.LEADS: 100, MonthFigure.STARTED: 30})
    await enter(workspace, Month(2026, 2), {MonthFigure.LEADS: 100, MonthFigure.STARTED: 90})
    await enter(workspace, Month(2025, 1), {MonthFigure.LEADS: 100, MonthFigure.STARTED: 10})
    await enter(workspace, Month(2025, 2), {MonthFigure.LEADS: 100})
    conversion = (await supplied(workspace))[Metric.CONVERSION]
    assert (conversion.value, conversion.n) == (0.3, 100)
    # Wilson's intervals: 30 of 100 is 21.9–39.6 %, 10 of 100 is 5.5–17.4 %.
    assert (conversion.low, conversion.high) == pytest.approx((0.2189, 0.3958), abs=0.0001)
    assert conversion.change is not None
    # Newcombe: 0.2 − √(0.0811² + 0.0744²) and 0.2 + √(0.0958² + 0.0448²).
    assert conversion.change.other == 0.1
    assert (conversion.change.low, conversion.change.high) == pytest.approx((0.090, 0.306), abs=0.001)


@pytest.mark.parametrize("year", [2025, 2026])
async def test_more_started_than_there_were_leads_is_no_conversion(workspace: Workspace, year: int) -> None:
    for each in (2025, 2026):
        started = 12 if each == year else 3
        await enter(workspace, Month(each, 1), {MonthFigure.LEADS: 10, MonthFigure.STARTED: started})
    assert Metric.CONVERSION not in await supplied(workspace)


async def test_no_leads_at_all_is_no_conversion(workspace: Workspace) -> None:
    for year in (2025, 2026):
        await enter(workspace, Month(year, 1), {MonthFigure.LEADS: 0, MonthFigure.STARTED: 0})
    assert Metric.CONVERSION not in await supplied(workspace)


async def test_the_share_of_referrals_among_new_patients(workspace: Workspace) -> None:
    for year, month, new, referrals in (
        (2026, 1, 50, 10),
        (2026, 2, 30, 10),
        (2025, 1, 30, 3),
        (2025, 2, 10, 7),
    ):
        figures = {MonthFigure.NEW_PATIENTS: new, MonthFigure.REFERRALS: referrals}
        await enter(workspace, Month(year, month), figures)
    share = (await supplied(workspace))[Metric.REFERRAL_SHARE]
    # 20 of 80 now, 10 of 40 then: the same quarter.
    assert (share.value, share.n) == (0.25, 80)
    assert share.change is not None
    assert (share.change.other, share.change.difference) == (0.25, 0)


async def has_channel(
    workspace: Workspace, name: str, new: int, budget: int | None, kind: ChannelKind = ChannelKind.MARKETING
) -> None:
    clinic = workspace.segments.whole_clinic()
    channel = await workspace.channels.add(clinic.id, name=name, kind=kind, new_patients=new)
    channel.budget = None if budget is None else Fraction(budget)
    await workspace.channels.save(clinic.id, channel)


async def test_a_new_patient_costs_all_known_budgets_by_all_the_people_they_brought(
    workspace: Workspace,
) -> None:
    await has_channel(workspace, "Карты", 30, 90_000)
    await has_channel(workspace, "Радио", 10, 20_000)
    await has_channel(workspace, "Щит", 0, 10_000)
    await has_channel(workspace, "Блог", 60, None)
    await has_channel(workspace, "Вывеска", 100, 1_000, ChannelKind.NATURAL)
    cost = (await supplied(workspace))[Metric.ACQUISITION_COST]
    # (90 000 + 20 000 + 10 000 ₽)/40: the billboard brought nobody and was paid for.
    assert (cost.value, cost.n) == (3000_00, 40)


async def test_budgets_that_brought_nobody_have_no_price_of_a_patient(workspace: Workspace) -> None:
    await has_channel(workspace, "Щит", 0, 10_000)
    await has_channel(workspace, "Вывеска", 60, None)
    assert Metric.ACQUISITION_COST not in await supplied(workspace)


async def test_without_anything_told_nothing_is_supplied(workspace: Workspace) -> None:
    assert await supplied(workspace) == {}
    workspace.segments.whole_clinic()
    assert await supplied(workspace) == {}
