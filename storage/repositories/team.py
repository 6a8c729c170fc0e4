"""Who belongs to a clinic, how they are reached, and the links that were made for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.repositories.accounts import Identity
from storage.tables.accounts import identities, members, tokens
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Member:
    """A row of `members`."""

    person: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `tokens`; the token itself is kept nowhere."""

    hash: bytes
    purpose: str
    subject: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None


class Team:
    """The people of clinics, read within one unit of work; whoever makes this has made sure who may."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit

    async def identities(self, person_id: str) -> Sequence[Identity]:
        """How a person is reached."""
        query = select(identities.c.messenger, identities.c.external_id).where(
            identities.c.person_id == person_id
        )
        async with self._unit.database.reading() as connection:
            return [Identity(*row) for row in await connection.execute(query)]

    async def members(self, clinic_id: str) -> Sequence[Member]:
        """Everybody of a clinic, those who came first before the others."""
        query = (
            select(members.c.person_id, members.c.role, members.c.since)
            .where(members.c.clinic_id == clinic_id)
            .order_by(members.c.since, members.c.person_id)
        )
        async with self._unit.database.reading() as connection:
            return [Member(*row) for row in await connection.execute(query)]

    async def links(self, clinic_id: str) -> Sequence[Link]:
        """Every link that was made for a clinic, oldest first."""
        columns = [tokens.c[name] for name in Link.__dataclass_fields__]
        query = select(*columns).where(tokens.c.clinic_id == clinic_id).order_by(tokens.c.made_at)
        async with self._unit.database.reading() as connection:
            return [Link(*row) for row in await connection.execute(query)]
