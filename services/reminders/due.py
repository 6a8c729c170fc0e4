"""The reminders that are due: which of them are sent now, and what becomes of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from clock import Clock
from metrics.monthly import Month
from services.reminders.schedule import Schedule, end_of_quiet
from storage.repositories.reminders import ClaimedReminder, DayTakenError, Following, ReminderClaims
from storage.repositories.routines import FIRST, ON, REPEAT
from storage.statement import Write

ANOTHER_TRY = timedelta(minutes=5)
"""When a message that Telegram did not take is tried again."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message to send: which month of which clinic to ask whom for.

    clinic_name: None for the only clinic of a person, and for one without a name; previous: the latest month
    before whose new patients are known, with their number.
    """

    claim: ClaimedReminder
    month: Month
    clinic_name: str | None
    previous: tuple[Month, Fraction] | None

    @property
    def person(self) -> str:
        """Who is reminded."""
        return self.claim.person_id

    @property
    def language(self) -> str:
        """The language of the person."""
        return self.claim.language

    @property
    def clinic_id(self) -> str:
        """Whose month it is."""
        return self.claim.clinic_id

    @property
    def silent(self) -> bool:
        """Repeats nobody asked for make no sound."""
        return self.claim.wish == REPEAT


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: at this moment, or, without one, when the routine is resumed."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Close:
    """Not any more: the month is entered, or a later one is due."""

    following: Following


@dataclass(frozen=True, slots=True)
class Send:
    """Now; the next month is planned with it."""

    following: Following


def decide(claim: ClaimedReminder, now: datetime) -> Wait | Close | Send:
    """What becomes of a reminder that is due."""
    if claim.status != ON:
        return Wait(None)
    schedule, month = schedule_of(claim), Month.parse(claim.period)
    latest = max(schedule.latest_due(now), month)
    following = latest if latest > month else month.shift(1)
    planned = Following(str(following), schedule.due(following))
    if claim.is_entered or latest > month:
        return Close(planned)
    # A government may have moved the clocks since it was planned.
    earliest = schedule.due(month) if claim.wish == FIRST else now
    moment = end_of_quiet(max(earliest, now), schedule.zone)
    return Wait(moment) if moment > now else Send(planned)


def schedule_of(claim: ClaimedReminder) -> Schedule:
    """The owner's day and hour."""
    return Schedule(claim.day, claim.hour, claim.zone)


class DueReminders:
    """What one process does about due reminders, whoever carries the messages."""

    def __init__(self, claims: ReminderClaims, clock: Clock) -> None:
        self._claims = claims
        self._clock = clock

    async def take(self, most: int) -> Sequence[Reminder] | None:
        """Claim up to `most` due reminders and return those to send now; None when nothing is due."""
        claimed = await self._claims.claim(most)
        if not claimed:
            return None
        now = self._clock.now()
        writes: list[Write] = []
        to_send: list[ClaimedReminder] = []
        for claim in claimed:
            match decide(claim, now):
                case Wait(until):
                    writes.append(self._claims.put_back(claim, until))
                case Close(following):
                    writes.extend(self._claims.close(claim, following))
                case Send():
                    to_send.append(claim)
        await self._claims.settle(writes)
        return await self._reminders(to_send) if to_send else ()

    async def begin(self, reminder: Reminder) -> bool:
        """Make sure that this process alone sends the reminder; False when it is not to be sent now."""
        claim, now = reminder.claim, self._clock.now()
        schedule, again = schedule_of(claim), now
        decision = decide(claim, now)
        try:
            if isinstance(decision, Send) and await self._claims.begin(
                claim, schedule.today(now), decision.following
            ):
                return True
        except DayTakenError:
            again = schedule.days_later(now, 1)
        await self._claims.settle([self._claims.put_back(claim, again)])
        return False

    async def sent(self, reminder: Reminder, message_id: int) -> None:
        """The message is with Telegram under this number."""
        schedule, now = schedule_of(reminder.claim), self._clock.now()
        first = reminder.claim.first_day or schedule.today(now)
        await self._claims.sent(reminder.claim, message_id, schedule.repeat_after(first, now))

    async def not_sent(self, reminder: Reminder) -> None:
        """Telegram has not taken the message, for certain; it is tried again a little later."""
        await self._claims.not_sent(reminder.claim, self._clock.now() + ANOTHER_TRY)

    async def doubt(self, reminder: Reminder) -> None:
        """Nobody knows whether the message arrived; the person is shown it at their next contact."""
        await self._claims.doubt(reminder.claim)

    async def unreachable(self, reminder: Reminder) -> None:
        """The person cannot be written to."""
        await self._claims.unreachable(reminder.claim)

    async def recover(self) -> None:
        """See to what dead processes left."""
        await self._claims.recover()

    async def release(self) -> None:
        """Give back what was claimed and not begun."""
        await self._claims.release()

    async def awaited(self) -> frozenset[str]:
        """The people to see to at their next contact."""
        return await self._claims.awaited()

    async def _reminders(self, claimed: Sequence[ClaimedReminder]) -> Sequence[Reminder]:
        entered = await self._claims.new_patients({claim.clinic_id for claim in claimed})
        return [
            Reminder(
                claim,
                Month.parse(claim.period),
                claim.clinic_name if claim.clinics > 1 else None,
                _latest_before(claim.period, entered.get(claim.clinic_id, {})),
            )
            for claim in claimed
        ]


def _latest_before(period: str, entered: Mapping[str, str]) -> tuple[Month, Fraction] | None:
    earlier = max((month for month in entered if month < period), default=None)
    return None if earlier is None else (Month.parse(earlier), Fraction(entered[earlier]))
