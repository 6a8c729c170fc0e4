"""Cells with yearly figures: the number a cell says, exactly as it was typed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from locales.reading import Ambiguous, ReadError, TypedRange, read_change, read_count, read_money, read_share
from metrics.channels import ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure
from spreadsheets.parsing import CellProblem

FIGURES: Final = (
    Figure.PATIENTS,
    Figure.PREVIOUS_PATIENTS,
    Figure.NEW_PATIENTS,
    Figure.TURNOVER,
    Figure.REFERRALS,
    Figure.CONVERSION,
    Figure.GROWTH,
    Figure.RETURNED_PATIENTS,
)
"""The figures in the order they are asked for."""
_SHARES: Final = (Figure.CONVERSION, Figure.GROWTH)

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_CYRILLIC: Final = re.compile(r"[а-яё]", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"[₽$€₸]|\b(?:руб(?:лей|ля|ль)?|р|rub|usd|eur|kzt|byn)\b\.?", re.IGNORECASE)
_DIGITS: Final = 15
"""Digits of a number that a workbook keeps; what stands behind them is binary dust."""
_KOPECKS: Final = 2
_LARGEST: Final = 10**12

_Number = int | Decimal | Fraction
_Read = _Number | TypedRange[Any] | Ambiguous[Any] | ReadError


@dataclass(frozen=True, slots=True)
class FigureFound:
    """One yearly figure of a file: its value, where it stands, the words beside it, how sure it is, 0..1."""

    figure: Figure
    value: Estimate
    sheet: str
    cell: str
    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ChannelFound:
    """A channel of a filled template; money in whole units, None where nothing was typed."""

    name: str
    kind: ChannelKind
    new_patients: int
    cost_per_lead: Fraction | None
    budget: Fraction | None


@dataclass(frozen=True, slots=True)
class FiguresFound:
    """Yearly figures a file holds.

    year: the year they are of, None if the file does not say; years: all it has figures of. figures: at most
    one of each; channels: only of a template; ignored: labels of rows and columns that were not taken.
    """

    is_template: bool
    year: int | None
    years: tuple[int, ...]
    figures: tuple[FigureFound, ...]
    channels: tuple[ChannelFound, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """Yearly figures with the cells that could not be read."""

    found: FiguresFound
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose text is no such number, with the number that was most likely meant."""

    fix: str | None = None


def read_figure(
    text: str, figure: Figure, *, label: str, scale: int = 1, percents: bool | None = None
) -> Estimate | Unreadable:
    """The number of a figure as a cell says it: typed as a number, or in words («60 млн», «1900–2100»).

    label: the words beside it, in whose language commas are read. scale: units one of the cell's numbers
    stands for. percents: whether a bare number is percents (30) or a
    share (0.3); None if only its size can tell.
    """
    plain = text.strip()
    if _NUMBER.fullmatch(plain):
        return _machine(plain, figure, scale, percents)
    language = "ru" if _CYRILLIC.search(label) else "en"
    match figure:
        case Figure.CONVERSION:
            return _taken(read_share(plain, language))
        case Figure.GROWTH:
            return _taken(read_change(plain, language))
        case Figure.TURNOVER:
            return _taken(read_money(_CURRENCY.sub("", plain), language, "RUB"), scale)
        case _:
            return _taken(read_count(plain, language), scale)


def number_of(text: str) -> Fraction | None:
    """A number as a workbook holds it; None for any other text."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        return None
    return Fraction(Decimal(f"{float(plain):.{_DIGITS}g}"))


def _machine(text: str, figure: Figure, scale: int, percents: bool | None) -> Estimate | Unreadable:
    number = number_of(text) or Fraction(0)
    if figure in _SHARES:
        is_percents = abs(number) > 1 if percents is None else percents
        return Estimate.exact(number / 100 if is_percents else number)
    number = round(number * scale, _KOPECKS)
    is_whole = figure is Figure.TURNOVER or number.denominator == 1
    return Estimate.exact(number) if is_whole and 0 <= number <= _LARGEST else Unreadable()


def _taken(said: _Read, scale: int = 1) -> Estimate | Unreadable:
    if isinstance(said, ReadError):
        return Unreadable()
    if isinstance(said, Ambiguous):
        first = said.choices[0]
        return Unreadable(None if isinstance(first, TypedRange) else str(first))
    if isinstance(said, TypedRange):
        return Estimate.between(said.low * scale, said.high * scale)
    return Estimate.exact(said * scale)
