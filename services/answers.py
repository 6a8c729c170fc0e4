"""What an owner answered, and the yearly figures it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from msgspec import Struct

from metrics.allocation import round_half_away
from metrics.encoding import from_plain, to_plain
from metrics.estimate import Estimate
from metrics.funnel import Figure, YearFigures

AVERAGE_CHECK = "average_check"
"""The extra question for owners who do not know how many patients they had."""

CONVERSION_FROM_ARTICLE = Fraction(3, 10)
"""The article's example, offered to owners who do not know theirs; never called a norm."""


class AnswerWord(StrEnum):
    """Answers that are words, not numbers."""

    UNKNOWN = "unknown"
    ALMOST_ALL = "almost_all"
    HALF = "half"
    THIRD = "third"


SHARES: Mapping[AnswerWord, tuple[Fraction, Fraction]] = {
    AnswerWord.ALMOST_ALL: (Fraction(8, 10), Fraction(1)),
    AnswerWord.HALF: (Fraction(4, 10), Fraction(6, 10)),
    AnswerWord.THIRD: (Fraction(25, 100), Fraction(40, 100)),
    AnswerWord.UNKNOWN: (Fraction(0), Fraction(1)),
}
"""What a word says of the share of new patients who came by referral: bounds, never a point."""


@dataclass(frozen=True, slots=True)
class CountedDays:
    """Days a figure of a file stands for, both ends included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Answer:
    """A number (perhaps known within bounds) or a word; exactly one of the two.

    counted: the days of the file the number comes from, if it was not typed to the bot. is_of_table: there it
    stood in a table of yearly figures; otherwise it was counted in the rows of visits.
    """

    estimate: Estimate | None = None
    word: AnswerWord | None = None
    counted: CountedDays | None = None
    is_of_table: bool = False

    @property
    def is_from_rows(self) -> bool:
        """Whether the number was counted in rows of visits."""
        return self.counted is not None and not self.is_of_table

    def to_plain(self) -> dict[str, Any]:
        """A plain form for storage, exact to the last digit."""
        told, counted = self.estimate, self.counted
        stored: dict[str, Any] = to_plain(
            _StoredAnswer(
                word=self.word,
                value=(told.value, told.low, told.high) if told else None,
                counted=(counted.start, counted.end) if counted else None,
                of_table=self.is_of_table,
            )
        )
        return stored

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The answer as it was stored. Raises ValueError for anything else."""
        stored = from_plain(_StoredAnswer, plain)
        if stored.word is not None:
            return cls(word=stored.word)
        if stored.value is None:
            raise ValueError("an answer is a number or a word")
        counted = CountedDays(*stored.counted) if stored.counted else None
        return cls(estimate=Estimate(*stored.value), counted=counted, is_of_table=stored.of_table)


class _StoredAnswer(Struct, omit_defaults=True):
    """An answer as databases hold it; value: the number, then its bounds."""

    word: AnswerWord | None = None
    value: tuple[Fraction, Fraction, Fraction] | None = None
    counted: tuple[date, date] | None = None
    of_table: bool = False


UNKNOWN = Answer(word=AnswerWord.UNKNOWN)

YearAnswers = Mapping[str, Answer]


def number(answers: YearAnswers, question: str) -> Estimate | None:
    """The number answered to a question; None for a word, and when it was not asked."""
    answer = answers.get(question)
    return answer.estimate if answer else None


def is_unknown(answers: YearAnswers, question: str) -> bool:
    """Whether the owner answered «не знаю»."""
    answer = answers.get(question)
    return answer is not None and answer.word is AnswerWord.UNKNOWN


def patients_from_check(answers: YearAnswers) -> Estimate | None:
    """Patients worked out of turnover and average check, for who does not know their number."""
    turnover, check = number(answers, Figure.TURNOVER), number(answers, AVERAGE_CHECK)
    if turnover is None or check is None or check.low <= 0:
        return None
    low, value, high = (
        Fraction(max(1, round_half_away(money / per_patient)))
        for money, per_patient in (
            (turnover.low, check.high),
            (turnover.value, check.value),
            (turnover.high, check.low),
        )
    )
    return Estimate(value, low, high)


def year_figures(answers: YearAnswers) -> YearFigures:
    """The figures the forecast is made of; what is not known in any way stays `None`.

    Words about referrals become bounds on their number, an unknown conversion the article's example, an
    unknown growth none at all.
    """
    new = number(answers, Figure.NEW_PATIENTS)
    patients = number(answers, Figure.PATIENTS)
    if patients is None and is_unknown(answers, Figure.PATIENTS):
        patients = patients_from_check(answers)
    conversion, growth = number(answers, Figure.CONVERSION), number(answers, Figure.GROWTH)
    if is_unknown(answers, Figure.CONVERSION):
        conversion = Estimate.exact(CONVERSION_FROM_ARTICLE)
    if is_unknown(answers, Figure.GROWTH):
        growth = Estimate.exact(0)
    return YearFigures(
        previous_patients=number(answers, Figure.PREVIOUS_PATIENTS),
        patients=patients,
        new_patients=new,
        returned_patients=number(answers, Figure.RETURNED_PATIENTS),
        referrals=_referrals(answers.get(Figure.REFERRALS), new),
        turnover=number(answers, Figure.TURNOVER),
        conversion=conversion,
        growth=growth,
    )


def _referrals(answer: Answer | None, new: Estimate | None) -> Estimate | None:
    if answer is None or answer.word is None:
        return answer.estimate if answer else None
    if new is None:
        return None
    low, high = SHARES[answer.word]
    return Estimate(new.value * (low + high) / 2, new.low * low, new.high * high)
