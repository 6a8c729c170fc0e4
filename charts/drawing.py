"""From a request to a PNG; runs in the worker process and on the command line."""

from functools import cache

from charts.bridge import draw_bridge
from charts.canvas import Canvas
from charts.channels import draw_channels
from charts.requests import BridgeChart, ChartRequest
from locales.texts import Texts


def draw(request: ChartRequest) -> bytes:
    """The picture of a request: PNG, 1280 × 960 pixels, at most 64 colours."""
    return compose(request).png()


def compose(request: ChartRequest) -> Canvas:
    """Everything of the picture in its place, not yet turned into pixels."""
    canvas = Canvas()
    speaker = _texts().language(request.language)
    if isinstance(request, BridgeChart):
        draw_bridge(canvas, request, speaker)
    else:
        draw_channels(canvas, request, speaker)
    return canvas


@cache
def _texts() -> Texts:
    return Texts.load()
