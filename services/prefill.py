"""What a file already answers of the questionnaire."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from datasets.years import YearOfVisits
from metrics.encoding import from_json, to_json
from metrics.estimate import Estimate
from metrics.funnel import Figure
from metrics.money import KOPECKS
from services.answers import Answer, CountedDays
from services.limits import MOST_CHANNELS
from services.plan_fact import keep_plan
from services.segments import Segment, plan_year_at, year_planned_at
from services.workspace import Workspace
from spreadsheets.figure_cells import ChannelFound, FiguresFound


@dataclass(frozen=True, slots=True)
class Offer:
    """Twelve months whose figures the questionnaire can take over."""

    period: CountedDays
    answers: Mapping[str, Answer]

    @property
    def is_calendar_year(self) -> bool:
        """Whether the twelve months are January to December."""
        return (self.period.start.month, self.period.end.month) == (1, 12)


def offers(years: Sequence[YearOfVisits]) -> tuple[Offer, ...]:
    """The twelve months to choose from, best first: the last full ones, then the last full calendar year."""
    full = [_offer(year) for year in years if year.is_whole and year.patients]
    rolling = [offer for offer in full if not offer.is_calendar_year]
    calendar = [offer for offer in full if offer.is_calendar_year]
    return (*rolling[-1:], *calendar[-1:])


async def take_over(workspace: Workspace, offer: Offer) -> Segment:
    """Answer the clinic's questionnaire with an offer's figures, for the year that follows them.

    What was planned before is kept for the months of its year.
    """
    await keep_plan(workspace)
    segment = workspace.segments.whole_clinic()
    workspace.segments.plan_for(segment.id, year_planned_at(offer.period.end + timedelta(days=1)))
    for question, answer in offer.answers.items():
        workspace.segments.answer(segment.id, question, answer)
    return workspace.segments.get(segment.id)


async def take_figures(workspace: Workspace, found: FiguresFound) -> Segment:
    """Answer the clinic's questionnaire with the figures of a file, and name its channels.

    The year is the one the file says, else the one people plan from now. A channel the clinic has already
    gets the file's figures; of more channels than there is room for the first are taken.
    """
    await keep_plan(workspace)
    segment = workspace.segments.whole_clinic()
    year = found.year or plan_year_at(workspace.clock.now()) - 1
    counted = CountedDays(date(year, 1, 1), date(year, 12, 31))
    workspace.segments.plan_for(segment.id, year + 1)
    for figure in found.figures:
        told = Answer(estimate=figure.value, counted=counted, is_of_table=True)
        workspace.segments.answer(segment.id, figure.figure, told)
    for channel in found.channels:
        await _take_channel(workspace, segment, channel)
    return workspace.segments.get(segment.id)


async def _take_channel(workspace: Workspace, segment: Segment, found: ChannelFound) -> None:
    known = await workspace.channels.of(segment.id)
    channel = next((each for each in known if each.name.casefold() == found.name.casefold()), None)
    if channel is None:
        if len(known) >= MOST_CHANNELS:
            return
        channel = await workspace.channels.add(
            segment.id, name=found.name, kind=found.kind, new_patients=found.new_patients
        )
    channel.kind, channel.new_patients = found.kind, found.new_patients
    channel.cost_per_lead, channel.budget = found.cost_per_lead, found.budget
    await workspace.channels.save(segment.id, channel)


def offers_to_json(made: Iterable[Offer]) -> str:
    """Offers as an upload keeps them."""
    return to_json([{name: answer.to_plain() for name, answer in offer.answers.items()} for offer in made])


def offers_from_json(stored: str) -> tuple[Offer, ...]:
    """Offers as they were kept."""
    answers = [
        {name: Answer.from_plain(answer) for name, answer in offer.items()}
        for offer in from_json(list[dict[str, Any]], stored)
    ]
    return tuple(Offer(next(_periods(given)), given) for given in answers)


def _periods(answers: Mapping[str, Answer]) -> Iterator[CountedDays]:
    return (answer.counted for answer in answers.values() if answer.counted)


def _offer(year: YearOfVisits) -> Offer:
    period = CountedDays(year.start, year.end)
    turnover = None if year.turnover is None else Fraction(year.turnover, KOPECKS)
    figures: dict[Figure, int | Fraction | None] = {
        Figure.PATIENTS: year.patients,
        Figure.PREVIOUS_PATIENTS: year.previous_patients,
        Figure.NEW_PATIENTS: year.new_patients,
        Figure.RETURNED_PATIENTS: year.returned_patients,
        Figure.TURNOVER: turnover,
        Figure.REFERRALS: year.referrals,
    }
    answers = {
        str(figure): Answer(estimate=Estimate.exact(value), counted=period)
        for figure, value in figures.items()
        if value is not None
    }
    return Offer(period, answers)


def incomplete_year(years: Sequence[YearOfVisits]) -> date | None:
    """The last day of the last calendar year, if the rows end before it does."""
    calendar = [year for year in years if (year.start.month, year.end.month) == (1, 12)]
    return calendar[-1].end if calendar and not calendar[-1].is_whole else None
