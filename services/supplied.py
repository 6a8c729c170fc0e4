"""Figures the advice needs that no visit rows hold: what the owner told of plan and channels."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.analysis import Analysis
from metrics.funnel import FiguresError
from metrics.measures import Measure, Metric, Unit, share_measure
from metrics.retention import Share
from metrics.segments import Group
from metrics.visits import VisitField
from services.segments import Segment, SegmentKind
from services.workspace import Workspace


async def supplied_measures(workspace: Workspace, analysis: Analysis) -> tuple[Measure, ...]:
    """The gap of the clinic's plan, and how many return from the channel with the cheapest leads."""
    clinic = next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)
    if clinic is None:
        return ()
    return (*await _gap(workspace, clinic), *await _cheapest_channel(workspace, clinic, analysis))


async def _gap(workspace: Workspace, clinic: Segment) -> tuple[Measure, ...]:
    try:
        planned = await workspace.plans.planned(clinic.id)
    except FiguresError:
        return ()
    if planned.whole is None or planned.gap_interval is None:
        return ()
    low, high = (float(bound) for bound in planned.gap_interval)
    return (Measure(Metric.GAP, Unit.COUNT, planned.whole.gap, low, high, planned.whole.lost),)


async def _cheapest_channel(workspace: Workspace, clinic: Segment, analysis: Analysis) -> tuple[Measure, ...]:
    """The repeat index of the channel with the cheapest lead against that of the other priced channels.

    Channels are the same when they have the same name in capital or small letters.
    """
    groups = {group.name.casefold(): group for group in _channel_groups(analysis)}
    priced = [
        (channel.cost_per_lead, groups[channel.name.casefold()])
        for channel in await workspace.channels.of(clinic.id)
        if channel.cost_per_lead is not None and channel.name.casefold() in groups
    ]
    if len(priced) < 2:
        return ()
    _, cheapest = min(priced, key=lambda pair: pair[0])
    others = [group.repeat for _, group in priced if group is not cheapest and group.repeat is not None]
    if cheapest.repeat is None or not others:
        return ()
    together = Share.of(sum(share.count for share in others), sum(share.total for share in others))
    measure = share_measure(Metric.CHEAPEST_CHANNEL_REPEAT, cheapest.repeat, together)
    return (replace(measure, about=cheapest.name),)


def _channel_groups(analysis: Analysis) -> Iterator[Group]:
    for table in analysis.group_tables:
        if table.field is VisitField.CHANNEL:
            yield from table.rows
