"""Rows of a comma-separated file whose decimal commas nobody quoted: «1200,50» stands in two cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from spreadsheets.synonyms import SUMS, meaning

if TYPE_CHECKING:
    import pandas as pd

Row = list[str | None]

_WHOLE: Final = re.compile(r"-?\d[\d \u00a0\u202f]*")
_FRACTION: Final = re.compile(r"\d{1,2}")
_MOST: Final = 0.9
_LOOKED_AT: Final = 500


def with_fractions(cells: pd.DataFrame, header: int) -> pd.DataFrame | None:
    """The cells with the halves of each sum put together; None for a table whose rows fit their header.

    header: the place of its row. A row that is longer than the header by as many cells as it has whole
    numbers followed by one or two digits, under headers of money, is one of split sums.
    """
    names = _row(cells.iloc[header].tolist())
    width = len(names)
    while names and names[-1] is None:
        names.pop()
    sums = [at for at, name in enumerate(names) if name and (said := meaning(name)) and said.field in SUMS]
    if len(names) == width or not sums or width - len(names) > len(sums) or None in names:
        return None
    rows = [_row(line) for line in cells.iloc[header + 1 :].to_numpy(dtype=object).tolist()]
    sample = [joined for row in rows[:_LOOKED_AT] if any(row) and (joined := _joined(row, names, sums))]
    looked_at = sum(any(row) for row in rows[:_LOOKED_AT])
    if len(sample) < _MOST * looked_at:
        return None
    below = [_joined(row, names, sums) or row[: len(names)] for row in rows]
    return _frame(cells, header, below, len(names))


def _row(cells: Sequence[object]) -> Row:
    return [cell if isinstance(cell, str) else None for cell in cells]


def _joined(row: Row, names: Row, sums: Sequence[int]) -> Row | None:
    """A row with as many cells as the header has names; None if its cells are not split sums."""
    length = max((at + 1 for at, cell in enumerate(row) if cell is not None), default=0)
    extra = length - len(names)
    if extra < 0:
        return row[: len(names)]
    cells, made = list(row[:length]), list[str | None]()
    for at in range(len(names)):
        cell = cells.pop(0) if cells else None
        if extra > 0 and at in sums and cell and cells and _is_split(cell, cells[0]):
            cell = f"{cell}.{cells.pop(0)}"
            extra -= 1
        made.append(cell)
    return made if extra == 0 and not cells else None


def _is_split(whole: str, fraction: str | None) -> bool:
    return bool(_WHOLE.fullmatch(whole.strip()) and fraction and _FRACTION.fullmatch(fraction.strip()))


def _frame(cells: pd.DataFrame, header: int, below: list[Row], width: int) -> pd.DataFrame:
    import pandas as pd

    rows = pd.DataFrame(below, columns=range(width), dtype="str")
    above = cells.iloc[: header + 1, :width]
    return pd.concat([above, rows], ignore_index=True)
