"""A typed number: what it can mean, what is asked where that is several things, and why it is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from locales.phrases import PhraseReason
from locales.reading import Ambiguous, ReadError, TypedRange
from metrics.estimate import Estimate
from services.answers import Answer

AnswerNumber = int | Decimal | Fraction
ReadAnswer = AnswerNumber | TypedRange[Any] | Ambiguous[Any] | ReadError
"""What `locales.reading` makes of a text."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer is understood and possible."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """The answer cannot be taken: the key of the sentence that says why and what to do, with its figures."""

    reason: str
    figures: Mapping[str, Fraction | str]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to take a doubtful answer; `settled` means that nothing more is asked about it."""

    answer: Answer
    settled: bool

    def to_plain(self) -> dict[str, Any]:
        """A plain form for the conversation state."""
        return {"answer": self.answer.to_plain(), "settled": self.settled}

    @classmethod
    def from_plain(cls, stored: Mapping[str, Any]) -> "Option":
        """The option as it was stored."""
        return cls(Answer.from_plain(stored["answer"]), stored["settled"])


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The answer may be meant otherwise: the key of what to ask, its figures and the ways to take it."""

    reason: str
    figures: Mapping[str, Fraction | str]
    options: tuple[Option, ...]


AnswerOutcome = Accepted | RefusedAnswer | Doubtful


def typed_number(read: ReadAnswer, text: str, *, with_ranges: bool = False) -> AnswerOutcome:
    """What is done with a number as it was read: taken, refused, or asked about with every way to read it.

    with_ranges: whether «100–120» is an answer here; else one number is asked for.
    """
    if isinstance(read, ReadError):
        return RefusedAnswer(read.key, {"found": read.found})
    choices = read.choices if isinstance(read, Ambiguous) else (read,)
    answers = [_answer(choice) for choice in choices if with_ranges or not isinstance(choice, TypedRange)]
    if not answers:
        return RefusedAnswer(f"reading-{PhraseReason.TWO_NUMBERS}", {"found": text.strip()})
    if isinstance(read, Ambiguous):
        options = tuple(Option(answer, settled=False) for answer in answers)
        return Doubtful(read.key, {"found": text.strip()}, options)
    return Accepted(answers[0])


def exactly(number: AnswerNumber) -> Answer:
    """A number as an answer."""
    return Answer(estimate=Estimate.exact(Fraction(number)))


def _answer(read: AnswerNumber | TypedRange[Any]) -> Answer:
    if isinstance(read, TypedRange):
        return Answer(estimate=Estimate.between(read.low, read.high))
    return exactly(read)
