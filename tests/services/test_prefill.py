"""What a file answers of the questionnaire, and for which year."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from datasets.years import YearOfVisits
from handlers.transport.people import identity_of
from metrics.channels import ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure, forecast
from services.answers import Answer, CountedDays
from services.limits import MOST_CHANNELS
from services.prefill import (
    incomplete_year,
    offers,
    offers_from_json,
    offers_to_json,
    take_figures,
    take_over,
)
from services.workspace import Workspace
from spreadsheets.figure_cells import ChannelFound, FigureFound, FiguresFound
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

WHOLE = YearOfVisits(
    start=date(2025, 1, 1),
    end=date(2025, 12, 31),
    is_whole=True,
    patients=2000,
    previous_patients=1850,
    new_patients=575,
    returned_patients=40,
    turnover=6_000_000_050,
    referrals=462,
)
BEGUN = replace(WHOLE, start=date(2026, 1, 1), end=date(2026, 12, 31), is_whole=False)
ROLLING = replace(WHOLE, start=date(2025, 11, 1), end=date(2026, 10, 31))


def test_the_last_full_year_is_offered() -> None:
    earlier = replace(WHOLE, start=date(2024, 1, 1), end=date(2024, 12, 31))
    (offer,) = offers([earlier, WHOLE])
    period = CountedDays(date(2025, 1, 1), date(2025, 12, 31))
    assert (offer.period, offer.is_calendar_year) == (period, True)
    assert offer.answers == {
        "patients": Answer(estimate=Estimate.exact(2000), counted=period),
        "previous_patients": Answer(estimate=Estimate.exact(1850), counted=period),
        "new_patients": Answer(estimate=Estimate.exact(575), counted=period),
        "returned_patients": Answer(estimate=Estimate.exact(40), counted=period),
        "turnover": Answer(estimate=Estimate.exact(Fraction("60000000.5")), counted=period),
        "referrals": Answer(estimate=Estimate.exact(462), counted=period),
    }


def test_of_a_year_that_is_not_over_twelve_months_come_first() -> None:
    rolling, calendar = offers([WHOLE, BEGUN, ROLLING])
    assert rolling.period == CountedDays(date(2025, 11, 1), date(2026, 10, 31))
    assert calendar.period == CountedDays(date(2025, 1, 1), date(2025, 12, 31))
    assert incomplete_year([WHOLE, BEGUN, ROLLING]) == date(2026, 12, 31)


def test_what_the_rows_cannot_tell_is_left_to_the_owner() -> None:
    unknown = replace(WHOLE, previous_patients=None, new_patients=None, returned_patients=None, turnover=None)
    (offer,) = offers([replace(unknown, referrals=None)])
    assert set(offer.answers) == {"patients"}


@pytest.mark.parametrize("years", [[], [BEGUN], [replace(WHOLE, patients=0)]])
def test_nothing_is_offered_without_a_full_year_of_patients(years: list[YearOfVisits]) -> None:
    assert offers(years) == ()


def test_a_whole_last_year_is_no_incomplete_one() -> None:
    assert incomplete_year([BEGUN, replace(WHOLE, start=date(2027, 1, 1), end=date(2027, 12, 31))]) is None
    assert incomplete_year([]) is None


def test_offers_come_back_as_they_were_kept() -> None:
    made = offers([WHOLE, BEGUN, ROLLING])
    assert offers_from_json(offers_to_json(made)) == made


@pytest.fixture
async def workspace(tmp_path: Path, empty_file: Path) -> AsyncIterator[Workspace]:
    file = tmp_path / "prefill.sqlite3"
    shutil.copy(empty_file, file)
    clock = FakeClock(datetime(2026, 11, 21, tzinfo=UTC))
    database = await Database.open(f"sqlite:///{file}", clock=clock)
    yield await Workspace.open(UnitOfWork(database), identity_of(1), "ru", clock)
    await database.close()


@pytest.mark.parametrize(("year", "planned"), [(WHOLE, 2026), (ROLLING, 2027)])
async def test_the_plan_is_for_the_year_after_the_figures(
    workspace: Workspace, year: YearOfVisits, planned: int
) -> None:
    (offer,) = offers([year])
    segment = await take_over(workspace, offer)
    assert (segment.plan_year, segment.answers) == (planned, offer.answers)


def figures(year: int | None, *channels: ChannelFound) -> FiguresFound:
    found = FigureFound(Figure.PATIENTS, Estimate.between(1900, 2100), "", "B2", "Пациенты", 1.0)
    return FiguresFound(True, year, (), (found,), channels, ())


@pytest.mark.parametrize(("year", "planned"), [(2024, 2025), (None, 2027)])
async def test_figures_of_a_file_answer_for_its_year(
    workspace: Workspace, year: int | None, planned: int
) -> None:
    segment = await take_figures(workspace, figures(year))
    assert segment.plan_year == planned
    counted = CountedDays(date(planned - 1, 1, 1), date(planned - 1, 12, 31))
    assert segment.answers == {
        "patients": Answer(estimate=Estimate.between(1900, 2100), counted=counted, is_of_table=True)
    }


ARTICLE = replace(
    WHOLE, patients=2000, previous_patients=1850, new_patients=575, returned_patients=None, referrals=416
)


async def test_the_range_is_that_of_counted_figures_only_where_rows_of_visits_were_counted(
    workspace: Workspace,
) -> None:
    (offer,) = offers([ARTICLE])
    counted = await take_over(workspace, offer)
    in_table = tuple(
        FigureFound(Figure(name), answer.estimate, "", "B2", name, 1.0)
        for name, answer in offer.answers.items()
        if answer.estimate is not None
    )
    from_table = await take_figures(workspace, FiguresFound(True, 2025, (), in_table, (), ()))
    assert counted.figures == from_table.figures
    assert counted.forecast().gap_interval == forecast(counted.figures, from_rows=True).gap_interval
    assert from_table.forecast().gap_interval == forecast(counted.figures, from_rows=False).gap_interval
    assert forecast(counted.figures, from_rows=True) != forecast(counted.figures, from_rows=False)
    again = await take_over(workspace, offer)
    assert again.forecast() == counted.forecast()


async def test_one_figure_of_a_table_among_counted_ones_makes_the_range_that_of_told_figures(
    workspace: Workspace,
) -> None:
    (offer,) = offers([replace(ARTICLE, referrals=None)])
    await take_over(workspace, offer)
    told = FigureFound(Figure.REFERRALS, Estimate.exact(416), "", "B2", "По рекомендации", 1.0)
    segment = await take_figures(workspace, FiguresFound(True, 2025, (), (told,), (), ()))
    assert segment.forecast().gap_interval == forecast(segment.figures, from_rows=False).gap_interval


async def test_channels_of_a_file_are_named_or_brought_up_to_date(workspace: Workspace) -> None:
    clinic = workspace.segments.whole_clinic()
    old = await workspace.channels.add(clinic.id, name="Карты", kind=ChannelKind.NATURAL, new_patients=1)
    maps = ChannelFound("карты", ChannelKind.MARKETING, 63, Fraction(1500), None)
    radio = ChannelFound("Радио", ChannelKind.MARKETING, 5, None, Fraction(600_000))
    await take_figures(workspace, figures(2026, maps, radio))
    first, second = await workspace.channels.of(clinic.id)
    assert (first.id, first.kind, first.new_patients, first.cost_per_lead) == (
        old.id,
        ChannelKind.MARKETING,
        63,
        Fraction(1500),
    )
    assert (second.name, second.new_patients, second.budget) == ("Радио", 5, Fraction(600_000))


async def test_of_too_many_channels_the_first_are_taken(workspace: Workspace) -> None:
    many = [
        ChannelFound(f"Канал {number}", ChannelKind.MARKETING, number, None, None) for number in range(40)
    ]
    await take_figures(workspace, figures(2026, *many))
    named = await workspace.channels.of(workspace.segments.whole_clinic().id)
    assert [channel.name for channel in named] == [f"Канал {number}" for number in range(MOST_CHANNELS)]
