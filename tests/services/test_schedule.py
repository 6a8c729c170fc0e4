"""When a reminder is due: every zone, every day of the month, ten years."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest

from metrics.monthly import Month
from services.reminders.schedule import HOURS, Schedule, end_of_quiet, is_quiet, moment_at

FIRST_YEAR, YEARS = 2026, 10
SECOND = timedelta(seconds=1)


def changes_of_clocks(zone: ZoneInfo) -> Iterator[datetime]:
    """The first moment of each new offset in the ten years, found by halving the week it is in."""
    start, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(FIRST_YEAR + YEARS, 1, 1, tzinfo=UTC)
    while start < end:
        before, after = start, start + timedelta(days=7)
        offset = before.astimezone(zone).utcoffset()
        if offset != after.astimezone(zone).utcoffset():
            while after - before > SECOND:
                middle = (before + (after - before) / 2).replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == offset:
                    before = middle
                else:
                    after = middle
            yield after
        start += timedelta(days=7)


@cache
def zones() -> dict[str, tuple[datetime, ...]]:
    """One zone for all that show the same clocks throughout the ten years, with its changes."""
    alike: dict[object, tuple[str, tuple[datetime, ...]]] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        changes = tuple(changes_of_clocks(zone))
        clocks = [
            moment.astimezone(zone).utcoffset()
            for moment in (datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), *changes)
        ]
        alike.setdefault((changes, tuple(clocks)), (name, changes))
    return dict(alike.values())


def at(shown: str) -> datetime:
    """What a clock shows."""
    return datetime.fromisoformat(shown)


def months() -> Iterator[Month]:
    return Month(FIRST_YEAR, 1).until(Month(FIRST_YEAR + YEARS - 1, 12))


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def is_right(moment: datetime, wanted: datetime, zone: ZoneInfo) -> bool:
    """Whether it is the first moment at which clocks in the zone show the wanted time or have skipped it."""
    shown = moment.astimezone(zone)
    if shown.replace(tzinfo=None) == wanted:
        return shown.fold == 0
    return wall(moment - SECOND, zone) < wanted < wall(moment, zone)


def test_every_zone_and_day_is_asked_once_a_month_at_its_hour_for_ten_years() -> None:
    calendar = [(month, monthrange(month.year, month.number)[1]) for month in months()]
    checked = 0
    for number, name in enumerate(zones()):
        zone = ZoneInfo(name)
        for day in range(1, 32):
            hour = HOURS[(number + day) % len(HOURS)]
            schedule = Schedule(day, hour, name)
            for month, length in calendar:
                wanted = datetime.combine(date(month.year, month.number, min(day, length)), time(hour))
                shown = schedule.moment_in(month).astimezone(zone)
                # In the daytime of these years no clock skips or repeats an hour anywhere.
                assert (shown.replace(tzinfo=None), shown.fold) == (wanted, 0), (name, day, month)
                checked += 1
    assert checked == len(zones()) * 31 * 12 * YEARS >= 60 * 3720


def test_around_every_change_of_clocks_every_quarter_hour_is_met_once() -> None:
    for name, changes in zones().items():
        zone = ZoneInfo(name)
        for change in changes:
            around = wall(change, zone).replace(minute=0, second=0)
            for quarters in range(-12, 13):
                wanted = around + timedelta(minutes=15 * quarters)
                moment = moment_at(wanted.date(), wanted.time(), zone)
                assert is_right(moment, wanted, zone), (name, wanted)
    assert sum(map(len, zones().values())) > 2 * YEARS * 20


@pytest.mark.parametrize(
    ("zone", "wanted", "moment"),
    [
        # Berlin skips 02:00–03:00: both become 03:00 of summer, 01:00 UTC.
        ("Europe/Berlin", at("2026-03-29 02:00"), at("2026-03-29 01:00")),
        ("Europe/Berlin", at("2026-03-29 02:30"), at("2026-03-29 01:00")),
        # Berlin has 02:30 twice: the first is of summer, two hours ahead.
        ("Europe/Berlin", at("2026-10-25 02:30"), at("2026-10-25 00:30")),
        # Lord Howe skips half an hour: 02:00–02:30, at 15:30 UTC of the day before.
        ("Australia/Lord_Howe", at("2026-10-04 02:15"), at("2026-10-03 15:30")),
        # Samoa had no 30 December 2011 at all; the 31st began at 10:00 UTC of the 30th.
        ("Pacific/Apia", at("2011-12-30 10:00"), at("2011-12-30 10:00")),
        ("Asia/Kathmandu", at("2026-11-03 10:00"), at("2026-11-03 04:15")),
    ],
)
def test_a_skipped_time_is_the_moment_after_the_gap_and_a_repeated_one_the_first(
    zone: str, wanted: datetime, moment: datetime
) -> None:
    assert moment_at(wanted.date(), wanted.time(), ZoneInfo(zone)) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (1, [1, 1, 1, 1, 1]),
        (29, [29, 28, 29, 29, 29]),
        (30, [30, 28, 30, 30, 30]),
        (31, [31, 28, 31, 30, 31]),
    ],
)
def test_a_short_month_has_the_day_on_its_last_and_the_next_month_is_whole_again(
    day: int, days: list[int]
) -> None:
    schedule = Schedule(day, 10, "Europe/Moscow")
    moments = [schedule.moment_in(Month(2027, number)) for number in range(1, 6)]
    assert moments == [
        datetime(2027, number, last, 7, tzinfo=UTC) for number, last in enumerate(days, start=1)
    ]


def test_the_29th_of_february_is_there_in_leap_years() -> None:
    assert Schedule(31, 10, "UTC").moment_in(Month(2028, 2)) == datetime(2028, 2, 29, 10, tzinfo=UTC)


def test_a_month_is_asked_for_in_the_month_after_it() -> None:
    assert Schedule(3, 10, "Europe/Moscow").due(Month(2026, 12)) == datetime(2027, 1, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (at("2026-11-03 06:59:59"), Month(2026, 9)),
        (at("2026-11-03 07:00"), Month(2026, 10)),
        (at("2026-12-03 06:59"), Month(2026, 10)),
        (at("2027-01-03 07:00"), Month(2026, 12)),
    ],
)
def test_a_month_has_been_due_from_its_moment_on(now: datetime, latest: Month) -> None:
    schedule = Schedule(3, 10, "Europe/Moscow")
    assert schedule.latest_due(now.replace(tzinfo=UTC)) == latest
    assert next(schedule.months_from(now.replace(tzinfo=UTC))) == latest.shift(1)


@pytest.mark.parametrize(
    "name", ["Europe/Moscow", "Pacific/Kiritimati", "America/St_Johns", "Africa/Casablanca"]
)
@pytest.mark.parametrize("day", [1, 15, 31])
def test_walking_from_reminder_to_reminder_misses_no_month_and_repeats_none(name: str, day: int) -> None:
    schedule, now = Schedule(day, 9, name), datetime(2026, 1, 1, tzinfo=UTC)
    asked = []
    for _ in range(120):
        month = next(schedule.months_from(now))
        asked.append(month)
        now = schedule.due(month)
    assert asked == list(islice(asked[0].until(Month(2100, 1)), 120))


@pytest.mark.parametrize(
    ("shown", "quiet", "until"),
    [
        (time(8, 59, 59), True, at("2026-11-03 09:00")),
        (time(9), False, at("2026-11-03 09:00")),
        (time(20, 59, 59), False, at("2026-11-03 20:59:59")),
        (time(21), True, at("2026-11-04 09:00")),
        (time(0), True, at("2026-11-03 09:00")),
    ],
)
def test_nobody_is_disturbed_from_nine_to_nine(shown: time, quiet: bool, until: datetime) -> None:
    zone = ZoneInfo("Asia/Vladivostok")
    now = datetime.combine(date(2026, 11, 3), shown, tzinfo=zone).astimezone(UTC)
    assert is_quiet(now, zone) is quiet
    assert end_of_quiet(now, zone) == until.replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (at("2026-11-03 07:00"), at("2026-11-05 07:00")),
        (at("2026-11-05 07:00"), at("2026-11-10 07:00")),
        (at("2026-11-10 07:00"), None),
    ],
)
def test_a_reminder_is_repeated_after_two_and_seven_days_then_never(
    now: datetime, again: datetime | None
) -> None:
    schedule = Schedule(3, 10, "Europe/Moscow")
    moment = schedule.repeat_after(date(2026, 11, 3), now.replace(tzinfo=UTC))
    assert moment == (again and again.replace(tzinfo=UTC))


@pytest.mark.parametrize(("day", "hour"), [(0, 10), (32, 10), (3, 24), (3, -1)])
def test_a_day_or_hour_there_is_none_of_is_refused(day: int, hour: int) -> None:
    with pytest.raises(ValueError, match=r"days are numbered|hour must be in"):
        Schedule(day, hour, "UTC")
