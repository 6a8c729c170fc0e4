"""A plan or a file's visits in a terminal: as text for a person, as JSON for a script."""

import argparse
import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from files.wire import Budget
from locales.texts import Texts
from locales.writing import Writer
from metrics.encoding import to_json, to_numbers
from metrics.estimate import Estimate
from metrics.funnel import Figure, Forecast, YearFigures, forecast
from services.answers import Answer
from services.segments import Segment, SegmentKind, plan_year_at
from spreadsheets.opening import Limits
from wording.forecast import ForecastText
from wording.lines import words

if TYPE_CHECKING:
    from spreadsheets.reading import Preview

FROM_DISK = Limits(unpacked=4_000_000_000, entries=100_000)
PATIENT = Budget(memory=16_000_000_000, cpu=600, seconds=900.0)
"""Whoever reads a file from their own disk may give it this machine's memory and time."""


class NothingToDrawError(ValueError):
    """A picture was asked for, but the figures make no plan."""


def print_forecast(options: argparse.Namespace) -> None:
    """Compute and print.

    Raises FiguresError if the figures contradict each other, NothingToDrawError if a picture is asked for and
    there is no plan.
    """
    given: dict[str, Decimal | None] = {figure: getattr(options, figure) for figure in Figure}
    estimates = {name: Estimate.exact(value) for name, value in given.items() if value is not None}
    result = forecast(YearFigures(**estimates), as_in_article=options.as_in_article)
    year = options.year or plan_year_at(datetime.now(UTC))
    if options.chart:
        if result.whole is None:
            raise NothingToDrawError("there is no plan to draw: some figures are missing")
        _draw(result, options, year)
    if options.json:
        print(json.dumps({"plan_year": year, **to_numbers(result)}, ensure_ascii=False, indent=2))
        return
    answers = {name: Answer(estimate=estimate) for name, estimate in estimates.items()}
    segment = Segment("", SegmentKind.CLINIC, None, year, answers)
    text = ForecastText(
        Texts.load().language(options.language),
        Writer(options.language),
        segment,
        result,
        as_in_article=options.as_in_article,
    )
    print(words(text.said()))


def print_import(options: argparse.Namespace) -> int:
    """Read a file, print what was recognised and every problem; returns the exit code."""
    from spreadsheets.refusals import FileRefusedError
    from wording.upload import PreviewText, problem_text, refusal_text
    from wording.upload_figures import FiguresText

    speak, write = Texts.load().language(options.language), Writer(options.language)
    try:
        preview = asyncio.run(_read(options))
    except FileRefusedError as refused:
        print(
            json.dumps(to_numbers(refused.refusal), ensure_ascii=False)
            if options.json
            else refusal_text(speak, refused.refusal)
        )
        return 1
    if options.json:
        print(to_json(preview))
        return 0
    if preview.figures is not None:
        print(*FiguresText(speak, write, preview.figures).lines(), sep="\n")
    if preview.rows or preview.questions:
        print(*PreviewText(speak, write, preview).lines(), sep="\n")
    print(*(problem_text(speak, problem) for problem in preview.problems), sep="\n")
    return 0


def write_template_to(options: argparse.Namespace) -> None:
    """Write the template into a file."""
    from workbooks.template import write_template

    year = options.year or plan_year_at(datetime.now(UTC)) - 1
    options.file.write_bytes(write_template(options.language, year))
    print(f"Written to {options.file}")


async def _read(options: argparse.Namespace) -> "Preview":
    """The file through a process like the bot's, with room for files that come from a disk."""
    from files.child import FileReader

    reader, content, today = FileReader(), options.file.read_bytes(), datetime.now(UTC).date()
    try:
        return (
            await reader.read(
                content, options.mapping, key=None, today=today, limits=FROM_DISK, budget=PATIENT
            )
        ).preview
    finally:
        await reader.close()


def _draw(result: Forecast, options: argparse.Namespace, year: int) -> None:
    from charts.drawing import draw
    from charts.requests import BridgeChart

    options.chart.write_bytes(draw(BridgeChart(result, year, options.language)))
