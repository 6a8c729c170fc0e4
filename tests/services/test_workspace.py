"""Names, years and limits of what one person may enter, and whose it is."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from handlers.transport.people import identity_of
from metrics.channels import ChannelKind
from metrics.funnel import Scenario
from services.access import NotFoundError
from services.example import example_segment
from services.limits import MOST_CHANNELS, MOST_SEGMENTS, Limit, LimitReachedError
from services.names import clean_name, is_taken
from services.segments import SegmentKind, other_plan_year, plan_year_at
from services.workspace import Workspace
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock


@pytest.fixture
async def unit(tmp_path: Path, empty_file: Path) -> AsyncIterator[UnitOfWork]:
    file = tmp_path / "workspace.sqlite3"
    shutil.copy(empty_file, file)
    database = await Database.open(f"sqlite:///{file}", clock=FakeClock())
    yield UnitOfWork(database)
    await database.close()


async def workspace_of(unit: UnitOfWork, person: int, language: str = "ru") -> Workspace:
    return await Workspace.open(unit, identity_of(person), language, FakeClock())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Иванов", "Иванов"),
        ("  Иванов \n И. И. ", "Иванов И. И."),
        ("<b>", "<b>"),
        ("я" * 60, "я" * 60),
        ("я" * 61, None),
        ("", None),
        (" \n\t", None),
        ("\u200b\u202e\x00", None),
        ("a\u202eb", "ab"),
    ],
)
def test_a_name_is_one_readable_line(typed: str, name: str | None) -> None:
    assert clean_name(typed) == name


def test_a_name_is_taken_in_any_letters() -> None:
    others = [example_segment(2027)]
    assert not is_taken("Клиника", others)

    class Named:
        name = "Straße"

    assert is_taken("STRASSE", [Named()])
    assert not is_taken("Strass", [Named()])


@pytest.mark.parametrize(("month", "planned"), [(1, 2026), (9, 2026), (10, 2027), (12, 2027)])
def test_the_year_to_plan_for(month: int, planned: int) -> None:
    assert plan_year_at(datetime(2026, month, 1, tzinfo=UTC)) == planned


@pytest.mark.parametrize(("year", "other"), [(2026, 2027), (2027, 2026), (2025, 2027)])
def test_the_other_year_has_figures_too(year: int, other: int) -> None:
    assert other_plan_year(year, datetime(2026, 11, 21, tzinfo=UTC)) == other


async def test_a_new_person_counts_in_the_money_of_their_language(unit: UnitOfWork) -> None:
    assert (await workspace_of(unit, 1, "ru")).currency == "RUB"
    assert (await workspace_of(unit, 2, "en")).currency == "USD"


async def test_the_clinic_comes_first_and_is_there_once(unit: UnitOfWork) -> None:
    workspace = await workspace_of(unit, 1)
    workspace.segments.add(SegmentKind.DOCTOR, "Иванов")
    clinic = workspace.segments.whole_clinic()
    assert workspace.segments.whole_clinic().id == clinic.id
    assert [segment.kind for segment in workspace.segments.listed()] == [
        SegmentKind.CLINIC,
        SegmentKind.DOCTOR,
    ]


async def test_segments_end_at_the_limit(unit: UnitOfWork) -> None:
    workspace = await workspace_of(unit, 1)
    for number in range(MOST_SEGMENTS):
        workspace.segments.add(SegmentKind.DOCTOR, str(number))
    with pytest.raises(LimitReachedError) as reached:
        workspace.segments.add(SegmentKind.DOCTOR, "one more")
    assert reached.value.limit is Limit.SEGMENTS


async def test_channels_end_at_the_limit_also_when_one_is_put_back(unit: UnitOfWork) -> None:
    workspace = await workspace_of(unit, 1)
    clinic = workspace.segments.whole_clinic()

    async def add(name: str) -> None:
        await workspace.channels.add(clinic.id, name=name, kind=ChannelKind.MARKETING, new_patients=1)

    for number in range(MOST_CHANNELS):
        await add(str(number))
    with pytest.raises(LimitReachedError):
        await add("one more")
    first = (await workspace.channels.of(clinic.id))[0]
    removed = await workspace.channels.remove(clinic.id, first.id)
    await add("another")
    with pytest.raises(LimitReachedError):
        await workspace.channels.restore(clinic.id, removed)


async def test_what_belongs_to_somebody_else_is_not_found(unit: UnitOfWork) -> None:
    olga, kate = await workspace_of(unit, 1), await workspace_of(unit, 2)
    clinic = olga.segments.whole_clinic()
    channel = await olga.channels.add(clinic.id, name="Карты", kind=ChannelKind.MARKETING, new_patients=1)
    with pytest.raises(NotFoundError):
        kate.segments.get(clinic.id)
    with pytest.raises(NotFoundError):
        kate.segments.remove(clinic.id)
    with pytest.raises(NotFoundError):
        await kate.channels.of(clinic.id)
    with pytest.raises(NotFoundError):
        await kate.channels.get(kate.segments.whole_clinic().id, channel.id)


async def test_starting_over_takes_answers_and_plans_and_leaves_channels(unit: UnitOfWork) -> None:
    workspace = await workspace_of(unit, 1)
    clinic = workspace.segments.whole_clinic()
    for name, answer in example_segment(2027).answers.items():
        workspace.segments.answer(clinic.id, name, answer)
    await workspace.channels.add(clinic.id, name="Карты", kind=ChannelKind.MARKETING, new_patients=1)
    plan = await workspace.plans.adopt(clinic.id, Scenario(growth=Fraction(0)))
    assert plan.patients == 44
    await unit.commit()
    fresh = UnitOfWork(unit.database)
    workspace = await workspace_of(fresh, 1)
    workspace.segments.start_over(clinic.id)
    await fresh.commit()
    workspace = await workspace_of(UnitOfWork(unit.database), 1)
    assert workspace.segments.whole_clinic().answers == {}
    assert await workspace.plans.adopted(clinic.id) is None
    assert len(await workspace.channels.of(clinic.id)) == 1


async def test_there_is_no_adopting_without_a_plan(unit: UnitOfWork) -> None:
    workspace = await workspace_of(unit, 1)
    with pytest.raises(ValueError, match="no plan"):
        await workspace.plans.adopt(workspace.segments.whole_clinic().id, Scenario())
