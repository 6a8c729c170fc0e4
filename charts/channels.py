"""The plan by acquisition channel: sorted bars with patients and leads per month."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from charts.canvas import Canvas
from charts.frame import Room, frame
from charts.lettering import drawable
from charts.palette import BLUE, NEUTRAL
from charts.requests import ChannelsChart
from charts.rows import NumberColumn, draw_bars, draw_rows
from locales.texts import Speaker
from locales.writing import Writer
from metrics.allocation import ordinary_month
from metrics.channels import ChannelPlan

MOST_BARS: Final = 5
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
    columns = [
        NumberColumn(
            speaker.plain(f"chart-channels-{key}"),
            [writer.decimal(month) for month in ordinary_month(figures)],
        )
        for key, figures in (
            ("patients", [row.patients for row in rows]),
            ("leads", [row.leads for row in rows]),
        )
    ]
    bars = draw_rows(canvas, room, [row.label for row in rows], columns)
    lengths = [row.patients for row in rows]
    draw_bars(canvas, bars, lengths, lambda number: BLUE if rows[number].leading else NEUTRAL)
