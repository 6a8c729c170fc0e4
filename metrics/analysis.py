"""Everything a clinic's visit rows say, in one frozen result: figures of the four blocks, tables, advice.

Maturity (lifetime, LTV, repeat index) is reckoned at the as-of date. Figures of a year are of the twelve
months that end with the last complete month, and are compared with the twelve before: so the counts are those
of the base movement, and an incomplete month is never compared with a full one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics import encoding
from metrics.advice import AdviceFinding, advise
from metrics.base_movement import BaseMonth, base_movement
from metrics.blocks import block_measures, new_after
from metrics.clinic import MeasuredClinic
from metrics.cohorts import Cohort, QuarterCohort, cohorts, quarters
from metrics.comparison import FigureChange, change
from metrics.days import as_date, day_number, last_complete_month, month_end_day
from metrics.lifetime import Lifetime, Survival, first_approach, survival
from metrics.ltv import RegisteredPoint, Window, registered
from metrics.measures import Measure, Metric
from metrics.month_totals import MonthTotals, month_totals
from metrics.outlook import OutlookReport, outlook
from metrics.record_breaks import ChangedIds
from metrics.retention import RepeatCohort, YearChurn
from metrics.rfm import rfm
from metrics.rolling_value import RollingValue
from metrics.segments import Groups
from metrics.stability import RevenueStability
from metrics.turnover_change import TurnoverChange
from metrics.turnover_level import LastMonth
from metrics.visits import VisitHistory, Visits

DEFINITIONS = 4
"""Version of the definitions: an analysis kept from another version is reckoned anew."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What `analyze` found. Plain types throughout; `to_json` and `from_json` give it back unchanged.

    year_end: last day of the last complete month; None before the first. rows: all, of which future_rows are
    dated after as_of and left out and unpriced have no amount. window, ltv: None where the measure LTV names
    the reason; rolling: LTV of the cohorts of the year to each month-end, registered: of all cohorts mature
    by then. closed: months without work; new_after: months without a visit after which one is new again.
    why: the parts of the change of turnover. group_tables: one per column the export has. rfm_grid: see
    `Rfm.grid`. outlook: None if not
    asked for or without patients. decisions: those dated up to as_of, oldest first.
    """

    definitions: int
    as_of: date
    year_end: date | None
    first_day: date | None
    rows: int
    future_rows: int
    unpriced: int
    patients: int
    visits: int
    measures: tuple[Measure, ...]
    lifetime: Lifetime | None
    lifetime_first_approach: float | None
    survival: Survival
    window: Window | None
    ltv: RollingValue | None
    rolling: tuple[RollingValue, ...]
    registered: tuple[RegisteredPoint, ...]
    repeat_cohorts: tuple[RepeatCohort, ...]
    second_visit_cohorts: tuple[RepeatCohort, ...]
    churn: tuple[YearChurn, ...]
    cohorts: tuple[Cohort, ...]
    quarters: tuple[QuarterCohort, ...]
    base: tuple[BaseMonth, ...]
    months: tuple[MonthTotals, ...]
    stability: RevenueStability | None
    closed: tuple[date, ...]
    changed_ids: ChangedIds | None
    new_after: int | None
    last_month: LastMonth | None
    why: TurnoverChange | None
    group_tables: tuple[Groups, ...]
    rfm_grid: tuple[tuple[int, ...], ...]
    outlook: OutlookReport | None
    decisions: tuple[date, ...]
    findings: tuple[AdviceFinding, ...]

    def measure(self, metric: Metric) -> Measure:
        """The figure of a definition key computed from rows. Raises KeyError for one that is supplied."""
        for found in self.measures:
            if found.metric is metric:
                return found
        raise KeyError(metric)

    def to_json(self) -> str:
        """The analysis as JSON."""
        return encoding.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> "Analysis":
        """The analysis that `to_json` wrote. Raises ValueError or KeyError on anything else."""
        return encoding.from_json(cls, text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of two segments, and whether they differ beyond chance."""

    metric: Metric
    this: Measure
    other: Measure
    change: FigureChange


COMPARED = (
    Metric.REPEAT_INDEX,
    Metric.SECOND_VISIT,
    Metric.FREQUENCY,
    Metric.CHURN,
    Metric.LIFETIME,
    Metric.LTV,
    Metric.VISIT_CHECK,
)
"""Figures that mean the same for a large segment and a small one."""


def analyze(
    visits: Visits,
    as_of: date,
    rng: np.random.Generator,
    *,
    decisions: Iterable[date] = (),
    supplied: Sequence[Measure] = (),
    window_months: int | None = None,
    kept_since: date | None = None,
    begins: date | None = None,
    with_outlook: bool = True,
) -> Analysis:
    """All figures, tables and advice of a clinic, or of a segment of it, as of a day.

    rng: draws the bootstrap and the samples for the behaviour models: the same seed, the same result.
    decisions: days of the owner's decisions. supplied: figures known from elsewhere, for the advice.
    window_months: counts LTV over this window (segments must share one). kept_since: since when the clinic
    keeps its program, if from its opening: then patients first seen in the first year are new too.
    begins: first day of the clinic's rows, where the visits are of a part of it.
    with_outlook: fit the behaviour models too (seconds rather than milliseconds).
    """
    as_of = settled_day(visits, as_of)
    history = VisitHistory.at(visits, as_of)
    markers = tuple(sorted(day for day in decisions if day <= as_of))
    clinic = MeasuredClinic.of(history, rng, window_months, markers, kept_since, begins)
    since = None if clinic.record is None else clinic.record.since
    within = clinic.within
    measures = tuple(block_measures(clinic))
    return Analysis(
        definitions=DEFINITIONS,
        as_of=as_of,
        year_end=None if clinic.years is None else as_date(clinic.years.now[1]),
        first_day=visits.first_day,
        rows=len(visits),
        future_rows=history.future_rows,
        unpriced=visits.unpriced,
        patients=history.patients,
        visits=int(history.visit_day.size),
        measures=measures,
        lifetime=clinic.life,
        lifetime_first_approach=first_approach(history),
        survival=survival(history, since=since),
        window=None if within is None else within.window,
        ltv=clinic.value,
        rolling=clinic.line,
        registered=() if within is None else registered(within, history.as_of, clinic.resample),
        repeat_cohorts=clinic.repeat_cohorts,
        second_visit_cohorts=clinic.second_cohorts,
        churn=clinic.churn,
        cohorts=cohorts(history),
        quarters=quarters(history),
        base=base_movement(history, new_after(clinic)),
        months=month_totals(history),
        stability=clinic.stability,
        closed=_closed(clinic),
        changed_ids=None if clinic.record is None else clinic.record.changed,
        new_after=new_after(clinic),
        last_month=clinic.last_month,
        why=clinic.why,
        group_tables=clinic.group_tables,
        rfm_grid=rfm(history).grid(),
        outlook=outlook(history, rng).report if with_outlook and history.patients else None,
        decisions=markers,
        findings=advise((*measures, *supplied), clinic.why),
    )


def settled_day(visits: Visits, as_of: date) -> date:
    """The one day an analysis is reckoned as of: the end of the last complete month the rows reach into.

    So text, pictures and tables say the same of the same day. The day itself before the first such month.
    """
    end = month_end_day(last_complete_month(day_number(as_of)))
    return as_date(end) if len(visits) and int(visits.day.min()) <= end else as_of


def _closed(clinic: MeasuredClinic) -> tuple[date, ...]:
    if clinic.record is None:
        return ()
    return tuple(clinic.record.totals[index].month for index in np.flatnonzero(clinic.record.closed))


def compare(this: Analysis, other: Analysis) -> tuple[Comparison, ...]:
    """The figures two segments share. LTV only if both were reckoned over the same window.

    The segments are taken as independent: patients who belong to both make the comparison cautious.
    """
    found = []
    for metric in COMPARED:
        ours, theirs = this.measure(metric), other.measure(metric)
        if metric is Metric.LTV and not _same_window(this.window, other.window):
            continue
        difference = _difference(ours, theirs)
        if difference is not None:
            found.append(Comparison(metric, ours, theirs, difference))
    return tuple(found)


def _same_window(ours: Window | None, theirs: Window | None) -> bool:
    return ours is not None and theirs is not None and ours.days == theirs.days


def _difference(ours: Measure, theirs: Measure) -> FigureChange | None:
    known = (ours.value, ours.low, ours.high, theirs.value, theirs.low, theirs.high)
    value, low, high, other, other_low, other_high = known
    if value is None or low is None or high is None:
        return None
    if other is None or other_low is None or other_high is None:
        return None
    return change(value, (low, high), other, (other_low, other_high))
