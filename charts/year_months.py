"""The months of a year against its plan: a bar of the fact with a tick of the plan for each."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from charts.canvas import ROOM, Canvas
from charts.frame import SUBTITLE, Room, frame, of_subject
from charts.layout import fitted, shortened
from charts.lettering import Style, drawable
from charts.palette import BLUE, INK, MUTED, NEUTRAL, VERMILION
from charts.plan_fact import BEHIND, ExactNumber
from charts.requests import MONTHS, YearMonthsChart
from locales.texts import Speaker
from locales.writing import Writer

MONTH: Final = Style(36, MUTED)
FACT: Final = Style(42, INK, bold=True)
MISSING: Final = "?"
_LABEL_ROOM: Final = 0.55 * ROOM
_TICK: Final = 8
_THINNEST: Final = 3
_AXIS: Final = 3
_BAR: Final = 0.6
_TICK_WIDTH: Final = 0.86
_OVER_BAR: Final = 14
_UNDER_BARS: Final = 8
_BETWEEN: Final = 10
_SHORT: Final = 100


def draw_year_months(canvas: Canvas, request: YearMonthsChart, speaker: Speaker) -> None:
    """Draw the months of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    name = shortened(drawable(request.label), SUBTITLE, _LABEL_ROOM)
    unit, unit_name = _unit(request, speaker, writer)
    subtitle = speaker.plain("chart-year-subtitle", label=name, year=str(request.year))
    room = frame(
        canvas,
        _title(request, speaker, writer),
        of_subject(request.subject, f"{subtitle}{unit_name}"),
        list(_notes(request, speaker, writer)),
    )
    _draw_months(canvas, room, request, unit, writer)


def _unit(request: YearMonthsChart, speaker: Speaker, writer: Writer) -> tuple[int, str]:
    """What the numbers over the bars are divided by, and how the line under the title says so."""
    size, name = writer.unit(max(abs(Fraction(number or 0)) for number in (*request.facts, *request.plan)))
    if request.is_money:
        name = speaker.plain("chart-unit-money", unit=name, currency=writer.sign) if name else writer.sign
    return size, f", {name}" if name else ""


def _title(request: YearMonthsChart, speaker: Speaker, writer: Writer) -> str:
    entered = [
        (Fraction(fact), Fraction(plan))
        for fact, plan in zip(request.facts, request.plan, strict=True)
        if fact is not None
    ]
    fact, plan = (sum(numbers, Fraction(0)) for numbers in zip(*entered, strict=True))
    if not plan:
        return speaker.plain(
            "chart-year-title-unplanned", months=len(entered), fact=_written(fact, request, writer)
        )
    return speaker.plain(
        "chart-year-title",
        months=len(entered),
        fact=_written(fact, request, writer),
        plan=_written(plan, request, writer),
        by=writer.share(fact / plan - 1, signed=True),
    )


def _written(number: Fraction | float, request: YearMonthsChart, writer: Writer) -> str:
    return writer.compact_money(number) if request.is_money else writer.compact(number)


def _notes(request: YearMonthsChart, speaker: Speaker, writer: Writer) -> Iterator[str]:
    if request.forecast is not None:
        low, expected, high = (_written(number, request, writer) for number in request.forecast)
        plan = _written(sum(map(Fraction, request.plan), Fraction(0)), request, writer)
        yield speaker.plain("chart-year-forecast", expected=expected, low=low, high=high, plan=plan)
    parts = [speaker.plain("chart-year-note")]
    if missing := _missing(request.facts):
        months = ", ".join(writer.month_short(month) for month in missing)
        parts.append(speaker.plain("chart-year-missing", months=months))
    yield " · ".join(parts)


def _missing(facts: Sequence[ExactNumber | None]) -> list[int]:
    """The months before the last one entered that were not."""
    last = max(month for month, fact in enumerate(facts, start=1) if fact is not None)
    return [month for month, fact in enumerate(facts[:last], start=1) if fact is None]


def _draw_months(canvas: Canvas, room: Room, request: YearMonthsChart, size: int, writer: Writer) -> None:
    written = [_over(number, request.facts, size, writer) for number in range(MONTHS)]
    slot = canvas.room / MONTHS
    style = fitted(FACT, written, slot - _BETWEEN)
    foot = room.bottom + MONTH.line_height + _UNDER_BARS
    top = room.top - _OVER_BAR - style.ascent
    highest = max(Fraction(number or 0) for number in (*request.plan, *request.facts)) or 1
    per_one = (top - foot) / float(highest)
    for number, text in enumerate(written):
        centre = canvas.left + slot * (number + 0.5)
        place = (centre, foot, slot)
        height = _draw_bullet(canvas, place, request.plan[number], request.facts[number], per_one)
        canvas.write(writer.month_short(number + 1), centre, room.bottom + MONTH.descent, MONTH, "center")
        if text:
            canvas.write(text, centre, foot + height + _OVER_BAR, style, "center")
    canvas.bar(canvas.left, foot - _AXIS, canvas.room, _AXIS, NEUTRAL)


def _over(number: int, facts: Sequence[ExactNumber | None], size: int, writer: Writer) -> str:
    """What stands over a month: its fact in the unit of `size`, or that it was not entered."""
    fact = facts[number]
    if fact is None:
        return MISSING if number + 1 in _missing(facts) else ""
    in_unit = Fraction(fact) / size
    return writer.decimal(in_unit, places=1 if size > 1 and abs(in_unit) < _SHORT else 0)


def _draw_bullet(
    canvas: Canvas,
    place: tuple[float, float, float],
    plan: ExactNumber,
    fact: ExactNumber | None,
    per_one: float,
) -> float:
    """The bar of a month with the tick of its plan; returns how high they reach.

    place: the middle of the month, the foot of its bar, the room it has.
    """
    centre, bottom, slot = place
    bar, tick = _BAR * slot, _TICK_WIDTH * slot
    height = 0.0
    if fact is not None and fact > 0:
        height = max(_THINNEST, float(fact) * per_one)
        colour = VERMILION if plan and fact / Fraction(plan) - 1 < BEHIND else BLUE
        canvas.bar(centre - bar / 2, bottom, bar, height, colour)
    if plan:
        level = float(plan) * per_one
        colour = NEUTRAL if fact is None else INK
        canvas.bar(centre - tick / 2, bottom + level - _TICK / 2, tick, _TICK, colour)
        height = max(height, level + _TICK / 2)
    return height
