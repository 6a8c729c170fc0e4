"""Doctors, specialities, channels and branches side by side."""

from dataclasses import dataclass

import numpy as np

from metrics.comparison import Interval
from metrics.days import Int32Array, IntArray
from metrics.ltv import SMALLEST_GROUP, WithinWindow
from metrics.resampling import Resample, percentile_interval, ratio
from metrics.retention import Share
from metrics.visits import UNKNOWN, VisitField, VisitHistory, first_known


@dataclass(frozen=True, slots=True)
class Group:
    """One doctor, speciality, channel or branch over a period.

    patients, visits, revenue (kopecks): of the period; a patient seen by two doctors counts with both.
    revenue_share: of the revenue of all rows in the period. repeat: of the mature patients who began here,
    the share with a new course in the time allowed. ltv: kopecks per mature patient who began here, whoever
    was paid.
    """

    name: str
    patients: int
    visits: int
    revenue: int
    revenue_share: float | None
    repeat: Share | None
    ltv: float | None
    ltv_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one column with at least 10 patients, by revenue; how many smaller ones are hidden.

    unlabelled: rows of the period where the column was left empty.
    """

    field: VisitField
    rows: tuple[Group, ...]
    hidden: int
    unlabelled: int


def groups(
    history: VisitHistory,
    field: VisitField,
    period: tuple[int, int],
    repeat_age: Int32Array,
    repeat_cohorts: tuple[int, int],
    allowed: int,
    within: WithinWindow | None,
    resample: Resample,
) -> Groups | None:
    """Compare the groups of a column over the days `period`; None if the export has no such column.

    repeat_age: as of `next_course_age`; repeat_cohorts: first and last day of the first visits it is taken
    over; allowed: days in which to return.
    """
    labels = history.labels.get(field)
    if labels is None:
        return None
    began = began_with(history, field)
    size = len(labels.names)
    patients, visits = _people_and_visits(history, labels.codes, period, size)
    in_period = (history.day >= period[0]) & (history.day <= period[1])
    revenue = np.zeros(size + 1, np.int64)
    np.add.at(revenue, labels.codes[in_period], history.amount[in_period])
    total = int(revenue.sum())
    repeat = _repeat(history, began, repeat_age, repeat_cohorts, allowed, size)
    worth = _worth(history, began, within, resample, size)
    shown = [code for code in np.argsort(-revenue[:size], kind="stable") if patients[code] >= SMALLEST_GROUP]
    return Groups(
        field=field,
        rows=tuple(
            Group(
                name=labels.names[code],
                patients=int(patients[code]),
                visits=int(visits[code]),
                revenue=int(revenue[code]),
                revenue_share=int(revenue[code]) / total if total > 0 and history.amounts_known else None,
                repeat=repeat[code],
                ltv=worth[code][0],
                ltv_interval=worth[code][1],
            )
            for code in shown
        ),
        hidden=int(np.count_nonzero((patients > 0) & (patients < SMALLEST_GROUP))),
        unlabelled=int(np.count_nonzero(labels.codes[in_period] == UNKNOWN)),
    )


def only_one_label(history: VisitHistory, field: VisitField, period: tuple[int, int]) -> Share | None:
    """Share of the patients of a period with two or more visits in it who stayed within one label.

    None without the column, with fewer than two labels in use, or without such patients.
    """
    labels = history.labels.get(field)
    if labels is None:
        return None
    rows = _labelled_visit_rows(history, labels.codes, period)
    who, code = _distinct(history.row_patient[rows], labels.codes[rows], len(labels.names))
    if np.unique(code).size < 2:
        return None
    came = (history.visit_day >= period[0]) & (history.visit_day <= period[1])
    often = history.visits_where(came) >= 2
    labels_used = np.bincount(who, minlength=history.patients)
    total = int(np.count_nonzero(often & (labels_used > 0)))
    return Share.of(int(np.count_nonzero(often & (labels_used == 1))), total) if total else None


def began_with(history: VisitHistory, field: VisitField) -> Int32Array:
    """The label each patient began with, (n,): on the first day; for a channel, the first one ever named.

    −1 where unknown. Raises KeyError if the export has no such column.
    """
    rows = history.row_patient.size
    codes = history.labels[field].codes[:rows]
    if field is not VisitField.CHANNEL:
        codes = np.where(history.age[:rows] == 0, codes, UNKNOWN).astype(np.int32)
    return first_known(history.row_patient, codes, history.patients)


def _labelled_visit_rows(history: VisitHistory, codes: Int32Array, period: tuple[int, int]) -> IntArray:
    rows = history.row_patient.size
    day = history.day[:rows]
    chosen = (
        (codes[:rows] != UNKNOWN) & (history.amount[:rows] >= 0) & (day >= period[0]) & (day <= period[1])
    )
    return np.flatnonzero(chosen)


def _distinct(who: IntArray | Int32Array, code: Int32Array, size: int) -> tuple[IntArray, IntArray]:
    """The distinct pairs of a number and a label."""
    # Sorting whole numbers is far quicker than the hashing of np.unique.
    pairs = np.sort(who.astype(np.int64) * max(size, 1) + code)
    new = np.ones(pairs.size, np.bool_)
    new[1:] = pairs[1:] != pairs[:-1]
    numbers, labels = np.divmod(pairs[new], max(size, 1))
    return numbers, labels


def _people_and_visits(
    history: VisitHistory, codes: Int32Array, period: tuple[int, int], size: int
) -> tuple[IntArray, IntArray]:
    """Distinct patients and distinct patient-days of each label."""
    rows = _labelled_visit_rows(history, codes, period)
    who, code = history.row_patient[rows].astype(np.int64), codes[rows]
    day = history.day[rows] - period[0]
    _, of_patients = _distinct(who, code, size)
    _, of_visits = _distinct(who * (period[1] - period[0] + 1) + day, code, size)
    return np.bincount(of_patients, minlength=size), np.bincount(of_visits, minlength=size)


def _repeat(
    history: VisitHistory,
    began: Int32Array,
    age: Int32Array,
    cohorts: tuple[int, int],
    allowed: int,
    size: int,
) -> list[Share | None]:
    mature = (began != UNKNOWN) & (history.first >= cohorts[0]) & (history.first <= cohorts[1])
    total = np.bincount(began[mature], minlength=size)
    count = np.bincount(began[mature & (age >= 0) & (age <= allowed)], minlength=size)
    return [Share.of(int(c), int(t)) if t else None for c, t in zip(count, total, strict=True)]


def _worth(
    history: VisitHistory, began: Int32Array, within: WithinWindow | None, resample: Resample, size: int
) -> list[tuple[float | None, Interval | None]]:
    if within is None or not size:
        return [(None, None)] * size
    mature = (began != UNKNOWN) & (within.matures <= history.as_of)
    column = np.where(mature, began, -1).astype(np.int64)
    ones = np.ones(history.patients, np.int64)
    money = np.zeros(size, np.int64)
    np.add.at(money, began[mature], within.revenue[mature])
    people = np.bincount(began[mature], minlength=size)
    spread = ratio(
        resample.sums_by_column(within.revenue, column, size), resample.sums_by_column(ones, column, size)
    )
    return [
        (int(money[code]) / int(people[code]), percentile_interval(spread[:, code]))
        if people[code] >= SMALLEST_GROUP
        else (None, None)
        for code in range(size)
    ]
