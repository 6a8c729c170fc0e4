"""How the base of active patients moves from month to month."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import Int32Array, IntArray, month_start, months_of
from metrics.visits import VisitHistory

ACTIVE_MONTHS = 12
LONGER_ACTIVE_MONTHS = 18


@dataclass(frozen=True, slots=True)
class BaseMonth:
    """One calendar month of the base.

    active: patients with a visit in the 12 months ending with this one; active_longer: in the 18.
    new: first ever visit this month; returned: back this month after no visit in the 12 months before;
    lost: the twelfth month in a row without a visit ends.
    So active = last month's active + new + returned − lost.
    """

    month: date
    active: int
    active_longer: int
    new: int
    returned: int
    lost: int


def base_movement(history: VisitHistory, before: int | None = None) -> tuple[BaseMonth, ...]:
    """Every complete month from the first visit on, oldest first; empty before the first complete month.

    before: months without a visit after which a patient is new again; never if None.
    """
    months = history.complete_months
    if not months:
        return ()
    start, span = months.start, len(months)
    new, returned, lost = _by_month(_movements(history, ACTIVE_MONTHS, before), start, span)
    longer_new, longer_returned, longer_lost = _by_month(
        _movements(history, LONGER_ACTIVE_MONTHS, before), start, span
    )
    active = np.cumsum(new + returned - lost)
    active_longer = np.cumsum(longer_new + longer_returned - longer_lost)
    return tuple(
        BaseMonth(
            month=month_start(start + index),
            active=int(active[index]),
            active_longer=int(active_longer[index]),
            new=int(new[index]),
            returned=int(returned[index]),
            lost=int(lost[index]),
        )
        for index in range(span)
    )


Events = tuple[Int32Array, Int32Array]


def stays(
    history: VisitHistory, active_months: int
) -> tuple[Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]:
    """Whose stay began in which month, months since the visit before it (0: none); whose ended, in which.

    A stay is a run of months with a visit no more than `active_months` apart; it ends so many months after
    its last visit, also where that is not yet over.
    """
    who, month = history.visit_patient, months_of(history.visit_day)
    keep = np.ones(who.size, np.bool_)
    keep[1:] = (who[1:] != who[:-1]) | (month[1:] != month[:-1])
    who, month = who[keep], month[keep]
    away = np.zeros(who.size, np.int32)
    away[1:] = np.where(who[1:] == who[:-1], month[1:] - month[:-1], 0)
    begins = (away == 0) | (away > active_months)
    # A stay ends where the next month with a visit is too far away, or there is none.
    ends = np.ones(who.size, np.bool_)
    ends[:-1] = begins[1:]
    return who[begins], month[begins], away[begins], who[ends], month[ends] + np.int32(active_months)


def _movements(
    history: VisitHistory, active_months: int, before: int | None
) -> tuple[Events, Events, Events]:
    """Who was new, returned and lost, and in which month; months not yet over included."""
    who, month, away, ended, end_month = stays(history, active_months)
    is_first = away == 0 if before is None else (away == 0) | (away > before)
    return (who[is_first], month[is_first]), (who[~is_first], month[~is_first]), (ended, end_month)


def _by_month(movements: tuple[Events, Events, Events], start: int, span: int) -> list[IntArray]:
    return [
        np.bincount(month[month < start + span] - start, minlength=span).astype(np.int64)
        for _, month in movements
    ]
