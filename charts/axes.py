"""Axes of a picture with months along its foot: round steps of values, names of months that find room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room
from charts.lettering import Style
from charts.palette import GRID, MUTED, NEUTRAL
from locales.texts import Speaker
from locales.writing import Writer

TICK: Final = Style(36, MUTED)
MOST_STEPS: Final = 6
_ROUND: Final = (1, 2, 5)
_MONTHS_APART: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_GAP: Final = 16
_BETWEEN_LABELS: Final = 30
_GRID: Final = 2
_HUNDREDTHS: Final = 100
_AXIS: Final = 3
_TICK: Final = 12
_INSET: Final = 16


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to pixels along one direction: `low` stands at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_steps(low: float, high: float, finest: float = 1, most: int = MOST_STEPS) -> tuple[float, ...]:
    """From two to `most` round values that enclose low and high, as far apart as 1, 2 or 5 · 10ⁿ · finest."""
    power = 1
    while True:
        for digit in _ROUND:
            step = digit * power * finest
            first, last = floor(low / step), ceil(high / step)
            if last == first:
                last += 1
            if last - first < most:
                return tuple(number * step for number in range(first, last + 1))
        power *= 10


@dataclass(frozen=True, slots=True)
class AxisValues:
    """What is measured upwards: its round steps and how they are written."""

    steps: tuple[float, ...]
    write: Callable[[float], str]

    @property
    def from_zero(self) -> bool:
        """Whether heights may be compared as lengths."""
        return self.steps[0] <= 0 <= self.steps[-1]


def amounts(steps: tuple[float, ...], writer: Writer) -> AxisValues:
    """Money or people on an axis, all in one unit as long as two decimals tell them apart."""
    size, unit = writer.unit(max(map(abs, steps)))
    if unit and (steps[1] - steps[0]) * _HUNDREDTHS % size:
        return AxisValues(steps, writer.count)
    return AxisValues(steps, lambda step: writer.of_unit(step, size))


@dataclass(frozen=True, slots=True)
class Panel:
    """The place of a line of months: `x` of a month, `y` of a value, in pixels.

    furthest: how far to the right a text may reach.
    """

    left: float
    right: float
    furthest: float
    bottom: float
    top: float
    first: int
    last: int
    y: Scale
    inset: float

    def x(self, month: date) -> float:
        """The middle of a month."""
        return self.x_at(number_of(month))

    def x_at(self, number: float) -> float:
        """The place of a number as of `number_of`, or between two of them."""
        if self.first == self.last:
            return (self.left + self.right) / 2
        room = self.right - self.left - 2 * self.inset
        return self.left + self.inset + room * (number - self.first) / (self.last - self.first)

    def beside(self, style: Style, y: float) -> float:
        """The base line of a text at the right of the plot, level with `y` but not under the plot."""
        return max(y - style.capital_height / 2, self.bottom + style.descent)


def number_of(month: date) -> int:
    """Months in order, one after the other."""
    return month.year * 12 + month.month - 1


def short_month(month: date, speaker: Speaker) -> str:
    """«дек 26», «Dec ’26»."""
    name = Writer(speaker.language).month_short(month.month)
    return speaker.plain("chart-month", month=name, year=f"{month.year % 100:02}")


def edge(canvas: Canvas, *values: AxisValues) -> float:
    """Where a plot begins that has the widest of these values at its left."""
    return canvas.left + max(TICK.width(each.write(step)) for each in values for step in each.steps) + _GAP


def draw_panel(
    canvas: Canvas,
    room: Room,
    values: AxisValues,
    months: tuple[date, date],
    sides: tuple[float, float],
    inset: float = _INSET,
) -> Panel:
    """Draw the grid between two sides with its values before it; `room.bottom` is the lowest step.

    months: the first and the last one, each by any day of it; inset: their distance from the sides.
    """
    left, right = sides
    y = Scale(values.steps[0], values.steps[-1], room.bottom, room.top - TICK.capital_height / 2)
    for step in values.steps:
        canvas.bar(left, y(step) - _GRID / 2, right - left, _GRID, GRID)
        canvas.write(values.write(step), left - _GAP, y(step) - TICK.capital_height / 2, TICK, "right")
    base = y(0) if values.from_zero else y.start
    canvas.bar(left, base - _AXIS / 2, right - left, _AXIS, NEUTRAL)
    return Panel(
        left, right, canvas.right, y.start, y.end, number_of(months[0]), number_of(months[1]), y, inset
    )


def over_months(room: Room) -> Room:
    """The room without a line for the names of months at its foot."""
    return Room(room.bottom + TICK.line_height + _TICK, room.top)


def write_months(canvas: Canvas, panel: Panel, speaker: Speaker) -> None:
    """Under the plot the names of as many months as have room, the last one always, with a tick for each."""
    baseline = panel.bottom - _TICK - TICK.ascent
    for number, centre, text in _labels_with_room(panel, speaker):
        canvas.write(text, centre, baseline, TICK, "center")
        canvas.bar(panel.x_at(number) - _AXIS / 2, panel.bottom - _TICK, _AXIS, _TICK, NEUTRAL)


def _labels_with_room(panel: Panel, speaker: Speaker) -> Sequence[tuple[int, float, str]]:
    labels: list[tuple[int, float, str]] = []
    for apart in _MONTHS_APART:
        labels = [
            _label(number, panel, speaker)
            for number in range(
                panel.last - (panel.last - panel.first) // apart * apart, panel.last + 1, apart
            )
        ]
        if all(_are_apart(one, other) for one, other in pairwise(labels)):
            return labels
    return labels[-1:]


def _label(number: int, panel: Panel, speaker: Speaker) -> tuple[int, float, str]:
    text = short_month(date(number // 12, number % 12 + 1, 1), speaker)
    half = TICK.width(text) / 2
    leftmost = panel.left - _GAP + half
    return number, min(max(panel.x_at(number), leftmost), panel.furthest - half), text


def _are_apart(one: tuple[int, float, str], other: tuple[int, float, str]) -> bool:
    halves = (TICK.width(one[2]) + TICK.width(other[2])) / 2
    return other[1] - one[1] >= halves + _BETWEEN_LABELS
