"""Why turnover changed: the changes alone, hanging from the level of the year before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room, frame, of_subject
from charts.layout import fitted, wrapped
from charts.lettering import Style
from charts.palette import GREEN, INK, MUTED, NEUTRAL, VERMILION
from charts.requests import TurnoverBridgeChart
from locales.texts import Speaker
from locales.writing import Writer

VALUE: Final = Style(48, INK, bold=True)
LEVEL: Final = Style(44, INK, bold=True)
WORD: Final = Style(32, MUTED)
LABEL: Final = Style(36, INK)
_BAR: Final = 0.66
_LABEL_LINES: Final = 2
_GAP: Final = 14
_CLOSE: Final = 4
_LINE: Final = 3
_THINNEST: Final = 3
_BETWEEN: Final = 16
_LIST: Final = ", "


@dataclass(frozen=True, slots=True)
class _Step:
    """A bar from one level to another, both against the year before, in whole units of the currency."""

    label: str
    start: int
    end: int
    colour: str

    @property
    def amount(self) -> int:
        return self.end - self.start


def draw_turnover_bridge(canvas: Canvas, request: TurnoverBridgeChart, speaker: Speaker) -> None:
    """Draw the bridge of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    size, name = writer.unit(max(abs(request.before), abs(request.now)))
    unit = speaker.plain("chart-unit-money", unit=name, currency=writer.sign) if name else writer.sign
    subtitle = of_subject(request.subject, speaker.plain("chart-turnover-subtitle", unit=unit))
    room = frame(canvas, _title(request, speaker, writer), subtitle, [speaker.plain("chart-turnover-note")])
    _draw(canvas, room, request, list(_steps(request, speaker)), size, speaker, writer)


def _title(request: TurnoverBridgeChart, speaker: Speaker, writer: Writer) -> str:
    """What took and what brought, each by the sum of its noticeable parts."""
    noticeable = [(key, units) for key, units in request.parts if request.is_noticeable(units)]
    taken = [(key, units) for key, units in noticeable if units < 0]
    brought = [(key, units) for key, units in noticeable if units > 0]
    if not noticeable:
        return speaker.plain("chart-turnover-title-same")
    first, second = (taken, brought) if request.now < request.before else (brought, taken)
    if not first:
        first, second = second, []
    said = _said(first, speaker, writer)
    return said if not second else f"{said}{_LIST}{_lowered(_said(second, speaker, writer))}"


def _said(parts: Sequence[tuple[str, int]], speaker: Speaker, writer: Writer) -> str:
    total = sum(units for _, units in parts)
    first, *others = (speaker.plain(f"chart-turnover-part-{key}") for key, _ in parts)
    names = [first, *map(_lowered, others)]
    joined = (
        names[0]
        if len(names) == 1
        else speaker.plain("chart-turnover-and", first=_LIST.join(names[:-1]), last=names[-1])
    )
    way = "taken" if total < 0 else "brought"
    number = "one" if len(parts) == 1 and parts[0][0] == "check" else "many"
    return speaker.plain(f"chart-turnover-{way}-{number}", parts=joined, sum=writer.compact_money(abs(total)))


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _steps(request: TurnoverBridgeChart, speaker: Speaker) -> Iterator[_Step]:
    level = 0
    for key, units in request.parts:
        way = "less" if units < 0 else "more"
        colour = VERMILION if units < 0 else GREEN
        yield _Step(speaker.plain(f"chart-turnover-{key}-{way}"), level, level + units, colour)
        level += units
    yield _Step(speaker.plain("chart-turnover-total"), 0, request.now - request.before, NEUTRAL)


def _draw(
    canvas: Canvas,
    room: Room,
    request: TurnoverBridgeChart,
    steps: Sequence[_Step],
    size: int,
    speaker: Speaker,
    writer: Writer,
) -> None:
    slot = canvas.room / (len(steps) + 1)
    centres = [canvas.left + slot * (number + 1.5) for number in range(len(steps))]
    labels = [wrapped(step.label, LABEL, slot - _BETWEEN, _LABEL_LINES) for step in steps]
    written = [_amount(step.amount, size, writer, signed=True) for step in steps]
    value = fitted(VALUE, written, slot - _BETWEEN)
    foot = room.bottom + max(map(len, labels)) * LABEL.line_height
    levels = [0, *(level for step in steps for level in (step.start, step.end))]
    over = LEVEL.line_height + WORD.line_height + 2 * _GAP
    lowest, highest = min(levels), max(levels)
    under = value.line_height + _GAP if any(step.amount < 0 for step in steps) else _GAP
    top = room.top - max(over, value.line_height + _GAP if highest > 0 else 0.0)
    if highest > 0:
        top = min(top, room.top - value.line_height - _GAP)
    scale = (top - foot - under) / ((highest - lowest) or 1)

    def y(level: int) -> float:
        return foot + under + (level - lowest) * scale

    _draw_level(canvas, request.before, canvas.left + slot / 2, y(0), speaker, (size, writer))
    canvas.bar(canvas.left, y(0) - _LINE / 2, canvas.room, _LINE, NEUTRAL)
    for (step, centre), (_, next_centre) in pairwise(zip(steps, centres, strict=True)):
        width = slot * _BAR
        canvas.bar(centre + width / 2, y(step.end) - _LINE / 2, next_centre - centre - width, _LINE, MUTED)
    for step, centre, text, lines in zip(steps, centres, written, labels, strict=True):
        bottom, height = min(y(step.start), y(step.end)), abs(y(step.end) - y(step.start))
        canvas.bar(centre - slot * _BAR / 2, bottom, slot * _BAR, max(height, _THINNEST), step.colour)
        at = (
            bottom - _CLOSE - value.ascent
            if step.amount < 0
            else bottom + max(height, _THINNEST) + _CLOSE + value.descent
        )
        canvas.write(text, centre, at, value, "center")
        canvas.write_lines(lines, centre, foot - LABEL.ascent, LABEL, "center")


def _draw_level(
    canvas: Canvas, units: int, centre: float, level: float, speaker: Speaker, unit: tuple[int, Writer]
) -> None:
    """The level everything hangs from: last year's turnover over its line."""
    size, writer = unit
    word = speaker.plain("chart-turnover-before")
    baseline = level + _GAP + WORD.descent
    canvas.write(word, centre, baseline, WORD, "center")
    number = _amount(units, size, writer)
    canvas.write(number, centre, baseline + WORD.ascent + LEVEL.descent, LEVEL, "center")


def _amount(units: int, size: int, writer: Writer, *, signed: bool = False) -> str:
    return writer.decimal(units / size, places=2 if size > 1 else 0, signed=signed)
