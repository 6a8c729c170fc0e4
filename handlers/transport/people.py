"""Between people and Telegram: whose account it is, and in which chat a person is written to."""

from collections.abc import Collection, Mapping

from services.people import Addresses, Identity
from storage.database import Database

TELEGRAM = "telegram"


def identity_of(user: int) -> Identity:
    """Who an account of Telegram is."""
    return Identity(TELEGRAM, str(user))


class PrivateChats:
    """The private chat of each person; Telegram numbers it like their account."""

    def __init__(self, database: Database) -> None:
        self._addresses = Addresses(database, TELEGRAM)

    async def of(self, person: str) -> int | None:
        """The chat of a person; None for somebody who has none."""
        address = await self._addresses.of(person)
        return None if address is None else int(address)

    async def of_all(self, people: Collection[str]) -> Mapping[str, int]:
        """The chat of each of these people, without those who have none."""
        return {person: int(address) for person, address in (await self._addresses.of_all(people)).items()}
