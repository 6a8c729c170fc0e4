"""What can be asked of a chart worker: plain data that travels between processes, without any drawing.

Results of the analysis are named here for the type checker only: their modules need numpy, which the bot does
not load to ask for a picture. Those of a plan are known at run time: requests with them wait in the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import dropwhile
from typing import TYPE_CHECKING

from metrics.channels import ChannelPlan
from metrics.funnel import Forecast, WholePatients

if TYPE_CHECKING:
    from metrics.base_movement import BaseMonth
    from metrics.cohorts import QuarterCohort
    from metrics.comparison import FigureChange
    from metrics.ltv import RegisteredPoint, Window
    from metrics.measures import Measure
    from metrics.month_totals import MonthTotals
    from metrics.retention import RepeatCohort
    from metrics.segments import Groups
    from metrics.stability import RevenueStability
    from metrics.voice import Nps

MOST_MONTHS = 36
"""Points of a line that a phone's screen tells apart."""
MOST_QUARTERS = 8
MOST_ROWS = 6
MONTHS = 12
FEWEST = 10
"""Below this many patients a group is not shown."""


@dataclass(frozen=True, slots=True)
class BridgeChart:
    """How the plan of new patients comes about: lost + growth − referrals = plan.

    plan_year: the year the plan is for. language: one of `locales.texts.LANGUAGES`. subject: the segment the
    forecast is of, by the name its owner gave; `None` for the whole clinic. before: the forecast to compare
    with («было → стало»), in which case every changed bar carries its difference.
    Raises ValueError if a forecast lacks inputs: then there is no bridge to draw.
    """

    forecast: Forecast
    plan_year: int
    language: str
    subject: str | None = None
    before: Forecast | None = None

    def __post_init__(self) -> None:
        _whole(self.forecast)
        if self.before is not None:
            _whole(self.before)

    @property
    def whole(self) -> WholePatients:
        """The bridge to draw, in whole patients."""
        return _whole(self.forecast)

    @property
    def whole_before(self) -> WholePatients | None:
        """The bridge to compare with, in whole patients."""
        return None if self.before is None else _whole(self.before)


@dataclass(frozen=True, slots=True)
class ChannelsChart:
    """The plan by acquisition channel: sorted bars, patients and leads per month.

    conversion: share of leads that start treatment, 0..1. plan_year, language: as in `BridgeChart`.
    Raises ValueError if the plan has no marketing channel.
    """

    plan: ChannelPlan
    conversion: Fraction
    plan_year: int
    language: str

    def __post_init__(self) -> None:
        if not self.plan.targets:
            raise ValueError("a plan without a marketing channel has no bars")


@dataclass(frozen=True, slots=True)
class Decision:
    """What an owner decided on a day, in their own words."""

    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LtvLineChart:
    """LTV at each month-end with its band and as registered, and the owner's decisions as numbered dates.

    points: of the new patients who matured in the year to each month-end; registered: of all who had matured
    by then. change: LTV now against a year ago, `None` where that is unknown. decisions: numbered from the
    oldest; those before the first point or after the last have no mark. currency: a code of
    `locales.writing.CURRENCIES`. subject: the segment by the name its owner gave; `None` for the clinic.
    Raises ValueError without points.
    """

    points: tuple[RegisteredPoint, ...]
    window: Window
    change: FigureChange | None
    language: str
    currency: str = "RUB"
    decisions: tuple[Decision, ...] = ()
    registered: tuple[RegisteredPoint, ...] = ()
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class LtvSplitChart:
    """LTV = average visit check × frequency, now and a year ago.

    before: `None` where a year ago is unknown. change, currency, subject: as in `LtvLineChart`.
    Raises ValueError without visits.
    """

    now: RegisteredPoint
    before: RegisteredPoint | None
    window: Window
    change: FigureChange | None
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        if not self.now.visits or (self.before is not None and not self.before.visits):
            raise ValueError("LTV without visits has no check")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortsChart:
    """Heat map: of the patients first seen in a quarter, how many came in each quarter after it.

    quarters: as of `metrics.cohorts.quarters`; of the newest eight those from the first with patients on are
    drawn. known_from: from this day on a
    first visit in the rows was the first one; `None` if that holds for all.
    Raises ValueError without patients in the quarters drawn.
    """

    quarters: tuple[QuarterCohort, ...]
    language: str
    known_from: date | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.shown)

    @property
    def shown(self) -> tuple[QuarterCohort, ...]:
        """The cohorts to draw."""
        newest = self.quarters[-MOST_QUARTERS:]
        return tuple(dropwhile(lambda quarter: not quarter.size, newest))


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseChart:
    """How the base of active patients moved: new, returned and lost of each month, active at its end.

    months: the newest 24 are drawn. Raises ValueError without months.
    """

    months: tuple[BaseMonth, ...]
    language: str
    known_from: date | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatChart:
    """The repeat index of each mature cohort with its 95 % whiskers, and of the newest year of them together.

    cohorts: those of at least 10 patients are drawn, the newest 36. index: the measure of the repeat index.
    known_from: as in `CohortsChart`. Raises ValueError without such a cohort or without the index.
    """

    cohorts: tuple[RepeatCohort, ...]
    index: Measure
    language: str
    known_from: date | None = None
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.shown)
        if self.index.value is None:
            raise ValueError("cohorts without an index have no finding")

    @property
    def shown(self) -> tuple[RepeatCohort, ...]:
        """The cohorts to draw."""
        return tuple(cohort for cohort in self.cohorts if cohort.share.total >= FEWEST)[-MOST_MONTHS:]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueChart:
    """Monthly revenue within the band of its trend and season; the months outside it are marked.

    The newest 36 months are drawn. currency, subject: as in `LtvLineChart`.
    """

    stability: RevenueStability
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.stability.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsChart:
    """Doctors, channels, specialities or branches side by side: bars with two columns of numbers.

    Bars are revenue, or patients where the rows have no amounts. currency, subject: as in `LtvLineChart`.
    Raises ValueError without groups.
    """

    groups: Groups
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.groups.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsChart:
    """NPS as a diverging bar of detractors, passives and promoters."""

    nps: Nps
    language: str
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFactRow:
    """A figure or a channel: what was planned and what came; label: its name in the reader's language.

    fact: may be below zero, as turnover is where more was given back than paid. Raises ValueError on a plan
    below zero.
    """

    label: str
    plan: Fraction
    fact: Fraction
    is_money: bool = False

    def __post_init__(self) -> None:
        if self.plan < 0:
            raise ValueError("a plan is not negative")

    @property
    def deviation(self) -> Fraction | None:
        """The fact against the plan: −1/10 is a tenth behind; `None` where nothing was planned."""
        return None if not self.plan else self.fact / self.plan - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFactChart:
    """Plan against fact: a bar of the fact with a tick of the plan in each row.

    first_month, last_month: first days of the first and the last month counted, the same for a single month.
    Rows keep their order. At most six are drawn; of more, which must count the same thing, those after the
    fifth stand together. currency, subject: as in `LtvLineChart`.
    Raises ValueError without rows, and on more than six of which some are money and others are not.
    """

    rows: tuple[PlanFactRow, ...]
    first_month: date
    last_month: date
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        _some(self.rows)
        if len(self.rows) > MOST_ROWS and len({row.is_money for row in self.rows}) > 1:
            raise ValueError("rows of different units can't stand together")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMonthsChart:
    """The months of a year against its plan: a bar of the fact with a tick of the plan for each.

    label: the name of the figure in the reader's language. plan, facts: January to December; a fact is `None`
    where a month has not come or was not entered. forecast: low, expected and high of the whole year, `None`
    where it is not known. currency, subject: as in `LtvLineChart`.
    Raises ValueError unless both have twelve months and some fact is known.
    """

    label: str
    year: int
    plan: tuple[Fraction, ...]
    facts: tuple[Fraction | None, ...]
    language: str
    is_money: bool = False
    forecast: tuple[float, float, float] | None = None
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        if len(self.plan) != MONTHS or len(self.facts) != MONTHS:
            raise ValueError("a year has twelve months")
        _some(tuple(fact for fact in self.facts if fact is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPairChart:
    """The turnover of twelve months beside that of the same months a year before.

    months: twenty-four, oldest first. currency, subject: as in `LtvLineChart`.
    Raises ValueError for another number of months, or where the turnover of one is not known.
    """

    months: tuple[MonthTotals, ...]
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        if len(self.months) != 2 * MONTHS or any(month.revenue is None for month in self.months):
            raise ValueError("a pair of years has twenty-four months of known turnover")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoverBridgeChart:
    """Why turnover changed between two years; whole units of the currency.

    parts: patients, visits_per_patient and check with what each took or brought. noticeable: from how much on
    a part is spoken of. currency, subject: as in `LtvLineChart`.
    Raises ValueError unless the parts sum to the change.
    """

    before: int
    now: int
    parts: tuple[tuple[str, int], ...]
    noticeable: float
    language: str
    currency: str = "RUB"
    subject: str | None = None

    def __post_init__(self) -> None:
        if sum(units for _, units in self.parts) != self.now - self.before:
            raise ValueError("parts of a change add up to it")

    def is_noticeable(self, units: int) -> bool:
        """Whether a part is spoken of."""
        return abs(units) > self.noticeable


ChartRequest = (
    BridgeChart
    | ChannelsChart
    | LtvLineChart
    | LtvSplitChart
    | CohortsChart
    | BaseChart
    | RepeatChart
    | RevenueChart
    | GroupsChart
    | NpsChart
    | PlanFactChart
    | YearMonthsChart
    | YearPairChart
    | TurnoverBridgeChart
)


def _some(marks: tuple[object, ...]) -> None:
    if not marks:
        raise ValueError("there is nothing to draw")


def _whole(forecast: Forecast) -> WholePatients:
    if forecast.whole is None:
        raise ValueError("a forecast without whole patients has no bridge")
    return forecast.whole
