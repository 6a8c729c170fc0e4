"""Reminders on their way: planned → claimed → sending → sent, skipped or unknown; any number of processes.

Every step is one conditional UPDATE, so that of several processes one alone can make it. What is not certain
to have been sent is never sent again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Text,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from clock import Clock
from metrics.monthly import MonthFigure
from storage.database import Database
from storage.repositories.months import WHOLE_CLINIC
from storage.repositories.routines import (
    CLAIMED,
    ON,
    PLANNED,
    REPEAT,
    SENDING,
    SENT,
    SKIPPED,
    UNKNOWN,
    UNREACHABLE,
    planned,
)
from storage.statement import Prepared, Write
from storage.tables.accounts import clinics, members, people
from storage.tables.months import month_facts, months
from storage.tables.reminders import reminders, routines
from storage.tables.schema import UtcDateTime

LEASE = timedelta(minutes=10)
"""How long a claim is respected: longer than a sending with its waits for floods and repeats."""

_KEY = (reminders.c.clinic_id, reminders.c.period, reminders.c.person_id)
_mine = and_(
    reminders.c.clinic_id == bindparam("clinic"),
    reminders.c.period == bindparam("month"),
    reminders.c.person_id == bindparam("person"),
    reminders.c.claimed_by == bindparam("me"),
)
_before = case((reminders.c.sent_count > 0, SENT), else_=PLANNED)
_is_entered = exists().where(
    months.c.clinic_id == reminders.c.clinic_id, months.c.month == reminders.c.period
)
_is_wanted = exists().where(routines.c.clinic_id == reminders.c.clinic_id, routines.c.status == ON)
_released: dict[str, Any] = {"claimed_by": null(), "claimed_until": null()}

_BEGIN = Prepared(
    update(reminders)
    .where(_mine, reminders.c.state == CLAIMED, _is_wanted, ~_is_entered)
    .values(
        state=SENDING,
        first_on=func.coalesce(reminders.c.first_on, bindparam("today", type_=Text)),
        last_on=bindparam("today", type_=Text),
        claimed_until=bindparam("until", type_=UtcDateTime),
    )
    .returning(reminders.c.period)
)
# A process that was only slow may come to its end after it was taken for dead.
_SENT = Prepared(
    update(reminders)
    .where(_mine, or_(reminders.c.state == SENDING, reminders.c.state == UNKNOWN))
    .values(
        state=SENT,
        wish=REPEAT,
        due_at=bindparam("next_due", type_=UtcDateTime),
        sent_count=reminders.c.sent_count + 1,
        message_id=bindparam("of_message", type_=BigInteger),
        **_released,
    )
)
_NOT_SENT = Prepared(
    update(reminders)
    .where(_mine, reminders.c.state == SENDING)
    .values(
        state=_before,
        due_at=bindparam("next_due", type_=UtcDateTime),
        first_on=case((reminders.c.sent_count > 0, reminders.c.first_on), else_=null()),
        last_on=null(),
        **_released,
    )
)
_PUT_BACK = Prepared(
    update(reminders)
    .where(_mine, reminders.c.state == CLAIMED)
    .values(state=_before, due_at=bindparam("next_due", type_=UtcDateTime), **_released)
)
_CLOSE = Prepared(
    update(reminders)
    .where(_mine, reminders.c.state == CLAIMED)
    .values(
        state=case((reminders.c.sent_count > 0, SENT), else_=SKIPPED),
        due_at=null(),
        **_released,
    )
)
_DOUBT = Prepared(
    update(reminders)
    .where(_mine, reminders.c.state == SENDING)
    .values(state=UNKNOWN, due_at=null(), claimed_until=null())
)
_UNREACHABLE = Prepared(
    update(routines)
    .where(
        routines.c.clinic_id.in_(
            select(members.c.clinic_id).where(members.c.person_id == bindparam("person"))
        ),
        routines.c.status == ON,
    )
    .values(status=UNREACHABLE, status_since=bindparam("now", type_=UtcDateTime))
)


class DayTakenError(Exception):
    """The person was written to today already, for another clinic of theirs."""


@dataclass(frozen=True, slots=True)
class ClaimedReminder:
    """A reminder this process has claimed, with all that has to be known to decide on it and to write it.

    clinics: how many the person has; is_entered: whether its month needs no asking any more.
    """

    clinic_id: str
    period: str
    person_id: str
    wish: str
    sent_count: int
    first_on: str | None
    day: int
    hour: int
    zone: str
    status: str
    language: str
    clinic_name: str | None
    clinics: int
    is_entered: bool

    @property
    def first_day(self) -> date | None:
        """The day of the first sending, where the clinic is."""
        return None if self.first_on is None else date.fromisoformat(self.first_on)


@dataclass(frozen=True, slots=True)
class Following:
    """The next month to ask a clinic for."""

    period: str
    due_at: datetime


class ReminderClaims:
    """The reminders of all clinics, as one process sees to them; `me` names the process."""

    def __init__(self, database: Database, clock: Clock, *, me: str, lease: timedelta = LEASE) -> None:
        self._database = database
        self._clock = clock
        self._me = me
        self._lease = lease

    async def claim(self, most: int) -> Sequence[ClaimedReminder]:
        """Claim up to `most` reminders that are due, those that have waited longest first."""
        now = self._clock.now()
        due = (
            select(*_KEY)
            .where(reminders.c.due_at <= now, reminders.c.state.in_((PLANNED, SENT)))
            .order_by(reminders.c.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        claim = (
            update(reminders)
            .where(tuple_(*_KEY).in_(select(due)))
            .values(state=CLAIMED, claimed_by=self._me, claimed_until=now + self._lease)
            .returning(*_KEY)
        )
        (claimed,) = await self._database.commit([claim])
        return await self._facts(claimed) if claimed else ()

    async def begin(self, claim: ClaimedReminder, today: date, following: Following) -> bool:
        """Mark a claimed reminder as being sent; False when it is not to be sent any more.

        From here on it is sent once or never. Raises DayTakenError if the person was written to today.
        """
        until = self._clock.now() + self._lease
        begin = _BEGIN.bind(**self._key(claim), today=today.isoformat(), until=until)
        try:
            begun, _ = await self._database.commit([begin, _planned(claim, following)])
        except IntegrityError as error:
            raise DayTakenError from error
        return bool(begun)

    async def sent(self, claim: ClaimedReminder, message_id: int, next_due: datetime | None) -> None:
        """The message is with Telegram under this number; it is repeated at `next_due`."""
        sent = _SENT.bind(**self._key(claim), of_message=message_id, next_due=next_due)
        await self._database.commit([sent])

    async def not_sent(self, claim: ClaimedReminder, next_due: datetime) -> None:
        """Telegram has not taken the message, for certain; try again at `next_due`."""
        await self._database.commit([_NOT_SENT.bind(**self._key(claim), next_due=next_due)])

    async def doubt(self, claim: ClaimedReminder) -> None:
        """Nobody knows whether the message arrived."""
        await self._database.commit([_DOUBT.bind(**self._key(claim))])

    async def unreachable(self, claim: ClaimedReminder) -> None:
        """The person cannot be written to: the reminders of all their clinics rest until they return."""
        await self._database.commit(
            [
                _UNREACHABLE.bind(person=claim.person_id, now=self._clock.now()),
                _NOT_SENT.bind(**self._key(claim), next_due=None),
            ]
        )

    def put_back(self, claim: ClaimedReminder, next_due: datetime | None) -> Write:
        """Leave a claimed reminder until `next_due`, or until its routine is resumed."""
        return _PUT_BACK.bind(**self._key(claim), next_due=next_due)

    def close(self, claim: ClaimedReminder, following: Following) -> Sequence[Write]:
        """A claimed reminder is not to be sent (any more): the next month is planned."""
        return _CLOSE.bind(**self._key(claim)), _planned(claim, following)

    async def settle(self, writes: Sequence[Write]) -> None:
        """Write what was decided on claimed reminders."""
        if writes:
            await self._database.commit(writes)

    async def release(self) -> None:
        """Give back what this process has claimed and not begun to send."""
        release = (
            update(reminders)
            .where(reminders.c.claimed_by == self._me, reminders.c.state == CLAIMED)
            .values(state=_before, **_released)
        )
        await self._database.commit([release])

    async def recover(self) -> None:
        """See to what dead processes left: a claim is free again, what was being sent is unknown."""
        freed = {"state": _before, **_released}
        doubtful = {"state": UNKNOWN, "due_at": None, "claimed_until": None}
        await self._database.commit(
            [self._expired(CLAIMED).values(freed), self._expired(SENDING).values(doubtful)]
        )

    def _expired(self, state: str) -> Update:
        """An update of the reminders whose process is dead; what another process sees to is left to it."""
        now = self._clock.now()
        expired = (
            select(*_KEY)
            .where(reminders.c.due_at <= now, reminders.c.claimed_until < now, reminders.c.state == state)
            .with_for_update(skip_locked=True)
            .cte("expired")
        )
        return update(reminders).where(tuple_(*_KEY).in_(select(expired)), reminders.c.state == state)

    async def awaited(self) -> frozenset[str]:
        """The people to see to at their next contact: a reminder is unknown, or they could not be reached."""
        unknown = select(reminders.c.person_id).where(reminders.c.state == UNKNOWN)
        away = (
            select(members.c.person_id)
            .join(routines, routines.c.clinic_id == members.c.clinic_id)
            .where(routines.c.status == UNREACHABLE)
        )
        async with self._database.reading() as connection:
            return frozenset(person for (person,) in await connection.execute(unknown.union(away)))

    async def new_patients(self, clinic_ids: Collection[str]) -> dict[str, dict[str, str]]:
        """The new patients entered for each clinic, by month; the latest entry of a month holds."""
        query = (
            select(month_facts.c.clinic_id, month_facts.c.month, month_facts.c.value)
            .where(
                month_facts.c.clinic_id.in_(clinic_ids),
                month_facts.c.figure == MonthFigure.NEW_PATIENTS,
                month_facts.c.channel_id == WHOLE_CLINIC,
            )
            .order_by(month_facts.c.id)
        )
        found: dict[str, dict[str, str]] = {}
        async with self._database.reading() as connection:
            for clinic, month, value in await connection.execute(query):
                entered = found.setdefault(clinic, {})
                entered.pop(month, None)
                if value is not None:
                    entered[month] = value
        return found

    async def _facts(self, claimed: Collection[tuple[Any, ...]]) -> Sequence[ClaimedReminder]:
        query = (
            select(
                reminders.c.clinic_id,
                reminders.c.period,
                reminders.c.person_id,
                reminders.c.wish,
                reminders.c.sent_count,
                reminders.c.first_on,
                routines.c.day,
                routines.c.hour,
                routines.c.zone,
                routines.c.status,
                people.c.language,
                clinics.c.name,
                select(func.count())
                .select_from(members)
                .where(members.c.person_id == reminders.c.person_id)
                .scalar_subquery(),
                _is_entered,
            )
            .join(routines, routines.c.clinic_id == reminders.c.clinic_id)
            .join(clinics, clinics.c.id == reminders.c.clinic_id)
            .join(people, people.c.id == reminders.c.person_id)
            .where(
                tuple_(*_KEY).in_(claimed),
                reminders.c.claimed_by == self._me,
                reminders.c.state == CLAIMED,
            )
            .order_by(reminders.c.due_at)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [ClaimedReminder(*cast("tuple[Any, ...]", row)) for row in rows]

    def _key(self, claim: ClaimedReminder) -> dict[str, Any]:
        return {
            "clinic": claim.clinic_id,
            "month": claim.period,
            "person": claim.person_id,
            "me": self._me,
        }


def _planned(claim: ClaimedReminder, following: Following) -> Write:
    return planned(claim.clinic_id, claim.person_id, following.period, following.due_at)
