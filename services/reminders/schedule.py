"""When an owner wants to be reminded: a day of the month and an hour where the clinic is.

Every moment is counted from the day and the hour themselves, never from the moment before, so that a 31st
stays one though February has none.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from metrics.monthly import Month

QUIET_FROM = time(21)
QUIET_UNTIL = time(9)
HOURS = range(QUIET_UNTIL.hour, QUIET_FROM.hour)
"""Full hours at which a person can be written to."""
REPEATS = (timedelta(days=2), timedelta(days=7))
"""Days after the first reminder of a month on which it is repeated, silently."""
DEFAULT_DAY = 3
DEFAULT_HOUR = 10

_SECOND = timedelta(seconds=1)


def moment_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment a clock in `zone` shows a day and a time, in UTC.

    A time the clocks skip gives the first moment after the gap, one they show twice the first of the two.
    """
    shown = datetime.combine(day, at, tzinfo=zone)
    first, second = shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)
    return first if first <= second else _end_of_gap(second, first, shown)


def _end_of_gap(before: datetime, after: datetime, skipped: datetime) -> datetime:
    """The moment between two at which the clocks go past what they skip; they do so at whole seconds."""
    while after - before > _SECOND:
        middle = (before + (after - before) // 2).replace(microsecond=0)
        if middle.astimezone(skipped.tzinfo).replace(tzinfo=None) < skipped.replace(tzinfo=None):
            before = middle
        else:
            after = middle
    return after


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether people in `zone` are not to be disturbed."""
    shown = moment.astimezone(zone).time()
    return shown >= QUIET_FROM or shown < QUIET_UNTIL


def end_of_quiet(moment: datetime, zone: ZoneInfo) -> datetime:
    """The next moment from `moment` on at which people in `zone` may be written to."""
    if not is_quiet(moment, zone):
        return moment
    shown = moment.astimezone(zone)
    return moment_at(shown.date() + timedelta(days=shown.time() >= QUIET_FROM), QUIET_UNTIL, zone)


@dataclass(frozen=True)
class Schedule:
    """A day 1…31 and a full hour 0…23 in a time zone (IANA name).

    Raises ValueError for another day or hour, ZoneInfoNotFoundError for a zone there is none of.
    """

    day: int
    hour: int
    zone_name: str

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 31:
            raise ValueError("days are numbered 1 to 31")
        time(self.hour)
        _ = self.zone

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone with its rules."""
        return ZoneInfo(self.zone_name)

    def moment_in(self, calendar: Month) -> datetime:
        """The moment in a calendar month; a month that is too short has it on its last day."""
        day = min(self.day, monthrange(calendar.year, calendar.number)[1])
        return self.on(date(calendar.year, calendar.number, day))

    def due(self, month: Month) -> datetime:
        """When a month is asked for: in the month after it."""
        return self.moment_in(month.shift(1))

    def on(self, day: date) -> datetime:
        """The moment of the wanted hour on a day."""
        return moment_at(day, time(self.hour), self.zone)

    def today(self, now: datetime) -> date:
        """The date at a moment where the clinic is."""
        return now.astimezone(self.zone).date()

    def latest_due(self, now: datetime) -> Month:
        """The latest month that has been due at `now`."""
        month = Month.of(self.today(now))
        return next(earlier for back in count() if self.due(earlier := month.shift(-back)) <= now)

    def months_from(self, now: datetime) -> Iterator[Month]:
        """The months that will be due after `now`, in order, without end."""
        latest = self.latest_due(now)
        return (latest.shift(ahead) for ahead in count(1))

    def days_later(self, now: datetime, days: int) -> datetime:
        """The wanted hour so many days after the day of `now`."""
        return self.on(self.today(now) + timedelta(days=days))

    def repeat_after(self, first: date, now: datetime) -> datetime | None:
        """The next silent repeat after `now` of a reminder first sent on a day; None if none is left."""
        return next((moment for later in REPEATS if (moment := self.on(first + later)) > now), None)
