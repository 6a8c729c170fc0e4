"""Many people with one clinic each who all want to be reminded at the same moment."""

from datetime import datetime

from sqlalchemy import insert

from services.reminders.schedule import Schedule
from storage.database import Database
from storage.repositories.routines import FIRST, ON, PLANNED
from storage.tables.accounts import clinics, people
from storage.tables.reminders import deliveries, routines

MOSCOW = Schedule(3, 10, "Europe/Moscow")
PERIOD = "2026-10"
PORTION = 5_000


def clinic_of(person: int) -> str:
    return f"clinic-{person}"


async def subscribe(database: Database, persons: range, due_at: datetime) -> None:
    """Have so many people wait for the reminder of October at a moment."""
    for start in range(persons.start, persons.stop, PORTION):
        some = range(start, min(start + PORTION, persons.stop))
        await database.commit(
            [
                insert(people).values([{"id": n, "language": "ru", "created_at": due_at} for n in some]),
                insert(clinics).values(
                    [
                        {"id": clinic_of(n), "owner_id": n, "currency": "RUB", "created_at": due_at}
                        for n in some
                    ]
                ),
                insert(routines).values([_routine(n, due_at) for n in some]),
                insert(deliveries).values([_delivery(n, due_at) for n in some]),
            ]
        )


def _routine(person: int, now: datetime) -> dict[str, object]:
    return {
        "clinic_id": clinic_of(person),
        "day": MOSCOW.day,
        "hour": MOSCOW.hour,
        "zone": MOSCOW.zone_name,
        "city": "Moscow",
        "status": ON,
        "status_since": now,
    }


def _delivery(person: int, due_at: datetime) -> dict[str, object]:
    return {
        "clinic_id": clinic_of(person),
        "person_id": person,
        "period": PERIOD,
        "state": PLANNED,
        "wish": FIRST,
        "due_at": due_at,
        "sent_count": 0,
    }
