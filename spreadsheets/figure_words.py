"""What the labels of yearly figures mean: the wordings of `figure_words_ru.csv` and `figure_words_en.csv`."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from metrics.funnel import Figure
from spreadsheets.synonyms import LIKELY, SURE, words

OTHER: Final = "other"
"""A wording that is none of the figures, though it holds the words of one: «выручка на пациента»."""

_FILES: Final = ("figure_words_ru.csv", "figure_words_en.csv")
_PARTLY: Final = 0.6
_COVERED: Final = 0.2
"""How much a label that only contains a known wording is worth, and how much more if that is most of it."""
_PATIENTS: Final = (Figure.PATIENTS, Figure.PREVIOUS_PATIENTS)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PRIOR: Final = re.compile(r"прошл|предыдущ|\bprevious\b|\blast year\b|\bprior\b", re.IGNORECASE)
_SCALES: Final = (
    (re.compile(r"млрд|\bbillions?\b|\bbn\b", re.IGNORECASE), 1_000_000_000),
    (re.compile(r"млн|\bmillions?\b|\bmln\b|\$m\b|\bm\b", re.IGNORECASE), 1_000_000),
    (re.compile(r"тыс|т\. ?р\b|\bthousands?\b|\$k\b|\bk\b|'000|\b000s?\b", re.IGNORECASE), 1000),
)
_PERCENT: Final = re.compile(r"%|процент|\bдоля\b|\bshare\b|\bpercent", re.IGNORECASE)
_UNITS: Final = re.compile(
    r"млрд|млн|тыс|т\. ?р\.?|руб(?:лей|ль|ли)?|\bр\b|\brub\b|\busd\b|\beur\b|[₽$€%]|процент\w*|\bдоля\b"
    r"|\bчел(?:овек)?\b|\bшт\b|\bед\b|\bthousands?\b|\bmillions?\b|\bmln\b|\bbillions?\b|\bpercent\b"
    r"|\bshare of\b|'000|\b000s?\b|\bbn\b|\b[km]\b",
    re.IGNORECASE,
)
_SMALL: Final = frozenset(
    ("в", "за", "из", "них", "том", "числе", "год", "году", "года", "г", "от", "на", "и", "этот", "отчетный")
) | frozenset(("in", "of", "them", "the", "for", "year", "these", "which", "this", "fy", "a"))


@dataclass(frozen=True, slots=True)
class Label:
    """A label understood: its figure (None for any other), how sure that is, and what it says of the numbers.

    year: if it names one; scale: 1000 for «тыс. руб.», None if it does not say; is_share: percents.
    """

    figure: Figure | None
    confidence: float
    year: int | None
    scale: int | None
    is_share: bool


@cache
def understand(label: str) -> Label | None:
    """What a label says; None if nobody has written such a one down."""
    years = _YEAR.findall(label)
    said = _said(_YEAR.sub(" ", label))
    found = _exact(said) or _partly(said)
    if found is None:
        return None
    figure, confidence = found
    year = int(years[0]) if len(years) == 1 else None
    if year is None and _PRIOR.search(label):
        figure = Figure.PREVIOUS_PATIENTS if figure in _PATIENTS else None
    is_share = _PERCENT.search(label) is not None
    return Label(figure, confidence, year, scale_of(label), is_share)


def scale_of(text: str) -> int | None:
    """How many units one of the numbers under a text stands for; None if it does not say."""
    return next((scale for pattern, scale in _SCALES if pattern.search(text)), None)


def _said(label: str) -> tuple[str, ...]:
    plain = _UNITS.sub(" ", label)
    return tuple(word for word in words(plain) if word not in _SMALL and not word.isdigit())


def _exact(said: tuple[str, ...]) -> tuple[Figure | None, float] | None:
    return _wordings().get(said) if said else None


def _partly(said: tuple[str, ...]) -> tuple[Figure | None, float] | None:
    """The longest known wording within a label: the rest of its words may change the meaning."""
    inner = [known for known in _wordings() if _contains(said, known)]
    if not inner:
        return None
    longest = max(inner, key=len)
    figure, confidence = _wordings()[longest]
    return figure, round(confidence * (_PARTLY + _COVERED * len(longest) / len(said)), 2)


def _contains(said: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return any(said[at : at + len(known)] == known for at in range(len(said) - len(known) + 1))


@cache
def _wordings() -> dict[tuple[str, ...], tuple[Figure | None, float]]:
    found: dict[tuple[str, ...], tuple[Figure | None, float]] = {}
    for name in _FILES:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                figure = None if row["figure"] == OTHER else Figure(row["figure"])
                sure = SURE if row["certainty"] == "sure" else LIKELY
                found.setdefault(_said(row["wording"]), (figure, sure))
    return found
