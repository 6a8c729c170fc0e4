"""The task for the marketer: a message that can be forwarded as it is."""

from handlers.session import Session
from metrics.funnel import FiguresError
from services.segments import Segment
from wording.channel_plan import MarketerTask
from wording.lines import Said


async def marketer_task(session: Session, segment: Segment) -> Said:
    """The task with its channels, or nothing while there is no plan to hand over."""
    workspace = session.workspace
    try:
        forecast = await workspace.plans.planned(segment.id)
        plan = await workspace.plans.of_channels(segment.id)
    except FiguresError:
        return ()
    return MarketerTask(session.speak, session.write, segment, forecast, plan, workspace.clinic_name).said()
