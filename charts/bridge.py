"""The need bridge: lost + growth − referrals = the plan of marketing (460 + 400 − 416 = 444)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from charts.canvas import ROOM, Canvas
from charts.frame import SUBTITLE, Room, frame
from charts.layout import fitted, shortened, wrapped
from charts.lettering import Style, drawable
from charts.palette import BLUE, GREEN, GRID, INK, MUTED, NEUTRAL, ORANGE, VERMILION
from charts.requests import BridgeChart
from locales.texts import Speaker
from locales.writing import Writer
from metrics.allocation import round_half_away
from metrics.funnel import WholePatients

VALUE: Final = Style(50, INK, bold=True)
CHANGE: Final = Style(38, MUTED)
LABEL: Final = Style(36, INK)
_LABEL_LINES: Final = 2
_BAR_SHARE: Final = 0.64
_BETWEEN_VALUES: Final = 18
_BETWEEN_LABELS: Final = 40
_OVER_BAR: Final = 16
_UNDER_BARS: Final = 6
_LINE: Final = 3
_THINNEST: Final = 3
_BEFORE_EDGE: Final = 14


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a bar runs from and to, in patients; downwards it takes patients away."""

    start: int
    end: int

    @property
    def amount(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Column:
    """One bar with what is written over and under it; `before` only if the bar has changed."""

    label: str
    value: str
    change: str | None
    colour: str
    span: _Span
    before: _Span | None

    @property
    def levels(self) -> tuple[int, ...]:
        before = (self.before.start, self.before.end) if self.before else ()
        return (self.span.start, self.span.end, *before)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Patients to pixels."""

    zero: float
    per_patient: float

    @classmethod
    def between(cls, columns: Sequence[_Column], bottom: float, top: float) -> "_Scale":
        levels = [0, *(level for column in columns for level in column.levels)]
        lowest, highest = min(levels), max(levels)
        per_patient = (top - bottom) / ((highest - lowest) or 1)
        return cls(zero=bottom - lowest * per_patient, per_patient=per_patient)

    def __call__(self, level: int) -> float:
        return self.zero + level * self.per_patient


def draw_bridge(canvas: Canvas, request: BridgeChart, speaker: Speaker) -> None:
    """Draw the bridge of `request` in the language of `speaker`."""
    writer = Writer(speaker.language)
    room = frame(
        canvas, _title(request, speaker), _subtitle(request, speaker), _notes(request, speaker, writer)
    )
    _draw_columns(canvas, room, tuple(_columns(request, speaker, writer)))


def _title(request: BridgeChart, speaker: Speaker) -> str:
    whole, before = request.whole, request.whole_before
    if whole.surplus:
        if before is None or not before.plan:
            return speaker.plain("chart-bridge-title-spare", spare=whole.surplus)
        return speaker.plain("chart-bridge-title-now-spare", before=before.plan, spare=whole.surplus)
    if before is None:
        key = "chart-bridge-title" if whole.plan else "chart-bridge-title-enough"
        return speaker.plain(key, plan=whole.plan)
    if before.plan == whole.plan:
        return speaker.plain("chart-bridge-title-same", plan=whole.plan)
    direction = "more" if whole.plan > before.plan else "less"
    return speaker.plain(f"chart-bridge-title-{direction}", plan=whole.plan, before=before.plan)


def _subtitle(request: BridgeChart, speaker: Speaker) -> str:
    subject = drawable(request.subject or "")
    year = str(request.plan_year)
    if not subject:
        return speaker.plain("chart-bridge-subtitle", year=year)
    rest = speaker.plain("chart-bridge-subtitle-of", subject="", year=year)
    subject = shortened(subject, SUBTITLE, ROOM - SUBTITLE.width(rest))
    return speaker.plain("chart-bridge-subtitle-of", subject=subject, year=year)


def _notes(request: BridgeChart, speaker: Speaker, writer: Writer) -> list[str]:
    facts = [" · ".join(_facts(request, speaker, writer))]
    return facts if request.before is None else [*facts, speaker.plain("chart-bridge-compared")]


def _facts(request: BridgeChart, speaker: Speaker, writer: Writer) -> Iterator[str]:
    forecast = request.forecast
    figures, scenario = forecast.figures, forecast.scenario
    if forecast.churn is not None:
        yield speaker.plain("chart-bridge-churn", churn=writer.share(forecast.churn.value, places=1))
    growth = figures.growth.value if figures.growth else Fraction(0)
    wanted = growth if scenario.growth is None else scenario.growth
    yield speaker.plain("chart-bridge-growth", growth=writer.share(wanted, places=1))
    if scenario.average_check:
        check = writer.share(scenario.average_check, places=1, signed=True)
        yield speaker.plain("chart-bridge-check", check=check)
    if figures.patients is not None:
        yield speaker.plain("chart-bridge-base", patients=round_half_away(figures.patients.value))
    if forecast.estimated_inputs:
        yield speaker.plain("chart-bridge-estimated")


def _columns(request: BridgeChart, speaker: Speaker, writer: Writer) -> Iterator[_Column]:
    spare = request.whole.surplus > 0
    looks = (
        ("lost", VERMILION, False),
        ("growth", ORANGE, True),
        ("needed", NEUTRAL, False),
        ("referrals", GREEN, request.before is None),
        ("spare" if spare else "plan", BLUE, False),
    )
    spans = _spans(request.whole, spare=spare)
    spans_before = _spans(request.whole_before or request.whole, spare=spare)
    for (name, colour, signed), span, before in zip(looks, spans, spans_before, strict=True):
        # beside a change a minus would turn «16 more come by referral» into «−16»
        is_counted = name == "spare" or (name == "referrals" and not signed)
        shown, shown_before = (abs(bar.amount) if is_counted else bar.amount for bar in (span, before))
        difference = writer.count(shown - shown_before, signed=True)
        yield _Column(
            label=speaker.plain(f"chart-bridge-{name}-label"),
            value=writer.count(shown, signed=signed),
            change=f"({difference})" if shown != shown_before else None,
            colour=colour,
            span=span,
            before=before if shown != shown_before else None,
        )


def _spans(whole: WholePatients, *, spare: bool) -> tuple[_Span, ...]:
    """The bars of the bridge; the last one is what is to spare below zero, or the plan above it."""
    left = whole.plan - whole.surplus
    return (
        _Span(0, whole.lost),
        _Span(whole.lost, whole.needed),
        _Span(0, whole.needed),
        _Span(whole.needed, left),
        _Span(0, -whole.surplus if spare else whole.plan),
    )


def _draw_columns(canvas: Canvas, room: Room, columns: Sequence[_Column]) -> None:
    slot = canvas.room / len(columns)
    centres = [canvas.left + slot * (number + 0.5) for number in range(len(columns))]
    value = fitted(VALUE, (column.value for column in columns), slot - _BETWEEN_VALUES)
    change = fitted(CHANGE, (column.change for column in columns if column.change), slot - _BETWEEN_VALUES)
    labels = [wrapped(column.label, LABEL, slot - _BETWEEN_LABELS, _LABEL_LINES) for column in columns]
    labels_top = room.bottom + max(map(len, labels)) * LABEL.line_height
    over_change = change.ascent + value.descent
    over_bars = _OVER_BAR + value.ascent
    if any(column.change for column in columns):
        over_bars += over_change
    scale = _Scale.between(columns, labels_top + _UNDER_BARS, room.top - over_bars)
    _draw_bars(canvas, scale, columns, centres, slot * _BAR_SHARE)
    for column, centre, lines in zip(columns, centres, labels, strict=True):
        canvas.write_lines(lines, centre, labels_top - LABEL.ascent, LABEL, "center")
        baseline = scale(max(column.levels)) + _OVER_BAR
        if column.change:
            canvas.write(column.change, centre, baseline, change, "center")
            baseline += over_change
        canvas.write(column.value, centre, baseline, value, "center")


def _draw_bars(
    canvas: Canvas, scale: _Scale, columns: Sequence[_Column], centres: Sequence[float], width: float
) -> None:
    for column, centre in zip(columns, centres, strict=True):
        if column.before:
            _draw_span(canvas, scale, column.before, centre, width + 2 * _BEFORE_EDGE, GRID)
    for (column, centre), (_, next_centre) in pairwise(zip(columns, centres, strict=True)):
        level = scale(column.span.end) - _LINE / 2
        canvas.bar(centre + width / 2, level, next_centre - centre - width, _LINE, MUTED)
    canvas.bar(canvas.left, scale.zero - _LINE / 2, canvas.room, _LINE, NEUTRAL)
    for column, centre in zip(columns, centres, strict=True):
        _draw_span(canvas, scale, column.span, centre, width, column.colour)


def _draw_span(canvas: Canvas, scale: _Scale, span: _Span, centre: float, width: float, colour: str) -> None:
    if not span.amount:
        return
    height = scale(span.end) - scale(span.start)
    if abs(height) < _THINNEST:
        height = _THINNEST if height > 0 else -_THINNEST
    canvas.bar(centre - width / 2, scale(span.start), width, height, colour)
