"""What each calendar month brought: patients, first visits, visits, money."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import month_start, months_of
from metrics.visits import VisitHistory


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """One complete calendar month.

    patients: people with a visit in it; new: of them, on their first visit in the rows; visits: patient-days;
    revenue: kopecks net of refunds, None where no row has an amount.
    """

    month: date
    patients: int
    new: int
    visits: int
    revenue: int | None


def month_totals(history: VisitHistory) -> tuple[MonthTotals, ...]:
    """Every complete month from the earliest visit on, oldest first; empty before the first complete month.

    Money dated before the first month is nobody's revenue of any month.
    """
    months = history.complete_months
    if not months:
        return ()
    start, span = months.start, len(months)
    who, month = history.visit_patient, months_of(history.visit_day) - start
    first_of_month = np.ones(who.size, np.bool_)
    first_of_month[1:] = (who[1:] != who[:-1]) | (month[1:] != month[:-1])
    inside = month < span
    visits = np.bincount(month[inside], minlength=span)
    patients = np.bincount(month[inside & first_of_month], minlength=span)
    first = months_of(history.first) - start
    new = np.bincount(first[first < span], minlength=span)
    revenue = _revenue(history, start, span)
    return tuple(
        MonthTotals(
            month_start(start + index),
            int(patients[index]),
            int(new[index]),
            int(visits[index]),
            revenue[index] if history.amounts_known else None,
        )
        for index in range(span)
    )


def _revenue(history: VisitHistory, start: int, span: int) -> list[int]:
    month = months_of(history.day) - start
    inside = (month >= 0) & (month < span)
    totals = np.zeros(span, np.int64)
    np.add.at(totals, month[inside], history.amount[inside])
    kopecks: list[int] = totals.tolist()
    return kopecks
