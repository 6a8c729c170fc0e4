"""Where in a sheet the table is: under which rows its header ends, above which its totals begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from metrics.days import IntArray
from spreadsheets.evidence import is_blank, is_data
from spreadsheets.fractions import with_fractions
from spreadsheets.grid import Sheet
from spreadsheets.synonyms import LIKELY, CellWord, meaning, says

if TYPE_CHECKING:
    import pandas as pd

SheetRow = list[str | None]

_ROWS_SEARCHED: Final = 60
_TALLEST_HEADER: Final = 5
_ROWS_BELOW: Final = 12
_LONGEST_TAIL: Final = 200
_A_ROW: Final = 2
"""With so many dates and numbers even a row of few cells is one of the table."""
_KNOWN_WEIGHT: Final = 2.0
_LATE_ROW_COST: Final = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table in a sheet.

    headers: one text per column of the sheet's frame, several rows of a header joined, empty if unnamed;
    header_rows: first and last row of the header; start, end: the data rows, end excluded; all counted
    from 0. tail: rows below with totals, counts and notes.
    """

    sheet: Sheet
    headers: tuple[str, ...]
    header_rows: tuple[int, int]
    start: int
    end: int
    tail: int
    filled: IntArray
    """How many cells of each data row are filled."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The texts above the header, from the top."""
        above = self.sheet.cells.iloc[: self.header_rows[0]].to_numpy(dtype=object).tolist()
        return tuple(cell.strip() for row in above for cell in row if isinstance(cell, str))

    @property
    def rows(self) -> int:
        """Rows of data, blank ones among them included."""
        return self.end - self.start

    def column(self, index: int) -> pd.Series[str]:
        """The data cells of a column."""
        return self.sheet.cells.iloc[self.start : self.end, index]

    def address(self, row: int, column: int) -> str:
        """The name of a data cell; row counted from the first data row."""
        return self.sheet.address(self.start + row, column)


def locate(sheet: Sheet) -> Table | None:
    """The table of a sheet, by its header; None if no row can be one or there is nothing below it."""
    top = _top(sheet)
    scores = {at: _header_score(top, at) for at in range(min(len(top), _ROWS_SEARCHED))}
    possible = {at: score for at, score in scores.items() if score is not None}
    if not possible:
        return None
    first = max(possible, key=lambda at: (possible[at], -at))
    if not sheet.name and (mended := with_fractions(sheet.cells, first)) is not None:
        sheet = replace(sheet, cells=mended)
        top = _top(sheet)
    last = _last_header_row(top, first)
    start = _skip_numbering(top, last + 1)
    filled = sheet.cells.iloc[start:].notna().to_numpy().sum(axis=1)
    end = _end_of_data(sheet, start, filled)
    if end <= start:
        return None
    return Table(
        sheet=sheet,
        headers=_joined(top[first : last + 1]),
        header_rows=(first, last),
        start=start,
        end=end,
        tail=int((filled[end - start :] > 0).sum()),
        filled=filled[: end - start],
    )


def _top(sheet: Sheet) -> list[SheetRow]:
    rows = sheet.cells.head(_ROWS_SEARCHED + _TALLEST_HEADER + _ROWS_BELOW).to_numpy(dtype=object).tolist()
    return [[None if is_blank(cell) else cell.strip() for cell in row] for row in rows]


def _header_score(top: Sequence[SheetRow], at: int) -> float | None:
    """How much a row looks like a header: known words, few gaps, no values, and values below it."""
    cells = [cell for cell in top[at] if cell is not None]
    texts = [cell for cell in cells if not is_data(cell)]
    if not texts or len(texts) * 2 < len(cells) or cells[0].startswith("#"):
        return None
    width = len(top[at])
    if width > 1 and len(texts) < 2:
        return None
    if not any(any(row) for row in top[at + 1 :]):
        return None
    known = _known_words(texts)
    values = (len(cells) - len(texts)) / len(cells)
    shape = len(texts) / width + _values_below(top, at) - values
    return _KNOWN_WEIGHT * known + shape - _LATE_ROW_COST * at


def _known_words(texts: Sequence[str]) -> float:
    """Confidence of the headers known word for word; a single one may stand in any sentence."""
    found = [what.confidence for text in set(texts) if (what := meaning(text)) and what.confidence >= LIKELY]
    return sum(found) if len(found) > 1 else 0.0


def _values_below(top: Sequence[SheetRow], at: int) -> float:
    """Share of the named columns whose next cells are numbers or dates."""
    named = [column for column, cell in enumerate(top[at]) if cell is not None]
    below = top[at + 1 : at + 1 + _ROWS_BELOW]
    with_values = sum(
        any(cell is not None and is_data(cell) for cell in _cells(below, column)) for column in named
    )
    return with_values / max(len(named), 1)


def _cells(rows: Sequence[SheetRow], column: int) -> list[str | None]:
    return [row[column] for row in rows]


def _last_header_row(top: Sequence[SheetRow], first: int) -> int:
    """The header goes on below its gaps: rows of words that leave cells free and name what had no name."""
    named = {column for column, cell in enumerate(top[first]) if cell is not None}
    width = max((len([c for c in row if c is not None]) for row in top[first:]), default=0)
    if len(named) >= width:
        return first
    last = first
    for at in range(first + 1, min(first + _TALLEST_HEADER, len(top))):
        filled = {column for column, cell in enumerate(top[at]) if cell is not None}
        if any(any(map(str.isdigit, top[at][column] or "")) for column in filled) or len(filled) >= width:
            break
        if filled - named or last > first:
            last = at if filled else last
            named |= filled
    return last


def _skip_numbering(top: Sequence[SheetRow], at: int) -> int:
    """Step over a row that numbers the columns, 1 2 3 …, and over empty ones before the data."""
    while at < len(top) - 1 and not any(top[at]):
        at += 1
    if at >= len(top):
        return at
    numbers = [cell for cell in top[at] if cell is not None]
    return at + 1 if len(numbers) > 2 and numbers == [str(n + 1) for n in range(len(numbers))] else at


def _joined(rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """One text per column: what stands over merged cells belongs to each of them."""
    spread = [_spread(row, rows[index + 1 :]) for index, row in enumerate(rows)]
    columns = zip(*spread, strict=True)
    return tuple(
        " ".join(dict.fromkeys(" ".join(cell.split()) for cell in column if cell)) for column in columns
    )


def _spread(row: SheetRow, below: Sequence[SheetRow]) -> SheetRow:
    """A row with its words carried right over the empty cells that have words below them."""
    filled = list(row)
    for column in range(1, len(filled)):
        if filled[column] is None and any(line[column] for line in below):
            filled[column] = filled[column - 1]
    return filled


def _end_of_data(sheet: Sheet, start: int, filled: IntArray) -> int:
    """The row after the last one that is neither a total nor a note nor empty."""
    cells = sheet.cells
    if not filled.any():
        return start
    usual = float(np.median(filled[filled > 0]))
    end = start + len(filled)
    first_possible = max(start, end - _LONGEST_TAIL)
    while end > first_possible and _is_tail(cells.iloc[end - 1], int(filled[end - 1 - start]), usual):
        end -= 1
    return end


def _is_tail(row: pd.Series[str], filled: int, usual: float) -> bool:
    if filled >= usual:
        return False
    texts = [cell for cell in row.tolist() if not is_blank(cell)]
    if any(says(CellWord.TOTAL, text) for text in texts[:2]):
        return True
    return filled < usual / 2 and sum(map(is_data, texts)) < _A_ROW
