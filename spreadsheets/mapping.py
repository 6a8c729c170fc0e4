"""Which column is what: from its header and from its values, with what has to be asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from metrics import encoding
from metrics.funnel import Figure
from spreadsheets.evidence import Evidence, gather
from spreadsheets.grid import letters
from spreadsheets.location import Table
from spreadsheets.refusals import FileRefusal, FileRefusedError, RefusalReason
from spreadsheets.rows.kinds import RowKind
from spreadsheets.rows.layout import Layout
from spreadsheets.synonyms import AMOUNTS, DATES, PERSONAL, SUMS, SURE, ColumnField, Meaning, meaning, words
from spreadsheets.values import DateOrder

_MOST: Final = 0.5
_GUESS: Final = 0.3
_SURE_ENOUGH: Final = 0.5
"""Below this confidence a column the visits need is asked about."""
_FEW_SUMS: Final = 0.05
"""So many cells of a column of money have to be numbers; others may say «по полису»."""
_FIRST_CELLS: Final = 2_000
_COUNTS: Final = frozenset((*SUMS, ColumnField.QUANTITY, ColumnField.VISIT_COUNT))
_CARDS: Final = frozenset((("карта",), ("card",), ("картка",)))
"""Headers that are a patient's card or a way of payment, as their neighbours are."""
_WHOSE: Final = (
    ("пациент", "patient", "науқас", "емделуш", "пацієнт"),
    ("клиент", "client", "customer", "клієнт"),
)
_WHOSE_CLIENT: Final = 1
_PARTS_OF_NAME: Final = frozenset(
    [
        "фамилия",
        "имя",
        "отчество",
        "first",
        "last",
        "middle",
        "surname",
        "fam",
        "imya",
        "otch",
        "тегі",
        "аты",
        "әкесінің",
        "прізвище",
        "ім",
        "я",
        "батькові",
    ]
)
_GENERAL: Final = frozenset(
    [
        "id",
        "ид",
        "код",
        "code",
        "name",
        "имя",
        "наименование",
        "номер",
        "№",
        "#",
        "no",
        "uid",
        "client",
        "customer",
        "контрагент",
    ]
)
_OF_A_CLINIC: Final = frozenset(
    (*AMOUNTS, ColumnField.PART, ColumnField.PRICE, ColumnField.DOCTOR, ColumnField.SPECIALITY)
)
_NEEDED: Final = frozenset(
    (ColumnField.PATIENT, ColumnField.PATIENT_NAME, ColumnField.DATE, ColumnField.PAID_DATE, *AMOUNTS)
)
_LABELS: Final = (
    ColumnField.DOCTOR,
    ColumnField.SPECIALITY,
    ColumnField.CHANNEL,
    ColumnField.BRANCH,
    ColumnField.SERVICE,
    ColumnField.STATUS,
    ColumnField.ATTENDED,
    ColumnField.NO_SHOW,
    ColumnField.OPERATION,
    ColumnField.VISIT,
)
"""Columns of names that split the visits, and those that say what kind of row each is."""


class Ask(StrEnum):
    """What cannot be told from the file alone."""

    SHEET = "sheet"
    PATIENT = "patient"
    DATE = "date"
    AMOUNT = "amount"
    DATE_ORDER = "date_order"
    FIGURE = "figure"
    SWAPPED = "swapped"
    YEAR = "year"
    STATUS = "status"
    OPERATION = "operation"
    CURRENCY = "currency"
    REPEATED = "repeated"
    OUTLIER = "outlier"
    SPELLING = "spelling"
    ZEROS = "zeros"
    GAPS = "gaps"
    PEOPLE = "people"
    LEDGER = "ledger"


_ASKED_OF: Final[Mapping[Ask, ColumnField]] = {Ask.PATIENT: ColumnField.PATIENT, Ask.DATE: ColumnField.DATE}
"""What a column is once it was chosen in answer to a question."""
YES, NO = "yes", "no"
ALL: Final = "*"
"""The choice of all sheets a question names."""
NOTHING: Final = "-"
"""The choice of none of the columns or values a question names."""
COUNTED: Final = "counted"
"""In an answer, stands before the values of a column that count; all others of the question do not."""


@dataclass(frozen=True, slots=True)
class UploadOption:
    """One answer to a question, and what the file is read as with it; turnover in kopecks."""

    choice: str
    visits: int
    patients: int
    turnover: int | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class UploadQuestion:
    """One thing to ask: the answers to choose from, as sheet names, column letters, orders of a date, labels.

    chosen: what is taken until somebody answers; about: the yearly figure that several rows claim to be;
    details: what the question's sentence names: a value with its rows, a header, an example. options: what
    each choice gives, in the order of the choices; nothing where that was not worked out.
    """

    ask: Ask
    choices: tuple[str, ...]
    chosen: str
    about: Figure | None = None
    details: tuple[str, ...] = ()
    options: tuple[UploadOption, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadAnswers:
    """What a person has said of files of one shape: nothing, some or all of it.

    sheets: names of those to read; columns: header or letter of a column → its field, None to leave it out;
    values: text of a status or operation → the kind of its rows; rules: question → its choice.
    Of a table of yearly figures: the year wanted; rows: label → its figure, None to leave it out.
    """

    sheets: tuple[str, ...] = ()
    columns: Mapping[str, ColumnField | None] = field(default_factory=dict)
    date_order: DateOrder | None = None
    rows: Mapping[str, Figure | None] = field(default_factory=dict)
    year: int | None = None
    values: Mapping[str, RowKind] = field(default_factory=dict)
    rules: Mapping[Ask, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str) -> UploadAnswers:
        """Answers from an object with any of these keys. Raises ValueError for anything else."""
        if encoding.from_json(dict[str, Any], text).keys() - _SAID:
            raise ValueError(f"an object with some of {', '.join(sorted(_SAID))} is needed")
        return encoding.from_json(cls, text)

    def to_json(self) -> str:
        """What was said, as `from_json` reads it."""
        said = encoding.to_plain(self)
        return encoding.to_json({name: told for name, told in said.items() if told})

    def answering(self, question: UploadQuestion, choice: str) -> UploadAnswers:
        """These answers with one more: a choice of a question."""
        match question.ask:
            case Ask.SHEET:
                return replace(self, sheets=(choice,))
            case Ask.DATE_ORDER:
                return replace(self, date_order=DateOrder(choice))
            case Ask.FIGURE:
                return replace(self, rows={**self.rows, choice: question.about})
            case Ask.PATIENT | Ask.DATE:
                return replace(self, columns={**self.columns, choice: _ASKED_OF[question.ask]})
            case Ask.STATUS | Ask.OPERATION:
                return replace(self, values={**self.values, **_kinds_chosen(question, choice)})
            case _:
                return replace(self, rules={**self.rules, question.ask: choice})

    def mentions(self, letter: str, header: str) -> bool:
        """Whether anything was said of a column."""
        return header in self.columns or letter in self.columns

    def meant(self, letter: str, header: str) -> ColumnField | None:
        """What a column was said to be."""
        return self.columns[header] if header in self.columns else self.columns.get(letter)


_SAID: Final = frozenset(("sheets", "columns", "date_order", "rows", "year", "values", "rules"))


def _kinds_chosen(question: UploadQuestion, choice: str) -> dict[str, RowKind]:
    """The kinds of the values a question names: «visit» for all, or «counted:» and the places of some."""
    if choice in set(RowKind):
        return dict.fromkeys(question.details, RowKind(choice))
    counted, other = (
        (RowKind.VISIT, RowKind.NO_SHOW) if question.ask is Ask.STATUS else (RowKind.PAYMENT, RowKind.IGNORED)
    )
    places = choice.removeprefix(f"{COUNTED}:").split(",")
    return {text: counted if str(at) in places else other for at, text in enumerate(question.details)}


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

    patient: the columns that together name a patient, nothing where the titles of groups do; phone, birth:
    beside names, what tells namesakes apart. date: None where days stand in rows of their own. labels: every
    other column the visits are made of; unknown_sums: numbers under headers nobody knows, where no header
    says that it is a sum.
    """

    columns: tuple[MappedColumn, ...]
    patient: tuple[int, ...]
    has_names: bool
    phone: int | None
    birth: int | None
    date: int | None
    labels: Mapping[ColumnField, int]
    unknown_sums: tuple[int, ...]
    questions: tuple[UploadQuestion, ...]

    def sums(self, field: ColumnField) -> tuple[int, ...]:
        """The columns of one role of money, the surest first; a person's word leaves no other."""
        claims = [index for index, column in enumerate(self.columns) if column.field is field]
        said = [index for index in claims if self.columns[index].confidence == 1.0]
        return tuple(said or sorted(claims, key=lambda index: -self.columns[index].confidence))


def shape_of(headers: Sequence[str]) -> str:
    """A short name of a table's shape: the same for every export with these headers in this order."""
    spelled = "\n".join(" ".join(words(header)) for header in headers)
    return hashlib.sha256(spelled.encode()).hexdigest()[:16]


def map_columns(table: Table, layout: Layout, answers: UploadAnswers) -> Map:
    """Say what each column is. Raises FileRefusedError naming the headers without a patient or a date."""
    if uncomputed := _uncomputed(table):
        raise FileRefusedError(FileRefusal(RefusalReason.FORMULAS, found=uncomputed))
    evidence = [gather(table.column(index)) for index in range(len(table.headers))]
    columns = [_column(table, index, seen, answers) for index, seen in enumerate(evidence)]
    picked = _Picked(table, layout, columns, evidence, answers)
    patient, date = picked.patient(), picked.date()
    has_patient = bool(patient.columns) or ColumnField.PATIENT in layout.groups or patient.phone is not None
    if not has_patient or (date is None and not layout.has_days) or picked.is_no_clinic(patient):
        raise FileRefusedError(_without_columns(table, has_patient=has_patient, has_date=date is not None))
    labels = {label: best for label in _LABELS if (best := picked.best(label)) is not None}
    return Map(
        columns=tuple(picked.columns),
        patient=patient.columns,
        has_names=patient.are_names,
        phone=patient.phone,
        birth=patient.birth,
        date=date,
        labels=labels,
        unknown_sums=picked.unknown_sums({*patient.columns, date, *labels.values()}),
        questions=tuple(picked.questions),
    )


def _without_columns(table: Table, *, has_patient: bool, has_date: bool) -> FileRefusal:
    missing = (ColumnField.PATIENT,) * (not has_patient) + (ColumnField.DATE,) * (not has_date)
    missing = missing or (ColumnField.PATIENT,)
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
    said = meaning(header)
    if said and words(header) in _CARDS and _has_ways_of_payment(table.headers) and seen.number >= _FEW_SUMS:
        said = Meaning(ColumnField.PART, SURE)
    found = _recognised(said, seen)
    lost = seen.lost_digits > 0 and found is not None and found.field is ColumnField.PATIENT
    if found is None:
        return MappedColumn(letter, header, None, 0.0)
    return MappedColumn(letter, header, found.field, round(found.confidence, 2), has_lost_digits=lost)


def _has_ways_of_payment(headers: Sequence[str]) -> bool:
    """Whether a header other than «Карта» is a way of payment."""
    said = [meaning(header) for header in headers if words(header) not in _CARDS]
    return any(each is not None and each.field is ColumnField.PART for each in said)


def _recognised(said: Meaning | None, seen: Evidence) -> Meaning | None:
    """The header's word, corrected by the values; or, without a word, what the values alone show."""
    if seen.filled == 0:
        return None
    if said is None or said.field is ColumnField.PATIENT:
        return _personal_by_values(seen) or said
    if said.field in DATES and seen.date < _MOST and seen.number < _MOST:
        return _personal_by_values(seen)
    if said.field in _COUNTS and seen.number < _FEW_SUMS:
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


@dataclass(frozen=True, slots=True)
class _WhoseRow:
    """The columns a patient is known by."""

    columns: tuple[int, ...] = ()
    are_names: bool = False
    phone: int | None = None
    birth: int | None = None
    is_guess: bool = False


class _Picked:
    """Choosing columns for the visits among all that claim a field, with the questions that leaves."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        columns: list[MappedColumn],
        evidence: list[Evidence],
        answers: UploadAnswers,
    ) -> None:
        self.columns = columns
        self.questions: list[UploadQuestion] = []
        self._table = table
        self._layout = layout
        self._evidence = evidence
        self._answers = answers

    def best(self, wanted: ColumnField) -> int | None:
        """The surest column of a field; the left one of equals."""
        claims = self._claims(wanted)
        return max(claims, key=lambda index: (self.columns[index].confidence, -index)) if claims else None

    def patient(self) -> _WhoseRow:
        """Ids if there are any; else the column or the parts that name the patient; else what may do so."""
        names = self._names()
        ids = [
            index for index in self._surest(ColumnField.PATIENT) if not (names and self._counts_rows(index))
        ]
        if ids:
            return _WhoseRow((self._asked(Ask.PATIENT, self._different(ids)),))
        phone, births = self.best(ColumnField.PHONE), self._claims(ColumnField.BIRTH_DATE)
        if names:
            return _WhoseRow(names, are_names=True, phone=phone, birth=births[0] if births else None)
        if ColumnField.PATIENT in self._layout.groups:
            return _WhoseRow(are_names=True)
        shaped = self._claims(ColumnField.PATIENT_NAME)
        if shaped:
            return _WhoseRow(
                (self._guessed(Ask.PATIENT, ColumnField.PATIENT_NAME, shaped),), are_names=True, phone=phone
            )
        if phone is not None:
            return _WhoseRow(phone=phone)
        guesses = [index for index in self._unknown() if self._repeats_like_an_id(index)]
        if not guesses:
            return _WhoseRow()
        return _WhoseRow((self._guessed(Ask.PATIENT, ColumnField.PATIENT, guesses),), is_guess=True)

    def _names(self) -> tuple[int, ...]:
        """The columns whose headers name the patient: one, or surname, name and patronymic together."""
        named = [index for index in self._claims(ColumnField.PATIENT_NAME) if self._says_patient(index)]
        parts = [index for index in named if _PARTS_OF_NAME.intersection(words(self.columns[index].header))]
        whole = [index for index in named if index not in parts or self.columns[index].confidence == 1.0]
        ranks = {index: _rank(self.columns[index].header, self.columns[index].confidence) for index in whole}
        best = min(ranks.values(), default=len(_WHOSE))
        if parts and best > _WHOSE_CLIENT and not any(rank < 0 for rank in ranks.values()):
            return tuple(sorted(parts))
        first = [index for index in whole if ranks[index] == best]
        return (self._asked(Ask.PATIENT, self._different(first)),) if first else ()

    def _says_patient(self, index: int) -> bool:
        column = self.columns[index]
        said = meaning(column.header)
        return column.confidence == 1.0 or (
            said is not None and said.field in (ColumnField.PATIENT, ColumnField.PATIENT_NAME)
        )

    def _counts_rows(self, index: int) -> bool:
        """Whether an id under a header as general as «ID» is another one in every row."""
        column = self.columns[index]
        if column.confidence == 1.0 or not _GENERAL.issuperset(words(column.header)):
            return False
        cells = self._table.column(index).dropna()
        return len(cells) > 1 and cells.nunique() > SURE * len(cells)

    def _different(self, claims: list[int]) -> list[int]:
        """The claims without those that tell the same patients apart as the first."""
        if len(claims) < 2:
            return claims
        first, *others = claims
        known = self._table.column(first).nunique()
        return [first, *(index for index in others if self._table.column(index).nunique() != known)]

    def date(self) -> int | None:
        """The day of the visit; the day of payment or of booking where there is no other."""
        for wanted in (ColumnField.DATE, ColumnField.PAID_DATE, ColumnField.BOOKED_DATE):
            claims = self._surest(wanted)
            if claims:
                return self._asked(Ask.DATE, self._different(claims))
        if self._layout.has_days:
            return None
        guesses = [index for index in self._unknown() if self._evidence[index].date > _MOST]
        if not guesses:
            return None
        if len(guesses) == 1 and "дат" in self.columns[guesses[0]].header.lower():
            self.columns[guesses[0]] = replace(
                self.columns[guesses[0]], field=ColumnField.DATE, confidence=_SURE_ENOUGH
            )
            return guesses[0]
        return self._guessed(Ask.DATE, ColumnField.DATE, guesses)

    def unknown_sums(self, used: set[int | None]) -> tuple[int, ...]:
        """Columns of numbers under unknown headers, if none is known to be a sum."""
        known = (*AMOUNTS, ColumnField.PART, ColumnField.PRICE)
        if any(column.field in known for column in self.columns):
            return ()
        return tuple(
            index for index in self._unknown() if index not in used and self._evidence[index].number > _MOST
        )

    def is_no_clinic(self, patient: _WhoseRow) -> bool:
        """Whether the patients are a guess, or under a header like «ID», and nothing else is a clinic's."""
        general = all(
            _GENERAL.issuperset(words(self.columns[index].header))
            or self.columns[index].confidence < _SURE_ENOUGH
            for index in patient.columns
        )
        least = SURE if patient.is_guess else _SURE_ENOUGH
        said = any(self.columns[index].confidence == 1.0 for index in patient.columns)
        if said or not patient.columns or not (patient.is_guess or general):
            return False
        return not any(column.field in _OF_A_CLINIC and column.confidence >= least for column in self.columns)

    def _claims(self, wanted: ColumnField) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.field is wanted]

    def _surest(self, wanted: ColumnField) -> list[int]:
        """The columns as sure of a field as the surest one; a person's word beats all."""
        claims = self._claims(wanted)
        top = max((self.columns[index].confidence for index in claims), default=0.0)
        return [index for index in claims if self.columns[index].confidence == top]

    def _unknown(self) -> list[int]:
        return [
            index
            for index, column in enumerate(self.columns)
            if column.field is None
            and self._evidence[index].filled > 0
            and not self._answers.mentions(column.letter, column.header)
        ]

    def _repeats_like_an_id(self, index: int) -> bool:
        """Whether whole numbers of some length repeat, and none is negative, a fraction or a share."""
        seen = self._evidence[index]
        if not (
            seen.filled > 0.9 and 0.02 < seen.distinct < SURE and seen.date < _MOST and seen.words < _MOST
        ):
            return False
        cells = self._table.column(index).dropna().head(_FIRST_CELLS)
        return bool(cells.str.fullmatch(r"\d{3,}(\.0)?").mean() > SURE)

    def _asked(self, ask: Ask, claims: Sequence[int]) -> int:
        """The first of the columns that claim a field; asks if others do too."""
        if len(claims) > 1 and self.columns[claims[0]].confidence < 1:
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


def _rank(header: str, confidence: float) -> int:
    """How plainly a header says that it names the patient: less is plainer."""
    if confidence == 1.0:
        return -1
    said = words(header)
    return next(
        (rank for rank, stems in enumerate(_WHOSE) if any(word.startswith(stems) for word in said)),
        len(_WHOSE),
    )
