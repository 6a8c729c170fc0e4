"""`python -m benchmarks.charts`: drawing against bare matplotlib, and what the event loop feels of it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text

from benchmarks.synthetic import SyntheticClinic, visits_of
from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.canvas import WIDTH, Canvas
from charts.drawing import compose, draw
from charts.lettering import DPI
from charts.requests import (
    BridgeChart,
    ChannelsChart,
    ChartRequest,
    Decision,
    PlanFactChart,
    PlanFactRow,
    YearMonthsChart,
)
from charts.worker import ChartWorker
from metrics.analysis import analyze
from metrics.channels import Channel, ChannelKind, channel_plan
from metrics.estimate import Estimate
from metrics.funnel import Scenario, YearFigures, forecast
from metrics.measures import Absent

ROUNDS = 15
CHARTS = 20
TICK = 0.001
MOST_TIMES_BARE = 1.2
GOAL_STALL_P99 = 0.005
GOAL_STALL_MAX = 0.025
GOAL_DELIVERY = 1.0

Row = tuple[str, str, str]


def main(rounds: int = ROUNDS, charts: int = CHARTS) -> None:
    """Measure and print a table: what, how much, goal."""
    rows = [_against_bare(name, request, rounds) for name, request in _requests().items()]
    rows += asyncio.run(_felt_by_the_loop(charts))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _requests() -> dict[str, ChartRequest]:
    exact = Estimate.exact
    figures = YearFigures(
        previous_patients=exact(1850),
        patients=exact(2000),
        new_patients=exact(575),
        referrals=exact(462),
        turnover=exact(60_000_000),
        growth=exact(Decimal("0.2")),
    )
    plan, what_if = forecast(figures), forecast(figures, Scenario(churn=Fraction(-3, 100)))
    marketing = [
        Channel(name=f"Канал {number}", kind=ChannelKind.MARKETING, new_patients=number)
        for number in range(1, 9)
    ]
    conversion = Fraction(3, 10)
    channels = channel_plan(444, marketing, conversion=conversion)
    return {
        "bridge": BridgeChart(plan, 2027, "ru"),
        "bridge, was and is": BridgeChart(what_if, 2027, "ru", before=plan),
        "channels": ChannelsChart(channels, conversion, 2027, "ru"),
        "plan and fact": PlanFactChart(
            rows=tuple(
                PlanFactRow(label=f"Показатель {n}", plan=Fraction(40), fact=Fraction(34 + n))
                for n in range(4)
            ),
            first_month=date(2026, 10, 1),
            last_month=date(2026, 10, 1),
            language="ru",
        ),
        "months of a year": YearMonthsChart(
            label="Новые пациенты",
            year=2026,
            plan=(Fraction(37),) * 12,
            facts=tuple(map(Fraction, range(30, 42))),
            language="ru",
        ),
        **dict(_of_analysis()),
    }


def _of_analysis() -> Iterator[tuple[str, ChartRequest]]:
    """The pictures of five years of visits, with a decision in each of the last three."""
    rng = np.random.default_rng(7)
    visits = visits_of(SyntheticClinic(), 3000, 5, rng, labels=True)
    analysis = analyze(visits, date(2023, 12, 10), rng, with_outlook=False)
    decisions = [Decision(date(year, 6, 1), "Новый прайс") for year in (2021, 2022, 2023)]
    for picture in AnalysisPicture:
        request = picture_of(analysis, picture, PictureReader("ru"), decisions)
        if not isinstance(request, Absent):
            yield f"analysis, {picture}", request


def _against_bare(name: str, request: ChartRequest, rounds: int) -> Row:
    """Alternating rounds, so that a busy machine is equally unfair to both."""
    canvas = compose(request)
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: draw(request)))
        bare.append(_seconds(lambda: _bare(canvas)))
    times = median(ours) / median(bare)
    measured = f"{times:.2f} × ({_ms(median(ours))} against {_ms(median(bare))})"
    return f"{name}: drawing against bare matplotlib", measured, f"≤ {MOST_TIMES_BARE} ×"


def _bare(canvas: Canvas) -> None:
    """The same texts and shapes at places already known, saved by matplotlib as it saves a PNG."""
    figure = Figure(figsize=(WIDTH / DPI, canvas.height / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    for artist in canvas.figure.artists:
        if isinstance(artist, Text):
            figure.add_artist(
                Text(
                    *artist.get_position(),
                    artist.get_text(),
                    color=artist.get_color(),
                    fontproperties=artist.get_fontproperties(),
                    horizontalalignment=artist.get_horizontalalignment(),
                    transform=artist.get_transform(),
                )
            )
        elif isinstance(artist, Rectangle):
            size = artist.get_width(), artist.get_height()
            bar = Rectangle(artist.get_xy(), *size, color=artist.get_facecolor(), transform=None)
            figure.add_artist(bar)
        elif isinstance(artist, Line2D):
            line = Line2D(*artist.get_data(), color=artist.get_color(), linewidth=artist.get_linewidth())
            line.set_transform(artist.get_transform())
            figure.add_artist(line)
        elif isinstance(artist, Polygon):
            figure.add_artist(Polygon(artist.get_xy(), color=artist.get_facecolor(), transform=None))
        elif isinstance(artist, Circle):
            dot = Circle(artist.center, artist.radius, color=artist.get_facecolor(), transform=None)
            figure.add_artist(dot)
    figure.savefig(BytesIO(), format="png")


async def _felt_by_the_loop(charts: int) -> list[Row]:
    requests = list(_requests().values())
    worker = ChartWorker()
    begun = perf_counter()
    await worker.start()
    warm_up = perf_counter() - begun
    idle = await _stalls_during(asyncio.sleep(2))
    deliveries: list[float] = []

    async def draw_all() -> None:
        for number in range(charts):
            asked = perf_counter()
            await worker.draw(requests[number % len(requests)])
            deliveries.append(perf_counter() - asked)

    drawing = await _stalls_during(draw_all())
    await worker.close()
    return [
        ("worker: warm-up", f"{warm_up:.1f} s", ""),
        ("worker: one chart delivered, median", _ms(median(deliveries)), f"< {_ms(GOAL_DELIVERY)}"),
        ("worker: one chart delivered, longest", _ms(max(deliveries)), f"< {_ms(GOAL_DELIVERY)}"),
        (f"loop stall p99, {charts} charts", _ms(_p99(drawing)), f"≤ {_ms(GOAL_STALL_P99)}"),
        (f"loop stall max, {charts} charts", _ms(max(drawing)), f"≤ {_ms(GOAL_STALL_MAX)}"),
        ("loop stall p99, nothing drawn", _ms(_p99(idle)), ""),
        ("loop stall max, nothing drawn", _ms(max(idle)), ""),
    ]


async def _stalls_during(work: Coroutine[object, object, None]) -> list[float]:
    """By how much every tick of a clock on the loop came late, in seconds, while `work` was done."""
    task = asyncio.create_task(work)
    late = []
    while not task.done():
        asked = perf_counter()
        await asyncio.sleep(TICK)
        late.append(perf_counter() - asked - TICK)
    await task
    return late


def _seconds(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


def _p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
