"""How the base of patients moves: active at each month's end above, new, returned and lost below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.axes import AxisValues, Panel, amounts, draw_panel, edge, over_months, round_steps, write_months
from charts.canvas import Canvas
from charts.frame import Room, frame, of_subject
from charts.layout import fitted
from charts.lettering import Style
from charts.palette import BLUE, GREEN, INK, LEAF, MUTED, RUST, VERMILION
from charts.requests import BaseChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.base_movement import BaseMonth

MOST_MONTHS: Final = 24
YEAR: Final = 12
TOTAL: Final = 42
WORD: Final = Style(31, MUTED)
_SIDE: Final = 214
_GAP: Final = 22
_UPPER_SHARE: Final = 0.36
_STEPS: Final = 5
_ACTIVE_STEPS: Final = 4
_FEWEST_PLACES: Final = 8
_LEAST_WRITTEN: Final = 0.0005
_BETWEEN_PANELS: Final = 44
_BAR_SHARE: Final = 0.7
_LINE: Final = 7
_DOT: Final = 11


@dataclass(frozen=True, slots=True)
class _Flow:
    """One of the movements: colours of its bars and its letters, patients of each month; the lost below 0."""

    key: str
    colour: str
    letters: str
    patients: Sequence[int]


def draw_base(canvas: Canvas, request: BaseChart, speaker: Speaker) -> None:
    """Draw the movement of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    months = request.months[-MOST_MONTHS:]
    flows = _flows(months)
    active = [month.active for month in months]
    upper = amounts(round_steps(min(active), max(active), most=_ACTIVE_STEPS), writer)
    lower = amounts(round_steps(*_reach(flows), most=_STEPS), writer)
    subtitle = of_subject(request.subject, speaker.plain("chart-base-subtitle"))
    room = frame(canvas, _title(request, speaker, writer), subtitle, _notes(request, months, upper, speaker))
    middle = room.top - (room.top - room.bottom) * _UPPER_SHARE
    ends = (months[0].month, months[-1].month)
    sides = (edge(canvas, upper, lower), canvas.right - _SIDE)
    width = _BAR_SHARE * (sides[1] - sides[0]) / max(len(months), _FEWEST_PLACES)
    panel = draw_panel(canvas, Room(middle, room.top), upper, ends, sides, width / 2)
    _draw_active(canvas, panel, months, speaker, writer)
    foot = over_months(Room(room.bottom, middle - _BETWEEN_PANELS))
    panel = draw_panel(canvas, foot, lower, ends, sides, width / 2)
    _draw_flows(canvas, panel, flows, months, width)
    write_months(canvas, panel, speaker)
    _write_totals(canvas, Room(panel.bottom, middle), panel.right + _GAP, flows, speaker, writer)


def _notes(
    request: BaseChart, months: Sequence[BaseMonth], active: AxisValues, speaker: Speaker
) -> Sequence[str]:
    notes = [speaker.plain("chart-base-note")]
    if request.known_from is not None and months[0].month < request.known_from:
        notes.append(speaker.plain("chart-base-unknown"))
    if not active.from_zero:
        notes.append(speaker.plain("chart-base-not-from-zero"))
    return notes


def _title(request: BaseChart, speaker: Speaker, writer: Writer) -> str:
    now = request.months[-1]
    before = request.months[-1 - YEAR] if len(request.months) > YEAR else None
    is_known = before is not None and (request.known_from is None or before.month >= request.known_from)
    if before is None or not before.active or not is_known:
        return speaker.plain("chart-base-title", active=now.active)
    moved = abs(now.active - before.active) / before.active
    if moved < _LEAST_WRITTEN:
        return speaker.plain("chart-base-title-same", active=now.active)
    by = writer.share(moved, places=1)
    direction = "grew" if now.active > before.active else "shrank"
    return speaker.plain(f"chart-base-title-{direction}", by=by, active=now.active)


def _flows(months: Sequence[BaseMonth]) -> tuple[_Flow, ...]:
    return (
        _Flow("new", BLUE, BLUE, [month.new for month in months]),
        _Flow("returned", GREEN, LEAF, [month.returned for month in months]),
        _Flow("lost", VERMILION, RUST, [-month.lost for month in months]),
    )


def _reach(flows: Sequence[_Flow]) -> tuple[int, int]:
    new, returned, lost = (flow.patients for flow in flows)
    return min(0, *lost), max(map(sum, zip(new, returned, strict=True)))


def _draw_active(
    canvas: Canvas, panel: Panel, months: Sequence[BaseMonth], speaker: Speaker, writer: Writer
) -> None:
    line = [(panel.x(month.month), panel.y(month.active)) for month in months]
    canvas.line(line, _LINE, INK)
    canvas.dot(line[-1], _DOT, INK)
    number, word = writer.count(months[-1].active), speaker.plain("chart-base-active")
    middle = (panel.bottom + panel.top) / 2
    _write_total(canvas, middle, panel.right + _GAP, number, word, INK)


def _draw_flows(
    canvas: Canvas, panel: Panel, flows: Sequence[_Flow], months: Sequence[BaseMonth], width: float
) -> None:
    for number, month in enumerate(months):
        left = panel.x(month.month) - width / 2
        foot = 0
        for flow in flows:
            patients = flow.patients[number]
            start = foot if patients > 0 else 0
            if patients:
                bottom, top = panel.y(start), panel.y(start + patients)
                canvas.bar(left, bottom, width, top - bottom, flow.colour)
            foot += max(patients, 0)


def _write_totals(
    canvas: Canvas, room: Room, left: float, flows: Sequence[_Flow], speaker: Speaker, writer: Writer
) -> None:
    """The sums of a year, one under the other beside the plot."""
    step = (room.top - room.bottom) / len(flows)
    for place, flow in enumerate(flows):
        number = writer.count(sum(flow.patients[-YEAR:]), signed=True)
        middle = room.top - (place + 0.5) * step
        word = speaker.plain(f"chart-base-{flow.key}")
        _write_total(canvas, middle, left, number, word, flow.letters)


def _write_total(canvas: Canvas, middle: float, left: float, number: str, word: str, colour: str) -> None:
    """A number over its word, together centred on `middle`."""
    room = canvas.right - left
    total, label = fitted(Style(TOTAL, colour, bold=True), [number], room), fitted(WORD, [word], room)
    canvas.write(number, left, middle + total.descent, total)
    canvas.write(word, left, middle - label.ascent, label)
