"""What an owner does about reminders: wants them, changes them, puts one off, does without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from clock import Clock
from metrics.monthly import Month
from services.access import Action, Actor, needs
from services.months import Months
from services.reminders.cities import Place, place
from services.reminders.schedule import Schedule
from storage.repositories.routines import (
    CLAIMED,
    FIRST,
    OFF,
    ON,
    PAUSED,
    PLANNED,
    REPEAT,
    SENT,
    SKIPPED,
    SNOOZED,
    UNKNOWN,
    UNREACHABLE,
    StoredReminder,
    StoredReminders,
    StoredRoutine,
)
from storage.unit_of_work import UnitOfWork

SHOWN_DATES = 3


class Status(StrEnum):
    """Whether reminders are sent; `unreachable` while the person has blocked the bot."""

    ON = ON
    PAUSED = PAUSED
    UNREACHABLE = UNREACHABLE
    OFF = OFF


@dataclass(frozen=True, slots=True)
class Routine:
    """When a clinic's owner is reminded, and whether at all; `place` is where the clinic is."""

    schedule: Schedule
    place: Place
    status: Status


class Reminders:
    """The reminders of one clinic, within one unit of work."""

    def __init__(self, actor: Actor, unit: UnitOfWork, months: Months, clock: Clock) -> None:
        self.actor = actor
        self._stored = StoredReminders(unit, actor.clinic, actor.person)
        self._months = months
        self._clock = clock

    @needs(Action.SET_REMINDERS)
    async def routine(self) -> Routine | None:
        """What the owner wants; None if they never said."""
        stored = await self._stored.routine()
        return None if stored is None else _routine(stored)

    @needs(Action.SET_REMINDERS)
    async def want(self, day: int, hour: int, where: Place) -> Routine:
        """Remind on this day and hour from now on. Raises ValueError for a day or hour there is none of."""
        Schedule(day, hour, where.zone)
        return await self._keep(StoredRoutine(day, hour, where.zone, where.key, ON, self._clock.now()))

    @needs(Action.SET_REMINDERS)
    async def pause(self) -> None:
        """Send nothing until `resume`."""
        await self._set_status(PAUSED)

    @needs(Action.SET_REMINDERS)
    async def resume(self) -> None:
        """Remind again, from the next moment on."""
        await self._set_status(ON)

    @needs(Action.SET_REMINDERS)
    async def unsubscribe(self) -> None:
        """Send nothing any more; day, hour and city are kept for the case of a change of mind."""
        await self._set_status(OFF)

    @needs(Action.SET_REMINDERS)
    async def came_back(self) -> None:
        """Resume what rests because the person could not be reached; what they missed is asked again."""
        stored = await self._stored.routine()
        if stored is None or stored.status != UNREACHABLE:
            return
        await self.resume()
        now, schedule = self._clock.now(), _routine(stored).schedule
        missed = schedule.latest_due(now)
        again = schedule.repeat_after(schedule.today(schedule.due(missed)), now)
        if again is not None and not await self._is_entered(str(missed)):
            await self._stored.plan(str(missed), again)

    @needs(Action.SET_REMINDERS)
    async def next_moments(self) -> Sequence[datetime]:
        """The next three moments at which the owner will be asked as things are; none while none will."""
        stored = await self._stored.routine()
        if stored is None or stored.status != ON:
            return ()
        waiting = [
            row.due_at
            for row in (await self._stored.reminders()).values()
            if row.wish != FIRST and row.due_at is not None and not await self._is_entered(row.period)
        ]
        schedule = _routine(stored).schedule
        planned = [schedule.due(month) for month in await self._next_months(schedule)]
        return sorted([*waiting, *planned])[:SHOWN_DATES]

    @needs(Action.SET_REMINDERS)
    async def snooze(self, month: Month, days: int) -> datetime | None:
        """Ask for a month again so many days from today; None if it is not asked for any more."""
        stored = await self._asked(month)
        if stored is None:
            return None
        moment = _routine(stored).schedule.days_later(self._clock.now(), days)
        await self._stored.settle(str(month), SENT, SNOOZED, moment)
        return moment

    @needs(Action.SET_REMINDERS)
    async def skip(self, month: Month) -> bool:
        """Ask no more for a month; False if it is not asked for any more anyway."""
        if await self._asked(month) is None:
            return False
        await self._stored.settle(str(month), SKIPPED, FIRST, None)
        return True

    @needs(Action.SET_REMINDERS)
    async def unknown(self) -> Month | None:
        """The month of a reminder of which nobody knows whether it arrived, if it still is to be asked for.

        It counts as sent from here on: whoever asks shows it.
        """
        stored, found = await self._stored.routine(), None
        for row in (await self._stored.reminders()).values():
            if stored is not None and row.state == UNKNOWN:
                found = Month.parse(row.period)
                await self._count_as_sent(_routine(stored), row)
        if stored is None or stored.status != ON or found is None or await self._is_entered(str(found)):
            return None
        return found if found >= _routine(stored).schedule.latest_due(self._clock.now()) else None

    @needs(Action.SET_REMINDERS)
    async def arrived(self, month: Month) -> None:
        """The person answers a reminder of which nobody knew whether it arrived."""
        stored, row = await self._stored.routine(), (await self._stored.reminders()).get(str(month))
        if stored is not None and row is not None and row.state == UNKNOWN:
            await self._count_as_sent(_routine(stored), row)

    @needs(Action.SET_REMINDERS)
    async def everything(self) -> dict[str, object] | None:
        """What is kept about reminders, in plain types, for the owner to take away."""
        stored = await self._stored.routine()
        if stored is None:
            return None
        return {
            "day": stored.day,
            "hour": stored.hour,
            "zone": stored.zone,
            "city": stored.city,
            "status": stored.status,
            "months": {
                period: {"state": row.state, "sent": row.sent_count}
                for period, row in (await self._stored.reminders()).items()
            },
        }

    async def _set_status(self, status: str) -> None:
        stored = await self._stored.routine()
        if stored is not None and stored.status != status:
            await self._keep(replace(stored, status=status, status_since=self._clock.now()))

    async def _keep(self, stored: StoredRoutine) -> Routine:
        self._stored.save(stored)
        routine = _routine(stored)
        await self._stored.drop_planned()
        for row in (await self._stored.reminders()).values():
            again = self._again(routine, row)
            if row.state in (CLAIMED, SENT) and again != row.due_at:
                await self._stored.settle(row.period, SENT, row.wish, again)
        if routine.status is Status.ON:
            month, *_ = await self._next_months(routine.schedule)
            await self._stored.plan(str(month), routine.schedule.due(month))
        return routine

    async def _count_as_sent(self, routine: Routine, row: StoredReminder) -> None:
        await self._stored.settle(row.period, SENT, REPEAT, self._again(routine, row))

    def _again(self, routine: Routine, row: StoredReminder) -> datetime | None:
        """When a month that was asked for is asked for again under a changed routine."""
        now, schedule = self._clock.now(), routine.schedule
        is_latest = Month.parse(row.period).shift(1) >= Month.of(schedule.today(now))
        if routine.status is not Status.ON or row.first_on is None or not is_latest:
            return None
        if row.wish == SNOOZED and row.due_at is not None:
            return row.due_at
        return schedule.repeat_after(date.fromisoformat(row.first_on), now)

    async def _next_months(self, schedule: Schedule) -> Sequence[Month]:
        """The next months to be asked for: those neither entered nor asked for already."""
        rows = await self._stored.reminders()
        free = []
        for month in islice(schedule.months_from(self._clock.now()), 2 * SHOWN_DATES):
            row = rows.get(str(month))
            if (row is None or row.state == PLANNED) and not await self._is_entered(str(month)):
                free.append(month)
        return free[:SHOWN_DATES]

    async def _asked(self, month: Month) -> StoredRoutine | None:
        """The routine, if a month has been asked for and still may be."""
        stored, row = await self._stored.routine(), (await self._stored.reminders()).get(str(month))
        if stored is None or stored.status != ON or row is None or row.state == SKIPPED:
            return None
        is_asked = row.sent_count or row.state in (SENT, UNKNOWN)
        return stored if is_asked and not await self._is_entered(str(month)) else None

    async def _is_entered(self, period: str) -> bool:
        return await self._months.is_entered(Month.parse(period))


def _routine(stored: StoredRoutine) -> Routine:
    where = place(stored.city) or Place(stored.zone, stored.zone, stored.zone)
    return Routine(Schedule(stored.day, stored.hour, stored.zone), where, Status(stored.status))
