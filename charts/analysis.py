"""Which pictures an analysis can be shown in: the request for one, or the named reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from charts.requests import (
    FEWEST,
    MOST_QUARTERS,
    BaseChart,
    ChartRequest,
    CohortsChart,
    Decision,
    GroupsChart,
    LtvLineChart,
    LtvSplitChart,
    RepeatChart,
    RevenueChart,
    TurnoverBridgeChart,
)
from metrics.ltv import RegisteredPoint
from metrics.measures import Absent, Metric
from metrics.turnover_change import WITHIN_SPREAD, Nothing
from metrics.visits import VisitField

if TYPE_CHECKING:
    from metrics.analysis import Analysis
    from metrics.rolling_value import RollingValue


class AnalysisPicture(StrEnum):
    """The pictures of an analysis, in the order they are offered."""

    LTV_LINE = "ltv_line"
    LTV_SPLIT = "ltv_split"
    COHORTS = "cohorts"
    REPEAT = "repeat"
    BASE = "base"
    REVENUE = "revenue"
    TURNOVER_CHANGE = "turnover_change"
    DOCTORS = "doctors"
    SPECIALITIES = "specialities"
    CHANNELS = "channels"
    BRANCHES = "branches"


@dataclass(frozen=True, slots=True)
class PictureReader:
    """For whom a picture is: language, currency, and the segment by the name its owner gave."""

    language: str
    currency: str = "RUB"
    subject: str | None = None


def picture_of(
    analysis: Analysis, picture: AnalysisPicture, reader: PictureReader, decisions: Sequence[Decision] = ()
) -> ChartRequest | Absent:
    """The request for a picture of the analysis, or why there is nothing to draw.

    decisions: the owner's; they appear on the line of LTV, numbered from the oldest.
    """
    if not analysis.patients:
        return Absent.NO_VISITS
    if picture is AnalysisPicture.LTV_LINE:
        return _ltv_line(analysis, reader, tuple(decisions))
    return _BUILDERS[picture](analysis, reader)


def _ltv_line(
    analysis: Analysis, reader: PictureReader, decisions: tuple[Decision, ...]
) -> LtvLineChart | Absent:
    if analysis.window is None or analysis.measure(Metric.LTV).absent is not None:
        return _why_no_value(analysis)
    return LtvLineChart(
        points=points_of(analysis.rolling),
        registered=analysis.registered,
        window=analysis.window,
        change=analysis.measure(Metric.LTV).change,
        language=reader.language,
        currency=reader.currency,
        decisions=decisions,
        subject=reader.subject,
    )


def _ltv_split(analysis: Analysis, reader: PictureReader) -> LtvSplitChart | Absent:
    if analysis.window is None or analysis.measure(Metric.LTV).absent is not None:
        return _why_no_value(analysis)
    points = points_of(analysis.rolling)
    now = points[-1]
    return LtvSplitChart(
        now=now,
        before=_a_year_before(now, points),
        window=analysis.window,
        change=analysis.measure(Metric.LTV).change,
        language=reader.language,
        currency=reader.currency,
        subject=reader.subject,
    )


def points_of(line: Sequence[RollingValue]) -> tuple[RegisteredPoint, ...]:
    """The rolling line in the form of the registered one."""
    return tuple(
        RegisteredPoint(
            found.as_of, found.revenue, found.visits, found.patients, found.value, found.low, found.high
        )
        for found in line
    )


def _a_year_before(now: RegisteredPoint, points: Sequence[RegisteredPoint]) -> RegisteredPoint | None:
    end = now.month_end
    then = (end.year - 1, end.month)
    found = (point for point in points if (point.month_end.year, point.month_end.month) == then)
    return next(found, None)


def _why_no_value(analysis: Analysis) -> Absent:
    return analysis.measure(Metric.LTV).absent or Absent.FEW_PATIENTS


def _cohorts(analysis: Analysis, reader: PictureReader) -> CohortsChart | Absent:
    if not analysis.quarters:
        return Absent.SHORT_HISTORY
    if not any(quarter.size for quarter in analysis.quarters[-MOST_QUARTERS:]):
        return Absent.FEW_PATIENTS
    return CohortsChart(
        quarters=analysis.quarters,
        language=reader.language,
        known_from=_known_from(analysis),
        subject=reader.subject,
    )


def _repeat(analysis: Analysis, reader: PictureReader) -> RepeatChart | Absent:
    index = analysis.measure(Metric.REPEAT_INDEX)
    if index.absent is not None:
        return index.absent
    if all(cohort.share.total < FEWEST for cohort in analysis.repeat_cohorts):
        return Absent.FEW_PATIENTS
    return RepeatChart(
        cohorts=analysis.repeat_cohorts,
        index=index,
        language=reader.language,
        known_from=_known_from(analysis),
        subject=reader.subject,
    )


def _base(analysis: Analysis, reader: PictureReader) -> BaseChart | Absent:
    if not analysis.base:
        return Absent.SHORT_HISTORY
    return BaseChart(
        months=analysis.base,
        language=reader.language,
        known_from=_known_from(analysis),
        subject=reader.subject,
    )


def _revenue(analysis: Analysis, reader: PictureReader) -> RevenueChart | Absent:
    if analysis.stability is None:
        return analysis.measure(Metric.REVENUE_REMAINDER).absent or Absent.SHORT_HISTORY
    return RevenueChart(
        stability=analysis.stability,
        language=reader.language,
        currency=reader.currency,
        subject=reader.subject,
    )


def _turnover_change(analysis: Analysis, reader: PictureReader) -> TurnoverBridgeChart | Absent:
    why = analysis.why
    if why is None:
        return analysis.measure(Metric.TURNOVER).absent or Absent.SHORT_HISTORY
    if why.parts is None:
        return Absent.NO_REVENUE if why.nothing is Nothing.NO_MONEY else Absent.NOTHING_TO_COMPARE
    return TurnoverBridgeChart(
        before=why.units_before,
        now=why.units_now,
        parts=tuple((str(part), units) for part, units in why.parts),
        noticeable=WITHIN_SPREAD * why.units_before,
        language=reader.language,
        currency=reader.currency,
        subject=reader.subject,
    )


def _of_groups(field: VisitField) -> Callable[[Analysis, PictureReader], GroupsChart | Absent]:
    def build(analysis: Analysis, reader: PictureReader) -> GroupsChart | Absent:
        table = next((table for table in analysis.group_tables if table.field is field), None)
        if table is None:
            return Absent.SHORT_HISTORY if analysis.year_end is None else Absent.NO_SUCH_COLUMN
        if not table.rows:
            return Absent.FEW_PATIENTS
        return GroupsChart(
            groups=table, language=reader.language, currency=reader.currency, subject=reader.subject
        )

    return build


def _known_from(analysis: Analysis) -> date | None:
    """Rows that have gone on for a year tell a first visit from the return of somebody seen before them."""
    first = analysis.first_day
    return None if first is None else date(first.year + 1, first.month, 1)


_BUILDERS: Final[dict[AnalysisPicture, Callable[[Analysis, PictureReader], ChartRequest | Absent]]] = {
    AnalysisPicture.LTV_SPLIT: _ltv_split,
    AnalysisPicture.COHORTS: _cohorts,
    AnalysisPicture.REPEAT: _repeat,
    AnalysisPicture.BASE: _base,
    AnalysisPicture.REVENUE: _revenue,
    AnalysisPicture.TURNOVER_CHANGE: _turnover_change,
    AnalysisPicture.DOCTORS: _of_groups(VisitField.DOCTOR),
    AnalysisPicture.SPECIALITIES: _of_groups(VisitField.SPECIALITY),
    AnalysisPicture.CHANNELS: _of_groups(VisitField.CHANNEL),
    AnalysisPicture.BRANCHES: _of_groups(VisitField.BRANCH),
}
