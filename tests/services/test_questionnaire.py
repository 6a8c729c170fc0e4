"""The order of the questions, and when an answer is taken, refused or doubted."""

from fractions import Fraction

import pytest

from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import AVERAGE_CHECK, UNKNOWN, Answer
from services.questionnaire import (
    BY_NAME,
    consider,
    contradictions_of,
    first_unanswered,
    preceding,
    sequence,
    settle,
)
from services.typed import Accepted, Doubtful, Option, RefusedAnswer

CHECKS = (Fraction(500), Fraction(500_000))


def exactly(value: int | Fraction) -> Answer:
    return Answer(estimate=Estimate.exact(value))


ARTICLE: dict[str, Answer] = {
    Figure.PATIENTS: exactly(2000),
    Figure.PREVIOUS_PATIENTS: exactly(1850),
    Figure.NEW_PATIENTS: exactly(575),
    Figure.TURNOVER: exactly(60_000_000),
    Figure.REFERRALS: exactly(462),
    Figure.CONVERSION: exactly(Fraction(3, 10)),
    Figure.GROWTH: exactly(Fraction(1, 5)),
}


def names(answers: dict[str, Answer]) -> list[str]:
    return [question.name for question in sequence(answers)]


def test_seven_questions_five_of_them_numbered() -> None:
    assert names({}) == list(ARTICLE)
    assert [question.name for question in sequence({}) if question.numbered] == [
        Figure.PATIENTS,
        Figure.PREVIOUS_PATIENTS,
        Figure.NEW_PATIENTS,
        Figure.TURNOVER,
        Figure.REFERRALS,
    ]


def test_the_check_is_asked_after_the_turnover_when_patients_are_not_known() -> None:
    asked = names({Figure.PATIENTS: UNKNOWN})
    assert asked.index(AVERAGE_CHECK) == asked.index(Figure.TURNOVER) + 1


def test_the_questionnaire_goes_on_where_it_stopped() -> None:
    first = first_unanswered({})
    assert first is not None
    assert first.name == Figure.PATIENTS
    skipped = {name: answer for name, answer in ARTICLE.items() if name != Figure.TURNOVER}
    left = first_unanswered(skipped)
    assert left is not None
    assert left.name == Figure.TURNOVER
    assert first_unanswered(ARTICLE) is None


def test_the_question_before() -> None:
    assert preceding(Figure.PATIENTS, {}) is None
    before = preceding(Figure.REFERRALS, {})
    assert before is not None
    assert before.name == Figure.TURNOVER
    with pytest.raises(ValueError, match="not in list"):
        preceding(AVERAGE_CHECK, ARTICLE)


@pytest.mark.parametrize(
    ("name", "value", "reason", "figures"),
    [
        (Figure.NEW_PATIENTS, 2001, "refused-more_new_than_patients", (2001, 2000)),
        (Figure.NEW_PATIENTS, 100, "refused-more_retained_than_before", (1900, 1850)),
        (Figure.REFERRALS, 576, "refused-more_referrals_than_new", (576, 575)),
        (Figure.RETURNED_PATIENTS, 1426, "refused-more_new_and_returned_than_patients", (2001, 2000)),
        (Figure.CONVERSION, 0, "refused-conversion_out_of_range", (0, 1)),
        (Figure.PATIENTS, 0, "refused-no_patients", (0, 0)),
        (Figure.PREVIOUS_PATIENTS, 0, "refused-no_previous_patients", (0, 0)),
    ],
)
def test_a_contradiction_is_refused_with_its_two_figures(
    name: str, value: int, reason: str, figures: tuple[int, int]
) -> None:
    told = consider(BY_NAME[name], exactly(value), ARTICLE, checks=CHECKS)
    left, right = figures
    assert told == RefusedAnswer(reason, {"left": Fraction(left), "right": Fraction(right)})


@pytest.mark.parametrize("name", [Figure.NEW_PATIENTS, Figure.REFERRALS, Figure.RETURNED_PATIENTS])
def test_while_revising_an_answer_may_contradict_the_others(name: str) -> None:
    answer = exactly(5000)
    assert consider(BY_NAME[name], answer, ARTICLE, checks=CHECKS, revising=True) == Accepted(answer)
    assert contradictions_of({**ARTICLE, name: answer})


@pytest.mark.parametrize("name", [Figure.PATIENTS, Figure.PREVIOUS_PATIENTS, Figure.CONVERSION])
def test_while_revising_an_answer_is_still_possible_by_itself(name: str) -> None:
    told = consider(BY_NAME[name], exactly(0), ARTICLE, checks=CHECKS, revising=True)
    assert isinstance(told, RefusedAnswer)


@pytest.mark.parametrize(("before", "asked"), [(999, True), (1000, False), (4000, False), (4001, True)])
def test_a_base_that_changed_more_than_twice_is_doubted(before: int, asked: bool) -> None:
    given: dict[str, Answer] = {Figure.PATIENTS: exactly(2000)}
    told = consider(BY_NAME[Figure.PREVIOUS_PATIENTS], exactly(before), given, checks=CHECKS)
    assert isinstance(told, Doubtful) is asked


@pytest.mark.parametrize(
    ("turnover", "asked"),
    [(999_999, True), (1_000_000, False), (1_000_000_000, False), (1_000_000_001, True)],
)
def test_a_check_outside_500_to_500_000_is_doubted(turnover: int, asked: bool) -> None:
    given: dict[str, Answer] = {Figure.PATIENTS: exactly(2000)}
    told = consider(BY_NAME[Figure.TURNOVER], exactly(turnover), given, checks=CHECKS)
    assert isinstance(told, Doubtful) is asked


def test_a_turnover_in_thousands_is_offered_in_rubles_first() -> None:
    given: dict[str, Answer] = {Figure.PATIENTS: exactly(2000)}
    told = consider(BY_NAME[Figure.TURNOVER], exactly(60_000), given, checks=CHECKS)
    assert isinstance(told, Doubtful)
    assert [option.answer for option in told.options] == [exactly(60_000_000), exactly(60_000)]


def test_an_unlikely_check_is_doubted_before_the_patients_that_follow_from_it() -> None:
    given = {**ARTICLE, Figure.PATIENTS: UNKNOWN}
    told = consider(BY_NAME[AVERAGE_CHECK], exactly(30), given, checks=CHECKS)
    assert isinstance(told, Doubtful)
    assert told.reason == "doubt-average_check"
    assert settle(BY_NAME[AVERAGE_CHECK], told.options[0], given, checks=CHECKS) == Accepted(exactly(30_000))
    assert isinstance(settle(BY_NAME[AVERAGE_CHECK], told.options[1], given, checks=CHECKS), RefusedAnswer)


@pytest.mark.parametrize("check", [Estimate.exact(0), Estimate.between(0, 30_000)])
def test_a_check_of_nothing_is_refused(check: Estimate) -> None:
    told = consider(BY_NAME[AVERAGE_CHECK], Answer(estimate=check), {}, checks=CHECKS)
    assert told == RefusedAnswer("refused-no_check", {})


def test_a_settled_option_is_not_doubted_again_and_an_open_one_is() -> None:
    given: dict[str, Answer] = {Figure.PATIENTS: exactly(2000)}
    question, far = BY_NAME[Figure.PREVIOUS_PATIENTS], exactly(9000)
    assert settle(question, Option(far, settled=True), given, checks=CHECKS) == Accepted(far)
    assert isinstance(settle(question, Option(far, settled=False), given, checks=CHECKS), Doubtful)


def test_an_option_survives_the_conversation_state() -> None:
    option = Option(exactly(Fraction(1, 3)), settled=True)
    assert Option.from_plain(option.to_plain()) == option
