"""What headers mean: the words of the `synonyms_*.csv` beside this file, found whatever their spelling."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final


class ColumnField(StrEnum):
    """What a column of a visit export can be."""

    PATIENT = "patient"
    PATIENT_NAME = "patient_name"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    DOCUMENT = "document"
    DATE = "date"
    PAID_DATE = "paid_date"
    FIRST_VISIT = "first_visit"
    LAST_VISIT = "last_visit"
    VISIT_COUNT = "visit_count"
    BOOKED_DATE = "booked_date"
    CHARGED = "charged"
    DISCOUNTED = "discounted"
    PAID = "paid"
    PART = "part"
    PRICE = "price"
    DISCOUNT = "discount"
    REFUND = "refund"
    STAFF_PAY = "staff_pay"
    BALANCE = "balance"
    DOCTOR = "doctor"
    STAFF = "staff"
    SPECIALITY = "speciality"
    SERVICE = "service"
    QUANTITY = "quantity"
    CHANNEL = "channel"
    VISIT_TYPE = "visit_type"
    STATUS = "status"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    OPERATION = "operation"
    VISIT = "visit"
    BRANCH = "branch"
    PAYMENT_METHOD = "payment_method"
    ROW_NUMBER = "row_number"
    OTHER = "other"


class CellWord(StrEnum):
    """What the text of a cell, not of a header, can say."""

    TOTAL = "total"


PERSONAL: Final = frozenset(
    (
        ColumnField.PATIENT_NAME,
        ColumnField.PHONE,
        ColumnField.EMAIL,
        ColumnField.BIRTH_DATE,
        ColumnField.ADDRESS,
        ColumnField.DOCUMENT,
    )
)
AMOUNTS: Final = (ColumnField.PAID, ColumnField.DISCOUNTED, ColumnField.CHARGED)
"""Sums from the one that is turnover to the one furthest from it."""
SUMS: Final = frozenset(
    (
        *AMOUNTS,
        ColumnField.PART,
        ColumnField.PRICE,
        ColumnField.DISCOUNT,
        ColumnField.REFUND,
        ColumnField.STAFF_PAY,
        ColumnField.BALANCE,
    )
)
"""Everything a column of money can be; only some of it is turnover."""
DATES: Final = frozenset(
    (
        ColumnField.DATE,
        ColumnField.PAID_DATE,
        ColumnField.BOOKED_DATE,
        ColumnField.FIRST_VISIT,
        ColumnField.LAST_VISIT,
        ColumnField.BIRTH_DATE,
    )
)

_FILES: Final = ("synonyms_ru.csv", "synonyms_en.csv", "synonyms_kk.csv", "synonyms_uk.csv")
_ALWAYS: Final = "always"
"""Certainty of words that decide wherever they stand in a header: «врачу» makes any sum the pay of staff."""
SURE: Final = 0.95
LIKELY: Final = 0.7
_PARTLY: Final = 0.5
_COVERED: Final = 0.4
"""How much a header that only contains known words is worth, and how much more if they are most of it."""
_UNITS: Final = re.compile(
    r"[,(]?\s*\b(тыс\.?\s*)?(руб(лей|ль|\.)?|р\.|rub|usd|eur|₽|тг\.?|тенге|теңге|kzt|byn|грн\.?|uah|uzs|kgs)\s*\)?\s*$"
    r"|[₽$€₸₴]",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W_]+|[№#]")
_CAMEL: Final = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means, and how sure that is, 0..1."""

    field: ColumnField
    confidence: float


def words(text: str) -> tuple[str, ...]:
    """The words of a header in one spelling: «PatNum» and «pat_num», «Приём» and «прием»."""
    plain = _UNITS.sub(" ", text.strip())
    return tuple(_WORDS.findall(_CAMEL.sub(" ", plain).lower().replace("ё", "е")))


@cache
def meaning(header: str) -> Meaning | None:
    """What a header says its column is; None if nobody has written such a header down."""
    said = words(header)
    if not said:
        return None
    exact = _headers().get(said)
    if exact:
        return exact
    decisive = [(len(phrase), field) for field, phrase in _decisive() if phrase_within(phrase, said) >= 0]
    if decisive:
        return Meaning(max(decisive)[1], LIKELY)
    inner = [
        (len(known), known_meaning)
        for known, known_meaning in _headers().items()
        if _contains(said, known) and len("".join(known)) > 2
    ]
    if not inner:
        return None
    length, best = max(inner, key=lambda item: (item[0], item[1].confidence))
    return Meaning(best.field, best.confidence * (_PARTLY + _COVERED * length / len(said)))


def phrase_of(text: str) -> tuple[str, ...]:
    """The words of a phrase from a table of words; one that ends with `*` stands for all that begin so."""
    return tuple(
        word + "*" * (part.endswith("*") and word == said[-1])
        for part in text.split()
        if (said := words(part))
        for word in said
    )


def phrase_within(phrase: tuple[str, ...], said: tuple[str, ...]) -> int:
    """Where in the words of a text a phrase begins, −1 if nowhere."""
    for at in range(len(said) - len(phrase) + 1):
        if all(map(_is_said, phrase, said[at : at + len(phrase)])):
            return at
    return -1


def _is_said(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def says(word: CellWord, text: str) -> bool:
    """Whether a cell's text is, or begins with, one of the phrases of a word."""
    said = words(text)
    return any(said[: len(phrase)] == phrase for phrase in _phrases()[word])


def _contains(said: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return any(said[at : at + len(known)] == known for at in range(len(said) - len(known) + 1))


@cache
def _headers() -> dict[tuple[str, ...], Meaning]:
    found: dict[tuple[str, ...], Meaning] = {}
    for field, header, certainty in _rows():
        if field in set(ColumnField) and certainty != _ALWAYS:
            found.setdefault(
                words(header), Meaning(ColumnField(field), SURE if certainty == "sure" else LIKELY)
            )
    return found


@cache
def _decisive() -> tuple[tuple[ColumnField, tuple[str, ...]], ...]:
    return tuple(
        (ColumnField(field), phrase_of(header))
        for field, header, certainty in _rows()
        if certainty == _ALWAYS
    )


@cache
def _phrases() -> dict[CellWord, tuple[tuple[str, ...], ...]]:
    return {word: tuple(words(phrase) for field, phrase, _ in _rows() if field == word) for word in CellWord}


def _rows() -> Iterator[tuple[str, str, str]]:
    for name in _FILES:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["field"], row["header"], row["certainty"]
