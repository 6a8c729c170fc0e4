"""A file's report from the command line: pages, slides and a workbook, for scripts."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from charts.requests import Decision
from handlers.product.console import analysed, read_visits
from locales.texts import Texts
from metrics.advice import advise
from metrics.analysis import Analysis
from metrics.estimate import Estimate
from metrics.funnel import Figure, YearFigures, forecast
from metrics.ltv import SMALLEST_GROUP
from metrics.measures import Measure, Metric, Unit
from reports.making import TooFewPatientsError, make
from reports.model import Kind, Report
from reports.results import Plan, Results
from spreadsheets.refusals import FileRefusedError
from wording.upload import refusal_text

YEAR: Final = "year"
SHORT_NAMES: Final = {
    "prev": Figure.PREVIOUS_PATIENTS,
    "new": Figure.NEW_PATIENTS,
    "returned": Figure.RETURNED_PATIENTS,
}
"""Names of `bot.py forecast` that differ from those of the figures."""


def plan_of(text: str) -> Plan:
    """The plan of yearly figures in JSON, by the names of `bot.py forecast`, with the year to plan for.

    Raises ValueError for anything else, FiguresError for figures that contradict each other.
    """
    given = json.loads(text, parse_float=Decimal)
    if not isinstance(given, dict) or not isinstance(given.get(YEAR), int):
        raise ValueError(f"a plan is an object of figures with its {YEAR}")
    figures = {}
    for name, value in given.items():
        if name != YEAR:
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                raise ValueError(f"not a number: {name}")
            figures[str(SHORT_NAMES.get(name) or Figure(name))] = Estimate.exact(value)
    return Plan(given[YEAR], forecast(YearFigures(**figures)))


def write_report(options: argparse.Namespace) -> int:
    """Read a file, write the forms of its report that were asked for; returns the exit code."""
    texts = Texts.load()
    speak = texts.language(options.language)
    try:
        read = asyncio.run(read_visits(options))
    except FileRefusedError as refused:
        print(refusal_text(speak, refused.refusal), file=sys.stderr)
        return 1
    decisions = [Decision(day, text) for day, text in sorted(options.decision)]
    results = _results(analysed(read, options.as_of, decisions), decisions, options)
    try:
        report = make(results, Kind(options.kind), texts)
    except TooFewPatientsError:
        print(speak.plain("report-few", least=SMALLEST_GROUP), file=sys.stderr)
        return 1
    for path in _write(report, options):
        print(speak.plain("report-written", file=str(path)))
    return 0


def _results(analysis: Analysis, decisions: list[Decision], options: argparse.Namespace) -> Results:
    supplied = () if options.plan is None else tuple(_gap(options.plan))
    return Results(
        analysis=analysis,
        findings=advise((*analysis.measures, *supplied)),
        made_on=datetime.now(UTC).date(),
        language=options.language,
        clinic=options.clinic,
        decisions=tuple(decisions),
        plan=options.plan,
        logo=None if options.logo is None else options.logo.read_bytes(),
    )


def _gap(plan: Plan) -> list[Measure]:
    made = plan.forecast
    if made.whole is None or made.gap_interval is None:
        return []
    low, high = map(float, made.gap_interval)
    return [Measure(Metric.GAP, Unit.COUNT, made.whole.gap, low, high, made.whole.lost)]


def _write(report: Report, options: argparse.Namespace) -> list[Path]:
    """The files that were asked for, written."""
    written = []
    if options.pdf:
        from reports.pdf import pdf

        options.pdf.write_bytes(pdf(report))
        written.append(options.pdf)
    if options.pptx:
        from reports.slides import slides

        options.pptx.write_bytes(slides(report))
        written.append(options.pptx)
    if options.xlsx:
        from reports.workbook import workbook

        options.xlsx.write_bytes(workbook(report))
        written.append(options.xlsx)
    return written
