"""Every step of a reminder on both databases: made by one process alone, never left half made."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from metrics.monthly import Month
from services.reminders.due import Close, DueReminders, Reminder, Send, Wait, decide
from storage.database import Database
from storage.repositories.reminders import LEASE, ClaimedReminder, Following, ReminderClaims
from storage.tables.accounts import clinics, members
from storage.tables.months import months
from storage.tables.reminders import reminders, routines
from tests.clock import FakeClock
from tests.services.subscribers import PERIOD, clinic_of, person_of, subscribe

DUE = datetime(2026, 11, 3, 7, tzinfo=UTC)
DAY = timedelta(days=1)


class Process:
    """One process that sees to reminders."""

    def __init__(self, database: Database, name: str = "one", now: datetime = DUE) -> None:
        self.clock = FakeClock(now)
        self.due = DueReminders(ReminderClaims(database, self.clock, me=name), self.clock)

    async def take_one(self) -> Reminder:
        taken = await self.due.take(10)
        assert taken is not None
        (reminder,) = taken
        return reminder


async def row(database: Database, number: int = 1, period: str = PERIOD) -> Any:
    query = select(reminders).where(reminders.c.clinic_id == clinic_of(number), reminders.c.period == period)
    async with database.reading() as connection:
        return (await connection.execute(query)).one_or_none()


async def test_from_planned_to_sent_with_the_next_month_and_the_repeat_planned(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    process = Process(database)
    reminder = await process.take_one()
    assert (reminder.person, reminder.month, reminder.silent) == (person_of(1), Month(2026, 10), False)
    assert (await row(database)).state == "claimed"
    assert await process.due.begin(reminder)
    assert (await row(database)).state == "sending"
    await process.due.sent(reminder, 7)
    sent = await row(database)
    assert (sent.state, sent.sent_count, sent.due_at) == ("sent", 1, DUE + 2 * DAY)
    assert (sent.first_on, sent.last_on) == ("2026-11-03", "2026-11-03")
    following = await row(database, period="2026-11")
    assert (following.state, following.due_at) == ("planned", DUE + 30 * DAY)
    assert await process.due.take(10) is None


async def test_of_many_processes_each_reminder_is_taken_by_one(database: Database) -> None:
    await subscribe(database, range(1, 41), DUE)
    processes = [Process(database, f"process {number}") for number in range(4)]

    async def take_all(process: Process) -> list[str]:
        taken: list[str] = []
        while reminders := await process.due.take(3):
            taken += [reminder.person for reminder in reminders if await process.due.begin(reminder)]
        return taken

    taken = await asyncio.gather(*(take_all(process) for process in processes))
    assert sorted(chain.from_iterable(taken)) == sorted(person_of(number) for number in range(1, 41))


async def test_a_claim_of_a_dead_process_is_free_again_after_its_lease(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    dead, other = Process(database, "dead"), Process(database, "other")
    reminder = await dead.take_one()
    await other.due.recover()
    assert await other.due.take(10) is None
    await other.clock.advance(LEASE.total_seconds() + 1)
    await other.due.recover()
    taken = await other.take_one()
    assert not await dead.due.begin(reminder)
    assert await other.due.begin(taken)


async def test_what_was_being_sent_at_a_crash_is_unknown_and_never_sent_again(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    dead, other = Process(database, "dead"), Process(database, "other")
    assert await dead.due.begin(await dead.take_one())
    for _ in range(20):
        await other.clock.advance(DAY.total_seconds())
        await other.due.recover()
        assert await other.due.take(10) is None
    assert ((await row(database)).state, (await row(database)).due_at) == ("unknown", None)
    assert await other.due.awaited() == {person_of(1)}


async def test_a_slow_process_that_was_taken_for_dead_may_still_say_sent(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    slow, other = Process(database, "slow"), Process(database, "other")
    reminder = await slow.take_one()
    assert await slow.due.begin(reminder)
    await other.clock.advance(LEASE.total_seconds() + 1)
    await other.due.recover()
    await slow.due.sent(reminder, 7)
    assert (await row(database)).state == "sent"
    assert await other.due.awaited() == frozenset()


async def test_a_polite_stop_gives_back_what_it_has_claimed(database: Database) -> None:
    await subscribe(database, range(1, 3), DUE)
    stopping, other = Process(database, "stopping"), Process(database, "other")
    taken = await stopping.due.take(10)
    assert taken is not None
    assert await stopping.due.begin(taken[0])
    await stopping.due.release()
    assert (await other.take_one()).person == taken[1].person


async def test_what_telegram_has_not_taken_is_tried_again_a_little_later(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    process = Process(database)
    reminder = await process.take_one()
    assert await process.due.begin(reminder)
    await process.due.not_sent(reminder)
    assert await process.due.take(10) is None
    await process.clock.advance(300)
    again = await process.take_one()
    assert await process.due.begin(again)
    await process.due.sent(again, 7)
    assert (await row(database)).sent_count == 1


async def test_a_month_entered_between_claim_and_sending_is_not_sent(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    process = Process(database)
    reminder = await process.take_one()
    await database.commit([insert(months).values(clinic_id=clinic_of(1), month=PERIOD, entered_at=DUE)])
    assert not await process.due.begin(reminder)
    assert await process.due.take(10) == ()
    assert ((await row(database)).state, (await row(database)).sent_count) == ("skipped", 0)
    assert (await row(database, period="2026-11")).state == "planned"


async def test_a_pause_between_claim_and_sending_holds(database: Database) -> None:
    await subscribe(database, range(1, 2), DUE)
    process = Process(database)
    reminder = await process.take_one()
    await database.commit([update(routines).values(status="paused")])
    assert not await process.due.begin(reminder)
    assert await process.due.take(10) == ()
    assert ((await row(database)).state, (await row(database)).due_at) == ("planned", None)


async def test_the_second_clinic_of_a_person_waits_for_tomorrow(database: Database) -> None:
    await subscribe(database, range(1, 3), DUE)
    await database.commit(
        [
            update(clinics).where(clinics.c.id == clinic_of(2)).values(name="Вторая"),
            update(members).where(members.c.clinic_id == clinic_of(2)).values(person_id=person_of(1)),
            update(reminders).where(reminders.c.clinic_id == clinic_of(2)).values(person_id=person_of(1)),
        ]
    )
    process = Process(database)
    taken = await process.due.take(10)
    assert taken is not None
    begun = [await process.due.begin(reminder) for reminder in taken]
    assert begun == [True, False]
    waiting = await row(database, int(taken[1].clinic_id.removeprefix("clinic-")))
    assert (waiting.state, waiting.due_at) == ("planned", DUE + DAY)


async def test_whoever_cannot_be_reached_rests_with_all_their_clinics(database: Database) -> None:
    await subscribe(database, range(1, 3), DUE)
    process = Process(database)
    taken = await process.due.take(10)
    assert taken is not None
    assert await process.due.begin(taken[0])
    await process.due.unreachable(taken[0])
    number = int(taken[0].clinic_id.removeprefix("clinic-"))
    async with database.reading() as connection:
        found = await connection.execute(select(routines.c.clinic_id, routines.c.status))
        statuses = dict(found.all())
    assert statuses == {clinic_of(number): "unreachable", clinic_of(3 - number): "on"}
    assert ((await row(database, number)).state, (await row(database, number)).due_at) == ("planned", None)
    assert await process.due.awaited() == {person_of(number)}


def claim(**changed: Any) -> ClaimedReminder:
    """October of a clinic in Moscow that is asked for on the 3rd at ten."""
    usual: dict[str, Any] = {
        "clinic_id": "c",
        "period": "2026-10",
        "person_id": "p",
        "wish": "first",
        "sent_count": 0,
        "first_on": None,
        "day": 3,
        "hour": 10,
        "zone": "Europe/Moscow",
        "status": "on",
        "language": "ru",
        "clinic_name": None,
        "clinics": 1,
        "is_entered": False,
    }
    return ClaimedReminder(**(usual | changed))


NOVEMBER = Following("2026-11", datetime(2026, 12, 3, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changed", "now", "decision"),
    [
        ({}, DUE, Send(NOVEMBER)),
        ({}, DUE + 3 * DAY, Send(NOVEMBER)),
        ({"wish": "repeat", "sent_count": 1}, DUE + 2 * DAY, Send(NOVEMBER)),
        # 21:00 and 08:59 in Moscow: at nine in the morning.
        ({}, DUE.replace(hour=18), Wait(datetime(2026, 11, 4, 6, tzinfo=UTC))),
        ({}, datetime(2026, 11, 4, 5, 59, tzinfo=UTC), Wait(datetime(2026, 11, 4, 6, tzinfo=UTC))),
        ({"status": "paused"}, DUE, Wait(None)),
        ({"status": "off", "is_entered": True}, DUE, Wait(None)),
        ({"is_entered": True}, DUE, Close(NOVEMBER)),
        ({"wish": "repeat", "sent_count": 1, "is_entered": True}, DUE + 2 * DAY, Close(NOVEMBER)),
        # Two months later November is due, and October is not asked for any more.
        ({}, DUE + 40 * DAY, Close(NOVEMBER)),
        # The clocks were moved since it was planned: an hour too early now.
        ({}, DUE - timedelta(hours=1), Wait(DUE)),
        ({"wish": "snoozed", "sent_count": 1}, DUE + timedelta(hours=-1), Send(NOVEMBER)),
    ],
)
def test_what_becomes_of_a_reminder_that_is_due(
    changed: dict[str, Any], now: datetime, decision: Wait | Close | Send
) -> None:
    assert decide(claim(**changed), now) == decision
