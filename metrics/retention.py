"""Whether patients come back: repeat index, second visit, churn from rows."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.confidence import wilson
from metrics.days import (
    YEAR,
    Int32Array,
    as_date,
    month_end_day,
    month_of,
    month_start,
    months_of,
    years_before,
)
from metrics.visits import UNKNOWN, VisitHistory

EPISODE_GAP = 60
"""Visits further apart than this many days belong to different courses of treatment."""
SECOND_VISIT_WITHIN = 60
LONGEST_CYCLE = 3 * YEAR
"""With a longer usual time between courses the repeat index says nothing within a year."""
NEVER = UNKNOWN


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people with its Wilson 95 % interval."""

    count: int
    total: int
    value: float
    low: float
    high: float

    @classmethod
    def of(cls, count: int, total: int) -> "Share":
        """`count` out of `total`; raises ValueError if total is 0."""
        low, high = wilson(count, total)
        return cls(count, total, count / total, low, high)


@dataclass(frozen=True, slots=True)
class RepeatCohort:
    """Patients first seen in one month: how many started a new course within the time allowed."""

    month: date
    share: Share


@dataclass(frozen=True, slots=True)
class YearChurn:
    """Share of the patients seen in one year who were not seen in the next, which ends at `year_end`."""

    year_end: date
    share: Share


def next_course_age(history: VisitHistory, gap: int = EPISODE_GAP) -> Int32Array:
    """Days from each patient's first visit to the start of the second course; −1 if there was none.

    A course (episode) is a run of visits with no more than `gap` days between neighbours.
    """
    step = np.diff(history.visit_day)
    same = history.visit_patient[1:] == history.visit_patient[:-1]
    starts = np.flatnonzero(same & (step > gap))[::-1] + 1
    age = np.full(history.patients, NEVER, np.int32)
    # Of repeated indices the last assignment wins: the earliest new course.
    age[history.visit_patient[starts]] = history.visit_age()[starts]
    return age


def second_visit_age(history: VisitHistory) -> Int32Array:
    """Days from each patient's first visit to the second; −1 if there was none."""
    age = np.full(history.patients, NEVER, np.int32)
    again = np.flatnonzero(history.count > 1)
    age[again] = history.visit_day[history.visit_start[again] + 1] - history.first[again]
    return age


def usual_cycle(history: VisitHistory, gap: int = EPISODE_GAP) -> float | None:
    """Median days between the starts of neighbouring courses of a patient; None if nobody had two."""
    step = np.diff(history.visit_day)
    same = history.visit_patient[1:] == history.visit_patient[:-1]
    is_start = np.ones(history.visit_day.size, np.bool_)
    is_start[1:] = ~same | (step > gap)
    who, when = history.visit_patient[is_start], history.visit_day[is_start]
    between = np.diff(when)[who[1:] == who[:-1]]
    return float(np.median(between)) if between.size else None


def repeat_by_cohort(history: VisitHistory, age: Int32Array, within: int = YEAR) -> tuple[RepeatCohort, ...]:
    """For each month of first visits, the share whose `age` (as of `next_course_age`) is within the days.

    Only mature cohorts: the whole month has had `within` days since. Months without first visits are absent.
    """
    if not history.patients:
        return ()
    newest = _newest_mature_month(history, within)
    month = months_of(history.first)
    start = int(month.min())
    if newest < start:
        return ()
    mature = month <= newest
    came_back = mature & (age >= 0) & (age <= within)
    total = np.bincount(month[mature] - start, minlength=newest - start + 1)
    count = np.bincount(month[came_back] - start, minlength=newest - start + 1)
    return tuple(
        RepeatCohort(month_start(start + int(index)), Share.of(int(count[index]), int(total[index])))
        for index in np.flatnonzero(total)
    )


def pooled(cohorts: tuple[RepeatCohort, ...], newest: date, months: int = 12) -> Share | None:
    """One share over the cohorts of the `months` months up to that of `newest`; None without any."""
    end = newest.year * 12 + newest.month
    chosen = [c.share for c in cohorts if end - months < c.month.year * 12 + c.month.month <= end]
    total = sum(share.total for share in chosen)
    return Share.of(sum(share.count for share in chosen), total) if total else None


def newest_mature_month(history: VisitHistory, within: int = YEAR) -> date:
    """First date of the newest month whose patients have all had `within` days since their first visit."""
    return month_start(_newest_mature_month(history, within))


def churn_by_year(history: VisitHistory, end: int | None = None) -> tuple[YearChurn, ...]:
    """Churn for each pair of whole years ending on a day (the as-of day) and its anniversaries, oldest first.

    Seen in one year and not in the next / seen in the one. A year the history does not cover from its first
    fortnight is not used, so an incomplete year is never compared with a full one.
    """
    if not history.patients:
        return ()
    ends = _year_ends(history, history.as_of if end is None else end)
    if len(ends) < 3:
        return ()
    until = history.visit_day <= ends[-1]
    year = np.searchsorted(np.array(ends), history.visit_day[until])
    who = history.visit_patient[until]
    first_in_year = np.ones(who.size, np.bool_)
    first_in_year[1:] = (who[1:] != who[:-1]) | (year[1:] != year[:-1])
    who, year = who[first_in_year], year[first_in_year]
    came_next = np.zeros(who.size, np.bool_)
    came_next[:-1] = (who[1:] == who[:-1]) & (year[1:] == year[:-1] + 1)
    seen = np.bincount(year, minlength=len(ends))
    kept = np.bincount(year[came_next], minlength=len(ends))
    return tuple(
        YearChurn(as_date(ends[index + 1]), Share.of(int(seen[index] - kept[index]), int(seen[index])))
        for index in range(1, len(ends) - 1)
        if seen[index]
    )


def _year_ends(history: VisitHistory, end: int) -> list[int]:
    """Ends of the whole years covered, oldest first, preceded by the end of the year before them."""
    ends = [end]
    while history.covers(years_before(end, len(ends)) + 1):
        ends.append(years_before(end, len(ends)))
    return ends[::-1]


def _newest_mature_month(history: VisitHistory, within: int) -> int:
    last_first_visit = history.as_of - within
    month = month_of(last_first_visit)
    return month if month_end_day(month) <= last_first_visit else month - 1
