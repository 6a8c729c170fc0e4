"""How people are reached: from our own id to what a messenger calls them."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, select

from storage.database import Database
from storage.statement import Prepared
from storage.tables.accounts import identities

_ADDRESS = Prepared(
    select(identities.c.external_id).where(
        identities.c.person_id == bindparam("person"), identities.c.messenger == bindparam("messenger")
    )
)


async def address_of(database: Database, messenger: str, person_id: str) -> str | None:
    """What a messenger calls a person; None for nobody it knows."""
    rows = await database.rows(_ADDRESS.bind(person=person_id, messenger=messenger))
    return rows[0][0] if rows else None


async def addresses_of(database: Database, messenger: str, people: Collection[str]) -> Mapping[str, str]:
    """What a messenger calls each of these people, without those it does not know."""
    query = select(identities.c.person_id, identities.c.external_id).where(
        identities.c.person_id.in_(people), identities.c.messenger == messenger
    )
    async with database.reading() as connection:
        return {row.person_id: row.external_id for row in await connection.execute(query)}
