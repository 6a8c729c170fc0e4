"""Monthly revenue within the band of its trend and season; the months outside it are marked."""

from collections.abc import Sequence
from typing import Final

from charts.axes import Panel, amounts, draw_panel, edge, over_months, round_steps, short_month, write_months
from charts.canvas import Canvas
from charts.frame import frame, of_subject
from charts.lettering import Style
from charts.palette import BAND, BLUE, INK, VERMILION
from charts.requests import MOST_MONTHS, RevenueChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.money import KOPECKS
from metrics.stability import MonthRevenue

OUTSIDE: Final = Style(34, INK)
_LINE: Final = 6
_DOT: Final = 12
_GAP: Final = 10

Span = tuple[float, float, float, float]


def draw_revenue(canvas: Canvas, request: RevenueChart, speaker: Speaker) -> None:
    """Draw the months of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    months = request.stability.months[-MOST_MONTHS:]
    # A band may reach below zero where revenue never does.
    least = min(0, *(month.revenue for month in months))
    low = min(min(max(month.low, least), month.revenue) for month in months) / KOPECKS
    high = max(max(month.high, month.revenue) for month in months) / KOPECKS
    values = amounts(round_steps(low, high), writer)
    parts = [speaker.plain("chart-revenue-note")]
    if not values.from_zero:
        parts.append(speaker.plain("chart-not-from-zero"))
    subtitle = of_subject(request.subject, speaker.plain("chart-revenue-subtitle", currency=writer.sign))
    room = frame(canvas, _title(months, speaker, writer), subtitle, [" · ".join(parts)])
    ends = (months[0].month, months[-1].month)
    panel = draw_panel(canvas, over_months(room), values, ends, (edge(canvas, values), canvas.right))
    write_months(canvas, panel, speaker)
    upper = [(panel.x(month.month), panel.y(month.high / KOPECKS)) for month in months]
    lower = [(panel.x(month.month), panel.y(max(month.low, least) / KOPECKS)) for month in months]
    canvas.area([*upper, *reversed(lower)], BAND)
    canvas.line([_point(panel, month) for month in months], _LINE, BLUE)
    _mark_outside(canvas, panel, [month for month in months if not month.within_band], speaker)


def _title(months: Sequence[MonthRevenue], speaker: Speaker, writer: Writer) -> str:
    last = months[-1]
    if last.within_band:
        inside = sum(month.within_band for month in months)
        key = "chart-revenue-title" if inside < len(months) else "chart-revenue-title-all"
        return speaker.plain(key, inside=str(inside), months=len(months))
    by = abs(last.revenue - last.expected) / KOPECKS
    return speaker.plain(
        f"chart-revenue-title-{'above' if last.revenue > last.high else 'below'}",
        month=writer.month(last.month.month),
        by=writer.compact_money(by),
    )


def _point(panel: Panel, month: MonthRevenue) -> tuple[float, float]:
    return panel.x(month.month), panel.y(month.revenue / KOPECKS)


def _mark_outside(canvas: Canvas, panel: Panel, outside: Sequence[MonthRevenue], speaker: Speaker) -> None:
    """A dot for each month, with its name away from the band where there is room for it."""
    taken: list[Span] = []
    for month in sorted(outside, key=lambda month: -abs(month.revenue - month.expected)):
        x, y = _point(panel, month)
        is_above = month.revenue > month.high
        canvas.dot((x, y), _DOT, BLUE if is_above else VERMILION)
        text = short_month(month.month, speaker)
        half = OUTSIDE.width(text) / 2
        centre = min(max(x, panel.left + half), panel.furthest - half)
        baseline = y + _DOT + _GAP if is_above else y - _DOT - _GAP - OUTSIDE.capital_height
        span = (centre - half, baseline - OUTSIDE.descent, centre + half, baseline + OUTSIDE.ascent)
        if _has_room(span, taken, panel):
            taken.append(span)
            canvas.write(text, centre, baseline, OUTSIDE, "center")


def _has_room(span: Span, taken: Sequence[Span], panel: Panel) -> bool:
    left, bottom, right, top = span
    if bottom < panel.bottom or top > panel.top + OUTSIDE.line_height / 2:
        return False
    return not any(
        left < right_ and left_ < right and bottom < top_ and bottom_ < top
        for left_, bottom_, right_, top_ in taken
    )
