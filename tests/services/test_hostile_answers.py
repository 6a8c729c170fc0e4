"""Ten thousand texts into every question: never an exception, never a wrong number."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from locales.writing import THIN_SPACE
from metrics.funnel import Figure
from services.answers import AVERAGE_CHECK, UNKNOWN, Answer
from services.questionnaire import BY_NAME, QUESTIONS, read_answer
from services.typed import Accepted, AnswerOutcome, Doubtful, RefusedAnswer
from tests.examples import examples
from tests.locales.test_reading import TYPED

CHECKS = (Fraction(500), Fraction(500_000))
BOUNDS = {
    Figure.PATIENTS: (1, 10**8),
    Figure.PREVIOUS_PATIENTS: (1, 10**8),
    Figure.NEW_PATIENTS: (0, 10**8),
    Figure.RETURNED_PATIENTS: (0, 10**8),
    Figure.REFERRALS: (0, 10**8),
    Figure.TURNOVER: (0, 10**12),
    AVERAGE_CHECK: (0, 10**12),
    Figure.CONVERSION: (0, 1),
    Figure.GROWTH: (-1, 10),
}
NOTHING_ELSE: dict[str, Answer] = {}
UNKNOWN_PATIENTS = {str(Figure.PATIENTS): UNKNOWN}


def outcome(name: str, text: str, language: str, answers: dict[str, Answer]) -> AnswerOutcome:
    return read_answer(BY_NAME[name], text, answers, language=language, currency="RUB", checks=CHECKS)


def is_possible(name: str, answer: Answer) -> bool:
    low, high = BOUNDS[name]
    return answer.estimate is not None and low <= answer.estimate.low <= answer.estimate.high <= high


@examples(500)
@example(["0-1"] * 20, "ru")
@given(st.lists(TYPED, min_size=20, max_size=20), st.sampled_from(["ru", "en"]))
def test_none_of_thousands_of_texts_raises_or_gives_an_impossible_answer(
    texts: list[str], language: str
) -> None:
    for question in QUESTIONS:
        for text in texts:
            told = outcome(question.name, text, language, UNKNOWN_PATIENTS)
            if isinstance(told, Accepted):
                assert is_possible(question.name, told.answer), (question.name, text)
            elif isinstance(told, Doubtful):
                assert told.options
            else:
                assert told.reason.startswith(("reading-", "refused-"))


PEOPLE = ("patients", "previous_patients", "new_patients", "returned_patients", "referrals")
WRITTEN = st.sampled_from(["{}", " {} ", "{} человек", "около {}", "{}.", "{}!", "+{}", "{} patients"])
NOISE = st.sampled_from(["{}x", "x{}", "{}%", "{} ₽", "-{}", "{}e5", "{} {}", "{}/2", "<b>{}</b>", "{}" * 6])
SPACES = st.sampled_from(["", " ", THIN_SPACE])


@examples(300)
@given(st.integers(1, 10**6), WRITTEN, st.sampled_from(PEOPLE), SPACES)
def test_a_number_of_people_is_taken_as_it_was_typed(
    number: int, written: str, name: str, space: str
) -> None:
    text = written.format(f"{number:,}".replace(",", space))
    told = Answer.from_plain({"value": [str(number)] * 3})
    assert outcome(name, text, "ru", NOTHING_ELSE) == Accepted(told)


@examples(300)
@given(st.integers(1, 10**6), NOISE, st.sampled_from(PEOPLE))
def test_a_number_with_something_around_it_is_not_taken_for_another(
    number: int, noise: str, name: str
) -> None:
    digits = str(number)
    text = noise.format(*[digits] * 6)
    told = outcome(name, text, "ru", NOTHING_ELSE)
    if isinstance(told, Accepted):  # only where the noise leaves one number: «5 500» of «5» and «500»
        assert told.answer.estimate is not None
        assert str(told.answer.estimate.value) == "".join(filter(str.isdigit, text))
    else:
        assert isinstance(told, Doubtful | RefusedAnswer)
