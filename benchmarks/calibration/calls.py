"""Whether the order of the calls brings more than its share of the visits."""

import numpy as np

from benchmarks.calibration.clinics import MidlifeClinic
from benchmarks.calibration.values import histories
from metrics.days import YEAR
from metrics.rhythm import scores
from metrics.visits import VisitHistory


def lift(history: VisitHistory) -> float | None:
    """Visits of the first fifth of the silent of half a year ago, in times their share of the list; None
    without visits."""
    day = history.as_of - YEAR // 2
    score, is_silent, _ = scores(history, day)
    listed = np.flatnonzero(is_silent)
    came = history.visits_where(history.visit_day > day)[listed]
    if not came.sum():
        return None
    best = np.argsort(-score[listed], kind="stable")[: int(np.ceil(listed.size / 5))]
    return float(came[best].sum() / came.sum() / (best.size / listed.size))


def lifts(clinic: MidlifeClinic, clinics: int, seed: int = 9) -> float:
    """Mean over clinics."""
    found = [lift(history) for history in histories(clinic, clinics, seed)]
    return float(np.mean([value for value in found if value is not None]))
