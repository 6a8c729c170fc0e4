"""The plan per channel: the text at once, the picture right after it."""

from collections.abc import Iterator
from fractions import Fraction

from handlers.results.pictures import PICTURE, ForecastPicture
from handlers.session import Session
from metrics.allocation import ordinary_month
from metrics.channels import ChannelPlan, ChannelTarget
from services.workspace import Segment

MONTHS_SHOWN = 8
"""Channels whose months fit a folded quote that one still reads."""


async def show_channel_plan(session: Session, segment: Segment, plan: ChannelPlan) -> None:
    """Send the targets of a segment's channels."""
    lines: list[str] = [
        session.speak(
            "channel_plan-headline", year=str(segment.plan_year), patients=plan.patients, leads=plan.leads
        )
    ]
    lines += _targets(session, plan)
    lines += await _notes(session, segment, plan)
    folded = "\n".join(_explanation(session, segment, plan))
    await session.say("\n".join(lines) + f"\n\n<blockquote expandable>{folded}</blockquote>")
    session.later(PICTURE, {"of": ForecastPicture.CHANNELS, "segment": segment.id})


def _targets(session: Session, plan: ChannelPlan) -> Iterator[str]:
    if not plan.patients:
        yield session.speak("channel_plan-zero")
        return
    patients = ordinary_month([target.patients for target in plan.targets])
    leads = ordinary_month([target.leads for target in plan.targets])
    for target, month_patients, month_leads in zip(plan.targets, patients, leads, strict=True):
        yield session.speak(
            "channel_plan-target",
            name=target.channel.name,
            share=session.write.share(target.share),
            patients=session.write.count(target.patients),
            leads=session.write.count(target.leads),
            month_patients=session.write.decimal(month_patients),
            month_leads=session.write.decimal(month_leads),
            money=_money(session, target),
        )


def _money(session: Session, target: ChannelTarget) -> str:
    if target.budget is None or target.cost_of_patient is None:
        return ""
    write = session.write
    return session.speak(
        "channel_plan-money",
        budget=write.money(target.budget),
        of_turnover=_of_turnover(session, target.budget_of_turnover),
        cost=write.money(target.cost_of_patient),
    )


def _of_turnover(session: Session, share: Fraction | None) -> str:
    if share is None:
        return ""
    return session.speak("channel_plan-of_turnover", share=session.write.share(share, places=1))


async def _notes(session: Session, segment: Segment, plan: ChannelPlan) -> list[str]:
    speak, write = session.speak, session.write
    notes: list[str] = []
    if plan.budget is not None:
        of_turnover = _of_turnover(session, plan.budget_of_turnover)
        budget = write.money(plan.budget)
        if plan.cost_of_patient is not None:
            cost = write.money(plan.cost_of_patient)
            notes.append(speak("channel_plan-budget", budget=budget, of_turnover=of_turnover, cost=cost))
        elif plan.budget_is_partial:
            notes.append(speak("channel_plan-budget-partial", budget=budget, of_turnover=of_turnover))
    planned = await session.workspace.planned(segment.id)
    more = plan.leads - (planned.leads or 0)
    if more > 0:
        notes.append(speak("channel_plan-rounding", more=write.count(more)))
    if plan.natural:
        names = ", ".join(channel.name for channel in plan.natural)
        notes.append(speak("channel_plan-natural", names=names))
    return notes


def _explanation(session: Session, segment: Segment, plan: ChannelPlan) -> Iterator[str]:
    speak, write = session.speak, session.write
    conversion = segment.forecast().conversion
    yield speak(
        "channel_plan-how",
        patients=write.count(plan.patients),
        conversion=write.share(conversion.value, places=1) if conversion else "",
    )
    yield speak("channel_plan-months")
    for target in plan.targets[:MONTHS_SHOWN]:
        months = " · ".join(
            f"{patients}/{leads}"
            for patients, leads in zip(target.monthly_patients, target.monthly_leads, strict=True)
        )
        yield speak("channel_plan-month_line", name=target.channel.name, months=months)
