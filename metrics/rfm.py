"""Recency, frequency, money: where each patient stands among the others."""

from dataclasses import dataclass

import numpy as np

from metrics.days import Int32Array, IntArray
from metrics.visits import VisitHistory

FIFTHS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Rfm:
    """Per patient, (n,) each: days since the last visit, visits, kopecks; their fifths, 1 worst to 5 best."""

    recency: Int32Array
    frequency: IntArray
    money: IntArray
    recency_fifth: IntArray
    frequency_fifth: IntArray
    money_fifth: IntArray

    def grid(self) -> tuple[tuple[int, ...], ...]:
        """Patients by recency fifth (rows, 1 to 5) and frequency fifth (columns, 1 to 5)."""
        cell = (self.recency_fifth - 1) * FIFTHS + self.frequency_fifth - 1
        counts = np.bincount(cell, minlength=FIFTHS * FIFTHS).reshape(FIFTHS, FIFTHS)
        return tuple(tuple(row) for row in counts.tolist())


def rfm(history: VisitHistory) -> Rfm:
    """Recency, frequency and money of every patient at the as-of date; all refunds are in the money."""
    recency = (history.as_of - history.last).astype(np.int32)
    money = history.revenue(np.ones(history.day.size, np.bool_))
    return Rfm(
        recency=recency,
        frequency=history.count,
        money=money,
        recency_fifth=FIFTHS + 1 - fifths(recency),
        frequency_fifth=fifths(history.count),
        money_fifth=fifths(money),
    )


def fifths(values: IntArray | Int32Array) -> IntArray:
    """1 to 5 by the share of patients with a smaller value; equal values share a fifth."""
    if not values.size:
        return np.zeros(0, np.int64)
    below = np.searchsorted(np.sort(values), values, side="left")
    return below * FIFTHS // values.size + 1
