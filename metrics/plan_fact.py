"""Plan against fact by month: how far, whether beyond the clinic's own noise, what it means for the year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from metrics.allocation import EVEN_MONTHS, MONTHS, Weight
from metrics.confidence import wilson
from metrics.month_noise import Noise, binomial_chance, chance_of, noise_of, year_end
from metrics.monthly import Month, MonthFacts, MonthFigure, MonthlyFigures

FALSE_ALARMS = 0.05
"""Chance that a month of a clinic exactly on plan brings any finding at all."""


class Line(StrEnum):
    """What a plan gives for every month and the facts answer.

    attracted: new patients who did not come by referral, the plan's own unit; referrals: new patients by
    referral, against the referral forecast; turnover: against last year's with the wanted growth.
    """

    ATTRACTED = "attracted"
    LEADS = "leads"
    REFERRALS = "referrals"
    TURNOVER = "turnover"

    @property
    def is_counted(self) -> bool:
        """Whether it counts people, whose noise is Poisson's at least."""
        return self is not Line.TURNOVER


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelGoal:
    """What a year's plan asks of a marketing channel; patients and leads of each month, money of the year.

    channel: its id. Of cost_per_lead and budget, either, both or none may be known; budget wins.
    """

    channel: str
    name: str
    patients: tuple[int, ...]
    leads: tuple[int, ...]
    cost_per_lead: Fraction | None
    budget: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """The plan of a year: twelve months per line, the conversion it reckons with, its channels.

    A line that could not be planned is absent; conversion is 0..1, None where it is not known. basis: stands
    for the figures it was made of; empty where that was not noted.
    """

    year: int
    lines: Mapping[Line, tuple[Fraction, ...]]
    conversion: Fraction | None
    channels: tuple[ChannelGoal, ...]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure over some months against its plan for the same months.

    chance: how likely a clinic exactly on plan is to stray as far; None while its noise is not known.
    """

    plan: Fraction
    fact: Fraction
    months: int
    chance: float | None

    @property
    def deviation(self) -> Fraction | None:
        """−0.1 is a tenth behind; None where nothing was planned."""
        return self.fact / self.plan - 1 if self.plan else None


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of the year for one line.

    planned: the whole year's plan; so_far: the facts known; gaps: months passed over without a fact, taken as
    on plan; months_left: months after the newest fact; needed: of each of them, on average, to reach the
    plan, rounded up, 0 once it is reached, None after December.
    year_end: expected, low and high of the whole year at the clinic's own pace, 95 %; None while its noise
    is not known.
    """

    planned: Fraction
    so_far: Fraction
    gaps: int
    months_left: int
    needed: int | None
    year_end: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """Leads that started treatment: started of leads, its 95 % interval, what the plan reckons with.

    chance: how likely leads of the planned conversion are to stray as far.
    """

    started: int
    leads: int
    low: float
    high: float
    planned: Fraction
    chance: float

    @property
    def value(self) -> Fraction:
        """The share that started, 0..1."""
        return Fraction(self.started, self.leads)


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """A marketing channel in the year so far, over the months in which it was told.

    conversion: new patients per lead. cost and planned_cost: of a new patient, with leads at their price, or
    the year's budget spread evenly; None where they cannot be known.
    """

    channel: str
    name: str
    patients: Standing | None
    leads: Standing | None
    conversion: Conversion | None
    cost: Fraction | None
    planned_cost: Fraction | None


class Topic(StrEnum):
    """What a finding is about, the most urgent first: what is upstream explains what is downstream."""

    LEADS = "leads"
    CONVERSION = "conversion"
    CHANNEL = "channel"
    REFERRALS = "referrals"
    ATTRACTED = "attracted"
    TURNOVER = "turnover"


@dataclass(frozen=True, slots=True)
class MonthFinding:
    """A deviation beyond chance; of_year: found in the year so far, else in the month alone."""

    topic: Topic
    is_behind: bool
    of_year: bool
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month and its year against the plan; `year` and `rest` go to the newest month with facts.

    is_judged: whether there are months enough to tell a deviation from chance.
    """

    month: Month
    plan: YearPlan | None
    lines: Mapping[Line, Standing]
    year: Mapping[Line, Standing]
    rest: Mapping[Line, Rest]
    conversion: Conversion | None
    channels: tuple[ChannelStanding, ...]
    findings: tuple[MonthFinding, ...]
    is_judged: bool


def month_report(
    month: Month,
    facts: Mapping[Month, MonthFacts],
    plan: YearPlan | None,
    seasonality: Sequence[Weight] = EVEN_MONTHS,
) -> MonthReport:
    """Everything the facts of a month say against the plan of its year.

    facts: all known months of the clinic; seasonality: twelve weights of the months, as the plan was split.
    A finding is a deviation less likely than `FALSE_ALARMS` divided by the number of deviations looked at
    (Bonferroni), so that all of them together raise no more false alarms than that.
    """
    if plan is None:
        return MonthReport(month, None, {}, {}, {}, None, (), (), is_judged=False)
    series = {line: _series(facts.values(), line) for line in plan.lines}
    lines, year, rest = {}, {}, {}
    for line, planned in plan.lines.items():
        known = series[line]
        of_year = {at: value for at, value in known.items() if at.year == plan.year}
        if not of_year:
            continue
        noise = noise_of(known, seasonality, is_counted=line.is_counted)
        if month in of_year:
            before = {at: value for at, value in known.items() if at < month}
            lines[line] = _standing(
                [month], of_year, planned, noise_of(before, seasonality, is_counted=line.is_counted)
            )
        year[line] = _standing(of_year, of_year, planned, noise)
        rest[line] = _rest(of_year, planned, noise, seasonality)
    in_year = [facts[at] for at in sorted(facts) if at.year == plan.year]
    conversion = _conversion([fact.clinic for fact in in_year], MonthFigure.STARTED, plan.conversion)
    channels = tuple(_channel(goal, in_year, facts, plan, seasonality) for goal in plan.channels)
    is_judged = any(standing.chance is not None for standing in (*lines.values(), *year.values()))
    found = tuple(_findings(lines, year, conversion, channels)) if is_judged else ()
    return MonthReport(month, plan, lines, year, rest, conversion, channels, found, is_judged)


def line_fact(facts: MonthFacts, line: Line) -> Fraction | None:
    """What a month brought on a line of the plan; None where it is not known."""
    return facts.attracted if line is Line.ATTRACTED else facts.clinic.get(MonthFigure(line))


def _series(facts: Iterable[MonthFacts], line: Line) -> dict[Month, Fraction]:
    told = ((fact.month, line_fact(fact, line)) for fact in facts)
    return {month: value for month, value in sorted(told) if value is not None}


def _standing(
    months: Iterable[Month],
    known: Mapping[Month, Fraction],
    planned: Sequence[Fraction | int],
    noise: Noise | None,
) -> Standing:
    counted = list(months)
    plan = sum((Fraction(planned[month.number - 1]) for month in counted), Fraction(0))
    fact = sum((known[month] for month in counted), Fraction(0))
    return Standing(plan, fact, len(counted), chance_of(plan, fact, noise))


def _rest(
    of_year: Mapping[Month, Fraction],
    planned: Sequence[Fraction],
    noise: Noise | None,
    seasonality: Sequence[Weight],
) -> Rest:
    newest = max(of_year)
    passed = [number for number in range(1, newest.number) if Month(newest.year, number) not in of_year]
    months_left = MONTHS - newest.number
    whole, so_far = sum(planned, Fraction(0)), sum(of_year.values(), Fraction(0))
    missing = whole - so_far - sum((planned[number - 1] for number in passed), Fraction(0))
    needed = max(0, ceil(missing / months_left)) if months_left else None
    unknown = sum(
        float(seasonality[number - 1]) for number in (*passed, *range(newest.number + 1, MONTHS + 1))
    )
    end = None if noise is None else year_end(float(so_far), unknown, noise)
    return Rest(whole, so_far, len(passed), months_left, needed, end)


def _conversion(
    told: Iterable[MonthlyFigures], outcome: MonthFigure, planned: Fraction | None
) -> Conversion | None:
    """Over the months in which both are known; None without leads, or with more outcomes than leads."""
    pairs = [
        (figures[outcome], figures[MonthFigure.LEADS])
        for figures in told
        if outcome in figures and MonthFigure.LEADS in figures
    ]
    started, leads = (int(sum(column)) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    if planned is None or not leads or started > leads:
        return None
    low, high = wilson(started, leads)
    return Conversion(started, leads, low, high, planned, binomial_chance(started, leads, float(planned)))


def _channel(
    goal: ChannelGoal,
    in_year: Sequence[MonthFacts],
    facts: Mapping[Month, MonthFacts],
    plan: YearPlan,
    seasonality: Sequence[Weight],
) -> ChannelStanding:
    patients = _channel_standing(
        goal.channel, MonthFigure.NEW_PATIENTS, goal.patients, plan, facts, seasonality
    )
    leads = _channel_standing(goal.channel, MonthFigure.LEADS, goal.leads, plan, facts, seasonality)
    told = [fact.channels.get(goal.channel, {}) for fact in in_year]
    return ChannelStanding(
        goal.channel,
        goal.name,
        patients,
        leads,
        _conversion(told, MonthFigure.NEW_PATIENTS, plan.conversion),
        _cost(goal, patients, leads),
        _planned_cost(goal),
    )


def _channel_standing(
    channel: str,
    figure: MonthFigure,
    planned: Sequence[int],
    plan: YearPlan,
    facts: Mapping[Month, MonthFacts],
    seasonality: Sequence[Weight],
) -> Standing | None:
    known = {
        month: fact.channels[channel][figure]
        for month, fact in sorted(facts.items())
        if figure in fact.channels.get(channel, {})
    }
    of_year = {month: value for month, value in known.items() if month.year == plan.year}
    return _standing(of_year, of_year, planned, noise_of(known, seasonality)) if of_year else None


def _cost(goal: ChannelGoal, patients: Standing | None, leads: Standing | None) -> Fraction | None:
    if patients is None or not patients.fact:
        return None
    if goal.budget is not None:
        return goal.budget * patients.months / MONTHS / patients.fact
    if goal.cost_per_lead is None or leads is None or leads.months != patients.months:
        return None
    return goal.cost_per_lead * leads.fact / patients.fact


def _planned_cost(goal: ChannelGoal) -> Fraction | None:
    patients, leads = sum(goal.patients), sum(goal.leads)
    money = goal.budget if goal.budget is not None else goal.cost_per_lead and goal.cost_per_lead * leads
    return money / patients if money is not None and patients else None


_TOPICS: Mapping[Line, Topic] = {
    Line.LEADS: Topic.LEADS,
    Line.REFERRALS: Topic.REFERRALS,
    Line.ATTRACTED: Topic.ATTRACTED,
    Line.TURNOVER: Topic.TURNOVER,
}


def _findings(
    lines: Mapping[Line, Standing],
    year: Mapping[Line, Standing],
    conversion: Conversion | None,
    channels: Sequence[ChannelStanding],
) -> Iterator[MonthFinding]:
    """Every deviation beyond chance, the most urgent first; one per topic and channel."""
    looked_at = list(_deviations(lines, year, conversion, channels))
    tests = sum(chance is not None for _, chance in looked_at)
    beyond = [found for found, chance in looked_at if chance is not None and chance < FALSE_ALARMS / tests]
    told: set[tuple[Topic, str | None]] = set()
    for found in sorted(beyond, key=_urgency):
        if (found.topic, found.channel) not in told:
            told.add((found.topic, found.channel))
            yield found


def _urgency(found: MonthFinding) -> tuple[bool, int, bool]:
    """What is behind the plan first, then by topic, the year before the month."""
    return not found.is_behind, list(Topic).index(found.topic), not found.of_year


def _deviations(
    lines: Mapping[Line, Standing],
    year: Mapping[Line, Standing],
    conversion: Conversion | None,
    channels: Sequence[ChannelStanding],
) -> Iterator[tuple[MonthFinding, float | None]]:
    for of_year, standings in ((True, year), (False, lines)):
        for line, standing in standings.items():
            yield MonthFinding(_TOPICS[line], standing.fact < standing.plan, of_year), standing.chance
    if conversion is not None:
        yield MonthFinding(Topic.CONVERSION, conversion.value < conversion.planned, True), conversion.chance
    for channel in channels:
        if channel.patients is not None:
            behind = channel.patients.fact < channel.patients.plan
            yield MonthFinding(Topic.CHANNEL, behind, True, channel.channel), channel.patients.chance
