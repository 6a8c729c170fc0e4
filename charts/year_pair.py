"""The turnover of twelve months beside that of the same months a year before."""

from collections.abc import Sequence
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room, frame, of_subject
from charts.layout import fitted
from charts.lettering import Style
from charts.palette import BLUE, INK, MUTED, NEUTRAL, VERMILION
from charts.requests import MONTHS, YearPairChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.money import KOPECKS

MONTH: Final = Style(36, MUTED)
NOW: Final = Style(34, INK, bold=True)
_BAR: Final = 0.39
_GAP: Final = 0.02
_AXIS: Final = 3
_OVER_BAR: Final = 10
_UNDER_BARS: Final = 8
_BETWEEN: Final = 8
_SHORT: Final = 100

Pair = tuple[int, int]


def draw_year_pair(canvas: Canvas, request: YearPairChart, speaker: Speaker) -> None:
    """Draw the months of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    pairs = _pairs(request)
    size, name = writer.unit(max(max(pair) for pair in pairs) / KOPECKS)
    unit = speaker.plain("chart-unit-money", unit=name, currency=writer.sign) if name else writer.sign
    subtitle = of_subject(request.subject, speaker.plain("chart-pair-subtitle", unit=unit))
    end = request.months[-1].month
    years = {"year": str(end.year), "before": str(end.year - 1)}
    notes = [speaker.plain("chart-pair-note" if end.month == MONTHS else "chart-pair-note-moved", **years)]
    room = frame(canvas, _title(request, pairs, speaker, writer), subtitle, notes)
    _draw_months(canvas, room, request, size, writer)


def _pairs(request: YearPairChart) -> list[Pair]:
    """The year before and now of each month, kopecks."""
    revenue = [month.revenue or 0 for month in request.months]
    return list(zip(revenue[:MONTHS], revenue[MONTHS:], strict=True))


def _title(request: YearPairChart, pairs: Sequence[Pair], speaker: Speaker, writer: Writer) -> str:
    below = [now < before for before, now in pairs]
    if not any(below):
        return speaker.plain("chart-pair-title-above")
    worst = _worst(pairs)
    if worst is None:
        return speaker.plain("chart-pair-title-plain", months=sum(below))
    before, now = pairs[worst]
    key = "chart-pair-title-all" if all(below) else "chart-pair-title"
    month = writer.month_in(request.months[worst].month.month)
    return speaker.plain(key, months=sum(below), month=month, by=writer.share(now / before - 1, signed=True))


def _worst(pairs: Sequence[Pair]) -> int | None:
    """The month that fell most against a year before; None if none did that can be told in parts."""
    fallen = {
        number: now / before for number, (before, now) in enumerate(pairs) if before > 0 and now < before
    }
    return min(fallen, key=lambda number: fallen[number]) if fallen else None


def _draw_months(canvas: Canvas, room: Room, request: YearPairChart, size: int, writer: Writer) -> None:
    pairs, worst = _pairs(request), _worst(_pairs(request))
    slot = canvas.room / MONTHS
    written = [_written(now, size, writer) for _, now in pairs]
    style = fitted(NOW, written, slot * (_BAR + _GAP) * 2 - _BETWEEN)
    foot = room.bottom + MONTH.line_height + _UNDER_BARS
    top = room.top - _OVER_BAR - style.ascent
    per_kopeck = (top - foot) / (max(max(pair) for pair in pairs) or 1)
    for number, (before, now) in enumerate(pairs):
        centre = canvas.left + slot * (number + 0.5)
        width, gap = slot * _BAR, slot * _GAP
        canvas.bar(centre - width - gap / 2, foot, width, max(before, 0) * per_kopeck, NEUTRAL)
        colour = VERMILION if number == worst else BLUE
        canvas.bar(centre + gap / 2, foot, width, max(now, 0) * per_kopeck, colour)
        month = writer.month_short(request.months[MONTHS + number].month.month)
        canvas.write(month, centre, room.bottom + MONTH.descent, MONTH, "center")
        over = foot + max(before, now, 0) * per_kopeck + _OVER_BAR
        canvas.write(written[number], centre, over, style, "center")
    canvas.bar(canvas.left, foot - _AXIS, canvas.room, _AXIS, NEUTRAL)


def _written(kopecks: int, size: int, writer: Writer) -> str:
    in_unit = kopecks / KOPECKS / size
    return writer.decimal(in_unit, places=1 if abs(in_unit) < _SHORT else 0)
