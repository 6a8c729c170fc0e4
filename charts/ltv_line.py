"""The LTV registered at each month-end, with its band and the owner's decisions as numbered dates."""

from collections.abc import Iterator, Sequence
from typing import Final

from charts.axes import Panel, Values, draw_panel, edge, number_of, over_months, round_steps, write_months
from charts.canvas import MARGIN, ROOM, WIDTH, Canvas
from charts.frame import NOTE, Room, frame, of_subject
from charts.layout import fitted, shortened
from charts.lettering import Style, drawable
from charts.palette import BAND, BLUE, RUST, VERMILION
from charts.requests import MOST_MONTHS, Decision, LtvLineChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.ltv import RegisteredPoint

KOPECKS: Final = 100
LAST: Final = Style(50, BLUE, bold=True)
MARK: Final = Style(36, RUST, bold=True)
_LAST_ROOM: Final = 210
_GAP: Final = 22
_LINE: Final = 7
_DASHED: Final = 4
_DOT: Final = 12
_OVER_MARK: Final = 10
_MOST_DECISIONS: Final = 3
_LONGEST_MONTH: Final = 31

Numbered = tuple[int, Decision]


def draw_ltv_line(canvas: Canvas, request: LtvLineChart, speaker: Speaker) -> None:
    """Draw the registered LTV of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    points = request.points[-MOST_MONTHS:]
    marked = _marked(request.decisions, points)
    steps = round_steps(*_extremes(points))
    values = Values(steps, writer.compact)
    key = "chart-ltv-subtitle-provisional" if request.window.provisional else "chart-ltv-subtitle"
    subtitle = of_subject(request.subject, speaker.plain(key, months=request.window.months))
    room = frame(
        canvas,
        _line_title(request, speaker, writer),
        subtitle,
        [*_named(marked, speaker, writer), _line_note(values, marked, speaker)],
    )
    if marked:
        room = Room(room.bottom, room.top - MARK.capital_height - _OVER_MARK)
    last = writer.compact(points[-1].value / KOPECKS)
    style = fitted(LAST, [last], _LAST_ROOM)
    right = WIDTH - MARGIN - style.width(last) - _GAP - _DOT
    months = (points[0].month_end, points[-1].month_end)
    panel = draw_panel(canvas, over_months(room), values, months, edge(values), right)
    write_months(canvas, panel, speaker)
    _draw_band(canvas, panel, points)
    _draw_marks(canvas, panel, marked)
    line = [(panel.x(point.month_end), panel.y(point.value / KOPECKS)) for point in points]
    canvas.line(line, _LINE, BLUE)
    canvas.dot(line[-1], _DOT, BLUE)
    canvas.write(last, line[-1][0] + _DOT + _GAP / 2, line[-1][1] - style.capital_height / 2, style)


def _extremes(points: Sequence[RegisteredPoint]) -> tuple[float, float]:
    return (
        min(min(point.low, point.value) for point in points) / KOPECKS,
        max(max(point.high, point.value) for point in points) / KOPECKS,
    )


def _line_title(request: LtvLineChart, speaker: Speaker, writer: Writer) -> str:
    value = writer.compact_money(request.points[-1].value / KOPECKS)
    change = request.change
    if change is None:
        return speaker.plain("chart-ltv-title", value=value, months=request.window.months)
    if change.steady or change.other <= 0:
        return speaker.plain("chart-ltv-title-steady", value=value)
    by = writer.share(abs(change.difference) / change.other)
    return speaker.plain(f"chart-ltv-title-{'rose' if change.rose else 'fell'}", value=value, by=by)


def _line_note(values: Values, marked: Sequence[Numbered], speaker: Speaker) -> str:
    parts = [speaker.plain("chart-ltv-band")]
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
        day = f"{decision.day.day} {writer.month_short(decision.day.month)} {decision.day.year}"
        yield shortened(f"{number} — {day}: {drawable(decision.text)}", NOTE, ROOM)


def _draw_band(canvas: Canvas, panel: Panel, points: Sequence[RegisteredPoint]) -> None:
    upper = [(panel.x(point.month_end), panel.y(point.high / KOPECKS)) for point in points]
    lower = [(panel.x(point.month_end), panel.y(point.low / KOPECKS)) for point in points]
    canvas.area([*upper, *reversed(lower)], BAND)


def _draw_marks(canvas: Canvas, panel: Panel, marked: Sequence[Numbered]) -> None:
    """A dashed line for each decision with its number; numbers that would touch are written as a range."""
    ranges: list[tuple[float, float, int, int]] = []
    for number, decision in marked:
        x = max(panel.left, panel.x_at(_moment(decision)))
        canvas.dashed(x, panel.bottom, panel.top + _OVER_MARK / 2, _DASHED, VERMILION)
        if ranges and x < _end_of(ranges[-1]) + _GAP + MARK.width(str(number)) / 2:
            first_x, _, first, _ = ranges.pop()
            ranges.append((first_x, x, first, number))
        else:
            ranges.append((x, x, number, number))
    for first_x, last_x, first, last in ranges:
        text = _range(first, last)
        rightmost = WIDTH - MARGIN - MARK.width(text) / 2
        canvas.write(text, min((first_x + last_x) / 2, rightmost), panel.top + _OVER_MARK, MARK, "center")


def _moment(decision: Decision) -> float:
    """A point stands for the end of its month; a decision stands as long before it as it was made."""
    return number_of(decision.day) - 1 + decision.day.day / _LONGEST_MONTH


def _end_of(numbers: tuple[float, float, int, int]) -> float:
    first_x, last_x, first, last = numbers
    return (first_x + last_x) / 2 + MARK.width(_range(first, last)) / 2


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
