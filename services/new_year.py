"""A new year: this year becomes last year, with what the months already tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from metrics.allocation import MONTHS
from metrics.funnel import Figure
from metrics.month_noise import FEWEST_MONTHS
from metrics.monthly import MonthFacts, MonthFigure
from services.answers import Answer
from services.month_entry import marketing_channels
from services.plan_fact import keep_plan
from services.questionnaire import sequence
from services.segments import Segment, SegmentKind
from services.typed import exactly
from services.workspace import Workspace

_SUMS: Mapping[Figure, MonthFigure] = {
    Figure.NEW_PATIENTS: MonthFigure.NEW_PATIENTS,
    Figure.REFERRALS: MonthFigure.REFERRALS,
    Figure.TURNOVER: MonthFigure.TURNOVER,
}
"""Figures of a year that are the sums of its months. Patients are not: who came in two months counts once."""


@dataclass(frozen=True, slots=True)
class NewYearOffer:
    """A plan for a new year, as far as it is known: answers by question, `left` questions to ask.

    months: of how many months of the year that ended the new patients are known. channels: new patients of
    the year by channel id, of the channels all of whose months are known.
    """

    plan_year: int
    answers: Mapping[str, Answer]
    left: int
    months: int
    channels: Mapping[str, int]


async def offer_of(workspace: Workspace, now: datetime) -> NewYearOffer | None:
    """The plan for the running year from the one that ended; None while the clinic's plan is not of the past.

    Patients of the old plan's figures become those of the year before. A sum is taken from the months only if
    all twelve are known, a conversion from three on.
    """
    clinic = next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)
    if clinic is None or not clinic.is_complete or clinic.plan_year >= now.year:
        return None
    ended = now.year - 1
    facts = [item for month, item in (await workspace.months.facts()).items() if month.year == ended]
    answers = dict(_from_months(facts))
    if clinic.plan_year == ended and Figure.PATIENTS in clinic.answers:
        answers[Figure.PREVIOUS_PATIENTS] = clinic.answers[Figure.PATIENTS]
    channels = {
        channel.id: total
        for channel in await marketing_channels(workspace)
        if (total := _of_channel(facts, channel.id)) is not None
    }
    known = sum(MonthFigure.NEW_PATIENTS in month.clinic for month in facts)
    left = sum(question.name not in answers for question in sequence(answers))
    return NewYearOffer(now.year, answers, left, known, channels)


async def roll_over(workspace: Workspace, offer: NewYearOffer) -> Segment:
    """Make the year that ended the last year of a new plan; its own plan is kept for its months."""
    await keep_plan(workspace)
    clinic = workspace.segments.start_over(workspace.segments.whole_clinic().id)
    workspace.segments.plan_for(clinic.id, offer.plan_year)
    for question, answer in offer.answers.items():
        workspace.segments.answer(clinic.id, question, answer)
    for channel in await workspace.channels.of(clinic.id):
        if channel.id in offer.channels:
            channel.new_patients = offer.channels[channel.id]
            await workspace.channels.save(clinic.id, channel)
    return workspace.segments.get(clinic.id)


def _from_months(facts: list[MonthFacts]) -> Mapping[str, Answer]:
    answers = {
        str(figure): exactly(total)
        for figure, of_month in _SUMS.items()
        if (total := _whole_year([month.clinic.get(of_month) for month in facts])) is not None
    }
    conversion = _conversion(facts)
    if conversion is not None:
        answers[Figure.CONVERSION] = exactly(conversion)
    return answers


def _of_channel(facts: list[MonthFacts], channel: str) -> int | None:
    told = [month.channels.get(channel, {}).get(MonthFigure.NEW_PATIENTS) for month in facts]
    total = _whole_year(told)
    return None if total is None else int(total)


def _whole_year(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == MONTHS else None


def _conversion(facts: list[MonthFacts]) -> Fraction | None:
    pairs = [
        (month.clinic[MonthFigure.STARTED], month.clinic[MonthFigure.LEADS])
        for month in facts
        if MonthFigure.STARTED in month.clinic and MonthFigure.LEADS in month.clinic
    ]
    started, leads = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    return Fraction(started, leads) if len(pairs) >= FEWEST_MONTHS and 0 < started <= leads else None
