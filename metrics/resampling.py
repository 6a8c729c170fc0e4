"""Bootstrap over patients: how far a ratio of sums would move had other patients come."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.comparison import Interval
from metrics.days import FloatArray, IntArray

REPLICATES = 1000
GROUPS = 500
TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True, eq=False)
class Resample:
    """Patients drawn with replacement, the same draws for every figure, so that changes are paired.

    More than 500 patients are first dealt at random into 500 equal groups, and groups are drawn: the spread
    of a ratio of sums is the same, and the cost no longer depends on the size of the clinic.
    group: (patients,) the group of each; times: (replicates, groups) how often each group was drawn.
    """

    group: npt.NDArray[np.int64]
    times: npt.NDArray[np.float32]

    @classmethod
    def draw(cls, patients: int, rng: np.random.Generator) -> "Resample":
        """Deal `patients` into groups and draw the replicates."""
        groups = max(1, min(patients, GROUPS))
        picks = rng.integers(0, groups, size=(REPLICATES, groups))
        flat = (picks + np.arange(REPLICATES)[:, None] * groups).ravel()
        times = np.bincount(flat, minlength=REPLICATES * groups).reshape(REPLICATES, groups)
        return cls(rng.permutation(patients) % groups, times.astype(np.float32))

    def sums(self, values: IntArray) -> FloatArray:
        """Sum of a per-patient figure in each replicate, (replicates,)."""
        by_group = np.bincount(self.group, weights=values, minlength=self.times.shape[1])
        return self._drawn(by_group)

    def sums_by_column(self, values: IntArray, column: IntArray, columns: int) -> FloatArray:
        """Sums of a per-patient figure by the column each patient falls into, (replicates, columns).

        A negative column leaves the patient out.
        """
        inside = column >= 0
        cell = self.group[inside] * columns + column[inside]
        table = np.bincount(cell, weights=values[inside], minlength=self.times.shape[1] * columns)
        return self._drawn(table.reshape(self.times.shape[1], columns))

    def _drawn(self, by_group: npt.NDArray[Any]) -> FloatArray:
        """Single precision is a thousand times finer than the spread, and halves the memory to pass over."""
        return (self.times @ by_group.astype(np.float32)).astype(np.float64)


def ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Replicates of a ratio of sums; NaN where a replicate drew nobody to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def percentile_interval(replicates: FloatArray) -> Interval | None:
    """Central 95 % of the replicates that exist; None if fewer than half do."""
    usable = replicates[np.isfinite(replicates)]
    if usable.size < replicates.size / 2 or usable.size == 0:
        return None
    low, high = np.percentile(usable, TAILS)
    return float(low), float(high)
