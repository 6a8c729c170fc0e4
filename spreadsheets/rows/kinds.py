"""The kinds of row a clinic's software writes into one table, and the words of cells that tell them apart."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from spreadsheets.synonyms import phrase_of, phrase_within, words

_FILES: Final = ("row_words_ru.csv", "row_words_en.csv", "row_words_kk.csv", "row_words_uk.csv")
_DENIALS: Final = frozenset(("не", "not", "no", "без", "without", "жоқ"))


class RowKind(StrEnum):
    """What a row is. Only visits, charges, payments, refunds and uses of an advance are turnover."""

    VISIT = "visit"
    CHARGE = "charge"
    PAYMENT = "payment"
    REFUND = "refund"
    ADVANCE = "advance"
    ADVANCE_BACK = "advance_back"
    ADVANCE_USE = "advance_use"
    BOOKING = "booking"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    TOTAL = "total"
    IGNORED = "ignored"


KINDS: Final = tuple(RowKind)
CODE: Final = {kind: code for code, kind in enumerate(KINDS)}
"""A kind as the number it has in an array of rows."""


class WordColumn(StrEnum):
    """Which columns a table of words is about."""

    STATUS = "status"
    OPERATION = "operation"
    SERVICE = "service"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one kind: how many, and kopecks in them as they are written."""

    kind: RowKind
    rows: int
    kopecks: int


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value of a column of operations or statuses: in how many rows it stands, and what it was taken for.

    kind: None for a value nobody has written down, which has to be asked about.
    """

    letter: str
    text: str
    rows: int
    kind: RowKind | None


@cache
def kind_said(column: WordColumn, text: str) -> RowKind | None:
    """What a cell of a column of operations, statuses or services says its row is; None if nobody knows."""
    found = _said(column, text)
    return RowKind(found) if found else None


@cache
def is_yes(text: str) -> bool | None:
    """Whether a cell says yes; None if it says neither."""
    found = _said(WordColumn.ANSWER, text)
    return None if found is None else found == "yes"


def _said(column: WordColumn, text: str) -> str | None:
    """The kind of the longest known phrase in a text, unless something before it denies that.

    In the name of a service the phrase has to come first: «Удаление зуба, оплата картой» is a treatment.
    """
    said = words(text)
    found = [
        (len(phrase), sum(map(len, phrase)), -at, kind, at)
        for phrase, kind in _phrases(column)
        if (at := phrase_within(phrase, said)) >= 0 and not (column is WordColumn.SERVICE and at)
    ]
    if not found:
        return None
    *_, kind, at = max(found)
    is_denied = at > 0 and said[at - 1] in _DENIALS
    return None if is_denied else kind


@cache
def _phrases(column: WordColumn) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = []
    for name in _FILES:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            found += [
                (phrase_of(row["value"]), row["kind"])
                for row in csv.DictReader(file)
                if row["column"] == column
            ]
    return tuple(found)
