"""A plan in a terminal: as text for a person, as JSON for a script, with its picture in a file."""

import argparse
import html
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

from handlers.forecast.texts import ForecastText
from locales.texts import Texts
from locales.writing import Writer
from metrics.estimate import Estimate
from metrics.funnel import Figure, Forecast, YearFigures, forecast
from metrics.plain import to_plain
from services.answers import Answer
from services.workspace import Segment, SegmentKind, plan_year_at

TAG = re.compile(r"<[^>]+>")


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
        print(json.dumps({"plan_year": year, **to_plain(result)}, ensure_ascii=False, indent=2))
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
    print(html.unescape(TAG.sub("", text.full())))


def _draw(result: Forecast, options: argparse.Namespace, year: int) -> None:
    from charts.drawing import draw
    from charts.requests import BridgeChart

    options.chart.write_bytes(draw(BridgeChart(result, year, options.language)))
