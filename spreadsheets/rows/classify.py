"""Rows into kinds: by the words of statuses, operations and services, by answers, by their block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from metrics.days import BoolArray, IntArray
from spreadsheets.evidence import is_blank
from spreadsheets.location import Table
from spreadsheets.mapping import COUNTED, Ask, Map, UploadAnswers, UploadQuestion
from spreadsheets.rows.kinds import CODE, KINDS, CellValue, RowKind, WordColumn, is_yes, kind_said
from spreadsheets.rows.layout import NOT_SAID, Layout
from spreadsheets.synonyms import CellWord, ColumnField, says
from spreadsheets.values import are_words, different_texts

_MOST_VALUES: Final = 40
"""A column of more different values says nothing of the kind of its rows."""
_SWITCHED: Final = 3
"""So many unknown values get an answer for every combination of them."""
_VISIT: Final = CODE[RowKind.VISIT]


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """The kind of each row as its code, every value that said so, and what is left to ask."""

    codes: IntArray
    values: tuple[CellValue, ...]
    questions: tuple[UploadQuestion, ...]

    def carried(self, start: IntArray) -> Kinds:
        """The same with a row that says nothing being of the kind of the row that begins its visit."""
        return replace(self, codes=np.where(self.codes == _VISIT, self.codes[start], self.codes))

    def are(self, *kinds: RowKind) -> BoolArray:
        """Which rows are of some kinds."""
        return np.isin(self.codes, [CODE[kind] for kind in kinds])


def classify(table: Table, layout: Layout, mapping: Map, answers: UploadAnswers, rows: BoolArray) -> Kinds:
    """Give each row its kind. rows: those that may be one of the table, neither titles nor totals."""
    codes = np.full(table.rows, _VISIT)
    values: list[CellValue] = []
    questions: list[UploadQuestion] = []
    for ask, field, read in _said_by(mapping):
        column = _Words(table, field, read, answers, rows)
        if not column.is_about_kinds:
            continue
        values += column.values
        here = column.codes
        codes = np.where((codes == _VISIT) & (here != NOT_SAID), here, codes)
        questions += column.question(ask)
    codes = np.where(layout.kind == NOT_SAID, codes, layout.kind)
    return Kinds(codes, tuple(values), tuple(questions))


def totals(
    table: Table, mapping: Map, rows: BoolArray, has_patient: BoolArray, has_day: BoolArray
) -> BoolArray:
    """Which rows say that they are a total: anywhere, or where the patient or the day would stand.

    In any other column the word counts only in a row without a patient or a day: «Total hip replacement» is a
    service.
    """
    found = np.zeros(len(rows), np.bool_)
    certain = {*mapping.patient, mapping.date}
    bare = rows & ~(has_patient & has_day)
    for index in range(len(table.headers)):
        here = rows if index in certain else bare
        if here.any():
            found |= here & _says_total(table, index, here)
    return found


def _says_total(table: Table, index: int, rows: BoolArray) -> BoolArray:
    column = table.column(index)
    places = np.flatnonzero(rows & are_words(column))
    codes, texts = different_texts(column.iloc[places])
    said = np.array([says(CellWord.TOTAL, text) for text in texts], dtype=np.bool_)
    found = np.zeros(len(rows), np.bool_)
    found[places] = said[codes]
    return found


def _said_by(mapping: Map) -> Iterator[tuple[Ask, int, WordColumn]]:
    """The columns whose words say what a row is, the one that decides first before the others."""
    labels = mapping.labels
    for field in (ColumnField.NO_SHOW, ColumnField.ATTENDED):
        if field in labels:
            yield Ask.STATUS, labels[field], WordColumn.ANSWER
    if ColumnField.STATUS in labels:
        yield Ask.STATUS, labels[ColumnField.STATUS], WordColumn.STATUS
    if ColumnField.OPERATION in labels:
        yield Ask.OPERATION, labels[ColumnField.OPERATION], WordColumn.OPERATION
    if ColumnField.SERVICE in labels:
        yield Ask.OPERATION, labels[ColumnField.SERVICE], WordColumn.SERVICE
    for index, column in enumerate(mapping.columns):
        if column.field is ColumnField.PAYMENT_METHOD:
            yield Ask.OPERATION, index, WordColumn.SERVICE


class _Words:
    """One column whose words say what a row is."""

    def __init__(
        self, table: Table, index: int, read: WordColumn, answers: UploadAnswers, rows: BoolArray
    ) -> None:
        self._letter = table.address(0, index).rstrip("0123456789")
        self._read = read
        self._denies = read is WordColumn.ANSWER and _is_denial(table.headers[index])
        self._places, texts = different_texts(table.column(index))
        self._texts = [text.strip() for text in texts]
        self._rows = rows
        self._answers = answers
        self._counts = np.bincount(self._places[rows & (self._places >= 0)], minlength=len(texts))
        self._blank = int((rows & (self._places < 0)).sum())
        self._kinds = [self._kind(text) for text in self._texts]

    @property
    def is_about_kinds(self) -> bool:
        """Whether the column speaks of kinds of rows at all."""
        if self._read is WordColumn.SERVICE:
            return any(self._kinds)
        return len(self._texts) <= _MOST_VALUES and (
            any(self._kinds) or self._read is not WordColumn.OPERATION
        )

    @property
    def values(self) -> list[CellValue]:
        """The values with their rows, commonest first; of a column of services only those that say a kind."""
        seen = [
            CellValue(self._letter, self._shown(text), int(count), kind)
            for text, count, kind in zip(self._texts, self._counts, self._kinds, strict=True)
            if count and not is_blank(text) and (kind or self._read is not WordColumn.SERVICE)
        ]
        if self._blanks_speak:
            seen.append(CellValue(self._letter, "", self._blank, self._answers.values.get("")))
        return sorted(seen, key=lambda value: -value.rows)

    @property
    def codes(self) -> IntArray:
        """What the column says of each row, NOT_SAID where nothing."""
        blank = self._answers.values.get("") if self._blanks_speak else None
        of_text = [CODE[kind] if kind else NOT_SAID for kind in (*self._kinds, blank)]
        return np.array(of_text)[self._places]

    def question(self, ask: Ask) -> list[UploadQuestion]:
        """What to ask about the values nobody knows."""
        unknown = (
            [] if self._read is WordColumn.SERVICE else [each for each in self.values if each.kind is None]
        )
        if not unknown:
            return []
        choices = tuple(_choices(ask, len(unknown)))
        return [UploadQuestion(ask, choices, choices[0], details=tuple(each.text for each in unknown))]

    @property
    def _blanks_speak(self) -> bool:
        """Whether an empty cell of a column of ticks may say no."""
        return self._read is WordColumn.ANSWER and self._blank > 0 and not self._has_both

    @property
    def _has_both(self) -> bool:
        return {RowKind.VISIT, RowKind.NO_SHOW} <= set(self._kinds)

    def _shown(self, text: str) -> str:
        """A value as it is told: of a service its first word, which said the kind; the rest may be a name."""
        return text.split()[0] if self._read is WordColumn.SERVICE else text

    def _kind(self, text: str) -> RowKind | None:
        if is_blank(text):
            return None
        if text in self._answers.values:
            return self._answers.values[text]
        if self._read is WordColumn.ANSWER:
            return self._answered(text)
        return kind_said(self._read, text)

    def _answered(self, text: str) -> RowKind | None:
        said = is_yes(text)
        if said is None:
            return kind_said(WordColumn.STATUS, text)
        return RowKind.VISIT if said is not self._denies else RowKind.NO_SHOW


def _is_denial(header: str) -> bool:
    """Whether a yes under a header means that nobody came."""
    from spreadsheets.synonyms import meaning

    said = meaning(header)
    return said is not None and said.field is ColumnField.NO_SHOW


def _choices(ask: Ask, unknown: int) -> Iterator[str]:
    """All of the unknown values count, none, or any combination of a few."""
    yield RowKind.VISIT if ask is Ask.STATUS else RowKind.PAYMENT
    yield RowKind.NO_SHOW if ask is Ask.STATUS else RowKind.IGNORED
    if unknown == 1 and ask is Ask.OPERATION:
        yield RowKind.REFUND
    if 1 < unknown <= _SWITCHED:
        for chosen in range(1, 2**unknown - 1):
            yield f"{COUNTED}:" + ",".join(str(at) for at in range(unknown) if chosen >> at & 1)


def kinds_of(codes: IntArray, rows: BoolArray, kopecks: IntArray) -> Mapping[RowKind, tuple[int, int]]:
    """How many rows of each kind there are, and kopecks in them."""
    here = codes[rows]
    counts = np.bincount(here, minlength=len(KINDS))
    sums = np.bincount(here, weights=kopecks[rows], minlength=len(KINDS))
    return {
        kind: (int(counts[code]), round(sums[code])) for code, kind in enumerate(KINDS) if counts[code] > 0
    }
