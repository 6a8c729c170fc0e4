"""A file from its first byte to its visits: what was recognised, what to ask, what is wrong by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

from datasets.coverage import Coverage
from datasets.packing import coverage_of
from metrics.visits import Visits
from spreadsheets.figure_cells import FiguresFound
from spreadsheets.figures import YearOfVisits, years_of_visits
from spreadsheets.grid import Sheet, read_grid
from spreadsheets.location import Table, locate
from spreadsheets.mapping import (
    Ask,
    DateOrder,
    Map,
    MappedColumn,
    UploadAnswers,
    UploadQuestion,
    map_columns,
    shape_of,
)
from spreadsheets.opening import CHAT_LIMITS, FileKind, Limits, Opened, open_unproven, prove_sizes
from spreadsheets.parsing import PROBLEMS_KEPT, CellProblem, LeftOut, Parsed, parse
from spreadsheets.refusals import FileRefusal, FileRefusedError, RefusalReason, refuse
from spreadsheets.synonyms import ColumnField
from spreadsheets.template_reading import is_template, read_template, visits_sheet
from spreadsheets.yearly import YearlyTable, read_yearly

if TYPE_CHECKING:
    import pandas as pd


class ReadingStep(StrEnum):
    """What is being done, for a person who waits."""

    OPENING = "opening"
    LOCATING = "locating"
    PARSING = "parsing"
    COUNTING = "counting"


class WhySheet(StrEnum):
    """Why these sheets were read and no others."""

    ONLY = "only"
    COMPLETE = "complete"
    CONTINUED = "continued"
    LARGEST = "largest"
    ANSWERED = "answered"
    YEARLY = "yearly"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet of the file: its name, filled rows, whether it is hidden and whether it was read."""

    name: str
    rows: int
    is_hidden: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file is taken for, before anything of it is kept.

    shape: of the header, to remember answers by; header_rows: numbers of its first and last row as Excel
    shows them; amount_field: whether the sums are paid, discounted or charged ones, None without sums;
    problems: the first 5 000 of `problem_count`; rows: kept as visits, `continued` of them without a patient
    and a date of their own, as further services of the visit above; turnover: kopecks, None without sums.
    figures: what a filled template or a table of yearly figures says, beside visits or, with 0 rows, alone.
    """

    kind: FileKind
    sheets: tuple[SheetSeen, ...]
    why: WhySheet
    shape: str
    header_rows: tuple[int, int]
    columns: tuple[MappedColumn, ...]
    amount_field: ColumnField | None
    date_order: DateOrder | None
    questions: tuple[UploadQuestion, ...]
    problems: tuple[CellProblem, ...]
    problem_count: int
    left_out: LeftOut
    rows_read: int
    continued: int
    rows: int
    unpriced: int
    patients: int
    first_day: date | None
    last_day: date | None
    turnover: int | None
    years: tuple[YearOfVisits, ...]
    branches: tuple[Coverage, ...]
    figures: FiguresFound | None = None


@dataclass(frozen=True, slots=True, eq=False)
class VisitReading:
    """A file that was read: its preview, and its rows as `Visits.from_frame` takes them."""

    preview: Preview
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A sheet with a table of visits."""

    table: Table
    mapping: Map

    @property
    def shape(self) -> str:
        return shape_of(self.table.headers)

    @property
    def rank(self) -> tuple[bool, int]:
        return self.mapping.amount is not None, self.table.rows


def read_file(
    content: bytes,
    answers: UploadAnswers,
    limits: Limits = CHAT_LIMITS,
    report: Callable[[ReadingStep], object] = str,
) -> VisitReading:
    """Read a file with what a person has already answered about files of its shape.

    Raises FileRefusedError if it holds neither visits nor yearly figures.
    """
    report(ReadingStep.OPENING)
    opened = open_unproven(content, limits)
    sheets = _proved_sheets(opened, limits)
    report(ReadingStep.LOCATING)
    if is_template(sheets):
        return _read_template(opened.kind, sheets, answers, report)
    yearly = read_yearly(sheets, answers)
    if yearly is not None:
        return _figures_alone(opened.kind, sheets, yearly)
    return _read_visits(opened.kind, sheets, sheets, answers, report)


def _proved_sheets(opened: Opened, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets, read while the sizes of an archive are proved; a lie ends the waiting at once."""
    beside = ThreadPoolExecutor(1)
    try:
        sheets = beside.submit(read_grid, opened)
        prove_sizes(opened, limits)
        return sheets.result()
    finally:
        beside.shutdown(wait=False)


def _read_template(
    kind: FileKind, sheets: Sequence[Sheet], answers: UploadAnswers, report: Callable[[ReadingStep], object]
) -> VisitReading:
    """The figures of a filled template, and its visits where there are any."""
    read, visits = read_template(sheets), visits_sheet(sheets)
    found = read.found
    if visits is not None:
        reading = _read_visits(kind, sheets, (visits,), answers, report)
        preview = replace(
            reading.preview,
            why=WhySheet.TEMPLATE,
            problems=(*read.problems, *reading.preview.problems)[:PROBLEMS_KEPT],
            problem_count=len(read.problems) + reading.preview.problem_count,
            figures=found,
        )
        return VisitReading(preview, reading.rows)
    if not (found.figures or found.channels or read.problems):
        raise refuse(RefusalReason.EMPTY_TEMPLATE)
    held = {figure.sheet for figure in found.figures}
    table = YearlyTable(read, (), held, (), 0)
    return _figures_alone(kind, sheets, table)


def _figures_alone(kind: FileKind, sheets: Sequence[Sheet], table: YearlyTable) -> VisitReading:
    """A file with yearly figures and no visits."""
    found, problems = table.read.found, table.read.problems
    preview = Preview(
        kind=kind,
        sheets=_seen(sheets, table.sheets),
        why=WhySheet.TEMPLATE if found.is_template else WhySheet.YEARLY,
        shape=shape_of(table.labels),
        header_rows=(table.first_row + 1, table.first_row + 1),
        columns=(),
        amount_field=None,
        date_order=None,
        questions=table.questions,
        problems=problems,
        problem_count=len(problems),
        left_out=LeftOut(),
        rows_read=0,
        continued=0,
        rows=0,
        unpriced=0,
        patients=0,
        first_day=None,
        last_day=None,
        turnover=None,
        years=(),
        branches=(),
        figures=found,
    )
    return VisitReading(preview, _no_rows())


def _no_rows() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"patient": pd.Series(dtype=object), "date": pd.Series(dtype="datetime64[s]")})


def _read_visits(
    kind: FileKind,
    sheets: Sequence[Sheet],
    among: Sequence[Sheet],
    answers: UploadAnswers,
    report: Callable[[ReadingStep], object],
) -> VisitReading:
    """The visits of those of a file's sheets that may hold them."""
    candidates = _candidates(among, answers)
    report(ReadingStep.PARSING)
    chosen, parsed, why, question = _choose(candidates, answers)
    report(ReadingStep.COUNTING)
    rows = _joined(parsed)
    visits = Visits.from_frame(rows)
    first = chosen[0]
    problems = [problem for part in parsed for problem in part.problems]
    preview = Preview(
        kind=kind,
        sheets=_seen(sheets, {candidate.table.sheet.name for candidate in chosen}),
        why=why,
        shape=first.shape,
        header_rows=(first.table.header_rows[0] + 1, first.table.header_rows[1] + 1),
        columns=first.mapping.columns,
        amount_field=first.mapping.amount_field,
        date_order=parsed[0].order,
        questions=(*question, *first.mapping.questions, *_date_question(parsed)),
        problems=tuple(problems[:PROBLEMS_KEPT]),
        problem_count=sum(part.problem_count for part in parsed),
        left_out=reduce(add, (part.left_out for part in parsed)),
        rows_read=sum(part.rows_read for part in parsed),
        continued=sum(part.continued for part in parsed),
        rows=len(visits),
        unpriced=visits.unpriced,
        patients=len(visits.patients),
        first_day=visits.first_day,
        last_day=visits.last_day,
        turnover=int(visits.amount.sum()) if visits.amounts_known else None,
        years=years_of_visits(visits),
        branches=coverage_of(rows),
    )
    return VisitReading(preview, rows)


def _candidates(sheets: Sequence[Sheet], answers: UploadAnswers) -> list[_Candidate]:
    """The visible sheets with visits, best first. Raises FileRefusedError for what the fullest lacks."""
    visible = [sheet for sheet in sheets if not sheet.is_hidden and _is_wanted(sheet, answers)]
    tables = [table for sheet in visible if (table := locate(sheet))]
    if not tables:
        hidden = [sheet.name for sheet in sheets if sheet.is_hidden and len(sheet.cells)]
        raise refuse(RefusalReason.NO_ROWS, *hidden)
    found: list[_Candidate] = []
    refusals: list[FileRefusal] = []
    for table in tables:
        try:
            found.append(_Candidate(table, map_columns(table, answers)))
        except FileRefusedError as refused:
            refusals.append(refused.refusal)
    if not found:
        raise FileRefusedError(min(refusals, key=lambda refusal: (len(refusal.missing), -len(refusal.found))))
    return sorted(found, key=lambda candidate: candidate.rank, reverse=True)


def _is_wanted(sheet: Sheet, answers: UploadAnswers) -> bool:
    return not answers.sheets or sheet.name in answers.sheets


def _choose(
    candidates: Sequence[_Candidate], answers: UploadAnswers
) -> tuple[list[_Candidate], list[Parsed], WhySheet, tuple[UploadQuestion, ...]]:
    """The sheets to read: one, or several of one shape whose periods do not overlap."""
    best = candidates[0]
    alike = [candidate for candidate in candidates if candidate.shape == best.shape]
    rivals = [candidate for candidate in candidates if candidate.rank[0] == best.rank[0]]
    if answers.sheets:
        return alike, _parsed(alike, answers), WhySheet.ANSWERED, ()
    if len(rivals) == 1:
        why = WhySheet.ONLY if len(candidates) == 1 else WhySheet.COMPLETE
        return [best], _parsed([best], answers), why, ()
    parsed = _parsed(alike, answers)
    if len(alike) == len(rivals) and _follow_each_other(parsed):
        return alike, parsed, WhySheet.CONTINUED, ()
    names = tuple(candidate.table.sheet.name for candidate in rivals)
    return [best], parsed[:1], WhySheet.LARGEST, (UploadQuestion(Ask.SHEET, names, names[0]),)


def _parsed(candidates: Iterable[_Candidate], answers: UploadAnswers) -> list[Parsed]:
    return [parse(candidate.table, candidate.mapping, answers) for candidate in candidates]


def _follow_each_other(parsed: Iterable[Parsed]) -> bool:
    """Whether no period of days overlaps another, as in a sheet per month."""
    periods = sorted(
        (part.frame["date"].min(), part.frame["date"].max()) for part in parsed if len(part.frame)
    )
    return all(before[1] < after[0] for before, after in pairwise(periods))


def _joined(parsed: Sequence[Parsed]) -> pd.DataFrame:
    import pandas as pd

    frames = [part.frame for part in parsed]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _date_question(parsed: Sequence[Parsed]) -> tuple[UploadQuestion, ...]:
    unsure = [part.order for part in parsed if not part.is_order_certain]
    if not unsure or any(part.is_order_certain and part.order for part in parsed):
        return ()
    return (UploadQuestion(Ask.DATE_ORDER, tuple(DateOrder), unsure[0] or DateOrder.DAY_FIRST),)


def _seen(sheets: Iterable[Sheet], read: Collection[str]) -> tuple[SheetSeen, ...]:
    return tuple(
        SheetSeen(
            name=sheet.name,
            rows=int(sheet.cells.notna().any(axis=1).sum()),
            is_hidden=sheet.is_hidden,
            is_read=sheet.name in read,
        )
        for sheet in sheets
    )
