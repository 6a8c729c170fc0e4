"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

SAMPLE: Final = 400
DASHES: Final = frozenset(("", "-", "–", "—", "−", "н/д", "нет данных", "n/a", "null", "none"))
"""Texts that stand for an empty cell."""

_MONTHS: Final = (
    "янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    "|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|листоп|груд"
)
_BEFORE_A_DATE: Final = r"([^\W\d_]{2,11}\.?,? )?(\d{1,2}:\d\d(:\d\d)?[ ,]+)?"
_DATE: Final = re.compile(
    rf"{_BEFORE_A_DATE}(\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|\d{{1,2}}[ -]({_MONTHS})\w*\.?[ -]\d{{2,4}}|({_MONTHS})\w*\.? \d{{1,2}},? \d{{4}})"
    rf"( ?[гр]\.?)?([T ,(].*)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"['’≈~]?[(+−-]?\s?[$€₽₸₴£]?\s?[−-]?\d[\d \u00a0\u202f',.+]*(e[+-]?\d+)?[-–=]{0,2}"
    r"\s*([₽€$₸₴£%]|р\.?|руб(лей|ля|ль)?\.?|тг\.?|тенге|теңге|сом|сум|грн\.?|byn|kzt|usd|eur|uah|uzs|kgs|rub)?\)?"
    r"(\s*\([^\d()]+\))?",
    re.I,
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE: Final = re.compile(
    r"(\+\d[\d ()-]{9,17}|[78][ (-]*9\d\d[\d ()-]{7,12}|\(?\d{3}\)?[ -]\d{3}[ -]\d{2}[ -]?\d{2})"
)
_SURNAME_FIRST: Final = r"[А-ЯЁA-Z][а-яёa-z'’-]+(?:-[А-ЯЁA-Z][а-яё]+)?"
_NAME: Final = re.compile(
    rf"{_SURNAME_FIRST}\s+(?:{_SURNAME_FIRST}(?:\s+{_SURNAME_FIRST})?(?:\s+(?:оглы|кызы))?|[А-ЯЁA-Z]\.\s?(?:[А-ЯЁA-Z]\.)?)"
    r"|[А-ЯЁ]{2,}\s+[А-ЯЁ]{2,}(?:\s+[А-ЯЁ]{4,})?"
)
_ADDRESS: Final = re.compile(
    r"\b(ул|пр-т|просп|пер|д|кв|г|street|st|ave|road)\.? ?[\dА-ЯA-Z]|\b\d+ \w+ (st|street|ave|road)\b"
)
_LOST_DIGITS: Final = re.compile(r"\d([.,]\d+)?e[+-]?\d+|0\.0{4,}\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares, 0..1, of a column's filled cells that look like something, over an even sample.

    filled: of all cells; distinct: different values among the filled; words: at least one letter.
    lost_digits: ids like `2.98725E+13`, which no longer tell two patients apart.
    """

    filled: float
    distinct: float
    date: float
    number: float
    email: float
    phone: float
    name: float
    address: float
    words: float
    lost_digits: float


def gather(column: pd.Series[Any]) -> Evidence:
    """Look at up to 400 cells spread over a column."""
    step = max(len(column) // SAMPLE, 1)
    cells = column.iloc[::step]
    values = [value.strip() for value in cells.dropna().tolist() if not is_blank(value)]
    return Evidence(
        filled=len(values) / max(len(cells), 1),
        distinct=len(set(values)) / max(len(values), 1),
        date=_share(_DATE, values),
        number=_share(_NUMBER, values),
        email=_share(_EMAIL, values),
        phone=_share(_PHONE, values),
        name=_share(_NAME, values),
        address=sum(_ADDRESS.search(value) is not None for value in values) / max(len(values), 1),
        words=sum(any(map(str.isalpha, value)) for value in values) / max(len(values), 1),
        lost_digits=_share(_LOST_DIGITS, values),
    )


def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing: empty, spaces, a dash."""
    return text is None or text != text or text.strip().lower() in DASHES


def is_data(text: str) -> bool:
    """Whether a cell holds a number or a date, so that it is no header."""
    text = text.strip()
    return _NUMBER.fullmatch(text) is not None or _DATE.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """Whether a text holds a way to reach a person: a phone, an e-mail."""
    return any(pattern.search(text) for pattern in (_EMAIL, _PHONE))


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in values) / max(len(values), 1)
