"""Rows of a table that are none of it: titles of groups and blocks, headers repeated; and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from metrics.days import BoolArray, IntArray
from spreadsheets.evidence import is_blank, is_data
from spreadsheets.location import Table
from spreadsheets.people import is_person
from spreadsheets.rows.kinds import CODE, RowKind, WordColumn, kind_said
from spreadsheets.synonyms import CellWord, ColumnField, meaning, says, words
from spreadsheets.values import NO_DAY, day_of

_MOST_GROUPS: Final = 50_000
_LEFT_COLUMNS: Final = 3
_FEW_CELLS: Final = 3
_BLOCKS: Final = frozenset(
    (
        RowKind.REFUND,
        RowKind.ADVANCE,
        RowKind.ADVANCE_BACK,
        RowKind.BOOKING,
        RowKind.NO_SHOW,
        RowKind.CANCELLED,
        RowKind.IGNORED,
    )
)
"""Kinds that the title of a block gives to its rows; any other title gives them none."""
_GROUPED: Final = (ColumnField.DOCTOR, ColumnField.PATIENT, ColumnField.BRANCH, ColumnField.SPECIALITY)
NOT_SAID: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What stands between the rows of a table, one entry per data row.

    apart: titles and repeated headers, which are no rows of the table; day: of the group a row stands in,
    NO_DAY without; kind: of the block, as its code, NOT_SAID without; groups: names of the groups a row
    stands in, by what they are: a code per row and the texts. said: what the titles above the table, or the
    name of its sheet, say of all its rows: the doctor, the branch.
    """

    apart: BoolArray
    day: IntArray
    kind: IntArray
    groups: dict[ColumnField, tuple[IntArray, list[str]]]
    said: dict[ColumnField, str]

    @property
    def has_days(self) -> bool:
        """Whether days stand in rows of their own."""
        return bool((self.day != NO_DAY).any())


@dataclass(frozen=True, slots=True)
class _Title:
    """A row that is no row of the table, and what it says of those below it."""

    row: int
    day: int = NO_DAY
    kind: RowKind | None = None
    group: tuple[ColumnField, str] | None = None
    is_header: bool = False


def read_layout(table: Table) -> Layout:
    """Look for the titles among the rows of a table."""
    size = table.rows
    layout = Layout(
        np.zeros(size, np.bool_), np.full(size, NO_DAY), np.full(size, NOT_SAID), {}, _said(table)
    )
    titles = list(_titles(table))
    groups: dict[ColumnField, list[tuple[int, str]]] = {}
    for title in titles:
        layout.apart[title.row] = True
        below = slice(title.row + 1, size)
        if title.day != NO_DAY:
            layout.day[below] = title.day
        elif title.group:
            groups.setdefault(title.group[0], []).append((title.row, title.group[1]))
        elif not title.is_header:
            layout.kind[below] = CODE[title.kind] if title.kind else NOT_SAID
    for field, named in groups.items():
        layout.groups[field] = _spread(named, size)
    return layout


def _said(table: Table) -> dict[ColumnField, str]:
    """The doctor or branch a whole table belongs to."""
    found: dict[ColumnField, str] = {}
    for text in table.titles:
        head, _, name = text.partition(":")
        said = meaning(head) if name.strip() else None
        if said and said.field in (ColumnField.DOCTOR, ColumnField.BRANCH, ColumnField.SPECIALITY):
            found.setdefault(said.field, name.strip())
    if not found and is_person(table.sheet.name):
        found[ColumnField.DOCTOR] = table.sheet.name
    return found


def _spread(named: list[tuple[int, str]], size: int) -> tuple[IntArray, list[str]]:
    texts = list(dict.fromkeys(text for _, text in named))
    codes = np.full(size, NOT_SAID)
    for row, text in named:
        codes[row + 1 :] = texts.index(text)
    return codes, texts


def _titles(table: Table) -> Iterator[_Title]:
    """Rows with few cells whose only words stand on the left, and rows that repeat the header."""
    cells = table.sheet.cells.iloc[table.start : table.end]
    named = [index for index, header in enumerate(table.headers) if header]
    header = {index: words(table.headers[index]) for index in named}
    few = np.flatnonzero((table.filled > 0) & (table.filled <= min(_FEW_CELLS, max(len(named) - 1, 1))))
    first = named[0] if named else 0
    repeats = np.flatnonzero((cells.iloc[:, first] == _first_text(table, first)).to_numpy(dtype=np.bool_))
    rows = sorted({*few.tolist(), *repeats.tolist()})
    if len(rows) > _MOST_GROUPS:
        return
    for row, line in zip(rows, cells.iloc[rows].to_numpy(dtype=object).tolist(), strict=True):
        texts = {
            at: cell.strip() for at, cell in enumerate(line) if isinstance(cell, str) and not is_blank(cell)
        }
        title = _title(row, texts, header, len(named))
        if title is not None:
            yield title


def _first_text(table: Table, column: int) -> str:
    return table.headers[column]


def _title(row: int, texts: dict[int, str], header: dict[int, tuple[str, ...]], width: int) -> _Title | None:
    if sum(words(text) == header.get(at) for at, text in texts.items()) >= min(2, width):
        return _Title(row, is_header=True)
    if not texts:
        return None
    at, text = next(iter(texts.items()))
    others = [each for place, each in texts.items() if place != at]
    if at >= _LEFT_COLUMNS or not all(map(is_data, others)) or (width <= 2 and others):
        return None
    if len(texts) == 1 and (day := day_of(text.rpartition(":")[2] if text[:1].isalpha() else text)) != NO_DAY:
        return _Title(row, day=day)
    if is_data(text) or says(CellWord.TOTAL, text):
        return None
    return _group(row, text, is_alone=not others)


def _group(row: int, text: str, *, is_alone: bool) -> _Title | None:
    """«Врач: Орлов», a person's name alone, «Возвраты за период»."""
    head, colon, name = text.partition(":")
    said = meaning(head) if colon else None
    if said and said.field in _GROUPED and name.strip():
        return _Title(row, group=(said.field, name.strip()))
    if said and said.field is ColumnField.PATIENT_NAME and name.strip():
        return _Title(row, group=(ColumnField.PATIENT, name.strip()))
    if is_person(text):
        return _Title(row, group=(ColumnField.PATIENT_NAME, text))
    if not is_alone:
        return None
    kind = kind_said(WordColumn.OPERATION, text) or kind_said(WordColumn.STATUS, text)
    return _Title(row, kind=kind if kind in _BLOCKS else None)
