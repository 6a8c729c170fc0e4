"""What stands behind the figures, and what is not known."""

from collections.abc import Iterator

from metrics.measures import Absent, Metric
from metrics.visits import VisitField
from reports.model import Definitions, KeyFigure, KeyFigures, ReportBlock, Section, Tone, Unknowns
from reports.telling import Telling

DEFINED = (
    Metric.TURNOVER,
    Metric.ACTIVE_PATIENTS,
    Metric.FREQUENCY,
    Metric.VISIT_CHECK,
    Metric.NEW_PATIENTS,
    Metric.RETURNED_PATIENTS,
    Metric.LOST_PATIENTS,
    Metric.CHURN,
    Metric.LTV,
    Metric.REPEAT_INDEX,
    Metric.LIFETIME,
)
"""The figures a report is made of, as they are defined in the chat."""


def method(told: Telling) -> Section:
    """Coverage, definitions with the clinic's own numbers, and what is not known and why."""
    blocks: list[ReportBlock] = [_coverage(told)]
    terms = tuple(_terms(told))
    if terms:
        blocks.append(Definitions(told.say("method-definitions"), terms))
    blocks.append(Unknowns(told.say("method-unknown"), tuple(_unknown(told))))
    return Section("method", told.say("method"), told.say("method-headline"), tuple(blocks))


def _coverage(told: Telling) -> KeyFigures:
    found, write = told.analysis, told.write
    first = "—" if found.first_day is None else write.day(found.first_day)
    notes = [told.say("method-patients", patients=found.patients, visits=found.visits)]
    if found.future_rows:
        notes.append(told.say("method-future", rows=found.future_rows))
    if found.unpriced:
        notes.append(told.say("method-unpriced", rows=found.unpriced))
    facts = {
        "until": write.day(found.as_of),
        "from": first,
        "rows": write.count(found.rows),
        "made": write.day(told.results.made_on),
    }
    return KeyFigures(
        "",
        tuple(KeyFigure(told.say(f"method-{key}"), fact, tone=Tone.PLAIN) for key, fact in facts.items()),
        note=" ".join(notes),
    )


def _terms(told: Telling) -> Iterator[tuple[str, str]]:
    yield told.say("define-visit"), told.say("define-visit.text")
    for metric in DEFINED:
        measure = told.analysis.measure(metric)
        if measure.value is not None:
            yield told.figure_name(measure), told.definition(measure)
    yield told.say("define-range"), told.say("define-range.text")


def _unknown(told: Telling) -> Iterator[tuple[str, str]]:
    """What no figure of the report says, each with its reason."""
    yield told.say("unknown-satisfied"), told.say("unknown-satisfied.text")
    yield told.say("unknown-reasons"), told.say("unknown-reasons.text")
    for metric in (*DEFINED, Metric.SECOND_VISIT):
        measure = told.analysis.measure(metric)
        if measure.absent is not None and measure.absent is not Absent.NO_SUCH_COLUMN:
            reason = told.plain(f"absent-{measure.absent}")
            yield f"{told.plain(f'metric-{metric}')}.", f"{reason[:1].upper()}{reason[1:]}."
    given = {table.field for table in told.analysis.group_tables}
    for field in VisitField:
        if field not in given:
            yield told.say(f"unknown-{field}"), told.say("unknown-column")
    if told.analysis.measure(Metric.TURNOVER).value is not None:
        yield told.say("unknown-profit"), told.say("unknown-profit.text")
    if told.analysis.first_day is not None:
        day = told.write.day(told.analysis.first_day)
        yield told.say("unknown-before"), told.say("unknown-before.text", day=day)
