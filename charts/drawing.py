"""From a request to a PNG; runs in the worker process and on the command line."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from charts.bridge import draw_bridge
from charts.canvas import HEIGHT, WIDTH, Canvas, Words
from charts.channels import draw_channels
from charts.cohorts import draw_cohorts
from charts.groups import draw_groups
from charts.ltv_line import draw_ltv_line
from charts.ltv_split import draw_ltv_split
from charts.movement import draw_base
from charts.nps import draw_nps
from charts.plan_fact import draw_plan_fact
from charts.repeat import draw_repeat
from charts.requests import (
    BaseChart,
    BridgeChart,
    ChannelsChart,
    ChartRequest,
    CohortsChart,
    GroupsChart,
    LtvLineChart,
    LtvSplitChart,
    NpsChart,
    PlanFactChart,
    RepeatChart,
    RevenueChart,
    TurnoverBridgeChart,
    YearMonthsChart,
    YearPairChart,
)
from charts.revenue import draw_revenue
from charts.turnover_bridge import draw_turnover_bridge
from charts.year_months import draw_year_months
from charts.year_pair import draw_year_pair
from locales.texts import Speaker, Texts


def draw(request: ChartRequest) -> bytes:
    """The picture of a request: PNG, 1280 × 960 pixels (a heat map 1280 × 1280), at most 64 colours."""
    return compose(request).png()


def draw_plain(request: ChartRequest, width: int, height: int) -> bytes:
    """The same picture as SVG of a size in pixels, without title and notes: a page says them itself."""
    return compose(request, Canvas(height, width, is_plain=True)).svg()


def words_of(request: ChartRequest) -> Words:
    """What is said of the picture of a request, for a page or a reader that does not see it."""
    return compose(request, Canvas(is_plain=True)).words


def compose(request: ChartRequest, canvas: Canvas | None = None) -> Canvas:
    """Everything of the picture in its place, not yet turned into pixels."""
    canvas = canvas or Canvas(WIDTH if isinstance(request, CohortsChart) else HEIGHT)
    _DRAWERS[type(request)](canvas, request, _texts().language(request.language))
    return canvas


_DRAWERS: Final[dict[type[ChartRequest], Callable[[Canvas, Any, Speaker], None]]] = {
    BridgeChart: draw_bridge,
    ChannelsChart: draw_channels,
    LtvLineChart: draw_ltv_line,
    LtvSplitChart: draw_ltv_split,
    CohortsChart: draw_cohorts,
    BaseChart: draw_base,
    RepeatChart: draw_repeat,
    RevenueChart: draw_revenue,
    GroupsChart: draw_groups,
    NpsChart: draw_nps,
    PlanFactChart: draw_plan_fact,
    YearMonthsChart: draw_year_months,
    YearPairChart: draw_year_pair,
    TurnoverBridgeChart: draw_turnover_bridge,
}


@cache
def _texts() -> Texts:
    return Texts.load()
