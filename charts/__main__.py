"""The worker process: draws the requests that `charts.worker` pickles for it."""

import pickle

from charts.drawing import draw
from charts.requests import BridgeChart, ChartRequest
from locales.texts import LANGUAGES
from metrics.estimate import Estimate
from metrics.funnel import YearFigures, forecast
from workers.serving import Tell, serve


def _drawn(parts: list[bytes], _tell: Tell) -> list[bytes]:
    request: ChartRequest = pickle.loads(parts[0])  # noqa: S301 -- only the parent writes here
    return [draw(request)]


def _warm_up() -> None:
    """Draw a picture nobody sees: it loads fonts and texts."""
    hundred = Estimate.exact(100)
    figures = YearFigures(
        previous_patients=hundred,
        patients=hundred,
        new_patients=Estimate.exact(20),
        referrals=Estimate.exact(10),
    )
    draw(BridgeChart(forecast(figures), plan_year=2000, language=LANGUAGES[0]))


if __name__ == "__main__":
    serve(_drawn, _warm_up)
