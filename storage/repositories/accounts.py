"""Everything one person has entered, read once per update and changed through one unit of work."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from storage.statement import Bound, Prepared
from storage.tables.accounts import (
    answers,
    channels,
    clinics,
    identities,
    members,
    people,
    plans,
    segments,
    self_checks,
)
from storage.tables.queue import parked, seen
from storage.unit_of_work import UnitOfWork
from storage.upsert import upsert

ID_BYTES = 9
"""Twelve characters in a button's 64 bytes; 72 random bits cannot be guessed."""

OWNER = "owner"

_ACCOUNT = (
    select(
        people.c.id,
        people.c.language,
        people.c.clinic_id,
        clinics.c.id,
        clinics.c.name,
        clinics.c.currency,
        members.c.role,
        segments.c.id,
        segments.c.kind,
        segments.c.name,
        segments.c.plan_year,
        answers.c.question,
        answers.c.answer,
    )
    .join(members, members.c.person_id == people.c.id, isouter=True)
    .join(clinics, clinics.c.id == members.c.clinic_id, isouter=True)
    .join(segments, segments.c.clinic_id == clinics.c.id, isouter=True)
    .join(answers, answers.c.segment_id == segments.c.id, isouter=True)
    .order_by(clinics.c.created_at, clinics.c.id, segments.c.created_at, segments.c.id)
)
_BY_PERSON = Prepared(_ACCOUNT.where(people.c.id == bindparam("person")))
_BY_IDENTITY = Prepared(
    _ACCOUNT.join(identities, identities.c.person_id == people.c.id).where(
        identities.c.messenger == bindparam("messenger"), identities.c.external_id == bindparam("external_id")
    )
)

_ADD_SEGMENT = Prepared(
    insert(segments).values(
        {column: bindparam(column.name, type_=column.type) for column in segments.columns}
    )
)


def new_id() -> str:
    """A random id, safe in links and buttons."""
    return secrets.token_urlsafe(ID_BYTES)


class Identity(NamedTuple):
    """How somebody is reached: a messenger, and what it calls them."""

    messenger: str
    external_id: str


@dataclass(slots=True)
class StoredChannel:
    """A row of `channels`; money in whole units of the clinic's currency."""

    id: str
    name: str
    kind: str
    new_patients: int
    cost_per_lead: Fraction | None = None
    budget: Fraction | None = None


@dataclass(slots=True)
class StoredPlan:
    """A row of `plans`: the scenario that was made the plan, with its result."""

    plan_year: int
    scenario: dict[str, Any]
    patients: int
    leads: int | None
    adopted_at: datetime


@dataclass(slots=True)
class StoredSegment:
    """A row of `segments` with its answers, `{question: {…}}`, and, once read, its channels and plans."""

    id: str
    kind: str
    name: str | None
    plan_year: int
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    channels: dict[str, StoredChannel] | None = None
    plans: dict[int, StoredPlan] | None = None


@dataclass(slots=True)
class StoredClinic:
    """A row of `clinics` with its segments in the order they were made; role: what the person is there."""

    id: str
    name: str | None
    currency: str
    role: str
    segments: dict[str, StoredSegment] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    """One person and their clinics, as they will be once the unit of work is committed.

    person: our own id; clinics: by id in the order they were made; current: id of the one that is looked at,
    empty without any.
    """

    person: str
    language: str
    clinics: dict[str, StoredClinic]
    current: str


class Accounts:
    """Reads and writes accounts within one unit of work.

    Whatever is changed is changed in the account at once and queued for the commit, so that a read within the
    same update sees it. Ids outside the account of the person are simply not there.
    """

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit = unit

    async def find(self, person: str) -> Account | None:
        """The account of a person, or None if they have none."""
        memo = self.unit.memo
        if (Account, person) not in memo:
            memo[Account, person] = await self._read(_BY_PERSON.bind(person=person))
        found: Account | None = memo[Account, person]
        return found

    async def reached_by(self, identity: Identity) -> Account | None:
        """The account of whoever is reached so, or None if they have none."""
        memo = self.unit.memo
        if (Identity, identity) not in memo:
            found = await self._read(_BY_IDENTITY.bind(**identity._asdict()))
            memo[Identity, identity] = found and found.person
            if found is not None:
                memo.setdefault((Account, found.person), found)
        person: str | None = memo[Identity, identity]
        return None if person is None else await self.find(person)

    def create(self, identity: Identity, language: str, now: datetime) -> Account:
        """An account for whoever is reached so, without a clinic yet."""
        account = Account(new_id(), language, {}, "")
        row = {"id": account.person, "language": language, "created_at": now}
        self.unit.write(insert(people).values(row))
        self.unit.write(insert(identities).values(**identity._asdict(), person_id=account.person))
        self.unit.memo[Account, account.person] = account
        self.unit.memo[Identity, identity] = account.person
        return account

    def add_clinic(self, account: Account, *, name: str | None, currency: str, now: datetime) -> StoredClinic:
        """A new clinic of a person, nothing entered yet; looked at if it is their only one."""
        clinic = StoredClinic(new_id(), name, currency, OWNER)
        account.clinics[clinic.id] = clinic
        account.current = account.current or clinic.id
        self.unit.write(insert(clinics).values(id=clinic.id, name=name, currency=currency, created_at=now))
        self.unit.write(
            insert(members).values(clinic_id=clinic.id, person_id=account.person, role=OWNER, since=now)
        )
        return clinic

    def set_current(self, account: Account, clinic: StoredClinic) -> None:
        """Look at another clinic from now on."""
        account.current = clinic.id
        self.unit.write(update(people).where(people.c.id == account.person).values(clinic_id=clinic.id))

    def remove_clinic(self, account: Account, clinic: StoredClinic) -> None:
        """Remove one of several clinics with everything entered for it; the first of the others is looked at
        if this one was."""
        del account.clinics[clinic.id]
        if account.current == clinic.id:
            self.set_current(account, next(iter(account.clinics.values())))
        self.unit.write(delete(clinics).where(clinics.c.id == clinic.id))

    def set_language(self, account: Account, language: str) -> None:
        """Speak another language from now on."""
        account.language = language
        self.unit.write(update(people).where(people.c.id == account.person).values(language=language))

    def set_clinic(self, clinic: StoredClinic, *, name: str | None, currency: str) -> None:
        """Rename a clinic or change its currency (figures stay as they were typed)."""
        clinic.name, clinic.currency = name, currency
        self.unit.write(update(clinics).where(clinics.c.id == clinic.id).values(name=name, currency=currency))

    def add_segment(
        self, clinic: StoredClinic, *, kind: str, name: str | None, plan_year: int, now: datetime
    ) -> StoredSegment:
        """A new part of the clinic to plan for (or the clinic itself)."""
        segment = StoredSegment(new_id(), kind, name, plan_year, channels={}, plans={})
        clinic.segments[segment.id] = segment
        self.unit.write(
            _ADD_SEGMENT.bind(
                id=segment.id,
                clinic_id=clinic.id,
                kind=kind,
                name=name,
                plan_year=plan_year,
                created_at=now,
            )
        )
        return segment

    def set_segment(self, segment: StoredSegment, *, name: str | None, plan_year: int) -> None:
        """Rename a segment or move it to another year."""
        segment.name, segment.plan_year = name, plan_year
        self.unit.write(
            update(segments).where(segments.c.id == segment.id).values(name=name, plan_year=plan_year)
        )

    def remove_segment(self, clinic: StoredClinic, segment: StoredSegment) -> None:
        """Remove a segment with everything entered for it."""
        del clinic.segments[segment.id]
        self.unit.write(delete(segments).where(segments.c.id == segment.id))

    def save_answer(
        self, segment: StoredSegment, question: str, answer: dict[str, Any], now: datetime
    ) -> None:
        """Keep an answer, in place of the earlier one to the same question."""
        segment.answers[question] = answer
        row = {"segment_id": segment.id, "question": question, "answer": json.dumps(answer)}
        self.unit.write(upsert(answers, {**row, "answered_at": now}))

    def clear(self, segment: StoredSegment) -> None:
        """Forget all answers and plans of a segment."""
        segment.answers.clear()
        segment.plans = {}
        for table in (answers, plans):
            self.unit.write(delete(table).where(table.c.segment_id == segment.id))

    async def channels(self, segment: StoredSegment) -> dict[str, StoredChannel]:
        """The channels of a segment by id, in the order they were named."""
        if segment.channels is None:
            query = (
                select(channels)
                .where(channels.c.segment_id == segment.id)
                .order_by(channels.c.created_at, channels.c.id)
            )
            async with self.unit.database.reading() as connection:
                rows = (await connection.execute(query)).mappings().all()
            segment.channels = {row["id"]: _channel(row) for row in rows}
        return segment.channels

    async def save_channel(self, segment: StoredSegment, channel: StoredChannel, now: datetime) -> None:
        """Add a channel or change it."""
        (await self.channels(segment))[channel.id] = channel
        values = {
            "segment_id": segment.id,
            "name": channel.name,
            "kind": channel.kind,
            "new_patients": channel.new_patients,
            "cost_per_lead": _exact_text(channel.cost_per_lead),
            "budget": _exact_text(channel.budget),
        }
        row = {"id": channel.id, "created_at": now, **values}
        self.unit.write(upsert(channels, row, changed=tuple(values)))

    async def remove_channel(self, segment: StoredSegment, channel: StoredChannel) -> None:
        """Remove a channel."""
        (await self.channels(segment)).pop(channel.id, None)
        self.unit.write(delete(channels).where(channels.c.id == channel.id))

    async def plans(self, segment: StoredSegment) -> dict[int, StoredPlan]:
        """The adopted plans of a segment by year."""
        if segment.plans is None:
            query = select(plans).where(plans.c.segment_id == segment.id)
            async with self.unit.database.reading() as connection:
                rows = (await connection.execute(query)).mappings().all()
            segment.plans = {row["plan_year"]: _plan(row) for row in rows}
        return segment.plans

    async def save_plan(self, segment: StoredSegment, plan: StoredPlan) -> None:
        """Adopt a plan for its year, in place of the earlier one."""
        (await self.plans(segment))[plan.plan_year] = plan
        row = {
            "segment_id": segment.id,
            "plan_year": plan.plan_year,
            "scenario": json.dumps(plan.scenario),
            "patients": plan.patients,
            "leads": plan.leads,
            "adopted_at": plan.adopted_at,
        }
        self.unit.write(upsert(plans, row))

    def save_self_check(self, clinic: StoredClinic, given: Iterable[bool], now: datetime) -> None:
        """Keep the latest self-check of a clinic."""
        row = {"clinic_id": clinic.id, "answers": json.dumps(list(given)), "taken_at": now}
        self.unit.write(upsert(self_checks, row))

    async def self_check(self, clinic: StoredClinic) -> list[bool] | None:
        """The latest self-check of a clinic, if one was taken."""
        query = select(self_checks.c.answers).where(self_checks.c.clinic_id == clinic.id)
        async with self.unit.database.reading() as connection:
            text = (await connection.execute(query)).scalar_one_or_none()
        given: list[bool] | None = None if text is None else json.loads(text)
        return given

    def forget(self, account: Account) -> None:
        """Delete the person with the clinics nobody else owns, and every row that belongs to either."""
        self.unit.memo[Account, account.person] = None
        theirs = members.c.person_id == account.person, members.c.role == OWNER
        others = select(members.c.clinic_id).where(
            members.c.person_id != account.person, members.c.role == OWNER
        )
        owned = select(members.c.clinic_id).where(*theirs, members.c.clinic_id.not_in(others))
        self.unit.write(delete(clinics).where(clinics.c.id.in_(owned)))
        self.unit.write(delete(people).where(people.c.id == account.person))
        # Jobs that were given up on: of a kind, in line for the person.
        self.unit.write(delete(parked).where(parked.c.lock.endswith(f":{account.person}", autoescape=True)))
        # Keys of their jobs; and all taps, whose hashes somebody who knows the chat could try out.
        theirs_or_taps = seen.c.key.contains(f":{account.person}:") | seen.c.key.startswith("tap:")
        self.unit.write(delete(seen).where(theirs_or_taps))

    async def _read(self, query: Bound) -> Account | None:
        rows = await self.unit.database.rows(query)
        if not rows:
            return None
        person, language, current, first = rows[0][:4]
        account = Account(person, language, {}, first or "")
        for _, _, _, number, name, currency, role, *of_segment in rows:
            if number is None:
                continue
            clinic = account.clinics.get(number)
            if clinic is None:
                clinic = account.clinics[number] = StoredClinic(number, name, currency, role)
            _add_row(clinic, *of_segment)
        if current in account.clinics:
            account.current = current
        return account


def _add_row(
    clinic: StoredClinic,
    number: str | None,
    kind: str,
    name: str | None,
    plan_year: int,
    question: str | None,
    answer: str,
) -> None:
    if number is None:
        return
    segment = clinic.segments.get(number)
    if segment is None:
        segment = clinic.segments[number] = StoredSegment(number, kind, name, plan_year)
    if question is not None:
        segment.answers[question] = json.loads(answer)


def _exact_text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _channel(row: Any) -> StoredChannel:
    return StoredChannel(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        new_patients=row["new_patients"],
        cost_per_lead=_exact(row["cost_per_lead"]),
        budget=_exact(row["budget"]),
    )


def _plan(row: Any) -> StoredPlan:
    return StoredPlan(
        plan_year=row["plan_year"],
        scenario=json.loads(row["scenario"]),
        patients=row["patients"],
        leads=row["leads"],
        adopted_at=row["adopted_at"],
    )
