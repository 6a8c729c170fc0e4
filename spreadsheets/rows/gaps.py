"""Columns filled in the first row of each group only, as merged cells and grouped reports leave them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np

from metrics.days import BoolArray, IntArray

_FEWEST: Final = 0.2
_FEWEST_ROWS: Final = 3
_MOST: Final = 0.5
_REPEATED: Final = 0.02


class Gaps(StrEnum):
    """What the empty cells of a column mean."""

    EMPTY = "empty"
    GROUPS = "groups"
    UNCLEAR = "unclear"


def gaps_of(codes: IntArray, known: BoolArray, rows: BoolArray) -> Gaps:
    """Whether the empty cells of a column repeat what stands above them.

    codes: of the values; rows: those that need one. In groups the first row is filled and a value never
    follows itself; if besides each value stands once, above most of the rows, it is certain.
    """
    places = np.flatnonzero(rows)
    filled = places[known[places]]
    if not filled.size or filled.size == places.size or filled[0] != places[0]:
        return Gaps.EMPTY
    blank = places.size - filled.size
    if blank < max(_FEWEST_ROWS, _FEWEST * places.size):
        return Gaps.EMPTY
    values = codes[filled]
    if values.size > 1 and float((values[1:] == values[:-1]).mean()) > _REPEATED:
        return Gaps.EMPTY
    is_certain = np.unique(values).size == values.size and blank >= _MOST * places.size
    return Gaps.GROUPS if is_certain else Gaps.UNCLEAR


def above(known: BoolArray, rows: BoolArray) -> IntArray:
    """For each row the last row at or above it that is known; itself where there is none."""
    places = np.arange(known.size)
    last = np.maximum.accumulate(np.where(known & rows, places, -1))
    return np.where(last >= 0, last, places)
