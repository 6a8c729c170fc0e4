"""From a request to a PNG; runs in the worker process and on the command line."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from charts.bridge import draw_bridge
from charts.canvas import HEIGHT, WIDTH, Canvas
from charts.channels import draw_channels
from charts.requests import BridgeChart, ChannelsChart, ChartRequest, CohortsChart
from locales.texts import Speaker, Texts


def draw(request: ChartRequest) -> bytes:
    """The picture of a request: PNG, 1280 × 960 pixels (a heat map 1280 × 1280), at most 64 colours."""
    return compose(request).png()


def compose(request: ChartRequest) -> Canvas:
    """Everything of the picture in its place, not yet turned into pixels."""
    canvas = Canvas(WIDTH if isinstance(request, CohortsChart) else HEIGHT)
    _DRAWERS[type(request)](canvas, request, _texts().language(request.language))
    return canvas


_DRAWERS: Final[dict[type[ChartRequest], Callable[[Canvas, Any, Speaker], None]]] = {
    BridgeChart: draw_bridge,
    ChannelsChart: draw_channels,
}


@cache
def _texts() -> Texts:
    return Texts.load()
