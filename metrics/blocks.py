"""The figures of the four blocks, each with its range, its change, or the reason why it is absent."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from metrics.clinic import DaySpan, MeasuredClinic, Years
from metrics.comparison import FigureChange
from metrics.confidence import wilson
from metrics.days import YEAR, IntArray, day_number, month_of, month_start
from metrics.judgement import ChanceTest, Verdict
from metrics.looks import HALF_YEAR_MONTHS, YEAR_MONTHS, ClinicRecord, YearComparison, month_of_date
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
from metrics.rolling_value import EarlyMoney, value_since
from metrics.segments import began_with, only_one_label
from metrics.side_by_side import NEW_NEEDS, RETURNED_NEEDS
from metrics.stability import top_share
from metrics.steering import Block
from metrics.turnover_change import Part, YearSums, turnover_change
from metrics.visits import VisitField

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
        Metric.RETURNS,
    ),
    Block.ACQUISITION: (Metric.NEW_PATIENTS, Metric.RETURNED_PATIENTS, Metric.EARLY_VALUE),
    Block.FINANCE: (
        Metric.TURNOVER,
        Metric.VISIT_CHECK,
        Metric.REVENUE_RETENTION,
        Metric.REVENUE_REMAINDER,
        Metric.TOP_TENTH_SHARE,
        Metric.TOP_DOCTOR_SHARE,
    ),
}
"""The figures of each block, the most telling first."""


ABOUT_PEOPLE = frozenset(
    (Metric.REPEAT_INDEX, Metric.SECOND_VISIT, Metric.LTV, Metric.LIFETIME, Metric.WEAKEST_DOCTOR_REPEAT)
)
"""Figures that follow people through time: of no use where their numbers have changed."""


def block_measures(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Every figure of every block, in the order of the blocks; absent ones with their reason."""
    for found in _measures(clinic):
        is_lost = found.metric in ABOUT_PEOPLE and _is_broken(clinic)
        yield missing(found.metric, found.unit, Absent.BROKEN_RECORD) if is_lost else found


def _measures(clinic: MeasuredClinic) -> Iterable[Measure]:
    yield _repeat_index(clinic)
    yield _second_visit(clinic)
    yield from _checks(clinic)
    yield _single_speciality(clinic)
    yield _weakest_doctor(clinic)
    yield _ltv(clinic)
    yield _lifetime(clinic)
    yield _churn(clinic)
    yield from _base(clinic)
    yield _turnover(clinic)
    yield _remainder(clinic)
    yield _top_tenth(clinic)
    yield _top_doctor(clinic)
    yield _revenue_retention(clinic)
    yield _last_month(clinic)
    yield _level_shift(clinic)
    yield _early_value(clinic)
    yield _returns(clinic)
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


def _changed(clinic: MeasuredClinic, metric: Metric) -> FigureChange | None:
    """Against the year before, judged together with everything else shown; None where nothing compares."""
    compared = clinic.now_look.compared.get(metric)
    return None if compared is None else compared.change(clinic.verdicts[metric])


def _cohort_share(
    clinic: MeasuredClinic, found: tuple[RepeatCohort, ...], metric: Metric, within: int, months: int
) -> Measure:
    """The share over the newest mature cohorts, against the same months a year before.

    Cohorts in which patients are first seen but not new are left out; provisional if none is left.
    """
    history, record = clinic.history, clinic.record
    if record is None:
        return missing(metric, Unit.SHARE, Absent.NO_VISITS)
    new = tuple(cohort for cohort in found if day_number(cohort.month) >= record.since)
    share = pooled(new or found, newest_mature_month(history, within), months)
    if share is None:
        return missing(metric, Unit.SHARE, Absent.NO_MATURE_PATIENTS)
    start = month_of(day_number(newest_mature_month(history, within))) - months + 1
    is_whole = day_number(month_start(start)) >= record.since
    return replace(share_measure(metric, share), change=_changed(clinic, metric), provisional=not is_whole)


def _repeat_index(clinic: MeasuredClinic) -> Measure:
    cycle = usual_cycle(clinic.history)
    if cycle is not None and cycle > LONGEST_CYCLE:
        return missing(Metric.REPEAT_INDEX, Unit.SHARE, Absent.CYCLE_OVER_THREE_YEARS)
    return _cohort_share(clinic, clinic.repeat_cohorts, Metric.REPEAT_INDEX, YEAR, YEAR_MONTHS)


def _second_visit(clinic: MeasuredClinic) -> Measure:
    return _cohort_share(
        clinic, clinic.second_cohorts, Metric.SECOND_VISIT, SECOND_VISIT_WITHIN, HALF_YEAR_MONTHS
    )


def _checks(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Visits per patient of the year, and kopecks per visit."""
    years, now = clinic.years, clinic.now
    if years is None or now is None:
        reason = _why_no_year(clinic)
        yield missing(Metric.FREQUENCY, Unit.COUNT, reason)
        yield missing(Metric.VISIT_CHECK, Unit.KOPECKS, _why_no_money(clinic, reason))
        return
    frequency = ratio_measure(
        Metric.FREQUENCY,
        Unit.COUNT,
        (now.visits, now.came),
        _changed(clinic, Metric.FREQUENCY),
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
        _changed(clinic, Metric.VISIT_CHECK),
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
    value = clinic.value
    if value is None:
        short = clinic.within is None or clinic.record is None
        reason = Absent.SHORT_HISTORY if short else Absent.NO_MATURE_PATIENTS
        return missing(Metric.LTV, Unit.KOPECKS, _why_no_money(clinic, reason))
    return Measure(
        Metric.LTV,
        Unit.KOPECKS,
        value.value,
        value.low,
        value.high,
        value.patients,
        _changed(clinic, Metric.LTV),
        provisional=value.provisional,
        heaviest=value.heaviest if value.few_bills_decide else None,
    )


def _lifetime(clinic: MeasuredClinic) -> Measure:
    """To its horizon: within the first 36, 24 or 12 months."""
    found = clinic.horizon
    if found is None:
        return missing(Metric.LIFETIME, Unit.DAYS, _why_no_year(clinic))
    life = found.life
    return Measure(
        Metric.LIFETIME,
        Unit.DAYS,
        life.days,
        life.low,
        life.high,
        life.patients,
        months=found.months,
        provisional=found.provisional,
    )


def _churn(clinic: MeasuredClinic) -> Measure:
    if not clinic.churn:
        return missing(Metric.CHURN, Unit.SHARE, _why_no_year(clinic))
    if _is_broken(clinic):
        return missing(Metric.CHURN, Unit.SHARE, Absent.BROKEN_RECORD)
    return replace(share_measure(Metric.CHURN, clinic.churn[-1].share), change=_changed(clinic, Metric.CHURN))


def _is_broken(clinic: MeasuredClinic) -> bool:
    """Whether patients got other numbers within the last two years: nobody can tell who was lost or new."""
    record = clinic.record
    if record is None or record.changed is None or not record.months:
        return False
    return month_of_date(record.changed.month) > record.months[-1] - 2 * YEAR_MONTHS


def _base(clinic: MeasuredClinic) -> Iterable[Measure]:
    """Active, returned, new and lost patients of the year."""
    keys = (Metric.RETURNED_PATIENTS, Metric.NEW_PATIENTS, Metric.LOST_PATIENTS)
    years, history = clinic.years, clinic.history
    if years is None or clinic.now is None or clinic.record is None:
        for metric in (Metric.ACTIVE_PATIENTS, *keys):
            yield missing(metric, Unit.COUNT, _why_no_year(clinic))
        return
    active = total_measure(
        Metric.ACTIVE_PATIENTS, Unit.COUNT, clinic.now.came, _changed(clinic, Metric.ACTIVE_PATIENTS)
    )
    yield replace(active, provisional=not years.whole)
    end = month_of(years.now[1])
    new, returned, lost = clinic.record.moves.by_patient(history.patients, end - 11, end, new_after(clinic))
    for metric, now in zip(keys, (returned, new, lost), strict=True):
        if _is_broken(clinic):
            yield missing(metric, Unit.COUNT, Absent.BROKEN_RECORD)
            continue
        found = total_measure(metric, Unit.COUNT, now, _changed(clinic, metric))
        yield replace(found, provisional=_is_provisional(clinic, metric))


def new_after(clinic: MeasuredClinic) -> int | None:
    """K, where both years can be told by it."""
    movements = clinic.now_look.movements
    return movements.before if movements is not None and movements.before >= NEW_NEEDS else None


def _is_provisional(clinic: MeasuredClinic, metric: Metric) -> bool:
    before = new_after(clinic)
    if metric is Metric.RETURNED_PATIENTS:
        return before is None or before < RETURNED_NEEDS
    return before is None if metric is Metric.NEW_PATIENTS else not (clinic.years and clinic.years.comparable)


def _turnover(clinic: MeasuredClinic) -> Measure:
    years, now = clinic.years, clinic.now
    if years is None or now is None or not clinic.history.amounts_known:
        return missing(Metric.TURNOVER, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    found = total_measure(Metric.TURNOVER, Unit.KOPECKS, now.turnover, _changed(clinic, Metric.TURNOVER))
    return replace(found, provisional=not years.whole)


def _revenue_retention(clinic: MeasuredClinic) -> Measure:
    """Money of last year's patients this year ÷ their money last year."""
    metric, now, before = Metric.REVENUE_RETENTION, clinic.now, clinic.before
    if now is None or before is None or not clinic.history.amounts_known:
        return missing(metric, Unit.SHARE, _why_no_money(clinic, Absent.SHORT_HISTORY))
    if _is_broken(clinic):
        return missing(metric, Unit.SHARE, Absent.BROKEN_RECORD)
    if int(before.revenue.sum()) <= 0:
        return missing(metric, Unit.SHARE, Absent.NO_REVENUE)
    came = before.came
    found = ratio_measure(
        metric, Unit.SHARE, (now.revenue * came, before.revenue * came), None, clinic.resample
    )
    return missing(metric, Unit.SHARE, Absent.NO_REVENUE) if found is None else found


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
    return Measure(
        metric,
        Unit.SHARE,
        found.value,
        found.low,
        found.high,
        int(now.came.sum()),
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
        None,
        clinic.resample,
    )
    return replace(_of_year(found, metric, Unit.SHARE, years), about=name)


def _last_month(clinic: MeasuredClinic) -> Measure:
    """Kopecks of the last complete month within the band of the months before it, against a year before."""
    metric, found, record = Metric.LAST_MONTH, clinic.last_month, clinic.record
    if found is None or record is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    before = int(record.revenue[-1 - YEAR_MONTHS])
    verdict = Verdict.FELL if found.fell else Verdict.ROSE if found.rose else Verdict.STEADY
    rise = found.revenue - before
    change = FigureChange(float(before), float(rise), found.low - before, found.high - before, verdict)
    people = int(record.patients[-1])
    return Measure(metric, Unit.KOPECKS, found.revenue, found.low, found.high, people, change)


def _level_shift(clinic: MeasuredClinic) -> Measure:
    """Kopecks of the last months together against the same a year ago, where a fall stands at two looks."""
    metric, level, record = Metric.LEVEL_SHIFT, clinic.level, clinic.record
    if not clinic.now_look.shifts or record is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    if level is None:
        return missing(metric, Unit.KOPECKS, Absent.NOTHING_TO_COMPARE)
    test = ChanceTest(level.score, level.chance)
    change = YearComparison(level.now, level.before, test).change(Verdict.FELL)
    people = int(record.patients[-level.months :].sum())
    return Measure(
        metric,
        Unit.KOPECKS,
        level.now,
        n=people,
        change=change,
        about=_cause(record, level.months),
        months=level.months,
    )


def _cause(record: ClinicRecord, months: int) -> str:
    """What of patients a month, visits per patient and check took most from the last months."""
    now, before = (
        YearSums(
            sum(month.patients for month in span),
            sum(month.visits for month in span),
            sum(month.revenue or 0 for month in span),
        )
        for span in (record.totals[-months:], record.totals[-YEAR_MONTHS - months : -YEAR_MONTHS])
    )
    parts = turnover_change(before, now).parts or ((Part.PATIENTS, 0),)
    return str(min(parts, key=lambda part: part[1])[0])


def _early_value(clinic: MeasuredClinic) -> Measure:
    """Capped kopecks of the first 90 days of the newest half-year of new patients, and of those before."""
    metric, now = Metric.EARLY_VALUE, clinic.now_look.early
    if now is None or clinic.record is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    before = clinic.month_ago.early
    verdict = _at_two_looks(now.is_fall, before is not None and before.is_fall)
    change = FigureChange(now.before, now.now - now.before, now.now - now.before, 0.0, verdict)
    return Measure(metric, Unit.KOPECKS, now.now, now.low, now.high, now.patients, change)


def _returns(clinic: MeasuredClinic) -> Measure:
    """Patients back after a silence in the last half-year, against those to expect."""
    metric, now = Metric.RETURNS, clinic.now_look.returns
    if now is None:
        return missing(metric, Unit.COUNT, _why_no_year(clinic))
    before = clinic.month_ago.returns
    verdict = _at_two_looks(now.is_fall, before is not None and before.is_fall)
    compared = YearComparison(now.observed, now.expected, ChanceTest(now.score, 1.0))
    return Measure(metric, Unit.COUNT, now.observed, n=now.baseline, change=compared.change(verdict))


def _at_two_looks(is_fall: bool, was_fall: bool) -> Verdict:
    if not is_fall:
        return Verdict.STEADY
    return Verdict.FELL if was_fall else Verdict.MAY_HAVE_FALLEN


def _ltv_step(clinic: MeasuredClinic) -> Measure:
    """Value of those who came since the last decision against those of the year before it."""
    metric, record, within = Metric.LTV_STEP, clinic.record, clinic.within
    if not clinic.decisions:
        return missing(metric, Unit.KOPECKS, Absent.NO_DECISIONS)
    if record is None or within is None:
        return missing(metric, Unit.KOPECKS, _why_no_money(clinic, Absent.SHORT_HISTORY))
    decided, as_of = day_number(clinic.decisions[-1]), clinic.history.as_of
    money = EarlyMoney(within.window.days, within.revenue, within.visits)
    found = value_since(clinic.history, decided, as_of, record.since, money)
    if found is None:
        return missing(metric, Unit.KOPECKS, Absent.DECISION_TOO_FRESH)
    now, before, people, test = found
    return Measure(metric, Unit.KOPECKS, now, n=people, change=YearComparison(now, before, test).change(None))


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
