"""Rows side by side: a name, a bar, columns of numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room
from charts.layout import fitted, wrapped
from charts.lettering import Style
from charts.palette import INK, MUTED, NEUTRAL

NUMBER: Final = Style(46, INK, bold=True)
HEADER: Final = Style(36, MUTED)
LABEL: Final = Style(37, INK)
BAR_SHARE: Final = 0.6
THINNEST: Final = 3
_LABEL_LINES: Final = 2
_LABEL_ROOM: Final = 330
_NUMBER_ROOM: Final = 200
_GAP: Final = 24
_BETWEEN_NUMBERS: Final = 44
_TALLEST_ROW: Final = 130
_LINE: Final = 3


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Numbers at the right of the bars, one for each row, under a header."""

    header: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bars:
    """Where the bars of rows stand: they begin at `left`, have room up to `right`, and are `thick`."""

    left: float
    right: float
    middles: Sequence[float]
    thick: float


def draw_rows(
    canvas: Canvas,
    room: Room,
    labels: Sequence[str],
    columns: Sequence[NumberColumn],
    number_room: float = _NUMBER_ROOM,
) -> Bars:
    """Write the names at the left and the columns at the right; returns where to draw the bars between.

    number_room: pixels a column may take before its numbers get smaller.
    """
    height = min(_TALLEST_ROW, (room.top - room.bottom - HEADER.line_height) / len(labels))
    spare = room.top - room.bottom - HEADER.line_height - height * len(labels)
    top = room.top - spare / 3 - HEADER.line_height
    middles = [top - height * (number + 0.5) for number in range(len(labels))]
    right = canvas.right
    for column in reversed(columns):
        right -= _write_column(canvas, column, right, top + HEADER.descent, middles, number_room)
        right -= _BETWEEN_NUMBERS
    lines = _label_lines(labels, height)
    axis = canvas.left + max(LABEL.width(line) for label in lines for line in label) + _GAP
    canvas.bar(axis - _LINE, top - height * len(labels), _LINE, height * len(labels), NEUTRAL)
    for label, middle in zip(lines, middles, strict=True):
        canvas.write_lines(label, axis - _GAP, _first_baseline(middle, LABEL, len(label)), LABEL, "right")
    return Bars(axis, right, middles, height * BAR_SHARE)


def draw_bars(canvas: Canvas, bars: Bars, lengths: Sequence[float], colour: Callable[[int], str]) -> None:
    """A bar for each row that is not 0; the longest takes all the room. colour: by the number of a row."""
    longest = max(lengths)
    for number, (length, middle) in enumerate(zip(lengths, bars.middles, strict=True)):
        if length > 0:
            width = max(THINNEST, (bars.right - bars.left) * length / longest)
            canvas.bar(bars.left, middle - bars.thick / 2, width, bars.thick, colour(number))


def _label_lines(labels: Sequence[str], height: float) -> list[tuple[str, ...]]:
    most = _LABEL_LINES if height >= _LABEL_LINES * LABEL.line_height else 1
    return [wrapped(label, LABEL, _LABEL_ROOM, most) for label in labels]


def _write_column(
    canvas: Canvas,
    column: NumberColumn,
    right: float,
    header_baseline: float,
    middles: Sequence[float],
    number_room: float,
) -> float:
    """Write a column that ends at `right`; returns its width."""
    style = fitted(NUMBER, column.numbers, number_room)
    canvas.write(column.header, right, header_baseline, HEADER, "right")
    for number, middle in zip(column.numbers, middles, strict=True):
        canvas.write(number, right, _first_baseline(middle, style, 1), style, "right")
    return max(HEADER.width(column.header), *(style.width(number) for number in column.numbers))


def _first_baseline(middle: float, style: Style, lines: int) -> float:
    """Where the first of some lines stands so that all are centred on `middle` by their capitals."""
    return middle + (lines - 1) * style.line_height / 2 - style.capital_height / 2
