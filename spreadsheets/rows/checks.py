"""What rows say of each other: totals repeated on every line, days far from all others, sums too large."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Final

import numpy as np

from metrics.days import BoolArray, IntArray, as_date, day_number
from spreadsheets.values import NO_DAY

_LOOKED_AT: Final = 50_000
_GROUPS: Final = 3
_ALIKE: Final = 0.9
_KOPECK_OFF: Final = 2
_FAR_GAP: Final = 1_100
"""Days without a row that set a day apart from all others: three years."""
_FAR_SHARE: Final = 0.2
_FAR_AHEAD: Final = 730
_OUTLIER: Final = 40
"""So many times what nineteen of twenty sums stay below: nobody charges that."""
_MATTERS: Final = 0.01
_MISTYPED: Final = (1_000, 100)


def repeated_totals(
    group: IntArray, kopecks: IntArray, lines: IntArray | None, service: IntArray | None, rows: BoolArray
) -> bool | None:
    """Whether a sum is the total of its visit, repeated on every line of it; None if it may be.

    group: the visit of each row; lines: another column of money, which then adds up to it; service: what was
    done, for the same service twice costs the same twice.
    """
    places = np.flatnonzero(rows & (kopecks > 0))[:_LOOKED_AT]
    places = places[np.argsort(group[places], kind="stable")]
    starts = np.flatnonzero(np.diff(group[places], prepend=group[places[:1]] - 1))
    if not _GROUPS <= starts.size < places.size:
        return False
    several = np.diff(starts, append=places.size) > 1
    if service is not None:
        several &= _differ_within(service[places], starts)
    if several.sum() < _GROUPS:
        return False
    highest = np.maximum.reduceat(kopecks[places], starts)[several]
    flat = ~_differ_within(kopecks[places], starts)[several]
    if float(flat.mean()) < _ALIKE or np.ptp(highest) == 0:
        return False
    if lines is None:
        return None
    adds_up = np.abs(np.add.reduceat(lines[places], starts)[several] - highest) <= _KOPECK_OFF
    return True if float(adds_up.mean()) >= _ALIKE else None


def _differ_within(values: IntArray, starts: IntArray) -> BoolArray:
    """Whether the values of each group, which begin at `starts`, are more than one."""
    differ: BoolArray = np.minimum.reduceat(values, starts) != np.maximum.reduceat(values, starts)
    return differ


def once_per_group(group: IntArray, kopecks: IntArray, rows: BoolArray) -> IntArray:
    """The sums with all but the first of each group taken out."""
    places = np.flatnonzero(rows & (kopecks != 0))
    _, first = np.unique(group[places], return_index=True)
    kept = kopecks.copy()
    repeats = np.ones(places.size, np.bool_)
    repeats[first] = False
    kept[places[repeats]] = 0
    return kept


def far_days(days: IntArray, rows: BoolArray, today: date | None) -> BoolArray:
    """Rows whose day is set apart from all others by years, or lies years ahead: a slip in the year."""
    far = np.zeros(days.size, np.bool_)
    known = rows & (days != NO_DAY)
    if not known.any():
        return far
    first = int(days[known].min())
    counts = np.bincount(days[known] - first)
    used = np.flatnonzero(counts)
    parts = np.split(used, np.flatnonzero(np.diff(used) > _FAR_GAP) + 1)
    main = max(parts, key=lambda part: int(counts[part].sum()))
    few = sum(int(counts[part].sum()) for part in parts if part is not main) <= _FAR_SHARE * counts.sum()
    if few:
        far |= known & ((days < first + int(main[0])) | (days > first + int(main[-1])))
    if today is not None:
        ahead = known & (days > day_number(today) + _FAR_AHEAD)
        far |= ahead if ahead.sum() <= _FAR_SHARE * known.sum() else False
    return far


def likely_day(day: int, first: int, last: int) -> date | None:
    """The day that was meant by one with a wrong year: its digits in another order, or the nearest year."""
    written = as_date(day)
    years = range(as_date(first).year, as_date(last).year + 1)
    turned = {int("".join(digits)) for digits in permutations(f"{written.year:04}")}
    for year in (*(year for year in years if year in turned), *years):
        try:
            meant = written.replace(year=year)
        except ValueError:
            continue
        if first <= day_number(meant) <= last:
            return meant
    return None


def outliers(kopecks: IntArray, rows: BoolArray) -> IntArray:
    """The places of sums so large that they were typed wrong, if they change the turnover by a hundredth."""
    places = np.flatnonzero(rows & (kopecks > 0))
    if places.size < 2 * _GROUPS:
        return places[:0]
    sums = kopecks[places]
    usual = int(np.partition(sums, int(sums.size * 0.9))[int(sums.size * 0.9)])
    found = places[sums > _OUTLIER * usual]
    is_rare = found.size <= max(1, places.size // 200)
    return found if is_rare and kopecks[found].sum() > _MATTERS * sums.sum() else places[:0]


def mended(kopecks: int, usual: int) -> int | None:
    """A sum divided by a thousand or a hundred, whichever makes it a usual one."""
    return next((kopecks // by for by in _MISTYPED if usual / 10 <= kopecks / by <= usual * 10), None)
