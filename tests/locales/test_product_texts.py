"""Every rule, metric, reason and picture has all its texts, and they need only what they are given."""

from enum import StrEnum

import pytest

from charts.analysis import AnalysisPicture
from locales.texts import LANGUAGES, Texts
from metrics.advice import RULES, Rule, RuleEntry
from metrics.measures import Absent, Metric
from metrics.outlook import Fallback, RankingMethod

TEXTS = Texts.load()
PARTS = ("", ".why", ".do", ".proof")
GIVEN = ("", "_before", "_low", "_high", "_about")
MODELS = (RankingMethod.BG_NBD, RankingMethod.MBG_NBD, RankingMethod.PARETO_NBD)
in_both = pytest.mark.parametrize("language", LANGUAGES)


@in_both
@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.rule)
def test_a_rule_has_its_finding_why_what_to_do_and_what_would_prove_it(
    language: str, entry: RuleEntry
) -> None:
    speak = TEXTS.language(language)
    given = {
        f"{metric}{part}"
        for metric in entry.needs
        for part in ("", "_before", "_low", "_high", "_about", "_months")
    } | {"money"}
    for part in PARTS:
        assert speak.arguments(f"advice-{entry.rule}{part}") <= given
    assert speak.arguments(f"advice-{entry.rule}"), "a finding without a figure"


@in_both
@pytest.mark.parametrize("metric", list(Metric))
def test_a_metric_has_its_name_and_its_definition(language: str, metric: Metric) -> None:
    speak = TEXTS.language(language)
    assert speak.arguments(f"metric-{metric}") == frozenset()
    assert f"metric-{metric}.how" in speak.keys


@in_both
@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("absent-", list(Absent)),
        ("outlook-fallback-", list(Fallback)),
        ("outlook-method-", MODELS),
        ("product-chart-", list(AnalysisPicture)),
    ],
)
def test_each_of_a_kind_has_a_text(language: str, prefix: str, kind: list[StrEnum]) -> None:
    assert {f"{prefix}{item}" for item in kind} <= TEXTS.language(language).keys


def test_no_text_is_left_of_a_rule_or_a_metric_there_is_none_of() -> None:
    rules, metrics = set(Rule), set(Metric)
    for key in TEXTS.language("ru").keys:
        kind, _, name = key.partition(".")[0].partition("-")
        assert kind != "advice" or name in rules, key
        assert kind != "metric" or name in metrics, key
