"""How often a clinic that does not change is told that it does, and how soon one that does is told so."""

from collections.abc import Sequence

import numpy as np

from benchmarks.calibration.clinics import MidlifeClinic
from benchmarks.calibration.values import first_of_two, histories, month_ends
from metrics.days import IntArray, month_of
from metrics.judgement import ChanceTest
from metrics.month_totals import month_totals
from metrics.record_breaks import changed_ids, closed_months
from metrics.returns import SilenceTable, returns
from metrics.side_by_side import Movements, SideBySide, counts_test, side_by_side
from metrics.turnover_level import last_month, level_shifts
from metrics.visits import VisitHistory

STRICT = 0.01


def movement_changes(clinic: MidlifeClinic, clinics: int, seed: int = 1) -> dict[str, tuple[float, float]]:
    """By figure: share of clinics in which it rose and fell at 99 % between the last two years."""
    rose: dict[str, list[bool]] = {"new": [], "returned": [], "lost": []}
    fell: dict[str, list[bool]] = {"new": [], "returned": [], "lost": []}
    for history in histories(clinic, clinics, seed):
        months = history.complete_months
        closed = closed_months(_series(history)[0])
        found = side_by_side(Movements.of(history), months, closed, months[-1])
        for name, test in _tests(found):
            rose[name].append(test is not None and test.chance < STRICT and test.rose)
            fell[name].append(test is not None and test.chance < STRICT and not test.rose)
    return {name: (float(np.mean(rose[name])), float(np.mean(fell[name]))) for name in rose}


def false_months(clinic: MidlifeClinic, clinics: int, seed: int = 1) -> tuple[float, float]:
    """Share of last months below their 99 % interval, and below their 95 % one."""
    strict, wide = [], []
    for history in histories(clinic, clinics, seed):
        patients, revenue, start = _series(history)
        found = last_month(revenue, start, closed_months(patients))
        strict.append(found is not None and found.fell)
        wide.append(found is not None and found.revenue < found.low)
    return float(np.mean(strict)), float(np.mean(wide))


def level_alarms(clinic: MidlifeClinic, clinics: int, months: Sequence[int], seed: int = 1) -> list[float]:
    """For each clinic the first of the months in which a fall of the level stands at two looks."""
    found = []
    for history in histories(clinic, clinics, seed):
        patients, revenue, start = _series(history)
        closed = closed_months(patients)
        alarms = [
            any(shift.is_fall for shift in level_shifts(revenue[:month], start, closed[:month]))
            for month in months
        ]
        found.append(first_of_two(months, alarms))
    return found


def return_alarms(clinic: MidlifeClinic, clinics: int, months: Sequence[int], seed: int = 1) -> list[float]:
    """For each clinic the first of the months in which fewer return than expected at two looks."""
    found = []
    for history in histories(clinic, clinics, seed):
        table = SilenceTable.of(history)
        alarms = [
            (seen := returns(table, end)) is not None and seen.is_fall for end in month_ends(history, months)
        ]
        found.append(first_of_two(months, alarms))
    return found


def broken_records(clinic: MidlifeClinic, clinics: int, seed: int = 1) -> tuple[float, float, float]:
    """Share of clinics with changed numbers found, of exact months among them, and of closed months exact."""
    changed, exact, closed_right = 0, 0, 0
    for history in histories(clinic, clinics, seed):
        patients, _, start = _series(history)
        closed = closed_months(patients)
        closed_right += tuple(np.flatnonzero(closed)) == clinic.closed
        found = changed_ids(history, closed)
        changed += found is not None
        if found is not None and clinic.new_ids is not None:
            exact += (found.month.year - 1970) * 12 + found.month.month - 1 - start == clinic.new_ids[0]
    return changed / clinics, exact / clinics, closed_right / clinics


def _series(history: VisitHistory) -> tuple[IntArray, IntArray, int]:
    totals = month_totals(history)
    patients = np.array([month.patients for month in totals])
    revenue = np.array([month.revenue or 0 for month in totals])
    return patients, revenue, month_of(history.earliest)


def _tests(found: SideBySide) -> list[tuple[str, ChanceTest | None]]:
    figures = {
        "new": (found.new, found.new_spread),
        "returned": (found.returned, found.returned_spread),
        "lost": (found.lost, found.lost_spread),
    }
    return [
        (name, None if pair is None or spread is None else counts_test(*pair, spread))
        for name, (pair, spread) in figures.items()
    ]
