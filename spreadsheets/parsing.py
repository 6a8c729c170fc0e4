"""A located, mapped table → visits, with every cell that could not be read and every row left out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from metrics.days import BoolArray, IntArray, day_number
from metrics.visits import SERVICE, UNKNOWN, VisitField
from spreadsheets.figure_words import scale_of
from spreadsheets.location import Table
from spreadsheets.mapping import NO, NOTHING, YES, Ask, Map, UploadAnswers, UploadQuestion
from spreadsheets.people import Who, hidden_name, judged
from spreadsheets.rows import patients as who
from spreadsheets.rows.checks import far_days, likely_day, mended, once_per_group, outliers, repeated_totals
from spreadsheets.rows.classify import Kinds, classify, kinds_of, totals
from spreadsheets.rows.findings import FindingKind, RowFinding
from spreadsheets.rows.gaps import Gaps, above, gaps_of
from spreadsheets.rows.kinds import CODE, CellValue, RowKind, Tally
from spreadsheets.rows.layout import Layout
from spreadsheets.rows.money import MATTERS, Recipe, SumReader, SumSource, Turnover, choose
from spreadsheets.rows.patients import Patients
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import (
    NO_DAY,
    Calendar,
    DateOrder,
    Days,
    Money,
    calendar_of,
    different_texts,
    fixed_day,
    fixed_money,
    read_days,
    read_labels,
)

if TYPE_CHECKING:
    import pandas as pd

PROBLEMS_KEPT: Final = 5_000
_LONGEST_QUOTE: Final = 40
_AT_ONCE: Final = 2
_LEDGER: Final = 0.3
"""Where so large a part of the sums is negative, they may be payments beside charges."""
_HELD: Final = (RowKind.VISIT, RowKind.CHARGE, RowKind.PAYMENT, RowKind.ADVANCE_USE, RowKind.REFUND)


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
    """Rows that did not become visits, by reason; without_patient_amount: kopecks in the rows without one.

    not_held: no-shows and what was cancelled; bookings: still to come, or never said to have been held;
    moved: advances and other movements of money that are no turnover; far: days that cannot be.
    """

    without_patient: int = 0
    without_patient_amount: int = 0
    without_date: int = 0
    not_held: int = 0
    totals: int = 0
    bookings: int = 0
    moved: int = 0
    far: int = 0

    def __add__(self, other: LeftOut) -> LeftOut:
        return LeftOut(
            self.without_patient + other.without_patient,
            self.without_patient_amount + other.without_patient_amount,
            self.without_date + other.without_date,
            self.not_held + other.not_held,
            self.totals + other.totals,
            self.bookings + other.bookings,
            self.moved + other.moved,
            self.far + other.far,
        )

    @property
    def lost(self) -> int:
        """Rows that say something of a patient or a sum and still count for nothing: nobody meant that."""
        return self.without_patient + self.without_date + self.far


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """The rows of one table that can be visits.

    frame: columns patient, date, amount (kopecks) where the table has one, and the labels it has; bookings:
    patient, date and doctor of those still to come; problems: the first of `problem_count`, in the order of
    their rows; order: of the dates, None if nothing depended on it. rows_read: rows with anything in them;
    continued: further services of the visit above. tallies, values, findings: what the rows were taken for
    and by what; sources: the ways to their sums; columns: indexes of those that were used.
    """

    frame: pd.DataFrame
    bookings: pd.DataFrame
    problems: tuple[CellProblem, ...]
    problem_count: int
    left_out: LeftOut
    order: DateOrder | None
    is_order_certain: bool
    rows_read: int
    continued: int
    tallies: tuple[Tally, ...]
    values: tuple[CellValue, ...]
    findings: tuple[RowFinding, ...]
    sources: tuple[SumSource, ...]
    columns: frozenset[int]
    currency: str | None
    questions: tuple[UploadQuestion, ...]


def parse(
    table: Table, layout: Layout, mapping: Map, answers: UploadAnswers, *, today: date | None = None
) -> Parsed:
    """Read the columns a map names, say what each row is, and keep the rows with a patient and a date."""
    return _Rows(table, layout, mapping, answers, today).parsed()


class _Rows:
    """The rows of one table on their way to visits: each step narrows or mends what the last one found."""

    def __init__(
        self, table: Table, layout: Layout, mapping: Map, answers: UploadAnswers, today: date | None
    ) -> None:
        self._table = table
        self._layout = layout
        self._mapping = mapping
        self._answers = answers
        self._today = today
        self._findings: list[RowFinding] = []
        self._questions: list[UploadQuestion] = []
        self._something: BoolArray = (table.filled > 0) & ~layout.apart
        self._sums = SumReader(table, mapping)

    def parsed(self) -> Parsed:
        dates, patients, labels = self._read()
        days = self._days_of(dates)
        total = totals(self._table, self._mapping, self._something, patients.codes != UNKNOWN, days != NO_DAY)
        rows = self._something & ~total
        patients, days, labels, start = self._filled(dates, patients, days, labels, rows)
        self._ask_patients(patients)
        kinds = classify(self._table, self._layout, self._mapping, self._answers, rows)
        has_patient, has_day = patients.codes != UNKNOWN, days != NO_DAY
        far = self._far(days, rows)
        kinds = kinds.carried(start)
        kinds = replace(kinds, codes=self._with_future(kinds, days, rows & has_day & ~far))
        counted = rows & has_patient & has_day & ~far & kinds.are(*_HELD)
        turnover = choose(self._sums, self._mapping, counted, self._answers.rules.get(Ask.AMOUNT))
        self._ask_sums(turnover)
        money = self._settled(turnover, kinds, patients, days, counted)
        bookings = rows & has_patient & has_day & ~far & kinds.are(RowKind.BOOKING)
        open_rows = rows & kinds.are(*_HELD)
        problems, problem_count = self._problems(open_rows, dates, far, days, turnover)
        self._tell(kinds, rows & has_day, turnover)
        return Parsed(
            frame=self._frame(counted, patients, days, money, labels),
            bookings=self._bookings(bookings, patients, days, labels),
            problems=problems,
            problem_count=problem_count,
            left_out=LeftOut(
                without_patient=int((open_rows & ~has_patient).sum()),
                without_patient_amount=0
                if money is None
                else int(money.kopecks[open_rows & ~has_patient].sum()),
                without_date=int((open_rows & has_patient & ~has_day).sum()),
                not_held=int((rows & kinds.are(RowKind.NO_SHOW, RowKind.CANCELLED)).sum()),
                totals=int(total.sum()) + self._table.tail,
                bookings=int((rows & kinds.are(RowKind.BOOKING)).sum()),
                moved=int((rows & kinds.are(RowKind.ADVANCE, RowKind.ADVANCE_BACK, RowKind.IGNORED)).sum()),
                far=int((open_rows & has_patient & far).sum()),
            ),
            order=dates.order,
            is_order_certain=dates.is_order_certain,
            rows_read=int(self._something.sum()),
            continued=int(counted[start != np.arange(len(rows))].sum()),
            tallies=self._tallies(kinds, rows, turnover),
            values=kinds.values,
            findings=tuple(self._findings),
            sources=turnover.sources,
            columns=self._used(turnover),
            currency=self._currency(turnover),
            questions=(*self._questions, *kinds.questions),
        )

    def _read(self) -> tuple[Days, Patients, dict[ColumnField, pd.Categorical]]:
        """The columns of the visits, side by side: Arrow, which does most of it, works without the lock."""
        table, mapping = self._table, self._mapping
        with ThreadPoolExecutor(_AT_ONCE) as beside:
            patients = beside.submit(self._patients)
            dates = beside.submit(self._dates)
            labels = {
                field: beside.submit(read_labels, table.column(at))
                for field, at in mapping.labels.items()
                if field in _KEPT
            }
        found = {field: names.result() for field, names in labels.items()}
        return dates.result(), patients.result(), self._grouped(found)

    def _patients(self) -> Patients:
        table, mapping, rules = self._table, self._mapping, self._answers.rules
        columns = [table.column(at) for at in mapping.patient]
        phone = None if mapping.phone is None else table.column(mapping.phone)
        if not columns:
            group = self._layout.groups.get(ColumnField.PATIENT)
            if group is None:
                assert phone is not None  # noqa: S101 - the map has seen to it
                return who.by_phone(phone)
            columns = [_of_codes(*group)]
        if not mapping.has_names and mapping.patient:
            return who.by_id(columns[0], without_zeros=rules.get(Ask.ZEROS) == YES)
        birth = None if mapping.birth is None else table.column(mapping.birth)
        return who.by_name(columns, phone, birth, together=rules.get(Ask.SPELLING) == YES)

    def _dates(self) -> Days:
        table, answers = self._table, self._answers
        if self._mapping.date is None:
            days = self._layout.day
            return Days(days, np.zeros(days.size, np.bool_), None, is_order_certain=True)
        calendar = calendar_of(table.sheet.name, *table.titles)
        said = answers.rules.get(Ask.YEAR, "")
        if calendar.year is None and said.isdecimal():
            calendar = Calendar(int(said), calendar.month)
        return read_days(
            table.column(self._mapping.date),
            answers.date_order,
            from_1904=table.sheet.has_1904_dates,
            calendar=calendar,
            repair=answers.rules.get(Ask.SWAPPED) != NO,
        )

    def _days_of(self, dates: Days) -> IntArray:
        """The days of the rows, and what has to be asked about how they are written."""
        if dates.is_half_swapped:
            rows = int((dates.days != NO_DAY).sum())
            self._findings.append(RowFinding(FindingKind.SWAPPED_DAYS, rows))
            self._ask(Ask.SWAPPED, (YES, NO))
        if dates.lacks_year and self._today is not None and not self._answers.rules.get(Ask.YEAR):
            self._ask(Ask.YEAR, (str(self._today.year), str(self._today.year - 1)))
        of_group = self._something & (self._layout.day != NO_DAY) & ~dates.unreadable
        if self._mapping.date is not None:
            of_group &= dates.days == NO_DAY
        if of_group.any():
            self._findings.append(RowFinding(FindingKind.GROUP_DAYS, int(of_group.sum())))
        return np.where(of_group, self._layout.day, dates.days)

    def _grouped(self, labels: dict[ColumnField, pd.Categorical]) -> dict[ColumnField, pd.Categorical]:
        """Labels that stand in rows of their own, or in a title of the sheet, where no column has them."""
        for field, (codes, texts) in self._layout.groups.items():
            wanted = ColumnField.DOCTOR if field is ColumnField.PATIENT_NAME else field
            if wanted in _KEPT and wanted not in labels:
                labels[wanted] = read_labels(_of_codes(codes, texts))
                self._findings.append(RowFinding(FindingKind.GROUP_NAMES, len(texts)))
        for field, name in self._layout.said.items():
            if field in _KEPT and field not in labels:
                labels[field] = read_labels(_of_codes(np.zeros(self._table.rows, np.int64), [name]))
                self._findings.append(RowFinding(FindingKind.SHEET_SAYS, self._table.rows, details=(name,)))
        return labels

    def _filled(
        self,
        dates: Days,
        patients: Patients,
        days: IntArray,
        labels: dict[ColumnField, pd.Categorical],
        rows: BoolArray,
    ) -> tuple[Patients, IntArray, dict[ColumnField, pd.Categorical], IntArray]:
        """Patients, days and labels, with what stands only in the first row of a group carried down.

        With them the row each row belongs to: itself, or the one that begins its visit.
        """
        has_patient, has_day = patients.codes != UNKNOWN, days != NO_DAY
        lines = rows & ~has_patient & ~has_day & ~dates.unreadable
        start = self._rows_above(lines)
        patients, days = patients.taking(start), days[start]
        labels = {field: _carried(names, start) for field, names in labels.items()}
        has_patient, has_day = patients.codes != UNKNOWN, days != NO_DAY
        if self._is_grouped(patients.codes, has_patient, rows & has_day, self._mapping.patient):
            carried = above(has_patient, rows)
            patients = patients.taking(np.where(rows & has_day, carried, np.arange(len(rows))))
        has_patient = patients.codes != UNKNOWN
        column = () if self._mapping.date is None else (self._mapping.date,)
        open_rows = rows & has_patient & ~dates.unreadable[start]
        if self._is_grouped(days, has_day, open_rows, column):
            days = days[np.where(open_rows, above(has_day, rows), np.arange(len(rows)))]
        return patients, days, labels, start

    def _is_grouped(
        self, codes: IntArray, known: BoolArray, rows: BoolArray, columns: tuple[int, ...]
    ) -> bool:
        """Whether the gaps of a column are to be filled from above; asks where nothing makes it certain."""
        gaps = gaps_of(codes, known, rows)
        if gaps is Gaps.EMPTY:
            return False
        header = self._mapping.columns[columns[0]].header if columns else ""
        blank = int((rows & ~known).sum())
        if gaps is Gaps.UNCLEAR:
            self._ask(Ask.GAPS, (YES, NO), header, str(blank))
        fill = self._answers.rules.get(Ask.GAPS) != NO
        if fill:
            self._findings.append(RowFinding(FindingKind.FILLED_DOWN, blank, details=(header,)))
        return fill

    def _rows_above(self, lines: BoolArray) -> IntArray:
        """The row each row belongs to: itself, or for a further service of a visit the row that begins it.

        lines: rows with neither patient nor date. One is a further service if it has a sum, as the row above
        does, and words where that has words; the name of a group or a subtotal stands in a column of its own.
        """
        column = next(iter(self._money_columns()), None)
        places = np.arange(len(lines))
        if column is None or not lines.any():
            return places
        money = self._sums.of(column)
        begins = np.maximum.accumulate(np.where(lines, 0, places))
        possible = np.flatnonzero(lines & money.known & money.known[begins])
        described = np.zeros(possible.size, np.bool_)
        used = {*self._mapping.patient, self._mapping.date, *self._money_columns()}
        for index in set(range(len(self._mapping.columns))).difference(used):
            cells = self._table.column(index)
            described |= _has_words(cells.iloc[possible]) & _has_words(cells.iloc[begins[possible]])
        continued = possible[described]
        places[continued] = begins[continued]
        return places

    def _money_columns(self) -> Iterator[int]:
        for field in (
            ColumnField.PAID,
            ColumnField.PART,
            ColumnField.DISCOUNTED,
            ColumnField.CHARGED,
            ColumnField.PRICE,
        ):
            yield from self._mapping.sums(field)

    def _ask(self, ask: Ask, choices: tuple[str, ...], *details: str) -> None:
        """Ask, unless it was answered."""
        if ask not in self._answers.rules:
            self._questions.append(UploadQuestion(ask, choices, choices[0], details=details))

    def _ask_patients(self, patients: Patients) -> None:
        """Say how spellings were put together, and ask where that is a guess."""
        if patients.spellings > patients.same:
            self._findings.append(
                RowFinding(
                    FindingKind.SPELLINGS,
                    patients.spellings,
                    details=(str(patients.spellings), str(patients.same)),
                )
            )
        for ask, other in ((Ask.ZEROS, patients.zeros), (Ask.SPELLING, patients.loose)):
            if other is not None and abs(other - patients.same) > MATTERS * patients.same:
                self._ask(ask, (NO, YES), str(patients.same), str(other))

    def _far(self, days: IntArray, rows: BoolArray) -> BoolArray:
        far = far_days(days, rows, self._today)
        if far.any():
            self._findings.append(RowFinding(FindingKind.FAR_DAYS, int(far.sum())))
        return far

    def _with_future(self, kinds: Kinds, days: IntArray, rows: BoolArray) -> IntArray:
        """Rows after today are bookings, whatever they say, unless they say that nobody will come."""
        if self._today is None:
            return kinds.codes
        ahead = rows & (days > day_number(self._today)) & kinds.are(*_HELD)
        return np.where(ahead, CODE[RowKind.BOOKING], kinds.codes)

    def _ask_sums(self, turnover: Turnover) -> None:
        if not turnover.sources:
            return
        taken = turnover.sources[0]
        if turnover.unclear:
            keys = tuple(source.key for source in turnover.sources)
            if taken.recipe is Recipe.UNKNOWN:
                keys = (*keys, NOTHING)
            self._ask(Ask.AMOUNT, keys)
        if taken.recipe in (Recipe.PARTS, Recipe.LINES):
            kind = FindingKind.ADDED_PARTS if taken.recipe is Recipe.PARTS else FindingKind.MULTIPLIED
            self._findings.append(RowFinding(kind, kopecks=taken.kopecks, details=taken.headers))
        if any((scale_of(header) or 1) > 1 for header in taken.headers):
            self._findings.append(RowFinding(FindingKind.THOUSANDS, details=taken.headers))

    def _settled(
        self, turnover: Turnover, kinds: Kinds, patients: Patients, days: IntArray, rows: BoolArray
    ) -> Money | None:
        """The money of each row as it counts: once, in one currency, refunds taken away."""
        money = turnover.money
        if money is None or self._answers.rules.get(Ask.AMOUNT) == NOTHING:
            return None
        money = self._of_one_currency(money, rows)
        kopecks = self._once(money, turnover, patients, days, rows & ~kinds.are(RowKind.REFUND))
        kopecks = self._of_ledger(kopecks, kinds, rows)
        refund = kinds.are(RowKind.REFUND)
        kopecks = np.where(refund, -np.abs(kopecks), kopecks)
        if turnover.refunds is not None:
            kopecks = kopecks - turnover.refunds
            given_back = int(turnover.refunds[rows].sum())
            self._findings.append(RowFinding(FindingKind.REFUND_COLUMN, kopecks=given_back))
        kopecks, known = self._mended(kopecks, money.known, rows)
        return replace(money, kopecks=kopecks, known=known)

    def _of_one_currency(self, money: Money, rows: BoolArray) -> Money:
        """The sums of the currency most rows name; those of others are not known."""
        named = {code: int((here & rows).sum()) for code, here in money.currencies.items()}
        several = sorted((code for code, count in named.items() if count), key=lambda code: -named[code])
        if len(several) < 2:
            return money
        self._ask(Ask.CURRENCY, tuple(several), *(str(named[code]) for code in several))
        taken = self._answers.rules.get(Ask.CURRENCY, several[0])
        other = np.logical_or.reduce([here for code, here in money.currencies.items() if code != taken])
        self._findings.append(
            RowFinding(FindingKind.OTHER_CURRENCY, int((other & rows).sum()), details=(taken,))
        )
        return replace(money, kopecks=np.where(other, 0, money.kopecks), known=money.known & ~other)

    def _once(
        self, money: Money, turnover: Turnover, patients: Patients, days: IntArray, rows: BoolArray
    ) -> IntArray:
        """The sums, with one that is a visit's total counted on one of its lines only."""
        group = self._visit_of(patients, days)
        others = [
            index
            for field in (ColumnField.CHARGED, ColumnField.DISCOUNTED, ColumnField.PRICE)
            for index in self._mapping.sums(field)
            if index not in turnover.columns
        ]
        lines = self._sums.of(others[0]).kopecks if others else None
        at = self._mapping.labels.get(ColumnField.SERVICE)
        service = None if at is None else different_texts(self._table.column(at))[0]
        is_repeated = repeated_totals(group, money.kopecks, lines, service, rows)
        if is_repeated is False:
            return money.kopecks
        once = once_per_group(group, money.kopecks, rows)
        if is_repeated is None:
            self._ask(Ask.REPEATED, (YES, NO))
            if self._answers.rules.get(Ask.REPEATED) == NO:
                return money.kopecks
        taken_out = int(money.kopecks[rows].sum() - once[rows].sum())
        self._findings.append(RowFinding(FindingKind.REPEATED_TOTAL, kopecks=taken_out))
        return once

    def _visit_of(self, patients: Patients, days: IntArray) -> IntArray:
        """A number for the visit of each row: by its own number where there is one, else patient and day."""
        at = self._mapping.labels.get(ColumnField.VISIT)
        if at is not None:
            return different_texts(self._table.column(at))[0]
        return patients.codes.astype(np.int64) * (1 << 32) + np.where(days == NO_DAY, 0, days)

    def _of_ledger(self, kopecks: IntArray, kinds: Kinds, rows: BoolArray) -> IntArray:
        """Sums of a ledger of charges and payments: what was paid counts, whatever its sign."""
        paid = rows & kinds.are(RowKind.PAYMENT, RowKind.ADVANCE_USE)
        charged = rows & kinds.are(RowKind.CHARGE)
        if paid.any() and not charged.any() and int((kopecks[paid] < 0).sum()) * 2 > int(paid.sum()):
            charged = rows & kinds.are(RowKind.VISIT)
        if not paid.any() or not charged.any():
            return self._of_signs(kopecks, kinds, rows) if not paid.any() else kopecks
        sign = -1 if int((kopecks[paid] < 0).sum()) * 2 > int(paid.sum()) else 1
        paid_in_all, charged_in_all = sign * int(kopecks[paid].sum()), abs(int(kopecks[charged].sum()))
        self._findings.append(RowFinding(FindingKind.LEDGER, int(paid.sum()), paid_in_all))
        if abs(paid_in_all - charged_in_all) > MATTERS * max(paid_in_all, charged_in_all):
            self._ask(Ask.LEDGER, (_PAID, _CHARGED))
        if self._answers.rules.get(Ask.LEDGER) == _CHARGED:
            return np.where(paid, 0, np.where(charged, np.abs(kopecks), kopecks))
        return np.where(charged, 0, np.where(paid, sign * kopecks, kopecks))

    def _of_signs(self, kopecks: IntArray, kinds: Kinds, rows: BoolArray) -> IntArray:
        """Sums of which a large part is negative, without a word why: refunds, or payments beside charges."""
        plain = rows & kinds.are(RowKind.VISIT)
        below = plain & (kopecks < 0)
        less, more = -int(kopecks[below].sum()), int(kopecks[plain & (kopecks > 0)].sum())
        if less <= _LEDGER * more:
            return kopecks
        self._ask(Ask.LEDGER, (_CHARGED, _REFUNDED))
        if self._answers.rules.get(Ask.LEDGER) == _REFUNDED:
            return kopecks
        return np.where(below, 0, kopecks)

    def _mended(self, kopecks: IntArray, known: BoolArray, rows: BoolArray) -> tuple[IntArray, BoolArray]:
        """The sums without what was typed far too large, as a person says."""
        places = outliers(kopecks, rows)
        if not places.size:
            return kopecks, known
        usual = int(np.median(kopecks[rows & (kopecks > 0)]))
        column = next(iter(self._money_columns()), 0)
        cells = tuple(self._table.address(int(at), column) for at in places[:3])
        self._findings.append(
            RowFinding(FindingKind.OUTLIER, int(places.size), int(kopecks[places].sum()), cells)
        )
        meant = [mended(int(kopecks[at]), usual) for at in places]
        choices = (_MENDED, _AS_IT_IS, _WITHOUT) if all(meant) else (_AS_IT_IS, _WITHOUT)
        self._ask(Ask.OUTLIER, choices, *cells)
        said = self._answers.rules.get(Ask.OUTLIER, choices[0])
        if said == _AS_IT_IS:
            return kopecks, known
        mending, unknown = kopecks.copy(), known.copy()
        mending[places] = [each or 0 for each in meant] if said == _MENDED else 0
        unknown[places] = said == _MENDED
        return mending, unknown

    def _problems(
        self, rows: BoolArray, dates: Days, far: BoolArray, days: IntArray, turnover: Turnover
    ) -> tuple[tuple[CellProblem, ...], int]:
        """The first problems in the order of their rows, and how many there are in all."""
        bad: list[tuple[int, WantedCell, IntArray]] = []
        if self._mapping.date is not None:
            bad.append((self._mapping.date, WantedCell.DATE, np.flatnonzero(rows & (dates.unreadable | far))))
        if turnover.money is not None:
            bad.append(
                (turnover.columns[0], WantedCell.NUMBER, np.flatnonzero(rows & turnover.money.unreadable))
            )
        usual = days[rows & ~far & (days != NO_DAY)]
        span = (int(usual.min()), int(usual.max())) if usual.size else (0, 0)
        found = [
            problem
            for column, wanted, places in bad
            for problem in _of_column(
                self._table, column, wanted, places[:PROBLEMS_KEPT].tolist(), days, span
            )
        ]
        first = sorted(found, key=lambda item: item[0])[:PROBLEMS_KEPT]
        return tuple(problem for _, problem in first), sum(places.size for *_, places in bad)

    def _tell(self, kinds: Kinds, rows: BoolArray, turnover: Turnover) -> None:
        """What the kinds of the rows mean for the figures."""
        kopecks = np.zeros(len(rows), np.int64) if turnover.money is None else turnover.money.kopecks
        for kind, (count, sums) in kinds_of(kinds.codes, rows, kopecks).items():
            if kind in _TOLD:
                self._findings.append(RowFinding(_TOLD[kind], count, abs(sums)))

    def _tallies(self, kinds: Kinds, rows: BoolArray, turnover: Turnover) -> tuple[Tally, ...]:
        kopecks = np.zeros(len(rows), np.int64) if turnover.money is None else turnover.money.kopecks
        return tuple(
            Tally(kind, count, sums) for kind, (count, sums) in kinds_of(kinds.codes, rows, kopecks).items()
        )

    def _used(self, turnover: Turnover) -> frozenset[int]:
        mapping = self._mapping
        beside = (mapping.date, mapping.phone, mapping.birth)
        kept = {at for at in beside if at is not None}
        refunds = mapping.sums(ColumnField.REFUND)
        return frozenset({*mapping.patient, *kept, *mapping.labels.values(), *turnover.columns, *refunds})

    def _currency(self, turnover: Turnover) -> str | None:
        named = {} if turnover.money is None else turnover.money.currencies
        if not named:
            return None
        return max(named, key=lambda code: int(named[code].sum()))

    def _frame(
        self,
        kept: BoolArray,
        patients: Patients,
        days: IntArray,
        money: Money | None,
        labels: dict[ColumnField, pd.Categorical],
    ) -> pd.DataFrame:
        import pandas as pd

        columns: dict[str, object] = {
            "patient": patients.categorical()[kept],
            "date": days[kept].astype("datetime64[D]").astype("datetime64[s]"),
        }
        if money is not None:
            columns["amount"] = pd.arrays.IntegerArray(money.kopecks[kept], ~money.known[kept])
        for field, names in labels.items():
            columns[_KEPT[field]] = self._impersonal(field, names)[kept]
        return pd.DataFrame(columns)

    def _bookings(
        self, rows: BoolArray, patients: Patients, days: IntArray, labels: dict[ColumnField, pd.Categorical]
    ) -> pd.DataFrame:
        import pandas as pd

        columns: dict[str, object] = {
            "patient": patients.categorical()[rows],
            "date": days[rows].astype("datetime64[D]").astype("datetime64[s]"),
        }
        if ColumnField.DOCTOR in labels:
            columns[VisitField.DOCTOR] = labels[ColumnField.DOCTOR][rows]
        return pd.DataFrame(columns)

    def _impersonal(self, field: ColumnField, names: pd.Categorical) -> pd.Categorical:
        """Labels without people's names: who recommended stays out, under one label for all of them."""
        if field is ColumnField.DOCTOR:
            return names
        texts = names.categories.tolist()
        seen = judged(texts)
        people = seen.people
        if seen.who is Who.UNCLEAR:
            self._ask(Ask.PEOPLE, (YES, NO), str(field), str(len(seen.shaped)))
            people = people if self._answers.rules.get(Ask.PEOPLE) == NO else people | seen.shaped
        if not people:
            return names
        hidden = hidden_name(people)
        self._findings.append(RowFinding(FindingKind.NAMES_HIDDEN, len(people), details=(hidden,)))
        return _renamed(names, [hidden if text in people else text for text in texts])


_PAID, _CHARGED, _REFUNDED = "paid", "charged", "refunds"
_MENDED, _AS_IT_IS, _WITHOUT = "mended", "as_it_is", "without"
_KEPT: Final = {
    ColumnField.DOCTOR: VisitField.DOCTOR,
    ColumnField.SPECIALITY: VisitField.SPECIALITY,
    ColumnField.CHANNEL: VisitField.CHANNEL,
    ColumnField.BRANCH: VisitField.BRANCH,
    ColumnField.SERVICE: SERVICE,
}
"""Labels that are kept, by the column they come from."""
_TOLD: Final = {
    RowKind.REFUND: FindingKind.REFUNDS,
    RowKind.ADVANCE: FindingKind.ADVANCES,
    RowKind.ADVANCE_BACK: FindingKind.ADVANCES,
    RowKind.NO_SHOW: FindingKind.NO_SHOWS,
    RowKind.CANCELLED: FindingKind.CANCELLED,
    RowKind.BOOKING: FindingKind.BOOKINGS,
    RowKind.IGNORED: FindingKind.IGNORED,
}


def _of_codes(codes: IntArray, texts: list[str]) -> pd.Series[str]:
    """A column of the texts that codes stand for, empty where a code is negative."""
    import pandas as pd

    names = np.array([*texts, None], dtype=object)
    return pd.Series(names[codes], dtype="str")


def _renamed(names: pd.Categorical, texts: list[str]) -> pd.Categorical:
    """The same cells with other names, some of them the same now."""
    import pandas as pd

    again, different = pd.factorize(np.array([*texts, None], dtype=object))
    return pd.Categorical.from_codes(again[names.codes], pd.Index(different, dtype="str"))


def _has_words(cells: pd.Series[str]) -> BoolArray:
    return cells.str.contains(r"[^\W\d_]", regex=True, na=False).to_numpy(dtype=np.bool_)


def _carried(names: pd.Categorical, start: IntArray) -> pd.Categorical:
    """Names with the one from the row above where there is none."""
    import pandas as pd

    codes = np.where(names.codes == UNKNOWN, names.codes[start], names.codes)
    return pd.Categorical.from_codes(codes, dtype=names.dtype)


def _of_column(
    table: Table, column: int, wanted: WantedCell, rows: list[int], days: IntArray, span: tuple[int, int]
) -> Iterator[tuple[int, CellProblem]]:
    texts = table.column(column).iloc[rows].tolist()
    for row, text in zip(rows, texts, strict=True):
        got = text.strip()
        fix = fixed_money(got) if wanted is WantedCell.NUMBER else _meant_day(got, int(days[row]), span)
        yield (
            row,
            CellProblem(table.sheet.name, table.address(row, column), got[:_LONGEST_QUOTE], wanted, fix),
        )


def _meant_day(text: str, day: int, span: tuple[int, int]) -> str | None:
    """What a person most likely meant by a date that is none, or that lies years from all others."""
    if day == NO_DAY:
        return fixed_day(text)
    meant = likely_day(day, *span)
    return None if meant is None else meant.strftime("%d.%m.%Y")
