"""How the base of active patients moves from month to month."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import Int32Array, IntArray, last_complete_month, month_start, months_of
from metrics.visits import History

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


def base_movement(history: History) -> tuple[BaseMonth, ...]:
    """Every complete month from the first visit on, oldest first; empty before the first complete month."""
    if not history.patients:
        return ()
    last = last_complete_month(history.as_of)
    month = months_of(history.visit_day)
    start = int(month.min())
    span = last - start + 1
    if span < 1:
        return ()
    who = history.visit_patient
    keep = np.ones(who.size, np.bool_)
    keep[1:] = (who[1:] != who[:-1]) | (month[1:] != month[:-1])
    keep &= month <= last
    who, month = who[keep], month[keep] - start
    new, returned, lost = _movements(who, month, span, ACTIVE_MONTHS)
    longer_new, longer_returned, longer_lost = _movements(who, month, span, LONGER_ACTIVE_MONTHS)
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


def _movements(
    who: Int32Array, month: Int32Array, span: int, active_months: int
) -> tuple[IntArray, IntArray, IntArray]:
    """New, returned and lost patients by month, from the months in which each patient came."""
    is_first = np.ones(who.size, np.bool_)
    is_first[1:] = who[1:] != who[:-1]
    back = np.zeros(who.size, np.bool_)
    back[1:] = ~is_first[1:] & (month[1:] - month[:-1] > active_months)
    # A stay ends where the next month with a visit is too far away, or there is none.
    ends = np.append(is_first[1:] | back[1:], True) if who.size else back
    gone = month[ends] + active_months
    return (
        np.bincount(month[is_first], minlength=span),
        np.bincount(month[back], minlength=span),
        np.bincount(gone[gone < span], minlength=span),
    )
