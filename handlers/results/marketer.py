"""The task for the marketer: a message that can be forwarded as it is."""

from collections.abc import Sequence
from math import ceil

from handlers.session import Session
from metrics.allocation import MONTHS, ordinary_month
from metrics.funnel import FiguresError
from services.workspace import Segment
from wording.figures import subject


async def marketer_messages(session: Session, segment: Segment) -> Sequence[str]:
    """The task with its channels, or nothing while there is no plan to hand over."""
    speak, write = session.speak, session.write
    try:
        forecast = await session.workspace.planned(segment.id)
    except FiguresError:
        return ()
    whole = forecast.whole
    if whole is None or not whole.plan or forecast.leads is None or forecast.conversion is None:
        return ()
    lines = [
        speak(
            "marketer",
            year=str(segment.plan_year),
            subject=subject(speak, segment, session.workspace.clinic_name),
            patients=whole.plan,
            leads=forecast.leads,
            conversion=write.share(forecast.conversion.value, places=1),
            month_patients=ceil(whole.plan / MONTHS),
            month_leads=ceil(forecast.leads / MONTHS),
        )
    ]
    plan = await session.workspace.channel_plan(segment.id)
    targets = plan.targets if plan else ()
    months = ordinary_month([target.leads for target in targets])
    lines += [
        speak(
            "marketer-channel",
            name=target.channel.name,
            patients=target.patients,
            leads=target.leads,
            month_leads=write.decimal(month),
        )
        for target, month in zip(targets, months, strict=True)
    ]
    if plan and plan.budget:
        lines.append(speak("marketer-budget", budget=write.money(plan.budget)))
    return ("\n".join(lines),)
