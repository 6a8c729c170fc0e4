"""Doctors, channels, specialities or branches side by side: sorted bars with two columns of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts.canvas import ROOM, Canvas
from charts.channels import MOST_BARS
from charts.frame import TITLE, frame, of_subject
from charts.layout import shortened
from charts.lettering import drawable
from charts.palette import BLUE, NEUTRAL
from charts.requests import FEWEST, GroupsChart
from charts.rows import NumberColumn, draw_bars, draw_rows
from locales.texts import Speaker
from locales.writing import Writer
from metrics.ltv import ENOUGH
from metrics.money import KOPECKS
from metrics.retention import Share
from metrics.segments import Group, Groups
from metrics.visits import VisitField

ABSENT: Final = "–"
ROUGH: Final = "*"
_HALF: Final = 0.5
_NAME_ROOM: Final = 0.75 * ROOM


@dataclass(frozen=True, slots=True)
class _Row:
    """A group, or the small ones together: how long its bar is, and its numbers."""

    label: str
    length: float
    amount: str
    quality: str


def draw_groups(canvas: Canvas, request: GroupsChart, speaker: Speaker) -> None:
    """Draw the groups of `request` in the language of `speaker`."""
    writer = Writer(speaker.language, request.currency)
    groups = request.groups
    by_revenue = any(group.revenue_share is not None for group in groups.rows)
    ordered = sorted(groups.rows, key=lambda group: -(group.revenue if by_revenue else group.patients))
    leading = _leading(ordered) if by_revenue else 1
    rows = _rows(ordered, groups.field, speaker, writer, by_revenue=by_revenue)
    subtitle = speaker.plain(f"chart-groups-subtitle-{'revenue' if by_revenue else 'patients'}")
    room = frame(
        canvas,
        _title(groups, ordered[:leading], speaker, writer, by_revenue=by_revenue),
        of_subject(request.subject, subtitle),
        _notes(groups, rows, speaker),
    )
    columns = [
        NumberColumn(
            speaker.plain("chart-groups-revenue", currency=writer.sign)
            if by_revenue
            else speaker.plain("chart-groups-patients"),
            [row.amount for row in rows],
        ),
        NumberColumn(speaker.plain(_quality_key(groups.field)), [row.quality for row in rows]),
    ]
    bars = draw_rows(canvas, room, [row.label for row in rows], columns)
    draw_bars(
        canvas, bars, [row.length for row in rows], lambda number: BLUE if number < leading else NEUTRAL
    )


def _leading(ordered: Sequence[Group]) -> int:
    """How many of the largest groups bring half of the revenue, of those that have a bar of their own."""
    together = 0.0
    own = _own_bars(ordered)
    for number, group in enumerate(ordered[:own], start=1):
        together += group.revenue_share or 0
        if together >= _HALF:
            return number
    return own


def _own_bars(ordered: Sequence[Group]) -> int:
    return len(ordered) if len(ordered) <= MOST_BARS else MOST_BARS - 1


def _title(
    groups: Groups, leading: Sequence[Group], speaker: Speaker, writer: Writer, *, by_revenue: bool
) -> str:
    name = shortened(_name(leading[0], speaker), TITLE, _NAME_ROOM)
    if not by_revenue:
        return speaker.plain("chart-groups-title-patients", name=name, patients=leading[0].patients)
    share = writer.share(sum(group.revenue_share or 0 for group in leading))
    if len(leading) == 1:
        return speaker.plain(f"chart-groups-title-one-{groups.field}", share=share, name=name)
    return speaker.plain(
        f"chart-groups-title-{groups.field}",
        share=share,
        leading=len(leading),
        total=str(len(groups.rows) + groups.hidden),
    )


def _name(group: Group, speaker: Speaker) -> str:
    return drawable(group.name) or speaker.plain("chart-channels-unnamed")


def _rows(
    ordered: Sequence[Group], field: VisitField, speaker: Speaker, writer: Writer, *, by_revenue: bool
) -> list[_Row]:
    def row(label: str, groups: Sequence[Group]) -> _Row:
        revenue = sum(group.revenue for group in groups) / KOPECKS
        patients = sum(group.patients for group in groups)
        return _Row(
            label=label,
            length=revenue if by_revenue else patients,
            amount=writer.compact(revenue) if by_revenue else writer.count(patients),
            quality=_value(groups, writer) if field is VisitField.CHANNEL else _repeat(groups, writer),
        )

    own = _own_bars(ordered)
    rows = [row(_name(group, speaker), [group]) for group in ordered[:own]]
    if rest := ordered[own:]:
        rows.append(row(speaker.plain("chart-groups-rest", count=len(rest)), rest))
    return rows


def _quality_key(field: VisitField) -> str:
    return "chart-groups-value" if field is VisitField.CHANNEL else "chart-groups-repeat"


def _repeat(groups: Sequence[Group], writer: Writer) -> str:
    """The repeat index of groups together: their patients add up."""
    shares = [group.repeat for group in groups if group.repeat is not None]
    total = sum(share.total for share in shares)
    if total < FEWEST:
        return ABSENT
    share = Share.of(sum(share.count for share in shares), total)
    return writer.share(share.value) + (ROUGH if total < ENOUGH else "")


def _value(groups: Sequence[Group], writer: Writer) -> str:
    """LTV of a group; several together have none, since their patients are not known apart."""
    only = groups[0].ltv if len(groups) == 1 else None
    return ABSENT if only is None else writer.compact(only / KOPECKS)


def _notes(groups: Groups, rows: Sequence[_Row], speaker: Speaker) -> list[str]:
    parts = [
        speaker.plain(
            "chart-groups-note-value" if groups.field is VisitField.CHANNEL else "chart-groups-note"
        )
    ]
    if any(row.quality.endswith(ROUGH) for row in rows):
        parts.append(speaker.plain("chart-groups-rough"))
    if groups.hidden:
        parts.append(speaker.plain("chart-groups-hidden", count=groups.hidden))
    return [" · ".join(parts)]
