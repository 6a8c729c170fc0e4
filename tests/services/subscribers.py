"""Many people with one clinic each who all want to be reminded at the same moment."""

from datetime import datetime

from sqlalchemy import insert

from handlers.transport.people import identity_of
from services.reminders.schedule import Schedule
from storage.database import Database
from storage.repositories.routines import FIRST, ON, PLANNED
from storage.tables.accounts import clinics, identities, members, people
from storage.tables.reminders import reminders, routines

MOSCOW = Schedule(3, 10, "Europe/Moscow")
PERIOD = "2026-10"
PORTION = 5_000


def clinic_of(number: int) -> str:
    return f"clinic-{number}"


def person_of(number: int) -> str:
    return f"person-{number}"


async def subscribe(database: Database, numbers: range, due_at: datetime) -> None:
    """Have so many people wait for the reminder of October at a moment."""
    for start in range(numbers.start, numbers.stop, PORTION):
        some = range(start, min(start + PORTION, numbers.stop))
        await database.commit(
            [
                insert(people).values(
                    [{"id": person_of(n), "language": "ru", "created_at": due_at} for n in some]
                ),
                insert(identities).values(
                    [{**identity_of(n)._asdict(), "person_id": person_of(n)} for n in some]
                ),
                insert(clinics).values(
                    [{"id": clinic_of(n), "currency": "RUB", "created_at": due_at} for n in some]
                ),
                insert(members).values(
                    [
                        {
                            "clinic_id": clinic_of(n),
                            "person_id": person_of(n),
                            "role": "owner",
                            "since": due_at,
                        }
                        for n in some
                    ]
                ),
                insert(routines).values([_routine(n, due_at) for n in some]),
                insert(reminders).values([_reminder(n, due_at) for n in some]),
            ]
        )


def _routine(number: int, now: datetime) -> dict[str, object]:
    return {
        "clinic_id": clinic_of(number),
        "day": MOSCOW.day,
        "hour": MOSCOW.hour,
        "zone": MOSCOW.zone_name,
        "city": "Moscow",
        "status": ON,
        "status_since": now,
    }


def _reminder(number: int, due_at: datetime) -> dict[str, object]:
    return {
        "clinic_id": clinic_of(number),
        "person_id": person_of(number),
        "period": PERIOD,
        "state": PLANNED,
        "wish": FIRST,
        "due_at": due_at,
        "sent_count": 0,
    }
