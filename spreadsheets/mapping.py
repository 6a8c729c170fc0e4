"""Which column is what: from its header and from its values, with what has to be asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from metrics.funnel import Figure
from spreadsheets.evidence import Evidence, gather
from spreadsheets.grid import letters
from spreadsheets.location import Table
from spreadsheets.refusals import FileRefusal, FileRefusedError, RefusalReason
from spreadsheets.synonyms import AMOUNTS, DATES, PERSONAL, SURE, ColumnField, Meaning, meaning, words

_MOST: Final = 0.5
_GUESS: Final = 0.3
_SURE_ENOUGH: Final = 0.5
"""Below this confidence a column the visits need is asked about."""
_COUNTS: Final = frozenset((*AMOUNTS, ColumnField.QUANTITY, ColumnField.VISIT_COUNT))
_NEEDED: Final = frozenset(
    (ColumnField.PATIENT, ColumnField.PATIENT_NAME, ColumnField.DATE, ColumnField.PAID_DATE, *AMOUNTS)
)
_LABELS: Final = (
    ColumnField.DOCTOR,
    ColumnField.SPECIALITY,
    ColumnField.CHANNEL,
    ColumnField.BRANCH,
    ColumnField.STATUS,
)
"""Columns of names that split the visits, and the one that says whether a visit took place."""


class Ask(StrEnum):
    """What cannot be told from the file alone."""

    SHEET = "sheet"
    PATIENT = "patient"
    DATE = "date"
    AMOUNT = "amount"
    DATE_ORDER = "date_order"
    FIGURE = "figure"


class DateOrder(StrEnum):
    """Which number of 03.04.2024 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class UploadQuestion:
    """One thing to ask: the answers to choose from, as sheet names, column letters, orders of a date, labels.

    chosen: what is taken until somebody answers; about: the yearly figure that several rows claim to be.
    """

    ask: Ask
    choices: tuple[str, ...]
    chosen: str
    about: Figure | None = None


@dataclass(frozen=True, slots=True)
class UploadAnswers:
    """What a person has said of files of one shape: nothing, some or all of it.

    sheets: names of those to read; columns: header or letter of a column → its field, None to leave it out.
    Of a table of yearly figures: the year wanted; rows: label → its figure, None to leave it out.
    """

    sheets: tuple[str, ...] = ()
    columns: Mapping[str, ColumnField | None] = field(default_factory=dict)
    date_order: DateOrder | None = None
    rows: Mapping[str, Figure | None] = field(default_factory=dict)
    year: int | None = None

    @classmethod
    def from_json(cls, text: str) -> UploadAnswers:
        """Answers from an object with any of these keys. Raises ValueError for anything else."""
        said = json.loads(text)
        if not isinstance(said, dict) or said.keys() - {"sheets", "columns", "date_order", "rows", "year"}:
            raise ValueError("an object with sheets, columns, date_order, rows and year is needed")
        return cls(
            sheets=tuple(map(str, said.get("sheets", ()))),
            columns={
                name: ColumnField(what) if what else None for name, what in said.get("columns", {}).items()
            },
            date_order=DateOrder(said["date_order"]) if "date_order" in said else None,
            rows={label: Figure(what) if what else None for label, what in said.get("rows", {}).items()},
            year=int(said["year"]) if "year" in said else None,
        )

    def to_json(self) -> str:
        """The answers as `from_json` reads them."""
        said: dict[str, object] = {"sheets": self.sheets, "columns": dict(self.columns)}
        if self.date_order:
            said["date_order"] = self.date_order
        if self.rows:
            said["rows"] = dict(self.rows)
        if self.year is not None:
            said["year"] = self.year
        return json.dumps(said, ensure_ascii=False)

    def mentions(self, letter: str, header: str) -> bool:
        """Whether anything was said of a column."""
        return header in self.columns or letter in self.columns

    def meant(self, letter: str, header: str) -> ColumnField | None:
        """What a column was said to be."""
        return self.columns[header] if header in self.columns else self.columns.get(letter)


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file: its letter, header, what it is taken for and how sure that is, 0..1.

    used: it becomes part of the visits. Personal columns never do, unless nothing else tells patients apart.
    """

    letter: str
    header: str
    field: ColumnField | None
    confidence: float
    used: bool = False
    has_lost_digits: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether it tells who a patient is."""
        return self.field in PERSONAL


@dataclass(frozen=True, slots=True)
class Map:
    """Which column of a table holds what; indexes into the sheet's frame.

    patient: the columns that together tell patients apart; amount: None where the table has no sum.
    """

    columns: tuple[MappedColumn, ...]
    patient: tuple[int, ...]
    date: int
    amount: int | None
    labels: Mapping[ColumnField, int]
    questions: tuple[UploadQuestion, ...]

    @property
    def amount_field(self) -> ColumnField | None:
        """Whether the sums are paid, discounted or charged ones."""
        return None if self.amount is None else self.columns[self.amount].field


def shape_of(headers: Sequence[str]) -> str:
    """A short name of a table's shape: the same for every export with these headers in this order."""
    spelled = "\n".join(" ".join(words(header)) for header in headers)
    return hashlib.sha256(spelled.encode()).hexdigest()[:16]


def map_columns(table: Table, answers: UploadAnswers) -> Map:
    """Say what each column is. Raises FileRefusedError with the headers if there is no patient or no date."""
    if uncomputed := _uncomputed(table):
        raise FileRefusedError(FileRefusal(RefusalReason.FORMULAS, found=uncomputed))
    evidence = [gather(table.column(index)) for index in range(len(table.headers))]
    columns = [_column(table, index, seen, answers) for index, seen in enumerate(evidence)]
    picked = _Picked(columns, evidence, answers)
    patient, date, amount = picked.patient(), picked.date(), picked.amount()
    if not patient or date is None:
        raise FileRefusedError(_without_columns(table, has_patient=bool(patient), has_date=date is not None))
    labels = {label: best for label in _LABELS if (best := picked.best(label)) is not None}
    used = {*patient, date, *labels.values(), *(() if amount is None else (amount,))}
    return Map(
        columns=tuple(replace(column, used=index in used) for index, column in enumerate(picked.columns)),
        patient=patient,
        date=date,
        amount=amount,
        labels=labels,
        questions=tuple(picked.questions),
    )


def _without_columns(table: Table, *, has_patient: bool, has_date: bool) -> FileRefusal:
    missing = (ColumnField.PATIENT,) * (not has_patient) + (ColumnField.DATE,) * (not has_date)
    named = [
        (header, letters(table.sheet.first_column + index))
        for index, header in enumerate(table.headers)
        if header
    ]
    return FileRefusal(
        RefusalReason.NO_COLUMNS,
        found=tuple(header for header, _ in named),
        letters=tuple(letter for _, letter in named),
        shape=shape_of(table.headers),
        missing=missing,
    )


def _uncomputed(table: Table) -> tuple[str, ...]:
    """Headers of the columns the visits are made of that hold formulas without values."""
    held = [
        header
        for index, header in enumerate(table.headers)
        if letters(table.sheet.first_column + index) in table.sheet.uncomputed
    ]
    return tuple(header for header in held if (said := meaning(header)) and said.field in _NEEDED)


def _column(table: Table, index: int, seen: Evidence, answers: UploadAnswers) -> MappedColumn:
    letter, header = letters(table.sheet.first_column + index), table.headers[index]
    if answers.mentions(letter, header):
        return MappedColumn(letter, header, answers.meant(letter, header), 1.0)
    found = _recognised(meaning(header), seen)
    lost = seen.lost_digits > 0 and found is not None and found.field is ColumnField.PATIENT
    if found is None:
        return MappedColumn(letter, header, None, 0.0)
    return MappedColumn(letter, header, found.field, round(found.confidence, 2), has_lost_digits=lost)


def _recognised(said: Meaning | None, seen: Evidence) -> Meaning | None:
    """The header's word, corrected by the values; or, without a word, what the values alone show."""
    if seen.filled == 0:
        return None
    if said is None or said.field is ColumnField.PATIENT:
        return _personal_by_values(seen) or said
    if said.field in DATES and seen.date < _MOST and seen.number < _MOST:
        return _personal_by_values(seen)
    if said.field in _COUNTS and seen.number < _MOST:
        return None
    if said.field in (ColumnField.OTHER, ColumnField.SERVICE, ColumnField.ROW_NUMBER):
        return _personal_by_values(seen) or said
    return said


def _personal_by_values(seen: Evidence) -> Meaning | None:
    """Names, phones, addresses and e-mails give themselves away under any header."""
    if seen.email > _GUESS:
        return Meaning(ColumnField.EMAIL, seen.email)
    if seen.phone > _MOST:
        return Meaning(ColumnField.PHONE, seen.phone)
    if seen.name > _MOST:
        return Meaning(ColumnField.PATIENT_NAME, seen.name)
    if seen.address > _MOST and seen.words > _MOST:
        return Meaning(ColumnField.ADDRESS, seen.address)
    return None


class _Picked:
    """Choosing columns for the visits among all that claim a field, with the questions that leaves."""

    def __init__(self, columns: list[MappedColumn], evidence: list[Evidence], answers: UploadAnswers) -> None:
        self.columns = columns
        self.questions: list[UploadQuestion] = []
        self._evidence = evidence
        self._answers = answers

    def best(self, wanted: ColumnField) -> int | None:
        """The surest column of a field; the left one of equals."""
        claims = self._claims(wanted)
        return max(claims, key=lambda index: (self.columns[index].confidence, -index)) if claims else None

    def patient(self) -> tuple[int, ...]:
        """Ids if there are any; else all that names a person, together; else what repeats like an id."""
        ids = self._surest(ColumnField.PATIENT)
        if ids:
            return (self._asked(Ask.PATIENT, ids),)
        named = self._claims(ColumnField.PATIENT_NAME)
        if named:
            return tuple(sorted({*named, *self._claims(ColumnField.BIRTH_DATE)}))
        guesses = [index for index in self._unknown() if self._repeats_like_an_id(index)]
        return (self._guessed(Ask.PATIENT, ColumnField.PATIENT, guesses),) if guesses else ()

    def date(self) -> int | None:
        """The day of the visit; the day of payment where there is no other."""
        for wanted in (ColumnField.DATE, ColumnField.PAID_DATE):
            claims = self._surest(wanted)
            if claims:
                return self._asked(Ask.DATE, claims)
        guesses = [index for index in self._unknown() if self._evidence[index].date > _MOST]
        return self._guessed(Ask.DATE, ColumnField.DATE, guesses) if guesses else None

    def amount(self) -> int | None:
        """What was paid; where nothing says so, the sum nearest to it, asked about if there are several."""
        paid = self._surest(ColumnField.PAID)
        claims = paid or [index for wanted in AMOUNTS for index in self._by_confidence(wanted)]
        if claims:
            return self._asked(Ask.AMOUNT, claims)
        guesses = [
            index
            for index in self._unknown()
            if self._evidence[index].number > _MOST and not self._repeats_like_an_id(index)
        ]
        return self._guessed(Ask.AMOUNT, ColumnField.CHARGED, guesses) if guesses else None

    def _claims(self, wanted: ColumnField) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.field is wanted]

    def _surest(self, wanted: ColumnField) -> list[int]:
        """The columns as sure of a field as the surest one; a person's word beats all."""
        claims = self._claims(wanted)
        top = max((self.columns[index].confidence for index in claims), default=0.0)
        return [index for index in claims if self.columns[index].confidence == top]

    def _by_confidence(self, wanted: ColumnField) -> list[int]:
        return sorted(self._claims(wanted), key=lambda index: -self.columns[index].confidence)

    def _unknown(self) -> list[int]:
        return [
            index
            for index, column in enumerate(self.columns)
            if column.field is None
            and self._evidence[index].filled > 0
            and not self._answers.mentions(column.letter, column.header)
        ]

    def _repeats_like_an_id(self, index: int) -> bool:
        seen = self._evidence[index]
        return seen.filled > 0.9 and 0.02 < seen.distinct < SURE and seen.date < _MOST and seen.words < _MOST

    def _asked(self, ask: Ask, claims: Sequence[int]) -> int:
        """The first of the columns that claim a field; asks if others do too, or if it is none too sure."""
        confidence = self.columns[claims[0]].confidence
        if (len(claims) > 1 and confidence < 1) or confidence < _SURE_ENOUGH:
            choices = tuple(self.columns[index].letter for index in claims)
            self.questions.append(UploadQuestion(ask, choices, choices[0]))
        return claims[0]

    def _guessed(self, ask: Ask, taken_for: ColumnField, guesses: Sequence[int]) -> int:
        """Take a column without a known header, and always ask."""
        choices = tuple(self.columns[index].letter for index in guesses)
        self.questions.append(UploadQuestion(ask, choices, choices[0]))
        first = guesses[0]
        self.columns[first] = replace(self.columns[first], field=taken_for, confidence=_GUESS)
        return first
