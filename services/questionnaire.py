"""The questionnaire: which questions, in which order, and what to make of an answer.

The list of questions is the questionnaire: adding one is adding an entry to QUESTIONS and its texts
(`question-<name>` in every language).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from locales.reading import read_change, read_count, read_money, read_share
from metrics.estimate import Estimate
from metrics.funnel import Contradiction, ContradictionReason, Figure, contradictions
from services.answers import AVERAGE_CHECK, UNKNOWN, Answer, AnswerWord, YearAnswers, number, year_figures
from services.typed import Accepted, AnswerOutcome, Doubtful, Option, ReadAnswer, RefusedAnswer, typed_number

AnswerReader = Callable[[str, str, str], ReadAnswer]
"""Reads a typed text in a language, money in a currency."""

LARGE_CHANGE = 2
"""A base that more than doubles or halves within a year is asked about."""

THOUSAND = Fraction(1000)
"""What money is short of when somebody typed it in thousands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a question; without an answer it only asks for a typed number."""

    id: str
    answer: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearQuestion:
    """One question: how its typed answer is read, and the buttons it offers.

    asked: whether it comes up by itself, given the answers so far; otherwise it waits on the check card.
    numbered: whether it counts among the «n из 5» that have to be typed.
    """

    name: str
    read: AnswerReader
    choices: tuple[Choice, ...] = (Choice(AnswerWord.UNKNOWN, UNKNOWN),)
    asked: Callable[[YearAnswers], bool] = lambda _: True
    numbered: bool = False


def _count(text: str, language: str, _: str) -> ReadAnswer:
    return read_count(text, language)


def _out_of_ten(text: str, language: str, _: str) -> ReadAnswer:
    return read_share(text, language, out_of=10)


def _change(text: str, language: str, _: str) -> ReadAnswer:
    return read_change(text, language)


def _known(share: Fraction) -> Answer:
    return Answer(estimate=Estimate.exact(share))


def _words(*words: AnswerWord) -> tuple[Choice, ...]:
    return tuple(Choice(word, Answer(word=word)) for word in words)


def _shares(*percents: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(percent), _known(Fraction(percent, 100))) for percent in percents)


OTHER = Choice("other", None)
DONT_KNOW = _words(AnswerWord.UNKNOWN)

QUESTIONS: tuple[YearQuestion, ...] = (
    YearQuestion(name=Figure.PATIENTS, read=_count, numbered=True),
    YearQuestion(name=Figure.PREVIOUS_PATIENTS, read=_count, numbered=True),
    YearQuestion(name=Figure.NEW_PATIENTS, read=_count, numbered=True),
    YearQuestion(name=Figure.TURNOVER, read=read_money, numbered=True),
    YearQuestion(
        name=AVERAGE_CHECK,
        read=read_money,
        asked=lambda answers: answers.get(Figure.PATIENTS) == UNKNOWN,
    ),
    YearQuestion(
        name=Figure.REFERRALS,
        read=_count,
        choices=_words(AnswerWord.ALMOST_ALL, AnswerWord.HALF, AnswerWord.THIRD, AnswerWord.UNKNOWN),
        numbered=True,
    ),
    YearQuestion(
        name=Figure.CONVERSION,
        read=_out_of_ten,
        choices=(*_shares(20, 30, 40), OTHER, *DONT_KNOW),
    ),
    YearQuestion(name=Figure.GROWTH, read=_change, choices=(*_shares(0, 10, 20), OTHER, *DONT_KNOW)),
    YearQuestion(
        name=Figure.RETURNED_PATIENTS,
        read=_count,
        asked=lambda _: False,
    ),
)
BY_NAME: Mapping[str, YearQuestion] = {question.name: question for question in QUESTIONS}
NUMBERED: tuple[str, ...] = tuple(question.name for question in QUESTIONS if question.numbered)


def sequence(answers: YearAnswers) -> tuple[YearQuestion, ...]:
    """The questions of this conversation in order, given the answers so far."""
    return tuple(question for question in QUESTIONS if question.asked(answers))


def preceding(name: str, answers: YearAnswers) -> YearQuestion | None:
    """The question before `name`, or None at the first. Raises ValueError if `name` is not asked."""
    asked = sequence(answers)
    position = [question.name for question in asked].index(name)
    return asked[position - 1] if position else None


def first_unanswered(answers: YearAnswers) -> YearQuestion | None:
    """Where a questionnaire that was left goes on; None when it is complete."""
    return next((question for question in sequence(answers) if question.name not in answers), None)


def read_answer(
    question: YearQuestion,
    text: str,
    answers: YearAnswers,
    *,
    language: str,
    currency: str,
    checks: tuple[Fraction, Fraction],
    revising: bool = False,
) -> AnswerOutcome:
    """What a typed text means as an answer to `question`.

    `answers` are the others given so far; `checks` the plausible average check, lowest and highest, in the
    clinic's currency. `revising`: as in `consider`. Never raises, whatever the text.
    """
    read = question.read(text, language, currency)
    outcome = typed_number(read, text, with_ranges=True)
    if not isinstance(outcome, Accepted):
        return outcome
    return consider(question, outcome.answer, answers, checks=checks, revising=revising)


def consider(
    question: YearQuestion,
    answer: Answer,
    answers: YearAnswers,
    *,
    checks: tuple[Fraction, Fraction],
    revising: bool = False,
) -> AnswerOutcome:
    """Whether an answer is possible beside the others, and likely enough not to ask again.

    revising: the answer replaces one of a complete questionnaire. It may contradict the others, which are
    perhaps revised next, as long as it is possible by itself: `contradictions_of` tells what is left.
    """
    doubt = next(_doubts(question, answer, {**answers, question.name: answer}, checks), None)
    if doubt and question.name == AVERAGE_CHECK and not _impossible(question, answer, {}):
        return doubt  # before any contradiction with the patients that follow from an unlikely check
    return _impossible(question, answer, {} if revising else answers) or doubt or Accepted(answer)


def settle(
    question: YearQuestion,
    option: Option,
    answers: YearAnswers,
    *,
    checks: tuple[Fraction, Fraction],
    revising: bool = False,
) -> AnswerOutcome:
    """What follows when the owner has chosen how to take a doubtful answer."""
    if option.settled:
        return _impossible(question, option.answer, {} if revising else answers) or Accepted(option.answer)
    return consider(question, option.answer, answers, checks=checks, revising=revising)


def contradictions_of(answers: YearAnswers) -> tuple[RefusedAnswer, ...]:
    """Every way in which the answers cannot be true together."""
    return tuple(_refused(found, answers) for found in contradictions(year_figures(answers)))


def _refused(found: Contradiction, answers: YearAnswers) -> RefusedAnswer:
    """A contradiction as it is told; with patients who returned, its sum is not of the new ones alone."""
    returned = number(answers, Figure.RETURNED_PATIENTS)
    reason = str(found.reason)
    if found.reason is ContradictionReason.MORE_NEW_THAN_PATIENTS and returned and returned.low:
        reason = "more_new_and_returned_than_patients"
    return RefusedAnswer(f"refused-{reason}", {"left": found.left, "right": found.right})


def _impossible(question: YearQuestion, answer: Answer, answers: YearAnswers) -> RefusedAnswer | None:
    """The first contradiction that this answer brings in."""
    if question.name == AVERAGE_CHECK and answer.estimate is not None and answer.estimate.low <= 0:
        return RefusedAnswer("refused-no_check", {})
    found = contradictions_of({**answers, question.name: answer})
    if not found:
        return None
    known = contradictions_of({name: other for name, other in answers.items() if name != question.name})
    return next((refused for refused in found if refused not in known), None)


def _doubts(
    question: YearQuestion, answer: Answer, answers: YearAnswers, checks: tuple[Fraction, Fraction]
) -> Iterator[Doubtful]:
    if answer.estimate is None:
        return
    if question.name in (Figure.PATIENTS, Figure.PREVIOUS_PATIENTS):
        yield from _base_change(answer, answers)
    if question.name in (Figure.TURNOVER, Figure.PATIENTS, AVERAGE_CHECK):
        yield from _unlikely_check(question, answer, answers, checks)


def _base_change(answer: Answer, answers: YearAnswers) -> Iterator[Doubtful]:
    before, now = number(answers, Figure.PREVIOUS_PATIENTS), number(answers, Figure.PATIENTS)
    if before is None or now is None or not before.value:
        return
    if not 1 / Fraction(LARGE_CHANGE) <= now.value / before.value <= LARGE_CHANGE:
        options = (Option(answer, settled=True),)
        yield Doubtful("doubt-base_change", {"before": before.value, "now": now.value}, options)


def _unlikely_check(
    question: YearQuestion, answer: Answer, answers: YearAnswers, checks: tuple[Fraction, Fraction]
) -> Iterator[Doubtful]:
    check = _check_of(question, answers)
    lowest, highest = checks
    if check is None or lowest <= check <= highest:
        return
    options: Sequence[Option] = (Option(answer, settled=True),)
    is_money = question.name != Figure.PATIENTS
    if is_money and answer.estimate and check < lowest <= check * THOUSAND <= highest:
        in_units = Answer(estimate=answer.estimate.map(lambda money: money * THOUSAND))
        options = (Option(in_units, settled=True), *options)
    reason = "doubt-average_check" if question.name == AVERAGE_CHECK else "doubt-check"
    yield Doubtful(reason, {"check": check}, tuple(options))


def _check_of(question: YearQuestion, answers: YearAnswers) -> Fraction | None:
    """The average check that an answer makes together with the others, or says itself."""
    if question.name == AVERAGE_CHECK:
        told = number(answers, AVERAGE_CHECK)
        return told.value if told else None
    patients, turnover = number(answers, Figure.PATIENTS), number(answers, Figure.TURNOVER)
    if patients is None or turnover is None or not patients.value:
        return None
    return turnover.value / patients.value


def stored_answers(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """Answers of a segment from their stored form."""
    return {name: Answer.from_plain(answer) for name, answer in stored.items()}
