"""A file from its first byte to its visits: what was recognised, what to ask, what is wrong by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

import numpy as np

from datasets.coverage import Coverage
from datasets.packing import coverage_of
from datasets.years import YearOfVisits, years_of_visits
from metrics.days import (
    Int32Array,
    as_date,
    day_number,
    last_complete_month,
    month_end_day,
    month_of,
    month_start,
)
from metrics.visits import VisitHistory, Visits
from spreadsheets.figure_cells import FiguresFound
from spreadsheets.grid import Sheet, read_grid
from spreadsheets.location import Table, locate
from spreadsheets.mapping import (
    ALL,
    Ask,
    Map,
    MappedColumn,
    UploadAnswers,
    UploadOption,
    UploadQuestion,
    map_columns,
    shape_of,
)
from spreadsheets.opening import CHAT_LIMITS, FileKind, Limits, Opened, open_unproven, prove_sizes
from spreadsheets.parsing import PROBLEMS_KEPT, CellProblem, LeftOut, Parsed, parse
from spreadsheets.refusals import FileRefusal, FileRefusedError, RefusalReason, refuse
from spreadsheets.rows.findings import RowFinding
from spreadsheets.rows.kinds import CellValue, RowKind, Tally
from spreadsheets.rows.layout import Layout, read_layout
from spreadsheets.rows.money import Recipe, SumSource
from spreadsheets.synonyms import AMOUNTS, ColumnField
from spreadsheets.template_reading import is_template, read_template, visits_sheet
from spreadsheets.values import DateOrder
from spreadsheets.yearly import YearlyTable, read_yearly

if TYPE_CHECKING:
    import pandas as pd


_REPEATED: Final = 0.25
"""So large a part of the visits of one sheet in another makes them copies, not parts, of one export."""


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
class MonthSeen:
    """The last month that is whole, for a person to compare with their software; turnover in kopecks."""

    first_day: date
    visits: int
    patients: int
    turnover: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file is taken for, before anything of it is kept.

    shape: of the header, to remember answers by; header_rows: numbers of its first and last row as Excel
    shows them; amount_field: whether the sums are paid, discounted or charged ones, None without sums;
    problems: the first 5 000 of `problem_count`; rows: kept, `continued` of them without a patient and a date
    of their own, as further services of the visit above; visits: days of patients; turnover: kopecks, None
    without sums.
    figures: what a filled template or a table of yearly figures says, beside visits or, with 0 rows, alone.
    bookings: rows of visits still to come; tallies, values, sources, findings: what the rows were taken for,
    by which words, the ways to their sums, and what else was decided; month: to compare with memory.
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
    visits: int = 0
    bookings: int = 0
    currency: str | None = None
    tallies: tuple[Tally, ...] = ()
    values: tuple[CellValue, ...] = ()
    sources: tuple[SumSource, ...] = ()
    findings: tuple[RowFinding, ...] = ()
    month: MonthSeen | None = None

    @property
    def lost(self) -> Fraction:
        """The share of the rows that nobody meant to leave out: without a patient or day, out of time."""
        return Fraction(self.left_out.lost, self.rows_read) if self.rows_read else Fraction(0)


@dataclass(frozen=True, slots=True, eq=False)
class VisitReading:
    """A file that was read: its preview, its rows as `Visits.from_frame` takes them, and its bookings.

    bookings: patient, date and, where it is known, doctor of visits still to come.
    """

    preview: Preview
    rows: pd.DataFrame
    bookings: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A sheet with a table of visits."""

    table: Table
    layout: Layout
    mapping: Map

    @property
    def shape(self) -> str:
        return shape_of(self.table.headers)

    @property
    def rank(self) -> tuple[bool, int]:
        return self.has_sums, self.table.rows

    @property
    def has_sums(self) -> bool:
        """Whether any column may be a sum."""
        known = (*AMOUNTS, ColumnField.PART, ColumnField.PRICE)
        return bool(self.mapping.unknown_sums) or any(self.mapping.sums(field) for field in known)


def read_file(
    content: bytes,
    answers: UploadAnswers,
    limits: Limits = CHAT_LIMITS,
    report: Callable[[ReadingStep], object] = str,
    *,
    today: date | None = None,
) -> VisitReading:
    """Read a file with what a person has already answered about files of its shape.

    today: rows of later days are bookings; None if nobody knows.

    Raises FileRefusedError if it holds neither visits nor yearly figures.
    """
    report(ReadingStep.OPENING)
    opened = open_unproven(content, limits)
    sheets = _proved_sheets(opened, limits)
    report(ReadingStep.LOCATING)
    if is_template(sheets):
        return _read_template(opened.kind, sheets, answers, report, today)
    yearly = read_yearly(sheets, answers)
    if yearly is not None:
        return _figures_alone(opened.kind, sheets, yearly)
    return _read_visits(opened.kind, sheets, sheets, answers, report, today)


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
    kind: FileKind,
    sheets: Sequence[Sheet],
    answers: UploadAnswers,
    report: Callable[[ReadingStep], object],
    today: date | None,
) -> VisitReading:
    """The figures of a filled template, and its visits where there are any."""
    read, visits = read_template(sheets), visits_sheet(sheets)
    found = read.found
    if visits is not None:
        reading = _read_visits(kind, sheets, (visits,), answers, report, today)
        preview = replace(
            reading.preview,
            why=WhySheet.TEMPLATE,
            problems=(*read.problems, *reading.preview.problems)[:PROBLEMS_KEPT],
            problem_count=len(read.problems) + reading.preview.problem_count,
            figures=found,
        )
        return VisitReading(preview, reading.rows, reading.bookings)
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
    return VisitReading(preview, _no_rows(), _no_rows())


def _no_rows() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"patient": pd.Series(dtype=object), "date": pd.Series(dtype="datetime64[s]")})


def _read_visits(
    kind: FileKind,
    sheets: Sequence[Sheet],
    among: Sequence[Sheet],
    answers: UploadAnswers,
    report: Callable[[ReadingStep], object],
    today: date | None,
) -> VisitReading:
    """The visits of those of a file's sheets that may hold them."""
    report(ReadingStep.PARSING)
    reading = _as_answered(kind, sheets, among, answers, today)
    report(ReadingStep.COUNTING)
    questions = tuple(
        _with_options(
            question, lambda other: _as_answered(kind, sheets, among, other, today).preview, answers
        )
        for question in reading.preview.questions
    )
    return replace(reading, preview=replace(reading.preview, questions=questions))


def _with_options(
    question: UploadQuestion, read: Callable[[UploadAnswers], Preview], answers: UploadAnswers
) -> UploadQuestion:
    """A question with what each of its answers gives."""
    options = []
    for choice in question.choices:
        try:
            given = read(answers.answering(question, choice))
        except FileRefusedError:
            return question
        figures = given.visits, given.patients, given.turnover, given.first_day, given.last_day
        options.append(UploadOption(choice, *figures))
    return replace(question, options=tuple(options))


def _as_answered(
    kind: FileKind,
    sheets: Sequence[Sheet],
    among: Sequence[Sheet],
    answers: UploadAnswers,
    today: date | None,
) -> VisitReading:
    """The visits with these answers, and what is left to ask."""
    candidates = _candidates(among, answers)
    chosen, parsed, why, question = _choose(candidates, answers, today)
    rows = _joined([part.frame for part in parsed])
    visits = Visits.from_frame(rows)
    visit_days = _visit_days(visits)
    first = chosen[0]
    problems = [problem for part in parsed for problem in part.problems]
    bookings = _joined([part.bookings for part in parsed])
    preview = Preview(
        kind=kind,
        sheets=_seen(sheets, {candidate.table.sheet.name for candidate in chosen}),
        why=why,
        shape=first.shape,
        header_rows=(first.table.header_rows[0] + 1, first.table.header_rows[1] + 1),
        columns=_columns(first.mapping, parsed[0]),
        amount_field=_amount_field(parsed),
        date_order=parsed[0].order,
        questions=_questions(question, first.mapping, parsed),
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
        visits=visit_days.size,
        bookings=len(bookings),
        currency=next((part.currency for part in parsed if part.currency), None),
        tallies=_tallies(parsed),
        values=tuple(value for part in parsed for value in part.values),
        sources=_sources(parsed),
        findings=tuple(finding for part in parsed for finding in part.findings),
        month=_month(visits, visit_days),
    )
    return VisitReading(preview, rows, bookings)


def _columns(mapping: Map, parsed: Parsed) -> tuple[MappedColumn, ...]:
    """The columns with those marked that became part of the visits."""
    return tuple(
        replace(
            column,
            used=index in parsed.columns,
            field=ColumnField.CHARGED
            if index in mapping.unknown_sums and index in parsed.columns
            else column.field,
        )
        for index, column in enumerate(mapping.columns)
    )


_FIELD_OF: Final[Mapping[Recipe, ColumnField]] = {
    Recipe.PAID: ColumnField.PAID,
    Recipe.PARTS: ColumnField.PAID,
    Recipe.NET: ColumnField.DISCOUNTED,
    Recipe.DISCOUNTED: ColumnField.DISCOUNTED,
    Recipe.CHARGED: ColumnField.CHARGED,
    Recipe.LINES: ColumnField.CHARGED,
    Recipe.PRICE: ColumnField.PRICE,
    Recipe.UNKNOWN: ColumnField.CHARGED,
}


def _amount_field(parsed: Sequence[Parsed]) -> ColumnField | None:
    """Whether the sums are paid, discounted or charged ones."""
    sources = parsed[0].sources
    return _FIELD_OF[sources[0].recipe] if sources and "amount" in parsed[0].frame.columns else None


def _questions(
    about_sheets: tuple[UploadQuestion, ...], mapping: Map, parsed: Sequence[Parsed]
) -> tuple[UploadQuestion, ...]:
    """Every question once, whichever sheets ask it."""
    asked = [*about_sheets, *mapping.questions, *_date_question(parsed)]
    asked += [question for part in parsed for question in part.questions]
    return tuple({question.ask: question for question in reversed(asked)}.values())[::-1]


def _tallies(parsed: Sequence[Parsed]) -> tuple[Tally, ...]:
    found: dict[RowKind, Tally] = {}
    for tally in (tally for part in parsed for tally in part.tallies):
        before = found.get(tally.kind, Tally(tally.kind, 0, 0))
        found[tally.kind] = Tally(tally.kind, before.rows + tally.rows, before.kopecks + tally.kopecks)
    return tuple(found.values())


def _sources(parsed: Sequence[Parsed]) -> tuple[SumSource, ...]:
    found: dict[str, SumSource] = {}
    for source in (source for part in parsed for source in part.sources):
        before = found.get(source.key)
        kopecks = source.kopecks + (before.kopecks if before else 0)
        found[source.key] = replace(source, kopecks=kopecks)
    return tuple(found.values())


def _visit_days(visits: Visits) -> Int32Array:
    """The day of each visit: one per patient and day; a refund is none."""
    last = visits.last_day
    return np.zeros(0, np.int32) if last is None else VisitHistory.at(visits, last).visit_day


def _month(visits: Visits, visit_days: Int32Array) -> MonthSeen | None:
    """The last month that the rows reach the end of, or the last one at all."""
    last = visits.last_day
    if last is None:
        return None
    whole = last_complete_month(day_number(last))
    month = (
        whole if month_end_day(whole) >= day_number(visits.first_day or last) else month_of(day_number(last))
    )
    start, end = month_start(month), as_date(month_end_day(month))
    within = visits.between(start, end)
    held = int(((visit_days >= day_number(start)) & (visit_days <= day_number(end))).sum())
    patients = int(np.unique(within.patient).size)
    turnover = int(within.amount.sum()) if visits.amounts_known else None
    return MonthSeen(start, held, patients, turnover)


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
            layout = read_layout(table)
            found.append(_Candidate(table, layout, map_columns(table, layout, answers)))
        except FileRefusedError as refused:
            refusals.append(refused.refusal)
    if not found:
        raise FileRefusedError(min(refusals, key=lambda refusal: (len(refusal.missing), -len(refusal.found))))
    return sorted(found, key=lambda candidate: candidate.rank, reverse=True)


def _is_wanted(sheet: Sheet, answers: UploadAnswers) -> bool:
    return not answers.sheets or ALL in answers.sheets or sheet.name in answers.sheets


def _choose(
    candidates: Sequence[_Candidate], answers: UploadAnswers, today: date | None
) -> tuple[list[_Candidate], list[Parsed], WhySheet, tuple[UploadQuestion, ...]]:
    """The sheets to read: one, or all of one shape unless they repeat each other."""
    best = candidates[0]
    alike = [candidate for candidate in candidates if candidate.shape == best.shape]
    rivals = [candidate for candidate in candidates if candidate.rank[0] == best.rank[0]]
    if answers.sheets:
        return alike, _parsed(alike, answers, today), WhySheet.ANSWERED, ()
    if len(rivals) == 1:
        why = WhySheet.ONLY if len(candidates) == 1 else WhySheet.COMPLETE
        return [best], _parsed([best], answers, today), why, ()
    parsed = _parsed(alike, answers, today)
    if len(alike) == len(rivals) and not _repeat_each_other(parsed):
        return alike, parsed, WhySheet.CONTINUED, ()
    names = tuple(candidate.table.sheet.name for candidate in rivals)
    together = (ALL,) if len(alike) > 1 else ()
    question = UploadQuestion(Ask.SHEET, (*names, *together), names[0])
    return [best], parsed[:1], WhySheet.LARGEST, (question,)


def _parsed(candidates: Iterable[_Candidate], answers: UploadAnswers, today: date | None) -> list[Parsed]:
    return [
        parse(candidate.table, candidate.layout, candidate.mapping, answers, today=today)
        for candidate in candidates
    ]


def _repeat_each_other(parsed: Sequence[Parsed]) -> bool:
    """Whether a sheet holds what another holds too: the same patients on the same days."""
    import pandas as pd

    visits = pd.concat(
        [part.frame[["patient", "date"]].astype({"patient": str}).drop_duplicates() for part in parsed]
    )
    return bool(visits.duplicated().sum() > _REPEATED * max(len(visits), 1))


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

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
