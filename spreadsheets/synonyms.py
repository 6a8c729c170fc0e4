"""What headers mean: the words of `synonyms_ru.csv` and `synonyms_en.csv`, found whatever their spelling."""

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
    CHARGED = "charged"
    DISCOUNTED = "discounted"
    PAID = "paid"
    DISCOUNT = "discount"
    DOCTOR = "doctor"
    STAFF = "staff"
    SPECIALITY = "speciality"
    SERVICE = "service"
    QUANTITY = "quantity"
    CHANNEL = "channel"
    VISIT_TYPE = "visit_type"
    STATUS = "status"
    BRANCH = "branch"
    PAYMENT_METHOD = "payment_method"
    ROW_NUMBER = "row_number"
    OTHER = "other"


class CellWord(StrEnum):
    """What the text of a cell, not of a header, can say."""

    TOTAL = "total"
    NOT_HELD = "not_held"
    REFERRAL = "referral"


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
DATES: Final = frozenset(
    (
        ColumnField.DATE,
        ColumnField.PAID_DATE,
        ColumnField.FIRST_VISIT,
        ColumnField.LAST_VISIT,
        ColumnField.BIRTH_DATE,
    )
)

_FILES: Final = ("synonyms_ru.csv", "synonyms_en.csv")
SURE: Final = 0.95
LIKELY: Final = 0.7
_PARTLY: Final = 0.5
_COVERED: Final = 0.4
"""How much a header that only contains known words is worth, and how much more if they are most of it."""
_UNITS: Final = re.compile(
    r"[,(]?\s*\b(тыс\.?\s*)?(руб(лей|ль|\.)?|р\.|rub|usd|eur|₽)\s*\)?\s*$|[₽$€]", re.IGNORECASE
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
    inner = [
        (len(known), known_meaning)
        for known, known_meaning in _headers().items()
        if _contains(said, known) and len("".join(known)) > 2
    ]
    if not inner:
        return None
    length, best = max(inner, key=lambda item: (item[0], item[1].confidence))
    return Meaning(best.field, best.confidence * (_PARTLY + _COVERED * length / len(said)))


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
        if field in set(ColumnField):
            found.setdefault(
                words(header), Meaning(ColumnField(field), SURE if certainty == "sure" else LIKELY)
            )
    return found


@cache
def _phrases() -> dict[CellWord, tuple[tuple[str, ...], ...]]:
    return {word: tuple(words(phrase) for field, phrase, _ in _rows() if field == word) for word in CellWord}


def _rows() -> Iterator[tuple[str, str, str]]:
    for name in _FILES:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["field"], row["header"], row["certainty"]
