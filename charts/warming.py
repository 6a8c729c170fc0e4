"""Loads what drawing needs before the first picture is asked for."""

from charts.drawing import draw
from charts.requests import BridgeChart
from locales.texts import LANGUAGES
from metrics.estimate import Estimate
from metrics.funnel import YearFigures, forecast


def warm_up() -> None:
    """Draw a picture nobody sees: it loads fonts and texts."""
    hundred = Estimate.exact(100)
    figures = YearFigures(
        previous_patients=hundred,
        patients=hundred,
        new_patients=Estimate.exact(20),
        referrals=Estimate.exact(10),
    )
    draw(BridgeChart(forecast(figures), plan_year=2000, language=LANGUAGES[0]))
