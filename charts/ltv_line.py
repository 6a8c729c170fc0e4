"""LTV at each month-end with its band, as registered beside it, and the decisions as numbered dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from charts.axes import (
    AxisValues,
    Panel,
    amounts,
    draw_panel,
    edge,
    number_of,
    over_months,
    round_steps,
    write_months,
)
from charts.canvas import ROOM, Canvas
from charts.frame import NOTE, Room, frame, of_subject
from charts.layout import fitted, shortened
from charts.lettering import Style, drawable
from charts.palette import BAND, BLUE, RUST, VERMILION
from charts.requests import MOST_MONTHS, Decision, LtvLineChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.ltv import RegisteredPoint
from metrics.money import KOPECKS

LAST: Final = Style(50, BLUE, bold=True)
MARK: Final = Style(36, RUST, bold=True)
_LAST_ROOM: Final = 210
_GAP: Final = 22
_LINE: Final = 7
_THIN: Final = 4
_DASHED: Final = 4
_DOT: Final = 12
_ALONE: Final = 60
_OVER_MARK: Final = 4
_MOST_DECISIONS: Final = 3
_LONGEST_MONTH: Final = 31

Numbered = tuple[int, Decision]


def draw_ltv_line(canvas: Canvas, request: LtvLineChart, speaker: Speaker) -> None:
    """Draw the registered LTV of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    points = request.points[-MOST_MONTHS:]
    registered = [found for found in request.registered if found.month_end >= points[0].month_end]
    marked = _marked(request.decisions, points)
    values = amounts(round_steps(*_extremes(points, registered)), writer)
    key = "chart-ltv-subtitle-provisional" if request.window.provisional else "chart-ltv-subtitle"
    subtitle = of_subject(request.subject, speaker.plain(key, months=request.window.months))
    room = frame(
        canvas,
        _line_title(request, speaker, writer),
        subtitle,
        [*_named(marked, speaker, writer), _line_note(values, marked, bool(registered), speaker)],
    )
    if marked:
        room = Room(room.bottom, room.top - MARK.line_height)
    last = writer.compact(points[-1].value / KOPECKS)
    style = fitted(LAST, [last], _LAST_ROOM)
    right = canvas.right - style.width(last) - _GAP
    months = (points[0].month_end, points[-1].month_end)
    panel = draw_panel(canvas, over_months(room), values, months, (edge(canvas, values), right))
    write_months(canvas, panel, speaker)
    _draw_band(canvas, panel, points)
    _draw_marks(canvas, panel, marked)
    if len(registered) > 1:
        canvas.line(_line(panel, registered), _THIN, RUST)
    line = _line(panel, points)
    canvas.line(line, _LINE, BLUE)
    canvas.dot(line[-1], _DOT, BLUE)
    canvas.write(last, panel.right + _GAP, panel.beside(style, line[-1][1]), style)


def _line(panel: Panel, points: Sequence[RegisteredPoint]) -> list[tuple[float, float]]:
    return [(panel.x(point.month_end), panel.y(point.value / KOPECKS)) for point in points]


def _extremes(
    points: Sequence[RegisteredPoint], registered: Sequence[RegisteredPoint]
) -> tuple[float, float]:
    beside = [point.value for point in registered]
    return (
        min(beside + [min(point.low, point.value) for point in points]) / KOPECKS,
        max(beside + [max(point.high, point.value) for point in points]) / KOPECKS,
    )


def _line_title(request: LtvLineChart, speaker: Speaker, writer: Writer) -> str:
    value = writer.compact_money(request.points[-1].value / KOPECKS)
    change = request.change
    if change is None:
        return speaker.plain("chart-ltv-title", value=value, months=request.window.months)
    if not (change.rose or change.fell) or change.other <= 0:
        return speaker.plain("chart-ltv-title-steady", value=value)
    by = writer.share(abs(change.difference) / change.other)
    return speaker.plain(f"chart-ltv-title-{'rose' if change.rose else 'fell'}", value=value, by=by)


def _line_note(values: AxisValues, marked: Sequence[Numbered], is_beside: bool, speaker: Speaker) -> str:
    parts = [speaker.plain("chart-ltv-band")]
    if is_beside:
        parts.append(speaker.plain("chart-ltv-registered"))
    if marked:
        parts.append(speaker.plain("chart-ltv-marks"))
    if not values.from_zero:
        parts.append(speaker.plain("chart-not-from-zero"))
    return " · ".join(parts)


def _marked(decisions: Sequence[Decision], points: Sequence[RegisteredPoint]) -> tuple[Numbered, ...]:
    """The decisions of the months drawn, oldest first, with their numbers among all."""
    first, last = (number_of(points[index].month_end) for index in (0, -1))
    oldest_first = sorted(decisions, key=lambda decision: decision.day)
    return tuple(
        (number, decision)
        for number, decision in enumerate(oldest_first, start=1)
        if first <= number_of(decision.day) <= last
    )


def _named(marked: Sequence[Numbered], speaker: Speaker, writer: Writer) -> Iterator[str]:
    """A line for each of the newest decisions, and one for the number of the others."""
    earlier = len(marked) - _MOST_DECISIONS
    if earlier > 0:
        yield speaker.plain("chart-ltv-earlier", count=earlier)
    for number, decision in marked[-_MOST_DECISIONS:]:
        text = f"{number} — {writer.day(decision.day)}: {drawable(decision.text)}"
        yield shortened(text, NOTE, ROOM)


def _draw_band(canvas: Canvas, panel: Panel, points: Sequence[RegisteredPoint]) -> None:
    upper = [(panel.x(point.month_end), panel.y(point.high / KOPECKS)) for point in points]
    lower = [(panel.x(point.month_end), panel.y(point.low / KOPECKS)) for point in points]
    if len(points) == 1:
        x, top = upper[0]
        canvas.bar(x - _ALONE / 2, lower[0][1], _ALONE, top - lower[0][1], BAND)
    else:
        canvas.area([*upper, *reversed(lower)], BAND)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The numbers written over one place: those of a decision, or of several that would touch, as a range."""

    first_x: float
    last_x: float
    first: int
    last: int

    @property
    def text(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    def span(self, panel: Panel) -> tuple[float, float]:
        """From where to where it is written: in the middle of its lines, within the plot and the margin."""
        width = MARK.width(self.text)
        centred = (self.first_x + self.last_x - width) / 2
        left = min(max(centred, panel.left), panel.furthest - width)
        return left, left + width

    def touches(self, other: "_Mark", panel: Panel) -> bool:
        """The other one stands at the right of this one."""
        return self.span(panel)[1] + _GAP > other.span(panel)[0]

    def joined(self, other: "_Mark") -> "_Mark":
        """Both as one range."""
        return _Mark(self.first_x, other.last_x, self.first, other.last)


def _draw_marks(canvas: Canvas, panel: Panel, marked: Sequence[Numbered]) -> None:
    """A dashed line for each decision with its number over it."""
    marks: list[_Mark] = []
    for number, decision in marked:
        x = max(panel.left, panel.x_at(_moment(decision)))
        canvas.dashed(x, panel.bottom, panel.top, _DASHED, VERMILION)
        mark = _Mark(x, x, number, number)
        while marks and marks[-1].touches(mark, panel):
            mark = marks.pop().joined(mark)
        marks.append(mark)
    for mark in marks:
        canvas.write(mark.text, mark.span(panel)[0], panel.top + _OVER_MARK + MARK.descent, MARK)


def _moment(decision: Decision) -> float:
    """A point stands for the end of its month; a decision stands as long before it as it was made."""
    return number_of(decision.day) - 1 + decision.day.day / _LONGEST_MONTH
