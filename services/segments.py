"""The parts of a clinic a plan can be made for: the clinic itself, a doctor, a channel; and their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clock import Clock
from metrics.allocation import EVEN_MONTHS, Weight
from metrics.funnel import AS_IT_IS, Figure, Forecast, Scenario, YearFigures, forecast
from services.access import Action, Actor, NotFoundError, needs
from services.answers import Answer, year_figures
from services.limits import MOST_SEGMENTS, Limit, LimitReachedError
from services.questionnaire import first_unanswered, stored_answers
from storage.repositories.accounts import Accounts, StoredClinic, StoredSegment

PLANNING_SEASON = 10
"""From October on people plan the next year, before it the running one."""


class SegmentKind(StrEnum):
    """What a plan can be made for."""

    CLINIC = "clinic"
    DOCTOR = "doctor"
    SPECIALITY = "speciality"
    CHANNEL = "channel"
    BRANCH = "branch"


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
        """Whether its patients were counted in rows of visits, rather than told by somebody."""
        people = (Figure.PREVIOUS_PATIENTS, Figure.PATIENTS, Figure.NEW_PATIENTS, Figure.REFERRALS)
        return all(name in self.answers and self.answers[name].is_from_rows for name in people)

    def forecast(
        self, scenario: Scenario = AS_IT_IS, *, seasonality: Sequence[Weight] = EVEN_MONTHS
    ) -> Forecast:
        """The plan its figures make. Raises FiguresError if they contradict each other."""
        return forecast(self.figures, scenario, seasonality=seasonality, from_rows=self._is_counted)


def segment_of(stored: StoredSegment) -> Segment:
    """A segment with what its stored answers say."""
    return Segment(
        id=stored.id,
        kind=SegmentKind(stored.kind),
        name=stored.name,
        plan_year=stored.plan_year,
        answers=stored_answers(stored.answers),
    )


class ClinicSegments:
    """The segments of one clinic; those of others are not there."""

    def __init__(self, actor: Actor, accounts: Accounts, clinic: StoredClinic, clock: Clock) -> None:
        self.actor = actor
        self._accounts = accounts
        self._clinic = clinic
        self._clock = clock

    @needs(Action.SEE_FIGURES)
    def listed(self) -> tuple[Segment, ...]:
        """Everything there is a plan or a beginning of one for; the clinic itself first."""
        stored = self._clinic.segments.values()
        return tuple(
            sorted(map(self._as_it_is, stored), key=lambda segment: segment.kind is not SegmentKind.CLINIC)
        )

    @needs(Action.SEE_FIGURES)
    def get(self, segment_id: str) -> Segment:
        """One segment. Raises NotFoundError for an id that is not of this clinic."""
        return self._as_it_is(self._stored(segment_id))

    @needs(Action.SEE_FIGURES)
    def whole_clinic(self) -> Segment:
        """The segment of the clinic itself; begun if there is none yet."""
        stored = self._clinic.segments.values()
        found = next((segment for segment in stored if segment.kind == SegmentKind.CLINIC), None)
        return self._as_it_is(found) if found else self._add(SegmentKind.CLINIC, None)

    @needs(Action.ENTER_FIGURES)
    def add(self, kind: SegmentKind, name: str) -> Segment:
        """Begin a segment. Raises LimitReachedError when there are too many."""
        if len(self._clinic.segments) >= MOST_SEGMENTS:
            raise LimitReachedError(Limit.SEGMENTS)
        return self._add(kind, name)

    @needs(Action.ENTER_FIGURES)
    def rename(self, segment_id: str, name: str) -> Segment:
        """Give a segment another name. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.set_segment(stored, name=name, plan_year=stored.plan_year)
        return self._changed(stored)

    @needs(Action.ENTER_FIGURES)
    def plan_for(self, segment_id: str, year: int) -> Segment:
        """Plan a segment for another year. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.set_segment(stored, name=stored.name, plan_year=year)
        return self._changed(stored)

    @needs(Action.ENTER_FIGURES)
    def remove(self, segment_id: str) -> None:
        """Remove a segment with everything entered for it. Raises NotFoundError."""
        self._accounts.remove_segment(self._clinic, self._stored(segment_id))

    @needs(Action.ENTER_FIGURES)
    def answer(self, segment_id: str, question: str, answer: Answer) -> Segment:
        """Keep an answer. Raises NotFoundError."""
        stored = self._stored(segment_id)
        self._accounts.save_answer(stored, question, answer.to_plain(), self._clock.now())
        return self._changed(stored)

    @needs(Action.ENTER_FIGURES)
    def start_over(self, segment_id: str) -> Segment:
        """Forget the answers and plans of a segment and plan for the year of today; its channels stay.

        Raises NotFoundError.
        """
        stored = self._stored(segment_id)
        self._accounts.clear(stored)
        self._accounts.set_segment(stored, name=stored.name, plan_year=plan_year_at(self._clock.now()))
        return self._changed(stored)

    def _as_it_is(self, stored: StoredSegment) -> Segment:
        """The segment, made once in an update until it is changed."""
        made: Segment | None = self._accounts.unit.memo.get((Segment, stored.id))
        return made or self._changed(stored)

    def _changed(self, stored: StoredSegment) -> Segment:
        """The segment anew, after a change."""
        segment = segment_of(stored)
        self._accounts.unit.memo[Segment, stored.id] = segment
        return segment

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
