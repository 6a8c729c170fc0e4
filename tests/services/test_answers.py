"""What answers are worth: numbers, words kept as bounds, figures worked out of others."""

from fractions import Fraction

import pytest

from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import (
    AVERAGE_CHECK,
    UNKNOWN,
    Answer,
    AnswerWord,
    is_unknown,
    number,
    patients_from_check,
    year_figures,
)


def exactly(value: int | Fraction) -> Answer:
    return Answer(estimate=Estimate.exact(value))


@pytest.mark.parametrize(
    "answer",
    [
        exactly(2000),
        exactly(Fraction(1, 3)),
        Answer(estimate=Estimate.between(1800, 1900)),
        UNKNOWN,
        Answer(word=AnswerWord.HALF),
    ],
)
def test_an_answer_survives_storage_to_the_last_digit(answer: Answer) -> None:
    assert Answer.from_plain(answer.to_plain()) == answer


def test_a_word_is_no_number_and_no_answer_is_not_unknown() -> None:
    answers: dict[str, Answer] = {Figure.REFERRALS: Answer(word=AnswerWord.HALF), Figure.PATIENTS: exactly(5)}
    assert number(answers, Figure.REFERRALS) is None
    assert number(answers, Figure.TURNOVER) is None
    assert number(answers, Figure.PATIENTS) == Estimate.exact(5)
    assert not is_unknown(answers, Figure.TURNOVER)
    assert not is_unknown(answers, Figure.REFERRALS)


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        (AnswerWord.ALMOST_ALL, 80, 100),
        (AnswerWord.HALF, 40, 60),
        (AnswerWord.THIRD, 25, 40),
        (AnswerWord.UNKNOWN, 0, 100),
    ],
)
def test_a_word_about_referrals_bounds_their_number(word: AnswerWord, low: int, high: int) -> None:
    figures = year_figures({Figure.NEW_PATIENTS: exactly(100), Figure.REFERRALS: Answer(word=word)})
    assert figures.referrals == Estimate(Fraction(low + high, 2), Fraction(low), Fraction(high))


def test_a_word_about_referrals_says_nothing_without_new_patients() -> None:
    answers: dict[str, Answer] = {
        Figure.NEW_PATIENTS: UNKNOWN,
        Figure.REFERRALS: Answer(word=AnswerWord.HALF),
    }
    assert year_figures(answers).referrals is None


def test_unknown_conversion_is_the_articles_and_unknown_growth_none() -> None:
    figures = year_figures({Figure.CONVERSION: UNKNOWN, Figure.GROWTH: UNKNOWN})
    assert figures.conversion == Estimate.exact(Fraction(3, 10))
    assert figures.growth == Estimate.exact(0)
    nothing = year_figures({})
    assert nothing.conversion is None
    assert nothing.growth is None


def test_patients_from_turnover_and_check() -> None:
    answers: dict[str, Answer] = {Figure.TURNOVER: exactly(60_000_000), AVERAGE_CHECK: exactly(30_000)}
    assert patients_from_check(answers) == Estimate.exact(2000)
    assert year_figures(answers).patients is None  # nobody said that the number is not known
    assert year_figures({**answers, Figure.PATIENTS: UNKNOWN}).patients == Estimate.exact(2000)
    assert year_figures({**answers, Figure.PATIENTS: exactly(1)}).patients == Estimate.exact(1)


def test_bounds_of_turnover_and_check_bound_the_patients() -> None:
    answers: dict[str, Answer] = {
        Figure.TURNOVER: Answer(estimate=Estimate(Fraction(60), Fraction(50), Fraction(70))),
        AVERAGE_CHECK: Answer(estimate=Estimate(Fraction(3), Fraction(2), Fraction(5))),
    }
    assert patients_from_check(answers) == Estimate(Fraction(20), Fraction(10), Fraction(35))


def test_there_is_a_patient_at_least() -> None:
    answers: dict[str, Answer] = {Figure.TURNOVER: exactly(1), AVERAGE_CHECK: exactly(1000)}
    assert patients_from_check(answers) == Estimate.exact(1)


@pytest.mark.parametrize("answers", [{}, {Figure.TURNOVER: exactly(1)}, {AVERAGE_CHECK: exactly(1)}])
def test_patients_need_both_turnover_and_check(answers: dict[str, Answer]) -> None:
    assert patients_from_check(answers) is None
