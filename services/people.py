"""Who is who: a person is our own id, and a messenger's account is one way to reach them."""

from collections.abc import Collection, Mapping

from storage.database import Database
from storage.repositories.accounts import Accounts, Identity
from storage.repositories.identities import address_of, addresses_of
from storage.unit_of_work import UnitOfWork

__all__ = ["Addresses", "Identity", "Languages"]


class Addresses:
    """How a messenger reaches people."""

    def __init__(self, database: Database, messenger: str) -> None:
        self._database = database
        self._messenger = messenger

    async def of(self, person: str) -> str | None:
        """What the messenger calls a person; None for somebody it cannot reach."""
        return await address_of(self._database, self._messenger, person)

    async def of_all(self, people: Collection[str]) -> Mapping[str, str]:
        """What it calls each of these people, without those it cannot reach."""
        return await addresses_of(self._database, self._messenger, people)


class Languages:
    """What people are spoken to in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, identity: Identity) -> str | None:
        """The language whoever is reached so has chosen; None for somebody who is not known."""
        account = await Accounts(UnitOfWork(self._database)).reached_by(identity)
        return None if account is None else account.language
