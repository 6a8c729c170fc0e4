"""Yearly figures in words and numbers, as every conversation writes them."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from locales.texts import Speaker
from locales.writing import Writer
from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import (
    AVERAGE_CHECK,
    SHARES,
    Answer,
    AnswerWord,
    YearAnswers,
    number,
    patients_from_check,
)
from services.segments import Segment, SegmentKind
from services.typed import RefusedAnswer

MONEY = (Figure.TURNOVER, AVERAGE_CHECK)
SHARE_PLACES = 1


def write_figure(write: Writer, question: str, value: Fraction) -> str:
    """A figure of a question as people read it: money, percent or people."""
    if question in MONEY:
        return write.money(value)
    if question == Figure.CONVERSION:
        return write.share(value, places=SHARE_PLACES)
    if question == Figure.GROWTH:
        return write.share(value, places=SHARE_PLACES, signed=value != 0)
    return write.count(value)


def write_estimate(speak: Speaker, write: Writer, question: str, estimate: Estimate) -> str:
    """A figure, or its bounds where only they are known."""
    if estimate.is_exact:
        return write_figure(write, question, estimate.value)
    low, high = (write_figure(write, question, bound) for bound in (estimate.low, estimate.high))
    return speak.plain("card-about", low=low, high=high)


def write_answer(speak: Speaker, write: Writer, question: str, answers: YearAnswers) -> str:
    """What was answered to a question, or what is taken instead."""
    answer = answers.get(question)
    if answer is None:
        return speak.plain("card-not_asked" if question == Figure.RETURNED_PATIENTS else "card-unknown")
    if answer.estimate is not None:
        return write_estimate(speak, write, question, answer.estimate)
    return _WORDS.get(question, _unknown)(speak, write, answer, answers)


def _unknown(speak: Speaker, _: Writer, __: Answer, ___: YearAnswers) -> str:
    return speak.plain("card-unknown")


def _referral_words(speak: Speaker, write: Writer, answer: Answer, answers: YearAnswers) -> str:
    new = number(answers, Figure.NEW_PATIENTS)
    word = answer.word or AnswerWord.UNKNOWN
    name = speak.plain(f"card-word-{word}")
    if new is None or word is AnswerWord.UNKNOWN:
        return name
    low, high = SHARES[word]
    return speak.plain(
        "card-of_new", word=name, low=write.count(new.low * low), high=write.count(new.high * high)
    )


def _patients_words(speak: Speaker, write: Writer, _: Answer, answers: YearAnswers) -> str:
    worked_out = patients_from_check(answers)
    if worked_out is None:
        return speak.plain("card-unknown")
    return speak.plain("card-from_check", patients=write.count(worked_out.value))


_WORDS: Mapping[str, Callable[[Speaker, Writer, Answer, YearAnswers], str]] = {
    Figure.REFERRALS: _referral_words,
    Figure.PATIENTS: _patients_words,
    Figure.CONVERSION: lambda speak, *_: speak.plain("card-example_conversion"),
    Figure.GROWTH: lambda speak, *_: speak.plain("card-zero_growth"),
    Figure.RETURNED_PATIENTS: lambda speak, *_: speak.plain("card-not_asked"),
}


def figure_name(speak: Speaker, question: str, segment: Segment) -> str:
    """The short name of a question, with its year."""
    return speak.plain(f"question-{question}.short", **years(segment))


def years(segment: Segment) -> dict[str, str]:
    """The years a segment's questions speak of: planned, planned from, and the one before."""
    return years_of_plan(segment.plan_year)


def years_of_plan(plan: int) -> dict[str, str]:
    """The years that questions about a plan speak of."""
    return {"plan": str(plan), "year": str(plan - 1), "before": str(plan - 2)}


def subject_name(segment: Segment, clinic_name: str | None) -> str | None:
    """What a plan is of, by name; None for the clinic itself while it has none."""
    return segment.name if segment.kind is not SegmentKind.CLINIC else clinic_name


def subject(speak: Speaker, segment: Segment, clinic_name: str | None) -> str:
    """« — Иванов» after a heading; nothing for the clinic itself while it has no name."""
    name = subject_name(segment, clinic_name)
    return speak("segment-subject", name=name) if name else ""


def segment_title(speak: Speaker, segment: Segment, clinic_name: str | None) -> str:
    """The name of a segment on a button or in a list."""
    return segment.name or clinic_name or speak.plain(f"segment-kind-{segment.kind}")


def clinic_title(speak: Speaker, name: str | None) -> str:
    """The name of a clinic on a button or in a list, also while it has none."""
    return name or speak.plain("clinics-unnamed")


def write_refusal(speak: Speaker, write: Writer, refused: RefusedAnswer, example: str = "") -> Markup:
    """Why an answer cannot be taken, and what to do; `example` shows an answer that can be."""
    args = {
        name: write.count(value) if isinstance(value, Fraction) else value
        for name, value in refused.figures.items()
    }
    return speak(refused.reason, **args, example=example)


def write_period(write: Writer, start: date, end: date) -> dict[str, str]:
    """The days a text about a period is given."""
    return {"from": write.day(start), "to": write.day(end)}
