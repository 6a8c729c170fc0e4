"""What one person may see and change: their clinics, each with its segments, answers, channels and plans.

A workspace is opened for a person at the clinic they look at, and everything is looked up inside it: an id
from a button that belongs to somebody else is not found. Nothing is written before the unit of work it was
opened with is committed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from metrics.allocation import EVEN_MONTHS, Weight
from metrics.channels import Channel, ChannelKind, ChannelPlan, channel_plan
from metrics.encoding import from_plain, to_plain
from metrics.funnel import AS_IT_IS, Figure, Forecast, Scenario, YearFigures, forecast
from metrics.monthly import Month
from services.answers import Answer, year_figures
from services.months import Months
from services.questionnaire import first_unanswered, stored_answers
from services.reminders.routine import Reminders
from storage.clock import Clock
from storage.repositories.accounts import (
    Account,
    Accounts,
    Identity,
    StoredChannel,
    StoredClinic,
    StoredPlan,
    StoredSegment,
    new_id,
)
from storage.repositories.decisions import StoredDecisions
from storage.repositories.kept_uploads import KeptUploads
from storage.repositories.offered_uploads import OfferedUpload, OfferedUploads, Origin
from storage.repositories.routines import asked_below
from storage.unit_of_work import UnitOfWork

PLANNING_SEASON = 10
"""From October on people plan the next year, before it the running one."""

MOST_CLINICS = 10
MOST_SEGMENTS = 30
MOST_CHANNELS = 20
LONGEST_NAME = 60

PLAUSIBLE_CHECK: Mapping[str, tuple[int, int]] = {
    "RUB": (500, 500_000),
    "USD": (5, 500_000),
    "EUR": (5, 500_000),
    "GBP": (5, 500_000),
    "KZT": (2_500, 2_500_000),
    "BYN": (15, 500_000),
    "UZS": (60_000, 60_000_000),
    "AMD": (2_000, 2_000_000),
}
"""Average check per patient and year, lowest and highest; outside it the owner is asked «тысячи или рубли?».

The ruble's bounds are the product's definition; the others rule out only what no clinic can have. Currencies
not listed are not asked about.
"""


class SegmentKind(StrEnum):
    """What a plan can be made for."""

    CLINIC = "clinic"
    DOCTOR = "doctor"
    SPECIALITY = "speciality"
    CHANNEL = "channel"
    BRANCH = "branch"


class Limit(StrEnum):
    """Why something cannot be added."""

    CLINICS = "clinics"
    SEGMENTS = "segments"
    CHANNELS = "channels"


class LimitReachedError(ValueError):
    """There are already as many as anybody can oversee on a phone."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit


class NotFoundError(LookupError):
    """No such thing in this person's workspace: removed earlier, or never theirs."""


def plan_year_at(now: datetime) -> int:
    """The year people plan for at a moment: the next one from October on."""
    return year_planned_at(now.date())


def year_planned_at(day: date) -> int:
    """The year people plan for on a day."""
    return day.year + (day.month >= PLANNING_SEASON)


def other_plan_year(year: int, now: datetime) -> int:
    """The other year one can plan for at a moment: the running one or the next.

    Only for these are there figures: of the last full year, or of the running one.
    """
    return now.year if year == now.year + 1 else now.year + 1


def clean_name(text: str) -> str | None:
    """A name as it will be shown, on one line; None if nothing readable is left or it is too long."""
    name = " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())
    return name if 0 < len(name) <= LONGEST_NAME else None


class Named(Protocol):
    """Something its owner gave a name."""

    @property
    def name(self) -> str | None: ...


def is_taken(name: str, others: Iterable[Named]) -> bool:
    """Whether one of `others` has this name, in capital or small letters."""
    return any(other.name is not None and other.name.casefold() == name.casefold() for other in others)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the clinic (or the whole) with what is known of it."""

    id: str
    kind: SegmentKind
    name: str | None
    plan_year: int
    answers: Mapping[str, Answer]

    @property
    def figures(self) -> YearFigures:
        """The yearly figures its answers make."""
        return year_figures(self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether every question was answered, be it by «не знаю»."""
        return first_unanswered(self.answers) is None

    @property
    def _is_counted(self) -> bool:
        """Whether its patients were counted from a file rather than typed."""
        people = (Figure.PREVIOUS_PATIENTS, Figure.PATIENTS, Figure.NEW_PATIENTS, Figure.REFERRALS)
        return all(name in self.answers and self.answers[name].counted is not None for name in people)

    def forecast(
        self, scenario: Scenario = AS_IT_IS, *, seasonality: Sequence[Weight] = EVEN_MONTHS
    ) -> Forecast:
        """The plan its figures make. Raises FiguresError if they contradict each other."""
        return forecast(self.figures, scenario, seasonality=seasonality, from_rows=self._is_counted)


@dataclass(frozen=True, slots=True)
class Clinic:
    """One of a person's clinics; name is None while the owner gave none."""

    id: str
    name: str | None


class Workspace:
    """One person's view of one of their clinics, and of which clinics there are."""

    def __init__(
        self, accounts: Accounts, account: Account, clock: Clock, clinic_id: str | None = None
    ) -> None:
        self._accounts = accounts
        self._account = account
        self._clock = clock
        self._clinic_id = clinic_id or account.current
        self._segments: dict[str, Segment] = {}

    @classmethod
    async def open(cls, unit: UnitOfWork, identity: Identity, language: str, clock: Clock) -> "Workspace":
        """The workspace of whoever is reached so; a new one, in `language`, at first contact."""
        accounts = Accounts(unit)
        account = await accounts.reached_by(identity) or accounts.create(identity, language, clock.now())
        if not account.clinics:
            currency = "RUB" if language == "ru" else "USD"
            accounts.add_clinic(account, name=None, currency=currency, now=clock.now())
        return cls(accounts, account, clock)

    @classmethod
    async def reached_by(cls, unit: UnitOfWork, identity: Identity, clock: Clock) -> "Workspace | None":
        """The workspace of whoever is reached so; None if they have none."""
        accounts = Accounts(unit)
        account = await accounts.reached_by(identity)
        return cls(accounts, account, clock) if account is not None and account.clinics else None

    @classmethod
    async def find(
        cls, unit: UnitOfWork, person: str, clock: Clock, clinic_id: str | None = None
    ) -> "Workspace | None":
        """The workspace of a person, at the clinic they look at or another one.

        None if they have none, had everything deleted, or have no such clinic.
        """
        accounts = Accounts(unit)
        account = await accounts.find(person)
        if account is None or (clinic_id or account.current) not in account.clinics:
            return None
        return cls(accounts, account, clock, clinic_id)

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work it was opened with."""
        return self._accounts.unit

    @property
    def clock(self) -> Clock:
        """What it takes the time from."""
        return self._clock

    @property
    def person(self) -> str:
        """Whose workspace it is, by our own id."""
        return self._account.person

    @property
    def language(self) -> str:
        """The language the person is spoken to in."""
        return self._account.language

    @property
    def clinic_id(self) -> str:
        """Id of the clinic this view is of."""
        return self._clinic_id

    @property
    def currency(self) -> str:
        """ISO code of the clinic's currency."""
        return self._clinic.currency

    @property
    def clinic_name(self) -> str | None:
        """The clinic's name, if the owner gave one."""
        return self._clinic.name

    @property
    def clinics(self) -> tuple[Clinic, ...]:
        """All clinics of the person, in the order they were made."""
        return tuple(Clinic(stored.id, stored.name) for stored in self._account.clinics.values())

    @property
    def months(self) -> Months:
        """The clinic's figures month by month."""
        return Months(self.unit, self._clinic_id, self._clock)

    @property
    def _drafts(self) -> OfferedUploads:
        return OfferedUploads(self.unit, self._clinic_id)

    async def asked_below(self, message_id: int) -> tuple[str, Month] | None:
        """The clinic and the month the person was asked for last, if it was below a message of the chat."""
        found = await asked_below(self.unit, self.person, message_id)
        return None if found is None else (found[0], Month.parse(found[1]))

    @property
    def reminders(self) -> Reminders:
        """When the owner is asked for the clinic's months."""
        return Reminders(self._accounts.unit, self._clinic_id, self.person, self.months, self._clock)

    @property
    def _clinic(self) -> StoredClinic:
        return self._account.clinics[self._clinic_id]

    def of_clinic(self, clinic_id: str) -> "Workspace":
        """The same person's view of another clinic, which stays the other one. Raises NotFoundError."""
        if clinic_id not in self._account.clinics:
            raise NotFoundError(clinic_id)
        return Workspace(self._accounts, self._account, self._clock, clinic_id)

    def of_segment(self, segment_id: str) -> "Workspace":
        """The same person's view of the clinic a segment belongs to. Raises NotFoundError."""
        for stored in self._account.clinics.values():
            if segment_id in stored.segments:
                return self.of_clinic(stored.id)
        raise NotFoundError(segment_id)

    def go_to_clinic(self, clinic_id: str) -> None:
        """Look at another clinic from now on. Raises NotFoundError."""
        if clinic_id not in self._account.clinics:
            raise NotFoundError(clinic_id)
        if clinic_id != self._account.current:
            self._accounts.set_current(self._account, self._account.clinics[clinic_id])
        self._clinic_id = clinic_id

    def go_to_segment(self, segment_id: str) -> Segment:
        """Look at the clinic of a segment from now on. Raises NotFoundError."""
        self.go_to_clinic(self.of_segment(segment_id).clinic_id)
        return self.segment(segment_id)

    def add_clinic(self, name: str) -> None:
        """Make another clinic in the same currency and look at it. Raises LimitReachedError."""
        if len(self._account.clinics) >= MOST_CLINICS:
            raise LimitReachedError(Limit.CLINICS)
        added = self._accounts.add_clinic(
            self._account, name=name, currency=self.currency, now=self._clock.now()
        )
        self.go_to_clinic(added.id)

    def remove_clinic(self, clinic_id: str) -> None:
        """Remove one of several clinics with everything entered for it; another one is looked at then.

        Raises NotFoundError, or ValueError for the only clinic: without any there is no workspace.
        """
        stored = self._account.clinics.get(clinic_id)
        if stored is None:
            raise NotFoundError(clinic_id)
        if len(self._account.clinics) == 1:
            raise ValueError("the only clinic goes with the whole workspace")
        self._accounts.remove_clinic(self._account, stored)
        self._clinic_id = self._account.current

    @property
    def plausible_checks(self) -> tuple[Fraction, Fraction]:
        """Lowest and highest average check that is taken without asking."""
        lowest, highest = PLAUSIBLE_CHECK.get(self.currency, (0, 10**15))
        return Fraction(lowest), Fraction(highest)

    def set_language(self, language: str) -> None:
        """Speak another language from now on."""
        self._accounts.set_language(self._account, language)

    def set_currency(self, currency: str) -> None:
        """Change the sign of money; the figures stay as they were typed."""
        self._accounts.set_clinic(self._clinic, name=self.clinic_name, currency=currency)

    def rename_clinic(self, name: str | None) -> None:
        """Give the clinic a name, or take it away."""
        self._accounts.set_clinic(self._clinic, name=name, currency=self.currency)

    def segments(self) -> tuple[Segment, ...]:
        """Everything there is a plan or a beginning of one for; the clinic itself first."""
        stored = self._clinic.segments.values()
        return tuple(
            sorted(map(self._as_it_is, stored), key=lambda segment: segment.kind is not SegmentKind.CLINIC)
        )

    def segment(self, segment_id: str) -> Segment:
        """One segment. Raises NotFoundError for an id that is not in this workspace."""
        return self._as_it_is(self._stored(segment_id))

    def whole_clinic(self) -> Segment:
        """The segment of the clinic itself; begun if there is none yet."""
        stored = self._clinic.segments.values()
        found = next((segment for segment in stored if segment.kind == SegmentKind.CLINIC), None)
        return self._as_it_is(found) if found else self._add(SegmentKind.CLINIC, None)

    def add_segment(self, kind: SegmentKind, name: str) -> Segment:
        """Begin a segment. Raises LimitReachedError when there are too many."""
        if len(self._clinic.segments) >= MOST_SEGMENTS:
            raise LimitReachedError(Limit.SEGMENTS)
        return self._add(kind, name)

    def rename_segment(self, segment_id: str, name: str) -> Segment:
        """Give a segment another name. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.set_segment(stored, name=name, plan_year=stored.plan_year)
        return self._changed(stored)

    def plan_for(self, segment_id: str, year: int) -> Segment:
        """Plan a segment for another year. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.set_segment(stored, name=stored.name, plan_year=year)
        return self._changed(stored)

    def remove_segment(self, segment_id: str) -> None:
        """Remove a segment with everything entered for it. Raises NotFoundError."""
        self._accounts.remove_segment(self._clinic, self._stored(segment_id))

    def answer(self, segment_id: str, question: str, answer: Answer) -> Segment:
        """Keep an answer. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.save_answer(stored, question, answer.to_plain(), self._clock.now())
        return self._changed(stored)

    def start_over(self, segment_id: str) -> Segment:
        """Forget the answers and plans of a segment and plan for the year of today; its channels stay.

        Raises NotFoundError.
        """
        stored = self._stored(segment_id)
        self._accounts.clear(stored)
        self._accounts.set_segment(stored, name=stored.name, plan_year=plan_year_at(self._clock.now()))
        return self._changed(stored)

    async def channels(self, segment_id: str) -> Sequence[StoredChannel]:
        """The channels of a segment in the order they were named. Raises NotFoundError."""
        return tuple((await self._accounts.channels(self._stored(segment_id))).values())

    async def channel(self, segment_id: str, channel_id: str) -> StoredChannel:
        """One channel. Raises NotFoundError."""
        found = (await self._accounts.channels(self._stored(segment_id))).get(channel_id)
        if found is None:
            raise NotFoundError(channel_id)
        return found

    async def add_channel(
        self, segment_id: str, *, name: str, kind: ChannelKind, new_patients: int
    ) -> StoredChannel:
        """Name a channel. Raises NotFoundError, or LimitReachedError when there are too many."""
        stored = self._stored(segment_id)
        if len(await self._accounts.channels(stored)) >= MOST_CHANNELS:
            raise LimitReachedError(Limit.CHANNELS)
        channel = StoredChannel(new_id(), name, kind, new_patients)
        await self._accounts.save_channel(stored, channel, self._clock.now())
        return channel

    async def save_channel(self, segment_id: str, channel: StoredChannel) -> None:
        """Keep what was changed in a channel of this segment. Raises NotFoundError."""
        await self.channel(segment_id, channel.id)
        await self._accounts.save_channel(self._stored(segment_id), channel, self._clock.now())

    async def remove_channel(self, segment_id: str, channel_id: str) -> StoredChannel:
        """Remove a channel and return it, so that it can be put back. Raises NotFoundError."""
        channel = await self.channel(segment_id, channel_id)
        await self._accounts.remove_channel(self._stored(segment_id), channel)
        return channel

    async def restore_channel(self, segment_id: str, channel: StoredChannel) -> None:
        """Put a removed channel back.

        Raises NotFoundError for a segment that is not here, or LimitReachedError when its place is taken.
        """
        stored = self._stored(segment_id)
        if len(await self._accounts.channels(stored)) >= MOST_CHANNELS:
            raise LimitReachedError(Limit.CHANNELS)
        await self._accounts.save_channel(stored, channel, self._clock.now())

    async def channel_plan(self, segment_id: str) -> ChannelPlan | None:
        """Targets per channel; None while there is no plan, no conversion or no marketing channel.

        Raises NotFoundError, and FiguresError if the answers contradict each other.
        """
        segment = self.segment(segment_id)
        made = await self.planned(segment_id)
        channels = [_channel(stored) for stored in await self.channels(segment_id)]
        marketing = [channel for channel in channels if channel.kind is ChannelKind.MARKETING]
        if made.whole is None or made.conversion is None or not marketing:
            return None
        turnover = segment.figures.turnover
        return channel_plan(
            made.whole.plan,
            channels,
            conversion=made.conversion.value,
            turnover=turnover.value if turnover else None,
            seasonality=await self.seasonality(segment.plan_year),
        )

    async def seasonality(self, year: int) -> tuple[Weight, ...]:
        """Twelve weights by which a year's plan is split: the clinic's own once twelve months before the year
        are known, else even."""
        return await self.months.seasonality(year) or EVEN_MONTHS

    async def adopted_plan(self, segment_id: str) -> StoredPlan | None:
        """The plan adopted for the segment's year, if any. Raises NotFoundError."""
        stored = self._stored(segment_id)
        return (await self._accounts.plans(stored)).get(stored.plan_year)

    async def planned(self, segment_id: str) -> Forecast:
        """The forecast of a segment with the scenario that was made its plan, if one was.

        Raises NotFoundError, and FiguresError if the answers contradict each other.
        """
        adopted = await self.adopted_plan(segment_id)
        scenario = from_plain(Scenario, adopted.scenario) if adopted else AS_IT_IS
        segment = self.segment(segment_id)
        return segment.forecast(scenario, seasonality=await self.seasonality(segment.plan_year))

    async def adopt(self, segment_id: str, scenario: Scenario) -> StoredPlan:
        """Make a what-if scenario the plan of the segment's year.

        Raises NotFoundError, and FiguresError or ValueError if there is no plan to adopt.
        """
        stored = self._stored(segment_id)
        made = self._as_it_is(stored).forecast(scenario)
        if made.whole is None:
            raise ValueError("there is no plan to adopt")
        plan = StoredPlan(
            plan_year=stored.plan_year,
            scenario=scenario_to_plain(scenario),
            patients=made.whole.plan,
            leads=made.leads,
            adopted_at=self._clock.now(),
        )
        await self._accounts.save_plan(stored, plan)
        return plan

    def begin_draft(self, *, sent_id: int, origin: Origin, file_id: str, size: int) -> OfferedUpload:
        """Note a file that was sent, until it is kept or put aside."""
        draft = OfferedUpload(new_id(), self.person, sent_id, origin, file_id, size)
        self._drafts.add(draft, self._clock.now())
        return draft

    async def draft(self, draft_id: str) -> OfferedUpload:
        """One draft of the person; the clinic it was sent to is shown from here on, until the update ends.

        Raises NotFoundError for an id that is nobody's or somebody else's.
        """
        for clinic_id in (self._clinic_id, *self._account.clinics):
            found = await OfferedUploads(self.unit, clinic_id).find(draft_id)
            if found is not None:
                self._clinic_id = clinic_id
                return found
        raise NotFoundError(draft_id)

    def save_draft(self, draft: OfferedUpload) -> None:
        """Keep what has changed in a draft of this workspace."""
        self._drafts.save(draft)

    def remove_draft(self, draft: OfferedUpload) -> None:
        """Forget a draft of this workspace."""
        self._drafts.remove(draft)

    def keep_self_check(self, given: Sequence[bool]) -> None:
        """Keep the latest self-check."""
        self._accounts.save_self_check(self._clinic, given, self._clock.now())

    async def everything(self) -> dict[str, Any]:
        """All that is stored about the person, in plain types, for them to take away."""
        return {
            "language": self.language,
            "clinics": [
                await self.of_clinic(clinic_id)._exported_clinic() for clinic_id in self._account.clinics
            ],
        }

    def forget(self) -> None:
        """Delete all that is stored about the person."""
        self._accounts.forget(self._account)

    def _as_it_is(self, stored: StoredSegment) -> Segment:
        """The segment, made once until it is changed."""
        return self._segments.get(stored.id) or self._changed(stored)

    def _changed(self, stored: StoredSegment) -> Segment:
        """The segment anew, after a change."""
        segment = self._segments[stored.id] = _segment(stored)
        return segment

    async def _exported_clinic(self) -> dict[str, Any]:
        segments = self._clinic.segments.values()
        return {
            "name": self.clinic_name,
            "currency": self.currency,
            "segments": [await self._exported(stored) for stored in segments],
            "self_check": await self._accounts.self_check(self._clinic),
            "months": await self.months.everything(),
            "reminders": await self.reminders.everything(),
            "files_sent": [
                {"size": draft.size, "answers": json.loads(draft.answers)}
                for draft in await self._drafts.all()
            ],
            "decisions": [
                {"day": decision.day.isoformat(), "text": decision.text}
                for decision in await StoredDecisions(self.unit, self.clinic_id).listed()
            ],
            **await self._exported_uploads(),
        }

    async def _exported(self, stored: StoredSegment) -> dict[str, Any]:
        return {
            "kind": stored.kind,
            "name": stored.name,
            "plan_year": stored.plan_year,
            "answers": stored.answers,
            "channels": [
                {
                    "id": channel.id,
                    "name": channel.name,
                    "kind": channel.kind,
                    "new_patients": channel.new_patients,
                    "cost_per_lead": channel.cost_per_lead and str(channel.cost_per_lead),
                    "budget": channel.budget and str(channel.budget),
                }
                for channel in (await self._accounts.channels(stored)).values()
            ],
            "plans": [
                {
                    "plan_year": plan.plan_year,
                    "scenario": plan.scenario,
                    "patients": plan.patients,
                    "leads": plan.leads,
                    "adopted_at": plan.adopted_at.isoformat(),
                }
                for plan in (await self._accounts.plans(stored)).values()
            ],
        }

    async def _exported_uploads(self) -> dict[str, Any]:
        imports = KeptUploads(self.unit, self.clinic_id)
        return {
            "uploads": [
                {
                    "imported_at": made.kept_at.isoformat(),
                    "first_day": made.first_day.isoformat(),
                    "last_day": made.last_day.isoformat(),
                    "rows": made.rows,
                    "patients": made.patients,
                    "turnover": None if made.turnover is None else str(Decimal(made.turnover) / 100),
                    "by_branch": json.loads(made.coverage)["branches"],
                    "undone_at": made.undone_at and made.undone_at.isoformat(),
                }
                for made in await imports.listed()
            ],
            "answers_about_columns": {
                shape: json.loads(answers) for shape, answers in (await imports.all_remembered()).items()
            },
        }

    def _add(self, kind: SegmentKind, name: str | None) -> Segment:
        now = self._clock.now()
        stored = self._accounts.add_segment(
            self._clinic, kind=kind, name=name, plan_year=plan_year_at(now), now=now
        )
        return self._changed(stored)

    def _stored(self, segment_id: str) -> StoredSegment:
        try:
            return self._clinic.segments[segment_id]
        except KeyError:
            raise NotFoundError(segment_id) from None


def scenario_to_plain(scenario: Scenario) -> dict[str, str]:
    """A scenario in plain types, exact; only what differs from «as it is»."""
    usual = to_plain(AS_IT_IS)
    return {name: change for name, change in to_plain(scenario).items() if change != usual[name]}


def _segment(stored: StoredSegment) -> Segment:
    return Segment(
        id=stored.id,
        kind=SegmentKind(stored.kind),
        name=stored.name,
        plan_year=stored.plan_year,
        answers=stored_answers(stored.answers),
    )


def _channel(stored: StoredChannel) -> Channel:
    return Channel(
        name=stored.name,
        kind=ChannelKind(stored.kind),
        new_patients=stored.new_patients,
        cost_per_lead=stored.cost_per_lead,
        budget=stored.budget,
        id=stored.id,
    )
