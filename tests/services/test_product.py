"""The latest analysis: kept, used again, reckoned anew when what it rests on has changed; nobody else's."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from datasets.packing import pack
from files.child import FileRead
from handlers.transport.people import identity_of
from metrics.advice import Rule
from metrics.channels import ChannelKind
from metrics.measures import Metric
from metrics.month_totals import MonthTotals
from metrics.monthly import Month, MonthFigure
from metrics.selection import WHOLE, Selection
from metrics.visits import VisitField
from services.access import NotFoundError
from services.product import (
    NothingUploadedError,
    Product,
    earlier_years,
    months_covered,
    reckoning_day,
    segment_names,
)
from services.supplied import supplied_measures
from services.workspace import Workspace
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from storage.database import Database
from storage.keys.data_key import open_vault
from storage.repositories.analyses import MOST_KEPT
from storage.tables.product import analyses
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock
from tests.conversations.clinics import UNLIKE, export
from tests.conversations.house import Abacus

NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
PETROVA = WHOLE.only(VisitField.DOCTOR, "Петрова")


@pytest.fixture
async def database(tmp_path: Path, empty_file: Path) -> AsyncIterator[Database]:
    file = tmp_path / "product.sqlite3"
    shutil.copy(empty_file, file)
    database = await Database.open(f"sqlite:///{file}", clock=FakeClock(NOVEMBER))
    await open_vault(database, None, None)
    yield database
    await database.close()


async def opened(database: Database, person: int = 1) -> Workspace:
    return await Workspace.open(UnitOfWork(database), identity_of(person), "ru", FakeClock(NOVEMBER))


async def upload(database: Database, text: str) -> str:
    """Keep a file of visits; the id of its import."""
    workspace = await opened(database)
    uploads = workspace.uploads
    reading = read_file(text.encode(), UploadAnswers())
    kept = await uploads.keep(FileRead(reading.preview, pack(reading.rows, await uploads.patient_key())))
    await workspace.unit.commit()
    return kept.upload.id


async def analysed(database: Database, desk: Abacus, selection: Selection = WHOLE) -> str:
    """The id of an analysis, reckoned or taken from what is kept."""
    workspace = await opened(database)
    known = await Product(workspace).analysis(selection, desk)
    await workspace.unit.commit()
    return known.id


async def test_an_analysis_is_reckoned_once(database: Database) -> None:
    desk = Abacus()
    await upload(database, export())
    first = await analysed(database, desk)
    assert await analysed(database, desk) == first
    assert [order.as_of for order in desk.asked] == [date(2026, 10, 31)]
    latest = await Product(await opened(database)).latest()
    assert latest is not None
    assert (latest.id, latest.analysis.patients) == (first, 580)


async def test_a_new_upload_a_decision_and_an_undo_make_it_old(database: Database) -> None:
    desk = Abacus()
    await upload(database, export())
    await analysed(database, desk)
    newer = await upload(database, export(UNLIKE))
    assert await Product(await opened(database)).latest() is None
    await analysed(database, desk)

    workspace = await opened(database)
    await workspace.decisions.add(date(2026, 3, 15), "Новый прайс")
    await workspace.unit.commit()
    workspace = await opened(database)
    assert await Product(workspace).latest() is None
    assert await Product(workspace).choices() is not None
    await analysed(database, desk)
    assert desk.asked[-1].decisions == (date(2026, 3, 15),)

    workspace = await opened(database)
    await workspace.uploads.undo(newer)
    await workspace.unit.commit()
    workspace = await opened(database)
    assert await Product(workspace).choices() is None
    await analysed(database, desk)
    assert len(desk.asked) == 4


async def test_without_any_upload_no_month_is_known_from_rows(database: Database) -> None:
    made = await upload(database, export())
    await analysed(database, Abacus())
    workspace = await opened(database)
    assert any(known.clinic for known in (await workspace.months.facts()).values())
    await Product(workspace).undo(made)
    await workspace.unit.commit()
    workspace = await opened(database)
    assert not any(known.clinic for known in (await workspace.months.facts()).values())


async def test_segments_are_counted_over_the_window_of_the_clinic(database: Database) -> None:
    desk = Abacus()
    await upload(database, export())
    await analysed(database, desk, PETROVA)
    assert [(order.selection, order.window_months) for order in desk.asked] == [(WHOLE, None), (PETROVA, 12)]


async def test_a_button_stands_for_its_selection_and_only_for_its_owner(database: Database) -> None:
    desk = Abacus()
    await upload(database, export())
    petrova = await analysed(database, desk, PETROVA)
    await upload(database, export(UNLIKE))
    assert await Product(await opened(database)).selection(petrova) == PETROVA
    assert await analysed(database, desk, PETROVA) == petrova
    with pytest.raises(NotFoundError):
        await Product(await opened(database, person=2)).selection(petrova)


async def test_nothing_is_kept_in_the_clear(database: Database) -> None:
    await upload(database, export())
    await analysed(database, Abacus(), PETROVA)
    async with database.reading() as connection:
        rows = (await connection.execute(analyses.select())).all()
    assert len(rows) == 2
    assert "Петрова".encode() not in b"".join(row.selection + row.analysis for row in rows)
    assert not any("Петрова" in str(row) for row in rows)


async def test_without_visits_there_is_nothing_to_reckon(database: Database) -> None:
    with pytest.raises(NothingUploadedError):
        await analysed(database, Abacus())
    undone = await upload(database, export())
    workspace = await opened(database)
    await workspace.uploads.undo(undone)
    with pytest.raises(NothingUploadedError):
        await Product(workspace).analysis(WHOLE, Abacus())


async def test_only_so_many_selections_are_kept(database: Database) -> None:
    await upload(database, export(months=14))
    workspace = await opened(database)
    product, desk = Product(workspace), Abacus()
    for number in range(MOST_KEPT + 3):
        await product.analysis(WHOLE.only(VisitField.BRANCH, str(number)), desk)
    await workspace.unit.commit()
    async with database.reading() as connection:
        assert len((await connection.execute(analyses.select())).all()) == MOST_KEPT


async def test_the_months_of_an_upload_are_known_with_its_analysis(database: Database) -> None:
    await upload(database, export())
    workspace = await opened(database)
    known = await Product(workspace).analysis(WHOLE, Abacus())
    totals = known.analysis.months
    # Ten new ones, and five who return: 15 visits of 1 000 each, in kopecks.
    assert totals[-1] == MonthTotals(date(2026, 10, 1), 15, 10, 15, 1_500_000)
    assert (len(totals), totals[0]) == (58, MonthTotals(date(2022, 1, 1), 10, 10, 10, 1_000_000))
    covered = months_covered(totals)[Month(2026, 10)]
    assert covered == {
        MonthFigure.PATIENTS: 15,
        MonthFigure.VISITS: 15,
        MonthFigure.NEW_PATIENTS: 10,
        MonthFigure.TURNOVER: 15_000,
    }


@pytest.mark.parametrize(
    ("last_visit", "today", "expected"),
    [
        (date(2026, 10, 31), date(2026, 11, 21), date(2026, 10, 31)),
        (date(2026, 10, 28), date(2026, 11, 21), date(2026, 10, 31)),
        (date(2026, 10, 27), date(2026, 11, 21), date(2026, 10, 27)),
        (date(2026, 10, 30), date(2026, 10, 31), date(2026, 10, 30)),
        (date(2026, 12, 24), date(2026, 11, 21), date(2026, 11, 21)),
    ],
    ids=["to the month's end", "closed at the weekend", "mid-month", "the month is not over", "appointments"],
)
def test_the_day_to_reckon_as_of(last_visit: date, today: date, expected: date) -> None:
    assert reckoning_day(last_visit, today) == expected


async def test_what_there_is_to_choose_from(database: Database) -> None:
    await upload(database, export(months=14))
    workspace = await opened(database)
    analysis = (await Product(workspace).analysis(WHOLE, Abacus())).analysis
    assert segment_names(analysis, VisitField.DOCTOR) == (("Иванов", "Петрова", "Сидоров"), 0)
    assert segment_names(analysis, VisitField.BRANCH) == ((), 0)
    # Fourteen months, September 2025 to October 2026: two earlier runs of twelve.
    assert earlier_years(analysis) == (date(2026, 9, 30), date(2026, 8, 31))


async def test_the_cheapest_channel_is_held_against_the_others(database: Database) -> None:
    rows = export(UNLIKE).replace("Карты", "карты").split("\n")
    # Those of «карты» never return: only their first visits are kept.
    kept = [row for row in rows if not ("карты" in row and "Ортодонтия" in row)]
    await upload(database, "\n".join(kept))
    workspace = await opened(database)
    clinic = workspace.segments.whole_clinic()
    for name, price in (("Карты", 100), ("Рекомендация", 500), ("Радио", 10)):
        channel = await workspace.channels.add(
            clinic.id, name=name, kind=ChannelKind.MARKETING, new_patients=5
        )
        channel.cost_per_lead = Fraction(price)
        await workspace.channels.save(clinic.id, channel)
    known = await Product(workspace).analysis(WHOLE, Abacus())
    (measure,) = await supplied_measures(workspace, known.analysis)
    assert (measure.metric, measure.about) == (Metric.CHEAPEST_CHANNEL_REPEAT, "карты")
    assert measure.value == 0
    assert measure.change is not None
    assert measure.change.other == 0.5
    findings = await Product(workspace).findings(known)
    assert Rule.CHEAP_LEADS_LOW_REPEAT in {finding.rule for finding in findings}
