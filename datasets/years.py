"""The yearly figures a visit export already answers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from metrics.days import BoolArray, as_date, day_number, last_complete_month, month_end_day, years_before
from metrics.visits import VisitField, VisitHistory, Visits, first_known

_WORD: Final = re.compile(r"[^\W_]+")
_HOLIDAYS = 14
"""Days at either end of a year without a visit that do not make it incomplete."""


@dataclass(frozen=True, slots=True)
class YearOfVisits:
    """Figures of twelve months, as the questionnaire asks for them.

    patients: people with a visit; previous_patients: in the twelve months before, None if the export does
    not reach back; new_patients: first ever visit in the rows; returned_patients: neither new nor seen in the
    twelve months before; both None if the export does not reach back two more years: nobody can tell then.
    turnover: kopecks, None without sums; referrals: new patients whose channel says recommended, None
    without channels. is_whole: the rows cover the period to its end.
    """

    start: date
    end: date
    is_whole: bool
    patients: int
    previous_patients: int | None
    new_patients: int | None
    returned_patients: int | None
    turnover: int | None
    referrals: int | None


def years_of_visits(visits: Visits) -> tuple[YearOfVisits, ...]:
    """Every calendar year of the rows, and the last twelve full months if the last year is not whole."""
    last = visits.last_day
    if last is None:
        return ()
    history = VisitHistory.at(visits, last)
    if not history.patients:
        return ()
    referred = _referred(history)
    return tuple(_year(history, referred, *period) for period in _periods(history))


def _periods(history: VisitHistory) -> Iterator[tuple[int, int]]:
    for year in range(as_date(history.earliest).year, as_date(history.as_of).year + 1):
        yield day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    if not _reaches(history, day_number(date(as_date(history.as_of).year, 12, 31))):
        end = month_end_day(last_complete_month(history.as_of))
        start = years_before(end, 1) + 1
        if history.covers(start):
            yield start, end


def _reaches(history: VisitHistory, end: int) -> bool:
    return history.as_of >= end - _HOLIDAYS


def _year(history: VisitHistory, referred: BoolArray | None, start: int, end: int) -> YearOfVisits:
    before = years_before(start, 1)
    here, earlier = _seen(history, start, end), _seen(history, before, start - 1)
    is_new = here & (history.first >= start)
    is_known = history.covers(years_before(start, 2))
    rows = (history.day >= start) & (history.day <= end)
    return YearOfVisits(
        start=as_date(start),
        end=as_date(end),
        is_whole=history.covers(start) and _reaches(history, end),
        patients=int(here.sum()),
        previous_patients=int(earlier.sum()) if history.covers(before) else None,
        new_patients=int(is_new.sum()) if is_known else None,
        returned_patients=int((here & ~is_new & ~earlier).sum()) if is_known else None,
        turnover=int(history.amount[rows].sum()) if history.amounts_known else None,
        referrals=int((is_new & referred).sum()) if is_known and referred is not None else None,
    )


def _seen(history: VisitHistory, start: int, end: int) -> BoolArray:
    """Who had a visit in a period, (n,)."""
    seen = np.zeros(history.patients, np.bool_)
    seen[history.visit_patient[(history.visit_day >= start) & (history.visit_day <= end)]] = True
    return seen


def _referred(history: VisitHistory) -> BoolArray | None:
    """Who was brought by a recommendation, (n,); None if no channel speaks of one."""
    channel = history.labels.get(VisitField.CHANNEL)
    if channel is None:
        return None
    codes = [code for code, name in enumerate(channel.names) if says_recommended(name)]
    if not codes:
        return None
    size = history.row_patient.size
    return np.isin(first_known(history.row_patient, channel.codes[:size], history.patients), codes)


def says_recommended(channel: str) -> bool:
    """Whether a channel's name begins with one of the wordings of `referral_words.csv`."""
    said = _words(channel)
    return any(said[: len(wording)] == wording for wording in _wordings())


@cache
def _wordings() -> frozenset[tuple[str, ...]]:
    with (Path(__file__).parent / "referral_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(_words(row["wording"]) for row in csv.DictReader(file))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower().replace("ё", "е")))
