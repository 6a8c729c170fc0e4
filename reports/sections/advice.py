"""Anamnesis and recommendations: four blocks, each with one finding and one action, by rules over figures."""

from collections.abc import Iterator, Sequence

from metrics.advice import CAVEATS, AdviceFinding
from metrics.blocks import BLOCKS
from metrics.measures import Measure
from metrics.steering import Block
from reports.model import Introduction, Note, Recommendation, ReportBlock, Section, Step
from reports.telling import Telling

FIGURES_SHOWN = 3


def anamnesis(told: Telling) -> Section | None:
    """The four blocks, those with a finding first; None for a clinic nothing is known of."""
    if all(measure.value is None for measure in told.analysis.measures):
        return None
    ordered = sorted(Block, key=lambda block: _urgency(told, block))
    found = [block for block in ordered if _of(told, block)]
    blocks: list[ReportBlock] = [Introduction(told.say("advice-lead"))]
    blocks += [_recommendation(told, block, number) for number, block in enumerate(ordered, start=1)]
    blocks.append(Note(told.say("advice-note")))
    headline = told.say(f"advice-first-{ordered[0]}") if found else told.say("advice-nothing")
    return Section("advice", told.say("advice"), headline, tuple(blocks))


def _of(told: Telling, block: Block) -> list[AdviceFinding]:
    """The findings of a block; what only says how far to trust a figure comes last."""
    found = [finding for finding in told.results.findings if finding.block is block]
    return sorted(found, key=lambda finding: finding.rule in CAVEATS)


def _urgency(told: Telling, block: Block) -> tuple[int, int]:
    found = _of(told, block)
    if not found:
        return 2, list(Block).index(block)
    is_caveat = found[0].rule in CAVEATS
    return int(is_caveat), told.results.findings.index(found[0])


def _recommendation(told: Telling, block: Block, number: int) -> Recommendation:
    name = told.say("advice-block", number=str(number), name=told.say(f"block-{block}"))
    found = _of(told, block)
    steps = _advised(told, found) if found else _unchanged(told, block)
    return Recommendation(name, told.say(f"block-{block}.who"), tuple(steps))


def _advised(told: Telling, found: Sequence[AdviceFinding]) -> Iterator[Step]:
    first, *others = found
    yield Step(told.say("advice-see"), told.finding(first))
    yield Step(told.say("advice-figures"), _figures(told, first.figures))
    if others:
        yield Step(told.say("advice-also"), " ".join(f"{told.finding(finding)}." for finding in others))
    yield Step(told.say("advice-why"), told.finding(first, "why"))
    yield Step(told.say("advice-do"), told.finding(first, "do"), is_action=True)
    yield Step(told.say("advice-proof"), told.finding(first, "proof"))


def _unchanged(told: Telling, block: Block) -> Iterator[Step]:
    """A block in which no change is beyond chance: its figures, and what keeps it so."""
    measures = [told.analysis.measure(metric) for metric in BLOCKS[block]]
    known = [measure for measure in measures if measure.value is not None][:FIGURES_SHOWN]
    yield Step(told.say("advice-see"), told.say("advice-unchanged" if known else "advice-unknown"))
    if known:
        yield Step(told.say("advice-figures"), _figures(told, known))
    yield Step(told.say("advice-why"), told.say(f"block-{block}.why"))
    yield Step(told.say("advice-do"), told.say(f"block-{block}.do"), is_action=True)
    yield Step(told.say("advice-proof"), told.say(f"block-{block}.proof"))


def _figures(told: Telling, measures: Sequence[Measure]) -> str:
    """Each figure with its range, or that it is a fact, and what it was."""
    return "; ".join(_figure(told, measure) for measure in measures if measure.value is not None) + "."


def _figure(told: Telling, measure: Measure) -> str:
    name, value, range_ = told.figure_name(measure), told.value(measure), told.range(measure)
    if measure.change is None:
        return told.say("advice-figure", name=name, value=value, range=range_)
    before = told.before(measure)
    return told.say("advice-figure-before", name=name, value=value, range=range_, before=before)
