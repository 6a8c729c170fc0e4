"""Which pictures an analysis has: each is drawn, or there is a named reason why it is not."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from benchmarks.synthetic import SyntheticClinic, visits_of
from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.requests import Decision, GroupsChart, LtvLineChart, LtvSplitChart
from locales.texts import LANGUAGES
from metrics.analysis import Analysis, analyze
from metrics.measures import Absent, Metric
from tests.charts.drawn import assert_well_laid_out
from tests.metrics.test_analysis import EDGES, analysis_of

RUSSIAN = PictureReader("ru")


@pytest.fixture(scope="module")
def clinic() -> Analysis:
    """Three years of a clinic that opened in 2019, every column filled in but the branch."""
    rng = np.random.default_rng(5)
    visits = visits_of(SyntheticClinic(returning=0.6, gap=(12, 160)), 1200, 5, rng, labels=True)
    return analyze(visits, date(2023, 12, 10), rng, with_outlook=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "picture", [picture for picture in AnalysisPicture if picture is not AnalysisPicture.BRANCHES]
)
@pytest.mark.filterwarnings("error")
def test_a_clinic_has_every_picture(clinic: Analysis, picture: AnalysisPicture, language: str) -> None:
    found = picture_of(
        clinic, picture, PictureReader(language, "KZT", "Терапия"), _decisions(date(2023, 5, 5))
    )
    assert not isinstance(found, Absent)
    assert "Терапия" in assert_well_laid_out(found).words


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.filterwarnings("error")
def test_an_edge_has_a_picture_or_a_named_reason(edge: str) -> None:
    analysis = analysis_of(EDGES[edge]())
    for picture in AnalysisPicture:
        found = picture_of(analysis, picture, RUSSIAN)
        if not isinstance(found, Absent):
            assert_well_laid_out(found)


@pytest.mark.parametrize(
    ("edge", "picture", "reason"),
    [
        ("empty", AnalysisPicture.BASE, Absent.NO_VISITS),
        ("all refunds", AnalysisPicture.LTV_LINE, Absent.NO_VISITS),
        ("no amounts", AnalysisPicture.LTV_LINE, Absent.NO_AMOUNTS),
        ("no amounts", AnalysisPicture.LTV_SPLIT, Absent.NO_AMOUNTS),
        ("no amounts", AnalysisPicture.REVENUE, Absent.NO_AMOUNTS),
        ("no amounts", AnalysisPicture.TURNOVER_CHANGE, Absent.NO_AMOUNTS),
        ("as of the day of the only visits", AnalysisPicture.TURNOVER_CHANGE, Absent.SHORT_HISTORY),
        ("one patient", AnalysisPicture.LTV_LINE, Absent.NO_MATURE_PATIENTS),
        ("one patient", AnalysisPicture.REPEAT, Absent.NO_MATURE_PATIENTS),
        ("ten thousand years of money", AnalysisPicture.COHORTS, Absent.FEW_PATIENTS),
        ("one patient", AnalysisPicture.DOCTORS, Absent.FEW_PATIENTS),
        ("all first visits in the last month", AnalysisPicture.REPEAT, Absent.NO_MATURE_PATIENTS),
        ("all first visits in the last month", AnalysisPicture.LTV_LINE, Absent.SHORT_HISTORY),
        ("a visit every four years", AnalysisPicture.REPEAT, Absent.CYCLE_OVER_THREE_YEARS),
        ("as of the day of the only visits", AnalysisPicture.REVENUE, Absent.SHORT_HISTORY),
        ("forty years", AnalysisPicture.BRANCHES, Absent.NO_SUCH_COLUMN),
    ],
)
def test_what_cannot_be_drawn_has_a_reason(edge: str, picture: AnalysisPicture, reason: Absent) -> None:
    assert picture_of(analysis_of(EDGES[edge]()), picture, RUSSIAN) is reason


def test_a_year_ago_is_the_same_month_end(clinic: Analysis) -> None:
    split = picture_of(clinic, AnalysisPicture.LTV_SPLIT, RUSSIAN)
    assert isinstance(split, LtvSplitChart)
    assert split.now.month_end == date(2023, 11, 30)
    assert split.before is not None
    assert split.before.month_end == date(2022, 11, 30)
    assert split.now.value == clinic.measure(Metric.LTV).value


def test_a_picture_is_in_the_readers_language_and_currency(clinic: Analysis) -> None:
    made = _decisions(date(2023, 5, 5), date(2020, 1, 1))
    line = picture_of(clinic, AnalysisPicture.LTV_LINE, PictureReader("en", "EUR", "Therapy"), made)
    assert isinstance(line, LtvLineChart)
    assert (line.language, line.currency, line.subject, line.decisions) == ("en", "EUR", "Therapy", made)
    assert line.registered == clinic.registered
    assert line.points[-1].value == clinic.measure(Metric.LTV).value


def test_each_column_has_its_own_groups(clinic: Analysis) -> None:
    doctors = picture_of(clinic, AnalysisPicture.DOCTORS, RUSSIAN)
    channels = picture_of(clinic, AnalysisPicture.CHANNELS, RUSSIAN)
    assert isinstance(doctors, GroupsChart)
    assert isinstance(channels, GroupsChart)
    assert {row.name.split()[0] for row in doctors.groups.rows} == {"Doctor"}
    assert {row.name.split()[0] for row in channels.groups.rows} == {"Channel"}


def _decisions(*days: date) -> Sequence[Decision]:
    return tuple(Decision(day, "Новый прайс") for day in days)
