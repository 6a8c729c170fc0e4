"""LTV = average visit check × frequency: the identity in bars, now and a year ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from charts.axes import short_month
from charts.canvas import Canvas
from charts.frame import Room, frame, of_subject
from charts.layout import fitted, wrapped
from charts.lettering import Style
from charts.palette import BLUE, INK, MUTED, NEUTRAL
from charts.requests import LtvSplitChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.ltv import RegisteredPoint
from metrics.money import KOPECKS

VALUE: Final = Style(46, INK, bold=True)
MONTH: Final = Style(36, MUTED)
HEADER: Final = Style(38, INK)
SIGN: Final = Style(72, MUTED, bold=True)
_SIGN_ROOM: Final = 76
_SIGNS: Final = ("×", "=")
_BETWEEN_BARS: Final = 12
_BETWEEN_VALUES: Final = 12
_HEADER_LINES: Final = 2
_OVER_BAR: Final = 14
_UNDER_BARS: Final = 8
_AXIS: Final = 3
_THINNEST: Final = 3
_WIDEST_BAR: Final = 150
_IN_FULL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Factor:
    """Average check, frequency or LTV: its values, the one of a year ago first."""

    header: str
    values: tuple[Fraction, ...]
    written: tuple[str, ...]


def draw_ltv_split(canvas: Canvas, request: LtvSplitChart, speaker: Speaker) -> None:
    """Draw the identity of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    key = "chart-split-subtitle-provisional" if request.window.provisional else "chart-split-subtitle"
    subtitle = of_subject(request.subject, speaker.plain(key, months=request.window.months))
    notes = [speaker.plain("chart-split-note")] if request.before else []
    room = frame(canvas, _title(request, speaker, writer), subtitle, notes)
    points = (request.now,) if request.before is None else (request.before, request.now)
    months = [short_month(point.month_end, speaker) for point in points]
    _draw_factors(canvas, room, _factors(points, speaker, writer), months)


def _title(request: LtvSplitChart, speaker: Speaker, writer: Writer) -> str:
    now, before = request.now, request.before
    if before is None or min(now.revenue, before.revenue) <= 0:
        return speaker.plain(
            "chart-split-title",
            value=writer.compact_money(_value(now) / KOPECKS),
            check=writer.compact_money(_check(now) / KOPECKS),
            visits=writer.decimal(_frequency(now)),
        )
    by = _value(now) / _value(before) - 1
    change = request.change
    direction = "steady"
    if change is not None and change.rose and by > 0:
        direction = "rose"
    elif change is not None and change.fell and by < 0:
        direction = "fell"
    return speaker.plain(
        f"chart-split-title-{direction}",
        by=writer.share(abs(by)),
        check=writer.share(_check(now) / _check(before) - 1, signed=True),
        visits=writer.share(_frequency(now) / _frequency(before) - 1, signed=True),
    )


def _value(point: RegisteredPoint) -> Fraction:
    return Fraction(point.revenue, point.patients)


def _check(point: RegisteredPoint) -> Fraction:
    return Fraction(point.revenue, point.visits)


def _frequency(point: RegisteredPoint) -> Fraction:
    return Fraction(point.visits, point.patients)


def _factors(points: Sequence[RegisteredPoint], speaker: Speaker, writer: Writer) -> tuple[_Factor, ...]:
    def of_money(header: str, values: Sequence[Fraction]) -> _Factor:
        rubles = [value / KOPECKS for value in values]
        written = tuple(
            writer.count(value) if abs(value) < _IN_FULL else writer.compact(value) for value in rubles
        )
        return _Factor(header, tuple(values), written)

    currency = writer.sign
    frequency = tuple(map(_frequency, points))
    return (
        of_money(speaker.plain("chart-split-check", currency=currency), tuple(map(_check, points))),
        _Factor(
            speaker.plain("chart-split-frequency"),
            frequency,
            tuple(writer.decimal(value, places=2) for value in frequency),
        ),
        of_money(speaker.plain("chart-split-value", currency=currency), tuple(map(_value, points))),
    )


def _draw_factors(canvas: Canvas, room: Room, factors: Sequence[_Factor], months: Sequence[str]) -> None:
    slot = (canvas.room - _SIGN_ROOM * len(_SIGNS)) / len(factors)
    width = (slot - _BETWEEN_BARS * (len(months) - 1)) / len(months)
    headers = [wrapped(factor.header, HEADER, slot, _HEADER_LINES) for factor in factors]
    header_top = room.top - HEADER.ascent
    value = fitted(VALUE, (text for factor in factors for text in factor.written), width - _BETWEEN_VALUES)
    foot = room.bottom + MONTH.line_height + _UNDER_BARS
    top = room.top - max(map(len, headers)) * HEADER.line_height - _OVER_BAR - value.ascent - _OVER_BAR
    for number, (factor, lines) in enumerate(zip(factors, headers, strict=True)):
        left = canvas.left + number * (slot + _SIGN_ROOM)
        canvas.write_lines(lines, left + slot / 2, header_top, HEADER, "center")
        centres = [left + width / 2 + index * (width + _BETWEEN_BARS) for index in range(len(months))]
        _draw_bars(canvas, factor, centres, min(width, _WIDEST_BAR), (foot, top), value)
        for centre, month in zip(centres, months, strict=True):
            canvas.write(month, centre, room.bottom + MONTH.descent, MONTH, "center")
    for number, sign in enumerate(_SIGNS, start=1):
        centre = canvas.left + number * slot + (number - 0.5) * _SIGN_ROOM
        canvas.write(sign, centre, (foot + top) / 2 - SIGN.capital_height / 2, SIGN, "center")


def _draw_bars(
    canvas: Canvas,
    factor: _Factor,
    centres: Sequence[float],
    width: float,
    heights: tuple[float, float],
    style: Style,
) -> None:
    """Bars from the foot up to the top of the tallest; each factor has a scale of its own."""
    foot, top = heights
    tallest = max(*factor.values, Fraction(0)) or Fraction(1)
    for index, (centre, value, text) in enumerate(zip(centres, factor.values, factor.written, strict=True)):
        height = max(float(value / tallest) * (top - foot), _THINNEST)
        colour = BLUE if index == len(centres) - 1 else NEUTRAL
        canvas.bar(centre - width / 2, foot, width, height, colour)
        canvas.write(text, centre, foot + height + _OVER_BAR, style, "center")
    canvas.bar(centres[0] - width / 2, foot - _AXIS, centres[-1] - centres[0] + width, _AXIS, MUTED)
