"""The figures of the four blocks, each with its range, its change, or the reason why it is absent."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from metrics.base_movement import movements_by_patient
from metrics.clinic import DaySpan, MeasuredClinic, PeriodSums, Years
from metrics.comparison import FigureChange, change
from metrics.confidence import wilson
from metrics.days import (
    YEAR,
    IntArray,
    day_number,
    month_end_day,
    month_of,
    month_start,
    years_before,
)
from metrics.ltv import (
    LifetimeValue,
    Window,
    WithinWindow,
    lifetime_value,
    value_change,
    within_window,
)
from metrics.measures import (
    ENOUGH,
    Absent,
    Measure,
    Metric,
    Unit,
    missing,
    ratio_measure,
    share_change,
    share_measure,
    total_measure,
)
from metrics.retention import (
    LONGEST_CYCLE,
    SECOND_VISIT_WITHIN,
    RepeatCohort,
    Share,
    newest_mature_month,
    pooled,
    usual_cycle,
)
from metrics.segments import began_with, only_one_label
from metrics.stability import top_share
from metrics.steering import Block
from metrics.visits import VisitField

FIRST_YEAR = Window(12, YEAR, provisional=False)

BLOCKS: dict[Block, tuple[Metric, ...]] = {
    Block.MEDICAL_PRODUCT: (
        Metric.REPEAT_INDEX,
        Metric.SECOND_VISIT,
        Metric.FREQUENCY,
        Metric.SINGLE_SPECIALITY,
        Metric.WEAKEST_DOCTOR_REPEAT,
    ),
    Block.PATIENTS: (
        Metric.LTV,
        Metric.LIFETIME,
        Metric.CHURN,
        Metric.ACTIVE_PATIENTS,
        Metric.LOST_PATIENTS,
    ),
    Block.ACQUISITION: (Metric.NEW_PATIENTS, Metric.RETURNED_PATIENTS, Metric.FIRST_YEAR_VALUE),
    Block.FINANCE: (
        Metric.TURNOVER,
        Metric.VISIT_CHECK,
        Metric.REVENUE_REMAINDER,
        Metric.TOP_TENTH_SHARE,
        Metric.TOP_DOCTOR_SHARE,
    ),
}
"""The figures of each block, the most telling first."""


def block_measures(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Every figure of every block, in the order of the blocks; absent ones with their reason."""
    yield _repeat_index(clinic)
    yield _second_visit(clinic)
    yield from _checks(clinic)
    yield _single_speciality(clinic)
    yield _weakest_doctor(clinic)
    yield _ltv(clinic)
    yield _lifetime(clinic)
    yield _churn(clinic)
    yield from _base(clinic)
    yield _first_year_value(clinic)
    yield _turnover(clinic)
    yield _remainder(clinic)
    yield _top_tenth(clinic)
    yield _top_doctor(clinic)
    yield _last_month(clinic)
    yield _ltv_step(clinic)
    yield _mix_shift(clinic)


def _why_no_year(clinic: MeasuredClinic) -> Absent:
    return Absent.SHORT_HISTORY if clinic.history.patients else Absent.NO_VISITS


def _why_no_money(clinic: MeasuredClinic, otherwise: Absent) -> Absent:
    if not clinic.history.patients:
        return Absent.NO_VISITS
    return otherwise if clinic.history.amounts_known else Absent.NO_AMOUNTS


def _why_no_comparison(clinic: MeasuredClinic, field: VisitField) -> Absent | None:
    labels = clinic.history.labels.get(field)
    if labels is None:
        return Absent.NO_SUCH_COLUMN
    return Absent.NOTHING_TO_COMPARE if len(labels.names) == 1 else None


def _cohort_share(
    clinic: MeasuredClinic, found: tuple[RepeatCohort, ...], metric: Metric, within: int
) -> Measure:
    """The share over the twelve newest mature cohorts, against the twelve before.

    Cohorts of the first year of the rows are not compared with: many of their patients were not new.
    """
    history = clinic.history
    if not history.patients:
        return missing(metric, Unit.SHARE, Absent.NO_VISITS)
    newest = newest_mature_month(history, within)
    share = pooled(found, newest)
    if share is None:
        return missing(metric, Unit.SHARE, Absent.NO_MATURE_PATIENTS)
    end = month_of(day_number(newest))
    earlier = pooled(found, month_start(end - 12))
    known = history.covers(day_number(month_start(end - 12 - 11 - 12)))
    measure = share_measure(metric, share, earlier if known else None)
    return replace(measure, provisional=not history.covers(day_number(month_start(end - 11 - 12))))


def _repeat_index(clinic: MeasuredClinic) -> Measure:
    cycle = usual_cycle(clinic.history)
    if cycle is not None and cycle > LONGEST_CYCLE:
        return missing(Metric.REPEAT_INDEX, Unit.SHARE, Absent.CYCLE_OVER_THREE_YEARS)
    return _cohort_share(clinic, clinic.repeat_cohorts, Metric.REPEAT_INDEX, YEAR)


def _second_visit(clinic: MeasuredClinic) -> Measure:
    return _cohort_share(clinic, clinic.second_cohorts, Metric.SECOND_VISIT, SECOND_VISIT_WITHIN)


def _checks(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Visits per patient of the year, and kopecks per visit."""
    years, now, before = clinic.years, clinic.now, clinic.before
    if years is None or now is None:
        reason = _why_no_year(clinic)
        yield missing(Metric.FREQUENCY, Unit.COUNT, reason)
        yield missing(Metric.VISIT_CHECK, Unit.KOPECKS, _why_no_money(clinic, reason))
        return
    frequency = ratio_measure(
        Metric.FREQUENCY,
        Unit.COUNT,
        (now.visits, now.came),
        None if before is None else (before.visits, before.came),
        clinic.resample,
    )
    yield _of_year(frequency, Metric.FREQUENCY, Unit.COUNT, years)
    if not clinic.history.amounts_known:
        yield missing(Metric.VISIT_CHECK, Unit.KOPECKS, Absent.NO_AMOUNTS)
        return
    check = ratio_measure(
        Metric.VISIT_CHECK,
        Unit.KOPECKS,
        (now.revenue, now.visits),
        None if before is None else (before.revenue, before.visits),
        clinic.resample,
    )
    yield _of_year(check, Metric.VISIT_CHECK, Unit.KOPECKS, years)


def _of_year(measure: Measure | None, metric: Metric, unit: Unit, years: Years) -> Measure:
    if measure is None:
        return missing(metric, unit, Absent.NO_VISITS)
    return replace(measure, provisional=not years.whole)


def _single_speciality(clinic: MeasuredClinic) -> Measure:
    metric, years = Metric.SINGLE_SPECIALITY, clinic.years
    if years is None:
        return missing(metric, Unit.SHARE, _why_no_year(clinic))
    if reason := _why_no_comparison(clinic, VisitField.SPECIALITY):
        return missing(metric, Unit.SHARE, reason)
    share = only_one_label(clinic.history, VisitField.SPECIALITY, years.now)
    if share is None:
        return missing(metric, Unit.SHARE, Absent.FEW_PATIENTS)
    earlier = (
        only_one_label(clinic.history, VisitField.SPECIALITY, years.before) if years.comparable else None
    )
    return replace(share_measure(metric, share, earlier), provisional=not years.whole)


def _weakest_doctor(clinic: MeasuredClinic) -> Measure:
    """The lowest repeat index among doctors with 30 mature patients.

    Its interval is as wide as picking the lowest of k doctors calls for: level 1 − 5 %/k.
    """
    metric = Metric.WEAKEST_DOCTOR_REPEAT
    if reason := _why_no_comparison(clinic, VisitField.DOCTOR):
        return missing(metric, Unit.SHARE, reason)
    known = [
        (group.repeat.value, group.name, group.repeat)
        for table in clinic.group_tables
        if table.field is VisitField.DOCTOR
        for group in table.rows
        if group.repeat is not None and group.repeat.total >= ENOUGH
    ]
    if len(known) < 2:
        return missing(metric, Unit.SHARE, Absent.FEW_PATIENTS)
    _, name, share = min(known)
    low, high = wilson(share.count, share.total, 1 - 0.05 / len(known))
    return Measure(metric, Unit.SHARE, share.value, low, high, share.total, about=name)


def _ltv(clinic: MeasuredClinic) -> Measure:
    if clinic.ltv is None or clinic.within is None:
        return missing(Metric.LTV, Unit.KOPECKS, _why_no_money(clinic, Absent.NO_MATURE_PATIENTS))
    year_ago = years_before(clinic.history.as_of, 1)
    return _value_measure(clinic, Metric.LTV, clinic.ltv, clinic.within, year_ago)


def _first_year_value(clinic: MeasuredClinic) -> Measure:
    history = clinic.history
    within = within_window(history, FIRST_YEAR) if history.amounts_known else None
    value = None if within is None else lifetime_value(within, history.as_of, clinic.resample)
    if within is None or value is None:
        reason = _why_no_money(clinic, Absent.NO_MATURE_PATIENTS)
        return missing(Metric.FIRST_YEAR_VALUE, Unit.KOPECKS, reason)
    return _value_measure(clinic, Metric.FIRST_YEAR_VALUE, value, within, years_before(history.as_of, 1))


def _value_measure(
    clinic: MeasuredClinic, metric: Metric, value: LifetimeValue, within: WithinWindow, then: int
) -> Measure:
    """An LTV with its change since an earlier day."""
    low, high = value.interval or (None, None)
    return Measure(
        metric,
        Unit.KOPECKS,
        float(value.value),
        low,
        high,
        value.patients,
        value_change(within, then, clinic.history.as_of, clinic.resample),
        provisional=value.window.provisional,
    )


def _lifetime(clinic: MeasuredClinic) -> Measure:
    life = clinic.life
    if life is None:
        return missing(Metric.LIFETIME, Unit.DAYS, _why_no_year(clinic))
    return Measure(Metric.LIFETIME, Unit.DAYS, life.days, life.low, life.high, life.patients)


def _churn(clinic: MeasuredClinic) -> Measure:
    if not clinic.churn:
        return missing(Metric.CHURN, Unit.SHARE, _why_no_year(clinic))
    return replace(share_measure(Metric.CHURN, clinic.churn[-1].share), change=_churn_change(clinic))


def _churn_change(clinic: MeasuredClinic) -> FigureChange | None:
    """Paired by patient: who was lost in one year can't be lost in the next, so they are not independent."""
    years, now, before = clinic.years, clinic.now, clinic.before
    if years is None or now is None or before is None or not years.known:
        return None
    earlier = PeriodSums.of(clinic.history, years.earlier)
    lost, lost_before = before.came * (1 - now.came), earlier.came * (1 - before.came)
    parts = ((lost, before.came), (lost_before, earlier.came))
    paired = ratio_measure(Metric.CHURN, Unit.SHARE, *parts, clinic.resample)
    return None if paired is None else paired.change


def _base(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Active, returned, new and lost patients of the year: the sums of the base movement."""
    keys = (Metric.RETURNED_PATIENTS, Metric.NEW_PATIENTS, Metric.LOST_PATIENTS)
    years, history, before = clinic.years, clinic.history, clinic.before
    if years is None or clinic.now is None:
        for metric in (Metric.ACTIVE_PATIENTS, *keys):
            yield missing(metric, Unit.COUNT, _why_no_year(clinic))
        return
    came_before = None if before is None else before.came
    active = total_measure(Metric.ACTIVE_PATIENTS, Unit.COUNT, clinic.now.came, came_before)
    yield replace(active, provisional=not years.whole)
    end = month_of(years.now[1])
    new, returned, lost = movements_by_patient(history, end - 11, end)
    new_before, returned_before, lost_before = movements_by_patient(history, end - 23, end - 12)
    for metric, now, earlier in (
        (Metric.RETURNED_PATIENTS, returned, returned_before),
        (Metric.NEW_PATIENTS, new, new_before),
        (Metric.LOST_PATIENTS, lost, lost_before),
    ):
        found = total_measure(metric, Unit.COUNT, now, earlier if years.known else None)
        yield replace(found, provisional=not years.comparable)


def _turnover(clinic: MeasuredClinic) -> Measure:
    years, now, before = clinic.years, clinic.now, clinic.before
    if years is None or now is None or not clinic.history.amounts_known:
        return missing(Metric.TURNOVER, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    earlier = None if before is None else before.turnover
    found = total_measure(Metric.TURNOVER, Unit.KOPECKS, now.turnover, earlier)
    return replace(found, provisional=not years.whole)


def _remainder(clinic: MeasuredClinic) -> Measure:
    found = clinic.stability
    if found is None:
        reason = _why_no_money(clinic, Absent.SHORT_HISTORY)
        return missing(Metric.REVENUE_REMAINDER, Unit.SHARE, reason)
    n = clinic.history.patients
    return Measure(Metric.REVENUE_REMAINDER, Unit.SHARE, found.remainder, found.low, found.high, n)


def _top_tenth(clinic: MeasuredClinic) -> Measure:
    metric, years, now = Metric.TOP_TENTH_SHARE, clinic.years, clinic.now
    if years is None or now is None or not clinic.history.amounts_known:
        return missing(metric, Unit.SHARE, _why_no_money(clinic, Absent.SHORT_HISTORY))
    found = top_share(now.revenue[now.visits > 0])
    if found is None:
        return missing(metric, Unit.SHARE, Absent.NO_REVENUE)
    before = None if clinic.before is None else top_share(clinic.before.revenue[clinic.before.visits > 0])
    difference = None
    if before is not None:
        difference = change(found.value, (found.low, found.high), before.value, (before.low, before.high))
    return Measure(
        metric,
        Unit.SHARE,
        found.value,
        found.low,
        found.high,
        int(now.came.sum()),
        difference,
        provisional=not years.whole,
    )


def _top_doctor(clinic: MeasuredClinic) -> Measure:
    metric, years, history = Metric.TOP_DOCTOR_SHARE, clinic.years, clinic.history
    if years is None or not history.amounts_known:
        return missing(metric, Unit.SHARE, _why_no_money(clinic, Absent.SHORT_HISTORY))
    labels = history.labels.get(VisitField.DOCTOR)
    if labels is None:
        return missing(metric, Unit.SHARE, Absent.NO_SUCH_COLUMN)
    table = next(table for table in clinic.group_tables if table.field is VisitField.DOCTOR)
    if not table.rows or not table.rows[0].revenue_share:
        return missing(metric, Unit.SHARE, Absent.FEW_PATIENTS if not table.rows else Absent.NO_REVENUE)
    name = table.rows[0].name
    theirs = labels.codes == labels.names.index(name)

    def parts(period: DaySpan) -> tuple[IntArray, IntArray]:
        rows = (history.day >= period[0]) & (history.day <= period[1])
        return history.revenue(rows & theirs), history.revenue(rows)

    found = ratio_measure(
        metric,
        Unit.SHARE,
        parts(years.now),
        parts(years.before) if years.comparable else None,
        clinic.resample,
    )
    return replace(_of_year(found, metric, Unit.SHARE, years), about=name)


def _last_month(clinic: MeasuredClinic) -> Measure:
    """Kopecks of the last complete month within the band of its trend and season, against a year before."""
    metric = Metric.LAST_MONTH
    if clinic.stability is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    last = clinic.stability.months[-1]
    month = month_of(day_number(last.month))
    now, before = ((day_number(month_start(number)), month_end_day(number)) for number in (month, month - 12))
    found = total_measure(
        metric, Unit.KOPECKS, *(PeriodSums.of(clinic.history, days).turnover for days in (now, before))
    )
    return replace(found, low=last.low, high=last.high)


def _ltv_step(clinic: MeasuredClinic) -> Measure:
    """LTV now against LTV as registered on the day of the last decision."""
    metric = Metric.LTV_STEP
    if not clinic.decisions:
        return missing(metric, Unit.KOPECKS, Absent.NO_DECISIONS)
    if clinic.ltv is None or clinic.within is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.NO_MATURE_PATIENTS))
    decided = day_number(clinic.decisions[-1])
    step = _value_measure(clinic, metric, clinic.ltv, clinic.within, decided)
    return step if step.change is not None else missing(metric, Unit.KOPECKS, Absent.NO_MATURE_PATIENTS)


def _mix_shift(clinic: MeasuredClinic) -> Measure:
    """The speciality whose share among new patients changed most since the last decision.

    The year after it (or as much as there is) against the year before; the interval is as wide as picking one
    of k specialities calls for: level 1 − 5 %/k.
    """
    metric, history = Metric.MIX_SHIFT, clinic.history
    if not clinic.decisions:
        return missing(metric, Unit.SHARE, Absent.NO_DECISIONS)
    if VisitField.SPECIALITY not in history.labels:
        return missing(metric, Unit.SHARE, Absent.NO_SUCH_COLUMN)
    decided = day_number(clinic.decisions[-1])
    began = began_with(history, VisitField.SPECIALITY)
    names = history.labels[VisitField.SPECIALITY].names
    after, before = (
        np.bincount(
            began[(began >= 0) & (history.first > start) & (history.first <= end)], minlength=len(names)
        )
        for start, end in ((decided, decided + YEAR), (decided - YEAR, decided))
    )
    if min(int(after.sum()), int(before.sum())) < ENOUGH:
        return missing(metric, Unit.SHARE, Absent.FEW_PATIENTS)
    shift = np.abs(after / after.sum() - before / before.sum())
    most = int(np.argmax(shift))
    now, then = (_share_at(counts, most, len(names)) for counts in (after, before))
    return replace(share_measure(metric, now), change=share_change(now, then), about=names[most])


def _share_at(counts: IntArray, index: int, choices: int) -> Share:
    count, total = int(counts[index]), int(counts.sum())
    low, high = wilson(count, total, 1 - 0.05 / choices)
    return Share(count, total, count / total, low, high)
