"""Plans of a segment: its forecast with the scenario that was adopted, and its targets by channel."""

from clock import Clock
from metrics.allocation import EVEN_MONTHS, Weight
from metrics.channels import Channel, ChannelKind, ChannelPlan, channel_plan
from metrics.encoding import from_plain, to_plain
from metrics.funnel import AS_IT_IS, Forecast, Scenario
from services.access import Action, Actor, NotFoundError, needs
from services.channels import ClinicChannels
from services.months import Months
from services.segments import ClinicSegments, segment_of
from storage.repositories.accounts import Accounts, StoredChannel, StoredClinic, StoredPlan, StoredSegment


class Plans:
    """The plans of one clinic's segments."""

    def __init__(
        self,
        actor: Actor,
        accounts: Accounts,
        clinic: StoredClinic,
        clock: Clock,
        *,
        segments: ClinicSegments,
        channels: ClinicChannels,
        months: Months,
    ) -> None:
        self.actor = actor
        self._accounts = accounts
        self._clinic = clinic
        self._clock = clock
        self._segments = segments
        self._channels = channels
        self._months = months

    @needs(Action.SEE_CHANNELS)
    async def seasonality(self, year: int) -> tuple[Weight, ...]:
        """Twelve weights by which a year's plan is split: the clinic's own once twelve months before the year
        are known, else even."""
        return await self._months.seasonality(year) or EVEN_MONTHS

    @needs(Action.SEE_FIGURES)
    async def adopted(self, segment_id: str) -> StoredPlan | None:
        """The plan adopted for the segment's year, if any. Raises NotFoundError."""
        return await self._adopted(self._segment(segment_id))

    @needs(Action.SEE_FIGURES)
    async def planned(self, segment_id: str) -> Forecast:
        """The forecast of a segment with the scenario that was made its plan, if one was.

        Raises NotFoundError, and FiguresError if the answers contradict each other.
        """
        return await self._planned(self._segment(segment_id))

    @needs(Action.ADOPT_PLAN)
    async def adopt(self, segment_id: str, scenario: Scenario) -> StoredPlan:
        """Make a what-if scenario the plan of the segment's year.

        Raises NotFoundError, and FiguresError or ValueError if there is no plan to adopt.
        """
        segment = self._segments.get(segment_id)
        made = segment.forecast(scenario)
        if made.whole is None:
            raise ValueError("there is no plan to adopt")
        plan = StoredPlan(
            plan_year=segment.plan_year,
            scenario=scenario_to_plain(scenario),
            patients=made.whole.plan,
            leads=made.leads,
            adopted_at=self._clock.now(),
        )
        await self._accounts.save_plan(self._segment(segment_id), plan)
        return plan

    @needs(Action.SEE_CHANNELS)
    async def of_channels(self, segment_id: str) -> ChannelPlan | None:
        """Targets per channel; None while there is no plan, no conversion or no marketing channel.

        Whoever may not see yearly figures gets no shares of the turnover: they would tell it. Raises
        NotFoundError, and FiguresError if the answers contradict each other.
        """
        stored = self._segment(segment_id)
        made = await self._planned(stored)
        channels = [_channel(known) for known in await self._channels.of(segment_id)]
        marketing = [channel for channel in channels if channel.kind is ChannelKind.MARKETING]
        if made.whole is None or made.conversion is None or not marketing:
            return None
        turnover = segment_of(stored).figures.turnover if self.actor.may(Action.SEE_FIGURES) else None
        return channel_plan(
            made.whole.plan,
            channels,
            conversion=made.conversion.value,
            turnover=turnover.value if turnover else None,
            seasonality=await self.seasonality(stored.plan_year),
        )

    async def _adopted(self, stored: StoredSegment) -> StoredPlan | None:
        return (await self._accounts.plans(stored)).get(stored.plan_year)

    async def _planned(self, stored: StoredSegment) -> Forecast:
        adopted = await self._adopted(stored)
        scenario = from_plain(Scenario, adopted.scenario) if adopted else AS_IT_IS
        return segment_of(stored).forecast(scenario, seasonality=await self.seasonality(stored.plan_year))

    def _segment(self, segment_id: str) -> StoredSegment:
        try:
            return self._clinic.segments[segment_id]
        except KeyError:
            raise NotFoundError(segment_id) from None


def scenario_to_plain(scenario: Scenario) -> dict[str, str]:
    """A scenario in plain types, exact; only what differs from «as it is»."""
    usual = to_plain(AS_IT_IS)
    return {name: change for name, change in to_plain(scenario).items() if change != usual[name]}


def _channel(stored: StoredChannel) -> Channel:
    return Channel(
        name=stored.name,
        kind=ChannelKind(stored.kind),
        new_patients=stored.new_patients,
        cost_per_lead=stored.cost_per_lead,
        budget=stored.budget,
        id=stored.id,
    )
