"""A month in words: chance is spoken of only where it was tested, months only where they are missing."""

from fractions import Fraction

import pytest

from locales.texts import LANGUAGES, Texts
from locales.writing import Writer
from metrics.month_noise import FEWEST_MONTHS
from metrics.monthly import Month
from metrics.plan_fact import Line, MonthReport, Rest, Standing, YearPlan
from services.months import MonthRecord
from wording.lines import words
from wording.month import MonthText

TEXTS = Texts.load()
OCTOBER = Month(2027, 10)
EVEN = (Fraction(40),) * 12


def said(language: str, chances: dict[Line, float | None], gaps: dict[Line, int]) -> list[str]:
    """A month 85 % behind in every line; chances: None for a line that was not tested."""
    lines = {line: Standing(Fraction(40), Fraction(6), 1, chance) for line, chance in chances.items()}
    rest = {line: Rest(Fraction(480), Fraction(6), months, 2, 237, None) for line, months in gaps.items()}
    plan = YearPlan(year=2027, lines=dict.fromkeys(lines, EVEN), conversion=None, channels=())
    report = MonthReport(OCTOBER, plan, lines, lines, rest, None, (), (), is_judged=True)
    record = MonthRecord(OCTOBER, {}, None, is_entered=True)
    text = MonthText(TEXTS.language(language), Writer(language), report, record, {})
    return words(text.said()).split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_chance_is_said_of_tested_figures_alone(language: str) -> None:
    speak = TEXTS.language(language).plain
    tested = said(language, {Line.ATTRACTED: 0.4, Line.LEADS: 0.4}, {})
    assert speak("month-next-steady") in tested
    partly = said(language, {Line.ATTRACTED: 0.4, Line.LEADS: None}, {})
    assert speak("month-next-steady-partly", names=speak("month-line-attracted")) in partly
    untested = said(language, {Line.ATTRACTED: None, Line.LEADS: None}, {})
    assert speak("month-next-early", months=FEWEST_MONTHS) in untested


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_without_one_figure_are_not_called_passed_over(language: str) -> None:
    speak = TEXTS.language(language).plain
    chances: dict[Line, float | None] = {Line.ATTRACTED: None, Line.LEADS: None}
    one = said(language, chances, {Line.ATTRACTED: 0, Line.LEADS: 9})
    assert speak("month-how-gaps-of", name=speak("month-line-leads"), months=9) in one
    assert speak("month-how-gaps", months=9) not in one
    both = said(language, chances, {Line.ATTRACTED: 2, Line.LEADS: 2})
    assert speak("month-how-gaps", months=2) in both
