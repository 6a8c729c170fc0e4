"""Plan against fact: a bar of the fact with a tick of the plan for each figure or channel."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from charts.axes import short_month
from charts.canvas import ROOM, Canvas
from charts.frame import TITLE, frame, of_subject
from charts.layout import shortened
from charts.lettering import drawable
from charts.palette import BLUE, INK, VERMILION
from charts.requests import MOST_ROWS, PlanFactChart, PlanFactRow
from charts.rows import Bars, NumberColumn, draw_rows
from locales.texts import Speaker
from locales.writing import Writer

BEHIND: Final = Fraction(-1, 10)
"""Beyond this deviation a bar is vermilion."""
ABSENT: Final = "–"
_NUMBER_ROOM: Final = 260
_NAME_ROOM: Final = 0.75 * ROOM
_TICK: Final = 8
_TICK_BEYOND: Final = 12
_MOST_OF_PLAN: Final = Fraction(3, 2)
_THINNEST: Final = 3

ExactNumber = int | Fraction


def draw_plan_fact(canvas: Canvas, request: PlanFactChart, speaker: Speaker) -> None:
    """Draw the rows of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    rows = _rows(request, speaker)
    subtitle = of_subject(
        request.subject, speaker.plain("chart-fact-subtitle", period=_period(request, speaker, writer))
    )
    room = frame(canvas, _title(rows, speaker, writer), subtitle, [speaker.plain("chart-fact-note")])
    labels = [_name(row, speaker) for row in rows]
    columns = [
        NumberColumn(speaker.plain("chart-fact-numbers"), [_numbers(row, speaker, writer) for row in rows]),
        NumberColumn(speaker.plain("chart-fact-deviation"), [_deviation(row, writer) for row in rows]),
    ]
    _draw_bullets(canvas, draw_rows(canvas, room, labels, columns, _NUMBER_ROOM), rows)


def _rows(request: PlanFactChart, speaker: Speaker) -> Sequence[PlanFactRow]:
    if len(request.rows) <= MOST_ROWS:
        return request.rows
    shown, rest = request.rows[: MOST_ROWS - 1], request.rows[MOST_ROWS - 1 :]
    together = PlanFactRow(
        label=speaker.plain("chart-groups-rest", count=len(rest)),
        plan=sum((row.plan for row in rest), Fraction(0)),
        fact=sum((row.fact for row in rest), Fraction(0)),
        is_money=rest[0].is_money,
    )
    return (*shown, together)


def _title(rows: Sequence[PlanFactRow], speaker: Speaker, writer: Writer) -> str:
    deviations = [row.deviation for row in rows if row.deviation is not None]
    behind = [row for row in rows if _is_behind(row.deviation)]
    if not deviations:
        return speaker.plain("chart-fact-title-unplanned")
    if len(deviations) == 1:
        (deviation,) = deviations
        key = "met" if not deviation else "ahead" if deviation > 0 else "short"
        return speaker.plain(f"chart-fact-title-{key}", by=writer.share(abs(deviation)))
    if len(behind) == 1:
        name = shortened(_name(behind[0], speaker), TITLE, _NAME_ROOM)
        by = writer.share(-min(deviations))
        return speaker.plain("chart-fact-title-only", by=by, name=name)
    if behind:
        return speaker.plain("chart-fact-title-behind", behind=len(behind), total=str(len(deviations)))
    key = "chart-fact-title-all" if min(deviations) >= 0 else "chart-fact-title-near"
    return speaker.plain(key, total=str(len(deviations)))


def _name(row: PlanFactRow, speaker: Speaker) -> str:
    return drawable(row.label) or speaker.plain("chart-channels-unnamed")


def _is_behind(deviation: Fraction | None) -> bool:
    return deviation is not None and deviation < BEHIND


def _period(request: PlanFactChart, speaker: Speaker, writer: Writer) -> str:
    first, last = request.first_month, request.last_month
    name = writer.month(last.month)
    if (first.year, first.month) == (last.year, last.month):
        return speaker.plain("chart-fact-month", month=name, year=str(last.year))
    if first.year == last.year:
        return speaker.plain(
            "chart-fact-months", first=writer.month(first.month), last=name, year=str(last.year)
        )
    return f"{short_month(first, speaker)} – {short_month(last, speaker)}"


def _numbers(row: PlanFactRow, speaker: Speaker, writer: Writer) -> str:
    size, unit = writer.unit(max(abs(Fraction(row.fact)), Fraction(row.plan)))
    fact, plan = (writer.decimal(Fraction(number) / size) for number in (row.fact, row.plan))
    written = f"{fact} / {plan}" if row.plan else fact
    return speaker.plain("chart-unit", number=written, unit=unit) if unit else written


def _deviation(row: PlanFactRow, writer: Writer) -> str:
    return ABSENT if row.deviation is None else writer.share(row.deviation, signed=True)


def _draw_bullets(canvas: Canvas, bars: Bars, rows: Sequence[PlanFactRow]) -> None:
    """Every plan stands at the same place; a bar is as long as its part of it, up to one and a half plans."""
    parts = [None if not row.plan else min(row.fact / Fraction(row.plan), _MOST_OF_PLAN) for row in rows]
    longest = max((part for part in parts if part is not None), default=Fraction(1))
    per_plan = (bars.right - bars.left - _TICK / 2) / float(max(longest, Fraction(1)))
    for row, part, middle in zip(rows, parts, bars.middles, strict=True):
        if part is None:
            continue
        if part > 0:
            colour = VERMILION if _is_behind(row.deviation) else BLUE
            width = max(_THINNEST, float(part) * per_plan)
            canvas.bar(bars.left, middle - bars.thick / 2, width, bars.thick, colour)
        height = bars.thick + 2 * _TICK_BEYOND
        canvas.bar(bars.left + per_plan - _TICK / 2, middle - height / 2, _TICK, height, INK)
