"""A located, mapped table → visits, with every cell that could not be read and every row left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from metrics.days import BoolArray, IntArray
from metrics.visits import UNKNOWN, VisitField
from spreadsheets.evidence import is_personal_text
from spreadsheets.location import Table
from spreadsheets.mapping import DateOrder, Map, UploadAnswers
from spreadsheets.synonyms import CellWord, ColumnField, says
from spreadsheets.values import (
    NO_DAY,
    Days,
    Money,
    fixed_day,
    fixed_money,
    read_days,
    read_ids,
    read_labels,
    read_money,
)

if TYPE_CHECKING:
    import pandas as pd

PROBLEMS_KEPT: Final = 5_000
_LONGEST_QUOTE: Final = 40
_AT_ONCE: Final = 2


class WantedCell(StrEnum):
    """What a cell should have held."""

    DATE = "date"
    NUMBER = "number"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that could not be read: where it is, what it holds, what was wanted, and a fix if known."""

    sheet: str
    cell: str
    got: str
    wanted: WantedCell
    fix: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that did not become visits, by reason; without_patient_amount: kopecks in the rows without one."""

    without_patient: int = 0
    without_patient_amount: int = 0
    without_date: int = 0
    not_held: int = 0
    totals: int = 0

    def __add__(self, other: LeftOut) -> LeftOut:
        return LeftOut(
            self.without_patient + other.without_patient,
            self.without_patient_amount + other.without_patient_amount,
            self.without_date + other.without_date,
            self.not_held + other.not_held,
            self.totals + other.totals,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """The rows of one table that can be visits.

    frame: columns patient, date, amount (kopecks) where the table has one, and the labels it has;
    problems: the first of `problem_count`, in the order of their rows; order: of the dates, None if nothing
    depended on it. rows_read: rows with anything in them; continued: further services of the visit above.
    """

    frame: pd.DataFrame
    problems: tuple[CellProblem, ...]
    problem_count: int
    left_out: LeftOut
    order: DateOrder | None
    is_order_certain: bool
    rows_read: int
    continued: int


def parse(table: Table, mapping: Map, answers: UploadAnswers) -> Parsed:
    """Read the columns a map names and keep the rows with a patient and a date."""

    used = _used(mapping)
    cells = table.sheet.cells.iloc[table.start : table.end, used]
    something = cells.notna().any(axis=1).to_numpy(dtype=np.bool_)
    dates, money, patients, labels = _read_columns(table, mapping, answers)

    total = _totals(table, used[-1], something & (dates.days == NO_DAY))
    lines = something & ~total & (patients.codes == UNKNOWN) & (dates.days == NO_DAY) & ~dates.unreadable
    above = _rows_above(table, mapping, lines, money)
    patients, days = patients[above], dates.days[above]
    labels = {field: _filled_down(names, above) for field, names in labels.items()}

    has_patient: BoolArray = patients.codes != UNKNOWN
    has_date = days != NO_DAY
    not_held = something & ~total & _not_held(labels.pop(ColumnField.STATUS, None), len(something))
    open_rows = something & ~total & ~not_held
    kept = open_rows & has_patient & has_date
    problems, problem_count = _problems(table, mapping, open_rows, dates.unreadable, money)
    return Parsed(
        frame=_frame(kept, patients, days, money, labels),
        problems=problems,
        problem_count=problem_count,
        left_out=LeftOut(
            without_patient=int((open_rows & ~has_patient).sum()),
            without_patient_amount=0 if money is None else int(money.kopecks[open_rows & ~has_patient].sum()),
            without_date=int((open_rows & has_patient & ~has_date).sum()),
            not_held=int(not_held.sum()),
            totals=int(total.sum()) + table.tail,
        ),
        order=dates.order,
        is_order_certain=dates.is_order_certain,
        rows_read=int(something.sum()),
        continued=int((lines & kept).sum()),
    )


def _read_columns(
    table: Table, mapping: Map, answers: UploadAnswers
) -> tuple[Days, Money | None, pd.Categorical, dict[ColumnField, pd.Categorical]]:
    """The columns of the visits, side by side: Arrow, which does most of it, works without the lock."""
    names = mapping.columns[mapping.patient[0]].field is not ColumnField.PATIENT
    with ThreadPoolExecutor(_AT_ONCE) as beside:
        patients = beside.submit(read_ids, [table.column(at) for at in mapping.patient], are_names=names)
        dates = beside.submit(
            read_days, table.column(mapping.date), answers.date_order, from_1904=table.sheet.has_1904_dates
        )
        money = None if mapping.amount is None else beside.submit(read_money, table.column(mapping.amount))
        labels = {field: beside.submit(read_labels, table.column(at)) for field, at in mapping.labels.items()}
    return (
        dates.result(),
        None if money is None else money.result(),
        patients.result(),
        {field: names.result() for field, names in labels.items()},
    )


def _used(mapping: Map) -> list[int]:
    amount = [] if mapping.amount is None else [mapping.amount]
    return sorted({*mapping.patient, mapping.date, *amount})


def _totals(table: Table, last: int, rows: BoolArray) -> BoolArray:
    """Which of the rows say in one of their cells, up to the last used one, that they are a total."""
    import pandas as pd

    found = np.zeros(len(rows), dtype=np.bool_)
    for index in range(last + 1):
        codes, texts = pd.factorize(table.column(index)[rows])
        total = np.array([*(says(CellWord.TOTAL, text) for text in texts.tolist()), False], dtype=np.bool_)
        found[rows] |= total[codes]
    return found


def _rows_above(table: Table, mapping: Map, lines: BoolArray, money: Money | None) -> IntArray | slice:
    """The row each row belongs to: itself, or for a further service of a visit the row that begins it.

    lines: rows with neither patient nor date. One is a further service if it has a sum, as the row above
    does, and words where that has words; the name of a group or a subtotal stands in a column of its own.
    """
    if money is None or not lines.any():
        return slice(None)
    places = np.arange(len(lines))
    above = np.maximum.accumulate(np.where(lines, 0, places))
    possible = np.flatnonzero(lines & money.known & money.known[above])
    described = np.zeros(possible.size, np.bool_)
    for index in set(range(len(mapping.columns))).difference(_used(mapping)):
        column = table.column(index)
        described |= _has_words(column.iloc[possible]) & _has_words(column.iloc[above[possible]])
    continued = possible[described]
    places[continued] = above[continued]
    return places


def _has_words(cells: pd.Series[str]) -> BoolArray:
    return cells.str.contains(r"[^\W\d_]", regex=True, na=False).to_numpy(dtype=np.bool_)


def _filled_down(names: pd.Categorical, above: IntArray | slice) -> pd.Categorical:
    """Names with the one from the row above where there is none."""
    import pandas as pd

    codes = np.where(names.codes == UNKNOWN, names.codes[above], names.codes)
    return pd.Categorical.from_codes(codes, dtype=names.dtype)


def _not_held(status: pd.Categorical | None, rows: int) -> BoolArray:
    if status is None:
        return np.zeros(rows, dtype=np.bool_)
    cancelled = np.array([*(says(CellWord.NOT_HELD, text) for text in status.categories), False])
    return cast("BoolArray", cancelled[status.codes])


def _frame(
    kept: BoolArray,
    patients: pd.Categorical,
    days: IntArray,
    money: Money | None,
    labels: Mapping[ColumnField, pd.Categorical],
) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, object] = {
        "patient": patients[kept],
        "date": days[kept].astype("datetime64[D]").astype("datetime64[s]"),
    }
    if money is not None:
        columns["amount"] = pd.arrays.IntegerArray(money.kopecks[kept], ~money.known[kept])
    for field, names in labels.items():
        columns[VisitField(field)] = (_impersonal(names) if field is ColumnField.CHANNEL else names)[kept]
    return pd.DataFrame(columns)


def _impersonal(names: pd.Categorical) -> pd.Categorical:
    """Channels without those that name a person, a phone or an e-mail: who recommended stays out."""
    return names.remove_categories([name for name in names.categories if is_personal_text(name)])


def _problems(
    table: Table, mapping: Map, rows: BoolArray, bad_dates: BoolArray, money: Money | None
) -> tuple[tuple[CellProblem, ...], int]:
    """The first problems in the order of their rows, and how many there are in all."""
    bad = {(mapping.date, WantedCell.DATE): np.flatnonzero(rows & bad_dates)}
    if money is not None and mapping.amount is not None:
        bad[mapping.amount, WantedCell.NUMBER] = np.flatnonzero(rows & money.unreadable)
    found = [
        problem
        for (column, wanted), places in bad.items()
        for problem in _of_column(table, column, wanted, places[:PROBLEMS_KEPT].tolist())
    ]
    first = sorted(found, key=lambda item: item[0])[:PROBLEMS_KEPT]
    return tuple(problem for _, problem in first), sum(places.size for places in bad.values())


def _of_column(
    table: Table, column: int, wanted: WantedCell, rows: list[int]
) -> Iterator[tuple[int, CellProblem]]:
    mend = fixed_day if wanted is WantedCell.DATE else fixed_money
    texts = table.column(column).iloc[rows].tolist()
    for row, text in zip(rows, texts, strict=True):
        got = text.strip()
        yield (
            row,
            CellProblem(
                table.sheet.name, table.address(row, column), got[:_LONGEST_QUOTE], wanted, mend(got)
            ),
        )
