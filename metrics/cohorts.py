"""Cohorts: the patients of one month or quarter of first visits, followed period by period."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import Int32Array, IntArray, last_complete_month, month_start, months_of
from metrics.visits import VisitHistory

COHORTS = 36
QUARTER = 3
QUARTERS = COHORTS // QUARTER


@dataclass(frozen=True, slots=True)
class Cohort:
    """One month of first visits. Position k of a row: the k-th calendar month after it.

    size: patients first seen in the month; patients, visits, revenue (kopecks): who came, how often and what
    they brought. A month that has not wholly passed has no cell: the rows of later cohorts are shorter.
    """

    month: date
    size: int
    patients: tuple[int, ...]
    visits: tuple[int, ...]
    revenue: tuple[int, ...]


def cohorts(history: VisitHistory, newest: int = COHORTS) -> tuple[Cohort, ...]:
    """The newest cohorts, oldest first, up to the last complete month; months without first visits included.

    A cell not yet reached is absent, not 0. Empty before the first complete month.
    """
    if not history.patients:
        return ()
    last = last_complete_month(history.as_of)
    first_month = months_of(history.first)
    start = max(int(first_month.min()), last - newest + 1)
    span = last - start + 1
    if span < 1:
        return ()
    who, cohort = history.visit_patient, first_month[history.visit_patient]
    month = months_of(history.visit_day)
    new_month = np.ones(who.size, np.bool_)
    new_month[1:] = (who[1:] != who[:-1]) | (month[1:] != month[:-1])
    inside = (cohort >= start) & (month <= last)
    visits = _table(cohort[inside] - start, month[inside] - start, None, span)
    inside &= new_month
    patients = _table(cohort[inside] - start, month[inside] - start, None, span)
    revenue = _revenue_table(history, first_month, start, span)
    return tuple(
        Cohort(
            month=month_start(start + index),
            size=int(patients[index, index]),
            patients=tuple(patients[index, index:].tolist()),
            visits=tuple(visits[index, index:].tolist()),
            revenue=tuple(revenue[index, index:].tolist()),
        )
        for index in range(span)
    )


@dataclass(frozen=True, slots=True)
class QuarterCohort:
    """One calendar quarter of first visits. Position k of `patients`: who came in the k-th quarter after it.

    start: first day of the quarter; size: patients first seen in it. A quarter that has not wholly passed has
    no cell: the rows of later cohorts are shorter.
    """

    start: date
    size: int
    patients: tuple[int, ...]


def quarters(history: VisitHistory, newest: int = QUARTERS) -> tuple[QuarterCohort, ...]:
    """The newest cohorts by quarter, oldest first, up to the last complete one; as `cohorts` otherwise."""
    if not history.patients:
        return ()
    first = months_of(history.first) // QUARTER
    last = (last_complete_month(history.as_of) + 1) // QUARTER - 1
    start = max(int(first.min()), last - newest + 1)
    span = last - start + 1
    if span < 1:
        return ()
    who, cohort = history.visit_patient, first[history.visit_patient]
    quarter = months_of(history.visit_day) // QUARTER
    inside = (cohort >= start) & (quarter <= last)
    inside[1:] &= (who[1:] != who[:-1]) | (quarter[1:] != quarter[:-1])
    patients = _table(cohort[inside] - start, quarter[inside] - start, None, span)
    return tuple(
        QuarterCohort(
            start=month_start((start + index) * QUARTER),
            size=int(patients[index, index]),
            patients=tuple(patients[index, index:].tolist()),
        )
        for index in range(span)
    )


def _revenue_table(history: VisitHistory, first_month: Int32Array, start: int, span: int) -> IntArray:
    rows = history.row_patient.size
    cohort, month = first_month[history.row_patient], months_of(history.day[:rows])
    inside = (cohort >= start) & (month < start + span) & (history.age[:rows] >= 0)
    return _table(cohort[inside] - start, month[inside] - start, history.amount[:rows][inside], span)


def _table(row: Int32Array, column: Int32Array, values: IntArray | None, span: int) -> IntArray:
    """Counts, or exact sums of the values, by (cohort, calendar month)."""
    cell = row.astype(np.int64) * span + column
    if values is None:
        return np.bincount(cell, minlength=span * span).reshape(span, span)
    table = np.zeros(span * span, np.int64)
    np.add.at(table, cell, values)
    return table.reshape(span, span)
