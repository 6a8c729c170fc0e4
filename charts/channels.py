"""The plan by acquisition channel: sorted bars with patients and leads per month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from charts.canvas import MARGIN, WIDTH, Canvas
from charts.frame import Room, frame
from charts.layout import fitted, wrapped
from charts.lettering import Style, drawable
from charts.palette import BLUE, INK, MUTED, NEUTRAL
from charts.requests import ChannelsChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.allocation import ordinary_month
from metrics.channels import ChannelPlan

MOST_BARS: Final = 5
NUMBER: Final = Style(46, INK, bold=True)
HEADER: Final = Style(36, MUTED)
LABEL: Final = Style(37, INK)
_LABEL_LINES: Final = 2
_LABEL_ROOM: Final = 330
_NUMBER_ROOM: Final = 200
_GAP: Final = 24
_BETWEEN_NUMBERS: Final = 44
_BAR_SHARE: Final = 0.6
_TALLEST_ROW: Final = 130
_LINE: Final = 3
_THINNEST: Final = 3
_MOST_OF_PLAN: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Row:
    """A channel, or the small ones together, with the year's figures; `leading` if the title counts it."""

    label: str
    patients: int
    leads: int
    leading: bool


def draw_channels(canvas: Canvas, request: ChannelsChart, speaker: Speaker) -> None:
    """Draw the channels of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    leading = _leading(request.plan)
    subtitle = speaker.plain("chart-channels-subtitle", conversion=writer.share(request.conversion, places=1))
    room = frame(canvas, _title(request.plan, leading, speaker, writer), subtitle, [_note(request, speaker)])
    _draw_rows(canvas, room, _rows(request.plan, leading, speaker), speaker, writer)


def _leading(plan: ChannelPlan) -> int:
    """How many of the largest channels give half of the plan, of those that have a bar of their own."""
    together = 0
    for number, target in enumerate(plan.targets, start=1):
        together += target.patients
        if together >= plan.patients * _MOST_OF_PLAN or number == _own_bars(plan):
            return number
    return 0


def _own_bars(plan: ChannelPlan) -> int:
    return len(plan.targets) if len(plan.targets) <= MOST_BARS else MOST_BARS - 1


def _title(plan: ChannelPlan, leading: int, speaker: Speaker, writer: Writer) -> str:
    if not plan.patients:
        return speaker.plain("chart-channels-title-nothing")
    if len(plan.targets) == 1:
        return speaker.plain("chart-channels-title-single", plan=plan.patients)
    together = sum(target.patients for target in plan.targets[:leading])
    share = _short_of_all(Fraction(together, plan.patients))
    return speaker.plain(
        "chart-channels-title", share=writer.share(share), channels=leading, total=str(len(plan.targets))
    )


def _short_of_all(share: Fraction) -> Fraction:
    """Less than all is not written as 100 %."""
    return share if share == 1 else min(share, Fraction(99, 100))


def _note(request: ChannelsChart, speaker: Speaker) -> str:
    plan = request.plan
    counted = any(target.channel.new_patients for target in plan.targets)
    key = "chart-channels-note" if counted else "chart-channels-note-even"
    return speaker.plain(key, year=str(request.plan_year), patients=plan.patients, leads=plan.leads)


def _rows(plan: ChannelPlan, leading: int, speaker: Speaker) -> list[_Row]:
    shown, rest = plan.targets[: _own_bars(plan)], plan.targets[_own_bars(plan) :]
    rows = [
        _Row(
            drawable(target.channel.name) or speaker.plain("chart-channels-unnamed"),
            target.patients,
            target.leads,
            leading=number < leading,
        )
        for number, target in enumerate(shown)
    ]
    if rest:
        patients, leads = sum(target.patients for target in rest), sum(target.leads for target in rest)
        label = speaker.plain("chart-channels-rest", count=len(rest))
        rows.append(_Row(label, patients, leads, leading=False))
    return rows


def _draw_rows(canvas: Canvas, room: Room, rows: Sequence[_Row], speaker: Speaker, writer: Writer) -> None:
    height = min(_TALLEST_ROW, (room.top - room.bottom - HEADER.line_height) / len(rows))
    spare = room.top - room.bottom - HEADER.line_height - height * len(rows)
    top = room.top - spare / 3 - HEADER.line_height
    header_baseline = top + HEADER.descent
    middles = [top - height * (number + 0.5) for number in range(len(rows))]
    right = float(WIDTH - MARGIN)
    for key, figures in (
        ("leads", [row.leads for row in rows]),
        ("patients", [row.patients for row in rows]),
    ):
        header = speaker.plain(f"chart-channels-{key}")
        months = [writer.decimal(month) for month in ordinary_month(figures)]
        width = _write_numbers(canvas, right, header, header_baseline, months, middles)
        right -= width + _BETWEEN_NUMBERS
    labels = [wrapped(row.label, LABEL, _LABEL_ROOM, _LABEL_LINES) for row in rows]
    axis = MARGIN + max(LABEL.width(line) for lines in labels for line in lines) + _GAP
    _draw_bars(canvas, rows, middles, height * _BAR_SHARE, axis, right)
    canvas.bar(axis - _LINE, top - height * len(rows), _LINE, height * len(rows), NEUTRAL)
    for lines, middle in zip(labels, middles, strict=True):
        canvas.write_lines(lines, axis - _GAP, _first_baseline(middle, LABEL, len(lines)), LABEL, "right")


def _write_numbers(
    canvas: Canvas,
    right: float,
    header: str,
    header_baseline: float,
    numbers: Sequence[str],
    middles: Iterable[float],
) -> float:
    """Write a column that ends at `right`; returns its width."""
    style = fitted(NUMBER, numbers, _NUMBER_ROOM)
    canvas.write(header, right, header_baseline, HEADER, "right")
    for number, middle in zip(numbers, middles, strict=True):
        canvas.write(number, right, _first_baseline(middle, style, 1), style, "right")
    return max(HEADER.width(header), *(style.width(number) for number in numbers))


def _draw_bars(
    canvas: Canvas, rows: Sequence[_Row], middles: Sequence[float], thick: float, axis: float, right: float
) -> None:
    longest = max(row.patients for row in rows)
    for row, middle in zip(rows, middles, strict=True):
        if row.patients:
            length = max(_THINNEST, (right - axis) * row.patients / longest)
            canvas.bar(axis, middle - thick / 2, length, thick, BLUE if row.leading else NEUTRAL)


def _first_baseline(middle: float, style: Style, lines: int) -> float:
    """Where the first of some lines stands so that all are centred on `middle` by their capitals."""
    return middle + (lines - 1) * style.line_height / 2 - style.capital_height / 2
