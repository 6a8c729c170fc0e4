"""A table of yearly figures somebody made: years in columns, in rows, or in none at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from metrics.estimate import Estimate
from metrics.funnel import Figure
from spreadsheets.evidence import is_blank, is_data
from spreadsheets.figure_cells import FIGURES, FigureFound, FiguresFound, FiguresRead, Unreadable, read_figure
from spreadsheets.figure_words import Label, scale_of, understand
from spreadsheets.grid import Sheet
from spreadsheets.mapping import Ask, UploadAnswers, UploadQuestion
from spreadsheets.parsing import CellProblem, WantedCell

Cells = list[list[str | None]]

_MOST_ROWS: Final = 300
_MOST_COLUMNS: Final = 60
_FEWEST: Final = 2
_FEWEST_WITHOUT_YEARS: Final = 3
_SHORT: Final = 60
_LONGEST_LABEL: Final = 80
_YEAR: Final = re.compile(
    r"(?:за |в |in |for |fy ?)?((?:19|20)\d\d)\s*(?:г\.?|год|года|году)?,?\s*\(?(?:факт|fact|actual)?\)?",
    re.IGNORECASE,
)
_NUMBER_IN_WORDS: Final = re.compile(
    r"[₽$€]?\s?\d[\d \u00a0\u202f.,–-]*(?:\s?[^\W\d]{1,9}\.?){0,2}\s?[₽$€%]?"
)
_HAS_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ESSENTIAL: Final = frozenset((Figure.PATIENTS, Figure.NEW_PATIENTS, Figure.TURNOVER))
_OF_ANOTHER: Final[Mapping[Figure, Figure]] = {
    Figure.NEW_PATIENTS: Figure.PATIENTS,
    Figure.REFERRALS: Figure.NEW_PATIENTS,
    Figure.RETURNED_PATIENTS: Figure.PATIENTS,
}
"""Figures that may stand as a percentage, and of what."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A number of the table: its label as it stands, what that means, and the year of the column or row."""

    label: str
    said: Label
    year: int | None
    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The numbers of a layout; ignored: labels with numbers that mean nothing known, and unclear years."""

    sheet: Sheet
    entries: tuple[_Entry, ...]
    ignored: tuple[str, ...]

    @property
    def rank(self) -> int:
        """How many different figures it knows; 0 if these make no yearly table."""
        known = {entry.said.figure for entry in self.entries if entry.said.figure}
        fewest = _FEWEST if any(entry.year for entry in self.entries) else _FEWEST_WITHOUT_YEARS
        return len(known) if len(known) >= fewest and known & _ESSENTIAL else 0


@dataclass(frozen=True, slots=True)
class YearlyTable:
    """Figures of the year chosen, and what has to be asked about their rows.

    sheets: names of those they are on; labels: all there are, for the shape; first_row: of the numbers,
    counted from 0.
    """

    read: FiguresRead
    questions: tuple[UploadQuestion, ...]
    sheets: Collection[str]
    labels: tuple[str, ...]
    first_row: int


def read_yearly(sheets: Sequence[Sheet], answers: UploadAnswers) -> YearlyTable | None:
    """The yearly figures of the sheet that has most of them; None if no visible sheet has such a table."""
    tables = [
        _Table(sheet, tuple(entries), tuple(dict.fromkeys(ignored)))
        for sheet in sheets
        if not sheet.is_hidden and (not answers.sheets or sheet.name in answers.sheets)
        for entries, ignored in _layouts(sheet, answers)
    ]
    best = max(tables, key=lambda table: table.rank, default=None)
    return None if best is None or not best.rank else _Choice(best, answers).made()


def _layouts(sheet: Sheet, answers: UploadAnswers) -> Iterator[tuple[list[_Entry], list[str]]]:
    rows, columns = sheet.cells.shape
    if not rows or not columns or rows > _MOST_ROWS or columns > _MOST_COLUMNS:
        return
    cells: Cells = [
        [None if is_blank(cell) else " ".join(cell.split()) for cell in row]
        for row in sheet.cells.to_numpy(dtype=object).tolist()
    ]
    yield _years_in_columns(cells, answers)
    yield _years_in_rows(cells, answers)
    yield _without_years(cells, answers)


def _years_in_columns(cells: Cells, answers: UploadAnswers) -> tuple[list[_Entry], list[str]]:
    """A header row of years, and under it a row for each figure, named on the left."""
    top = max(range(len(cells)), key=lambda at: (len(_years(cells[at])), -at))
    years = _years(cells[top])
    if not years:
        return [], []
    first = min(years)
    ignored = [cell for cell in cells[top] if cell and _HAS_YEAR.search(cell) and not _YEAR.fullmatch(cell)]
    entries: list[_Entry] = []
    caption = _caption(cells[:top])
    for row in range(top + 1, len(cells)):
        label = " ".join(cell for cell in cells[row][:first] if cell and not _is_value(cell))[:_LONGEST_LABEL]
        numbers = [(column, text) for column in years if (text := cells[row][column])]
        said = _meaning(label, answers, caption)
        if said is None or said.figure is None:
            ignored += [label] if label and numbers else []
            continue
        entries += [_Entry(label, said, years[column], text, row, column) for column, text in numbers]
    return entries, ignored


def _years_in_rows(cells: Cells, answers: UploadAnswers) -> tuple[list[_Entry], list[str]]:
    """A header row of figures, and under it a row for each year."""
    columns = [[row[column] for row in cells] for column in range(len(cells[0]))]
    side = max(range(len(columns)), key=lambda at: (len(_years(columns[at])), -at))
    years = _years(columns[side])
    if not years:
        return [], []
    first, entries, ignored = min(years), list[_Entry](), list[str]()
    caption = _caption(cells[: max(first - 1, 0)])
    for column in range(len(columns)):
        above = [text for text in columns[column][max(first - 3, 0) : first] if text and not _is_value(text)]
        label = " ".join(above[-1:] if above and understand(above[-1]) else above)[:_LONGEST_LABEL]
        numbers = [(row, text) for row in years if (text := columns[column][row])]
        if column == side or not label or not numbers:
            continue
        said = _meaning(label, answers, caption)
        if said is None or said.figure is None:
            ignored.append(label)
            continue
        entries += [_Entry(label, said, years[row], text, row, column) for row, text in numbers]
    return entries, ignored


def _without_years(cells: Cells, answers: UploadAnswers) -> tuple[list[_Entry], list[str]]:
    """A short list of labels, each with its number on the right; a label may name the year itself."""
    filled = [row for row in cells if any(row)]
    if len(filled) > _SHORT:
        return [], []
    entries, ignored = list[_Entry](), list[str]()
    caption = _caption([row for row in filled if len([cell for cell in row if cell]) == 1])
    for at, row in enumerate(cells):
        column = next((index for index, cell in enumerate(row) if cell and _is_value(cell) and index), None)
        label = " ".join(cell for cell in row[:column] if cell and not _is_value(cell))[:_LONGEST_LABEL]
        if column is None or not label:
            continue
        said = _meaning(label, answers, caption)
        if said is None or said.figure is None:
            ignored.append(label)
            continue
        entries.append(_Entry(label, said, said.year, row[column] or "", at, column))
    return (entries, ignored) if len(entries) * 3 >= len(filled) else ([], [])


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number, perhaps with words for its size: «60 млн ₽», «1900–2100»."""
    return is_data(cell) or _NUMBER_IN_WORDS.fullmatch(cell) is not None


def _years(line: Sequence[str | None]) -> dict[int, int]:
    """The years of a row or column by their place.

    None at all if one of them comes twice, or beside the name of a figure: then 2000 may count patients.
    """
    if any(said.figure for cell in line if cell and (said := understand(cell))):
        return {}
    found = {at: int(year[1]) for at, cell in enumerate(line) if cell and (year := _YEAR.fullmatch(cell))}
    return found if len(set(found.values())) == len(found) else {}


def _caption(rows: Cells) -> int | None:
    """The scale of money named above a table: «тыс. руб.»."""
    return next((scale for row in rows for cell in row if cell and (scale := scale_of(cell))), None)


def _meaning(label: str, answers: UploadAnswers, caption: int | None) -> Label | None:
    said = understand(label) if label else None
    if label in answers.rows:
        scale = said.scale if said else scale_of(label)
        said = Label(answers.rows[label], 1.0, said.year if said else None, scale, "%" in label)
    if said and said.scale is None and said.figure is Figure.TURNOVER:
        return replace(said, scale=caption)
    return said


class _Choice:
    """Choosing one number for each figure of the year wanted."""

    def __init__(self, table: _Table, answers: UploadAnswers) -> None:
        self._table = table
        self._problems: dict[str, CellProblem] = {}
        self._questions: list[UploadQuestion] = []
        self._ignored = list(table.ignored)
        self._years = sorted({entry.year for entry in table.entries if entry.year})
        self._year = answers.year if answers.year in self._years else self._newest()

    def made(self) -> YearlyTable:
        figures: dict[Figure, FigureFound] = {}
        for figure in FIGURES:
            found = self._figure(figure, figures)
            if found is not None:
                figures[figure] = found
        found_figures = FiguresFound(
            is_template=False,
            year=self._year,
            years=tuple(self._years),
            figures=tuple(figures.values()),
            channels=(),
            ignored=tuple(dict.fromkeys(self._ignored)),
        )
        entries = self._table.entries
        return YearlyTable(
            read=FiguresRead(found_figures, tuple(self._problems.values())),
            questions=tuple(self._questions),
            sheets=(self._table.sheet.name,),
            labels=tuple(dict.fromkeys((*(entry.label for entry in entries), *self._table.ignored))),
            first_row=min(entry.row for entry in entries),
        )

    def _newest(self) -> int | None:
        """The last year that has patients; else the last one there is."""
        with_patients = [
            entry.year for entry in self._table.entries if entry.year and entry.said.figure is Figure.PATIENTS
        ]
        return max(with_patients or self._years, default=None)

    def _figure(self, figure: Figure, known: Mapping[Figure, FigureFound]) -> FigureFound | None:
        entries = self._entries(figure)
        if not entries and figure is Figure.PREVIOUS_PATIENTS and self._year:
            entries = self._year_before(self._year - 1, known.get(Figure.PATIENTS))
        read = [(entry, value) for entry in entries if (value := self._value(entry, figure, known))]
        if not read:
            return None
        top = max(entry.said.confidence for entry, _ in read)
        rivals = [(entry, value) for entry, value in read if entry.said.confidence == top]
        entry, value = rivals[0]
        choices = tuple(dict.fromkeys(other.label for other, _ in rivals))
        if len(choices) > 1 and len({other for _, other in rivals}) > 1:
            self._questions.append(UploadQuestion(Ask.FIGURE, choices, entry.label, figure))
        cell = self._table.sheet.address(entry.row, entry.column)
        return FigureFound(
            figure, value, self._table.sheet.name, cell, entry.label, round(entry.said.confidence, 2)
        )

    def _year_before(self, year: int, now: FigureFound | None) -> list[_Entry]:
        """The patients of an earlier year, from the row that those of the year were taken from."""
        found = [entry for entry in self._of(Figure.PATIENTS) if entry.year == year]
        same = [entry for entry in found if now and entry.label == now.label]
        return same or found

    def _of(self, figure: Figure) -> list[_Entry]:
        return [entry for entry in self._table.entries if entry.said.figure is figure]

    def _entries(self, figure: Figure) -> list[_Entry]:
        """The numbers of a figure for the year; the growth wanted may stand at the year after it."""
        wished = self._year + 1 if self._year and figure is Figure.GROWTH else None
        return [entry for entry in self._of(figure) if entry.year in (self._year, wished, None)]

    def _value(self, entry: _Entry, figure: Figure, known: Mapping[Figure, FigureFound]) -> Estimate | None:
        if entry.said.is_share and figure in (Figure.PATIENTS, Figure.PREVIOUS_PATIENTS, Figure.TURNOVER):
            self._ignored.append(entry.label)
            return None
        if entry.said.is_share and figure in _OF_ANOTHER:
            return self._part(entry, known.get(_OF_ANOTHER[figure]))
        return self._read(entry, figure)

    def _part(self, entry: _Entry, whole: FigureFound | None) -> Estimate | None:
        """People given as a percentage of others."""
        share = self._read(entry, Figure.CONVERSION)
        if whole is None or share is None:
            self._ignored.append(entry.label)
            return None
        return Estimate.exact(round(share.value * whole.value.value))

    def _read(self, entry: _Entry, figure: Figure) -> Estimate | None:
        read = read_figure(entry.text, figure, label=entry.label, scale=entry.said.scale or 1)
        if not isinstance(read, Unreadable):
            return read
        sheet = self._table.sheet
        cell = sheet.address(entry.row, entry.column)
        self._problems[cell] = CellProblem(sheet.name, cell, entry.text[:40], WantedCell.NUMBER, read.fix)
        return None
