"""Cohort heat map: of the patients first seen in a quarter, how many came in each quarter after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room, frame, of_subject
from charts.layout import fitted
from charts.lettering import Style
from charts.palette import FUTURE, GRID, HEAT, INK, MUTED, PAPER
from charts.requests import FEWEST, CohortsChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.cohorts import QuarterCohort
from metrics.comparison import change
from metrics.retention import Share

YEAR: Final = 4
CELL: Final = Style(40, INK, bold=True)
NUMBER: Final = Style(40, INK)
HEADER: Final = Style(34, MUTED)
LABEL: Final = Style(36, INK)
_GAP: Final = 20
_BETWEEN: Final = 4
_PADDING: Final = 12
_TALLEST: Final = 124
_UNKNOWN: Final = "*"
_LIGHT_STEPS: Final = 5
"""Of `HEAT`: on these letters are dark, on the others white."""


def draw_cohorts(canvas: Canvas, request: CohortsChart, speaker: Speaker) -> None:
    """Draw the heat map of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    quarters = request.shown
    unknown = [request.known_from is not None and quarter.start < request.known_from for quarter in quarters]
    notes = [speaker.plain("chart-cohorts-note")]
    if any(unknown):
        notes.append(speaker.plain("chart-cohorts-unknown"))
    subtitle = of_subject(request.subject, speaker.plain("chart-cohorts-subtitle"))
    room = frame(canvas, _title(quarters, speaker, writer), subtitle, notes)
    labels = [
        _quarter(quarter.start, speaker) + (_UNKNOWN if early else "")
        for quarter, early in zip(quarters, unknown, strict=True)
    ]
    _draw_grid(canvas, room, quarters, labels, speaker, writer)


def _title(quarters: Sequence[QuarterCohort], speaker: Speaker, writer: Writer) -> str:
    after, key = (YEAR, "year") if _together(quarters, YEAR) else (1, "quarter")
    share = _together(quarters, after)
    if share is None:
        return speaker.plain("chart-cohorts-title-new", patients=quarters[-1].size)
    title = speaker.plain(f"chart-cohorts-title-{key}", share=writer.share(share.value))
    trend = _trend(quarters)
    return title if trend is None else f"{title}{speaker.plain(f'chart-cohorts-{trend}')}"


def _together(quarters: Sequence[QuarterCohort], after: int) -> Share | None:
    """The share who came so many quarters after, of all the cohorts that have lived to it."""
    reached = [quarter for quarter in quarters if len(quarter.patients) > after]
    total = sum(quarter.size for quarter in reached)
    return Share.of(sum(quarter.patients[after] for quarter in reached), total) if total >= FEWEST else None


def _trend(quarters: Sequence[QuarterCohort]) -> str | None:
    """Whether the newest cohort comes again within a quarter more or less often than those before it."""
    reached = [quarter for quarter in quarters if len(quarter.patients) > 1]
    newest, before = _together(reached[-1:], 1), _together(reached[:-1], 1)
    if newest is None or before is None:
        return None
    moved = change(newest.value, (newest.low, newest.high), before.value, (before.low, before.high))
    if moved.steady:
        return None
    return "stronger" if moved.rose else "weaker"


def _quarter(start: date, speaker: Speaker) -> str:
    number = (start.month + 2) // 3
    return speaker.plain(f"chart-quarter-{number}", year=f"{start.year % 100:02}")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells stand: column 0 is for the number of patients."""

    left: float
    top: float
    width: float
    height: float

    def centre(self, row: int, column: int) -> tuple[float, float]:
        return self.left + (column + 0.5) * self.width, self.top - (row + 0.5) * self.height


def _draw_grid(
    canvas: Canvas,
    room: Room,
    quarters: Sequence[QuarterCohort],
    labels: Sequence[str],
    speaker: Speaker,
    writer: Writer,
) -> None:
    columns = max(len(quarter.patients) for quarter in quarters)
    left = canvas.left + max(LABEL.width(label) for label in labels) + _GAP
    top = room.top - HEADER.line_height - _PADDING
    height = min(_TALLEST, (top - room.bottom) / len(quarters))
    grid = _Grid(left, top, (canvas.right - left) / columns, height)
    headers = list(_headers(columns, speaker))
    header = fitted(HEADER, headers, grid.width - _PADDING)
    for column, text in enumerate(headers):
        canvas.write(text, grid.centre(0, column)[0], top + _PADDING, header, "center")
    sizes = [writer.count(quarter.size) for quarter in quarters]
    number = fitted(NUMBER, sizes, grid.width - _PADDING)
    most = _most(quarters)
    for row, (quarter, label) in enumerate(zip(quarters, labels, strict=True)):
        _, middle = grid.centre(row, 0)
        canvas.write(label, left - _GAP, middle - LABEL.capital_height / 2, LABEL, "right")
        _draw_cell(canvas, grid, (row, 0), GRID, sizes[row], number)
        for column in range(1, columns):
            _draw_share(canvas, grid, (row, column), quarter, most, writer)


def _headers(columns: int, speaker: Speaker) -> Iterator[str]:
    yield speaker.plain("chart-cohorts-size")
    for column in range(1, columns):
        yield speaker.plain("chart-cohorts-after", quarters=str(column))


def _most(quarters: Sequence[QuarterCohort]) -> float:
    shares = [came / q.size for q in quarters if q.size >= FEWEST for came in q.patients[1:]]
    return max(shares, default=0.0)


def _draw_share(
    canvas: Canvas, grid: _Grid, place: tuple[int, int], quarter: QuarterCohort, most: float, writer: Writer
) -> None:
    column = place[1]
    if column >= len(quarter.patients):
        _draw_cell(canvas, grid, place, FUTURE)
        return
    if quarter.size < FEWEST:
        return
    share = quarter.patients[column] / quarter.size
    step = min(int(share / most * len(HEAT)), len(HEAT) - 1) if most else 0
    style = CELL if step < _LIGHT_STEPS else Style(CELL.size, PAPER, bold=True)
    style = fitted(style, ["100"], grid.width - _PADDING)
    _draw_cell(canvas, grid, place, HEAT[step], writer.decimal(share * 100, places=0), style)


def _draw_cell(
    canvas: Canvas,
    grid: _Grid,
    place: tuple[int, int],
    colour: str,
    text: str | None = None,
    style: Style = CELL,
) -> None:
    centre, middle = grid.centre(*place)
    canvas.bar(
        centre - grid.width / 2 + _BETWEEN / 2,
        middle - grid.height / 2 + _BETWEEN / 2,
        grid.width - _BETWEEN,
        grid.height - _BETWEEN,
        colour,
    )
    if text is not None:
        canvas.write(text, centre, middle - style.capital_height / 2, style, "center")
