"""What an analysis says first: one headline and one next action."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.advice import CAVEATS, AdviceFinding
from metrics.analysis import Analysis
from metrics.measures import Absent, Metric


class LeadKind(StrEnum):
    """What the first line says."""

    FINDING = "finding"
    REPEAT = "repeat"
    ACTIVE = "active"
    SEEN = "seen"


class NextStep(StrEnum):
    """What to do next."""

    FINDING = "finding"
    AMOUNTS = "amounts"
    HISTORY = "history"
    DECISIONS = "decisions"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Lead:
    """The headline and the next action; each with the finding it comes from, if from one."""

    headline: LeadKind
    about: AdviceFinding | None
    next_step: NextStep
    advised_by: AdviceFinding | None


def lead(analysis: Analysis, findings: Sequence[AdviceFinding]) -> Lead:
    """The most telling finding with its first action; without one, the figure to begin with.

    The repeat index comes first: the source advises to start with it, for its data are always there.
    """
    telling = [finding for finding in findings if finding.rule not in CAVEATS]
    about = telling[0] if telling else None
    advised_by = about or (findings[0] if findings else None)
    step = NextStep.FINDING if advised_by else _next_step(analysis)
    return Lead(_headline(analysis, about), about, step, advised_by)


def _headline(analysis: Analysis, about: AdviceFinding | None) -> LeadKind:
    if about is not None:
        return LeadKind.FINDING
    repeat = analysis.measure(Metric.REPEAT_INDEX)
    if repeat.value is not None and not repeat.rough:
        return LeadKind.REPEAT
    active = analysis.measure(Metric.ACTIVE_PATIENTS)
    return LeadKind.ACTIVE if active.value and not active.provisional else LeadKind.SEEN


def _next_step(analysis: Analysis) -> NextStep:
    if analysis.measure(Metric.TURNOVER).absent is Absent.NO_AMOUNTS:
        return NextStep.AMOUNTS
    if analysis.measure(Metric.NEW_PATIENTS).provisional or analysis.year_end is None:
        return NextStep.HISTORY
    return NextStep.COMPARE if analysis.decisions else NextStep.DECISIONS
