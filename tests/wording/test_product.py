"""The texts on product metrics: every rule and figure can be said, and what is said fits into a message."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from handlers.chat_text import in_chat
from locales.texts import LANGUAGES, Texts
from locales.writing import Writer
from metrics.advice import RULES, AdviceFinding
from metrics.analysis import Analysis, analyze, compare
from metrics.comparison import FigureChange
from metrics.measures import Measure, Metric
from metrics.outlook import Fallback, OutlookReport, RankingMethod, Trial
from metrics.rhythm import RhythmGroup, RhythmReport
from metrics.selection import Selection
from metrics.steering import Block
from metrics.visits import VisitField, Visits
from simulator.entities import formatted, utf16_length
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from tests.conversations.clinics import export
from tests.metrics.test_advice import FIRING
from wording.lines import words
from wording.product import OutlookText, ProductText, comparison_text

TEXTS = Texts.load()
LONGEST_TEXT = 4096
LONG_NAME = "<&>Ж" * 15
AS_OF = date(2026, 10, 31)
ABOUT_SOMEBODY = (
    Metric.WEAKEST_DOCTOR_REPEAT,
    Metric.TOP_DOCTOR_SHARE,
    Metric.MIX_SHIFT,
    Metric.CHEAPEST_CHANNEL_REPEAT,
)


def named(measure: Measure) -> Measure:
    return replace(measure, about="Ива<нов") if measure.metric in ABOUT_SOMEBODY else measure


FINDINGS = [
    AdviceFinding(entry.rule, entry.number, entry.block, tuple(map(named, FIRING[entry.rule])))
    for entry in RULES
]
RHYTHM = RhythmReport(
    early=RhythmGroup(3, None),
    due=RhythmGroup(12, 1_000_00),
    overdue=RhythmGroup(5, 500_00),
    lost=RhythmGroup(7, None),
    first_fifth=4,
    caught=0.45,
)
in_both = pytest.mark.parametrize("language", LANGUAGES)


def analysis_of(text: str, doctor: str | None = None) -> Analysis:
    visits = Visits.from_frame(read_file(text.encode(), UploadAnswers()).rows)
    chosen = visits if doctor is None else visits.segment(VisitField.DOCTOR, doctor)
    days = (date(2025, 3, 15),)
    return analyze(chosen, AS_OF, np.random.default_rng(1), decisions=days, with_outlook=False)


@pytest.fixture(scope="module")
def clinic() -> Analysis:
    return analysis_of(export(price=99_999_999).replace("Иванов", LONG_NAME))


def length(text: str) -> int:
    assert "{" not in text
    return utf16_length(formatted(text, "HTML", None).text)


@in_both
def test_the_longest_names_and_sums_fit(clinic: Analysis, language: str) -> None:
    selection = Selection(AS_OF)
    for field in VisitField:
        selection = selection.only(field, LONG_NAME)
    speak, write = TEXTS.language(language), Writer(language, "TJS")
    text = ProductText(speak, write, clinic, FINDINGS, selection, LONG_NAME)
    assert length(in_chat(text.summary())) <= LONGEST_TEXT
    for block in Block:
        assert length(in_chat(text.block(block))) <= LONGEST_TEXT
    twice = (LONG_NAME, clinic)
    assert (
        length(in_chat(comparison_text(speak, write, twice, twice, compare(clinic, clinic)))) <= LONGEST_TEXT
    )


@in_both
def test_every_rule_is_said_with_its_figures_and_how_they_were_computed(
    clinic: Analysis, language: str
) -> None:
    speak = TEXTS.language(language)
    for finding in FINDINGS:
        text = in_chat(ProductText(speak, Writer(language), clinic, [finding]).advice())
        assert length(text) <= LONGEST_TEXT
        assert text.count("\n• ") == len(finding.figures)
        assert "Ива<нов" not in text


@in_both
def test_outside_the_folds_a_summary_has_at_most_eight_lines(clinic: Analysis, language: str) -> None:
    text = in_chat(ProductText(TEXTS.language(language), Writer(language), clinic, FINDINGS).summary())
    outside = [line for line in text.split("\n") if not line.startswith(("<blockquote", "•"))]
    assert len(outside) <= 8
    assert text.startswith("<b>")


@in_both
@pytest.mark.parametrize("fallback", list(Fallback))
def test_without_a_model_it_says_why(language: str, fallback: Fallback) -> None:
    report = OutlookReport(
        RankingMethod.CADENCE, fallback, 100, (), None, None, (), None, None, False, RHYTHM
    )
    text = in_chat(OutlookText(TEXTS.language(language), Writer(language), report).said())
    assert TEXTS.language(language)(f"outlook-fallback-{fallback}") in text


def test_a_model_says_what_it_expects_and_how_it_proved_itself() -> None:
    report = OutlookReport(
        method=RankingMethod.BG_NBD,
        fallback=None,
        patients=1200,
        trials=(
            Trial(RankingMethod.RECENCY, 0.7, None, ()),
            Trial(RankingMethod.BG_NBD, 0.8, 2104.0, (1.0,)),
        ),
        actual=2050,
        advantage=FigureChange(0.7, 0.1, 0.05, 0.15),
        parameters=(1.0,),
        expected_visits=2345.6,
        expected_revenue=1_234_567_00.0,
        spend_model=True,
        rhythm=RHYTHM,
    )
    text = words(OutlookText(TEXTS.language("en"), Writer("en", "USD"), report).said())
    assert "Visits expected within the next 12 months: 2,350" in text
    assert "That is about $1,230,000." in text
    assert "in 80% of cases; the date of the last visit told it in 70% (difference 5–15%)" in text
    assert "the model as of a year ago expected 2,104 visits, 2,050 came" in text
    assert "due: 12 — a visit of each would bring $1,000 together" in text
    assert "silent for more than a year and a half: 7" in text


def test_with_a_decision_noted_the_next_step_is_to_compare() -> None:
    text = words(ProductText(TEXTS.language("ru"), Writer("ru"), analysis_of(export()), ()).summary())
    assert "Сравните врачей или каналы" in text
